import type { Expires } from "../model/fields.ts";
import { isTopLevelRole, type KeyId, type RoleName } from "../model/ids.ts";
import type { DelegationScope, Metadata, Root } from "../model/metadata.ts";
import { isOfType } from "../model/parse-metadata.ts";
import type { BinsFacts, Change, DelegationFacts } from "../diff/change.ts";
import { diffDocuments } from "../diff/diff-document.ts";
import { keysOfRole, type KeyFacts } from "../diff/key-facts.ts";

/** One thing that will be so once the document is signed and published. Plain data; the words are made elsewhere. */
export type Outcome =
  | { readonly kind: "replaces"; readonly role: RoleName; readonly before: number | undefined; readonly after: number }
  | { readonly kind: "control"; readonly role: string; readonly now: Quorum; readonly today: Quorum | undefined }
  | { readonly kind: "key-replaced"; readonly keyId: KeyId; readonly roles: readonly string[] }
  | { readonly kind: "label-reused"; readonly label: string }
  | { readonly kind: "leaves"; readonly key: KeyFacts; readonly roles: readonly string[] }
  /** `known`: the key stands in the document already, for another role. */
  | { readonly kind: "joins"; readonly key: KeyFacts; readonly roles: readonly string[]; readonly known: boolean }
  | { readonly kind: "relabelled"; readonly key: KeyFacts; readonly before: string | undefined; readonly after: string | undefined }
  | { readonly kind: "same-keys-new-ids"; readonly count: number }
  /** How many of the keys that control everything today still do; `needed` is the threshold from now on. */
  | { readonly kind: "remaining"; readonly remain: number; readonly of: number; readonly needed: number }
  | { readonly kind: "delegation-added" | "delegation-removed"; readonly delegation: DelegationFacts }
  | { readonly kind: "scope"; readonly role: string; readonly widened: readonly string[]; readonly narrowed: readonly string[]; readonly after: DelegationScope }
  | { readonly kind: "terminating"; readonly role: string; readonly after: boolean }
  | { readonly kind: "reordered"; readonly after: readonly string[] }
  | { readonly kind: "bins"; readonly before: BinsFacts | undefined; readonly after: BinsFacts | undefined }
  | { readonly kind: "files"; readonly what: "added" | "changed" | "removed"; readonly paths: readonly string[] }
  | { readonly kind: "listed"; readonly role: string; readonly before: number | undefined; readonly after: number | undefined }
  | { readonly kind: "consistent-snapshot"; readonly after: boolean }
  | { readonly kind: "other-fields"; readonly known: number; readonly unknown: number }
  | { readonly kind: "only-renewed" }
  | { readonly kind: "until"; readonly role: RoleName; readonly expires: Expires };

export interface Quorum {
  readonly threshold: number;
  readonly keys: number;
}

/** The consequences of a document, those that matter most first. Without `before` it is the first of its role. */
export function outcomesOf(role: RoleName, before: Metadata | undefined, after: Metadata): readonly Outcome[] {
  const changes = before === undefined ? [] : diffDocuments(before, after);
  const roots = isOfType(after, "root") ? rootOutcomes(before, after, changes) : [];
  const own = changes.flatMap(outcomeOf);
  const [alarms, others] = [own.filter(isAlarm), own.filter((outcome) => !isAlarm(outcome))];
  const renewed = changes.length > 0 && changes.every(({ kind }) => kind === "version" || kind === "expires");
  return [
    ...alarms,
    ...roots.filter(({ kind }) => kind === "control"),
    ...movedKeys(changes, after),
    ...others,
    ...files(changes),
    ...otherFields(changes),
    ...roots.filter(({ kind }) => kind === "remaining"),
    ...(renewed ? [{ kind: "only-renewed" } as const] : []),
    { kind: "until", role, expires: after.signed.expires },
    { kind: "replaces", role, before: before?.signed.version, after: after.signed.version },
  ];
}

function isAlarm({ kind }: Outcome): boolean {
  return kind === "key-replaced" || kind === "label-reused";
}

