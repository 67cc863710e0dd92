import { createPublicKey, generateKeyPairSync, randomBytes } from "node:crypto";
import { ecdsaCurve, ecdsaFixedToDer } from "../crypto/ecdsa-signature.ts";
import { readName } from "../dialects/layout.ts";
import { utf8, type Bytes } from "../lib/bytes.ts";
import { toHex } from "../lib/hex.ts";
import type { NamedBytes } from "../lib/named-bytes.ts";
import { offerFile, type RepositoryFile } from "../tuf/repository/inventory.ts";
import type { TopLevelRole } from "../tuf/model/ids.ts";
import { ALGORITHMS, ECDSA, type EcdsaAlgorithm, type MlDsaAlgorithm } from "../tuf/model/key-algorithm.ts";
import { parseMetadata } from "../tuf/model/parse-metadata.ts";
import { makeMlDsaKey } from "./ml-dsa-keys.ts";
import { publicParts, RepositorySimulator, signWith, simKey, type SimKey } from "./repository-simulator.ts";

/** A document that was made to be slow to read: text that anyone may put where clients look. */
export interface HostileShape {
  readonly name: string;
  /** The role that it lies in place of. */
  readonly role: TopLevelRole;
  readonly bytes: Bytes;
}

/** A folder of files that were made to be slow together. */
export interface HostileFolder {
  readonly name: string;
  /** Paths tell nothing but the name: all of it lies in one place, however often a name comes again. */
  readonly files: readonly NamedBytes[];
}

/** What the parsers see most of: plain, valid, nothing odd. Every other shape is measured against it. */
export function plainTargets(size: number): HostileShape {
  const sha256 = "ab".repeat(32);
  return { name: "plain targets", role: "targets", bytes: targets({ targets: { ...fill(size, (i) => [`file-${i}.tar.gz`, { length: i, hashes: { sha256 } }]) } }) };
}

