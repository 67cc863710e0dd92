import { describe, expect, it } from "vitest";
import { utf8 } from "../../lib/bytes.ts";
import type { Change } from "../diff/change.ts";
import type { KeyFacts, KeyIdentity } from "../diff/key-facts.ts";
import type { LeftOutReason } from "../edit/merge-signatures.ts";
import { DEFAULT_JSON_LIMITS } from "../json/parse-json.ts";
import type { Digest, Fingerprint, KeyId } from "../model/ids.ts";
import type { KeyProblem } from "../model/key.ts";
import type { FormatNote } from "../model/metadata.ts";
import { parseMetadata, type DocumentFault } from "../model/parse-metadata.ts";
import type { ReviewFinding, ReviewProblem } from "../review/review-finding.ts";
import { sentenceText } from "../review/sentence.ts";
import { describeChange } from "./change.ts";
import { CLIENT_BEHAVIOUR, clientSentence, type Departure } from "./client-behaviour.ts";
import type { Description } from "./description.ts";
import { describeDocumentFault } from "./document-fault.ts";
import { describeFormatNote } from "./format-note.ts";
import { describeKeyProblem } from "./key-problem.ts";
import { describeLeftOut } from "./left-out-signature.ts";
import { describeReviewFinding } from "./review-finding.ts";

type ByKind<T extends { readonly kind: string }> = { readonly [K in T["kind"]]: T & { readonly kind: K } };

