import { expect } from "vitest";
import { simKey, simKeys, type SimKey } from "../../../src/test/repository-simulator.ts";
import { pathDigest } from "../../../src/tuf/graph/hash-prefix.ts";
import type { Bench } from "../bench.ts";
import type { CaseOf } from "../cases.ts";
import type { Case } from "../conformance.ts";
import { on, resign, to } from "./support.ts";

/** Two delegators of one role, each for paths of its own. */
function diamond(bench: Bench, ofA: SimKey, ofB: SimKey, signers: readonly SimKey[]): void {
  const [a, b] = simKeys(2) as [SimKey, SimKey]; // two were asked for
  bench.sim.top.delegations = [to("a", [a], { paths: ["a/*"] }), to("b", [b], { paths: ["b/*"] })];
  bench.sim.targetsOf("a", [a]).delegations = [to("shared", [ofA], { paths: ["a/*"] })];
  bench.sim.targetsOf("b", [b]).delegations = [to("shared", [ofB], { paths: ["b/*"] })];
  bench.sim.targetsOf("shared", signers);
  bench.addArtifact("a/file", "of a", { role: "shared" });
  bench.addArtifact("b/file", "of b", { role: "shared" });
  bench.publish("targets", "a", "b", "shared", "snapshot", "timestamp");
}

function oneRole(bench: Bench): void {
  const key = simKey();
  bench.sim.top.delegations = [to("role", [key])];
  bench.sim.targetsOf("role", [key]);
  bench.addArtifact("one.txt", "one", { role: "role" });
  bench.addArtifact("two.txt", "two", { role: "role" });
  bench.publish("targets", "role", "snapshot", "timestamp");
}

