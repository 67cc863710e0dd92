import type { NameParts } from "../../dialects/layout.ts";
import type { Bytes } from "../../lib/bytes.ts";
import { toHex } from "../../lib/hex.ts";
import type { NamedBytes } from "../../lib/named-bytes.ts";
import type { KeyMaterial } from "../../tuf/model/key.ts";
import { PutAwayTargets, type FileAway, type SignedAway } from "../../tuf/model/put-away.ts";
import { offerParsed, offerPutAway, type Origin, type RepositoryFile } from "../../tuf/repository/inventory.ts";
import { isOfType, parseMetadata } from "../../tuf/model/parse-metadata.ts";
import type { ShardApi, ShardLeaf, ShardRow, TargetQuery } from "./shard-api.ts";

interface ParsedFile extends NamedBytes {
  readonly parsed: RepositoryFile["parsed"];
}

/** Hex, of files: by algorithm, shard and leaf. */
type FileHashes = ReadonlyMap<"sha256" | "sha512", readonly (readonly string[])[]>;

/** A file of a large repository: here with its bytes, or a leaf in a shard. */
export type ShardedFile = ParsedFile & { readonly leaf?: undefined } | { readonly path: string; readonly leaf: LeafPlace };

export interface LeafPlace {
  readonly shard: number;
  readonly number: number;
  readonly facts: ShardLeaf;
}

/** Answers that were true at an earlier opening. Shape of an entry: what `questionText` gives. */
export interface KnownAnswers {
  has(question: string): boolean;
}

export interface Progress {
  readonly done: number;
  readonly of: number;
}

/** A question that was not sent yet, and whoever waits for its answer. */
interface Waiting {
  readonly leaf: LeafPlace;
  readonly key: KeyMaterial;
  readonly signature: Uint8Array;
  /** Shape: what `questionText` gives. */
  readonly question: string;
  readonly answer: (is: boolean) => void;
  readonly fail: (error: unknown) => void;
}

/** Signatures in one message to a shard. */
const BATCH = 128;

/** A large repository as its coordinator sees it: the few documents that decide, and leaves that answer from their shards. */
export class ShardedFiles {
  readonly parseMs: number;
  /** Every question that was answered with yes, here or before. */
  readonly verified: Set<string> = new Set();
  /** Questions under way, and those that were answered with no: thousands are answered with yes, and kept as text alone. */
  private readonly asked = new Map<string, Promise<boolean>>();
  private readonly shards: readonly ShardApi[];
  /** By shard. */
  private readonly waiting: Waiting[][];
  private readonly hashes: FileHashes;
  private readonly leaves: ReadonlyMap<string, LeafPlace>;
  /** What is no leaf, with its bytes. */
  private readonly others: readonly ParsedFile[];
  /** Of files, by shard and leaf. */
  private readonly paths: readonly (readonly string[])[];
  private scheduled = false;
  private stopped = false;
  private answered = 0;
  /** Answers of an earlier opening. Those that are asked for again go over into `verified`. */
  known: KnownAnswers = new Set();
  onProgress: (progress: Progress) => void = () => undefined;

  private constructor(shards: readonly ShardApi[], leaves: readonly LeafPlace[], others: readonly ParsedFile[], hashes: FileHashes, parseMs: number) {
    this.shards = shards;
    this.others = others;
    this.hashes = hashes;
    this.parseMs = parseMs;
    this.waiting = shards.map(() => []);
    this.leaves = new Map(leaves.map((leaf) => [leaf.facts.path, leaf]));
    const paths = shards.map((): string[] => []);
    for (const { shard, number, facts } of leaves) {
      const own = paths[shard];
      if (own !== undefined) own[number] = facts.path;
    }
    this.paths = paths;
  }

