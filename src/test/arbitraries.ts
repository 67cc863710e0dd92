import fc from "fast-check";
import { concatBytes, utf8, type Bytes } from "../lib/bytes.ts";
import type { PlainJson } from "../tuf/edit/write-json.ts";
import { RepositorySimulator, simKey } from "./repository-simulator.ts";

type JsonObject = { readonly [name: string]: PlainJson };

/** Names that a careless program would trip over. */
export const hostileName: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom("__proto__", "constructor", "toString", "hasOwnProperty", "", " ", ".", "..", "../../etc/passwd", "a/b", "%2e%2e", "%", "root", "targets", "root.json", "1.root", "CON", "a\u0000b", "\u202eelor", "\ud83c\udf7a", "\ufb33", "e\u0301", "2", "1", "-0"),
  fc.string({ unit: "binary", maxLength: 12 }),
);

export const hostilePattern: fc.Arbitrary<string> = fc.string({ unit: fc.constantFrom(..."*?[]!-^ab/\\{},.#+(|)"), maxLength: 40 });

/** Integers at the edges of what anybody holds, and plain ones. */
export const integer: fc.Arbitrary<number> = fc.oneof(fc.constantFrom(0, 1, -1, 2 ** 31, 2 ** 32, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER), fc.maxSafeInteger()).map((n) => n + 0); // no -0

const scalar: fc.Arbitrary<PlainJson> = fc.oneof(fc.constant(null), fc.boolean(), integer, hostileName, hostilePattern);

/** Any value of the JSON that TUF may use. */
export const tufJson: fc.Arbitrary<PlainJson> = fc.letrec<{ value: PlainJson }>((tie) => ({
  value: fc.oneof({ maxDepth: 5, withCrossShrink: true }, scalar, fc.array(tie("value"), { maxLength: 4 }), fc.dictionary(hostileName, tie("value"), { maxKeys: 4 })),
})).value;

/** How one value can be written: order of members, white space, escapes. Shape: two texts of one value. */
export const twoTexts: fc.Arbitrary<readonly [string, string]> = fc.tuple(tufJson, fc.infiniteStream(fc.nat(7)), fc.infiniteStream(fc.nat(7)))
  .map(([value, one, two]) => [writeLoosely(value, one), writeLoosely(value, two)]);

/** The same value in another text: each choice decides one thing about it. */
export function writeLoosely(value: PlainJson, choices: Iterator<number>): string {
  const choose = (): number => Number(choices.next().value ?? 0);
  const space = (): string => ["", "", " ", "\n", "\t", "\r\n", "  ", ""][choose()] ?? "";
  const text = (string: string): string => `"${[...string].map((c) => letter(c, choose())).join("")}"`;
  const write = (part: PlainJson | undefined): string => {
    if (typeof part === "string") return text(part);
    if (typeof part !== "object" || part === null) return String(part);
    if (Array.isArray(part)) return `[${space()}${part.map((item: PlainJson) => `${write(item)}${space()}`).join(`,${space()}`)}]`;
    const members = Object.entries(part).map(([name, member]) => ({ rank: choose(), text: `${text(name)}${space()}:${space()}${write(member)}${space()}` }));
    return `{${space()}${members.toSorted((a, b) => a.rank - b.rank).map((member) => member.text).join(`,${space()}`)}}`;
  };
  return `${space()}${write(value)}${space()}`;
}

function letter(char: string, choice: number): string {
  const escaped = [...char].flatMap((c) => Array.from({ length: c.length }, (_, i) => `\\u${c.charCodeAt(i).toString(16).padStart(4, "0")}`)).join("");
  if (choice === 0) return escaped;
  return /["\\\u0000-\u001f]/.test(char) ? JSON.stringify(char).slice(1, -1) : char;
}

/** A repository with one of everything: two roots, RSA and EC keys, both kinds of delegations, hashes. */
export const SEED: RepositorySimulator = RepositorySimulator.published((sim) => {
  const key = simKey("ecdsa-p256");
  sim.metaHashes = true;
  sim.roles.root = { keys: [simKey(), simKey("rsa-pss-sha256"), simKey("ecdsa-p384")], threshold: 2 };
  sim.top.targets["a/b.txt"] = { length: 3, hashes: { sha256: "00".repeat(32) }, custom: { any: [1, { x: null }] } };
  sim.top.delegations = [
    { name: "a", keys: [key], threshold: 1, terminating: false, paths: ["a/*", "*.txt"] },
    { name: "../b", keys: [key], threshold: 1, terminating: true, pathHashPrefixes: ["0", "ab"] },
  ];
  sim.targetsOf("a", [key]).succinct = { keys: [key], threshold: 1, bitLength: 2, namePrefix: "bin" };
  sim.targetsOf("../b", [key]);
});
SEED.roles.timestamp = { keys: [simKey()], threshold: 1 };
SEED.publishRoot();
SEED.publishTimestamp();

export const SEED_FILES: readonly { readonly path: string; readonly bytes: Bytes }[] = SEED.publishedFiles();
const seedBytes = fc.constantFrom(...SEED_FILES.map(({ bytes }) => bytes));

/** Bytes of one or more documents, flipped, cut, doubled, and run into each other. */
export const mutatedBytes: fc.Arbitrary<Bytes> = fc.tuple(seedBytes, fc.array(fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), how: fc.constantFrom("flip", "cut", "drop", "insert", "splice"), other: seedBytes, bytes: fc.uint8Array({ maxLength: 12 }), bit: fc.nat(7) }), { minLength: 1, maxLength: 4 }))
  .map(([seed, edits]) => edits.reduce<Bytes>((bytes, { at, how, other, bytes: inserted, bit }) => {
    const place = Math.floor(at * bytes.length);
    switch (how) {
      case "flip": return bytes.map((byte, i) => (i === place ? byte ^ (1 << bit) : byte));
      case "cut": return bytes.slice(0, place);
      case "drop": return concatBytes(bytes.subarray(0, place), bytes.subarray(place + inserted.length + 1));
      case "insert": return concatBytes(bytes.subarray(0, place), inserted, bytes.subarray(place));
      case "splice": return concatBytes(bytes.subarray(0, place), other.subarray(Math.floor(at * other.length)));
    }
  }, seed));