/** Units of `size`: bytes, about. */
export function hostileShapes(size: number): readonly HostileShape[] {
  const of = (role: TopLevelRole, shapes: Readonly<Record<string, () => Bytes>>): readonly HostileShape[] =>
    Object.entries(shapes).map(([name, make]) => ({ name, role, bytes: make() }));
  const big = (unit: string): string => unit.repeat(Math.ceil(size / unit.length));
  const nested = (depth: number): string => "[".repeat(depth) + "]".repeat(depth);
  const unread = (text: string): Bytes => rawTargets(`"targets":{},"x":${text}`);
  return [
    ...of("targets", {
      "one nest, far too deep": () => unread(nested(size / 2)),
      "nests as deep as they may be": () => unread(`[${list(size, () => nested(60))}]`),
      "empty lists": () => unread(`[${list(size, () => "[]")}]`),
      "one long key": () => unread(`{"${big("k")}":1}`),
      "many keys": () => unread(`{${list(size, (i) => `"k${i}":${i}`)}}`),
      "many keys that begin alike": () => unread(`{${list(size, (i) => `"${"k".repeat(500)}${i}":${i}`)}}`),
      "many keys that are numbers": () => unread(`{${list(size, (i) => `"${i * 65_536}":0`)}}`),
      "a string of short escapes": () => unread(`"${big("\\n")}"`),
      "a string of long escapes": () => unread(`"${big("\\u0041")}"`),
      "a string of surrogate escapes": () => unread(`"${big("\\ud83d\\ude00")}"`),
      "a string of quotes": () => unread(`"${big('\\"')}"`),
      "a string of high surrogates": () => unread(`"${big("\\ud83d")}"`),
      "many strings with one escape": () => unread(`[${list(size, () => '"\\n"')}]`),
      "one long number": () => unread(big("9")),
      "one long float": () => unread(`0.${big("9")}`),
      "many numbers": () => unread(`[${list(size, (i) => `${i}`)}]`),
      "white space": () => unread(big(" \n")),
      "an error at the end of one line": () => utf8(`[${list(size, () => "1")} x`),
      "an error after many lines": () => utf8(`[${list(size, () => "\n1")} x`),
      "empty signatures": () => targets({}, fillList(size, (i) => ({ keyid: `${i}`, sig: "" }))),
      "one signature of half a megabyte": () => targets({}, [{ keyid: "a", sig: "ab".repeat(size / 2) }]),
      "one role name of a megabyte": () => targets({ delegations: { keys: {}, roles: [role({ name: big("n") })] } }),
      "delegations by the thousand": () => targets({ delegations: { keys: {}, roles: fillList(size, (i) => role({ name: `r${i}`, paths: [] })) } }),
      "one delegation without end of key ids": () => targets({ delegations: { keys: {}, roles: [role({ name: "r", keyids: fillList(size, (i) => `k${i}`) })] } }),
      "one key id, repeated": () => targets({ delegations: { keys: {}, roles: [role({ name: "r", keyids: fillList(size, () => "k") })] } }),
      "delegations by the thousand to one huge unknown key": () => {
        const keys = { k: { keytype: "x", scheme: "x", keyval: {}, custom: "x".repeat(size / 2) } };
        return targets({ delegations: { keys, roles: fillList(size / 2, (i) => role({ name: `r${i}`, keyids: ["k"] })) } });
      },
      "hash prefixes": () => targets({ delegations: { keys: {}, roles: [role({ name: "r", paths: undefined, path_hash_prefixes: fillList(size, (i) => i.toString(16)) })] } }),
      "hash bins by the thousand": () => targets({ delegations: { keys: {}, roles: fillList(size, (i) => role({ name: `r-${i}`, paths: undefined, path_hash_prefixes: [i.toString(16)] })) } }),
      "as many succinct bins as there may be": () => targets({ delegations: { keys: {}, succinct_roles: { keyids: [], threshold: 1, bit_length: 32, name_prefix: "b" } } }),
      "succinct bins by the thousand": () => targets({ delegations: { keys: {}, succinct_roles: { keyids: [], threshold: 1, bit_length: 16, name_prefix: "b" } } }),
      "a pattern of stars": () => targets({ delegations: { keys: {}, roles: [role({ name: "r", paths: [big("*a")] })] } }),
      "many patterns of stars": () => targets({ delegations: { keys: {}, roles: [role({ name: "r", paths: fillList(size, () => "*a".repeat(100)) })] } }),
      "ed25519 keys": () => targets({ delegations: { keys: ed25519Keys(size), roles: [] } }),
      "ed25519 keys that are no points": () => targets({ delegations: { keys: fill(size, (i) => [`k${i}`, ed25519(randomBytes(32).toString("hex"))]), roles: [] } }),
      "one ed25519 key under many ids": () => {
        const one = freshEd25519();
        return targets({ delegations: { keys: fill(size, (i) => [`k${i}`, ed25519(one)]), roles: [] } });
      },
      "EC keys": () => targets({ delegations: { keys: fill(size, (i) => [`k${i}`, { keytype: "ecdsa", scheme: "ecdsa-sha2-nistp256", keyval: { public: `02${randomBytes(32).toString("hex")}` } }]), roles: [] } }),
      "one RSA key of a million bits": () => targets({ delegations: { keys: { k: rsa(rsaPem(Math.floor(size * 0.72), new Uint8Array([1, 0, 1]))) }, roles: [] } }),
      "PEM that never ends": () => targets({ delegations: { keys: { k: rsa(`-----BEGIN PUBLIC KEY-----\n${big("A \n")}`) }, roles: [] } }),
      "RSA keys": () => {
        const pem = generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey.export({ type: "spki", format: "pem" }).toString();
        return targets({ delegations: { keys: fill(size, (i) => [`k${i}`, rsa(pem)]), roles: [] } });
      },
    }),
    ...of("snapshot", {
      "wide meta": () => document("snapshot", { meta: { "targets.json": { version: 1 }, ...fill(size, (i) => [`r${i}.json`, { version: 1 }]) } }),
      "meta of bins": () => document("snapshot", { meta: { "targets.json": { version: 1 }, ...fill(size, (i) => [`b-${i.toString(16).padStart(4, "0")}.json`, { version: 1 }]) } }),
    }),
    ...of("timestamp", {
      "hashes of unknown kinds": () => document("timestamp", { meta: { "snapshot.json": { version: 1, hashes: fill(size, (i) => [`h${i}`, "00"]) } } }),
    }),
    ...of("root", {
      "unlisted key ids in every role": () => root({}, fillList(size, (i) => `k${i}`)),
      "extra roles": () => root({}, ["a"], fill(size, (i) => [`x${i}`, {}])),
      "ed25519 signers, each with a signature": () => {
        const keys = ed25519Keys(size / 2);
        const ids = Object.keys(keys);
        return root(keys, ids, {}, ids.map((keyid) => ({ keyid, sig: randomBytes(64).toString("hex") })));
      },
      "RSA signers with long exponents, each with a signature": () => {
        const keys = fill(size / 2, (i) => [`k${i}`, rsa(rsaPem(256, randomBytes(256).map((byte, at) => (at === 255 ? byte | 1 : byte))))]);
        const ids = Object.keys(keys);
        return root(keys, ids, {}, ids.map((keyid) => ({ keyid, sig: `00${randomBytes(255).toString("hex")}` })));
      },
      "RSA signers with long moduli, each with a signature": () => {
        const keys = fill(size / 2, (i) => [`k${i}`, rsa(rsaPem(2048, new Uint8Array([1, 0, 1])))]);
        const ids = Object.keys(keys);
        return root(keys, ids, {}, ids.map((keyid) => ({ keyid, sig: `00${randomBytes(2047).toString("hex")}` })));
      },
      ...Object.fromEntries((["ecdsa-p256", "ecdsa-p384", "ecdsa-p521"] as const).map((algorithm): [string, () => Bytes] => [
        `${algorithm} signers, compressed, each with a signature`,
        () => signersOf(size, ecdsaSigners(algorithm)),
      ])),
      ...Object.fromEntries((["ml-dsa-44", "ml-dsa-65", "ml-dsa-87"] as const).map((algorithm): [string, () => Bytes] => [
        `one ${algorithm} key, many ids, each with a signature of another text`,
        () => signersOf(size, mlDsaSigners(algorithm)),
      ])),
      "one ed25519 key, many ids, each with a signature": () => {
        const one = freshEd25519();
        const keys = fill(size / 2, (i) => [`k${i}`, ed25519(one)]);
        const ids = Object.keys(keys);
        return root(keys, ids, {}, ids.map((keyid) => ({ keyid, sig: randomBytes(64).toString("hex") })));
      },
    }),
  ];
}

