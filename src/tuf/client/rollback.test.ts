import { describe, expect, it } from "vitest";
import { addDays } from "../../lib/utc-instant.ts";
import { outcome, seenOf, update } from "../../test/update.ts";
import { RepositorySimulator, SIM_NOW, simKeys, underAnotherId } from "../../test/repository-simulator.ts";
import type { SeenVersions } from "./seen-versions.ts";

describe("a rollback", () => {
  /** The same keys with lower versions: what a host serves that puts old files back. */
  async function putBack(role: "timestamp" | "snapshot" | "targets"): Promise<readonly [RepositorySimulator, SeenVersions]> {
    const sim = RepositorySimulator.published();
    sim.update();
    const seen = await seenOf(sim);
    if (role === "timestamp") sim.versions.timestamp = 0;
    if (role === "snapshot") {
      sim.versions.snapshot = 0;
      sim.publishSnapshot();
    }
    if (role === "targets") {
      sim.top.version = 0;
      sim.publishTargets();
      sim.publishSnapshot();
    }
    sim.publishTimestamp();
    return [sim, seen];
  }

  it.each([
    ["timestamp", "root 1: timestamp rollback 5.4.3"], ["snapshot", "root 1: snapshot rollback 5.4.3"], ["targets", "root 1, timestamp 3: targets rollback 5.5.5"],
  ] as const)("of %s is seen by a client that knew better, and by no other", async (role, expected) => {
    const [sim, seen] = await putBack(role);
    expect(await outcome(sim, { seen })).toBe(expected);
    expect((await update(sim)).refusal).toBeUndefined();
  });

  it("of a delegated role, and its removal from the snapshot", async () => {
    const sim = RepositorySimulator.published((s) => s.addBins(2, "prefixes"));
    sim.update();
    const seen = await seenOf(sim);
    sim.targetsOf("bin-1", []).version = 0;
    sim.publishTargets("bin-1");
    sim.publishSnapshot();
    sim.publishTimestamp();
    expect((await update(sim, { seen })).refusal).toEqual({ kind: "rollback", role: "bin-1", spec: "5.5.5", have: 2, found: 1 });
    delete sim.meta["bin-1"];
    sim.publishSnapshot();
    sim.publishTimestamp();
    expect((await update(sim, { seen })).refusal).toEqual({ kind: "removed-from-snapshot", role: "bin-1", spec: "5.5.5" });
  });

  it("of root: newer ones that were seen are gone", async () => {
    const sim = RepositorySimulator.published();
    sim.publishRoot();
    const seen = await seenOf(sim);
    sim.served.delete("2.root.json");
    expect((await update(sim, { seen })).refusal).toEqual({ kind: "rollback", role: "root", spec: "5.3.5", have: 2, found: 1 });
  });

  it("is not what equal versions are", async () => {
    const sim = RepositorySimulator.published();
    expect(await outcome(sim, { seen: await seenOf(sim) })).toBe("root 1, timestamp 1, snapshot 1, targets 1");
  });

  it("is not what new delegated roles are", async () => {
    const sim = RepositorySimulator.published();
    const seen = await seenOf(sim);
    sim.targetsOf("new", simKeys(1));
    sim.update();
    expect((await update(sim, { seen })).refusal).toBeUndefined();
  });
});

