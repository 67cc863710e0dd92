import { webCryptoVerifier } from "../../crypto/webcrypto-verifier.ts";
import { readName } from "../../dialects/layout.ts";
import type { Bytes } from "../../lib/bytes.ts";
import { toHex } from "../../lib/hex.ts";
import type { NamedBytes } from "../../lib/named-bytes.ts";
import { inParallel } from "../../sources/in-parallel.ts";
import type { OutletMessage } from "../../sources/outlets.ts";
import type { CanonicalBytes } from "../../tuf/json/canonical-json.ts";
import { JsonTape } from "../../tuf/json/json-tape.ts";
import { isTopLevelRole, type Digest } from "../../tuf/model/ids.ts";
import { LeafReader, type LeafFrame } from "../../tuf/model/leaf-targets.ts";
import type { LeafFacts } from "../../tuf/model/put-away.ts";
import { LeafWriter } from "../../tuf/targets/leaf-writer.ts";
import type { SignatureVerifier } from "../../tuf/verify/signature-verifier.ts";
import { TargetTableBuilder, type TargetTable } from "../../tuf/targets/target-table.ts";
import type { ShardApi, ShardLeaf, ShardOthers, ShardQuestions, ShardRow, TargetQuery } from "./shard-api.ts";

/** A table is closed from this size on: what it was filled in is let go, and searching goes through few of them. */
const ROWS_IN_A_TABLE = 1 << 14;
const DIGESTS_AT_ONCE = 16;
/** The platform has a thread for each core; what waits behind them only takes room. */
const VERIFIED_AT_ONCE = 16;
const ALGORITHMS = { sha256: "SHA-256", sha512: "SHA-512" } as const;

interface HeldLeaf {
  readonly path: string;
  /** Undefined once they were told: whoever asked has them. */
  facts: Omit<LeafFacts, "digest"> | undefined;
  /** With it the canonical form is written again from the table; undefined where only the bytes have it. */
  readonly frame: LeafFrame | undefined;
  readonly lengthBytes: number;
  readonly signedLengthBytes: number;
  /** Where the canonical form lies in the file's own bytes; undefined where the file is not compact. */
  readonly signedAt: number | undefined;
  /** Its targets: the place of their table in `tables`, and of this document among those of that table. */
  readonly table: number;
  readonly place: number;
  /** Undefined once they were let go. */
  bytes: Bytes | undefined;
  /** Of the canonical form. Undefined until it is made, and once it was told. */
  digest: Digest | undefined;
}

/** One worker's part of one repository. The buffers in which files come are its own from then on. */
export class Shard implements ShardApi {
  private readonly subtle: SubtleCrypto;
  private readonly clockMs: () => number;
  private readonly verifier: SignatureVerifier;
  private readonly reader: LeafReader = new LeafReader();
  private readonly leaves: HeldLeaf[] = [];
  private readonly notLeaves: NamedBytes[] = [];
  private readonly tables: TargetTable[] = [];
  /** First leaf of each table. */
  private readonly firstLeaf: number[] = [0];
  private builder: TargetTableBuilder = new TargetTableBuilder();
  private readonly tape: JsonTape = new JsonTape();
  private readonly digests: Promise<void>[] = [];
  private readonly undigested: { readonly held: HeldLeaf; readonly signedBytes: CanonicalBytes }[] = [];
  private digesting = 0;
  private parseMs = 0;
  private readonly ended: Promise<void>;
  private end: () => void = () => undefined;

  constructor(subtle: SubtleCrypto, clockMs: () => number) {
    this.subtle = subtle;
    this.clockMs = clockMs;
    this.verifier = webCryptoVerifier(subtle);
    this.ended = new Promise((resolve) => (this.end = resolve));
  }

  take(message: OutletMessage): void {
    const started = this.clockMs();
    if (message.kind === "end") this.finish();
    else for (const file of message.files) this.takeFile(file);
    this.parseMs += this.clockMs() - started;
  }

  async others(): Promise<ShardOthers> {
    await this.ended;
    await Promise.all(this.digests);
    return { files: this.notLeaves.splice(0), parseMs: this.parseMs };
  }

  async inventory(): Promise<readonly ShardLeaf[]> {
    return this.leaves.map((leaf): ShardLeaf => {
      const { path, facts, lengthBytes, signedLengthBytes, digest } = leaf;
      if (digest === undefined || facts === undefined) throw new Error("an inventory is taken once, when every leaf has its digest");
      leaf.facts = leaf.digest = undefined;
      return { ...facts, path, lengthBytes, signedLengthBytes, digest };
    });
  }

  async hashes(algorithms: readonly ("sha256" | "sha512")[]): Promise<readonly (readonly string[])[]> {
    return Promise.all(algorithms.map(async (algorithm) => {
      const hashes = this.leaves.map(() => "");
      await inParallel(this.leaves.entries(), DIGESTS_AT_ONCE, async ([i, { bytes }]) => {
        if (bytes === undefined) throw new Error("hashes of files are made before their bytes are let go");
        hashes[i] = toHex(new Uint8Array(await this.subtle.digest(ALGORITHMS[algorithm], bytes)));
      });
      return hashes;
    }));
  }

  async verify({ keys, leaves, keyOf, signatures }: ShardQuestions): Promise<readonly boolean[]> {
    const answers = leaves.map(() => false);
    const idle: LeafWriter[] = []; // each has room for the longest leaf that it wrote, and goes with the answers
    await inParallel(leaves.entries(), VERIFIED_AT_ONCE, async ([i, leaf]) => {
      const [key, signature, held] = [keys[keyOf[i] ?? -1], signatures[i], this.leaves[leaf]];
      if (key === undefined || signature === undefined || held === undefined) throw new Error("a question must be complete");
      answers[i] = await this.withSignedBytes(held, idle, (message) => this.verifier.verify(key, message, signature));
    });
    return answers;
  }