  /**
   * Waits for the last file. `letGo`: bytes that are not needed any more go before the leaves come, which need room of
   * their own; whoever wants them later reads them again.
   */
  static async gather(shards: readonly ShardApi[], letGo: boolean): Promise<ShardedFiles> {
    const gathered = await Promise.all(shards.map((shard) => shard.others()));
    const others = gathered.flatMap(({ files }) => files.map((file): ParsedFile => ({ ...file, parsed: parseMetadata(file.bytes) })));
    const algorithms = algorithmsIn(others);
    const made = algorithms.length === 0 ? [] : await Promise.all(shards.map((shard) => shard.hashes(algorithms)));
    if (letGo) await Promise.all(shards.map((shard) => shard.letGo()));
    const inventories = await Promise.all(shards.map((shard) => shard.inventory()));
    const leaves = inventories.flatMap((facts, shard) => facts.map((one, number): LeafPlace => ({ shard, number, facts: one })));
    const hashes = new Map(algorithms.map((algorithm, i) => [algorithm, made.map((lists) => lists[i] ?? [])]));
    return new ShardedFiles(shards, leaves, others, hashes, Math.max(0, ...gathered.map(({ parseMs }) => parseMs)));
  }

  /** By their paths, as every reader gives them. */
  files(): readonly ShardedFile[] {
    const leaves = [...this.leaves].map(([path, leaf]): ShardedFile => ({ path, leaf }));
    return [...this.others, ...leaves].sort((a, b) => (a.path < b.path ? -1 : Number(a.path > b.path)));
  }

  /** The files as the assessment takes them, in their order. */
  offer(files: readonly (ShardedFile & NameParts)[], origin: Origin): readonly RepositoryFile[] {
    return files.map((file): RepositoryFile => {
      const { path, roleInName, versionInName } = file;
      if (file.leaf === undefined) return offerParsed(file, origin, roleInName, versionInName);
      const away = { file: new FileOfLeaf(file.leaf, this.hashes), signed: new SignedOfLeaf(file.leaf, this) };
      return offerPutAway(path, new PutAwayTargets(file.leaf.facts, away), origin, roleInName, versionInName);
    });
  }

  /** Undefined where they are not kept. */
  async bytesAt(path: string): Promise<Bytes | undefined> {
    const leaf = this.leaves.get(path);
    return leaf === undefined ? this.others.find((file) => file.path === path)?.bytes : this.shardOf(leaf.shard).bytesOf(leaf.number);
  }

  /** Rows, and the path of the file that each stands in. */
  async search(query: TargetQuery, most: number): Promise<readonly { readonly row: ShardRow; readonly path: string }[]> {
    const found = await Promise.all(this.shards.map((shard) => shard.search(query, most)));
    return found.flatMap((rows, shard) => rows.map((row) => ({ row, path: this.paths[shard]?.[row.document] ?? "" })));
  }

  leafAt(path: string): LeafPlace | undefined {
    return this.leaves.get(path);
  }

  find({ shard, number }: LeafPlace, path: string): Promise<ShardRow | undefined> {
    return this.shardOf(shard).find(number, path);
  }

  /** Everything that is still to be answered fails, and nothing new is asked. */
  stop(): void {
    this.stopped = true;
    for (const list of this.waiting) for (const { fail } of list.splice(0)) fail(new Error("judging was stopped"));
  }

  /** Does this signature of the leaf verify? Each is checked once: many roles may delegate to the same leaf. */
  async verify(leaf: LeafPlace, key: KeyMaterial, signature: Uint8Array): Promise<boolean> {
    if (this.stopped) throw new Error("judging was stopped");
    const question = questionText(leaf.facts.digest, key, signature);
    if (this.verified.has(question) || this.known.has(question)) {
      this.verified.add(question);
      return true;
    }
    const asked = this.asked.get(question);
    if (asked !== undefined) return asked;
    const answer = this.ask(leaf, key, signature, question);
    this.asked.set(question, answer);
    let isNo = false;
    try {
      isNo = !(await answer);
    } finally {
      if (!isNo) this.asked.delete(question); // it is in `verified` by now, or nobody answered
    }
    return !isNo;
  }

