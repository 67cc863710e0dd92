import { createHash, createPublicKey } from "node:crypto";
import { publicKeyOf } from "../crypto/public-key.ts";
import type { Bytes } from "../lib/bytes.ts";
import { toHex } from "../lib/hex.ts";
import type { NamedBytes } from "../lib/named-bytes.ts";
import { addDays, instantFromMs, type UtcInstant } from "../lib/utc-instant.ts";
import { buildRoot, buildSnapshot, buildTargets, buildTimestamp, tufKey, type PlainDelegation, type PlainKey, type PlainMetaFile, type PlainRole, type PlainTargetFile } from "../tuf/edit/build-metadata.ts";
import { writeSignatures } from "../tuf/edit/replace-signatures.ts";
import type { PlainJson } from "../tuf/edit/write-json.ts";
import type { TopLevelRole } from "../tuf/model/ids.ts";
import { ALGORITHMS, isMlDsa, type KeyAlgorithm } from "../tuf/model/key-algorithm.ts";
import type { Metadata, Root } from "../tuf/model/metadata.ts";
import { isOfType, parseMetadata } from "../tuf/model/parse-metadata.ts";
import { binCount, binName } from "../tuf/graph/succinct.ts";
import { offerLayout } from "../dialects/offer-layout.ts";
import type { Origin, RepositoryFile } from "../tuf/repository/inventory.ts";
import { layoutOf } from "./corpora.ts";
import { makeMlDsaKey } from "./ml-dsa-keys.ts";
import { makeNodeKey, type NodeKey, type TestKey } from "./node-keys.ts";

/** A real key pair and the key object that stands for it in metadata. */
export interface SimKey {
  readonly plain: PlainKey;
  readonly node: TestKey;
}

export interface SimRole {
  keys: readonly SimKey[];
  threshold: number;
  /** Who signs it; the keys when undefined. */
  signers?: readonly SimKey[] | undefined;
  /** Further fields of the role. */
  extra?: Extra;
}

/** The content of a targets document. Whoever delegates to it decides the keys; here stands who really signs. */
export interface SimTargets {
  version: number;
  signers: readonly SimKey[];
  expires?: UtcInstant;
  targets: Record<string, PlainTargetFile>;
  delegations?: readonly SimDelegation[];
  succinct?: { readonly keys: readonly SimKey[]; readonly threshold: number; readonly bitLength: number; readonly namePrefix: string };
}

export interface SimDelegation extends Omit<PlainDelegation, "keys"> {
  readonly keys: readonly SimKey[];
}

type Extra = Readonly<Record<string, PlainJson | undefined>>;

export function simKey(algorithm: KeyAlgorithm = "ed25519", extra: Extra = {}): SimKey {
  const node = isMlDsa(algorithm) ? makeMlDsaKey(algorithm) : makeNodeKey(algorithm);
  return { node, plain: tufKey({ ...publicParts(node), extra }) };
}

export function simKeys(count: number): readonly SimKey[] {
  return Array.from({ length: count }, () => simKey());
}

/** The same key pair under another id, as metadata that was changed inside the key object would have it. */
export function underAnotherId(key: SimKey, extra: Extra = { "x-again": true }): SimKey {
  return { node: key.node, plain: tufKey({ ...publicParts(key.node), extra }) };
}

/** How the key stands in metadata. */
export function publicParts(key: TestKey | NodeKey): { readonly keytype: string; readonly scheme: string; readonly public: string } {
  const { keytype, scheme } = ALGORITHMS[key.material.algorithm];
  if (key.material.family === "ed25519") return { keytype, scheme, public: toHex(key.material.publicKey) };
  const pem = "privateKey" in key ? createPublicKey(key.privateKey).export({ type: "spki", format: "pem" }).toString() : publicKeyOf(key.material).pem;
  return { keytype, scheme, public: pem };
}

/** Writes the signatures of these keys into a document. */
export function signWith(metadata: Metadata, signers: readonly SimKey[]): Bytes {
  const byId = new Map(signers.map(({ plain, node }) => [plain.keyId, toHex(node.sign(metadata.signedBytes))]));
  return writeSignatures(metadata, [...byId].map(([keyId, sig]) => ({ keyId, sig }))).bytes;
}

/** The moment at which simulated repositories live; everything expires a year later unless a test says otherwise. */
export const SIM_NOW: UtcInstant = instantFromMs(Date.UTC(2030, 0, 1));

