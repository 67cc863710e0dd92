import { createHash } from "node:crypto";
import { expect } from "vitest";
import { addDays, formatInstant } from "../../src/lib/utc-instant.ts";
import { SIM_NOW } from "../../src/test/repository-simulator.ts";
import type { Metadata, Signed } from "../../src/tuf/model/metadata.ts";
import { isOfType, parseMetadata } from "../../src/tuf/model/parse-metadata.ts";
import type { Bench } from "./bench.ts";
import { conformance } from "./conformance.ts";

function parsed<T extends Signed["type"]>(bench: Bench, name: string, type: T): Metadata<Extract<Signed, { type: T }>> {
  const read = parseMetadata(bench.served(name));
  if (!read.ok || !isOfType(read.value, type)) throw new Error(`${name} is no ${type}`);
  return read.value;
}

/** The suite tests its own simulator, and so is ours: what it serves is what the cases suppose. */
conformance("repository_simulator", {
  async "TestRepositorySimulator::test_repo_initialzation_unittest"(bench) {
    expect([...bench.sim.served.keys()].toSorted()).toEqual(["1.root.json", "1.snapshot.json", "1.targets.json", "timestamp.json"]);
    for (const [name, type] of [["1.root.json", "root"], ["1.snapshot.json", "snapshot"], ["1.targets.json", "targets"], ["timestamp.json", "timestamp"]] as const) {
      expect(parsed(bench, name, type).signed.version).toBe(1);
    }
  },
  async "TestRepositorySimulator::test_basic_metadata_hash_support_unittest"(bench) {
    bench.sim.metaHashes = true;
    bench.publish("targets", "snapshot", "timestamp");
    const { snapshot } = parsed(bench, "timestamp.json", "timestamp").signed;
    const bytes = bench.served("2.snapshot.json");
    expect(snapshot.lengthBytes).toBe(bytes.length);
    expect(snapshot.hashes?.get("sha256")).toBe(createHash("sha256").update(bytes).digest("hex"));
  },
  async "TestRepositorySimulator::test_update_timestamp"(bench) {
    bench.sim.expires.timestamp = addDays(SIM_NOW, -5);
    bench.publish("timestamp");
    expect(parsed(bench, "timestamp.json", "timestamp").signed.expires.text).toBe(formatInstant(addDays(SIM_NOW, -5)));
  },
});
