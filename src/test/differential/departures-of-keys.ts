import { tufKey } from "../../tuf/edit/build-metadata.ts";
import { simKey, underAnotherId, type SimKey } from "../repository-simulator.ts";
import type { DepartureAbout } from "./departures.ts";
import { hasAnywhere, hasField, hasNote, hasNoteKind } from "./examined.ts";
import { root, whole, type Change, type Exhibit } from "./exhibit.ts";
import { fixedKey } from "./fixed-keys.ts";
import { smallest, type Repository } from "./repositories.ts";
import { arrayAt, at, copyOf, drop, list, object, objectAt, put, raw, text, type TreeObject } from "./tree.ts";

/** The key of the timestamp in a root, under its id. */
function timestampKey(signed: TreeObject): { readonly keys: TreeObject; readonly keyId: string; readonly key: TreeObject; readonly ids: { items: unknown[] } } {
  const ids = arrayAt(signed, "roles", "timestamp", "keyids");
  const [first] = ids.items;
  if (first?.kind !== "string") throw new Error("the timestamp has a key");
  const keys = objectAt(signed, "keys");
  return { keys, keyId: first.value, key: objectAt(keys, first.value), ids };
}

const inKey = (change: (key: TreeObject) => void): Change => (signed) => change(timestampKey(signed).key);
/** A key that nobody signs with, beside the one that does. */
const spareKey = (about: Readonly<Record<"keytype" | "scheme" | "public", string>>): Change => (signed) => {
  const { keys, ids } = timestampKey(signed);
  put(keys, SPARE, object({ keytype: text(about.keytype), scheme: text(about.scheme), keyval: object({ public: text(about.public) }) }));
  ids.items.push(text(SPARE));
};
const SPARE = "5a".repeat(32);
const KEYTYPES: readonly string[] = ["ed25519", "ecdsa", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "rsa"];
const unknownKind = (is: (keytype: string) => boolean): DepartureAbout["recognise"] => hasNote((note) => note.kind === "unusable-key" && note.problem.kind === "key-unknown-scheme" && is(note.problem.keytype));
const problem = (...kinds: readonly string[]): DepartureAbout["recognise"] => hasNote((note) => note.kind === "unusable-key" && kinds.includes(note.problem.kind));

function withKeys(keys: readonly SimKey[], threshold = 1): Repository {
  return smallest((sim) => { sim.roles.timestamp = { keys, threshold }; });
}

const another = (what: string, key: SimKey): Exhibit => whole(what, withKeys([key]), smallest());

