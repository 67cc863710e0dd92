import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { utf8 } from "../../lib/bytes.ts";
import type { Metadata, Root } from "../model/metadata.ts";
import { isOfType, parseMetadata } from "../model/parse-metadata.ts";
import { allFields } from "./all-fields.ts";
import type { Change } from "./change.ts";
import { diffDocuments } from "./diff-document.ts";
import { diffRoot } from "./diff-root.ts";

function parsed(text: string): Metadata {
  const result = parseMetadata(utf8(text));
  if (!result.ok) throw new Error(JSON.stringify(result.fault));
  return result.value;
}

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
type JsonObject = { [name: string]: Json };

const key = (byte: string, extra: JsonObject = {}): JsonObject => ({ keytype: "ed25519", scheme: "ed25519", keyval: { public: POINTS[byte] ?? "" }, ...extra });
/** Points of the Ed25519 curve: the public keys of RFC 8032, 7.1. */
const POINTS: Readonly<Record<string, string>> = {
  a: "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
  b: "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
  c: "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
  d: "278117fc144c72340f67d0f2316e8386ceffbf2b2428c9c51fef7c597f1d426e",
};
const role = (...keyids: string[]): JsonObject => ({ keyids, threshold: 1 });

function root(change: (signed: JsonObject & { keys: JsonObject; roles: Record<"root" | "targets" | "snapshot" | "timestamp", JsonObject> }) => void = () => undefined): Metadata<Root> {
  const signed = {
    _type: "root", spec_version: "1.0", version: 3, expires: "2030-01-01T00:00:00Z", consistent_snapshot: true,
    keys: { A: key("a", { "x-tuf-on-ci-keyowner": "@ann" }), B: key("b", { "x-tuf-on-ci-keyowner": "@bob" }) } as JsonObject,
    roles: { root: role("A", "B"), targets: role("A"), snapshot: role("B"), timestamp: role("B") },
  };
  change(signed);
  const metadata = parsed(JSON.stringify({ signed, signatures: [] }));
  if (!isOfType(metadata, "root")) throw new Error("made as a root");
  return metadata;
}

const delegated = (name: string, extra: JsonObject): JsonObject => ({ name, ...role("A"), terminating: true, paths: [`${name}/*`], ...extra });
function targets(change: (signed: JsonObject & { delegations: { keys: JsonObject; roles: JsonObject[] }; targets: JsonObject }) => void = () => undefined): Metadata {
  const file = { length: 1, hashes: { sha256: "00" }, custom: { a: 1, b: [1] } };
  const signed = {
    _type: "targets", spec_version: "1.0", version: 3, expires: "2030-01-01T00:00:00Z", targets: { "a.txt": file, __proto__x: file } as JsonObject,
    delegations: { keys: { A: key("a") } as JsonObject, roles: [delegated("2", {}), delegated("1", {})] },
  };
  change(signed);
  return parsed(JSON.stringify({ signed, signatures: [] }));
}

const snapshot = (): Metadata => parsed(JSON.stringify({ signed: { _type: "snapshot", spec_version: "1.0", version: 3, expires: "2030-01-01T00:00:00Z", meta: { "targets.json": { version: 2 }, "jku.json": { version: 4, hashes: { sha256: "aa" } } } }, signatures: [] }));
const timestamp = (): Metadata => parsed(JSON.stringify({ signed: { _type: "timestamp", spec_version: "1.0", version: 3, expires: "2030-01-01T00:00:00Z", meta: { "snapshot.json": { version: 2, length: 9 } } }, signatures: [] }));
const documents: readonly Metadata[] = [root(), targets(), snapshot(), timestamp()];
const documentAt = (i: number): Metadata => documents[i] ?? root();
const kinds = (changes: readonly Change[]): readonly string[] => changes.map((change) => change.kind);
const between = (change: Parameters<typeof root>[0]): readonly Change[] => diffRoot(root(), root(change));

