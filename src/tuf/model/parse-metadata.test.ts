import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { utf8 } from "../../lib/bytes.ts";
import { CORPORA, hasCorpora, readFolder } from "../../test/corpora.ts";
import { RepositorySimulator, simKey, simKeys, underAnotherId } from "../../test/repository-simulator.ts";
import type { FormatNote } from "./metadata.ts";
import { isOfType, parseMetadata, type DocumentFault } from "./parse-metadata.ts";

// A document as loose JSON, so that a test can break any part of it.
type Loose = { [name: string]: Loose } & { [index: number]: Loose } & unknown[] & string;

const sim = RepositorySimulator.published((s) => {
  s.metaHashes = true;
  const key = simKey("ecdsa-p256");
  s.targetsOf("a", [key]);
  s.top.targets["x/y.txt"] = { length: 3, hashes: { sha256: "00".repeat(32) }, custom: { any: 1 } };
  s.top.delegations = [
    { name: "a", keys: [key], threshold: 1, terminating: true, paths: ["x/*"] },
    { name: "b", keys: [key], threshold: 1, terminating: false, pathHashPrefixes: ["0", "1"] },
  ];
});
const FILES = { root: "1.root.json", timestamp: "timestamp.json", snapshot: "1.snapshot.json", targets: "1.targets.json" } as const;

function text(type: keyof typeof FILES): string {
  return new TextDecoder().decode(sim.served.get(FILES[type]));
}

function changed(type: keyof typeof FILES, change: (document: Loose) => void): ReturnType<typeof parseMetadata> {
  const document = JSON.parse(text(type)) as Loose; // of a shape that the test knows
  change(document);
  return parseMetadata(utf8(JSON.stringify(document, undefined, 1)));
}

function faultOf(result: ReturnType<typeof parseMetadata>): DocumentFault {
  if (result.ok) throw new Error("it parses");
  return result.fault;
}

function notesOf(result: ReturnType<typeof parseMetadata>): readonly FormatNote[] {
  if (!result.ok) throw new Error(JSON.stringify(result.fault));
  return result.value.notes;
}

/** Every member of every document that a client needs, and what is expected there. */
const REQUIRED: readonly (readonly [keyof typeof FILES, string, string])[] = [
  ["root", "signed._type", "a string"], ["root", "signed.spec_version", "a string"], ["root", "signed.version", "an integer of at least 1"], ["root", "signed.expires", "a string"],
  ["root", "signed.keys", "an object"], ["root", "signed.roles", "an object"], ["root", "signed.roles.root", "an object"], ["root", "signed.roles.timestamp", "an object"],
  ["root", "signed.roles.snapshot", "an object"], ["root", "signed.roles.targets", "an object"], ["root", "signed.roles.root.keyids", "a list"], ["root", "signed.roles.root.threshold", "an integer of at least 1"],
  ["root", "signatures[0].keyid", "a string"], ["root", "signatures[0].sig", "a string"],
  ["timestamp", "signed.meta", "an object"], ["timestamp", 'signed.meta["snapshot.json"]', "an object"], ["timestamp", 'signed.meta["snapshot.json"].version', "an integer of at least 1"],
  ["snapshot", "signed.meta", "an object"], ["snapshot", 'signed.meta["targets.json"]', "an entry for the top-level targets"], ["snapshot", 'signed.meta["a.json"].version', "an integer of at least 1"],
  ["targets", "signed.targets", "an object"], ["targets", 'signed.targets["x/y.txt"].length', "an integer of at least 0"], ["targets", 'signed.targets["x/y.txt"].hashes', "an object"],
  ["targets", "signed.delegations.keys", "an object"], ["targets", "signed.delegations.roles", "a list"], ["targets", "signed.delegations.roles[0].name", "a string"],
  ["targets", "signed.delegations.roles[1].keyids", "a list"], ["targets", "signed.delegations.roles[1].threshold", "an integer of at least 1"],
];