/** Each a repository of small files, together about `size`. */
export function hostileFolders(size: number): readonly HostileFolder[] {
  return [
    { name: "a crowd of roots, and a crowd after them", files: crowdOfRoots(size) },
    { name: "one document in many files", files: oneDocumentManyFiles(size) },
    { name: "a chain of documents that all delegate to one with many signatures", files: manyDelegators(size) },
    { name: "a crowd of unreadable files", files: [...RepositorySimulator.published().publishedFiles(), ...fillList(size, (i) => i).map((i) => ({ path: `${i}.x.json`, bytes: utf8("{") }))] },
  ];
}

/** As if all of it lay in one folder, in which one name may stand more than once. */
export function offeredAsOne({ files }: HostileFolder): readonly RepositoryFile[] {
  return files.map(({ path, bytes }) => {
    const { roleInName, versionInName } = readName(path.slice(path.lastIndexOf("/") + 1));
    return offerFile(path, bytes, "opened", roleInName, versionInName);
  });
}

/** The document in its place in a repository, signed by those who may. Undefined when it cannot be read at all. */
export function repositoryAround(shape: HostileShape): readonly NamedBytes[] {
  const sim = RepositorySimulator.published();
  const parsed = parseMetadata(shape.bytes);
  const bytes = parsed.ok ? signWith(parsed.value, sim.roles[shape.role].keys) : shape.bytes;
  const path = { root: "2.root.json", timestamp: "timestamp.json", snapshot: "1.snapshot.json", targets: "1.targets.json" }[shape.role];
  return [...sim.publishedFiles().filter((file) => file.path !== path), { path, bytes }];
}

