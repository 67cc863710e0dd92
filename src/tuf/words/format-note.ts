import { assertNever } from "../../lib/assert-never.ts";
import { quoted } from "../../lib/quoted.ts";
import { algorithmName, isMlDsa, isRsa, type KeyAlgorithm } from "../model/key-algorithm.ts";
import type { FormatNote } from "../model/metadata.ts";
import { clientSentence } from "./client-behaviour.ts";
import type { Description } from "./description.ts";
import { describeKeyProblem } from "./key-problem.ts";
import { countWords, listWords } from "./report-words.ts";

const NEXT_VERSION = "Have it corrected in the next version; nothing needs to be signed again for it today.";

export interface FormatNoteText extends Description {
  /** What happened, without its full stop, for a heading or a line of a list. */
  readonly title: string;
}

/** What a document does that the specification's workflow lets pass and some client refuses. */
export function describeFormatNote(note: FormatNote): FormatNoteText {
  const words = describe(note);
  return { ...words, title: words.happened.replace(/\.$/, "") };
}

function describe(note: FormatNote): Description {
  switch (note.kind) {
    case "date-form": return {
      happened: "The expiry date is written in a form that the specification does not have.", evidence: `${quoted(note.text)}; the form is 2030-01-31T00:00:00Z (TUF 1.0.34, 4.2.3).`,
      client: clientSentence("date-form"), you: NEXT_VERSION,
    };
    case "key-id-not-hash": return {
      happened: `A key id is not the hash of its key${note.label === undefined ? "" : ` (labelled ${quoted(note.label)})`}.`,
      evidence: `${quoted(note.keyId)}. ${note.form === "core" ? "It is the hash of keytype, scheme and keyval alone, without the key's other fields." : "It is no hash of this key at all; by TAP 12 it is a name."} TUF 1.0.34, 4.2.1.`,
      client: clientSentence("key-id-not-hash"), you: "Give the key its proper id in the next version, unless all of your clients take ids as names.",
    };
    case "hex-point-key": return {
      happened: "An ECDSA key is written as a bare curve point.", evidence: `Key id ${quoted(note.keyId)}; a PEM block is the usual form (TUF 1.0.34, 4.2.2).`, client: clientSentence("hex-point-key"), you: NEXT_VERSION,
    };
    case "rare-key-kind": return {
      happened: `A key is of a kind that not every client can check: ${algorithmName(note.algorithm)}.`,
      evidence: `Key id ${quoted(note.keyId)}.${isMlDsa(note.algorithm) ? " ML-DSA for TUF is a draft (TAP 21): what it signs may still change." : ""} TUF 1.0.34, 4.2.2 names three kinds and lets adopters use others.`,
      client: clientSentence(rareKind(note.algorithm)), you: "Make sure that the clients of this repository know it, or that the threshold is met without it.",
    };
    case "unusable-key": {
      const problem = describeKeyProblem(note.problem);
      return { ...problem, evidence: `Key id ${quoted(note.keyId)}. ${problem.evidence}` };
    }
    case "same-key-twice": return {
      happened: `One key stands under ${countWords(note.keyIds.length, "key id")}.`, evidence: `${listWords(note.keyIds.map(quoted))}.`,
      client: clientSentence("same-key-twice"), you: "Find out why before you sign: one person could meet a threshold of two.",
    };
    case "key-not-listed": return {
      happened: `The role ${quoted(note.role)} names a key that the document does not define.`, evidence: `Key id ${quoted(note.keyId)}.`,
      client: clientSentence("key-not-listed"), you: "Have the key defined, or its id taken out of the role.",
    };
    case "key-id-repeated": return {
      happened: `The role ${quoted(note.role)} lists a key id more than once.`, evidence: `Key id ${quoted(note.keyId)}. TUF 1.0.34, 4.2.1: each key counts once.`,
      client: clientSentence("key-id-repeated"), you: "Have the repetition taken out.",
    };
    case "role-without-keys": return {
      happened: `Nobody can sign for the role ${quoted(note.role)}: it lists no key.`, evidence: '"keyids" is an empty list.', client: "Every client refuses whatever stands under this role.", you: "Wait until its signers have been added, or find out who took them out.",
    };
    case "threshold-unreachable": return {
      happened: `The role ${quoted(note.role)} can never have enough signatures.`, evidence: `It needs ${note.threshold} and has ${countWords(note.keys, "distinct key")}.`,
      client: "Every client refuses whatever stands under this role.", you: "Do not sign it: have the threshold lowered or keys added first.",
    };
    case "empty-signature-slot": return {
      happened: "A signature is still to come.", evidence: `The entry of key id ${quoted(note.keyId)} is empty.`, client: clientSentence("empty-signature-slot"), you: "Nothing, unless the key is yours.",
    };
    case "extra-role": return {
      happened: `The root has a role beside the four: ${quoted(note.role)}.`, evidence: '"signed.roles" (TUF 1.0.34, 4.3).', client: clientSentence("extra-role"), you: "Have it taken out, unless you know which client needs it.",
    };
    case "consistent-snapshot-missing": return {
      happened: "The root does not say whether file names carry versions.", evidence: '"consistent_snapshot" is not there (TUF 1.0.34, 4.3).', client: clientSentence("consistent-snapshot-missing"), you: NEXT_VERSION,
    };
    case "terminating-missing": return {
      happened: `The delegation to ${quoted(note.role)} does not say whether it is terminating.`, evidence: '"terminating" is not there (TUF 1.0.34, 4.5). It is read as false here.', client: clientSentence("terminating-missing"), you: NEXT_VERSION,
    };
    case "scope-missing": return {
      happened: `The delegation to ${quoted(note.role)} does not say for which targets.`, evidence: 'Neither "paths" nor "path_hash_prefixes" is there (TUF 1.0.34, 4.5).', client: clientSentence("scope-missing"), you: "Have one of the two added; until then the role reaches nothing.",
    };
    case "more-of-a-kind": return {
      happened: `There ${note.count === 1 ? "is one more" : `are ${note.count} more`} of a kind that is told above.`, evidence: "So many are counted and not listed.", client: "The same as for those above.", you: "Look at the file itself: so many of one kind are no accident.",
    };
    default: return assertNever(note);
  }
}

/** The departure that a key of this kind is, by the table of who checks it. */
export function rareKind(algorithm: KeyAlgorithm): "ml-dsa-key" | "rare-rsa-scheme" | "p384-key" | "p521-key" {
  if (isMlDsa(algorithm)) return "ml-dsa-key";
  if (isRsa(algorithm)) return "rare-rsa-scheme";
  return algorithm === "ecdsa-p384" ? "p384-key" : "p521-key";
}