  async bytesOf(leaf: number): Promise<Bytes | undefined> {
    const bytes = this.leaves[leaf]?.bytes;
    return bytes === undefined ? undefined : new Uint8Array(bytes);
  }

  async letGo(): Promise<void> {
    const before = buffersOf(this.leaves);
    for (const leaf of this.leaves) if (leaf.frame !== undefined) leaf.bytes = undefined;
    const still = buffersOf(this.leaves);
    release([...before].filter((buffer) => !still.has(buffer)));
  }

  async search(query: TargetQuery, most: number): Promise<readonly ShardRow[]> {
    const found: ShardRow[] = [];
    this.tables.forEach((table, number) => {
      const left = most - found.length;
      if (left <= 0) return;
      const rows = query.kind === "path" ? table.withText(query.text, left) : table.withHash(query.digits, left);
      for (const row of rows) found.push(this.shown(table, number, row));
    });
    return found;
  }

  async find(leaf: number, path: string): Promise<ShardRow | undefined> {
    const { table, number, place } = this.tableOf(leaf);
    const row = table.find(path, place);
    return row < 0 ? undefined : this.shown(table, number, row);
  }

  private takeFile({ path, bytes }: NamedBytes): void {
    const name = path.slice(path.lastIndexOf("/") + 1);
    const leaf = name.endsWith(".json") && !isTopLevelRole(readName(name).roleInName) ? this.reader.read(bytes, this.builder) : undefined;
    if (leaf === undefined) {
      this.notLeaves.push({ path, bytes: bytes.slice() }); // it will be handed over, and leaves may lie in the same buffer
      return;
    }
    const { signedBytes, frame, ...facts } = leaf;
    const held: HeldLeaf = {
      path, facts, frame, bytes,
      digest: undefined,
      lengthBytes: bytes.length,
      signedLengthBytes: signedBytes.length,
      signedAt: signedBytes.buffer === bytes.buffer ? signedBytes.byteOffset - bytes.byteOffset : undefined,
      table: this.tables.length,
      place: this.builder.documents - 1,
    };
    this.leaves.push(held);
    this.undigested.push({ held, signedBytes });
    if (this.digesting < DIGESTS_AT_ONCE) this.digests.push(this.digestAll());
    if (this.builder.size >= ROWS_IN_A_TABLE) this.seal();
  }

  /** Few at a time: the platform copies what it is to hash, and thousands of copies would wait for their turn. */
  private async digestAll(): Promise<void> {
    this.digesting++;
    for (let next = this.undigested.shift(); next !== undefined; next = this.undigested.shift()) {
      next.held.digest = toHex(new Uint8Array(await this.subtle.digest("SHA-256", next.signedBytes))) as Digest; // what `sha256Digest` makes, by the platform
    }
    this.digesting--;
  }

  /** `use` has the bytes until it is done, and not longer: they may be written over. `idle`: writers that nobody uses. */
  private async withSignedBytes<T>(leaf: HeldLeaf, idle: LeafWriter[], use: (bytes: Uint8Array) => Promise<T>): Promise<T> {
    const { bytes, frame, signedAt, signedLengthBytes } = leaf;
    if (bytes !== undefined && signedAt !== undefined) return use(bytes.subarray(signedAt, signedAt + signedLengthBytes));
    if (frame !== undefined) {
      const writer = idle.pop() ?? new LeafWriter();
      try {
        const table = this.tables[leaf.table];
        if (table === undefined) throw new Error("signatures are checked once everything was read");
        return await use(writer.write(frame, table, leaf.place, signedLengthBytes));
      } finally {
        idle.push(writer);
      }
    }
    if (bytes === undefined || !this.tape.read(bytes)) throw new Error("what was read once can be read again");
    return use(this.tape.bytesOf(this.tape.member(0, "signed")));
  }

  private seal(): void {
    this.tables.push(this.builder.seal());
    this.firstLeaf.push(this.leaves.length);
  }

  private finish(): void {
    this.seal();
    this.builder = new TargetTableBuilder(); // the old one has grown
    this.end();
  }

  private tableOf(leaf: number): { readonly table: TargetTable; readonly number: number; readonly place: number } {
    const held = this.leaves[leaf];
    const table = held === undefined ? undefined : this.tables[held.table];
    if (held === undefined || table === undefined) throw new Error(`there is no leaf ${leaf} in this shard`);
    return { table, number: held.table, place: held.place };
  }

  private shown(table: TargetTable, number: number, row: number): ShardRow {
    const shown = table.row(row);
    return { ...shown, document: (this.firstLeaf[number] ?? 0) + shown.document };
  }
}

function buffersOf(leaves: readonly HeldLeaf[]): Set<ArrayBuffer> {
  return new Set(leaves.flatMap(({ bytes }) => (bytes === undefined ? [] : [bytes.buffer])));
}

/**
 * Their room is free at once. Left to the collector, which an idle worker seldom sees, it would be kept for minutes; and
 * to whoever a buffer was sent, the browser keeps hold of it even when it is transferred to nowhere by `transfer(0)`.
 */
function release(buffers: readonly ArrayBuffer[]): void {
  const { port1, port2 } = new MessageChannel();
  port2.close();
  port1.postMessage(undefined, [...buffers]);
  port1.close();
}
