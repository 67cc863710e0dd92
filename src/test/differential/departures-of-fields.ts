import { createHash } from "node:crypto";
import { utf8 } from "../../lib/bytes.ts";
import { isTopLevelRole } from "../../tuf/model/ids.ts";
import { signAgain, smallest, treeOfFile, type Repository } from "./repositories.ts";
import type { Metadata } from "../../tuf/model/metadata.ts";
import type { DepartureAbout } from "./departures.ts";
import { either, entriesOf, hasUnknownInDelegation, hasAnywhere, hasFault, hasField, hasFieldFault, hasMetadata, hasNoteKind, hashesOf } from "./examined.ts";
import { delegating, root, snapshot, targets, timestamp, type Change } from "./exhibit.ts";
import { dateText } from "./mutate-fields.ts";
import { arrayAt, at, copyOf, drop, list, object, objectAt, put, raw, text, writtenText, type TreeObject } from "./tree.ts";

const expires = (value: string): Change => (signed) => put(signed, "expires", text(value));
const spec = (value: string): Change => (signed) => put(signed, "spec_version", text(value));
const target = (change: (entry: TreeObject) => void): Change => (signed) => change(objectAt(signed, "targets", "file.txt"));
const entry = (name: string, change: (of: TreeObject) => void): Change => (signed) => change(objectAt(signed, "meta", name));
const firstSignature = (change: (of: TreeObject) => void): Change => (_, document) => change(objectAt(document, "signatures", 0));
const hex = (of: TreeObject): string => { const sig = at(of, "sig"); return sig?.kind === "string" ? sig.value : ""; };
const HEX = /^([0-9a-f]{2})*$/i;
const hash = (value: string): TreeObject => object({ sha256: text(value) });