function crowdOfRoots(size: number): readonly NamedBytes[] {
  const sim = RepositorySimulator.published();
  const files: NamedBytes[] = [...sim.publishedFiles()];
  const each = size / 1200;
  for (let i = 0; i < each; i++) {
    for (const version of [2, 3]) files.push({ path: `fork${i}/${version}.root.json`, bytes: root({}, ["a"], {}, [], { version, i }) });
  }
  return files;
}

function oneDocumentManyFiles(size: number): readonly NamedBytes[] {
  const sim = RepositorySimulator.published();
  const files = sim.publishedFiles();
  const held = files.find(({ path }) => path === "1.targets.json");
  if (held === undefined) throw new Error("a repository has targets");
  const text = new TextDecoder().decode(held.bytes);
  const junk = (file: number): string => Array.from({ length: 40 }, (_, i) => `{"keyid":"${file}-${i}","sig":"${i}"}`).join(",");
  const copies = Math.ceil(size / (text.length + 1200));
  return [...files, ...Array.from({ length: copies }, (_, i) => ({ path: `${i}/1.targets.json`, bytes: utf8(text.replace(/"signatures": ?\[/, (start) => `${start}${junk(i)},`)) }))];
}

function manyDelegators(size: number): readonly NamedBytes[] {
  const key = simKey();
  const count = Math.ceil(size / 2 / 1400);
  const to = (name: string, keys: readonly SimKey[] = [key]): NonNullable<RepositorySimulator["top"]["delegations"]>[number] => ({ name, keys, threshold: 1, terminating: false, paths: ["*"] });
  const sim = RepositorySimulator.published((s) => {
    s.top.delegations = Array.from({ length: count }, (_, i) => to(`d${i}`));
    for (let i = 0; i < count; i++) s.targetsOf(`d${i}`, [key]).delegations = [to("wide")];
    s.targetsOf("wide", [key]);
  });
  return sim.publishedFiles().map(({ path, bytes }) => {
    if (path !== "1.wide.json") return { path, bytes };
    const parsed = parseMetadata(targets({}, fillList(size / 2, (i) => ({ keyid: `${i}`, sig: "0" }))));
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.fault));
    return { path, bytes: signWith(parsed.value, [key]) };
  });
}

const BASE = { spec_version: "1.0.34", version: 1, expires: "2031-01-01T00:00:00Z" };

function document(type: TopLevelRole, fields: object, signatures: readonly object[] = []): Bytes {
  return utf8(JSON.stringify({ signatures, signed: { _type: type, ...BASE, ...fields } }));
}

function targets(fields: object, signatures: readonly object[] = []): Bytes {
  return document("targets", { targets: {}, ...fields }, signatures);
}

function rawTargets(members: string): Bytes {
  return utf8(`{"signatures":[],"signed":{"_type":"targets","spec_version":"1.0.34","version":1,"expires":"2031-01-01T00:00:00Z",${members}}}`);
}

function root(keys: object, keyids: readonly string[], extra: object = {}, signatures: readonly object[] = [], fields: object = {}): Bytes {
  const one = { keyids, threshold: 1 };
  const other = { keyids: keyids.slice(0, 1), threshold: 1 };
  return document("root", { version: 2, consistent_snapshot: true, keys, roles: { root: one, timestamp: other, snapshot: other, targets: other, ...extra }, ...fields }, signatures);
}