/**
 * A repository in memory with real keys. Fields are changed freely; nothing is served until it is published, and what
 * was published stays as it is, like files on a host.
 */
export class RepositorySimulator {
  readonly served: Map<string, Bytes> = new Map();
  readonly roles: Record<TopLevelRole, SimRole> = {
    root: { keys: simKeys(1), threshold: 1 },
    timestamp: { keys: simKeys(1), threshold: 1 },
    snapshot: { keys: simKeys(1), threshold: 1 },
    targets: { keys: simKeys(1), threshold: 1 },
  };
  readonly versions: Record<Exclude<TopLevelRole, "targets">, number> = { root: 0, timestamp: 0, snapshot: 0 };
  readonly expires: Partial<Record<TopLevelRole, UtcInstant>> = {};
  /** All targets roles, `targets` among them. */
  readonly content: Map<string, SimTargets> = new Map();
  /** What the next snapshot lists; filled by publishing targets. */
  readonly meta: Record<string, PlainMetaFile> = {};
  snapshotMeta: PlainMetaFile | undefined;
  consistentSnapshot = true;
  /** Whether entries of `meta` carry length and hashes. */
  metaHashes = false;
  rootExtra: Extra = {};
  private previousRootKeys: readonly SimKey[] = [];

  /** A repository whose first version of everything is out. */
  static published(change: (sim: RepositorySimulator) => void = () => undefined): RepositorySimulator {
    const sim = new RepositorySimulator();
    change(sim);
    sim.publishRoot();
    sim.update();
    return sim;
  }

  get top(): SimTargets {
    return this.targetsOf("targets", this.signersOf("targets"));
  }

  targetsOf(role: string, signers: readonly SimKey[]): SimTargets {
    const known = this.content.get(role);
    if (known !== undefined) return known;
    const fresh: SimTargets = { version: 0, signers, targets: {} };
    this.content.set(role, fresh);
    return fresh;
  }

  /** The next root, signed by its own root keys and by those of the root before it. */
  publishRoot(about: { readonly signers?: readonly SimKey[]; readonly version?: number; readonly fileVersion?: number } = {}): Metadata<Root> {
    const version = (this.versions.root = about.version ?? this.versions.root + 1);
    const root = buildRoot({
      version, expires: this.expiresOf("root"), consistentSnapshot: this.consistentSnapshot, extra: this.rootExtra,
      roles: {
        root: plainRole(this.roles.root), timestamp: plainRole(this.roles.timestamp), snapshot: plainRole(this.roles.snapshot), targets: plainRole(this.roles.targets),
      },
    });
    const signers = about.signers ?? [...this.previousRootKeys, ...this.signersOf("root")];
    this.previousRootKeys = this.roles.root.keys;
    return this.serve(`${about.fileVersion ?? version}.root.json`, signWith(root, signers), "root");
  }

  publishTargets(role = "targets"): void {
    const own = role === "targets" ? this.top : this.targetsOf(role, []);
    own.version++;
    const delegations = own.delegations?.map((delegation) => ({ ...delegation, keys: delegation.keys.map(({ plain }) => plain) }));
    const metadata = buildTargets({
      version: own.version, expires: own.expires ?? this.expiresOf("targets"), targets: own.targets,
      ...(delegations === undefined ? {} : { delegations }),
      ...(own.succinct === undefined ? {} : { extra: { delegations: succinctObject(own.succinct) } }),
    });
    const bytes = signWith(metadata, role === "targets" ? this.signersOf("targets") : own.signers);
    this.served.set(this.nameOf(role, own.version), bytes);
    this.meta[role] = this.metaFile(own.version, bytes);
  }

  publishSnapshot(): void {
    const version = ++this.versions.snapshot;
    const bytes = signWith(buildSnapshot({ version, expires: this.expiresOf("snapshot"), meta: this.meta }), this.signersOf("snapshot"));
    this.served.set(this.nameOf("snapshot", version), bytes);
    this.snapshotMeta = this.metaFile(version, bytes);
  }

  publishTimestamp(): void {
    const version = ++this.versions.timestamp;
    const timestamp = buildTimestamp({ version, expires: this.expiresOf("timestamp"), snapshot: this.snapshotMeta ?? { version: this.versions.snapshot } });
    this.served.set("timestamp.json", signWith(timestamp, this.signersOf("timestamp")));
  }

  /** New versions of all targets, then of snapshot and timestamp. */
  update(): void {
    this.publishTargets();
    for (const role of this.content.keys()) if (role !== "targets") this.publishTargets(role);
    this.publishSnapshot();
    this.publishTimestamp();
  }

