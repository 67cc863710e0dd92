import { expect } from "vitest";
import { addDays } from "../../src/lib/utc-instant.ts";
import { SIM_NOW } from "../../src/test/repository-simulator.ts";
import { conformance, type Case } from "./conformance.ts";

/** A new version that has expired is refused; what came before it in the workflow is taken. */
function expired(role: "timestamp" | "snapshot" | "targets", trusted: string): Case {
  return async (bench) => {
    await bench.init();
    await bench.client.refresh();
    bench.sim.expires[role] = addDays(SIM_NOW, -5);
    bench.publish(...(role === "targets" ? ["targets", "snapshot", "timestamp"] : role === "snapshot" ? ["snapshot", "timestamp"] : ["timestamp"]));
    expect(await bench.client.refresh()).toBe(1);
    expect(bench.client.trusted()).toBe(trusted);
  };
}

conformance("expiration", {
  async test_root_expired(bench) {
    const { sim, client } = bench;
    await bench.init();
    await client.refresh();
    bench.publish("root");
    expect(await client.refresh()).toBe(0);
    sim.expires.root = addDays(SIM_NOW, -1);
    bench.publish("root", "targets", "snapshot", "timestamp");
    expect(await client.refresh()).toBe(1);
    expect(client.trusted()).toBe("root 3, snapshot 1, targets 1, timestamp 1");
  },
  test_timestamp_expired: expired("timestamp", "root 1, snapshot 1, targets 1, timestamp 1"),
  test_snapshot_expired: expired("snapshot", "root 1, snapshot 1, targets 1, timestamp 2"),
  test_targets_expired: expired("targets", "root 1, snapshot 2, targets 1, timestamp 2"),
  async test_expired_local_root(bench) {
    const { sim, client } = bench;
    await bench.init();
    sim.expires.root = addDays(SIM_NOW, 7);
    bench.publish("root");
    expect(await client.refresh()).toBe(0);
    sim.expires.root = addDays(SIM_NOW, 21);
    bench.publish("root");
    expect(await client.refresh(addDays(SIM_NOW, 18))).toBe(0);
    expect(client.trusted()).toContain("root 3");
  },
  async test_expired_local_timestamp(bench) {
    const { sim, client } = bench;
    await bench.init();
    sim.expires.timestamp = addDays(SIM_NOW, 7);
    bench.publish("timestamp");
    expect(await client.refresh()).toBe(0);
    sim.expires.timestamp = addDays(SIM_NOW, 21);
    bench.publish("targets", "snapshot", "timestamp");
    expect(await client.refresh(addDays(SIM_NOW, 18))).toBe(0);
    expect(client.trusted()).toBe("root 1, snapshot 2, targets 2, timestamp 3");
  },
});
