import { describe, expect, it } from "vitest";
import { utf8, type Bytes } from "../../lib/bytes.ts";
import { addDays, instantFromMs } from "../../lib/utc-instant.ts";
import { outcome, update } from "../../test/update.ts";
import { RepositorySimulator, SIM_NOW, simKey, simKeys, type SimKey } from "../../test/repository-simulator.ts";
import type { TopLevelRole } from "../model/ids.ts";
import { CLIENT_LIMITS } from "./limits.ts";

function replace(sim: RepositorySimulator, name: string, bytes: Bytes | undefined): void {
  if (!sim.served.has(name)) throw new Error(`${name} is not served`);
  if (bytes === undefined) sim.served.delete(name);
  else sim.served.set(name, bytes);
}

const DONE = "root 1, timestamp 1, snapshot 1, targets 1";

describe("an update", () => {
  it.each([true, false])("goes through all four roles, with consistent snapshots: %s", async (consistent) => {
    const sim = RepositorySimulator.published((s) => (s.consistentSnapshot = consistent));
    const run = await update(sim);
    expect(run.steps.map(({ role, version, path, faults }) => [role, version, path, faults[0]])).toEqual([
      ["root", 1, undefined, undefined], ["timestamp", 1, "timestamp.json", undefined],
      ["snapshot", 1, consistent ? "1.snapshot.json" : "snapshot.json", undefined], ["targets", 1, consistent ? "1.targets.json" : "targets.json", undefined],
    ]);
  });

  it("goes through with hashes and lengths in meta, unknown fields, and keys of every kind", async () => {
    const sim = RepositorySimulator.published((s) => {
      s.metaHashes = true;
      s.rootExtra = { "x-custom": { a: [1, "é", null] } };
      s.roles.root = { keys: [simKey("rsa-pss-sha256"), simKey("ecdsa-p384", { "x-owner": "@a" })], threshold: 2 };
      s.roles.timestamp.keys = [simKey("ecdsa-p256", { keyid_hash_algorithms: ["md5"] })];
    });
    expect(await outcome(sim)).toBe(DONE);
  });

  it("asks for no later timestamp, snapshot or targets than those that are named", async () => {
    const sim = RepositorySimulator.published();
    sim.publishTargets();
    sim.publishSnapshot();
    expect(await outcome(sim)).toBe(DONE);
  });

  it("stops before anything else at a root that does not verify by itself", async () => {
    const sim = new RepositorySimulator();
    sim.publishRoot({ signers: [] });
    sim.update();
    expect(await outcome(sim)).toBe("root 1: root threshold 5.2");
  });
});

describe("unsigned metadata is refused, and earlier roles are kept", () => {
  it.each([
    ["timestamp", "root 1: timestamp threshold 5.4.2"], ["snapshot", "root 1, timestamp 1: snapshot threshold 5.5.3"], ["targets", "root 1, timestamp 1, snapshot 1: targets threshold 5.6.3"],
  ] as const)("%s", async (role, expected) => {
    const sim = RepositorySimulator.published((s) => (s.roles[role].signers = []));
    expect(await outcome(sim)).toBe(expected);
  });

  it("root 2", async () => {
    const sim = RepositorySimulator.published();
    sim.publishRoot({ signers: [] });
    expect(await outcome(sim)).toBe("root 1: root threshold 5.3.4");
  });
});

describe("keys of timestamp, snapshot and targets", () => {
  const ROLES = ["timestamp", "snapshot", "targets"] as const;

  it.each(ROLES)("%s: 2 of 3 do, 1 of 3 does not, nor do 5 keys where 6 are asked for", async (role) => {
    for (const [count, threshold, signing, passes] of [[3, 2, 2, true], [3, 2, 1, false], [5, 6, 5, false], [5, 3, 3, true]] as const) {
      const keys = simKeys(count);
      const sim = RepositorySimulator.published((s) => (s.roles[role] = { keys, threshold, signers: keys.slice(0, signing) }));
      expect([count, threshold, signing, (await update(sim)).refusal?.kind]).toEqual([count, threshold, signing, passes ? undefined : "threshold"]);
    }
  });

  it.each(ROLES)("%s: keys that a new root gives it count at once, and those of the old root no more", async (role) => {
    const sim = RepositorySimulator.published();
    const old = sim.roles[role].keys;
    sim.roles[role] = { keys: simKeys(1), threshold: 1 };
    sim.publishRoot();
    sim.update();
    expect(await outcome(sim)).toBe("root 2, timestamp 2, snapshot 2, targets 2");
    sim.roles[role].signers = old;
    sim.update();
    expect((await update(sim)).refusal).toMatchObject({ kind: "threshold", role, by: "root 2", counted: 0 });
  });

  it("keys of one role do not sign another", async () => {
    const sim = RepositorySimulator.published((s) => (s.roles.snapshot.signers = [...s.roles.timestamp.keys, ...s.roles.targets.keys, ...s.roles.root.keys]));
    expect(await outcome(sim)).toBe("root 1, timestamp 1: snapshot threshold 5.5.3");
  });
});

