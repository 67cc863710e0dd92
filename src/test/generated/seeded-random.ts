import { createCipheriv, hash } from "node:crypto";
import type { Bytes } from "../../lib/bytes.ts";

/** Bytes that a seed decides: AES-256-CTR over nothing, which is as fast as the machine's own AES. */
export class SeededRandom {
  private readonly stream: ReturnType<typeof createCipheriv>;
  private static readonly BLOCK: Buffer = Buffer.alloc(1 << 20);
  private block: Buffer = Buffer.alloc(0);
  private at = 0;

  constructor(seed: string) {
    this.stream = createCipheriv("aes-256-ctr", seedBytes(seed), Buffer.alloc(16));
  }

  hex(lengthBytes: number): string {
    return this.take(lengthBytes).toString("hex");
  }

  /** Units: whole numbers from 0 up to, and without, `below`; the last bits lean a little towards the low ones. */
  below(below: number): number {
    return this.take(4).readUInt32LE() % below;
  }

  pick<T>(list: readonly [T, ...T[]]): T {
    return list[this.below(list.length)] ?? list[0];
  }

  private take(lengthBytes: number): Buffer {
    if (this.at + lengthBytes > this.block.length) {
      this.block = this.stream.update(SeededRandom.BLOCK);
      this.at = 0;
    }
    this.at += lengthBytes;
    return this.block.subarray(this.at - lengthBytes, this.at);
  }
}

/** Shape: 32 bytes. */
export function seedBytes(text: string): Bytes {
  return new Uint8Array(hash("sha256", text, "buffer"));
}