/** Fields that every document has, and the entries for files. */
export const OF_FIELDS: readonly DepartureAbout[] = [
  {
    id: "date-form",
    what: "A date in another form of RFC 3339, with a fraction or an offset",
    right: "Both: TUF 1.0.34, 4.2.3 expects YYYY-MM-DDTHH:MM:SSZ, and Sigstore's roots 1 to 3 are otherwise. The client profile reads it and tells; strict refuses it.",
    recognise: hasNoteKind("date-form"),
    exhibits: () => [
      timestamp("a fraction", expires("2030-10-28T00:00:00.5Z")), timestamp("nine digits of a fraction", expires("2030-10-28T00:00:00.123456789Z")),
      timestamp("an offset", expires("2030-10-28T00:00:00+02:00")), timestamp("an offset of nothing", expires("2030-10-28T00:00:00+00:00")),
    ],
  },
  {
    id: "date-unreadable",
    what: "A date that is none, or in a form that RFC 3339 does not have",
    right: "Refused here: a date that cannot be read must never mean that nothing expires.",
    recognise: hasField("date-unreadable"),
    exhibits: () => ["not a date", "2030-02-30T00:00:00Z", "2031-1-1T0:0:0Z", "2030-10-28", "2030-10-28 00:00:00Z", "2030-10-28t00:00:00Z", "2030-10-28T00:00:00", "2030-12-31T23:59:60Z", "2030-10-28T24:00:00Z", " 2030-10-28T00:00:00Z", "+002031-01-01T00:00:00Z", "1", "2030-13-01T00:00:00Z"].map((date) => timestamp(JSON.stringify(date), expires(date))).concat(timestamp("zeros taken away after signing", expires("2031-1-1T0:0:0Z"), { signAgain: false })),
  },
  {
    id: "year-9999",
    what: "A document expires in the last hours of the year 9999",
    right: "Accepted, as here: the date is one of TUF 1.0.34, 4.2.3. tough's calendar ends a day earlier.",
    recognise: hasMetadata(({ signed }) => signed.expires.text.startsWith("9999-12-3")),
    exhibits: () => [timestamp("9999-12-31T23:59:59Z", expires("9999-12-31T23:59:59Z"))],
  },
  {
    id: "boolean-as-integer",
    what: "true or false stands where an integer belongs",
    right: "Refused here: TUF 1.0.34, 4.3 and 4.4 have integers there. To Python, true is 1.",
    recognise: hasField("boolean-as-integer"),
    exhibits: () => [timestamp("the version of a timestamp", (signed) => put(signed, "version", raw("true")))],
  },
  {
    id: "year-zero",
    what: "A document that may have expired, an earlier root, expires in the year 0000",
    right: "Accepted here: the date is one of RFC 3339. Python's calendar begins with the year 1.",
    recognise: hasMetadata(({ signed }) => signed.expires.text.startsWith("0000")),
    exhibits: () => [root("the root before the last", expires("0000-01-01T00:00:00Z"), { repository: twoRoots() })],
  },
  {
    id: "type-form",
    what: "A document says another type than it is served as",
    right: "Refused, as here: TUF 1.0.34, 4.2 has each role name its own. tough does not look at the field, and writes its own before it checks the signature.",
    recognise: ({ loose, role }) => typeOf(loose) !== (isTopLevelRole(role) ? role : "targets"),
    exhibits: () => [timestamp("signed", (signed) => put(signed, "_type", text("mirrors"))), timestamp("changed after signing", (signed) => put(signed, "_type", text("mirrors")), { signAgain: false })],
  },
  {
    id: "large-timestamp",
    what: "A timestamp is larger than 16,384 bytes",
    right: "Refused here, with the limit of python-tuf: TUF 1.0.34, 5.4.1 leaves the number to the client.",
    recognise: ({ role, sizeBytes }) => role === "timestamp" && sizeBytes > 16_384,
    exhibits: () => [timestamp("by spaces", () => undefined, { bytes: (whole) => utf8(whole.padEnd(20_000)) })],
  },
  {
    id: "length-too-large",
    what: "A metadata file is shorter than the length that is listed for it",
    right: "Refused here, as the reference implementation does: TUF 1.0.34, 5.5.1 and 5.6.1 speak of a limit, 4.4 of the file's length. tough takes it as a limit.",
    recognise: ({ parsed, around }) => parsed.ok && namedEntries(parsed.value).some(([role, length]) => length !== undefined && (around.sizes.get(role) ?? length) < length),
    exhibits: () => [timestamp("of the snapshot", entry("snapshot.json", (of) => put(of, "length", raw("100000"))))],
  },
  {
    id: "expires-now",
    what: "A document expires at the very second of the update",
    right: "Expired, as here: TUF 1.0.34, 5.3.10 asks that the date be higher than the time of the update.",
    recognise: ({ parsed, around }) => parsed.ok && parsed.value.signed.expires.instant === around.now,
    exhibits: () => [timestamp("a timestamp", expires(dateText(0)), { turnsOnTime: true }), root("a root", expires(dateText(0)), { turnsOnTime: true })],
  },
  {
    id: "spec-version",
    what: "A version of the specification that is not 1.X or 1.X.Y",
    right: "Refused here: TUF 1.0.34, 4.3 has clients check it, and one that does not would read version 2 as if it were 1.",
    recognise: hasFault("unsupported-spec-version"),
    exhibits: () => ["2.0.0", "0.9.0", "1", "1.", "1.0.0.0", "1.x", "1.0.0 ", "v1.0.0", "", "1.-1.0", "1.0.0-rc1", "1._0", "\u0661.0.0"].map((version) => timestamp(JSON.stringify(version), spec(version))),
  },
  {
    id: "version-below-one",
    what: "A version of 0 or less",
    right: "Refused here: TUF 1.0.34, 4.3 asks for an integer greater than 0.",
    recognise: hasField("version-below-one"),
    exhibits: () => [
      targets("the version of targets is 0, and the snapshot says so", (signed) => put(signed, "version", raw("0"))), timestamp("the version of a timestamp is 0", (signed) => put(signed, "version", raw("0"))), timestamp("the version of a timestamp is -1", (signed) => put(signed, "version", raw("-1"))),
      snapshot("an entry of version 0 that nobody follows", (signed) => put(objectAt(signed, "meta"), "other.json", object({ version: raw("0") }))), snapshot("an entry of version -1 that nobody follows", (signed) => put(objectAt(signed, "meta"), "other.json", object({ version: raw("-1") }))),
    ],
  },
  {
    id: "length-below-zero",
    what: "A length of less than 0",
    right: "Refused here: no file has such a length.",
    recognise: hasField("length-below-zero"),
    exhibits: () => [targets("of a target that nobody asks for", (signed) => put(objectAt(signed, "targets"), "other", object({ length: raw("-1"), hashes: hash("11".repeat(32)) }))), snapshot("of metadata that nobody follows", (signed) => put(objectAt(signed, "meta"), "other.json", object({ version: raw("1"), length: raw("-1") })))],
  },
  {
    id: "length-zero",
    what: "An entry for metadata has the length 0",
    right: "Accepted, as here, and refused when a file of another length comes: 0 is a length like another. go-tuf leaves the field out before it checks the signature.",
    recognise: hasMetadata(hasLengthZero),
    exhibits: () => [snapshot("of metadata that nobody follows", (signed) => put(objectAt(signed, "meta"), "other.json", object({ version: raw("1"), length: raw("0") })))],
  },
  {
    id: "threshold-below-one",
    what: "A threshold of 0 or less",
    right: "Refused here: TUF 1.0.34, 4.3 asks for 1 or more, and 0 would be met by nobody's signature.",
    recognise: hasField("threshold-below-one"),
    exhibits: () => [
      root("0 for the timestamp", (signed) => put(objectAt(signed, "roles", "timestamp"), "threshold", raw("0"))), root("-1 for the timestamp", (signed) => put(objectAt(signed, "roles", "timestamp"), "threshold", raw("-1"))),
      targets("0 for a delegation that nobody follows", (signed) => put(objectAt(signed, "delegations", "roles", 0), "threshold", raw("0")), { repository: delegating(), targets: ["file.txt"] }),
    ],
  },
  {
    id: "field-missing",
    what: "A field that the specification asks for is not there",
    right: "Refused here. go-tuf puts in what Go has for nothing: 0, an empty text, an empty list.",
    recognise: hasField("field-missing"),
    exhibits: () => [
      timestamp("no version", (signed) => drop(signed, "version")), timestamp("no expires", (signed) => drop(signed, "expires")), timestamp("no spec_version", (signed) => drop(signed, "spec_version")), targets("no targets", (signed) => drop(signed, "targets"), { targets: [] }),
      timestamp("no _type", (signed) => drop(signed, "_type")), root("no role for the snapshot", (signed) => drop(objectAt(signed, "roles"), "snapshot")), snapshot("no entry for targets", (signed) => drop(objectAt(signed, "meta"), "targets.json")), snapshot("an entry without version that nobody follows", (signed) => put(objectAt(signed, "meta"), "other.json", object({}))),
      targets("a target without length that nobody asks for", (signed) => put(objectAt(signed, "targets"), "other", object({ hashes: hash("11".repeat(32)) }))), root("a key without keytype", (signed) => { for (const [, key] of objectAt(signed, "keys").members) if (key.kind === "object") drop(key, "keytype"); }),
      targets("an entry of signatures without sig", (_, document) => arrayAt(document, "signatures").items.push(object({ keyid: text("00") })), { signAgain: false }), targets("an entry of signatures without keyid", (_, document) => arrayAt(document, "signatures").items.push(object({ sig: text("00") })), { signAgain: false }),
      targets("delegations without keys", (signed) => drop(objectAt(signed, "delegations"), "keys"), { repository: delegating(), targets: ["file.txt"] }), targets("delegations without roles", (signed) => drop(objectAt(signed, "delegations"), "roles"), { repository: delegating(), targets: ["file.txt"] }),
    ],
  },
  {
    id: "field-null",
    what: "A field is null that the specification gives another type",
    right: "Refused here: null is a value like another, and none of these. go-tuf takes it for a field that is not there.",
    recognise: hasField("field-null"),
    exhibits: () => [
      timestamp("version", (signed) => put(signed, "version", raw("null"))), timestamp("an entry of signatures", (_, document) => arrayAt(document, "signatures").items.push(raw("null")), { signAgain: false }), root("consistent_snapshot", (signed) => put(signed, "consistent_snapshot", raw("null"))),
      targets("delegations", (signed) => put(signed, "delegations", raw("null"))), targets("custom", target((of) => put(of, "custom", raw("null")))), timestamp("length", entry("snapshot.json", (of) => put(of, "length", raw("null")))), timestamp("hashes", entry("snapshot.json", (of) => put(of, "hashes", raw("null")))),
    ],
  },
  {
    id: "list-for-object",
    what: "A list stands where an object belongs",
    right: "Refused here: it has no names. To JavaScript, a list is an object.",
    recognise: hasField("list-for-object"),
    exhibits: () => [root("keyval of a key that nobody signs with", (signed) => put(objectAt(signed, "keys"), "5a".repeat(32), object({ keytype: text("ed25519"), scheme: text("ed25519"), keyval: list() })))],
  },
  {
    id: "boolean-form",
    what: "consistent_snapshot or terminating is neither true nor false",
    right: "Refused here: TUF 1.0.34, 4.3 and 4.5 have booleans there, and clients disagree about what 1 or \"false\" means.",
    recognise: hasField("boolean-form"),
    exhibits: () => [targets("terminating 1", (signed) => put(objectAt(signed, "delegations", "roles", 0), "terminating", raw("1")), { repository: delegating() }), root("1", (signed) => put(signed, "consistent_snapshot", raw("1"))), root("\"true\"", (signed) => put(signed, "consistent_snapshot", text("true")))],
  },
  {
    id: "custom-not-object",
    what: "A target's custom is a text or a list",
    right: "Refused here: TUF 1.0.34, 4.5 has an object there. Others hand on whatever it is.",
    recognise: hasField("custom-not-object"),
    exhibits: () => [targets("a text", target((of) => put(of, "custom", text("x")))), targets("a list", target((of) => put(of, "custom", list())))],
  },
  {
    id: "empty-hashes",
    what: "Hashes are given, and there is none of them",
    right: "Refused here: an entry that means to bind a file by its hash and binds nothing.",
    recognise: hasField("empty-hashes"),
    exhibits: () => [targets("of a target", target((of) => put(of, "hashes", object({})))), timestamp("of the snapshot", entry("snapshot.json", (of) => put(of, "hashes", object({}))))],
  },
  {
    id: "hash-not-hex",
    what: "A hash is not hexadecimal",
    right: "Nobody can meet it. Here only the file that it stands for is refused; a client that refuses the whole document is stricter than TUF 1.0.34, 4.4 and 4.5 ask.",
    recognise: hasMetadata((metadata) => hashesOf(metadata).some((value) => !HEX.test(value))),
    exhibits: () => [targets("of a target that nobody asks for", (signed) => put(objectAt(signed, "targets"), "other", object({ length: raw("1"), hashes: hash("zz") })))],
  },
  {
    id: "hash-in-capitals",
    what: "A hash is written in capitals",
    right: "Accepted here: TUF 1.0.34 does not say which letters. Others compare texts and find another hash.",
    recognise: hasMetadata((metadata) => hashesOf(metadata).some((value) => /[A-F]/.test(value))),
    exhibits: () => [timestamp("of the snapshot", capitals, { repository: withHashes() }), targets("of a target that nobody asks for", (signed) => put(objectAt(signed, "targets"), "other", object({ length: raw("1"), hashes: hash("AB".repeat(32)) })))],
  },
  {
    id: "sha256-missing",
    what: "Hashes are given, and SHA-256 is not among them",
    right: "Accepted here, by whatever algorithm is known: TUF 1.0.34, 4.4 and 4.5 do not ask for this one.",
    recognise: hasMetadata((metadata) => entriesOf(metadata).some(({ hashes }) => hashes !== undefined && !hashes.has("sha256"))),
    exhibits: () => [targets("of a target that nobody asks for", (signed) => put(objectAt(signed, "targets"), "other", object({ length: raw("1"), hashes: object({ sha512: text("11".repeat(64)) }) })))],
  },
  {
    id: "hash-beside-sha256",
    what: "A file meets its SHA-256 and not another hash that stands beside it",
    right: "Refused, as here: TUF 1.0.34, 5.5.2 and 5.6.2 ask that all hashes match. tough looks at SHA-256 alone.",
    recognise: either(hasFieldFault(({ path }) => /\.hashes[.[]/.test(path) && !path.endsWith(".sha256")), hasMetadata((metadata) => entriesOf(metadata).some(({ hashes }) => [...(hashes?.keys() ?? [])].some((algorithm) => algorithm !== "sha256")))),
    exhibits: () => [timestamp("a wrong SHA-512 of the snapshot", (signed) => put(objectAt(signed, "meta", "snapshot.json", "hashes"), "sha512", text("11".repeat(64))), { repository: withHashes() })],
  },
  {
    id: "hash-algorithm",
    what: "A file meets a hash by another algorithm than SHA-256 and SHA-512",
    right: "Refused, as here: the conformance suite asks that an unknown algorithm refuse. python-tuf and tuf-js use whatever their platform has, MD5 among it.",
    recognise: hasMetadata((metadata) => entriesOf(metadata).some(({ hashes }) => [...(hashes?.keys() ?? [])].some((algorithm) => algorithm !== "sha256" && algorithm !== "sha512"))),
    exhibits: () => ["md5", "sha384"].map((algorithm) => timestamp(`${algorithm} of the snapshot`, (signed) => put(objectAt(signed, "meta", "snapshot.json", "hashes"), algorithm, text(digestOfSnapshot(algorithm))), { repository: withHashes() })),
  },
  {
    id: "snapshot-entry-name",
    what: "The snapshot has an entry whose name does not end in .json, or is nothing else",
    right: "Refused here: TUF 1.0.34, 4.4 has the names of metadata files there. Others look for the names that they need.",
    recognise: hasField("snapshot-entry-name"),
    exhibits: () => [snapshot("other", (signed) => put(objectAt(signed, "meta"), "other", object({ version: raw("1") }))), snapshot(".json", (signed) => put(objectAt(signed, "meta"), ".json", object({ version: raw("1") })))],
  },
  {
    id: "timestamp-entry",
    what: "The timestamp has an entry beside snapshot.json",
    right: "Refused here: TUF 1.0.34, 4.6 allows this one alone. Others look for it and for nothing else.",
    recognise: hasField("timestamp-entry"),
    exhibits: () => [timestamp("signed", extraEntry), timestamp("put in after signing", extraEntry, { signAgain: false })],
  },
  {
    id: "duplicate-signature",
    what: "Two signatures stand under one key id",
    right: "Refused, as here: TUF 1.0.34, 4.2.1 does not allow it.",
    recognise: hasFault("duplicate-signature"),
    exhibits: () => [timestamp("the same signature", (_, document) => { const { items } = arrayAt(document, "signatures"); items.push(...items.map((item) => copyOf(item))); }, { signAgain: false }), timestamp("of a key that the role does not have", (_, document) => arrayAt(document, "signatures").items.push(object({ keyid: text("00"), sig: text("00") }), object({ keyid: text("00"), sig: text("00") })), { signAgain: false })],
  },
  {
    id: "signature-not-hex",
    what: "A signature that is not hexadecimal stands beside enough good ones",
    right: "Counted as none, as here: one bad signature does not spoil a document that has enough good ones.",
    recognise: hasMetadata(hasOddSignature),
    exhibits: () => ["xyz", "0x00", "000"].map((sig) => timestamp(sig, (_, document) => arrayAt(document, "signatures").items.push(object({ keyid: text("00"), sig: text(sig) })), { signAgain: false })),
  },
  {
    id: "signature-nearly-hex",
    what: "A signature is hexadecimal but for a space, or for something behind it",
    right: "Counted as none, as here: TUF 1.0.34, 4.2.1 has hexadecimal digits there. Some readers pass over what does not fit.",
    recognise: hasMetadata(hasOddSignature),
    exhibits: () => [timestamp("a space within", firstSignature((of) => put(of, "sig", text(` ${hex(of)}`))), { signAgain: false }), timestamp("something behind", firstSignature((of) => put(of, "sig", text(`${hex(of)}zz`))), { signAgain: false })],
  },
  {
    id: "empty-signature-slot",
    what: "An entry of signatures is empty: its signature is still to come",
    right: "Counted as no signature, as here. tuf-on-ci writes such entries, and Sigstore's roots have them.",
    recognise: hasNoteKind("empty-signature-slot"),
    exhibits: () => [root("beside a good one", (_, document) => arrayAt(document, "signatures").items.push(object({ keyid: text("00"), sig: text("") })), { signAgain: false })],
  },
  {
    id: "key-id-form",
    what: "A key id is not hexadecimal",
    right: "Accepted, as here: by TAP 12 it is a name.",
    recognise: either(hasMetadata(({ signatures }) => signatures.some(({ keyId }) => !HEX.test(keyId))), hasAnywhere((value, _name, path) => path.at(-2) === "keyids" && typeof value === "string" && !HEX.test(value)), hasAnywhere((value, _name, path) => path.at(-1) === "keys" && typeof value === "object" && value !== null && Object.keys(value).some((name) => !HEX.test(name)))),
    exhibits: () => [timestamp("in an entry of signatures that counts for nothing", (_, document) => arrayAt(document, "signatures").items.push(object({ keyid: text("ann"), sig: text("00") })), { signAgain: false })],
  },
  {
    id: "changed-after-signing",
    what: "Something was added, taken away or written anew after signing that a client does not keep",
    right: "Refused, as here: a signature covers what stands in the document. A client that builds the document anew before it checks lets others change what it does not keep.",
    recognise: either(hasMetadata(hasLengthZero), hasFieldFault(({ expected, found, path }) => expected === "at least one hash" || found === "null" || path === "signed.expires"), hasNoteKind("date-form", "consistent-snapshot-missing", "terminating-missing"), hasMetadata((metadata) => hashesOf(metadata).some((value) => /[A-F]/.test(value))), hasUnknownInDelegation),
    exhibits: () => [
      timestamp("a length of 0", entry("snapshot.json", (of) => put(of, "length", raw("0"))), { signAgain: false }), snapshot("empty hashes", entry("targets.json", (of) => put(of, "hashes", object({}))), { signAgain: false }),
      root("consistent_snapshot, which was false", (signed) => drop(signed, "consistent_snapshot"), { repository: smallest((sim) => { sim.consistentSnapshot = false; }), signAgain: false }), targets("terminating, which was false", (signed) => drop(objectAt(signed, "delegations", "roles", 0), "terminating"), { repository: delegating(), signAgain: false }),
      targets("an unknown field in a delegation", (signed) => put(objectAt(signed, "delegations", "roles", 0), "x-a", raw("1")), { repository: delegating(), signAgain: false }), timestamp("zeros of a date taken away", expires("2031-1-1T0:0:0Z"), { signAgain: false }), timestamp("a fraction of 0 in a date", (signed) => { const date = at(signed, "expires"); put(signed, "expires", text(date?.kind === "string" ? date.value.replace("Z", ".0Z") : "")); }, { signAgain: false }),
    ],
  },
];

function typeOf(loose: unknown): unknown {
  const signed = typeof loose === "object" && loose !== null && "signed" in loose ? loose.signed : undefined;
  return typeof signed === "object" && signed !== null && "_type" in signed ? signed._type : undefined;
}

function namedEntries({ signed }: Metadata): readonly (readonly [role: string, length: number | undefined])[] {
  if (signed.type === "timestamp") return [["snapshot", signed.snapshot.lengthBytes]];
  return signed.type === "snapshot" ? [...signed.meta].map(([role, { lengthBytes }]) => [role, lengthBytes] as const) : [];
}

function twoRoots(): Repository {
  const { files, ...rest } = smallest();
  const [one, old] = [files.get("1.root.json"), treeOfFile({ files, ...rest }, "1.root.json")];
  if (one === undefined) throw new Error("a repository has a root");
  const signers = rest.signers.get("1.root.json") ?? [];
  put(objectAt(old, "signed"), "version", raw("2"));
  signAgain(old, signers);
  return { ...rest, files: new Map([...files, ["2.root.json", utf8(writtenText(old))]]), signers: new Map([...rest.signers, ["2.root.json", signers]]) };
}

const extraEntry: Change = (signed) => put(objectAt(signed, "meta"), "root.json", object({ version: raw("1") }));

function hasLengthZero({ signed }: Metadata): boolean {
  const entries = signed.type === "timestamp" ? [signed.snapshot] : signed.type === "snapshot" ? [...signed.meta.values()] : [];
  return entries.some(({ lengthBytes }) => lengthBytes === 0);
}

function hasOddSignature({ signatures }: Metadata): boolean {
  return signatures.some(({ sig }) => !HEX.test(sig));
}

function capitals(signed: TreeObject): void {
  const hashes = objectAt(signed, "meta", "snapshot.json", "hashes");
  for (const member of hashes.members) if (member[1].kind === "string") member[1] = text(member[1].value.toUpperCase());
}

function digestOfSnapshot(algorithm: string): string {
  return createHash(algorithm).update(withHashes().files.get("1.snapshot.json") ?? "").digest("hex");
}

function withHashes(): ReturnType<typeof delegating> {
  return delegating((sim) => { sim.metaHashes = true; });
}
