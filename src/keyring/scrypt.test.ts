import { scryptSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { utf8 } from "../lib/bytes.ts";
import { chooseCost, scryptCost, scryptKdf } from "./scrypt.ts";

const SALT = utf8("a salt of thirty-two bytes......");

describe("the derivation", () => {
  it("is scrypt as OpenSSL computes it, at several costs", async () => {
    const kdf = scryptKdf(() => 0);
    for (const { n, r, p } of [scryptCost(2, 1, 1), scryptCost(256, 8, 1), scryptCost(1024, 8, 4), scryptCost(2 ** 14, 8, 1)]) {
      const derived = await kdf.derive(utf8("passphrase"), SALT, scryptCost(n, r, p), {});
      expect(derived.ok && Buffer.from(derived.value).toString("hex")).toBe(scryptSync("passphrase", SALT, 32, { N: n, r, p, maxmem: 2 ** 27 }).toString("hex"));
    }
  });

  it("runs one at a time, in the order of asking", async () => {
    const kdf = scryptKdf(() => 0);
    const ended: string[] = [];
    await Promise.all([
      kdf.derive(utf8("a"), SALT, scryptCost(2 ** 13, 8, 1), {}).then(() => ended.push("long")),
      kdf.derive(utf8("b"), SALT, scryptCost(2, 8, 1), { onProgress: () => expect(ended).toEqual(["long"]) }).then(() => ended.push("short")),
    ]);
    expect(ended).toEqual(["long", "short"]);
  });

  it("stops soon after it is cancelled, while others may go on", async () => {
    const kdf = scryptKdf(() => 0);
    const stop = new AbortController();
    let last = 0;
    const cancelled = kdf.derive(utf8("a"), SALT, scryptCost(2 ** 15, 8, 1), { signal: stop.signal, onProgress: (fraction) => { last = fraction; if (fraction > 0.1) stop.abort(); } });
    const next = kdf.derive(utf8("b"), SALT, scryptCost(256, 8, 1), {});
    expect(await cancelled).toEqual({ ok: false, fault: { kind: "cancelled" } });
    expect(last).toBeLessThan(0.2);
    expect((await next).ok).toBe(true);
  });

  it("says when the memory is not to be had", async () => {
    const tooMuch = scryptCost(2 ** 26, 8, 1); // 64 GiB
    expect(await scryptKdf(() => 0).derive(utf8("a"), SALT, tooMuch, {})).toEqual({ ok: false, fault: { kind: "kdf-memory", memoryBytes: tooMuch.memoryBytes } });
  });
});

describe("the cost of a new key", () => {
  it("is at least what OWASP asks for, and grows with the machine up to 256 MiB", () => {
    const [slow, middling, fast] = [5000, 40, 1].map(chooseCost);
    expect(slow).toEqual({ n: 2 ** 17, r: 8, p: 1, memoryBytes: 2 ** 27 });
    expect(middling).toEqual({ n: 2 ** 17, r: 8, p: 1, memoryBytes: 2 ** 27 });
    expect(fast).toEqual({ n: 2 ** 18, r: 8, p: 1, memoryBytes: 2 ** 28 });
  });

  it("is measured once, on this machine", async () => {
    let read = 0;
    const kdf = scryptKdf(() => (read++ % 2 === 0 ? 0 : 10));
    expect(await kdf.sealCost()).toEqual({ n: 2 ** 18, r: 8, p: 1, memoryBytes: 2 ** 28 });
    await kdf.sealCost();
    expect(read).toBe(2);
  });

  it("of a backup is one that OpenSSL opens: within its 32 MiB, and the work of three times what OWASP asks for there", () => {
    const { n, r, p, memoryBytes } = scryptKdf(() => 0).backupCost;
    expect(memoryBytes).toBeLessThan(32 * 2 ** 20);
    expect({ n, r }).toEqual({ n: 2 ** 14, r: 8 });
    expect(p).toBeGreaterThanOrEqual(3 * 5);
  });
});
