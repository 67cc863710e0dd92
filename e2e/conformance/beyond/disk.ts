import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "vitest";
import { simKeys, type SimKey } from "../../../src/test/repository-simulator.ts";
import type { CaseOf } from "../cases.ts";
import type { Case } from "../conformance.ts";
import { to } from "./support.ts";

export const DISK = {
  "a held timestamp of taken keys is gone though the update broke off": async (bench) => {
    const { sim, client } = bench;
    const [taken, kept, joined] = simKeys(3) as [SimKey, SimKey, SimKey]; // three were asked for
    sim.roles.timestamp = { keys: [taken, kept], threshold: 1 };
    sim.versions.timestamp = 99;
    bench.publish("root", "timestamp");
    await bench.init();
    expect(await client.refresh()).toBe(0);
    expect(client.trusted()).toContain("timestamp 100"); // which a key signed that stays
    sim.roles.timestamp = { keys: [kept, joined], threshold: 1 };
    bench.publish("root");
    sim.served.delete("timestamp.json");
    expect(await client.refresh()).toBe(1);
    expect(client.trusted()).toBe("root 3, targets 1");
    sim.versions.timestamp = 4;
    bench.publish("timestamp");
    expect(await client.refresh()).toBe(0);
    expect(client.trusted()).toBe("root 3, snapshot 1, targets 1, timestamp 5");
  },
  "a damaged local file is replaced": async (bench) => {
    const { client } = bench;
    await bench.init();
    expect(await client.refresh()).toBe(0);
    for (const role of ["timestamp", "snapshot", "targets"]) {
      writeFileSync(join(client.metadataFolder, `${role}.json`), "{");
      expect(await client.refresh()).toBe(0);
      expect(client.trusted()).toBe("root 1, snapshot 1, targets 1, timestamp 1");
    }
    writeFileSync(join(client.metadataFolder, "root.json"), "{");
    bench.host.metadataRequests.length = 0;
    expect(await client.refresh()).toBe(1);
    expect(bench.host.metadataRequests).toEqual([]);
  },
  "role names that are long, dotted or full of dots stay in the folder": async (bench) => {
    const keys = simKeys(1);
    const names = ["x".repeat(300), `${"x".repeat(299)}y`, ".", "..", "...", "../../up", "1.root", "root.json", "a\u0000b", "C:\\windows", "*"];
    bench.sim.top.delegations = names.map((name) => to(name, keys));
    for (const name of names) bench.sim.targetsOf(name, keys);
    bench.publish("targets", ...names, "snapshot", "timestamp");
    await bench.init();
    expect(await bench.client.download("nowhere")).toBe(1);
    expect(bench.host.metadataRequests.slice(4)).toEqual(names.map((name) => `1.${encodeURIComponent(name)}.json`));
    expect(bench.client.files()).toHaveLength(4 + names.length);
    expect(bench.client.files().every((name) => /^[\w.%~-]{1,200}$/.test(name))).toBe(true);
    expect(readdirSync(dirname(bench.client.metadataFolder)).toSorted()).toEqual(["initial.json", "metadata", "targets"]);
    expect(bench.client.stored("root")).toEqual(bench.served("1.root.json"));
    bench.host.metadataRequests.length = 0;
    expect(await bench.client.download("nowhere")).toBe(1);
    expect(bench.host.metadataRequests).toEqual(["2.root.json", "timestamp.json"]);
  },
  "the artifact cache is not believed when its file was changed": async (bench) => {
    bench.addArtifact("tool.txt", "a tool");
    bench.publish("targets", "snapshot", "timestamp");
    await bench.init();
    expect(await bench.client.download("tool.txt")).toBe(0);
    writeFileSync(join(bench.client.targetFolder, "tool.txt"), "a fool");
    expect(await bench.client.download("tool.txt")).toBe(0);
    expect(bench.client.downloaded()).toEqual(["a tool"]);
    expect(bench.host.targetRequests).toHaveLength(2);
  },
  "init again replaces the trusted root": async (bench) => {
    bench.publish("root");
    await bench.init();
    expect(await bench.client.init(bench.served("2.root.json"))).toBe(0);
    expect(bench.client.trusted()).toBe("root 2");
    expect(await bench.client.init(bench.served("timestamp.json"))).toBe(1);
    expect(bench.client.trusted()).toBe("root 2");
  },
  "usage: each missing option is named, and nothing is asked of the host": async (bench) => {
    const { client, host } = bench;
    const [metadata, target] = [["--metadata-url", host.url("metadata")], ["--target-name", "a", "--target-dir", client.targetFolder, "--target-base-url", host.url("targets")]];
    for (const [args, problem] of [
      [["refresh"], "--metadata-dir is missing"], [["--metadata-dir", client.metadataFolder], "a command is missing"],
      [["--metadata-dir", client.metadataFolder, "destroy"], "there is no command"], [["--metadata-dir", client.metadataFolder, "refresh"], "--metadata-url is missing"],
      [["--metadata-dir", client.metadataFolder, "--metadata-url", "ftp://host/", "refresh"], "no http or https address"], [["--metadata-dir", client.metadataFolder, "init"], "init takes one file"],
      [["--metadata-dir", client.metadataFolder, ...metadata, "download"], "--target-base-url is missing"], [["--metadata-dir", client.metadataFolder, "--no-such", "refresh"], "Unknown option"],
      [["--metadata-dir", client.metadataFolder, ...metadata, ...target, "download"], "begin with init"], [["--metadata-dir", client.metadataFolder, ...metadata, ...target, "download", "more"], "takes nothing after it"],
    ] as const) {
      const { code, said } = await client.run(args);
      expect([code, said]).toEqual([1, expect.stringContaining(problem)]);
    }
    expect(await client.init(new Uint8Array())).toBe(1);
    expect(existsSync(join(client.metadataFolder, "root.json"))).toBe(false);
    expect(host.metadataRequests).toEqual([]);
  },
} satisfies Partial<Record<CaseOf<"beyond">, Case>>;
