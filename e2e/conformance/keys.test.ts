import { expect } from "vitest";
import { simKey, simKeys, type SimKey } from "../../src/test/repository-simulator.ts";
import type { KeyMaterial } from "../../src/tuf/model/key.ts";
import { conformance, type Case } from "./conformance.ts";

/** A good signature of this kind of key counts; one of the right shape over something else does not. */
function keyKind(algorithm: KeyMaterial["algorithm"]): Case {
  return async (bench) => {
    const { sim, client } = bench;
    await bench.init();
    const key = simKey(algorithm);
    sim.roles.root = { keys: [...sim.roles.root.keys, key], threshold: 2 };
    bench.publish("root");
    expect(await client.refresh()).toBe(0);
    expect(client.trusted()).toContain("root 2");
    bench.publish("root");
    replaceSignature(bench.edit.bind(bench), "3.root.json", key, Buffer.from(key.node.sign(new Uint8Array([1, 2, 3]))).toString("hex"));
    expect(await client.refresh()).toBe(1);
    expect(client.trusted()).toContain("root 2");
  };
}

type Edit = (name: string, change: (document: { signatures: { keyid: string; sig: string }[] }) => void) => void;

function replaceSignature(edit: Edit, name: string, key: SimKey, sig: string): void {
  edit(name, (document) => {
    document.signatures = [...document.signatures.filter(({ keyid }) => keyid !== key.plain.keyId), { keyid: key.plain.keyId, sig }];
  });
}

conformance("keys", {
  async test_snapshot_does_not_meet_threshold(bench) {
    const { sim, client } = bench;
    const keys = simKeys(3);
    sim.roles.snapshot = { keys, threshold: 3 };
    bench.publish("root", "targets", "snapshot", "timestamp");
    await bench.init();
    expect(await client.refresh()).toBe(0);
    sim.roles.snapshot.signers = keys.slice(1);
    bench.publish("targets", "snapshot", "timestamp");
    expect(await client.refresh()).toBe(1);
    expect(client.trusted()).toBe("root 2, snapshot 2, targets 2, timestamp 3");
  },
  async test_snapshot_has_too_few_keys(bench) {
    const { sim, client } = bench;
    await bench.init();
    sim.roles.snapshot = { keys: simKeys(5), threshold: 6 };
    bench.publish("root", "snapshot", "timestamp");
    expect(await client.refresh()).toBe(1);
    expect(client.trusted()).toBe("root 2, timestamp 2");
  },
  async test_duplicate_keys(bench) {
    const { sim, client } = bench;
    await bench.init();
    const key = simKey();
    sim.roles.snapshot = { keys: Array.from({ length: 9 }, () => key), threshold: 6 };
    bench.publish("root", "snapshot", "timestamp");
    bench.edit("2.snapshot.json", (document) => {
      document.signatures = document.signatures.flatMap((entry) => Array.from({ length: 9 }, () => entry));
    });
    expect(await client.refresh()).toBe(1);
    expect(client.stored("snapshot")).toBeUndefined();
  },
  async test_duplicate_sig_keyids(bench) {
    await bench.init();
    bench.edit("1.snapshot.json", ({ signatures }) => signatures.push(...signatures));
    expect(await bench.client.refresh()).toBe(1);
    expect(bench.client.stored("snapshot")).toBeUndefined();
  },
  "test_keytype_and_scheme[rsa/rsassa-pss-sha256]": keyKind("rsa-pss-sha256"),
  "test_keytype_and_scheme[ecdsa/ecdsa-sha2-nistp256]": keyKind("ecdsa-p256"),
  "test_keytype_and_scheme[ed25519/ed25519]": keyKind("ed25519"),
  async test_invalid_sig_in_valid_metadata(bench) {
    const { sim, client } = bench;
    await bench.init();
    const [first, second] = [...sim.roles.timestamp.keys, ...simKeys(1)] as [SimKey, SimKey]; // one there, one asked for
    sim.roles.timestamp = { keys: [first, second], threshold: 1 };
    bench.publish("root", "timestamp");
    replaceSignature(bench.edit.bind(bench), "timestamp.json", first, Buffer.from(first.node.sign(new Uint8Array([1]))).toString("hex"));
    expect(await client.refresh()).toBe(0);
    bench.publish("timestamp");
    replaceSignature(bench.edit.bind(bench), "timestamp.json", first, "");
    expect(await client.refresh()).toBe(0);
    expect(client.trusted()).toContain("timestamp 3");
  },
});
