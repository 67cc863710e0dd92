import { assertNever } from "../../lib/assert-never.ts";
import { quoted, sizeText } from "../../lib/quoted.ts";
import type { JsonPlace, JsonPlacedKind, NumberProblem } from "../json/parse-json.ts";
import type { FieldFault } from "../model/fields.ts";
import type { DocumentFault, OtherFormat } from "../model/parse-metadata.ts";
import { clientSentence, type Departure } from "./client-behaviour.ts";
import type { Description } from "./description.ts";

const ASK_AGAIN = "Get the file again from its source; if it is the same, tell whoever made it.";
const EVERY_CLIENT = "Every client refuses the file.";

export const ENVELOPE_CLIENTS = "Clients of TUF 1.x do not read envelopes; python-tuf has an experimental reader that has to be switched on.";
export const MULTI_ROLE_CLIENTS = "Every client of TUF 1.x refuses the file. No client is known that follows TAP 3.";
export const ROTATE_CLIENTS = "No client is known that looks for such a file: to all of them the role keeps the keys that its delegation names.";

/** Why a file is not metadata that a client could read. */
export function describeDocumentFault(fault: DocumentFault): Description {
  switch (fault.kind) {
    case "json-too-large": return {
      happened: "The file is larger than this app reads.", evidence: `It has ${sizeText(fault.bytes)}; the limit is ${sizeText(fault.limit)}.`,
      client: "Clients have limits of their own, most of them lower.", you: "Check that this is a metadata file; none is known that comes near this size.",
    };
    case "json-not-utf8": return { happened: "The file is not text in UTF-8.", evidence: "It holds bytes that stand for no character.", client: clientSentence("not-utf8"), you: ASK_AGAIN };
    case "json-byte-order-mark": return {
      happened: "The file begins with a byte order mark.", evidence: "Its first three bytes are ef bb bf.", client: EVERY_CLIENT, you: "Save the file without the mark; signatures do not cover it.",
    };
    case "json-empty": return { happened: "The file is empty.", evidence: "It holds nothing but white space.", client: EVERY_CLIENT, you: ASK_AGAIN };
    case "json-duplicate-key": return {
      happened: `The name ${quoted(fault.key)} stands twice in one object.`, evidence: `The second one is at ${place(fault)}.`,
      client: clientSentence("duplicate-json-key"), you: "Do not sign it: what you would read here need not be what another client reads.",
    };
    case "json-number": return {
      happened: `A number is written in a form that TUF does not allow: ${numberWords(fault.why)}.`, evidence: `${quoted(fault.written)} at ${place(fault)}. TUF 1.0.34, 4.1.`,
      client: numberClients(fault.why), you: "Have it written as a plain integer, then signed again.",
    };
    case "json-syntax":
    case "json-truncated":
    case "json-trailing-data":
    case "json-too-deep":
    case "json-lone-surrogate":
    case "json-control-character": return describePlaced(fault.kind, fault);
    case "field": return describeField(fault);
    case "not-metadata": return {
      happened: "The file is not TUF metadata.", evidence: fault.looksLike === undefined ? 'It lacks "signed" and "signatures" at the top.' : `It looks like ${formatName(fault.looksLike)}.`,
      client: fault.looksLike === "dsse" ? ENVELOPE_CLIENTS : EVERY_CLIENT, you: formatAdvice(fault.looksLike),
    };
    case "multi-role-delegations": return {
      happened: "The targets delegate to several roles at once, which TUF 1.x does not know.", evidence: `The list of delegations begins in line ${fault.line} (TAP 3); TUF 1.0.34, 4.5 has an object there.`,
      client: MULTI_ROLE_CLIENTS, you: "If clients of TUF 1.x are to read it, have it delegate to one role at a time.",
    };
    case "unknown-type": return fault.type === "rotate" ? {
      happened: "The file hands a role over to other keys (TAP 8), which TUF 1.x does not know.", evidence: '"_type" is "rotate".', client: ROTATE_CLIENTS, you: "If clients of TUF 1.x are to follow, have the delegation itself name the new keys.",
    } : {
      happened: `The metadata is of a kind that this app does not know: ${quoted(fault.type)}.`, evidence: 'The kinds are root, timestamp, snapshot and targets ("_type", TUF 1.0.34, 4.2).',
      client: EVERY_CLIENT, you: "Leave it aside; it has no part in an update.",
    };
    case "unsupported-spec-version": return {
      happened: `The metadata follows version ${quoted(fault.specVersion)} of the specification.`, evidence: "This app reads version 1 (TUF 1.0.34, 4.3).",
      client: clientSentence("spec-version"), you: "Ask its maintainers for metadata of version 1.",
    };
    case "duplicate-signature": return {
      happened: "Two signatures stand under one key id.", evidence: `The key id is ${quoted(fault.keyId)}. TUF 1.0.34, 4.2.1: it must be unique.`,
      client: clientSentence("duplicate-signature"), you: 'Have one of the two entries taken out of "signatures"; the signed part stays as it is.',
    };
    default: return assertNever(fault);
  }
}

