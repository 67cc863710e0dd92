import { assertNever } from "../../lib/assert-never.ts";
import type { BinsFacts, Change, DelegationFacts, FileFacts } from "../diff/change.ts";
import type { KeyFacts } from "../diff/key-facts.ts";
import { scopeEntries } from "../diff/scope-change.ts";
import type { DelegationScope } from "../model/metadata.ts";
import { foreign, plain, plural, series, strong, type TextPart } from "../review/sentence.ts";

type Parts = readonly TextPart[];

/** One change as a line of a list, complete: nothing is counted instead of named, no id is cut. */
export function describeChange(change: Change): Parts {
  switch (change.kind) {
    case "version": return [plain(`Version ${change.before} becomes ${change.after}${change.byRule ? "." : ", which is not the next one."}`)];
    case "expires": return [plain("Expiry "), foreign(change.before), plain(" becomes "), foreign(change.after), plain(`, ${dayWords(change.days)}.`)];
    case "spec-version": return [plain("Version of the specification "), foreign(change.before), plain(" becomes "), foreign(change.after), plain(".")];
    case "consistent-snapshot": return [plain(`Consistent snapshots: ${flag(change.before)} becomes ${flag(change.after)}.`)];
    case "signer-leaves": return [...role(change.role), plain(": "), ...key(change.key), plain(" "), strong("leaves"), plain(change.known ? "; it stays in the document for another role." : ".")];
    case "signer-joins": return [...role(change.role), plain(": "), ...key(change.key), plain(" "), strong("joins"), plain(change.known ? "; the document had it for another role." : "; it is new.")];
    case "key-id-changed": return [
      plain("The same key under other ids: "), ...key(change.key, change.before), plain(" becomes "), ...ids(change.after),
      ...(change.fields.length === 0 ? [] : [plain(`; ${plural(change.fields.length, "field")} of it ${change.fields.length === 1 ? "differs" : "differ"}: `), ...fields(change.fields)]), plain("."),
    ];
    case "key-fields-changed": return [plain("The same key, written otherwise: "), ...key(change.key), plain("; "), ...fields(change.fields), plain(".")];
    case "label-changed": return [plain("The label of "), ...ids(change.key.keyIds), plain(" "), ...optional(change.before, "(none)"), plain(" becomes "), ...optional(change.after, "(none)"), plain(".")];
    case "label-reused": return [strong("Alarm: "), plain("the label "), foreign(change.label), plain(" stood at "), ...ids(change.before.keyIds), plain(" and now stands at another key, "), ...ids(change.after.keyIds), plain(".")];
    case "key-material-replaced": return [strong("Alarm: "), plain("another key stands under the old key id "), foreign(change.keyId), plain(": "), ...material(change.before), plain(" becomes "), ...material(change.after), plain(".")];
    case "key-added": return [plain("A key that no role uses is added: "), ...key(change.key), plain(".")];
    case "key-removed": return [plain("A key that no role used is removed: "), ...key(change.key), plain(".")];
    case "threshold": return [...role(change.role), plain(`: threshold ${change.before} of ${change.keysBefore} becomes `), strong(`${change.after} of ${change.keysAfter}`), plain(".")];
    case "role-added": return [plain("A role beside the four is added: "), foreign(change.role), plain(", "), foreign(change.value), plain(".")];
    case "role-removed": return [plain("A role beside the four is removed: "), foreign(change.role), plain(", "), foreign(change.value), plain(".")];
    case "delegation-added": return [plain("Delegation "), foreign(change.delegation.name), plain(" is "), strong("added"), plain(`, in place ${change.delegation.position}: `), ...delegation(change.delegation)];
    case "delegation-removed": return [plain("Delegation "), foreign(change.delegation.name), plain(" is "), strong("removed"), plain(`, from place ${change.delegation.position}: `), ...delegation(change.delegation)];
    case "delegations-reordered": return [plain("Order of delegations: "), ...names(change.before), plain(" becomes "), ...names(change.after), plain(".")];
    case "paths": return [foreign(change.role), plain(": "), ...scope(change.before), plain(" becomes "), ...scope(change.after), plain(".")];
    case "terminating": return [foreign(change.role), plain(`: terminating ${flag(change.before)} becomes ${flag(change.after)}.`)];
    case "hash-bins": return [plain("Hash bins: "), ...bins(change.before), plain(" becomes "), ...bins(change.after), plain(".")];
    case "target-added": return [plain("Target "), foreign(change.path), plain(" is "), strong("added"), plain(": "), ...file(change.file), plain(".")];
    case "target-removed": return [plain("Target "), foreign(change.path), plain(" is "), strong("removed"), plain(": "), ...file(change.file), plain(".")];
    case "target-changed": return [plain("Target "), foreign(change.path), plain(" is "), strong("changed"), plain(": "), ...file(change.before), plain(" becomes "), ...file(change.after), plain(".")];
    case "meta-added": return [foreign(change.role), plain(" is listed for the first time: "), ...file(change.file), plain(".")];
    case "meta-removed": return [foreign(change.role), plain(" is "), strong("no longer listed"), plain("; it was: "), ...file(change.file), plain(".")];
    case "meta-changed": return [foreign(change.role), plain(": "), ...file(change.before), plain(" becomes "), ...file(change.after), plain(".")];
    case "field": return [...(change.known ? [] : [strong("A field of no meaning to this app: ")]), foreign(change.path), plain(" "), ...optional(change.before, "(not there)"), plain(" becomes "), ...optional(change.after, "(not there)"), plain(".")];
    default: return assertNever(change);
  }
}