/** Keys, and who may sign. */
export const OF_KEYS: readonly DepartureAbout[] = [
  {
    id: "key-id-not-hash",
    what: "A key id is not the SHA-256 of its key",
    right: "Both: TUF 1.0.34, 4.2.1 asks for the hash, TAP 12 (accepted) makes it a name, and Sigstore's root 11 has one that is none. The client profile takes it as a name and tells; strict refuses it.",
    recognise: hasNoteKind("key-id-not-hash"),
    exhibits: () => [root("a key with a field that came later", inKey((key) => put(key, "x-owner", text("@ann"))))],
  },
  {
    id: "key-id-in-capitals",
    what: "A key id is in capital letters in one place and in small ones in another",
    right: "Two ids, as here: TUF 1.0.34 and TAP 12 compare them as they stand. tough compares the bytes that they stand for.",
    recognise: hasAnywhere((value, name, path) => {
      const ids = name === "keys" && typeof value === "object" && value !== null ? Object.keys(value) : name === "keyid" || path.at(-2) === "keyids" ? [value] : [];
      return ids.some((id) => typeof id === "string" && /^[0-9a-fA-F]*[A-F][0-9a-fA-F]*$/.test(id));
    }),
    exhibits: () => [root("where the key stands", (signed) => { const { keys, keyId, key } = timestampKey(signed); drop(keys, keyId); put(keys, keyId.toUpperCase(), key); })],
  },
  {
    id: "hex-point-key",
    what: "An ECDSA key is a bare point in hexadecimal",
    right: "Accepted here: Sigstore's roots 1 to 4 have such keys, and TUF 1.0.34, 4.2.2 asks for PEM. strict refuses it.",
    recognise: hasNoteKind("hex-point-key"),
    exhibits: () => [hexPoint("ecdsa-sha2-nistp256"), hexPoint("ecdsa")],
  },
  {
    id: "unknown-keytype",
    what: "A key is of a kind that is not known",
    right: "The document is read, as here, and its signatures are not counted: else no new kind could ever be brought in.",
    recognise: unknownKind((keytype) => !KEYTYPES.includes(keytype)),
    exhibits: () => [root("beside the one that signs", spareKey({ keytype: "x-future", scheme: "x-future", public: "00" }))],
  },
  {
    id: "unknown-scheme",
    what: "A key of a known kind names a scheme that is not known",
    right: "Not counted, as here: the scheme says how the signature is made. A client that does not look at it counts signatures under a scheme that it does not know.",
    recognise: unknownKind((keytype) => KEYTYPES.includes(keytype)),
    exhibits: () => [root("of the key that signs", inKey((key) => put(key, "scheme", text("x-future")))), root("of ECDSA, that is no scheme of it", spareKey({ keytype: "ecdsa", scheme: "ed25519", public: "11".repeat(32) })), root("of a key beside it", spareKey({ keytype: "ed25519", scheme: "x-future", public: "11".repeat(32) }))],
  },
  {
    id: "unusable-key",
    what: "A key's public part cannot be read",
    right: "The document is read, as here, and the key's signatures are not counted. Python passes over spaces in hexadecimal.",
    recognise: problem("key-public-missing", "key-length", "key-encoding", "key-not-the-scheme", "key-weak-point", "key-rsa-too-short"),
    exhibits: () => [
      root("Ed25519, too short", spareKey({ keytype: "ed25519", scheme: "ed25519", public: "00" })), root("Ed25519, not hexadecimal", spareKey({ keytype: "ed25519", scheme: "ed25519", public: "zz" })),
      root("Ed25519 with a space in it, that signs", inKey((key) => { const keyval = objectAt(key, "keyval"); const value = at(keyval, "public"); put(keyval, "public", text(value?.kind === "string" ? `${value.value} ` : "")); })),
      root("ECDSA, no PEM", spareKey({ keytype: "ecdsa", scheme: "ecdsa-sha2-nistp256", public: "zz" })), root("no public part", inSpare((keyval) => drop(keyval, "public"))), root("a public part that is no text", inSpare((keyval) => put(keyval, "public", list()))),
    ],
  },
  {
    id: "unknown-field-in-keyval",
    what: "A key's keyval has a field that the specification does not name, and that is no text",
    right: "Kept, as here: TUF 1.0.34, 4 asks clients to keep what they do not know.",
    recognise: hasAnywhere((value, name) => name === "keyval" && typeof value === "object" && value !== null && Object.values(value).some((member) => typeof member !== "string")),
    exhibits: () => [root("a list", inSpare((keyval) => put(keyval, "x-a", list())))],
  },
  {
    id: "same-key-twice",
    what: "One key stands under two key ids",
    right: "Counted once, as here and in go-tuf: TUF 1.0.34, 4.2.1 has each key count once. Others let one person meet a threshold of two.",
    recognise: hasNoteKind("same-key-twice"),
    exhibits: () => { const key = fixedKey("twice"); return [whole("and the threshold is two", withKeys([key, underAnotherId(key)], 2), smallest()), whole("and the threshold is one", withKeys([key, underAnotherId(key)]), smallest())]; },
  },
  {
    id: "key-not-listed",
    what: "A role names a key id for which there is no key",
    right: "Accepted, as here, while the others meet the threshold. strict refuses it.",
    recognise: hasNoteKind("key-not-listed"),
    exhibits: () => [root("beside the key that signs", (signed) => timestampKey(signed).ids.items.push(text("00".repeat(32))))],
  },
  {
    id: "key-id-repeated",
    what: "A role lists a key id twice",
    right: "Accepted here, and counted once; strict refuses it. TUF 1.0.34, 4.3 does not forbid it.",
    recognise: hasNoteKind("key-id-repeated"),
    exhibits: () => [root("the key that signs", (signed) => { const { ids, keyId } = timestampKey(signed); ids.items.push(text(keyId)); })],
  },
  {
    id: "key-ids-not-text",
    what: "A role's list of key ids holds something that is not text",
    right: "Refused here: it can name no key.",
    recognise: hasField("key-ids-not-text"),
    exhibits: () => [root("a number", (signed) => timestampKey(signed).ids.items.push(raw("0"))), root("a list", (signed) => timestampKey(signed).ids.items.push(list()))],
  },
  {
    id: "extra-role",
    what: "A root has a role beside the four",
    right: "Accepted here: TUF 1.0.34, 4.3 itself names mirrors. strict refuses it.",
    recognise: hasNoteKind("extra-role"),
    exhibits: () => [root("that is no object", (signed) => put(objectAt(signed, "roles"), "mirrors", raw("0"))), root("mirrors", (signed) => put(objectAt(signed, "roles"), "mirrors", copyOf(objectAt(signed, "roles", "targets"))))],
  },
  {
    id: "consistent-snapshot-missing",
    what: "A root does not say whether file names carry versions",
    right: "Accepted here and read as false: TUF 1.0.34, 4.3 lets it be left out. strict refuses it.",
    recognise: hasNoteKind("consistent-snapshot-missing"),
    exhibits: () => [root("left out", (signed) => drop(signed, "consistent_snapshot"), { repository: smallest((sim) => { sim.consistentSnapshot = false; }) })],
  },
  {
    id: "p384-key",
    what: "An ECDSA key on the curve P-384",
    right: "Accepted, as here: the scheme ecdsa-sha2-nistp384 hashes with SHA-384. tuf-js checks with SHA-256.",
    recognise: hasAnywhere((value) => value === "ecdsa-sha2-nistp384"),
    exhibits: () => [another("that signs the timestamp", simKey("ecdsa-p384"))],
  },
  {
    id: "p521-key",
    what: "An ECDSA key on the curve P-521",
    right: "Accepted, as here: TUF 1.0.34, 4.2.2 lets adopters use any kind.",
    recognise: hasAnywhere((value) => value === "ecdsa-sha2-nistp521"),
    exhibits: () => [another("that signs the timestamp", simKey("ecdsa-p521"))],
  },
  {
    id: "rare-rsa-scheme",
    what: "An RSA key with another scheme than rsassa-pss-sha256",
    right: "Accepted, as here, for the schemes that securesystemslib has; RSASSA-PKCS1-v1_5 is checked and never made.",
    recognise: hasAnywhere((value) => typeof value === "string" && /^(rsassa-pss|rsa-pkcs1v15)-/.test(value)),
    exhibits: () => (["rsa-pss-sha384", "rsa-pss-sha512", "rsa-pkcs1v15-sha256"] as const).map((algorithm) => another(`${algorithm} that signs the timestamp`, simKey(algorithm))),
  },
  {
    id: "ml-dsa-key",
    what: "An ML-DSA key, as the draft TAP 21 has it",
    right: "Accepted here and marked as a draft.",
    recognise: hasAnywhere((value) => typeof value === "string" && value.startsWith("ml-dsa")),
    exhibits: () => [another("that signs the timestamp", simKey("ml-dsa-65"))],
  },
  {
    id: "pss-salt-at-most",
    what: "An RSA-PSS signature has the longest salt that fits, as go-tuf signs",
    right: "Accepted here: RFC 8017 has the salt's length from the signature. tough asks for the digest's length.",
    recognise: hasAnywhere((value) => value === "rsassa-pss-sha256"),
    exhibits: () => [another("that signs the timestamp", longSalt(simKey("rsa-pss-sha256")))],
  },
  {
    id: "weak-ed25519-key",
    what: "A role's Ed25519 key is a point of small order, under which one constant signature fits every message",
    right: "Not counted, as here: whoever names such a key lets everybody sign.",
    recognise: problem("key-weak-point"),
    exhibits: () => [weakKey()],
  },
];