describe("another document under a version that was seen", () => {
  const told = async (sim: RepositorySimulator, seen: SeenVersions): Promise<readonly string[]> => (await update(sim, { seen })).otherContent.map(({ role, version }) => `${role} ${version}`);

  /** The same versions, signed by the same keys, and each expiring a day later. */
  async function madeAgain(...roles: readonly ("timestamp" | "snapshot" | "targets")[]): Promise<readonly [RepositorySimulator, SeenVersions]> {
    const sim = RepositorySimulator.published();
    const seen = await seenOf(sim);
    for (const role of roles) sim.expires[role] = addDays(SIM_NOW, 400);
    sim.top.version--;
    sim.versions.snapshot--;
    sim.versions.timestamp--;
    sim.update();
    return [sim, seen];
  }

  it.each([[["timestamp"]], [["snapshot"]], [["targets"]], [["timestamp", "snapshot"]]] as const)("is told, and refused by no client: %j", async (roles) => {
    const [sim, seen] = await madeAgain(...roles);
    expect(await told(sim, seen)).toEqual(roles.map((role) => `${role} 1`));
    expect((await update(sim, { seen })).refusal).toBeUndefined();
  });

  it("is not the same content signed again", async () => {
    const [sim, seen] = await madeAgain();
    expect(await told(sim, seen)).toEqual([]);
  });

  it("is not what a memory without digests can tell, nor what follows a recovery by new keys", async () => {
    const [sim, { digests: _, ...older }] = await madeAgain("timestamp");
    expect(await told(sim, older)).toEqual([]);
    const recovered = RepositorySimulator.published();
    const seen = await seenOf(recovered);
    recovered.roles.timestamp = { keys: simKeys(1), threshold: 1 };
    recovered.publishRoot();
    recovered.versions.timestamp = 0;
    recovered.expires.timestamp = addDays(SIM_NOW, 400);
    recovered.publishTimestamp();
    expect(await told(recovered, seen)).toEqual([]);
  });

  it("is not what nobody with the keys has signed", async () => {
    const [sim, seen] = await madeAgain("timestamp");
    sim.roles.timestamp = { keys: simKeys(1), threshold: 1 };
    sim.versions.timestamp--;
    sim.publishTimestamp();
    expect(await told(sim, seen)).toEqual([]);
  });

  it("is told of a root too", async () => {
    const sim = RepositorySimulator.published();
    sim.publishRoot();
    const seen = await seenOf(sim);
    sim.rootExtra = { "x-other": true };
    sim.publishRoot({ version: 2 });
    expect(await told(sim, seen)).toEqual(["root 2"]);
  });
});

describe("recovery from a fast forward", () => {
  /** A repository whose online keys raised every version, and a client that saw it. */
  async function forward(): Promise<readonly [RepositorySimulator, SeenVersions]> {
    const sim = RepositorySimulator.published();
    sim.versions.timestamp = sim.versions.snapshot = 9_999;
    sim.top.version = 9_999;
    sim.update();
    const seen = await seenOf(sim);
    sim.versions.timestamp = sim.versions.snapshot = 1;
    sim.top.version = 1;
    return [sim, seen];
  }

  it.each([["timestamp"], ["snapshot"], ["timestamp", "snapshot"]] as const)("is what new keys bring about: %s", async (...roles) => {
    const [sim, seen] = await forward();
    for (const role of roles) sim.roles[role] = { keys: simKeys(1), threshold: 1 };
    sim.publishRoot();
    sim.update();
    expect(await outcome(sim, { seen })).toBe("root 2, timestamp 2, snapshot 2, targets 2");
  });

  it("is not what a new root with the same keys brings about, nor a key that joins, nor a new id of an old key, nor new keys of targets", async () => {
    for (const change of [
      () => undefined,
      (s: RepositorySimulator) => void (s.roles.timestamp = { ...s.roles.timestamp, keys: [...s.roles.timestamp.keys, ...simKeys(1)] }),
      (s: RepositorySimulator) => void (s.roles.timestamp = { keys: s.roles.timestamp.keys.map((key) => underAnotherId(key)), threshold: 1 }),
      (s: RepositorySimulator) => void (s.roles.targets = { keys: simKeys(1), threshold: 1 }),
    ]) {
      const [sim, seen] = await forward();
      change(sim);
      sim.publishRoot();
      sim.update();
      expect(await outcome(sim, { seen })).toBe("root 2: timestamp rollback 5.4.3");
    }
  });

  it("is over once the client has seen something under the new keys", async () => {
    const [sim] = await forward();
    sim.roles.timestamp = { keys: simKeys(1), threshold: 1 };
    sim.publishRoot();
    sim.update();
    sim.update();
    const seen = await seenOf(sim);
    sim.versions.timestamp = 1;
    sim.publishTimestamp();
    expect(await outcome(sim, { seen })).toBe("root 2: timestamp rollback 5.4.3");
  });
});
