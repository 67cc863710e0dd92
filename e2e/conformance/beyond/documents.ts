import { expect } from "vitest";
import { simKey, simKeys, underAnotherId, type SimKey } from "../../../src/test/repository-simulator.ts";
import { tufKey } from "../../../src/tuf/edit/build-metadata.ts";
import type { KeyId } from "../../../src/tuf/model/ids.ts";
import type { KeyAlgorithm } from "../../../src/tuf/model/key-algorithm.ts";
import type { Bench, EditedDocument } from "../bench.ts";
import type { CaseOf } from "../cases.ts";
import type { Case } from "../conformance.ts";
import { resign } from "./support.ts";

/** Snapshot signed by these, of which so many are needed; what a client that knows root 1 says. */
async function snapshotBy(bench: Bench, keys: readonly SimKey[], threshold: number, signers: readonly SimKey[] = keys): Promise<number | null> {
  bench.sim.roles.snapshot = { keys, threshold, signers };
  bench.publish("root", "snapshot", "timestamp");
  await bench.init();
  return bench.client.refresh();
}

function goodAndBad(algorithm: KeyAlgorithm, sign: (key: SimKey) => SimKey = (key) => key): Case {
  return async (bench) => {
    const key = sign(simKey(algorithm));
    expect(await snapshotBy(bench, [key], 1)).toBe(0);
    bench.publish("snapshot", "timestamp");
    const bad = Buffer.from(key.node.sign(new Uint8Array([1, 2, 3]))).toString("hex");
    bench.edit("3.snapshot.json", ({ signatures }) => signatures.forEach((entry) => (entry.sig = bad)));
    expect(await bench.client.refresh()).toBe(1);
    expect(bench.client.trusted()).toContain("snapshot 2");
  };
}

/** The timestamp changed under a good signature: refused, and the next good one is taken. */
async function expectTimestampRefused(bench: Bench, change: (signed: EditedDocument["signed"]) => void, then?: (text: string) => string): Promise<void> {
  bench.publish("timestamp");
  const good = bench.served("timestamp.json");
  resign(bench, "timestamp.json", bench.sim.signersOf("timestamp"), change, then);
  const before = bench.client.trusted();
  expect(await bench.client.refresh()).toBe(1);
  expect(bench.client.trusted()).toBe(before);
  bench.sim.served.set("timestamp.json", good);
  expect(await bench.client.refresh()).toBe(0);
}

function lastBitFlipped(hex: string): string {
  return `${hex.slice(0, -1)}${(Number.parseInt(hex.slice(-1), 16) ^ 1).toString(16)}`;
}

const asIs = (): void => undefined;

export const DOCUMENTS = {
  "wrong keyid: a key id that is not the hash of its key is a name": async (bench) => {
    const key = simKey();
    const named: SimKey = { ...key, plain: { ...key.plain, keyId: "a name" as KeyId } }; // any text is one
    expect(await snapshotBy(bench, [named], 1)).toBe(0);
  },
  "same key under two keyids counts once": async (bench) => {
    const key = simKey();
    expect(await snapshotBy(bench, [key, underAnotherId(key)], 2)).toBe(1);
    expect(bench.client.trusted()).toBe("root 2, timestamp 2");
  },
  "duplicate JSON keys": async (bench) => {
    await bench.init();
    await expectTimestampRefused(bench, asIs, (text) => text.replace('"version":2', '"version":7,"version":2'));
  },
  "spec_version 2.0.0 and 1.0": async (bench) => {
    await bench.init();
    await expectTimestampRefused(bench, (signed) => void (signed["spec_version"] = "2.0.0"));
    bench.publish("timestamp");
    resign(bench, "timestamp.json", bench.sim.signersOf("timestamp"), (signed) => void (signed["spec_version"] = "1.0"));
    expect(await bench.client.refresh()).toBe(0);
    expect(bench.client.trusted()).toContain("timestamp 3");
  },
  "date formats: what is no date is refused and never means for ever": async (bench) => {
    await bench.init();
    for (const expires of ["not a date", "2031-02-29T00:00:00Z", "2031-01-01", ""]) await expectTimestampRefused(bench, (signed) => void (signed["expires"] = expires));
  },
  "ecdsa P-384 and P-521": async (bench) => {
    const keys = [simKey("ecdsa-p384"), simKey("ecdsa-p521")];
    expect(await snapshotBy(bench, keys, 2)).toBe(0);
    for (const { plain } of keys) {
      bench.publish("snapshot", "timestamp");
      bench.edit(`${bench.sim.versions.snapshot}.snapshot.json`, ({ signatures }) => signatures.forEach((entry) => (entry.sig = entry.keyid === plain.keyId ? lastBitFlipped(entry.sig) : entry.sig)));
      expect(await bench.client.refresh()).toBe(1);
    }
  },
  "RSA PKCS#1 v1.5": goodAndBad("rsa-pkcs1v15-sha256"),
  "ML-DSA, a draft": goodAndBad("ml-dsa-65"),
  "RSA-PSS with the longest salt": goodAndBad("rsa-pss-sha256", (key) => ({ ...key, node: { ...key.node, sign: (message) => key.node.sign(message, 222) } })),
  "floats, exponents and integers that are too large": async (bench) => {
    await bench.init();
    for (const [i, written] of ["N.0", "Ne0", "9007199254740993"].entries()) {
      const version = String(i + 2);
      await expectTimestampRefused(bench, asIs, (text) => text.replace(`"version":${version}`, `"version":${written.replace("N", version)}`));
    }
  },
  "canonical form of non-ASCII text, control characters and key order": async (bench) => {
    await bench.init();
    bench.publish("timestamp");
    resign(bench, "timestamp.json", bench.sim.signersOf("timestamp"), (signed) => {
      signed["x-text"] = { "\ufb33": "before", "\u{1f600}": "behind, though its first UTF-16 unit is smaller", "foo bar": 1, foo: 2, '"': "\n\t\b\u0000\u001f\u007f\u2028\\\"/é e\u0301 \u212b" };
    });
    expect(await bench.client.refresh()).toBe(0);
    expect(bench.client.stored("timestamp")).toEqual(bench.served("timestamp.json"));
  },
  "unknown keytype beside good keys": async (bench) => {
    const [good] = simKeys(1) as [SimKey]; // one was asked for
    const unknown: SimKey = { node: good.node, plain: tufKey({ keytype: "of-tomorrow", scheme: "of-tomorrow/1", public: "AA==" }) };
    expect(await snapshotBy(bench, [unknown, good], 1, [good])).toBe(0);
    bench.sim.roles.snapshot.signers = [unknown];
    bench.publish("snapshot", "timestamp");
    expect(await bench.client.refresh()).toBe(1);
  },
} satisfies Partial<Record<CaseOf<"beyond">, Case>>;