describe("the difference between two documents", () => {
  it("is nothing for equal ones, whatever the order of their members", () => {
    for (const document of documents) {
      const reversed = (value: Json): Json => (Array.isArray(value) ? value.map(reversed) : typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value).reverse().map(([k, v]) => [k, reversed(v)])) : value);
      expect(diffDocuments(document, parsed(JSON.stringify(reversed(JSON.parse(document.text) as Json), null, 1)))).toEqual([]); // the text is JSON
    }
  });

  /** Places where the document chooses the names: a name more there is an entry, no unknown field. */
  const CHOSEN = /^signed\.(keys|roles|meta|targets|delegations\.keys|.*\.hashes)$/;
  function objectPaths(value: Json, path: string[]): string[][] {
    if (typeof value !== "object" || value === null) return [];
    const own = Array.isArray(value) || CHOSEN.test(path.join(".")) ? [] : [path];
    return [...own, ...Object.entries(value).flatMap(([name, member]) => objectPaths(member, [...path, name]))];
  }
  function withField(document: Metadata, path: readonly string[], name: string, value: Json | undefined): Metadata {
    const copy = JSON.parse(document.text) as JsonObject; // the text is an object
    let at = copy;
    for (const step of path) at = at[step] as JsonObject; // the path was read off this very document
    if (value !== undefined) Object.defineProperty(at, name, { value, enumerable: true });
    return parsed(JSON.stringify(copy));
  }
  const scalar = fc.oneof(fc.integer(), fc.string(), fc.boolean(), fc.constant(null));
  const json = fc.letrec<{ value: Json }>((tie) => ({ value: fc.oneof({ maxDepth: 3 }, scalar, fc.array(tie("value"), { maxLength: 3 }), fc.dictionary(fc.string(), tie("value"), { maxKeys: 3 })) })).value;
  const place = fc.constantFrom(...documents.flatMap((document, i) => objectPaths((JSON.parse(document.text) as JsonObject)["signed"] ?? null, ["signed"]).map((path) => ({ i, path }))));
  const name = fc.oneof(fc.constantFrom("x-note", "__proto__", "constructor", "[0]", "a.b"), fc.string({ maxLength: 4 })).filter((n) => !/^(name|keyids|paths|custom|length|targets|version)$/.test(n));

  it("is exactly one change for one unknown field that comes, goes or changes, wherever it stands", () => {
    fc.assert(fc.property(place, name, json, ({ i, path }, field, value) => {
      const document = documentAt(i);
      const more = withField(document, path, field, value);
      expect(diffDocuments(document, more)).toHaveLength(1);
      expect(diffDocuments(more, document)).toHaveLength(1);
    }), { numRuns: 600 });
    fc.assert(fc.property(place, name, scalar, scalar, ({ i, path }, field, a, b) => {
      fc.pre(a !== b);
      const document = documentAt(i);
      expect(diffDocuments(withField(document, path, field, a), withField(document, path, field, b))).toHaveLength(1);
    }), { numRuns: 600 });
  });

  it("is never empty when the digest differs", () => {
    fc.assert(fc.property(fc.array(fc.tuple(place, name, json), { maxLength: 3 }), (edits) => {
      const first = edits[0]?.[0].i ?? 0;
      const start = documentAt(first);
      const end = edits.filter(([{ i }]) => i === first).reduce((document, [{ path }, field, value]) => withField(document, path, field, value), start);
      expect(diffDocuments(start, end).length === 0).toBe(start.digest === end.digest);
    }));
  });
});