export const DELEGATIONS = {
  "path_hash_prefixes lead to the role, upper case does not": async (bench) => {
    const keys = simKeys(1);
    const digest = pathDigest("tool.txt"); // begins with a letter, or upper case would be no other
    const { paths: _, ...base } = to("", keys);
    const prefix = /^\d*[a-f]/.exec(digest)?.[0] ?? "";
    bench.sim.top.delegations = [
      { ...base, name: "upper", pathHashPrefixes: [prefix.toUpperCase()] }, { ...base, name: "other", pathHashPrefixes: [`${prefix}${digest[prefix.length] === "0" ? "1" : "0"}`] },
      { ...base, name: "right", pathHashPrefixes: ["zz", prefix] },
    ];
    for (const name of ["upper", "other", "right"]) bench.sim.targetsOf(name, keys);
    bench.addArtifact("tool.txt", "a tool", { role: "right" });
    bench.publish("targets", "upper", "other", "right", "snapshot", "timestamp");
    await bench.init();
    expect(await bench.client.download("tool.txt")).toBe(0);
    expect(bench.host.metadataRequests.slice(4)).toEqual(["1.right.json"]);
  },
  "succinct roles: the one bin that the path falls into": on((sim) => sim.addBins(5, "succinct"), async (bench) => {
    bench.addArtifact("foo.txt", "in its bin", { role: "bin-1b" }); // the bin by the vectors of TAP 15
    bench.addArtifact("bar.txt", "in a bin that is not its own", { role: "bin-1b" });
    bench.publish("bin-1b", "snapshot", "timestamp");
    await bench.init();
    expect(await bench.client.download("foo.txt")).toBe(0);
    expect(bench.host.metadataRequests.at(-1)).toBe("2.bin-1b.json");
    expect(await bench.client.download("bar.txt")).toBe(1);
    expect(bench.client.downloaded()).toEqual(["in its bin"]);
  }),
  "succinct roles: a bin that is not in the snapshot": on((sim) => sim.addBins(5, "succinct"), async (bench) => {
    delete bench.sim.meta["bin-1b"];
    bench.publish("snapshot", "timestamp");
    await bench.init();
    expect(await bench.client.download("foo.txt")).toBe(1);
    expect(bench.host.metadataRequests).toHaveLength(4);
  }),
  "character classes in path patterns": async (bench) => {
    const keys = simKeys(1);
    const patterns = ["tool-[0-9].txt", "[!a]-[^b].txt", "[]x]-[", "{a,b}.txt"];
    bench.sim.top.delegations = patterns.map((pattern, i) => to(`r${i}`, keys, { paths: [pattern] }));
    for (const [i] of patterns.entries()) bench.sim.targetsOf(`r${i}`, keys);
    bench.publish("targets", ...patterns.map((_, i) => `r${i}`), "snapshot", "timestamp");
    await bench.init();
    await bench.client.refresh();
    for (const [path, role] of [["tool-7.txt", "r0"], ["tool-x.txt", undefined], ["b-^.txt", "r1"], ["b-c.txt", undefined], ["a-^.txt", undefined], ["]-[", "r2"], ["{a,b}.txt", "r3"], ["a.txt", undefined]] as const) {
      bench.host.metadataRequests.length = 0;
      expect(await bench.client.download(path)).toBe(1);
      const asked = bench.host.metadataRequests.slice(2);
      expect([path, asked]).toEqual([path, role === undefined ? [] : [`1.${role}.json`]]);
    }
  },
  "delegation without terminating": async (bench) => {
    oneRole(bench);
    resign(bench, "2.targets.json", bench.sim.signersOf("targets"), (signed) => {
      const { roles } = signed["delegations"] as { roles: Record<string, unknown>[] }; // as the simulator wrote it
      for (const role of roles) delete role["terminating"];
    });
    await bench.init();
    expect(await bench.client.download("one.txt")).toBe(0);
  },
  "delegated roles named like numbers keep their order": async (bench) => {
    const keys = simKeys(1);
    bench.sim.top.delegations = ["b", "2", "1"].map((name) => to(name, keys));
    for (const name of ["b", "2", "1"]) bench.sim.targetsOf(name, keys);
    bench.publish("targets", "b", "2", "1", "snapshot", "timestamp");
    await bench.init();
    expect(await bench.client.download("nowhere")).toBe(1);
    expect(bench.host.metadataRequests.slice(4)).toEqual(["1.b.json", "1.2.json", "1.1.json"]);
  },
  "a terminating role that does not match stops nothing": async (bench) => {
    const keys = simKeys(1);
    bench.sim.top.delegations = [to("a", keys, { paths: ["*.py"], terminating: true }), to("b", keys)];
    for (const name of ["a", "b"]) bench.sim.targetsOf(name, keys);
    bench.addArtifact("tool.txt", "a tool", { role: "b" });
    bench.publish("targets", "a", "b", "snapshot", "timestamp");
    await bench.init();
    expect(await bench.client.download("tool.txt")).toBe(0);
    expect(bench.host.metadataRequests.slice(4)).toEqual(["1.b.json"]);
  },
  "a role that cannot be had ends the search": async (bench) => {
    const keys = simKeys(1);
    bench.sim.top.delegations = [to("a", keys), to("b", keys)];
    for (const name of ["a", "b"]) bench.sim.targetsOf(name, keys);
    bench.addArtifact("tool.txt", "a tool", { role: "b" });
    bench.publish("targets", "a", "b", "snapshot", "timestamp");
    bench.sim.served.delete("1.a.json");
    await bench.init();
    expect(await bench.client.download("tool.txt")).toBe(1);
    expect(bench.host.metadataRequests.slice(4)).toEqual(["1.a.json"]);
  },
  "a diamond: the role is asked for once and judged for both": async (bench) => {
    const [ofA, ofB] = simKeys(2) as [SimKey, SimKey]; // two were asked for
    diamond(bench, ofA, ofB, [ofA, ofB]);
    await bench.init();
    expect(await bench.client.download("a/file", "b/file")).toBe(0);
    expect(bench.host.metadataRequests.slice(4)).toEqual(["1.a.json", "1.shared.json", "1.b.json"]);
    expect(bench.client.downloaded()).toEqual(["of a", "of b"]);
  },
  "a cached delegated role is not asked for again": async (bench) => {
    oneRole(bench);
    await bench.init();
    expect(await bench.client.download("one.txt")).toBe(0);
    bench.host.metadataRequests.length = 0;
    expect(await bench.client.download("two.txt")).toBe(0);
    expect(bench.host.metadataRequests).toEqual(["2.root.json", "timestamp.json"]);
  },
  "a cached role of another version is asked for again": async (bench) => {
    oneRole(bench);
    await bench.init();
    expect(await bench.client.download("one.txt")).toBe(0);
    bench.addArtifact("one.txt", "one, again", { role: "role" });
    bench.publish("role", "snapshot", "timestamp");
    expect(await bench.client.download("one.txt")).toBe(0);
    expect(bench.host.metadataRequests.at(-1)).toBe("2.role.json");
    expect(bench.client.downloaded()).toEqual(["one, again"]);
  },
} satisfies Partial<Record<CaseOf<"beyond">, Case>>;