function rootOutcomes(before: Metadata | undefined, after: Metadata<Root>, changes: readonly Change[]): readonly Outcome[] {
  const old = before !== undefined && isOfType(before, "root") ? before.signed : undefined;
  const quorum = (root: Root, role: "root" | "targets" | "snapshot" | "timestamp"): Quorum | undefined => {
    const keys = root.roles.get(role);
    return keys === undefined ? undefined : { threshold: keys.threshold, keys: keysOfRole(keys, root.keys).size };
  };
  const controls = (["root", "targets", "snapshot", "timestamp"] as const).flatMap((role): Outcome[] => {
    const [now, today] = [quorum(after.signed, role), old === undefined ? undefined : quorum(old, role)];
    const changed = now?.threshold !== today?.threshold || now?.keys !== today?.keys;
    // A reader always learns who controls everything; of the other roles only what becomes different.
    return now === undefined || (role !== "root" && !changed) ? [] : [{ kind: "control", role, now, today }];
  });
  const moved = changes.some((change) => (change.kind === "signer-leaves" || change.kind === "signer-joins") && change.role === "root");
  const [oldRole, newRole] = [old?.roles.get("root"), after.signed.roles.get("root")];
  if (old === undefined || oldRole === undefined || newRole === undefined || !moved) return controls;
  const [today, tomorrow] = [keysOfRole(oldRole, old.keys), keysOfRole(newRole, after.signed.keys)];
  const remain = [...today.keys()].filter((identity) => tomorrow.has(identity)).length;
  return [...controls, { kind: "remaining", remain, of: today.size, needed: newRole.threshold }];
}

/** Each key once, with all roles that it leaves or joins. */
function movedKeys(changes: readonly Change[], after: Metadata): readonly Outcome[] {
  const moved = new Map<string, Extract<Outcome, { kind: "leaves" | "joins" }>>();
  for (const change of changes) {
    if (change.kind !== "signer-leaves" && change.kind !== "signer-joins") continue;
    const kind = change.kind === "signer-leaves" ? "leaves" : "joins";
    const id = `${kind} ${change.key.identity}`;
    const roles = [...(moved.get(id)?.roles ?? []), change.role];
    moved.set(id, kind === "leaves" ? { kind, key: change.key, roles } : { kind, key: change.key, roles, known: change.known });
  }
  const order = isOfType(after, "root") ? ["leaves", "joins"] : ["joins", "leaves"];
  return [...moved.values()].toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}

function outcomeOf(change: Change): readonly Outcome[] {
  switch (change.kind) {
    case "key-material-replaced": return [{ kind: "key-replaced", keyId: change.keyId, roles: change.roles }];
    case "label-reused": return [{ kind: "label-reused", label: change.label }];
    case "label-changed": return [{ kind: "relabelled", key: change.key, before: change.before, after: change.after }];
    case "threshold": return isTopLevelRole(change.role) ? [] : [{
      kind: "control", role: change.role, now: { threshold: change.after, keys: change.keysAfter }, today: { threshold: change.before, keys: change.keysBefore },
    }];
    case "delegation-added":
    case "delegation-removed": return [{ kind: change.kind, delegation: change.delegation }];
    case "delegations-reordered": return [{ kind: "reordered", after: change.after }];
    case "paths": return [{ kind: "scope", role: change.role, widened: change.widened, narrowed: change.narrowed, after: change.after }];
    case "terminating": return [{ kind: "terminating", role: change.role, after: change.after }];
    case "hash-bins": return [{ kind: "bins", before: change.before, after: change.after }];
    case "meta-added": return [{ kind: "listed", role: change.role, before: undefined, after: change.file.version }];
    case "meta-removed": return [{ kind: "listed", role: change.role, before: change.file.version, after: undefined }];
    case "meta-changed": return [{ kind: "listed", role: change.role, before: change.before.version, after: change.after.version }];
    case "consistent-snapshot": return [{ kind: "consistent-snapshot", after: change.after === true }];
    default: return []; // told together with others, below and above
  }
}

function files(changes: readonly Change[]): readonly Outcome[] {
  return (["added", "changed", "removed"] as const).flatMap((what): Outcome[] => {
    const paths = changes.flatMap((change) => (change.kind === `target-${what}` && "path" in change ? [change.path] : []));
    return paths.length === 0 ? [] : [{ kind: "files", what, paths }];
  });
}

function otherFields(changes: readonly Change[]): readonly Outcome[] {
  const renamed = changes.filter(({ kind }) => kind === "key-id-changed").length;
  const fields = changes.flatMap((change) => {
    if (change.kind === "field") return [change];
    return change.kind === "key-fields-changed" ? change.fields : [];
  });
  const strange = changes.filter(({ kind }) => kind === "spec-version" || kind === "role-added" || kind === "role-removed" || kind === "key-added" || kind === "key-removed").length;
  const known = fields.filter((field) => field.known).length + strange;
  const unknown = fields.length + strange - known;
  return [
    ...(renamed > 0 ? [{ kind: "same-keys-new-ids", count: renamed } as const] : []),
    ...(known + unknown > 0 ? [{ kind: "other-fields", known, unknown } as const] : []),
  ];
}
