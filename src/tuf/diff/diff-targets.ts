import type { KeyId } from "../model/ids.ts";
import type { Key } from "../model/key.ts";
import type { DelegatedRole, Delegations, Metadata, RoleKeys, SuccinctRoles, Targets } from "../model/metadata.ts";
import type { BinsFacts, Change, DelegationFacts } from "./change.ts";
import { ChangeList } from "./change-list.ts";
import { diffCommon, diffFiles, fileFacts } from "./diff-common.ts";
import { diffKeys } from "./diff-keys.ts";
import type { FieldPath } from "./field-diff.ts";
import { keysOfRole } from "./key-facts.ts";
import { compareScopes } from "./scope-change.ts";

const NO_DELEGATIONS: Delegations = { keys: new Map(), roles: [], succinct: undefined };
const DELEGATIONS: FieldPath = ["signed", "delegations"];
const ROLES: FieldPath = [...DELEGATIONS, "roles"];
const BINS: FieldPath = [...DELEGATIONS, "succinct_roles"];
const TOLD_OF_A_NEW_ROLE: readonly string[] = ["name", "keyids", "threshold", "terminating", "paths", "path_hash_prefixes"];

/** What one targets document changes against another, delegations included. Source: TUF 1.0.34, 4.5. */
export function diffTargets(before: Metadata<Targets>, after: Metadata<Targets>): readonly Change[] {
  const list = new ChangeList();
  const [then, now] = [before.signed.delegations ?? NO_DELEGATIONS, after.signed.delegations ?? NO_DELEGATIONS];
  const places = { keys: [...DELEGATIONS, "keys"], role: (name: string): FieldPath => (name === BINS_ROLE ? BINS : [...ROLES, name]) };
  diffKeys({ keys: then.keys, roles: rolesOf(then) }, { keys: now.keys, roles: rolesOf(now) }, places, list);
  diffRoles(then, now, list);
  diffBins(then, now, list);
  diffCommon(before.signed, after.signed, list);
  diffFiles(files(before), files(after), (path) => ["signed", "targets", path], (path, was, is, covers) => {
    if (was === undefined && is !== undefined) list.add({ kind: "target-added", path, file: is }, ...covers);
    else if (was !== undefined && is === undefined) list.add({ kind: "target-removed", path, file: was }, ...covers);
    else if (was !== undefined && is !== undefined) list.add({ kind: "target-changed", path, before: was, after: is }, ...covers);
  });
  return list.finish(before, after);
}

/** Stands for all bins in key changes. No delegated role has an empty name: the parser refuses it. */
export const BINS_ROLE = "";

function rolesOf({ roles, succinct }: Delegations): ReadonlyMap<string, RoleKeys> {
  const named = roles.map((role): [string, RoleKeys] => [role.name, role]);
  return new Map(succinct === undefined ? named : [...named, [BINS_ROLE, succinct]]);
}

function diffRoles(then: Delegations, now: Delegations, list: ChangeList): void {
  const old = new Map(then.roles.map((role) => [role.name, role]));
  const fresh = new Set(now.roles.map((role) => role.name));
  now.roles.forEach((role, i) => {
    const was = old.get(role.name);
    if (was !== undefined) return diffRole(was, role, list);
    list.add({ kind: "delegation-added", delegation: delegationFacts(role, i + 1, now.keys) }, ...TOLD_OF_A_NEW_ROLE.map((field) => [...ROLES, role.name, field]));
  });
  then.roles.forEach((role, i) => {
    if (!fresh.has(role.name)) list.add({ kind: "delegation-removed", delegation: delegationFacts(role, i + 1, then.keys) }, [...ROLES, role.name]);
  });
  const before = then.roles.map((role) => role.name).filter((name) => fresh.has(name));
  const after = now.roles.map((role) => role.name).filter((name) => old.has(name));
  if (before.some((name, i) => after[i] !== name)) list.add({ kind: "delegations-reordered", before, after });
}

function diffRole(was: DelegatedRole, is: DelegatedRole, list: ChangeList): void {
  const path = [...ROLES, is.name];
  if (JSON.stringify(was.scope) !== JSON.stringify(is.scope)) {
    const scope = { kind: "paths", role: is.name, before: was.scope, after: is.scope, ...compareScopes(was.scope, is.scope) } as const;
    list.add(scope, [...path, "paths"], [...path, "path_hash_prefixes"]);
  }
  if (was.terminating !== is.terminating) {
    list.add({ kind: "terminating", role: is.name, before: was.terminating, after: is.terminating }, [...path, "terminating"]);
  }
}

function diffBins(then: Delegations, now: Delegations, list: ChangeList): void {
  const [was, is] = [then.succinct, now.succinct];
  const same = was?.bitLength === is?.bitLength && was?.namePrefix === is?.namePrefix;
  if (same) return; // keys and threshold are compared as those of any role
  const whole = was === undefined || is === undefined ? ["keyids", "threshold"] : [];
  const covers = ["bit_length", "name_prefix", ...whole].map((field) => [...BINS, field]);
  list.add({ kind: "hash-bins", before: binsFacts(was, then.keys), after: binsFacts(is, now.keys) }, ...covers);
}

export function delegationFacts(role: DelegatedRole, position: number, keys: ReadonlyMap<KeyId, Key>): DelegationFacts {
  const { name, threshold, terminating, scope } = role;
  return { name, position, threshold, terminating, scope, keys: [...keysOfRole(role, keys).values()] };
}

function binsFacts(bins: SuccinctRoles | undefined, keys: ReadonlyMap<KeyId, Key>): BinsFacts | undefined {
  if (bins === undefined) return undefined;
  return { namePrefix: bins.namePrefix, bitLength: bins.bitLength, threshold: bins.threshold, keys: [...keysOfRole(bins, keys).values()] };
}

function files({ signed }: Metadata<Targets>): ReadonlyMap<string, ReturnType<typeof fileFacts>> {
  return new Map([...signed.targets].map(([path, file]) => [path, fileFacts(file)]));
}
