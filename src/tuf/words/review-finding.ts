import { assertNever } from "../../lib/assert-never.ts";
import { quoted } from "../../lib/quoted.ts";
import type { KeyFacts } from "../diff/key-facts.ts";
import type { ReviewFinding } from "../review/review-finding.ts";
import type { Description } from "./description.ts";
import { describeFormatNote } from "./format-note.ts";
import { countWords, listWords, roleWords } from "./report-words.ts";

const EVERY_CLIENT_TAKES_IT = "Every client accepts it: no check of theirs looks at this.";
const ASK_BEFORE = "Ask whoever proposed it before you sign.";

/** What a reviewer should know about a change before signing it. */
export function describeReviewFinding(finding: ReviewFinding): Description {
  switch (finding.rule) {
    case "format": return describeFormatNote(finding.facts.note);
    case "threshold-one": {
      const { role, keys } = finding.facts;
      return {
        happened: `One signature alone is enough for ${roleWords(role)}.`, evidence: `Threshold 1 of ${countWords(keys, "key")}.`, client: EVERY_CLIENT_TAKES_IT,
        you: "Whoever steals a single key of this role can act for it. Consider a threshold of two or more.",
      };
    }
    case "all-keys-needed": {
      const { role, keys } = finding.facts;
      return {
        happened: `Every key of ${roleWords(role)} is needed for every signature.`, evidence: `Threshold ${keys} of ${countWords(keys, "key")}.`, client: EVERY_CLIENT_TAKES_IT,
        you: role === "root" ? "One lost key locks everybody out for good: no new root could be signed. Add a key or lower the threshold." : "One lost key stops this role until its delegator replaces it. Add a key or lower the threshold.",
      };
    }
    case "threshold-unreachable": {
      const { role, threshold, keys } = finding.facts;
      return describeFormatNote({ kind: "threshold-unreachable", role, threshold, keys });
    }
    case "role-without-keys": return describeFormatNote({ kind: "role-without-keys", role: finding.facts.role });
    case "online-key-in-offline-role": {
      const { role, onlineRoles, onlineUri } = finding.facts;
      const also = onlineRoles.length === 0 ? [] : [`it also signs for ${listWords(onlineRoles)}`];
      const uri = onlineUri === undefined ? [] : [`its private part is used by a machine (${quoted(onlineUri)})`];
      return {
        happened: `An online key may sign for ${role}.`, evidence: `${subjectKey(finding)}: ${listWords([...also, ...uri])}.`, client: EVERY_CLIENT_TAKES_IT,
        you: `Keys of ${role} should be kept off machines that sign by themselves. ${ASK_BEFORE}`,
      };
    }
    case "pattern-read-differently": {
      const { role, pattern } = finding.facts;
      return {
        happened: `Clients disagree on which targets ${roleWords(role)} may sign.`, evidence: `The pattern ${quoted(pattern)} holds a character that they read in different ways (TUF 1.0.34, 4.5).`,
        client: "python-tuf, tuf-js, go-tuf, tough and php-tuf each match it by rules of their own; here it is matched as python-tuf does.", you: "Have it replaced by patterns that use nothing but * and ?.",
      };
    }
    case "prefix-never-matches": {
      const { role, prefix } = finding.facts;
      return {
        happened: `A hash prefix of ${roleWords(role)} can match no target.`, evidence: `${quoted(prefix)}; prefixes are compared with lower-case hex digits (TUF 1.0.34, 4.5).`,
        client: "No client ever asks this role because of it.", you: "Have it written in lower-case hex digits.",
      };
    }
    case "version-step": {
      const { before, after } = finding.facts;
      const back = after <= before;
      return {
        happened: back ? `The version does not go up: it goes from ${before} to ${after}.` : `The version jumps from ${before} to ${after}.`,
        evidence: back ? "Versions only ever go up (TUF 1.0.34, 5.3.5, 5.4.3, 5.5.5)." : `The next one would be ${before + 1}.`,
        client: finding.severity === "bad" ? `A client that holds version ${before} refuses it.` : "Clients accept a jump in this role.",
        you: finding.severity === "bad" ? "Do not sign it: it has to carry the right version first." : "Ask what became of the versions between.",
      };
    }
    case "expired": return {
      happened: "It has expired already.", evidence: `It was good until ${quoted(finding.facts.expires)}.`, client: "Every client refuses it once it is published, except as a step to a newer root.", you: "Have a later date set before anybody signs.",
    };
    case "expires-beyond-period": {
      const { expires, days, periodDays } = finding.facts;
      return {
        happened: "It is good for longer than its repository says it should be.", evidence: `${quoted(expires)} lies ${countWords(days, "day")} ahead; the declared period is ${countWords(periodDays, "day")}.`,
        client: EVERY_CLIENT_TAKES_IT, you: `A thief could use what you sign for as long. ${ASK_BEFORE}`,
      };
    }
    case "expires-earlier": return {
      happened: "It expires before the version that it replaces.", evidence: `${quoted(finding.facts.after)}, before that ${quoted(finding.facts.before)}.`, client: EVERY_CLIENT_TAKES_IT, you: "Make sure that the next version will be signed in time.",
    };
    case "consistent-snapshot-flipped": return {
      happened: finding.facts.after ? "Clients will ask for file names with a version or hash in front." : "Clients will ask for file names without a version or hash in front.",
      evidence: `"consistent_snapshot" goes from ${finding.facts.before} to ${finding.facts.after} (TUF 1.0.34, 6.2).`,
      client: "Every client asks for the new names at once.", you: "Make sure that every file is published under its new name before this root is.",
    };
    case "threshold-lowered": {
      const { role, before, after } = finding.facts;
      return {
        happened: `Fewer signatures will be enough for ${roleWords(role)}.`, evidence: `Threshold ${after}, until now ${before}.`, client: EVERY_CLIENT_TAKES_IT, you: ASK_BEFORE,
      };
    }
    case "too-many-keys-leave": {
      const { role, leave, of, threshold } = finding.facts;
      return {
        happened: `More keys of ${roleWords(role)} leave at once than may be missing.`, evidence: `${leave} of ${countWords(of, "key")} leave; ${threshold} had to sign until now.`,
        client: "Clients accept it, if enough of the old keys have signed.", you: "The keys that stay could not have decided this alone. Make sure that those that leave agree, or that a known change of hands is behind it.",
      };
    }
    case "key-unproven": return {
      happened: "A new key has not signed this document yet.", evidence: `${keyWords(finding.facts.key)}. Until it signs, nobody has shown that its private part exists.`,
      client: "Clients do not ask for it: only the threshold counts.", you: "Wait for its signature, or make sure with its owner that the key is theirs.",
    };
    case "key-material-replaced": {
      const { keyId, roles, before, after } = finding.facts;
      return {
        happened: "Another key stands under an old key id.", evidence: `Key id ${quoted(keyId)}${roles.length === 0 ? "" : `, used by ${listWords(roles.map(roleWords))}`}. Before: ${materialWords(before)}. Now: ${materialWords(after)}.`,
        client: "Clients that take key ids as names accept it and count the new key; those that check the hash refuse one of the two.", you: "Treat it as an attack until whoever proposed it has explained it to you in person.",
      };
    }
    case "label-reused": {
      const { label, before, after } = finding.facts;
      return {
        happened: `The label ${quoted(label)} now stands at another key.`, evidence: `Before: ${materialWords(before)}. Now: ${materialWords(after)}.`,
        client: "No client looks at labels.", you: "A label is a claim. Ask the person it names, by a way that you know, whether the new key is theirs.",
      };
    }
    case "terminating-dropped": return {
      happened: `Clients will look further where ${roleWords(finding.facts.role)} has no answer.`, evidence: '"terminating" goes from true to false (TUF 1.0.34, 4.5).',
      client: "For targets that this role reaches but does not list, clients go on to the roles that follow it.", you: "Check which of those roles may sign the same paths.",
    };
    case "paths-widened": {
      const { role, entries } = finding.facts;
      return {
        happened: `${roleWords(role)} may sign more than before.`, evidence: `New: ${listWords(entries.slice(0, 8).map(quoted))}${entries.length > 8 ? ` and ${entries.length - 8} more` : ""}.`,
        client: "Clients will take these targets from this role, unless a role before it has them.", you: "Check that its key holders should decide about these paths.",
      };
    }
    case "meta-removed": return {
      happened: `${roleWords(finding.facts.role)} is no longer listed.`, evidence: finding.facts.version === undefined ? "An entry may never leave the snapshot (TUF 1.0.34, 5.5.5)." : `Version ${finding.facts.version} was listed. An entry may never leave the snapshot (TUF 1.0.34, 5.5.5).`,
      client: "A client that has seen the entry refuses the new document.", you: "Do not sign it: the entry has to come back first.",
    };
    case "meta-rolled-back": {
      const { role, before, after } = finding.facts;
      return {
        happened: `${roleWords(role)} goes back from version ${before} to ${after}.`, evidence: "A listed version may never go down (TUF 1.0.34, 5.4.3, 5.5.5).",
        client: `A client that has seen version ${before} refuses the new document.`, you: "Do not sign it: a rollback is what an attacker with an old copy would offer.",
      };
    }
    default: return assertNever(finding);
  }
}

function subjectKey({ subject }: ReviewFinding): string {
  if (subject.kind !== "key") return "The key";
  return subject.label === undefined ? `Key id ${quoted(subject.keyId)}` : `The key labelled ${quoted(subject.label)} (key id ${quoted(subject.keyId)})`;
}

function keyWords(key: KeyFacts): string {
  return `${key.label === undefined ? "A key without label" : `The key labelled ${quoted(key.label)}`} (key id ${listWords(key.keyIds.map(quoted))})`;
}

/** The material itself, whole: this is what has to be compared. */
function materialWords(key: KeyFacts): string {
  return key.fingerprint ?? `a key of type ${quoted(key.keytype ?? "unknown")} that cannot be read here`;
}
