import { assertNever } from "../../lib/assert-never.ts";
import { formatInstant, type UtcInstant } from "../../lib/utc-instant.ts";
import type { KeyFacts } from "../diff/key-facts.ts";
import { scopeEntries } from "../diff/scope-change.ts";
import { isTopLevelRole, type RoleName } from "../model/ids.ts";
import type { DelegationScope, Metadata } from "../model/metadata.ts";
import { outcomesOf, type Outcome, type Quorum } from "./outcome.ts";
import { countWord, foreign, keyCalled, plain, plural, series, strong, type Sentence, type TextPart } from "./sentence.ts";

export type OutcomeSentence = Sentence<Outcome["kind"]>;

/** Names and paths that one sentence lists before it counts the rest. Every one stands in the list of changes. */
const LISTED = 4;

/** What a person agrees to by signing, in words. */
export function outcomeSentences(role: RoleName, before: Metadata | undefined, after: Metadata): readonly OutcomeSentence[] {
  return outcomesOf(role, before, after).map((outcome) => ({ kind: outcome.kind, parts: outcomeParts(outcome) }));
}

export function outcomeParts(outcome: Outcome): readonly TextPart[] {
  switch (outcome.kind) {
    case "replaces": return outcome.before === undefined
      ? [plain("This is "), ...document(outcome.role, outcome.after), plain(", the first that is known here.")]
      : [plain("This is "), ...document(outcome.role, outcome.after), plain(`; it takes the place of version ${outcome.before}.`)];
    case "control": return control(outcome.role, outcome.now, outcome.today);
    case "key-replaced": return [strong("Another key"), plain(" stands under the old key id "), foreign(outcome.keyId), ...(outcome.roles.length === 0 ? [] : [plain(", which signs for "), ...roles(outcome.roles)]), plain(".")];
    case "label-reused": return [plain("The label "), foreign(outcome.label), plain(", which one key had, now stands at "), strong("another key"), plain(".")];
    case "leaves": return [...keyName(outcome.key), plain(" "), strong("leaves"), plain(" "), ...roles(outcome.roles), plain(".")];
    case "joins": return [...joiner(outcome.key, outcome.known), plain(" "), strong("joins"), plain(" "), ...roles(outcome.roles), plain(".")];
    case "relabelled": return relabelled(outcome.before, outcome.after);
    case "same-keys-new-ids": return [plain(`${plural(outcome.count, "key")} ${outcome.count === 1 ? "gets a new key id and stays" : "get new key ids and stay"} the same otherwise.`)];
    case "remaining": return remaining(outcome.remain, outcome.of, outcome.needed);
    case "delegation-added": {
      const { name, keys, threshold, scope, terminating } = outcome.delegation;
      const names = keys.length === 0 ? [] : [plain(" ("), ...series(keys.map(keyName), LISTED), plain(")")];
      return [plain("New: as "), foreign(name), plain(", "), strong(quorumText({ threshold, keys: keys.length }, "")), ...names, plain(" may sign "), ...scopeParts(scope), plain(terminating ? ", and clients look no further there." : ".")];
    }
    case "delegation-removed": return [foreign(outcome.delegation.name), plain(" may "), strong("no longer"), plain(" sign anything here.")];
    case "scope": return scopeSentence(outcome);
    case "terminating": return [plain(outcome.after ? "For what it reaches, clients will look no further than " : "Where it has no answer, clients will from now on look further than "), foreign(outcome.role), plain(".")];
    case "reordered": return [plain("Clients ask delegations in a new order: "), ...series(outcome.after.map((name) => [foreign(name)]), LISTED), plain(".")];
    case "bins": return bins(outcome);
    case "files": return [plain(`${plural(outcome.paths.length, "target")} ${outcome.paths.length === 1 ? "is" : "are"} `), strong(outcome.what), plain(": "), ...series(outcome.paths.map((path) => [foreign(path)]), LISTED), plain(".")];
    case "listed": return listed(outcome.role, outcome.before, outcome.after);
    case "consistent-snapshot": return [plain(outcome.after ? "Clients will look for file names with a version or hash in front." : "Clients will look for file names without a version or hash in front.")];
    case "other-fields": return otherFields(outcome.known, outcome.unknown);
    case "only-renewed": return [plain("Nothing changes but the version and the date.")];
    case "until": return [plain("Clients may use "), ...thisDocument(outcome.role), plain(" until "), strong(utcText(outcome.expires.instant)), plain(".")];
    default: return assertNever(outcome);
  }
}

/** `22 January 2026, 13:05:59 UTC`. */
export function utcText(instant: UtcInstant): string {
  const [date = "", time = ""] = formatInstant(instant).replace("Z", "").split("T");
  const [year = "", month = "", day = ""] = date.split("-");
  return `${Number(day)} ${MONTHS[Number(month) - 1] ?? ""} ${year}, ${time} UTC`;
}

/** A key as a person may know it: by the label that the document claims, else by its whole id. */
export function keyName(key: Pick<KeyFacts, "label" | "keyIds" | "fingerprint">): readonly TextPart[] {
  return key.label === undefined ? [plain("the key "), keyCalled(key.keyIds[0] ?? "", key.fingerprint)] : [keyCalled(key.label, key.fingerprint)];
}

const MONTHS: readonly string[] = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

