import { keysOfRole } from "../diff/key-facts.ts";
import { isUsablePrefix } from "../graph/hash-prefix.ts";
import { isReadDifferently } from "../graph/path-pattern.ts";
import type { KeyId } from "../model/ids.ts";
import type { Key } from "../model/key.ts";
import type { DelegationScope, FormatNote, Metadata, RoleKeys, Root, Targets } from "../model/metadata.ts";
import { isOfType } from "../model/parse-metadata.ts";
import type { FindingSubject, ReviewFinding, ReviewProblem, Severity } from "./review-finding.ts";

/** What a document says about keys, thresholds, paths and format that a reviewer should know. */
export function documentFindings(metadata: Metadata): readonly ReviewFinding[] {
  const own = isOfType(metadata, "root") ? rootFindings(metadata.signed) : isOfType(metadata, "targets") ? targetsFindings(metadata.signed) : [];
  return [...own, ...metadata.notes.flatMap(noteFindings)];
}

export function finding(severity: Severity, subject: FindingSubject, problem: ReviewProblem): ReviewFinding {
  return { severity, subject, ...problem };
}

export function aboutRole(role: string): FindingSubject {
  return { kind: "role", role };
}

const ONLINE_ROLES = ["timestamp", "snapshot"] as const;

function rootFindings(root: Root): readonly ReviewFinding[] {
  const online = new Map<string, string[]>();
  for (const role of ONLINE_ROLES) {
    for (const identity of keys(root, role).keys()) online.set(identity, [...(online.get(identity) ?? []), role]);
  }
  return (["root", "targets"] as const).flatMap((role) => {
    const roleKeys = root.roles.get(role);
    if (roleKeys === undefined) return [];
    const exposed = [...keys(root, role)].flatMap(([identity, key]): ReviewFinding[] => {
      const onlineRoles = online.get(identity) ?? [];
      if (onlineRoles.length === 0 && key.onlineUri === undefined) return [];
      const subject: FindingSubject = { kind: "key", keyId: firstId(key.keyIds), label: key.label };
      return [finding("warn", subject, { rule: "online-key-in-offline-role", facts: { role, onlineRoles, onlineUri: key.onlineUri } })];
    });
    return [...quorumFindings(role, roleKeys, root.keys, "warn"), ...exposed];
  });
}

function targetsFindings({ delegations }: Targets): readonly ReviewFinding[] {
  if (delegations === undefined) return [];
  const named = delegations.roles.flatMap((role) => [...quorumFindings(role.name, role, delegations.keys, "note"), ...scopeFindings(role.name, role.scope)]);
  const bins = delegations.succinct;
  return bins === undefined ? named : [...named, ...quorumFindings(bins.namePrefix, bins, delegations.keys, "note")];
}

/** Whether enough, and not just enough, keys can sign. What can never be met is a format note and told there. */
function quorumFindings(role: string, { keyIds, threshold }: RoleKeys, keys: ReadonlyMap<KeyId, Key>, severity: Severity): readonly ReviewFinding[] {
  const count = keysOfRole({ keyIds: keyIds.filter((keyId) => keys.has(keyId)), threshold }, keys).size;
  if (count < threshold) return [];
  if (threshold === 1) return [finding(severity, aboutRole(role), { rule: "threshold-one", facts: { role, keys: count } })];
  return count === threshold ? [finding(severity, aboutRole(role), { rule: "all-keys-needed", facts: { role, keys: count } })] : [];
}

function scopeFindings(role: string, scope: DelegationScope): readonly ReviewFinding[] {
  if (scope.kind === "paths") {
    return scope.patterns.filter(isReadDifferently).map((pattern) => finding("note", aboutRole(role), { rule: "pattern-read-differently", facts: { role, pattern } }));
  }
  if (scope.kind === "none") return [];
  return scope.prefixes.filter((prefix) => !isUsablePrefix(prefix)).map((prefix) => finding("warn", aboutRole(role), { rule: "prefix-never-matches", facts: { role, prefix } }));
}

/** Empty slots are how a document waits for its signers: no finding. */
function noteFindings(note: FormatNote): readonly ReviewFinding[] {
  switch (note.kind) {
    case "empty-signature-slot": return [];
    case "role-without-keys": return [finding("bad", aboutRole(note.role), { rule: "role-without-keys", facts: { role: note.role } })];
    case "threshold-unreachable": {
      const { role, threshold, keys: count } = note;
      return [finding("bad", aboutRole(role), { rule: "threshold-unreachable", facts: { role, threshold, keys: count } })];
    }
    default: return [finding(noteSeverity(note), noteSubject(note), { rule: "format", facts: { note } })];
  }
}

function noteSeverity(note: FormatNote): Severity {
  if (note.kind === "key-id-not-hash") return note.form === "core" ? "note" : "warn";
  return note.kind === "hex-point-key" || note.kind === "rare-key-kind" || note.kind === "consistent-snapshot-missing" || note.kind === "extra-role" ? "note" : "warn";
}

function noteSubject(note: FormatNote): FindingSubject {
  if ("role" in note) return aboutRole(note.role);
  if (note.kind === "same-key-twice") return { kind: "key", keyId: firstId(note.keyIds), label: undefined };
  return "keyId" in note ? { kind: "key", keyId: note.keyId, label: "label" in note ? note.label : undefined } : { kind: "document" };
}

function keys(root: Root, role: "root" | "targets" | "snapshot" | "timestamp"): ReturnType<typeof keysOfRole> {
  const roleKeys = root.roles.get(role);
  return roleKeys === undefined ? new Map() : keysOfRole(roleKeys, root.keys);
}

function firstId(keyIds: readonly KeyId[]): KeyId {
  const [keyId] = keyIds;
  if (keyId === undefined) throw new Error("a listed key always has an id");
  return keyId;
}