  /** `count` delegations by hash prefix, or one to succinct bins, all bins with one key. */
  addBins(bitLength: number, how: "succinct" | "prefixes", key: SimKey = simKey()): void {
    const bins = { bitLength, namePrefix: "bin" };
    const names = Array.from({ length: binCount(bins) }, (_, i) => binName(bins, i));
    if (how === "succinct") this.top.succinct = { ...bins, keys: [key], threshold: 1 };
    else {
      const digits = Math.ceil(bitLength / 4);
      this.top.delegations = names.map((name, i) => ({ name, keys: [key], threshold: 1, terminating: false, pathHashPrefixes: [i.toString(16).padStart(digits, "0")] }));
    }
    for (const name of names) this.targetsOf(name, [key]);
  }

  /** Delegations of another role than `targets` to succinct bins. */
  addBinsTo(role: string, bitLength: number, key: SimKey): void {
    const bins = { bitLength, namePrefix: "bin" };
    const content = this.targetsOf(role, []);
    delete content.delegations;
    content.succinct = { ...bins, keys: [key], threshold: 1 };
    for (let i = 0; i < binCount(bins); i++) this.targetsOf(binName(bins, i), [key]);
  }

  /** Files as they lie at the repository's address. */
  publishedFiles(): readonly NamedBytes[] {
    return [...this.served].map(([path, bytes]) => ({ path, bytes }));
  }

  /** A checkout as tuf-on-ci keeps it: the newest of each role by name, every root in `root_history`. */
  workingFiles(): readonly NamedBytes[] {
    const newest = new Map<string, readonly [number, Bytes]>();
    const history: NamedBytes[] = [];
    for (const [path, bytes] of this.served) {
      const [, version, role] = /^(?:(\d+)\.)?(.+)\.json$/.exec(path) ?? [];
      if (role === undefined) throw new Error(`an unexpected name: ${path}`);
      if (role === "root") history.push({ path: `root_history/${path}`, bytes });
      if (Number(version ?? 0) >= (newest.get(role)?.[0] ?? 0)) newest.set(role, [Number(version ?? 0), bytes]);
    }
    return [...[...newest].map(([role, [, bytes]]) => ({ path: `${role}.json`, bytes })), ...history];
  }

  signersOf(role: TopLevelRole): readonly SimKey[] {
    return this.roles[role].signers ?? this.roles[role].keys;
  }

  /** A served root as it parses. */
  root(version: number): Metadata<Root> {
    const bytes = this.served.get(`${version}.root.json`);
    const parsed = bytes === undefined ? undefined : parseMetadata(bytes);
    if (parsed?.ok !== true || !isOfType(parsed.value, "root")) throw new Error(`no root ${version}`);
    return parsed.value;
  }

  private serve(name: string, bytes: Bytes, type: "root"): Metadata<Root> {
    this.served.set(name, bytes);
    const parsed = parseMetadata(bytes);
    if (!parsed.ok || !isOfType(parsed.value, type)) throw new Error("what was built does not parse");
    return parsed.value;
  }

  private expiresOf(role: TopLevelRole): UtcInstant {
    return this.expires[role] ?? addDays(SIM_NOW, 365);
  }

  private nameOf(role: string, version: number): string {
    return `${this.consistentSnapshot ? `${version}.` : ""}${encodeURIComponent(role)}.json`;
  }

  private metaFile(version: number, bytes: Bytes): PlainMetaFile {
    const digest = (name: string): string => createHash(name).update(bytes).digest("hex");
    return this.metaHashes ? { version, length: bytes.length, hashes: { sha256: digest("sha256"), sha512: digest("sha512") } } : { version };
  }
}

/** What the assessment takes, from files in either layout. */
export function offered(files: readonly NamedBytes[], origin: Origin = "opened"): readonly RepositoryFile[] {
  return offerLayout(layoutOf(files), origin);
}

function plainRole({ keys, threshold, extra = {} }: SimRole): PlainRole {
  return { keys: keys.map(({ plain }) => plain), threshold, extra };
}

function succinctObject({ keys, threshold, bitLength, namePrefix }: NonNullable<SimTargets["succinct"]>): Extra {
  return {
    keys: Object.fromEntries(keys.map(({ plain }) => [plain.keyId, plain.object])),
    succinct_roles: { keyids: keys.map(({ plain }) => plain.keyId), threshold, bit_length: bitLength, name_prefix: namePrefix },
  };
}