describe("the rotation of root keys", () => {
  const [a, b, c, d, e, f, g] = simKeys(7) as [SimKey, SimKey, SimKey, SimKey, SimKey, SimKey, SimKey]; // seven were asked for
  type Step = readonly [keys: readonly SimKey[], threshold: number, signers: readonly SimKey[]];
  const CASES: readonly (readonly [string, readonly Step[], string])[] = [
    ["1 of 1, signed by both", [[[a], 1, [a]], [[b], 1, [a, b]]], "2"],
    ["1 of 1, with signatures beside that nobody asked for", [[[a], 1, [a]], [[b], 1, [a, b, c, d]]], "2"],
    ["1 of 1, not signed by the old key", [[[a], 1, [a]], [[b], 1, [b]]], "1, threshold"],
    ["1 of 1, not signed by the new key", [[[a], 1, [a]], [[b], 1, [a]]], "1, threshold"],
    ["no rotation at all", [[[a], 1, [a]], [[a], 1, [a]]], "2"],
    ["3 of 5, a different combination signs", [[[a, b, c, d, e], 3, [a, b, c]], [[a, b, c, d, e], 3, [c, d, e]]], "2"],
    ["3 of 5, one key goes", [[[a, b, c, d, e], 3, [a, b, c]], [[b, c, d, e, f], 3, [b, c, d]]], "2"],
    ["3 of 5, one key goes and signs with the new one", [[[a, b, c, d, e], 3, [a, b, c]], [[b, c, d, e, f], 3, [a, b, c, f]]], "2"],
    ["3 of 5, one too few of the new", [[[a, b, c, d, e], 3, [a, b, c]], [[b, c, d, f, g], 3, [a, e, b, f]]], "1, threshold"],
    ["3 of 5, one too few of the old", [[[a, b, c, d, e], 3, [a, b, c]], [[d, e, f, g], 3, [d, e, f, g]]], "1, threshold"],
    ["all keys in two steps", [[[a, b], 2, [a, b]], [[b, c], 2, [a, b, c]], [[c, d], 2, [b, c, d]]], "3"],
    ["all keys at once", [[[a, b, c], 2, [a, b, c]], [[d, e, f], 2, [a, b, d, e]]], "2"],
    ["threshold 1 to 2", [[[a, b], 1, [a]], [[a, b], 2, [a, b]]], "2"],
    ["threshold 1 to 2 that is not reached", [[[a, b], 1, [a]], [[a, b], 2, [a]]], "1, threshold"],
    ["threshold 2 to 1", [[[a, b], 2, [a, b]], [[a, b], 1, [a, b]]], "2"],
    ["threshold 2 to 1, when the old one is not reached", [[[a, b], 2, [a, b]], [[a, b], 1, [a]]], "1, threshold"],
    ["1 of 2 becomes 2 of 2", [[[a, b], 1, [b]], [[a, c], 2, [a, c]]], "2"],
    ["a bad link in the middle stops what follows", [[[a], 1, [a]], [[b], 1, [b]], [[b], 1, [a, b]]], "1, threshold"],
  ];

  it.each(CASES)("%s", async (_, steps, expected) => {
    const sim = new RepositorySimulator();
    for (const [keys, threshold, signers] of steps) {
      sim.roles.root = { keys, threshold };
      sim.publishRoot({ signers });
    }
    sim.update();
    const { root, refusal } = await update(sim);
    expect(`${root.signed.version}${refusal === undefined ? "" : `, ${refusal.kind}`}`).toBe(expected);
  });

  it("is followed as far as a client goes in one update, and no further", async () => {
    const sim = new RepositorySimulator();
    for (let i = 0; i < CLIENT_LIMITS.rootRotations + 2; i++) sim.publishRoot();
    sim.update();
    expect((await update(sim)).root.signed.version).toBe(CLIENT_LIMITS.rootRotations + 1);
  }, 30_000);
});

