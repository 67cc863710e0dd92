import { concatBytes, utf8 } from "../../lib/bytes.ts";
import type { DepartureAbout } from "./departures.ts";
import { hasAnywhere, hasFault, hasMetadata, hasNumber, hasUnknownInDelegation } from "./examined.ts";
import { delegating, root, snapshot, targets, timestamp } from "./exhibit.ts";
import { at, objectAt, put, raw, text, type TreeObject } from "./tree.ts";

const twice = (parent: TreeObject, name: string): void => { const value = at(parent, name); if (value !== undefined) parent.members.push([name, value]); };
const nested = (depth: number): string => `${"[".repeat(depth)}0${"]".repeat(depth)}`;

/** How the JSON itself is written. */
export const OF_TEXT: readonly DepartureAbout[] = [
  {
    id: "duplicate-json-key",
    what: "A name stands twice in one object",
    right: "Refused here: RFC 8259 leaves open which of the two counts, so two readers may see two documents under one signature. Others take the last one.",
    recognise: hasFault("json-duplicate-key"),
    exhibits: () => [
      timestamp("version twice, the same", (signed) => twice(signed, "version")),
      snapshot("an entry twice", (signed) => twice(objectAt(signed, "meta"), "targets.json")),
      root("signatures twice", (_, document) => twice(document, "signatures")),
      root("an unknown field twice", (signed) => signed.members.push(["x-a", raw("1")], ["x-a", raw("1")])),
    ],
  },
  {
    id: "not-an-integer",
    what: "A number is written with a fraction or an exponent, such as 1.0",
    right: "Refused here: TUF 1.0.34, 4.1 knows no floats, and canonical forms of them differ.",
    recognise: hasNumber("float"),
    exhibits: () => [
      timestamp("version 1.0", (signed) => put(signed, "version", raw("1.0", "1"))),
      timestamp("an unknown field 1.0", (signed) => put(signed, "x-a", raw("1.0", "1"))),
      timestamp("an unknown field 1.5", (signed) => put(signed, "x-a", raw("1.5"))),
      targets("length 3e0", (signed) => put(objectAt(signed, "targets", "file.txt"), "length", raw("4e0", "4"))),
      timestamp("a float beside signed", (_, document) => put(document, "x-a", raw("1.5"))),
    ],
  },
  {
    id: "negative-zero",
    what: "A number is written -0",
    right: "Refused here: its canonical form is 0 for some and -0 for others.",
    recognise: hasNumber("negative-zero"),
    exhibits: () => [timestamp("an unknown field -0, signed as 0", (signed) => put(signed, "x-a", raw("-0", "0"))), timestamp("an unknown field -0, signed as -0", (signed) => put(signed, "x-a", raw("-0")))],
  },
  {
    id: "big-integer",
    what: "An integer is larger than 2^53 − 1",
    right: "Refused here: readers that hold numbers as floats see another number. A client that holds it exactly does nothing wrong.",
    recognise: hasNumber("unsafe"),
    exhibits: () => [
      timestamp("version 2^53 + 1", (signed) => put(signed, "version", raw("9007199254740993"))),
      timestamp("an unknown field 2^53", (signed) => put(signed, "x-a", raw("9007199254740992"))),
      timestamp("version 2^64", (signed) => put(signed, "version", raw("18446744073709551616"))),
      timestamp("an unknown field 2^53 + 1", (signed) => put(signed, "x-a", raw("9007199254740993"))),
      targets("target length 2^62", (signed) => put(objectAt(signed, "targets", "file.txt"), "length", raw("4611686018427387904"))),
      root("threshold 2^64", (signed) => put(objectAt(signed, "roles", "timestamp"), "threshold", raw("18446744073709551616"))),
    ],
  },
  {
    id: "lone-surrogate",
    what: "A string holds half a character, such as \"\\ud800\"",
    right: "Refused here: it has no form in UTF-8, so nothing that is signed can hold it. Others put U+FFFD in its place.",
    recognise: hasFault("json-lone-surrogate"),
    exhibits: () => [
      timestamp("in an unknown field", (signed) => put(signed, "x-a", text("\ufffd", '"\\ud800"'))),
      timestamp("beside signed", (_, document) => put(document, "x-a", text("\ufffd", '"\\ud800"'))),
    ],
  },
  {
    id: "deep-nesting",
    what: "Lists or objects are nested more than 64 deep",
    right: "Refused here, as a limit against exhaustion: metadata needs nine levels. Others have limits that lie higher.",
    recognise: hasFault("json-too-deep"),
    exhibits: () => [timestamp("an unknown field, 100 deep", (signed) => put(signed, "x-a", raw(nested(100))))],
  },
  {
    id: "not-utf8",
    what: "The file holds bytes that are not UTF-8",
    right: "Refused here: RFC 8259 asks for UTF-8. Others put U+FFFD in their place, so different files are one to them.",
    recognise: hasFault("json-not-utf8"),
    exhibits: () => [
      timestamp("beside signed", (_, document) => put(document, "x-a", text("@")), { bytes: withByte("@", 0xff) }),
      timestamp("in a signed field, signed with U+FFFD", (signed) => put(signed, "x-a", text("\ufffd", '"@"')), { bytes: withByte("@", 0xff) }),
    ],
  },
  {
    id: "order-beyond-bmp",
    what: "Names are sorted differently by UTF-16 units and by code points: one lies beyond U+FFFF, another between U+E000 and U+FFFF",
    right: "By code points, as here: so does every signer but those in JavaScript, and OLPC canonical JSON compares code points.",
    recognise: hasAnywhere((value) => {
      const names = typeof value === "object" && value !== null ? Object.keys(value) : [];
      return names.some((name) => /[\ud800-\udfff]/.test(name)) && names.some((name) => /[\ue000-\uffff]/.test(name));
    }),
    exhibits: () => [timestamp("two unknown fields", (signed) => { put(signed, "\u{1f600}", raw("1")); put(signed, "\ufb33", raw("2")); })],
  },
  {
    id: "text-not-normalised",
    what: "Signed text is not in the Unicode form NFC",
    right: "As it stands, as here: canonical JSON normalises nothing.",
    recognise: hasMetadata(({ text: whole }) => whole !== whole.normalize("NFC") || /\\u0301/.test(whole)),
    exhibits: () => [targets("a target's name", (signed) => put(objectAt(signed, "targets"), "e\u0301", someTarget()))],
  },
  {
    id: "order-of-escaped-names",
    what: "One name is the beginning of another that goes on with a space, ! or a quotation mark",
    right: "The shorter name first, as here and as OLPC canonical JSON has it. tough compares names with their closing quotation mark.",
    recognise: hasAnywhere((value) => {
      const names = typeof value === "object" && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
      return names.some((name) => names.some((other) => other.startsWith(name) && other !== name && /^[\u0000-\u0021"]/.test(other.slice(name.length)))) || names.some((name) => /["\\]/.test(name));
    }),
    exhibits: () => [targets("two targets", (signed) => { put(objectAt(signed, "targets"), "foo", someTarget()); put(objectAt(signed, "targets"), "foo bar", someTarget()); })],
  },
  {
    id: "escaped-text",
    what: "A signature, a hash or a date is written with escapes, such as \\u0030 for 0",
    right: "The text that the escapes stand for, as here: RFC 8259 has no other reading. go-tuf reads these fields before it takes the escapes away.",
    recognise: hasMetadata(({ text: whole }) => /"(sig|expires|sha256|sha512)"\s*:\s*"[^"]*\\u/.test(whole)),
    exhibits: () => [timestamp("a date", (signed) => { const date = at(signed, "expires"); if (date?.kind === "string") put(signed, "expires", text(date.value, `"${date.value.replaceAll("0", "\\u0030")}"`)); })],
  },
  {
    id: "field-name-in-capitals",
    what: "A field has the name of one that the specification has, in other letters: Version beside version",
    right: "Another field, as here: JSON compares names as they stand. Go's decoder takes it for the same one.",
    recognise: hasAnywhere((_value, name) => !KNOWN_FIELDS.includes(name) && KNOWN_FIELDS.includes(name.toLowerCase())),
    exhibits: () => [timestamp("Version beside version", (signed) => put(signed, "Version", raw("7")))],
  },
  {
    id: "unknown-field-in-delegation",
    what: "A delegation, or the object around them, has a field that the specification does not name",
    right: "Kept and signed, as here: TUF 1.0.34, 4 asks clients to keep what they do not know. tough drops it before it checks the signature.",
    recognise: hasUnknownInDelegation,
    exhibits: () => [
      targets("in a delegation", (signed) => put(objectAt(signed, "delegations", "roles", 0), "x-a", raw("1")), { repository: delegating() }),
      targets("in delegations", (signed) => put(objectAt(signed, "delegations"), "x-a", raw("1")), { repository: delegating() }),
    ],
  },
];

const KNOWN_FIELDS: readonly string[] = ["signed", "signatures", "keyid", "sig", "_type", "spec_version", "version", "expires", "meta", "length", "hashes", "keys", "roles", "keytype", "scheme", "keyval", "public", "keyids", "threshold", "consistent_snapshot", "targets", "custom", "delegations", "succinct_roles", "name", "terminating", "paths", "path_hash_prefixes", "bit_length", "name_prefix"];

function someTarget(): TreeObject {
  return { kind: "object", members: [["length", raw("1")], ["hashes", { kind: "object", members: [["sha256", text("11".repeat(32))]] }]] };
}

function withByte(mark: string, byte: number): (whole: string) => Uint8Array<ArrayBuffer> {
  return (whole) => {
    const place = whole.indexOf(mark);
    return concatBytes(utf8(whole.slice(0, place)), new Uint8Array([byte]), utf8(whole.slice(place + mark.length)));
  };
}