function role(name: string): Parts {
  return [name === "" ? plain("hash bins") : foreign(name)];
}

function key({ label, keyIds }: KeyFacts, shown: readonly string[] = keyIds): Parts {
  return label === undefined ? [plain("the key "), ...ids(shown)] : [plain("the key labelled "), foreign(label), plain(" ("), ...ids(shown), plain(")")];
}

function ids(keyIds: readonly string[]): Parts {
  return series(keyIds.map((keyId) => [foreign(keyId)]));
}

function material(facts: KeyFacts): Parts {
  return [foreign(facts.fingerprint ?? facts.identity)];
}

function fields(changed: readonly { readonly path: string; readonly before: string | undefined; readonly after: string | undefined }[]): Parts {
  return series(changed.map(({ path, before, after }) => [foreign(path), plain(" "), ...optional(before, "(not there)"), plain(" becomes "), ...optional(after, "(not there)")]));
}

function optional(value: string | undefined, instead: string): Parts {
  return value === undefined ? [plain(instead)] : [foreign(value)];
}

function names(list: readonly string[]): Parts {
  return series(list.map((name) => [foreign(name)]));
}

function scope(of: DelegationScope): Parts {
  if (scopeEntries(of).length === 0) return [plain("no path")];
  return [plain(of.kind === "path-hash-prefixes" ? "hashes that begin with " : "paths "), ...names(scopeEntries(of))];
}

function delegation({ threshold, keys, terminating, scope: reach }: DelegationFacts): Parts {
  const signers = keys.length === 0 ? [strong("no keys")] : [plain(`${threshold} of `), ...series(keys.map((facts) => key(facts)))];
  return [...signers, plain(", "), ...scope(reach), plain(terminating ? ", terminating." : ", not terminating.")];
}

function bins(facts: BinsFacts | undefined): Parts {
  if (facts === undefined) return [plain("none")];
  return [plain(`${2 ** facts.bitLength} named `), foreign(`${facts.namePrefix}-…`), plain(`, ${facts.threshold} of ${plural(facts.keys.length, "key")}`)];
}

function file({ version, lengthBytes, hashes, custom }: FileFacts): Parts {
  return series([
    ...(version === undefined ? [] : [[plain(`version ${version}`)]]),
    ...(lengthBytes === undefined ? [] : [[plain(plural(lengthBytes, "byte"))]]),
    ...hashes.map(({ algorithm, value }) => [foreign(algorithm), plain(" "), foreign(value)]),
    ...(custom === undefined ? [] : [[plain("custom "), foreign(custom)]]),
  ]);
}

function flag(value: boolean | undefined): string {
  return value === undefined ? "(not there)" : String(value);
}

function dayWords(days: number): string {
  if (days === 0) return "less than a day later";
  return days > 0 ? `${plural(days, "day")} later` : `${plural(-days, "day")} earlier`;
}