describe("a version that is not the one in its address is refused", () => {
  it("root", async () => {
    const sim = RepositorySimulator.published();
    sim.publishRoot({ version: 3, fileVersion: 2 });
    expect(await outcome(sim)).toBe("root 1: root version 5.3.5");
  });

  it.each([["snapshot", "root 1, timestamp 1: snapshot version 5.5.4"], ["targets", "root 1, timestamp 1, snapshot 1: targets version 5.6.4"]])("%s", async (role, expected) => {
    for (const consistent of [true, false]) {
      const sim = RepositorySimulator.published((s) => (s.consistentSnapshot = consistent));
      const other = RepositorySimulator.published((s) => {
        s.consistentSnapshot = consistent;
        Object.assign(s.roles, sim.roles);
      });
      other.update();
      const name = consistent ? `1.${role}.json` : `${role}.json`;
      replace(sim, name, other.served.get(consistent ? `2.${role}.json` : name));
      expect(await outcome(sim)).toBe(expected);
    }
  });
});

describe("what is missing, damaged, too large or something else", () => {
  const cases = [
    ["timestamp", "timestamp.json", "root 1", "5.4.1"], ["snapshot", "1.snapshot.json", "root 1, timestamp 1", "5.5.1"], ["targets", "1.targets.json", "root 1, timestamp 1, snapshot 1", "5.6.1"],
  ] as const;

  it.each(cases)("%s that is not there", async (role, name, came, spec) => {
    const sim = RepositorySimulator.published();
    replace(sim, name, undefined);
    expect(await outcome(sim)).toBe(`${came}: ${role} missing ${spec}`);
  });

  it.each(cases)("%s that is not JSON", async (role, name, came, spec) => {
    const sim = RepositorySimulator.published();
    replace(sim, name, utf8("<html>"));
    expect(await outcome(sim)).toBe(`${came}: ${role} unreadable ${spec}`);
  });

  it.each(cases)("%s in whose place another kind of metadata is served", async (role, name, came, spec) => {
    const sim = RepositorySimulator.published();
    replace(sim, name, sim.served.get(role === "snapshot" ? "1.targets.json" : "1.snapshot.json"));
    expect(await outcome(sim)).toBe(`${came}: ${role} wrong-type ${spec}`);
  });

  it("a snapshot that the timestamp's own keys signed as a timestamp", async () => {
    const sim = RepositorySimulator.published((s) => (s.roles.timestamp = s.roles.snapshot));
    replace(sim, "timestamp.json", sim.served.get("1.snapshot.json"));
    expect(await outcome(sim)).toBe("root 1: timestamp wrong-type 5.4.1");
  });

  it("root 2 that is not metadata", async () => {
    const sim = RepositorySimulator.published();
    sim.served.set("2.root.json", utf8("{}"));
    expect(await outcome(sim)).toBe("root 1: root unreadable 5.3.3");
  });

  it.each([["timestamp", 20_000, "root 1: timestamp too-large 5.4.1"], ["root", 600_000, "root 1: root too-large 5.3.3"]] as const)("a %s beyond the limit of clients", async (role, size, expected) => {
    const sim = RepositorySimulator.published();
    if (role === "root") sim.publishRoot();
    const name = role === "root" ? "2.root.json" : "timestamp.json";
    replace(sim, name, padded(sim.served.get(name), size));
    expect(await outcome(sim)).toBe(expected);
  });

  it("a timestamp exactly at the limit passes", async () => {
    const sim = RepositorySimulator.published();
    replace(sim, "timestamp.json", padded(sim.served.get("timestamp.json"), CLIENT_LIMITS.timestamp));
    expect(await outcome(sim)).toBe(DONE);
  });

  it("a file without version in its name, where clients ask for one with", async () => {
    const sim = RepositorySimulator.published();
    sim.served.set("snapshot.json", sim.served.get("1.snapshot.json") ?? utf8(""));
    sim.served.delete("1.snapshot.json");
    expect(await outcome(sim)).toBe("root 1, timestamp 1: snapshot missing 5.5.1");
  });

  it("a versioned timestamp beside a damaged timestamp.json helps no client", async () => {
    const sim = RepositorySimulator.published();
    sim.served.set("1.timestamp.json", sim.served.get("timestamp.json") ?? utf8(""));
    sim.served.set("timestamp.json", utf8("{"));
    expect(await outcome(sim)).toBe("root 1: timestamp unreadable 5.4.1");
  });
});

