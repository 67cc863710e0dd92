import { hash } from "node:crypto";
import { utf8 } from "../../lib/bytes.ts";
import { binName } from "../../tuf/graph/succinct.ts";
import type { PlainKey } from "../../tuf/edit/build-metadata.ts";
import { toJsonValue, writeJson, type PlainJson } from "../../tuf/edit/write-json.ts";
import { encodeCanonical } from "../../tuf/json/canonical-json.ts";
import { generatedKey, type GeneratedAlgorithm, type GeneratedKey } from "./generated-key.ts";
import { SeededRandom } from "./seeded-random.ts";

/** A repository in the shape that PEP 458 gives PyPI: targets → a chain of roles → `bins` → the hash bins. */
export interface RepositoryPlan {
  /** A power of two. */
  readonly bins: number;
  /** On average: a path's hash decides its bin. */
  readonly targetsPerBin: number;
  /** TAP 15 instead of a list of roles. */
  readonly succinct: boolean;
  readonly algorithm: GeneratedAlgorithm;
  /** Roles between `targets` and `bins`, each delegating everything to the next. */
  readonly chain: number;
  /** `indented`: as python-tuf writes it by default. `compact`: the canonical form. Both have sorted members. */
  readonly style: "compact" | "indented";
  readonly seed: string;
  readonly expires: string;
}

export const DEFAULT_PLAN: RepositoryPlan = { bins: 16_384, targetsPerBin: 60, succinct: false, algorithm: "ed25519", chain: 0, style: "compact", seed: "1", expires: "2036-01-01T00:00:00Z" };

export interface GeneratedFile {
  readonly path: string;
  readonly text: string;
}

type PlainObject = { readonly [name: string]: PlainJson };

/** Every path of the repository fits this, and so do the delegations above the bins. */
const EVERY_PATH = "packages/*/*/*";

/** The files of the repository, one after the other in the order of their names; the same plan always gives the same bytes. */
export function* generateRepository(plan: RepositoryPlan): Generator<GeneratedFile> {
  const bits = Math.log2(plan.bins);
  if (!Number.isInteger(bits) || bits < 1 || bits > 16) throw new RangeError("bins must be a power of two, from 2 to 65,536");
  const key = (name: string): GeneratedKey => generatedKey(plan.algorithm, plan.seed, name);
  const [root, targets, online] = [key("root"), key("targets"), key("online")];
  const write = (name: string, signed: PlainObject, by: GeneratedKey): GeneratedFile => ({ path: `metadata/${name}`, text: signedText(signed, by, plan.style) });
  const common = (type: string): PlainObject => ({ _type: type, expires: plan.expires, spec_version: "1.0.31", version: 1 });
  const chain = Array.from({ length: plan.chain }, (_, i) => `link-${i + 1}`);
  const above = [...chain, "bins"];
  const names = Array.from({ length: plan.bins }, (_, bin) => binName({ bitLength: bits, namePrefix: "bin" }, bin));

  const files: (() => GeneratedFile)[] = [
    () => write("1.root.json", { ...common("root"), consistent_snapshot: true, keys: keysObject(root, targets, online), roles: { root: roleObject(root), snapshot: roleObject(online), targets: roleObject(targets), timestamp: roleObject(online) } }, root),
    () => write("1.snapshot.json", { ...common("snapshot"), meta: Object.fromEntries(["targets", ...above, ...names].map((name) => [`${name}.json`, { version: 1 }])) }, online),
    () => write("timestamp.json", { ...common("timestamp"), meta: { "snapshot.json": { version: 1 } } }, online),
    ...["targets", ...chain].map((name, i) => () => write(`1.${name}.json`, { ...common("targets"), delegations: toNext(above[i] ?? "bins", targets), targets: {} }, targets)),
    () => write("1.bins.json", { ...common("targets"), delegations: plan.succinct ? succinctBins(bits, online) : listedBins(names, bits, online), targets: {} }, targets),
  ];
  for (const file of files) yield file();
  for (const [bin, content] of fillBins(plan, bits).entries()) yield write(`1.${names[bin]}.json`, inOrder({ ...common("targets"), targets: content }), online);
}