/** What may stand in place of a value: another type, an edge, a hostile text, or far too much of something. */
const replacement: fc.Arbitrary<PlainJson> = fc.oneof(
  tufJson,
  fc.constantFrom<PlainJson>("x".repeat(5000), "a".repeat(64), "00".repeat(32), "9".repeat(400), "2030-01-01T00:00:00Z", "2030-02-30T00:00:00Z", "+1"),
  fc.nat(200).map((depth) => Array.from({ length: depth }).reduce<PlainJson>((inner) => [inner], 0)),
  fc.nat(300).map((count) => Array.from({ length: count }, (_, i) => `k${i}`)),
  fc.nat(300).map((count) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, { keytype: "ed25519", scheme: "ed25519", keyval: { public: i.toString(16).padStart(64, "0") } }]))),
  fc.nat(200).map((count) => Array.from({ length: count }, (_, i) => ({ name: `r${i}`, keyids: [], threshold: 1, terminating: false, paths: ["*"] }))),
  fc.nat(300).map((count) => Array.from({ length: count }, (_, i) => ({ keyid: `k${i % 250}`, sig: i.toString(16) }))),
);

/** Documents near valid: members replaced, taken out, renamed, doubled in value, exchanged with others. */
export const nearMetadata: fc.Arbitrary<Bytes> = fc.tuple(seedBytes, fc.array(fc.record({ at: fc.nat(), with: fc.nat(), how: fc.constantFrom("replace", "replace", "remove", "rename", "exchange"), value: replacement, name: hostileName }), { minLength: 1, maxLength: 3 }))
  .map(([seed, edits]) => {
    let document = JSON.parse(new TextDecoder().decode(seed)) as PlainJson; // made here
    for (const { at, with: other, how, value, name } of edits) {
      const places = placesIn(document);
      const place = places[at % places.length];
      const second = places[other % places.length];
      if (place === undefined || second === undefined) continue;
      if (how === "exchange") {
        const [one, two] = [valueAt(document, place), valueAt(document, second)];
        document = changeAt(changeAt(document, place, () => ({ value: two })), second, () => ({ value: one }));
      } else document = changeAt(document, place, (before) => (how === "replace" ? { value } : how === "remove" ? undefined : { value: before, name }));
    }
    return utf8(JSON.stringify(document));
  });

type Path = readonly (string | number)[];

/** Every member and item below a value, as the way to it. */
export function placesIn(value: PlainJson | undefined, above: Path = []): readonly Path[] {
  if (typeof value !== "object" || value === null) return [];
  const inside: readonly (readonly [string | number, PlainJson | undefined])[] = Array.isArray(value) ? [...(value as readonly PlainJson[]).entries()] : Object.entries(value); // narrowed: a list
  return inside.flatMap(([name, member]) => [[...above, name], ...placesIn(member, [...above, name])]);
}

export function valueAt(value: PlainJson | undefined, path: Path): PlainJson {
  const [name, ...rest] = path;
  if (name === undefined) return value ?? null;
  return typeof value === "object" && value !== null ? valueAt((value as JsonObject)[name], rest) : null; // lists answer to numbers as objects do
}

/** A copy with one place changed; undefined takes it out, a name renames it. What is not there stays so. */
export function changeAt(value: PlainJson, path: Path, change: (before: PlainJson) => { readonly value: PlainJson; readonly name?: string } | undefined): PlainJson {
  const [name, ...rest] = path;
  if (name === undefined || typeof value !== "object" || value === null) return value;
  const step = (key: string | number, member: PlainJson | undefined): readonly (readonly [string, PlainJson])[] => {
    const before = member ?? null;
    if (String(key) !== String(name)) return [[String(key), before]];
    if (rest.length > 0) return [[String(key), changeAt(before, rest, change)]];
    const after = change(before);
    return after === undefined ? [] : [[after.name ?? String(key), after.value]];
  };
  if (Array.isArray(value)) return (value as readonly PlainJson[]).flatMap((item, i) => step(i, item).map(([, member]) => member)); // narrowed: a list
  return Object.fromEntries(Object.entries(value).flatMap(([key, member]) => step(key, member)));
}

/** Anything that could be offered as a file. */
export const anyFile: fc.Arbitrary<Bytes> = fc.oneof(
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }).map((bytes) => new Uint8Array(bytes)) },
  { weight: 1, arbitrary: tufJson.map((value) => utf8(JSON.stringify(value))) },
  { weight: 4, arbitrary: mutatedBytes },
  { weight: 4, arbitrary: nearMetadata },
);