function inSpare(change: (keyval: TreeObject) => void): Change {
  return (signed) => {
    spareKey({ keytype: "ed25519", scheme: "ed25519", public: "00".repeat(32) })(signed, signed);
    change(objectAt(signed, "keys", SPARE, "keyval"));
  };
}

function hexPoint(keytype: string): Exhibit {
  const key = fixedKey("hex point", "ecdsa-p256");
  const { material } = key.node;
  if (material.family !== "ecdsa") throw new Error("a P-256 key");
  const plain = { keytype, scheme: "ecdsa-sha2-nistp256", public: Buffer.from(material.point).toString("hex") };
  return another(`keytype ${keytype}`, { ...key, plain: tufKey(plain) });
}

function longSalt(key: SimKey): SimKey {
  return { ...key, node: { ...key.node, sign: (message) => key.node.sign(message, 222) } };
}

/** The neutral element, and the signature that every message has under it: the same point, and a scalar of zero. */
function weakKey(): Exhibit {
  const point = `01${"00".repeat(31)}`;
  const key = { plain: tufKey({ keytype: "ed25519", scheme: "ed25519", public: point }), node: { ...fixedKey("weak").node, sign: () => new Uint8Array(Buffer.from(point + "00".repeat(32), "hex")) } };
  return another("that signs the timestamp", key);
}