function inOrder(object: PlainObject): PlainObject {
  return Object.fromEntries(Object.entries(object).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function toNext(name: string, key: GeneratedKey): PlainObject {
  return { keys: keysObject(key), roles: [{ ...roleObject(key), name, paths: [EVERY_PATH], terminating: true }] };
}

function listedBins(names: readonly string[], bits: number, key: GeneratedKey): PlainObject {
  const digits = Math.ceil(bits / 4);
  const each = 16 ** digits / names.length;
  const prefixes = (bin: number): readonly string[] => Array.from({ length: each }, (_, i) => (bin * each + i).toString(16).padStart(digits, "0"));
  return { keys: keysObject(key), roles: names.map((name, bin) => ({ ...roleObject(key), name, path_hash_prefixes: prefixes(bin), terminating: true })) };
}

function succinctBins(bits: number, key: GeneratedKey): PlainObject {
  return { keys: keysObject(key), succinct_roles: { ...roleObject(key), bit_length: bits, name_prefix: "bin" } };
}

/** By bin, then by path: what each bin lists. */
function fillBins({ bins, targetsPerBin, seed }: RepositoryPlan, bits: number): readonly PlainObject[] {
  const random = new SeededRandom(`${seed} targets`);
  const content: [path: string, file: PlainObject][][] = Array.from({ length: bins }, () => []);
  for (let i = 0; i < bins * targetsPerBin; i++) {
    const path = targetPath(random, i);
    const bin = Number.parseInt(hash("sha256", path).slice(0, 8), 16) >>> (32 - bits);
    content[bin]?.push([path, { hashes: { sha256: random.hex(32) }, length: 1000 + random.below(5_000_000) }]);
  }
  return content.map((entries) => inOrder(Object.fromEntries(entries)));
}

const WORDS = ["async", "cloud", "data", "django", "flask", "graph", "http", "json", "lib", "ml", "num", "open", "py", "requests", "sci", "simple", "storage", "task", "test", "web"] as const;

/** No two are the same: the running number stands in each. */
function targetPath(random: SeededRandom, i: number): string {
  const [a, b] = [random.hex(1), random.hex(1)];
  const version = `${random.below(9)}.${random.below(30)}.${random.below(12)}`;
  return `packages/${a}/${b}/${random.pick(WORDS)}_${random.pick(WORDS)}${i}-${version}-py3-none-any.whl`;
}

function keysObject(...keys: readonly GeneratedKey[]): PlainObject {
  return Object.fromEntries(keys.map(({ plain }) => [plain.keyId, keyObject(plain)]));
}

function keyObject({ object }: PlainKey): PlainObject {
  return JSON.parse(JSON.stringify(object)) as PlainObject; // drops what is undefined, which is all that the types differ in
}

function roleObject({ plain }: GeneratedKey): PlainObject {
  return { keyids: [plain.keyId], threshold: 1 };
}

/** Both writers sort and are exact; a bin, which is plain ASCII with sorted names already, is its own canonical form. */
function signedText(signed: PlainObject, by: GeneratedKey, style: RepositoryPlan["style"]): string {
  const isBin = !("delegations" in signed) && signed["_type"] === "targets";
  const canonical = isBin ? utf8(JSON.stringify(signed)) : encodeCanonical(toJsonValue(signed));
  const document = { signatures: [{ keyid: by.plain.keyId, sig: by.sign(canonical) }], signed };
  if (isBin) return style === "compact" ? JSON.stringify(document) : JSON.stringify(document, undefined, 1);
  return writeJson(document, { indent: style === "compact" ? undefined : " ", colon: style === "compact" ? ":" : ": ", newline: "\n", gap: "" });
}
