import type { Bytes } from "./bytes.ts";

/**
 * Secret bytes with a short life: they show in no log, JSON text or error, are opened once, and are wiped afterwards
 * whatever happens. The maker hands the array over and must not keep it.
 */
export class Redacted {
  readonly #bytes: Bytes;
  #spent = false;

  constructor(bytes: Bytes) {
    this.#bytes = bytes;
  }

  /** Runs `work` on the bytes and wipes them when it settles. A second call is a defect and throws. */
  async useOnce<T>(work: (secret: Bytes) => Promise<T>): Promise<T> {
    if (this.#spent) throw new Error("this secret was used and wiped");
    this.#spent = true;
    try {
      return await work(this.#bytes);
    } finally {
      this.#bytes.fill(0);
    }
  }

  toString(): string {
    return "[redacted]";
  }

  toJSON(): string {
    return "[redacted]";
  }
}