describe("the difference between two roots", () => {
  it("calls the same key under a new id a changed id, and no new key", () => {
    const changes = between((signed) => {
      const { A, ...rest } = signed.keys;
      signed.keys = { ...rest, A2: A ?? null };
      signed.roles.root = role("A2", "B");
      signed.roles.targets = role("A2");
    });
    expect(changes).toMatchObject([{ kind: "key-id-changed", before: ["A"], after: ["A2"], roles: ["root", "targets"], fields: [] }]);
    expect(changes).toHaveLength(1);
  });

  it("raises an alarm for a new key under an old id", () => {
    const changes = between((signed) => void (signed.keys["B"] = key("c", { "x-tuf-on-ci-keyowner": "@bob" })));
    expect(kinds(changes)).toEqual(["key-material-replaced", "label-reused", ...["root", "snapshot", "timestamp"].flatMap(() => ["signer-leaves", "signer-joins"])]);
    expect(changes[0]).toMatchObject({ keyId: "B", roles: ["root", "timestamp", "snapshot"] });
  });

  it("raises an alarm for a new key under a label that another key had, and for swapped labels", () => {
    const changes = between((signed) => {
      signed.keys["C"] = key("c", { "x-tuf-on-ci-keyowner": "@bob" });
      signed.roles.root = role("A", "C");
    });
    expect(kinds(changes)).toEqual(["label-reused", "signer-leaves", "signer-joins"]);
    expect(changes[0]).toMatchObject({ label: "@bob", before: { keyIds: ["B"] }, after: { keyIds: ["C"] } });
    const swapped = between((signed) => void (signed.keys = { A: key("a", { "x-tuf-on-ci-keyowner": "@bob" }), B: key("b", { "x-tuf-on-ci-keyowner": "@ann" }) }));
    expect(kinds(swapped)).toEqual(["label-reused", "label-reused", "label-changed", "label-changed"]);
  });

  it("tells a joining, a leaving and a moving key for each role", () => {
    const changes = between((signed) => {
      signed.keys["C"] = key("c");
      signed.roles.root = role("A", "C");
      signed.roles.targets = role("A", "B");
    });
    expect(changes).toMatchObject([
      { kind: "signer-leaves", role: "root", key: { label: "@bob" }, known: true },
      { kind: "signer-joins", role: "root", key: { label: undefined }, known: false },
      { kind: "signer-joins", role: "targets", key: { label: "@bob" }, known: true },
    ]);
  });

  it("tells the plain fields as what they mean", () => {
    const changes = between((signed) => {
      Object.assign(signed, { version: 5, expires: "2029-12-01T00:00:00Z", consistent_snapshot: false, spec_version: "1.0.31" });
      signed.roles.root = { ...role("A", "B"), threshold: 2 };
      Object.assign(signed.roles, { mirrors: { url: "x" } });
    });
    expect(changes).toEqual([
      { kind: "threshold", role: "root", before: 1, after: 2, keysBefore: 2, keysAfter: 2 },
      { kind: "version", before: 3, after: 5, byRule: false },
      { kind: "expires", before: "2030-01-01T00:00:00Z", after: "2029-12-01T00:00:00Z", days: -31 },
      { kind: "spec-version", before: "1.0", after: "1.0.31" },
      { kind: "consistent-snapshot", before: true, after: false },
      { kind: "role-added", role: "mirrors", value: '{"url": "x"}' },
    ]);
  });

  it("hides nothing that no rule is made for: order of key ids, a stranger inside a new key, a second id dropped", () => {
    expect(between((signed) => void (signed.roles.root = role("B", "A")))).toMatchObject([{ kind: "field", path: "signed.roles.root.keyids", before: '["A", "B"]', after: '["B", "A"]', known: true }]);
    expect(between((signed) => {
      signed.keys["C"] = key("c", { secret: 1 });
      signed.roles.root = role("A", "B", "C");
    })).toMatchObject([{ kind: "signer-joins" }, { kind: "field", path: "signed.keys.C.secret", before: undefined, after: "1", known: false }]);
    const twice = root((signed) => {
      signed.keys["B2"] = key("b", { "x-tuf-on-ci-keyowner": "@bob" });
      signed.roles.root = role("A", "B", "B2");
    });
    const once = root((signed) => void (signed.keys["B2"] = key("b", { "x-tuf-on-ci-keyowner": "@bob" })));
    expect(diffRoot(twice, once)).toMatchObject([{ kind: "field", path: "signed.roles.root.keyids" }]);
  });

  it("lists a key that no role uses", () => {
    expect(between((signed) => void (signed.keys["C"] = key("c")))).toMatchObject([{ kind: "key-added", key: { keyIds: ["C"] } }]);
  });
});

