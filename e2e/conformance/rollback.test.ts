import { expect } from "vitest";
import { simKeys } from "../../src/test/repository-simulator.ts";
import type { Bench } from "./bench.ts";
import { conformance, type Case } from "./conformance.ts";

function rotate({ sim }: Bench, ...roles: readonly ("timestamp" | "snapshot")[]): void {
  for (const role of roles) sim.roles[role] = { keys: simKeys(1), threshold: 1 };
}

function delegated(bench: Bench): void {
  const keys = simKeys(1);
  bench.sim.top.delegations = [{ name: "delegated", keys, threshold: 1, terminating: false, paths: ["delegatedpath/*"] }];
  bench.sim.targetsOf("delegated", keys);
  bench.publish("delegated");
}

function snapshotRollback(hashes: boolean): Case {
  return async (bench) => {
    const { sim, client, host } = bench;
    await bench.init();
    sim.metaHashes = hashes;
    bench.publish("snapshot", "timestamp");
    expect(await client.refresh()).toBe(0);
    sim.versions.snapshot = 0;
    bench.publish("snapshot", "timestamp");
    expect(await client.refresh()).toBe(1);
    expect(client.trusted()).toBe("root 1, snapshot 2, targets 1, timestamp 2");
    expect(host.metadataRequests.at(-1)).toBe("timestamp.json");
  };
}

function targetsRollback(hashes: boolean): Case {
  return async (bench) => {
    const { sim, client } = bench;
    await bench.init();
    sim.metaHashes = hashes;
    bench.publish("targets", "snapshot", "timestamp");
    expect(await client.refresh()).toBe(0);
    sim.top.version = 0;
    bench.publish("targets", "snapshot", "timestamp");
    expect(await client.refresh()).toBe(1);
    expect(client.trusted()).toBe("root 1, snapshot 2, targets 2, timestamp 3");
  };
}

conformance("rollback", {
  async test_new_timestamp_version_rollback(bench) {
    const { sim, client, host } = bench;
    await bench.init();
    bench.publish("timestamp");
    expect(await client.refresh()).toBe(0);
    sim.versions.timestamp = 0;
    bench.publish("timestamp");
    expect(await client.refresh()).toBe(1);
    expect(client.trusted()).toContain("timestamp 2");
    expect(host.metadataRequests.at(-1)).toBe("timestamp.json");
  },
  "test_snapshot_rollback[basic]": snapshotRollback(false),
  "test_snapshot_rollback[with hashes]": snapshotRollback(true),
  async test_targets_role_removal(bench) {
    const { sim, client } = bench;
    await bench.init();
    delegated(bench);
    bench.publish("targets", "snapshot", "timestamp");
    expect(await client.refresh()).toBe(0);
    delete sim.meta["delegated"];
    bench.publish("snapshot", "timestamp");
    expect(await client.refresh()).toBe(1);
    expect(client.trusted()).toContain("snapshot 2");
  },
  async test_targets_fast_forward_recovery(bench) {
    const { sim, client } = bench;
    await bench.init();
    delegated(bench);
    sim.top.version = 99;
    bench.publish("targets", "snapshot", "timestamp");
    expect(await client.refresh()).toBe(0);
    expect(client.trusted()).toContain("targets 100");
    rotate(bench, "snapshot");
    sim.top.version = 0;
    delete sim.meta["delegated"];
    bench.publish("root", "targets", "snapshot", "timestamp");
    expect(await client.refresh()).toBe(0);
    expect(client.trusted()).toBe("root 2, snapshot 3, targets 1, timestamp 3");
  },
  async test_new_snapshot_fast_forward_recovery(bench) {
    const { sim, client } = bench;
    await bench.init();
    sim.versions.snapshot = 99;
    bench.publish("snapshot", "timestamp");
    expect(await client.refresh()).toBe(0);
    rotate(bench, "snapshot", "timestamp");
    sim.versions.snapshot = 0;
    bench.publish("root", "targets", "snapshot", "timestamp");
    expect(await client.refresh()).toBe(0);
    expect(client.trusted()).toBe("root 2, snapshot 1, targets 2, timestamp 3");
  },
  async test_new_timestamp_fast_forward_recovery(bench) {
    const { sim, client } = bench;
    await bench.init();
    sim.versions.timestamp = 99;
    bench.publish("timestamp");
    expect(await client.refresh()).toBe(0);
    rotate(bench, "timestamp");
    sim.versions.timestamp = 0;
    bench.publish("root", "timestamp");
    expect(await client.refresh()).toBe(0);
    expect(client.trusted()).toBe("root 2, snapshot 1, targets 1, timestamp 1");
  },
  "test_targets_rollback[basic]": targetsRollback(false),
  "test_targets_rollback[with hashes]": targetsRollback(true),
});