/** `signed.meta["a.json"].version` → its parent in the document, and the last name. */
function walk(document: Loose, path: string): readonly [Loose, string] {
  const names = [...path.matchAll(/\["([^"]+)"\]|\[(\d+)\]|([A-Za-z_]\w*)/g)].map((m) => m[1] ?? m[2] ?? m[3] ?? "");
  const last = names.pop() ?? "";
  return [names.reduce<Loose>((at, name) => at[name] as Loose, document), last]; // the paths above exist
}

describe("a required member", () => {
  it.each(REQUIRED)("of %s, %s, is missed under its path when it is absent", (type, path, expected) => {
    const fault = faultOf(changed(type, (document) => {
      const [parent, name] = walk(document, path);
      expect(parent[name]).toBeDefined();
      Reflect.deleteProperty(parent, name);
    }));
    expect(fault).toMatchObject({ kind: "field", path, expected, found: "nothing" });
  });

  it.each(REQUIRED)("of %s, %s, is refused on its own line when it is null", (type, path) => {
    let line = 0;
    const fault = faultOf(changed(type, (document) => {
      const [parent, name] = walk(document, path);
      Object.assign(parent, { [name]: null }); // no other null stands in these documents
      line = 1 + JSON.stringify(document, undefined, 1).split("\n").findIndex((l) => l.includes("null"));
    }));
    expect(fault).toMatchObject({ kind: "field", path, found: "null", line });
  });
});

describe("a value that a client must not take", () => {
  const first = (document: Loose): Loose => document["signed"]?.["delegations"]?.["roles"]?.[0] ?? document;
  it.each<readonly [string, keyof typeof FILES, (d: Loose) => void, object]>([
    ["threshold 0", "root", (d) => Object.assign(d["signed"]?.["roles"]?.["root"] ?? {}, { threshold: 0 }), { path: "signed.roles.root.threshold", found: "0" }],
    ["threshold -1", "targets", (d) => Object.assign(first(d), { threshold: -1 }), { path: "signed.delegations.roles[0].threshold", found: "-1" }],
    ["version 0", "root", (d) => Object.assign(d["signed"] ?? {}, { version: 0 }), { path: "signed.version", found: "0" }],
    ["a meta version 0", "timestamp", (d) => Object.assign(d["signed"]?.["meta"]?.["snapshot.json"] ?? {}, { version: 0 }), { found: "0" }],
    ["a negative length", "timestamp", (d) => Object.assign(d["signed"]?.["meta"]?.["snapshot.json"] ?? {}, { length: -1 }), { found: "-1" }],
    ["no hash in hashes", "targets", (d) => Object.assign(d["signed"]?.["targets"]?.["x/y.txt"] ?? {}, { hashes: {} }), { expected: "at least one hash" }],
    ["a hash that is no text", "snapshot", (d) => Object.assign(d["signed"]?.["meta"]?.["a.json"] ?? {}, { hashes: { sha256: 1 } }), { expected: "a string" }],
    ["a date that is none", "root", (d) => Object.assign(d["signed"] ?? {}, { expires: "not a date" }), { path: "signed.expires", found: '"not a date"' }],
    ["a day that does not exist", "root", (d) => Object.assign(d["signed"] ?? {}, { expires: "2023-02-29T00:00:00Z" }), { path: "signed.expires" }],
    ["consistent_snapshot as a word", "root", (d) => Object.assign(d["signed"] ?? {}, { consistent_snapshot: "true" }), { path: "signed.consistent_snapshot" }],
    ["terminating as a number", "targets", (d) => Object.assign(first(d), { terminating: 1 }), { path: "signed.delegations.roles[0].terminating" }],
    ["paths and prefixes both", "targets", (d) => Object.assign(first(d), { path_hash_prefixes: ["0"] }), { path: "signed.delegations.roles[0].paths", expected: "either paths or path_hash_prefixes, not both" }],
    ["one role name twice", "targets", (d) => Object.assign(first(d), { name: "b" }), { path: "signed.delegations.roles" }],
    ["an empty role name", "targets", (d) => Object.assign(first(d), { name: "" }), { path: "signed.delegations.roles[0].name" }],
    ...["root", "timestamp", "snapshot", "targets"].map((name) => [`the top-level name ${name} delegated`, "targets" as const, (d: Loose) => void Object.assign(first(d), { name }), { path: "signed.delegations.roles[0].name" }] as const),
    ["roles and succinct roles both", "targets", (d) => Object.assign(d["signed"]?.["delegations"] ?? {}, { succinct_roles: { keyids: [], threshold: 1, bit_length: 4, name_prefix: "x" } }), { path: "signed.delegations.succinct_roles" }],
    ["an entry beside the snapshot's in a timestamp", "timestamp", (d) => Object.assign(d["signed"]?.["meta"] ?? {}, { "root.json": { version: 1 } }), { expected: "nothing but snapshot.json" }],
    ["a snapshot entry without .json", "snapshot", (d) => Object.assign(d["signed"]?.["meta"] ?? {}, { other: { version: 1 } }), { expected: "a name that ends in .json" }],
    ["a key that is no object", "root", (d) => Object.assign(d["signed"]?.["keys"] ?? {}, { k: "key" }), { path: "signed.keys.k", found: '"key"' }],
    ["a signature that is no object", "root", (d) => d["signatures"]?.push("x"), { path: "signatures[1]" }],
    ["a key id on a signature that is no text", "root", (d) => Object.assign(d["signatures"]?.[0] ?? {}, { keyid: 1 }), { path: "signatures[0].keyid" }],
  ])("%s", (_, type, change, expected) => expect(faultOf(changed(type, change))).toMatchObject({ kind: "field", ...expected }));

  it.each([["a bit length of 0", 0, "an integer of at least 1"], ["a bit length of 33", 33, "at most 32"]])("%s", (_, bit_length, expected) => {
    const fault = faultOf(changed("targets", (d) => void Object.assign(d["signed"] ?? {}, { delegations: { keys: {}, succinct_roles: { keyids: [], threshold: 1, bit_length, name_prefix: "x" } } })));
    expect(fault).toMatchObject({ kind: "field", path: "signed.delegations.succinct_roles.bit_length", expected });
  });

  it.each(["2.0.0", "2.0", "1", "10.0.0", "1.0.0.0", "v1.0", "1.x", ""])("spec_version %j", (specVersion) => {
    expect(faultOf(changed("root", (d) => void Object.assign(d["signed"] ?? {}, { spec_version: specVersion })))).toEqual({ kind: "unsupported-spec-version", specVersion });
  });

  it("and takes spec_version 1.0 and 1.99.7", () => {
    for (const spec_version of ["1.0", "1.99.7"]) expect(changed("root", (d) => void Object.assign(d["signed"] ?? {}, { spec_version })).ok).toBe(true);
  });

  it.each([["a float", '"version": 1', '"version": 1.0', "json-number"], ["the same member twice", '"version": 1', '"version": 7, "version": 1', "json-duplicate-key"]])("%s for a version", (_, from, to, kind) => {
    const broken = text("root").replace(from, to);
    expect(broken).not.toBe(text("root"));
    expect(faultOf(parseMetadata(utf8(broken))).kind).toBe(kind);
  });

  it("a signature key id twice, an empty slot among them", () => {
    const fault = faultOf(changed("root", (d) => void d["signatures"]?.push({ keyid: d["signatures"]?.[0]?.["keyid"], sig: "" })));
    expect(fault).toMatchObject({ kind: "duplicate-signature", keyId: sim.roles.root.keys[0]?.plain.keyId });
  });

  it("an unknown _type", () => expect(faultOf(changed("root", (d) => void Object.assign(d["signed"] ?? {}, { _type: "mirrors" })))).toEqual({ kind: "unknown-type", type: "mirrors" }));
});

describe("a text that is empty", () => {
  it.each<readonly [string, keyof typeof FILES, (d: Loose) => void]>([
    ["is a key id like another on a signature", "root", (d) => d["signatures"]?.push({ keyid: "", sig: "00" })],
    ["is a hash that no file has", "snapshot", (d) => Object.assign(d["signed"]?.["meta"]?.["a.json"] ?? {}, { hashes: { sha256: "" } })],
    ["may stand before the numbers of bins", "targets", (d) => Object.assign(d["signed"] ?? {}, { delegations: { keys: {}, succinct_roles: { keyids: [], threshold: 1, bit_length: 1, name_prefix: "" } } })],
  ])("%s", (_, type, change) => expect(changed(type, change).ok).toBe(true));
});

describe("what is let pass is noted", () => {
  it("a date in another form, no consistent_snapshot, a further role", () => {
    const notes = notesOf(changed("root", (d) => {
      const signed = d["signed"] as Loose; // there in every document
      Object.assign(signed, { expires: "2031-01-01T00:00:00.5+01:00" });
      Reflect.deleteProperty(signed, "consistent_snapshot");
      Object.assign(signed["roles"] ?? {}, { mirrors: { keyids: [], threshold: 1 } });
    }));
    expect(notes.map(({ kind }) => kind).toSorted()).toEqual(["consistent-snapshot-missing", "date-form", "extra-role"]);
  });

  it("a delegation without terminating, and one that reaches nothing", () => {
    const notes = notesOf(changed("targets", (d) => {
      const role = d["signed"]?.["delegations"]?.["roles"]?.[0] as Loose; // there
      Reflect.deleteProperty(role, "terminating");
      Reflect.deleteProperty(role, "paths");
    }));
    expect(notes).toEqual([{ kind: "terminating-missing", role: "a" }, { kind: "scope-missing", role: "a" }]);
  });

  it("a role without keys, a threshold out of reach, a key that is not there, an id that stands twice, an empty slot", () => {
    const notes = notesOf(changed("root", (d) => {
      const roles = d["signed"]?.["roles"] as Loose; // there
      const keyId = roles["root"]?.["keyids"]?.[0];
      Object.assign(roles["timestamp"] ?? {}, { keyids: [] });
      Object.assign(roles["snapshot"] ?? {}, { threshold: 2 });
      Object.assign(roles["root"] ?? {}, { keyids: [keyId, keyId, "absent"] });
      d["signatures"]?.push({ keyid: "later", sig: "" });
    }));
    expect(notes).toEqual(expect.arrayContaining([
      { kind: "role-without-keys", role: "timestamp" }, { kind: "threshold-unreachable", role: "snapshot", threshold: 2, keys: 1 }, { kind: "key-not-listed", role: "root", keyId: "absent" },
      { kind: "key-id-repeated", role: "root", keyId: sim.roles.root.keys[0]?.plain.keyId }, { kind: "empty-signature-slot", keyId: "later" },
    ]));
  });

  it("one key under two ids, which reaches no threshold of two", () => {
    const [key = simKey()] = simKeys(1);
    const twice = new RepositorySimulator();
    twice.roles.root = { keys: [key, underAnotherId(key)], threshold: 2 };
    const { notes } = twice.publishRoot();
    expect(notes).toEqual([
      { kind: "same-key-twice", keyIds: [key.plain.keyId, underAnotherId(key).plain.keyId].toSorted() },
      { kind: "threshold-unreachable", role: "root", threshold: 2, keys: 1 },
    ]);
  });

  it("a key of a kind that nobody here knows, which never breaks the document", () => {
    const notes = notesOf(changed("root", (d) => void Object.assign(d["signed"]?.["keys"] ?? {}, { pq: { keytype: "ml-dsa", scheme: "ml-dsa-65/1", keyval: { public: "x" } } })));
    expect(notes).toEqual(expect.arrayContaining([expect.objectContaining({ kind: "unusable-key", keyId: "pq" }), expect.objectContaining({ kind: "key-id-not-hash", keyId: "pq", form: "opaque" })]));
  });
});

describe("a document", () => {
  it("keeps the order of delegated roles whose names look like numbers, and roles named like the machinery", () => {
    const names = ["b", "2", "1", "10", "__proto__", "constructor", "a/b", "../x"];
    const parsed = changed("targets", (d) => {
      const role = d["signed"]?.["delegations"]?.["roles"]?.[0] as Loose; // there
      Object.assign(d["signed"]?.["delegations"] ?? {}, { roles: names.map((name) => Object.assign({}, role, { name })) });
    });
    expect(parsed.ok && isOfType(parsed.value, "targets") && parsed.value.signed.delegations?.roles.map(({ name }) => name)).toEqual(names);
  });

  it("has a digest that any change inside signed changes, and no change of signatures or layout", () => {
    const digest = (result: ReturnType<typeof parseMetadata>): string => (result.ok ? result.value.digest : "");
    const before = digest(parseMetadata(utf8(text("root"))));
    expect(digest(changed("root", () => undefined))).toBe(before);
    expect(digest(changed("root", (d) => void d["signatures"]?.pop()))).toBe(before);
    const name = fc.string({ unit: "binary", minLength: 1, maxLength: 8 }).map((n) => `x-${n}`);
    const value = fc.oneof(fc.integer(), fc.string({ unit: "binary" }), fc.boolean(), fc.constant(null));
    const place = fc.constantFrom("signed", "signed.keys", "signed.roles.root", "signed.roles");
    fc.assert(fc.property(place, name, value, (where, member, content) => {
      const inside = changed("root", (d) => {
        const [parent, last] = walk(d, where);
        // A key and a role must be an object; elsewhere any value may stand.
        const wrapped = where === "signed.keys" ? { keytype: "k", scheme: "s", keyval: {}, content } : content;
        Object.assign(parent[last] ?? {}, { [member]: wrapped });
      });
      expect(digest(inside)).toMatch(/^[0-9a-f]{64}$/);
      expect(digest(inside)).not.toBe(before);
    }), { numRuns: 60 });
  });

  it("keeps unknown members of the envelope and of signatures out of the digest and in the tree", () => {
    const parsed = changed("root", (d) => {
      Object.assign(d, { "x-note": 1 });
      Object.assign(d["signatures"]?.[0] ?? {}, { bundle: {} });
    });
    expect(parsed.ok && [parsed.value.envelope.members.has("x-note"), parsed.value.signatures[0]?.node.members.has("bundle"), parsed.value.digest === sim.root(1).digest]).toEqual([true, true, true]);
  });
});

describe("the tree of a document", () => {
  it("is made again, the same, once the collector took it", async () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void; // there since the line above
    const parsed = parseMetadata(utf8(text("targets")));
    const tree = (): readonly unknown[] => (parsed.ok ? [parsed.value.envelope, parsed.value.signedNode, parsed.value.signaturesNode] : []);
    const before = structuredClone(tree());
    const taken = new WeakRef(tree()[0] as object); // every node is one
    await new Promise((resolve) => { setTimeout(resolve); });
    collect();
    expect(taken.deref()).toBeUndefined();
    expect(tree()).toEqual(before);
    expect(tree()[0]).toBe(tree()[0]);
  });
});

