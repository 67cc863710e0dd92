import { expect } from "vitest";
import { RepositorySimulator, simKeys, type SimKey } from "../../src/test/repository-simulator.ts";
import { conformance, type Case } from "./conformance.ts";

/** `01234/3 024`: the keys of the role, its threshold, and the keys that sign; each digit is one key. */
type Version = string;

function readVersion(version: Version, keys: readonly SimKey[]): { readonly keys: readonly SimKey[]; readonly threshold: number; readonly signers: readonly SimKey[] } {
  const [, own = "", threshold = "", signers = ""] = /^(\d+)\/(\d) (\d+)$/.exec(version) ?? [];
  const all = (digits: string): readonly SimKey[] => [...digits].flatMap((digit) => keys[Number(digit)] ?? []);
  return { keys: all(own), threshold: Number(threshold), signers: all(signers) };
}

/** A chain of roots, followed to its end, or to the one before the last. */
function roots(outcome: "all" | "all but the last", ...versions: readonly Version[]): Case {
  return async (bench) => {
    const { sim, client } = bench;
    const keys = simKeys(10);
    for (const version of versions) {
      const { signers, ...role } = readVersion(version, keys);
      sim.roles.root = role;
      sim.publishRoot({ signers });
    }
    sim.update();
    expect(await bench.init()).toBe(0);
    expect(await client.refresh()).toBe(outcome === "all" ? 0 : 1);
    expect(client.stored("root")).toEqual(bench.served(`${outcome === "all" ? versions.length : versions.length - 1}.root.json`));
  };
}

/** Every other top-level role in turn gets these keys and signatures. */
function others(outcome: "accepted" | "refused", version: Version): Case {
  return async (bench) => {
    const { sim, client } = bench;
    sim.publishRoot();
    await bench.init();
    const keys = simKeys(10);
    for (const role of ["timestamp", "snapshot", "targets"] as const) {
      sim.roles[role] = readVersion(version, keys);
      bench.publish("root", "targets", "snapshot", "timestamp");
      expect(await client.refresh()).toBe(outcome === "accepted" ? 0 : 1);
      const name = role === "timestamp" ? "timestamp.json" : role === "snapshot" ? `${sim.versions.snapshot}.snapshot.json` : `${sim.top.version}.targets.json`;
      if (outcome === "accepted") expect(client.stored(role)).toEqual(bench.served(name));
      else expect(client.stored(role)).toBeUndefined();
    }
  };
}

conformance("updater_key_rotations", {
  "test_root_rotation[1-of-1-key-rotation]": roots("all", "1/1 1", "2/1 21", "2/1 2"),
  "test_root_rotation[1-of-1-key-rotation-unused-signatures]": roots("all", "1/1 314", "2/1 3214", "2/1 324"),
  "test_root_rotation[3-of-5-sign-with-different-keycombos]": roots("all", "01234/3 024", "01234/3 041", "01234/3 013", "01234/3 013"),
  "test_root_rotation[3-of-5-one-key-rotated]": roots("all", "01234/3 024", "01345/3 041"),
  "test_root_rotation[3-of-5-one-key-rotated-with-intermediate-step]": roots("all", "01234/3 024", "01345/3 0245", "01345/3 045"),
  "test_root_rotation[3-of-5-all-keys-rotated-with-intermediate-step]": roots("all", "01234/3 024", "56789/3 024567", "56789/3 567"),
  "test_root_rotation[1-of-3-threshold-increase-to-2-of-3]": roots("all", "123/1 1", "123/2 12"),
  "test_root_rotation[2-of-3-threshold-decrease-to-1-of-3]": roots("all", "123/2 12", "123/1 12", "123/1 1"),
  "test_root_rotation[1-of-2-threshold-increase-to-2-of-2]": roots("all", "1/1 1", "12/2 12"),
  "test_root_rotation[1-of-1-key-rotation-fail-not-signed-with-old-key]": roots("all but the last", "1/1 1", "2/1 234"),
  "test_root_rotation[1-of-1-key-rotation-fail-not-signed-with-new-key]": roots("all but the last", "1/1 1", "2/1 134"),
  "test_root_rotation[3-of-5-one-key-rotate-fails-not-signed-with-3-new-keys]": roots("all but the last", "01234/3 024", "01345/3 024"),
  "test_root_rotation[3-of-5-one-key-rotate-fails-not-signed-with-3-old-keys]": roots("all but the last", "01234/3 024", "01345/3 045"),
  "test_root_rotation[1-of-3-threshold-bump-to-2-of-3-fails-new-threshold-not-reached]": roots("all but the last", "123/1 1", "123/2 2"),
  "test_root_rotation[2-of-3-threshold-decr-to-1-of-3-fails-old-threshold-not-eached]": roots("all but the last", "123/2 12", "123/1 1"),
  "test_non_root_rotations[1-of-1-key-rotation]": others("accepted", "2/1 2"),
  "test_non_root_rotations[1-of-1-key-rotation-unused-signatures]": others("accepted", "1/1 314"),
  "test_non_root_rotations[1-of-1-key-rotation-fail-not-signed-with-new-key]": others("refused", "2/1 134"),
  "test_non_root_rotations[3-of-5-one-key-signature-wrong-not-signed-with-3-expected-keys]": others("refused", "01345/3 024"),
  "test_non_root_rotations[2-of-5-one-key-signature-mising-threshold-not-reached]": others("refused", "01345/3 04"),
  "test_non_root_rotations[3-of-5-sign-first-combo]": others("accepted", "01234/3 024"),
  "test_non_root_rotations[3-of-5-sign-second-combo]": others("accepted", "01234/3 041"),
  "test_non_root_rotations[3-of-5-sign-third-combo]": others("accepted", "01234/3 013"),
  "test_non_root_rotations[3-of-5-sign-fourth-combo]": others("accepted", "01234/3 123"),
  "test_non_root_rotations[3-of-5-sign-fifth-combo]": others("accepted", "01234/3 234"),
}, () => new RepositorySimulator());