describe("the difference between two targets", () => {
  const between = (change: Parameters<typeof targets>[0]): readonly Change[] => diffDocuments(targets(), targets(change));

  it("tells delegations that come, go and change their order", () => {
    expect(between((signed) => void signed.delegations.roles.reverse())).toEqual([{ kind: "delegations-reordered", before: ["2", "1"], after: ["1", "2"] }]);
    expect(between((signed) => void signed.delegations.roles.shift())).toMatchObject([{ kind: "delegation-removed", delegation: { name: "2", position: 1 } }]);
    const added = between((signed) => {
      signed.delegations.keys["C"] = key("c", { odd: 1 });
      signed.delegations.roles.unshift(delegated("new", { keyids: ["C"], terminating: false, odd: 2 }));
    });
    expect(added).toMatchObject([
      { kind: "delegation-added", delegation: { name: "new", position: 1, threshold: 1, terminating: false, keys: [{ keyIds: ["C"] }], scope: { patterns: ["new/*"] } } },
      { kind: "field", path: "signed.delegations.keys.C.odd" }, { kind: "field", path: "signed.delegations.roles.new.odd" },
    ]);
    expect(added).toHaveLength(3);
  });

  it("tells widened from narrowed paths", () => {
    expect(between((signed) => void (signed.delegations.roles[0] = delegated("2", { paths: ["2/*", "*"] })))).toMatchObject([{ kind: "paths", role: "2", widened: ["*"], narrowed: [] }]);
    expect(between((signed) => void (signed.delegations.roles[0] = delegated("2", { paths: ["2/a*"] })))).toMatchObject([{ kind: "paths", widened: [], narrowed: ["2/*"] }]);
    const { paths: _, ...byHash } = delegated("2", { path_hash_prefixes: ["0"] });
    expect(between((signed) => void (signed.delegations.roles[0] = byHash))).toMatchObject([{ kind: "paths", widened: ["0"], narrowed: ["2/*"] }]);
  });

  it("tells terminating, threshold and keys of a delegation", () => {
    expect(between((signed) => {
      signed.delegations.keys["C"] = key("c");
      signed.delegations.roles[0] = delegated("2", { terminating: false, threshold: 2, keyids: ["A", "C"] });
    })).toMatchObject([
      { kind: "signer-joins", role: "2", known: false }, { kind: "threshold", role: "2", before: 1, after: 2, keysBefore: 1, keysAfter: 2 },
      { kind: "terminating", role: "2", before: true, after: false },
    ]);
  });

  it("tells hash bins that take the place of delegations", () => {
    const bins = { ...role("A"), bit_length: 4, name_prefix: "bin" };
    const changes = between((signed) => void Object.assign(signed, { delegations: { keys: signed.delegations.keys, succinct_roles: bins } }));
    expect(kinds(changes)).toEqual(["delegation-removed", "delegation-removed", "hash-bins"]);
    expect(changes.at(-1)).toMatchObject({ before: undefined, after: { bitLength: 4, keys: [{ keyIds: ["A"] }] } });
  });

  it("shows that delegations were begun, even when they are empty", () => {
    const none = targets((signed) => void Reflect.deleteProperty(signed, "delegations"));
    const empty = targets((signed) => void (signed.delegations = { keys: {}, roles: [] }));
    expect(diffDocuments(none, empty).length).toBeGreaterThan(0);
  });

  it("tells targets that come, go and change, each once", () => {
    const file = { length: 2, hashes: { sha256: "11" } };
    expect(kinds(between((signed) => void (signed.targets = { "a.txt": file, "b/c": file })))).toEqual(["target-changed", "target-added", "target-removed"]);
    expect(between((signed) => void (signed.targets["a.txt"] = { length: 1, hashes: { sha256: "00" }, custom: { b: [1], a: 2 } }))).toMatchObject([
      { kind: "target-changed", path: "a.txt", before: { custom: '{"a": 1, "b": [1]}' }, after: { lengthBytes: 1, custom: '{"a": 2, "b": [1]}' } },
    ]);
  });
});

describe("every field", () => {
  it("stands in the list once, with what is known of it and what became of it", () => {
    const rows = allFields(root((signed) => void Object.assign(signed, { version: 4, "x-odd": { deep: [1, { y: 2 }] } })), root((signed) => void (signed["gone"] = 1)));
    const row = (path: string) => rows.find((r) => r.path === path);
    expect(row("signed.version")).toEqual({ path: "signed.version", value: "4", known: true, changed: "changed", before: "3" });
    expect(row('signed["x-odd"].deep[1].y') ?? row("signed.x-odd.deep[1].y")).toMatchObject({ value: "2", known: false, changed: "added" });
    expect(row("signed.gone")).toEqual({ path: "signed.gone", value: "1", known: false, changed: "removed", before: "1" });
    expect(row("signed.keys.A.keyval.public")).toMatchObject({ known: true, changed: "same" });
    expect(new Set(rows.map((r) => r.path)).size).toBe(rows.length);
  });

  it("of a document without forerunner is new", () => expect(new Set(allFields(targets()).map((r) => r.changed))).toEqual(new Set(["added"])));
});

describe("the real chain", () => {
  const folder = "../shared/corpora/sigstore-roots";
  it.skipIf(!existsSync(folder))("of Sigstore gives what its table says, root by root (skipped: no ../shared)", () => {
    const roots = Array.from({ length: 15 }, (_, i) => parsed(readFileSync(`${folder}/${i + 1}.root.json`, "utf8")));
    const table = roots.slice(1).map((after, i) => {
      const changes = diffDocuments(roots[i] ?? after, after);
      const count = (test: (change: Change) => boolean): number => changes.filter(test).length;
      return {
        root: after.signed.version,
        left: count((c) => c.kind === "signer-leaves" && c.role === "root"),
        joined: count((c) => c.kind === "signer-joins" && c.role === "root"),
        newIds: count((c) => c.kind === "key-id-changed" && c.roles.includes("root")),
        alarms: count((c) => c.kind === "key-material-replaced" || c.kind === "label-reused"),
        byRule: count((c) => c.kind === "version" && c.byRule),
      };
    });
    const moved = new Map([[4, { left: 1, joined: 1 }], [13, { left: 1, joined: 1 }]]);
    const renamed = new Map([[5, 5], [9, 5], [10, 5]]);
    expect(table).toEqual(table.map(({ root }) => ({ root, left: 0, joined: 0, ...moved.get(root), newIds: renamed.get(root) ?? 0, alarms: 0, byRule: 1 })));
  });
});