describe("a neighbouring format is called by its name", () => {
  it.each([
    ["notary", { signed: { _type: "Root" }, signatures: [] }],
    ["dsse", { payload: "", payloadType: "application/vnd.tuf+json", signatures: [] }],
    ["detached-signatures", [{ keyid: "a", sig: "b" }]],
    ["detached-signatures", { role: "root", signature: { keyid: "a", sig: "b" } }],
    ["rstuf-signing", { data: { metadata: { root: {} } }, message: "" }],
    ["rstuf-signing", { metadata: { root: {} } }],
    ["rstuf-ceremony", { settings: {}, metadata: {} }],
    ["go-tuf-keys", { encrypted: true, data: {} }],
    ["map-file", { repositories: {}, mapping: [] }],
    [undefined, { signed: {} }], [undefined, { signed: [], signatures: [] }], [undefined, []], [undefined, "root"], [undefined, 7], [undefined, {}],
  ])("%s", (looksLike, value) => expect(parseMetadata(utf8(JSON.stringify(value)))).toEqual({ ok: false, fault: { kind: "not-metadata", looksLike } }));

  it.skipIf(!hasCorpora)("as the answers and payloads of RSTUF are (skipped: no ../shared)", () => {
    const kinds = readFolder(`${CORPORA}/rstuf-payloads`).filter(({ path }) => path.endsWith(".json")).map(({ bytes }) => {
      const parsed = parseMetadata(bytes);
      return parsed.ok ? parsed.value.signed.type : parsed.fault.kind === "not-metadata" ? parsed.fault.looksLike : parsed.fault.kind;
    });
    expect(kinds).toContain("rstuf-signing");
    expect(kinds).toContain("rstuf-ceremony");
  });
});