describe("what meta says of a file binds it", () => {
  const withHashes = (): RepositorySimulator => RepositorySimulator.published((s) => (s.metaHashes = true));

  it("a byte more of white space is another file", async () => {
    for (const [name, came] of [["1.snapshot.json", "root 1, timestamp 1: snapshot too-large 5.5.1"], ["1.targets.json", "root 1, timestamp 1, snapshot 1: targets too-large 5.6.1"]] as const) {
      const sim = withHashes();
      replace(sim, name, padded(sim.served.get(name), (sim.served.get(name)?.length ?? 0) + 1));
      expect(await outcome(sim)).toBe(came);
    }
  });

  it.each([["snapshot", "root 1, timestamp 1", "5.5.2"], ["targets", "root 1, timestamp 1, snapshot 1", "5.6.2"]])("the hash of %s", async (role, came, spec) => {
    const sim = withHashes();
    const bytes = new Uint8Array(sim.served.get(`1.${role}.json`) ?? []);
    const space = bytes.indexOf(0x20);
    bytes[space] = 0x0a; // white space of the same length: every signature still verifies
    replace(sim, `1.${role}.json`, bytes);
    expect(await outcome(sim)).toBe(`${came}: ${role} hash ${spec}`);
  });

  it("a shorter file than listed", async () => {
    const sim = RepositorySimulator.published();
    sim.snapshotMeta = { version: 1, length: 100_000 };
    sim.publishTimestamp();
    expect(await outcome(sim)).toBe("root 1, timestamp 2: snapshot length 5.5.2");
  });

  it("a hash by an algorithm that is not known", async () => {
    const sim = RepositorySimulator.published();
    sim.snapshotMeta = { version: 1, hashes: { "sha3-999": "00" } };
    sim.publishTimestamp();
    expect(await outcome(sim)).toBe("root 1, timestamp 2: snapshot hash-algorithm-unknown 5.5.2");
  });
});

describe("expiry", () => {
  const came: Readonly<Record<TopLevelRole, string>> = {
    root: "root 1: root expired 5.3.10", timestamp: "root 1: timestamp expired 5.4.4", snapshot: "root 1, timestamp 1: snapshot expired 5.5.6", targets: "root 1, timestamp 1, snapshot 1: targets expired 5.6.5",
  };

  it.each(["root", "timestamp", "snapshot", "targets"] as const)("of %s counts from the very instant that is written, and no second before", async (role) => {
    const sim = RepositorySimulator.published((s) => (s.expires[role] = addDays(SIM_NOW, 1)));
    const instant = addDays(SIM_NOW, 1);
    expect(await outcome(sim, { now: instantFromMs(instant - 1000) })).toBe(DONE);
    expect(await outcome(sim, { now: instant })).toBe(came[role]);
    expect(await outcome(sim, { now: instantFromMs(instant + 1) })).toBe(came[role]);
  });

  it("of a root that a newer one follows does not matter, nor that of the root a client holds", async () => {
    const sim = RepositorySimulator.published((s) => (s.expires.root = addDays(SIM_NOW, -10)));
    sim.publishRoot();
    sim.expires.root = addDays(SIM_NOW, 10);
    sim.publishRoot();
    expect(await outcome(sim)).toBe("root 3, timestamp 1, snapshot 1, targets 1");
    expect(await outcome(sim, { from: 2 })).toBe("root 3, timestamp 1, snapshot 1, targets 1");
  });

  it("of the newest root stops the client after it has taken that root", async () => {
    const sim = RepositorySimulator.published();
    sim.expires.root = SIM_NOW;
    sim.publishRoot();
    expect(await outcome(sim)).toBe("root 2: root expired 5.3.10");
  });
});

function padded(bytes: Bytes | undefined, size: number): Bytes {
  const out = new Uint8Array(size).fill(0x20);
  out.set(bytes ?? []);
  return out;
}