function role(fields: object): object {
  return { keyids: [], threshold: 1, terminating: false, paths: ["*"], ...fields };
}

function ed25519(publicHex: string): object {
  return { keytype: "ed25519", scheme: "ed25519", keyval: { public: publicHex } };
}

function rsa(pem: string): object {
  return { keytype: "rsa", scheme: "rsassa-pss-sha256", keyval: { public: pem } };
}

/** A key that nobody made: any odd number with its highest bit set for a modulus. */
function rsaPem(modulusBytes: number, exponent: Uint8Array): string {
  const modulus = randomBytes(modulusBytes);
  modulus[0] = (modulus[0] ?? 0) | 0x80;
  modulus[modulusBytes - 1] = (modulus[modulusBytes - 1] ?? 0) | 1;
  const der = createPublicKey({ format: "jwk", key: { kty: "RSA", n: modulus.toString("base64url"), e: Buffer.from(exponent).toString("base64url") } }).export({ type: "spki", format: "pem" });
  return der.toString();
}

/** As many signers as fit, each listed and each with its signature. */
function signersOf(size: number, make: (i: number) => { readonly key: object; readonly sig: string }): Bytes {
  const made = fillList(size, (i) => ({ keyid: `k${i}`, ...make(i) }));
  return root(Object.fromEntries(made.map(({ keyid, key }) => [keyid, key])), made.map(({ keyid }) => keyid), {}, made.map(({ keyid, sig }) => ({ keyid, sig })));
}

/** Points of the curve, so that each has to be decompressed, with well-formed signatures of nothing. */
function ecdsaSigners(algorithm: EcdsaAlgorithm): (i: number) => { readonly key: object; readonly sig: string } {
  const { Point } = ecdsaCurve(algorithm);
  const { keytype, scheme } = ALGORITHMS[algorithm];
  let point = Point.BASE;
  return () => {
    point = point.add(Point.BASE);
    const fixed = randomBytes(2 * ECDSA[algorithm].fieldBytes).map((byte, at) => (at % ECDSA[algorithm].fieldBytes === 0 ? 0 : byte)); // below the order
    return { key: { keytype, scheme, keyval: { public: toHex(point.toBytes(true)) } }, sig: toHex(ecdsaFixedToDer(algorithm, fixed) ?? new Uint8Array()) };
  };
}

function mlDsaSigners(algorithm: MlDsaAlgorithm): (i: number) => { readonly key: object; readonly sig: string } {
  const key = makeMlDsaKey(algorithm);
  const { keytype, scheme, public: pem } = publicParts(key);
  return (i) => ({ key: { keytype, scheme, keyval: { public: pem } }, sig: toHex(key.sign(utf8(`text ${i}`))) });
}

function freshEd25519(): string {
  return generateKeyPairSync("ed25519").publicKey.export({ type: "spki", format: "der" }).subarray(12).toString("hex");
}

function ed25519Keys(size: number): Readonly<Record<string, object>> {
  return fill(size, (i) => [`k${i}`, ed25519(freshEd25519())]);
}

/** As many members as fit. */
function fill(size: number, make: (i: number) => readonly [string, unknown]): Readonly<Record<string, never>> {
  const out: [string, unknown][] = [];
  for (let length = 0, i = 0; length < size; i++) {
    const member = make(i);
    length += JSON.stringify(member).length;
    out.push([...member]);
  }
  return Object.fromEntries(out) as Readonly<Record<string, never>>; // spread into other objects only
}

function fillList<T>(size: number, make: (i: number) => T): readonly T[] {
  const out: T[] = [];
  for (let length = 0, i = 0; length < size; i++) {
    const item = make(i);
    length += JSON.stringify(item).length + 1;
    out.push(item);
  }
  return out;
}

function list(size: number, make: (i: number) => string): string {
  const out: string[] = [];
  for (let length = 0, i = 0; length < size; i++) {
    const item = make(i);
    length += item.length + 1;
    out.push(item);
  }
  return out.join(",");
}