describe("no input", () => {
  const seeds = Object.values(FILES).map((file) => sim.served.get(file) ?? new Uint8Array());

  it("makes the parser throw: not bytes at random", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void parseMetadata(new Uint8Array(bytes))), { numRuns: 500 });
  });

  it("makes it throw: not a document with bytes changed, cut or doubled", () => {
    const change = fc.record({ of: fc.constantFrom(...seeds), at: fc.nat(), remove: fc.nat(20), insert: fc.uint8Array({ maxLength: 8 }) });
    fc.assert(fc.property(change, ({ of, at, remove, insert }) => {
      const place = at % of.length;
      void parseMetadata(new Uint8Array([...of.subarray(0, place), ...insert, ...of.subarray(place + remove)]));
    }), { numRuns: 1000 });
  });

  it("makes it throw: not a document with any member replaced by any JSON", () => {
    const document = fc.constantFrom(...seeds).map((bytes) => JSON.parse(new TextDecoder().decode(bytes)) as Loose); // made here
    fc.assert(fc.property(document, fc.nat(), fc.jsonValue({ maxDepth: 2 }), (value, at, other) => {
      const places: (readonly [Loose, string])[] = [];
      const visit = (node: unknown): void => {
        if (typeof node !== "object" || node === null) return;
        for (const name of Object.keys(node)) {
          places.push([node as Loose, name]); // an object: asked above
          visit((node as Loose)[name]);
        }
      };
      visit(value);
      const [parent, name] = places[at % places.length] ?? [value, "signed"];
      parent[name] = other as Loose; // any JSON
      const parsed = parseMetadata(utf8(JSON.stringify(value)));
      if (parsed.ok) expect(parsed.value.digest).toHaveLength(64);
    }), { numRuns: 1500 });
  });
});