/** Calm, whole sentences that say something. */
function checkTone(text: string): void {
  expect(text).toMatch(/[.?]$/);
  expect(text).not.toMatch(/!|undefined|\[object|\binvalid\b|\bplease\b/i);
  expect(text).not.toMatch(/ {2}|\.\.(?!\.)| [,.;:]/);
}

function checkDescription(words: Description): void {
  for (const text of [words.happened, words.evidence, words.client, words.you]) checkTone(text);
}

const keyId = "ab".repeat(32) as KeyId; // a test's own name
const key: KeyFacts = {
  identity: "ed25519:00" as KeyIdentity, fingerprint: "ed25519:00" as Fingerprint, keyIds: [keyId], label: "@ann", algorithm: "ed25519", keytype: "ed25519", scheme: "ed25519", onlineUri: undefined,
};
const bare: KeyFacts = { ...key, fingerprint: undefined, label: undefined, keytype: undefined };

describe("the words for a file that cannot be read", () => {
  const signed = '"_type":"timestamp","spec_version":"1.0","version":1,"expires":"2030-01-01T00:00:00Z","meta":{"snapshot.json":{"version":1}}';
  const targets = (more: string): string => `{"signatures":[],"signed":{"_type":"targets","spec_version":"1.0","version":1,"expires":"2030-01-01T00:00:00Z",${more}}}`;
  const delegating = (scope: string, times = 1, name = "a"): string => targets(`"targets":{},"delegations":{"keys":{},"roles":[${Array(times).fill(`{"name":"${name}","keyids":[],"threshold":1,"terminating":true,${scope}}`).join(",")}]}`);
  const files: Readonly<Record<DocumentFault["kind"], string>> = {
    "json-too-large": " ".repeat(200), "json-not-utf8": "\u0000not utf-8", "json-byte-order-mark": "\ufeff{}", "json-empty": "", "json-duplicate-key": '{"a":1,"a":2}', "json-number": '{"a":1.5}',
    "json-syntax": "{a}", "json-truncated": '{"a":', "json-trailing-data": "{} x", "json-too-deep": "[".repeat(70), "json-lone-surrogate": '"\\ud800"', "json-control-character": '"a\nb"',
    field: `{"signatures":[],"signed":{${signed.replace('"version":1,', '"version":0,')}}}`, "not-metadata": "{}", "unknown-type": `{"signatures":[],"signed":{${signed.replace("timestamp", "mirrors")}}}`,
    "unsupported-spec-version": `{"signatures":[],"signed":{${signed.replace('"1.0"', '"2.0.0"')}}}`, "multi-role-delegations": targets('"targets":{},"keys_for_delegations":{},"delegations":[]'), "duplicate-signature": `{"signatures":[{"keyid":"a","sig":""},{"keyid":"a","sig":""}],"signed":{${signed}}}`,
  };
  const faultOf = (text: string): DocumentFault => {
    const bytes = text.startsWith("\u0000") ? new Uint8Array([0x7b, 0xff]) : utf8(text);
    const result = parseMetadata(bytes, text.length === 200 ? { ...DEFAULT_JSON_LIMITS, maxBytes: 100 } : DEFAULT_JSON_LIMITS);
    if (result.ok) throw new Error(`${text} is read`);
    return result.fault;
  };

  it.each(Object.entries(files))("are whole for %s", (kind, text) => {
    const fault = faultOf(text);
    expect(fault.kind).toBe(kind);
    checkDescription(describeDocumentFault(fault));
  });

  it.each([
    ['{"a":1,"a":2}', "duplicate-json-key"], ['{"a":-0}', "negative-zero"], ['{"a":9007199254740993}', "big-integer"], ['{"a":1.0}', "not-an-integer"], ['"\\ud800"', "lone-surrogate"], ["\u0000not utf-8", "not-utf8"], [files["json-too-deep"], "deep-nesting"],
    [files["unsupported-spec-version"], "spec-version"], [files["duplicate-signature"], "duplicate-signature"], [files.field, "version-below-one"], [targets('"targets":{"a":{"length":1,"hashes":{}}}'), "empty-hashes"],
    [targets('"targets":{"a":{"length":-1,"hashes":{"sha256":"00"}}}'), "length-below-zero"], [targets('"targets":{"a":{"length":true,"hashes":{"sha256":"00"}}}'), "boolean-as-integer"], [targets('"targets":[]'), "list-for-object"], [targets('"delegations":{}'), "field-missing"], [targets('"targets":null'), "field-null"],
    [targets('"targets":{"a":{"length":1,"hashes":{"sha256":"00"},"custom":"x"}}'), "custom-not-object"], [delegating('"paths":[],"path_hash_prefixes":[]'), "scope-both"], [delegating('"paths":"*"'), "scope-not-list"], [delegating('"paths":[]', 2), "duplicate-role"], [delegating('"paths":[]', 1, "root"), "top-level-role-name"],
    [delegating('"paths":[]').replace('"keyids":[]', '"keyids":[1]'), "key-ids-not-text"], [delegating('"paths":[]').replace('"threshold":1', '"threshold":0'), "threshold-below-one"], [delegating('"paths":[]').replace("true", "1"), "boolean-form"],
    [delegating('"paths":[]').replace('"keys"', '"succinct_roles":{"keyids":[],"threshold":1,"bit_length":1,"name_prefix":"b"},"keys"'), "roles-and-succinct"],
    [`{"signatures":[],"signed":{${signed.replace("snapshot.json", "snapshot.json\":{\"version\":1},\"root.json")}}}`, "timestamp-entry"], [`{"signatures":[],"signed":{${signed.replace("2030-01-01T00:00:00Z", "soon")}}}`, "date-unreadable"],
    [`{"signatures":[],"signed":{${signed.replace("timestamp", "snapshot").replace("snapshot.json", "targets.json\":{\"version\":1},\"root")}}}`, "snapshot-entry-name"],
  ] as const)("name the clients that differ on %s: %s", (text, departure) => expect(describeDocumentFault(faultOf(text)).client).toBe(clientSentence(departure)));

  it("name no client where none is known to differ", () => {
    expect(describeDocumentFault(faultOf('{"a":01}')).client).toBe("Every client refuses the file.");
    expect(describeDocumentFault(faultOf(targets('"targets":"x"'))).client).toBe("Clients refuse the file.");
  });

  it("say which neighbouring format it is", () => {
    expect(describeDocumentFault(faultOf('[{"keyid":"a","sig":"00"}]'))).toMatchObject({ evidence: "It looks like a list of signatures without their document." });
    for (const looksLike of ["notary", "dsse", "rstuf-signing", "rstuf-ceremony", "detached-signatures", "go-tuf-keys", "map-file", undefined] as const) checkDescription(describeDocumentFault({ kind: "not-metadata", looksLike }));
  });

  it("keep foreign text in its quotes, with the unseen spelt out", () => {
    expect(describeDocumentFault({ kind: "unknown-type", type: "a\u202eb" }).happened).toContain("\\u{202e}");
  });
});

describe("the words for keys and notes", () => {
  const problems: ByKind<KeyProblem> = {
    "key-unknown-scheme": { kind: "key-unknown-scheme", keytype: "ml-dsa", scheme: "ml-dsa-65/1" }, "key-public-missing": { kind: "key-public-missing" }, "key-length": { kind: "key-length", expected: 32, found: 1 },
    "key-encoding": { kind: "key-encoding", expected: "pem-or-hex-point" }, "key-not-the-scheme": { kind: "key-not-the-scheme", scheme: "x", found: "an RSA key" }, "key-weak-point": { kind: "key-weak-point" }, "key-rsa-too-short": { kind: "key-rsa-too-short", bits: 1024 },
    "key-rsa-too-long": { kind: "key-rsa-too-long", bits: 20_000, limit: 16_384 }, "key-rsa-no-key": { kind: "key-rsa-no-key", why: "exponent-one" }, "key-is-identity": { kind: "key-is-identity", identity: "ada@example.com", issuer: "https://accounts.example.com" },
  };
  it.each(Object.values(problems))("are whole for $kind", (problem) => checkDescription(describeKeyProblem(problem)));

  const notes: ByKind<FormatNote> = {
    "date-form": { kind: "date-form", text: "2021-12-18T13:28:12.99008-06:00" }, "key-id-not-hash": { kind: "key-id-not-hash", keyId, form: "opaque", label: "@ann" }, "hex-point-key": { kind: "hex-point-key", keyId }, "rare-key-kind": { kind: "rare-key-kind", keyId, algorithm: "ecdsa-p384" },
    "unusable-key": { kind: "unusable-key", keyId, problem: { kind: "key-weak-point" } }, "same-key-twice": { kind: "same-key-twice", keyIds: [keyId, "b" as KeyId] }, "key-not-listed": { kind: "key-not-listed", role: "root", keyId },
    "key-id-repeated": { kind: "key-id-repeated", role: "root", keyId }, "role-without-keys": { kind: "role-without-keys", role: "jku" }, "threshold-unreachable": { kind: "threshold-unreachable", role: "jku", threshold: 2, keys: 1 },
    "empty-signature-slot": { kind: "empty-signature-slot", keyId }, "extra-role": { kind: "extra-role", role: "mirrors" }, "consistent-snapshot-missing": { kind: "consistent-snapshot-missing" },
    "terminating-missing": { kind: "terminating-missing", role: "a" }, "scope-missing": { kind: "scope-missing", role: "a" }, "more-of-a-kind": { kind: "more-of-a-kind", of: "hex-point-key", count: 98 },
  };
  it.each(Object.values(notes))("are whole for $kind", (note) => {
    const words = describeFormatNote(note);
    checkDescription(words);
    expect(`${words.title}.`).toBe(words.happened);
  });

  it.each([
    ["date-form", "python-tuf refuses it; go-tuf and tough refuse some forms of it; tuf-js accepts it."], ["hex-point-key", "python-tuf and go-tuf refuse it; tuf-js and tough accept it."],
    ["key-id-not-hash", "tough, php-tuf, rust-tuf and Notary refuse it; python-tuf, tuf-js and go-tuf accept it."], ["terminating-missing", "python-tuf, tuf-js, go-tuf and tough refuse it."], ["key-id-repeated", "python-tuf and tuf-js refuse it; go-tuf and tough accept it."],
  ] as const)("name the clients that differ on %s", (kind, client) => expect(describeFormatNote(notes[kind]).client.startsWith(client)).toBe(true));

  it("say of every rare kind of key who checks it, and of ML-DSA that it is a draft", () => {
    const words = (["ecdsa-p384", "ecdsa-p521", "rsa-pss-sha384", "rsa-pkcs1v15-sha256", "ml-dsa-65"] as const).map((algorithm) => describeFormatNote({ kind: "rare-key-kind", keyId, algorithm }));
    words.forEach(checkDescription);
    expect(words.map(({ client }) => client.split(" accept")[0])).toEqual(["tuf-js and tough refuse it; python-tuf and go-tuf", "tuf-js, go-tuf and tough refuse it; python-tuf", "tuf-js, go-tuf and tough refuse it; python-tuf", "tuf-js, go-tuf and tough refuse it; python-tuf", "tuf-js, go-tuf and tough refuse it; python-tuf"]);
    expect(words.map(({ evidence }) => evidence.includes("draft"))).toEqual([false, false, false, false, true]);
  });

  it("are whole for every departure in the table, and name each client that was asked once", () => {
    for (const [departure, { measured, read }] of Object.entries(CLIENT_BEHAVIOUR)) {
      const [sentence = ""] = clientSentence(departure as Departure).split(". "); // the table's own keys
      checkTone(clientSentence(departure as Departure)); // as above
      for (const client of [...Object.keys(measured), ...(read?.refuse ?? [])]) expect(sentence.split(client)).toHaveLength(2);
    }
  });

  it("tell a client that reads a thing in its own way from one that refuses it", () => {
    expect(clientSentence("path-hash-prefixes")).toBe("go-tuf reads it in another way; python-tuf, tuf-js and tough accept it.");
  });
});

describe("the words for a review", () => {
  const facts: { readonly [R in ReviewProblem["rule"]]: Extract<ReviewProblem, { readonly rule: R }>["facts"] } = {
    "threshold-one": { role: "root", keys: 1 }, "all-keys-needed": { role: "root", keys: 3 }, "threshold-unreachable": { role: "root", threshold: 3, keys: 2 }, "role-without-keys": { role: "jku" },
    "online-key-in-offline-role": { role: "root", onlineRoles: ["timestamp"], onlineUri: "gcpkms:x" }, "pattern-read-differently": { role: "a", pattern: "**" }, "prefix-never-matches": { role: "a", prefix: "0A" },
    format: { note: { kind: "extra-role", role: "mirrors" } }, "version-step": { before: 1, after: 3 }, expired: { expires: "2020-01-01T00:00:00Z" }, "expires-beyond-period": { expires: "2030-01-01T00:00:00Z", days: 9, periodDays: 1 },
    "expires-earlier": { before: "2030-01-02T00:00:00Z", after: "2030-01-01T00:00:00Z" }, "consistent-snapshot-flipped": { before: false, after: true }, "threshold-lowered": { role: "root", before: 3, after: 2 },
    "too-many-keys-leave": { role: "root", leave: 3, of: 4, threshold: 3 }, "key-unproven": { role: "root", key }, "key-material-replaced": { keyId, roles: ["root"], before: key, after: bare },
    "label-reused": { label: "@ann", before: key, after: bare }, "terminating-dropped": { role: "a" }, "paths-widened": { role: "a", entries: ["*"] }, "meta-removed": { role: "a", version: undefined }, "meta-rolled-back": { role: "a", before: 2, after: 1 },
  };
  it.each(Object.entries(facts))("are whole for the finding %s", (rule, of) => {
    for (const severity of ["bad", "note"] as const) {
      const finding = { severity, subject: { kind: "key", keyId, label: undefined }, rule, facts: of } as unknown as ReviewFinding; // rule and facts come from one entry above
      checkDescription(describeReviewFinding(finding));
    }
  });

  const scope = { kind: "paths", patterns: ["a/*"] } as const;
  const delegation = { name: "jku", position: 1, threshold: 1, keys: [key], terminating: true, scope };
  const file = { version: 2, lengthBytes: 1, hashes: [{ algorithm: "sha256", value: "00" }], custom: '{"a": 1}' };
  const bins = { namePrefix: "bin", bitLength: 4, threshold: 1, keys: [key] };
  const field = { kind: "field", path: "signed.x", before: undefined, after: "1", known: false } as const;
  const changes: ByKind<Change> = {
    version: { kind: "version", before: 1, after: 3, byRule: false }, expires: { kind: "expires", before: "2030-01-02T00:00:00Z", after: "2030-01-01T00:00:00Z", days: -1 }, "spec-version": { kind: "spec-version", before: "1.0", after: "1.0.31" },
    "consistent-snapshot": { kind: "consistent-snapshot", before: undefined, after: true }, "signer-leaves": { kind: "signer-leaves", role: "", key: bare, known: false }, "signer-joins": { kind: "signer-joins", role: "root", key, known: true },
    "key-id-changed": { kind: "key-id-changed", key, before: [keyId], after: ["b" as KeyId], roles: [], fields: [field, field] }, "key-fields-changed": { kind: "key-fields-changed", key, fields: [field] },
    "label-changed": { kind: "label-changed", key, before: undefined, after: "@x" }, "label-reused": { kind: "label-reused", label: "@x", before: key, after: bare }, "key-material-replaced": { kind: "key-material-replaced", keyId, roles: [], before: key, after: bare },
    "key-added": { kind: "key-added", key }, "key-removed": { kind: "key-removed", key }, threshold: { kind: "threshold", role: "root", before: 1, after: 2, keysBefore: 3, keysAfter: 3 },
    "role-added": { kind: "role-added", role: "mirrors", value: "{}" }, "role-removed": { kind: "role-removed", role: "mirrors", value: "{}" }, "delegation-added": { kind: "delegation-added", delegation }, "delegation-removed": { kind: "delegation-removed", delegation: { ...delegation, keys: [], scope: { kind: "none" } } },
    "delegations-reordered": { kind: "delegations-reordered", before: ["a", "b"], after: ["b", "a"] }, paths: { kind: "paths", role: "a", before: scope, after: { kind: "path-hash-prefixes", prefixes: ["0", "1"] }, widened: [], narrowed: [] },
    terminating: { kind: "terminating", role: "a", before: true, after: false }, "hash-bins": { kind: "hash-bins", before: undefined, after: bins }, "target-added": { kind: "target-added", path: "a", file }, "target-removed": { kind: "target-removed", path: "a", file },
    "target-changed": { kind: "target-changed", path: "a", before: file, after: file }, "meta-added": { kind: "meta-added", role: "a", file }, "meta-removed": { kind: "meta-removed", role: "a", file }, "meta-changed": { kind: "meta-changed", role: "a", before: file, after: file }, field,
  };
  it.each(Object.values(changes))("are whole for the change $kind", (change) => checkTone(sentenceText({ parts: describeChange(change) })));

  it("never cut a key id, and mark it as foreign", () => {
    expect(describeChange(changes["key-material-replaced"])).toContainEqual({ text: keyId, foreign: true });
  });

  const reasons: ByKind<LeftOutReason> = {
    "other-document": { kind: "other-document", expected: "00" as Digest, found: "11" as Digest }, empty: { kind: "empty" }, "already-collected": { kind: "already-collected" }, "does-not-verify": { kind: "does-not-verify" }, "not-hex": { kind: "not-hex" },
    "not-in-role": { kind: "not-in-role" }, "unknown-key": { kind: "unknown-key" }, "cannot-check": { kind: "cannot-check", problem: { kind: "key-public-missing" } }, "replaced-by-verified": { kind: "replaced-by-verified", by: "b.json" },
  };
  it.each(Object.values(reasons))("are whole for a signature left out as $kind", (reason) => checkDescription(describeLeftOut({ from: "a.json", keyId, reason })));
});