function describePlaced(kind: JsonPlacedKind, at: JsonPlace): Description {
  const words = (happened: string, you: string): Description => ({ happened, evidence: `It is at ${place(at)}.`, client: EVERY_CLIENT, you });
  switch (kind) {
    case "json-syntax": return words("The file is not JSON: something else stands where a value, a name, a comma or a bracket belongs.", ASK_AGAIN);
    case "json-truncated": return words("The file ends too early.", "Get the file again: most often a download or a copy was cut off.");
    case "json-trailing-data": return words("Something follows after the end of the JSON document.", ASK_AGAIN);
    case "json-too-deep": return { ...words("The file nests objects deeper than any metadata does.", ASK_AGAIN), client: clientSentence("deep-nesting") };
    case "json-lone-surrogate": return { ...words("A string holds half a character (a lone surrogate).", "Have the string written again."), client: clientSentence("lone-surrogate") };
    case "json-control-character": return words("A string holds a control character that is not escaped.", ASK_AGAIN);
    default: return assertNever(kind);
  }
}

/** Faults of fields on which clients are known to differ; every other one stops every client. */
function describeField(fault: FieldFault): Description {
  const departure = fieldDeparture(fault);
  return {
    happened: `The field ${quoted(fault.path)} is not what the format asks for.`,
    evidence: fieldEvidence(fault),
    client: departure === undefined ? "Clients refuse the file." : clientSentence(departure),
    you: "Do not sign it. Tell whoever made the file; they have to correct the field and have it signed again.",
  };
}

/** `spec` is a section of TUF, or the name of another rule: `TAP 4`. */
export function fieldEvidence({ expected, found, line, spec }: FieldFault): string {
  return `Expected ${expected}, found ${found}, line ${line}. ${/^\d/.test(spec) ? `TUF 1.0.34, ${spec}` : spec}.`;
}

function numberClients(why: NumberProblem): string {
  switch (why) {
    case "leading-zero": return EVERY_CLIENT;
    case "negative-zero": return clientSentence("negative-zero");
    case "unsafe": return clientSentence("big-integer");
    case "float": return clientSentence("not-an-integer");
    default: return assertNever(why);
  }
}

/** By what was expected where. The first that fits counts: those below are more general than those above. */
const FIELD_DEPARTURES: readonly (readonly [Departure, (fault: FieldFault) => boolean])[] = [
  ["field-missing", ({ found }) => found === "nothing"],
  ["field-null", ({ found }) => found === "null"],
  ["date-unreadable", ({ path }) => path === "signed.expires"],
  ["empty-hashes", ({ expected }) => expected === "at least one hash"],
  ["scope-both", ({ expected }) => expected.startsWith("either paths or")],
  ["roles-and-succinct", ({ expected }) => expected.startsWith("either roles or")],
  ["duplicate-role", ({ expected }) => expected.startsWith("each role once")],
  ["top-level-role-name", ({ expected }) => expected.startsWith("a name other than the four")],
  ["snapshot-entry-name", ({ expected }) => expected === "a name that ends in .json"],
  ["timestamp-entry", ({ expected }) => expected === "nothing but snapshot.json"],
  ["custom-not-object", ({ path }) => path.endsWith(".custom")],
  ["key-ids-not-text", ({ path }) => /keyids(\[\d+\])?$/.test(path)],
  ["scope-not-list", ({ path, expected }) => expected === "a list" && /paths$|path_hash_prefixes$/.test(path)],
  ["list-for-object", ({ expected, found }) => expected === "an object" && found.endsWith("list")],
  ["boolean-form", ({ expected }) => expected === "true or false"],
  ["boolean-as-integer", ({ expected, found }) => expected.startsWith("an integer") && /^(true|false)$/.test(found)],
  ["version-below-one", ({ path, found }) => path.endsWith("version") && /^-?\d+$/.test(found)],
  ["threshold-below-one", ({ path, found }) => path.endsWith("threshold") && /^-?\d+$/.test(found)],
  ["length-below-zero", ({ path, found }) => path.endsWith("length") && /^-\d+$/.test(found)],
];

/** Which row of the table speaks of such a field; undefined where no client is known to accept it. */
export function fieldDeparture(fault: FieldFault): Departure | undefined {
  return FIELD_DEPARTURES.find(([, fits]) => fits(fault))?.[0];
}

function place({ line, column }: JsonPlace): string {
  return `line ${line}, column ${column}`;
}

function numberWords(why: NumberProblem): string {
  return { float: "a fraction or an exponent", "negative-zero": "a zero with a minus sign", "leading-zero": "a zero in front", unsafe: "an integer that not every client holds exactly" }[why];
}

function formatName(format: OtherFormat): string {
  return {
    notary: "Notary v1 metadata (Docker Content Trust)", dsse: "a DSSE envelope", "rstuf-signing": "an RSTUF signing document", "rstuf-ceremony": "an RSTUF ceremony payload",
    "detached-signatures": "a list of signatures without their document", "go-tuf-keys": "an encrypted go-tuf key file", "map-file": "a map of several repositories (TAP 4)",
  }[format];
}

function formatAdvice(format: OtherFormat | undefined): string {
  if (format === "detached-signatures") return "Open the document that it signs first, then add this file to it.";
  if (format === "go-tuf-keys") return "This is a private key: keep it where it is and do not pass it on.";
  return format === undefined ? "Check that this is the file you meant; metadata files are named like root.json." : "Open the metadata files of the repository itself.";
}
