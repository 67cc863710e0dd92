import { expect } from "vitest";
import { addDays } from "../../../src/lib/utc-instant.ts";
import { SIM_NOW, simKey, simKeys } from "../../../src/test/repository-simulator.ts";
import { CLIENT_LIMITS } from "../../../src/tuf/client/limits.ts";
import type { Bench } from "../bench.ts";
import type { CaseOf } from "../cases.ts";
import type { Case } from "../conformance.ts";
import { on, to } from "./support.ts";

/** White space behind the document, up to this size. */
function pad(bench: Bench, name: string, size: number): void {
  const bytes = new Uint8Array(size).fill(0x20);
  bytes.set(bench.served(name));
  bench.sim.served.set(name, bytes);
}

export const LIMITS = {
  "consistent_snapshot false: names without versions, roots with": on((sim) => {
    sim.consistentSnapshot = false;
    const key = simKey();
    sim.top.delegations = [to("role", [key])];
    sim.targetsOf("role", [key]);
  }, async (bench) => {
    bench.addArtifact("tool.txt", "a tool", { role: "role" });
    bench.publish("role", "snapshot", "timestamp");
    await bench.init();
    expect(await bench.client.download("tool.txt")).toBe(0);
    expect(bench.host.metadataRequests).toEqual(["2.root.json", "timestamp.json", "snapshot.json", "targets.json", "role.json"]);
    expect(bench.host.targetRequests).toEqual(["tool.txt"]);
    expect(bench.client.downloaded()).toEqual(["a tool"]);
  }),
  "consistent_snapshot false: a snapshot of another version than the timestamp names": on((sim) => void (sim.consistentSnapshot = false), async (bench) => {
    bench.publish("snapshot"); // the timestamp that names it has not arrived yet
    await bench.init();
    expect(await bench.client.refresh()).toBe(1);
    expect(bench.client.trusted()).toBe("root 1, timestamp 1");
    bench.publish("timestamp");
    expect(await bench.client.refresh()).toBe(0);
  }),
  "consistent_snapshot changes from false to true in a new root": on((sim) => void (sim.consistentSnapshot = false), async (bench) => {
    await bench.init();
    expect(await bench.client.refresh()).toBe(0);
    bench.sim.consistentSnapshot = true;
    bench.publish("root", "targets", "snapshot", "timestamp");
    bench.host.metadataRequests.length = 0;
    expect(await bench.client.refresh()).toBe(0);
    expect(bench.host.metadataRequests).toEqual(["2.root.json", "3.root.json", "timestamp.json", "2.snapshot.json", "2.targets.json"]);
  }),
  "max roots: as many in one update as a client follows, the rest in the next": async (bench) => {
    for (let i = 0; i < CLIENT_LIMITS.rootRotations + 2; i++) bench.publish("root");
    await bench.init();
    expect(await bench.client.refresh()).toBe(0);
    expect(bench.client.trusted()).toContain(`root ${CLIENT_LIMITS.rootRotations + 1}`);
    expect(await bench.client.refresh()).toBe(0);
    expect(bench.client.trusted()).toContain(`root ${CLIENT_LIMITS.rootRotations + 3}`);
  },
  "max delegations: the 33rd delegated role is not asked": async (bench) => {
    const keys = simKeys(1);
    const names = Array.from({ length: 40 }, (_, i) => `r${i}`);
    bench.sim.top.delegations = names.map((name) => to(name, keys));
    for (const name of names) bench.sim.targetsOf(name, keys);
    bench.addArtifact("in-31.txt", "the last one", { role: "r31" });
    bench.addArtifact("in-32.txt", "one too far", { role: "r32" });
    bench.publish("targets", ...names, "snapshot", "timestamp");
    await bench.init();
    expect(await bench.client.download("in-31.txt", "in-32.txt")).toBe(1);
    expect(bench.client.downloaded()).toEqual(["the last one"]);
    expect(bench.host.metadataRequests.slice(4)).toEqual(names.slice(0, 32).map((name) => `1.${name}.json`));
  },
  "byte limits: root, timestamp, snapshot and targets, each one byte too long": async (bench) => {
    bench.publish("root");
    await bench.init();
    for (const [name, limit, trusted] of [
      ["2.root.json", CLIENT_LIMITS.root, "root 1"], ["timestamp.json", CLIENT_LIMITS.timestamp, "root 2"],
      ["1.snapshot.json", CLIENT_LIMITS.snapshot, "root 2, timestamp 1"], ["1.targets.json", CLIENT_LIMITS.targets, "root 2, snapshot 1, timestamp 1"],
    ] as const) {
      const good = bench.served(name);
      pad(bench, name, limit + 1);
      expect([name, await bench.client.refresh(), bench.client.trusted()]).toEqual([name, 1, trusted]);
      bench.sim.served.set(name, good);
      pad(bench, name, limit);
    }
    expect(await bench.client.refresh()).toBe(0);
  },
  "byte limits: a body that never ends is cut off": async (bench) => {
    let sent = 0;
    bench.host.misbehaviour.set("timestamp.json", (response) => {
      response.writeHead(200);
      const more = (): void => {
        if (response.destroyed) return;
        sent += 65_536;
        response.write(Buffer.alloc(65_536, 0x20), () => setImmediate(more));
      };
      more();
    });
    await bench.init();
    expect(await bench.client.refresh()).toBe(1);
    expect(bench.client.trusted()).toBe("root 1");
    expect(sent).toBeLessThan(50_000_000); // what lay in buffers when the client hung up
  },
  "length in meta is shorter than the file": async (bench) => {
    bench.publish("snapshot");
    bench.sim.snapshotMeta = { version: 2, length: 10 };
    bench.publish("timestamp");
    await bench.init();
    expect(await bench.client.refresh()).toBe(1);
    expect(bench.client.trusted()).toBe("root 1, timestamp 2");
  },
  "date formats: fraction and offset are read": async (bench) => {
    bench.sim.rootExtra = { expires: "2030-06-01T00:00:00.5-06:00" };
    bench.publish("root");
    await bench.init();
    expect(await bench.client.refresh()).toBe(0);
    expect(await bench.client.refresh(addDays(SIM_NOW, 200))).toBe(1); // and it is the end that it says
    expect(bench.client.trusted()).toContain("root 2");
  },
} satisfies Partial<Record<CaseOf<"beyond">, Case>>;