  private ask(leaf: LeafPlace, key: KeyMaterial, signature: Uint8Array, question: string): Promise<boolean> {
    return new Promise((answer, fail) => {
      this.waiting[leaf.shard]?.push({ leaf, key, signature, question, answer, fail });
      if (this.scheduled) return;
      this.scheduled = true;
      queueMicrotask(() => {
        this.scheduled = false;
        void Promise.all(this.shards.map((_, shard) => this.drain(shard)));
      });
    });
  }

  /** Two batches under way in each shard, so that it never waits for the next. */
  private async drain(shard: number): Promise<void> {
    const lane = async (): Promise<void> => {
      for (let batch = this.waiting[shard]?.splice(0, BATCH) ?? []; batch.length > 0; batch = this.waiting[shard]?.splice(0, BATCH) ?? []) {
        const keys = [...new Set(batch.map(({ key }) => key))];
        const places = new Map(keys.map((key, i) => [key, i]));
        try {
          const answers = await this.shardOf(shard).verify({ keys, leaves: batch.map(({ leaf }) => leaf.number), keyOf: batch.map(({ key }) => places.get(key) ?? -1), signatures: batch.map(({ signature }) => signature) });
          if (this.stopped) throw new Error("judging was stopped");
          batch.forEach(({ answer, question }, i) => {
            if (answers[i] === true) this.verified.add(question);
            answer(answers[i] === true);
          });
        } catch (error) {
          for (const { fail } of batch) fail(error);
        }
        this.answered += batch.length;
        this.onProgress({ done: this.answered, of: this.answered + this.waiting.reduce((sum, list) => sum + list.length, 0) });
      }
    };
    await Promise.all([lane(), lane()]);
  }

  private shardOf(number: number): ShardApi {
    const shard = this.shards[number];
    if (shard === undefined) throw new Error(`there is no shard ${number}`);
    return shard;
  }
}

/** Of classes, not closures: there are thousands of each. */
class FileOfLeaf implements FileAway {
  private readonly leaf: LeafPlace;
  private readonly hashes: FileHashes;

  constructor(leaf: LeafPlace, hashes: FileHashes) {
    this.leaf = leaf;
    this.hashes = hashes;
  }

  get length(): number {
    return this.leaf.facts.lengthBytes;
  }

  hash(algorithm: "sha256" | "sha512"): string {
    const hash = this.hashes.get(algorithm)?.[this.leaf.shard]?.[this.leaf.number];
    if (hash === undefined) throw new Error(`nobody said that ${algorithm} of files would be asked for`);
    return hash;
  }
}

class SignedOfLeaf implements SignedAway {
  private readonly leaf: LeafPlace;
  private readonly shards: ShardedFiles;

  constructor(leaf: LeafPlace, shards: ShardedFiles) {
    this.leaf = leaf;
    this.shards = shards;
  }

  get length(): number {
    return this.leaf.facts.signedLengthBytes;
  }

  verify(key: KeyMaterial, signature: Uint8Array): Promise<boolean> {
    return this.shards.verify(this.leaf, key, signature);
  }
}

/** Everything that an answer depends on. Not the fingerprint alone: a point off the curve can share the coordinate that it holds. */
function questionText(digest: string, key: KeyMaterial, signature: Uint8Array): string {
  return `${digest} ${key.fingerprint} ${"point" in key ? toHex(key.point) : ""} ${toHex(signature)}`;
}

/** Hashes of files that some snapshot here lists. */
function algorithmsIn(files: readonly ParsedFile[]): readonly ("sha256" | "sha512")[] {
  const listed = new Set<string>();
  for (const { parsed } of files) {
    if (!parsed.ok || !isOfType(parsed.value, "snapshot")) continue;
    for (const { hashes } of parsed.value.signed.meta.values()) for (const algorithm of hashes?.keys() ?? []) listed.add(algorithm);
  }
  return (["sha256", "sha512"] as const).filter((algorithm) => listed.has(algorithm));
}
