import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { Redacted } from "./redacted.ts";

const secret = (): Uint8Array<ArrayBuffer> => new Uint8Array([0xde, 0xad, 0xbe, 0xef]);

describe("Redacted", () => {
  it("shows nothing in text, JSON, inspection or a message port", () => {
    const redacted = new Redacted(secret());
    expect(`${redacted.toString()} ${JSON.stringify({ redacted })} ${inspect(redacted)}`).not.toMatch(/222|173|de|190|beef/i);
    expect(Object.keys(structuredClone(redacted))).toEqual([]);
  });

  it("wipes the bytes after use, also when the use fails", async () => {
    for (const work of [async () => 1, () => Promise.reject(new Error("no"))]) {
      const bytes = secret();
      await new Redacted(bytes).useOnce(work).catch(() => undefined);
      expect([...bytes]).toEqual([0, 0, 0, 0]);
    }
  });

  it("opens once", async () => {
    const redacted = new Redacted(secret());
    expect(await redacted.useOnce(async (bytes) => bytes.length)).toBe(4);
    await expect(redacted.useOnce(async () => 0)).rejects.toThrow("used and wiped");
  });
});
