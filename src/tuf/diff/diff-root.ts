import { isObject } from "../json/json-value.ts";
import { isTopLevelRole } from "../model/ids.ts";
import type { Metadata, Root } from "../model/metadata.ts";
import type { Change } from "./change.ts";
import { ChangeList } from "./change-list.ts";
import { diffCommon } from "./diff-common.ts";
import { diffKeys } from "./diff-keys.ts";
import { jsonText } from "./field-diff.ts";

/** What one root changes against another. Source: TUF 1.0.34, 4.3. */
export function diffRoot(before: Metadata<Root>, after: Metadata<Root>): readonly Change[] {
  const list = new ChangeList();
  const [then, now] = [before.signed, after.signed];
  diffKeys(then, now, { keys: ["signed", "keys"], role: (name) => ["signed", "roles", name] }, list);
  diffCommon(then, now, list);
  if (then.consistentSnapshot !== now.consistentSnapshot) {
    list.add({ kind: "consistent-snapshot", before: then.consistentSnapshot, after: now.consistentSnapshot }, ["signed", "consistent_snapshot"]);
  }
  const [had, has] = [extraRoles(before), extraRoles(after)];
  for (const [role, value] of has) if (!had.has(role)) list.add({ kind: "role-added", role, value }, ["signed", "roles", role]);
  for (const [role, value] of had) if (!has.has(role)) list.add({ kind: "role-removed", role, value }, ["signed", "roles", role]);
  return list.finish(before, after);
}

function extraRoles(root: Metadata<Root>): ReadonlyMap<string, string> {
  const roles = root.signedNode.members.get("roles");
  const members = isObject(roles) ? [...roles.members] : [];
  return new Map(members.flatMap(([name, value]) => (isTopLevelRole(name) ? [] : [[name, jsonText(value)]])));
}