function control(role: string, now: Quorum, today: Quorum | undefined): readonly TextPart[] {
  const what = role === "root" ? "change everything" : role === "targets" ? "say what clients may install" : role === "snapshot" || role === "timestamp" ? `sign ${role}` : "sign as ";
  const tail = today === undefined ? "." : today.threshold === now.threshold && today.keys === now.keys ? ", as today." : `, instead of any ${today.threshold} of ${today.keys} today.`;
  const delegated = what === "sign as " ? [foreign(role)] : [];
  return [plain("After this, "), strong(quorumText(now, "these ")), plain(` can ${what}`), ...delegated, plain(tail)];
}

function quorumText({ threshold, keys }: Quorum, which: string): string {
  if (keys === 0) return "nobody (no key is listed)";
  if (threshold > keys) return `nobody (${threshold} signatures are needed, ${plural(keys, "key")} ${keys === 1 ? "is" : "are"} listed)`;
  if (keys === 1) return "one key alone";
  return threshold === keys ? `all ${keys} keys together` : `any ${threshold} of ${which}${keys} keys`;
}

function joiner(key: KeyFacts, known: boolean): readonly TextPart[] {
  const start = known ? "The key" : "A new key";
  if (key.label !== undefined) return [plain(`${start} labelled `), keyCalled(key.label, key.fingerprint)];
  return [plain(`${start} without label, `), keyCalled(key.keyIds[0] ?? "", key.fingerprint), plain(",")];
}

function relabelled(before: string | undefined, after: string | undefined): readonly TextPart[] {
  if (before === undefined) return [plain("A key that had no label is now labelled "), foreign(after ?? ""), plain(".")];
  if (after === undefined) return [plain("The key labelled "), foreign(before), plain(" loses its label.")];
  return [plain("The key labelled "), foreign(before), plain(" is now labelled "), foreign(after), plain(".")];
}

function remaining(remain: number, of: number, needed: number): readonly TextPart[] {
  const spare = remain - needed;
  const compared = spare > 0 ? `${countWord(spare)} more than are needed` : spare === 0 ? "exactly as many as are needed" : `${countWord(-spare)} fewer than are needed`;
  const text = `${remain} of the ${of} present keys ${remain === 1 ? "remains" : "remain"}, ${compared}.`;
  return [spare < 0 ? strong(text) : plain(text)];
}

function scopeSentence({ role, widened, narrowed, after }: Extract<Outcome, { kind: "scope" }>): readonly TextPart[] {
  const list = (entries: readonly string[]): readonly TextPart[] => series(entries.map((entry) => [foreign(entry)]), LISTED);
  const unit = after.kind === "path-hash-prefixes" ? "hashes that begin with " : "";
  if (widened.length === 0 && narrowed.length === 0) return [foreign(role), plain(" may sign the same paths, written otherwise.")];
  const gains = widened.length === 0 ? [] : [plain(" may "), strong("now also"), plain(` sign ${unit}`), ...list(widened)];
  const loses = narrowed.length === 0 ? [] : [plain(gains.length > 0 ? " and may " : " may "), strong("no longer"), plain(" sign all of "), ...list(narrowed)];
  return [foreign(role), ...gains, ...loses, plain(".")];
}

function scopeParts(scope: DelegationScope): readonly TextPart[] {
  const entries = series(scopeEntries(scope).map((entry) => [foreign(entry)]), LISTED);
  if (entries.length === 0) return [plain("no path")];
  return scope.kind === "paths" ? [plain("paths that match "), ...entries] : [plain("paths whose hash begins with "), ...entries];
}

function bins({ before, after }: Extract<Outcome, { kind: "bins" }>): readonly TextPart[] {
  if (after === undefined) return [plain("Hash bins are no longer used.")];
  const count = `${2 ** after.bitLength} hash bins named `;
  return [plain(before === undefined ? `All paths are delegated to ${count}` : `Instead of ${2 ** before.bitLength} hash bins there are ${count}`), foreign(`${after.namePrefix}-…`), plain(`, signed by ${quorumText({ threshold: after.threshold, keys: after.keys.length }, "")}.`)];
}

function listed(role: string, before: number | undefined, after: number | undefined): readonly TextPart[] {
  if (after === undefined) return [foreign(role), plain(" is no longer listed.")];
  if (before === undefined) return [foreign(role), plain(` is listed for the first time, with version ${after}.`)];
  if (before === after) return [foreign(role), plain(` stays at version ${after}, with another length or hash.`)];
  return [foreign(role), plain(" goes "), after > before ? plain("from") : strong("back from"), plain(` version ${before} to ${after}.`)];
}

function otherFields(known: number, unknown: number): readonly TextPart[] {
  const parts = [...(known > 0 ? [plural(known, "other detail")] : []), ...(unknown > 0 ? [`${plural(unknown, "field")} of no meaning to this app`] : [])];
  return [plain(`${parts.join(" and ")} ${known + unknown === 1 ? "differs" : "differ"}; every one stands in the list of fields.`)];
}

function roles(names: readonly string[]): readonly TextPart[] {
  return series(names.map((name) => [name === "" ? plain("the hash bins") : foreign(name)]), LISTED);
}

function document(role: RoleName, version: number): readonly TextPart[] {
  return [foreign(role), plain(` ${version}`)];
}

function thisDocument(role: RoleName): readonly TextPart[] {
  if (role === "targets") return [plain("these targets")];
  return isTopLevelRole(role) ? [plain(`this ${role}`)] : [plain("this version of "), foreign(role)];
}
