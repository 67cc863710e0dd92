import { expect } from "vitest";
import { concatBytes, utf8 } from "../../src/lib/bytes.ts";
import { addDays } from "../../src/lib/utc-instant.ts";
import { SIM_NOW, simKey, simKeys } from "../../src/test/repository-simulator.ts";
import type { Bench } from "./bench.ts";
import { conformance, type Case } from "./conformance.ts";

const ALL = ["root", "targets", "snapshot", "timestamp"] as const;
const FIRST_UPDATE = ["2.root.json", "timestamp.json", "1.snapshot.json", "1.targets.json"];
const FIRST_TRUST = "root 1, snapshot 1, targets 1, timestamp 1";

function expectStoredAsServed(bench: Bench): void {
  for (const [role, name] of [["root", "1.root.json"], ["timestamp", "timestamp.json"], ["snapshot", "1.snapshot.json"], ["targets", "1.targets.json"]] as const) {
    expect(bench.client.stored(role)).toEqual(bench.served(name));
  }
}

/** Everything is published anew, this role without a signature of its keys. */
function unsigned(role: (typeof ALL)[number], trusted: string): Case {
  return async (bench) => {
    const { sim, client } = bench;
    await bench.init();
    if (role === "root") sim.publishRoot({ signers: [] });
    else sim.roles[role].signers = [];
    bench.publish(...(role === "root" ? ALL.slice(1) : ALL));
    expect(await client.refresh()).toBe(1);
    expect(client.trusted()).toBe(trusted);
  };
}

/** A file says version 3 and lies under the name of version 2, which is the one that the others name. */
function misnamed(role: "root" | "snapshot" | "targets", trusted: string): Case {
  return async (bench) => {
    const { sim, client } = bench;
    await bench.init();
    if (role === "root") sim.publishRoot({ version: 3, fileVersion: 2 });
    else bench.publish("root");
    bench.publish("targets");
    if (role === "targets") {
      bench.publish("targets");
      sim.meta["targets"] = { version: 2 };
      sim.served.set("2.targets.json", bench.served("3.targets.json"));
    }
    bench.publish("snapshot");
    if (role === "snapshot") {
      bench.publish("snapshot");
      sim.snapshotMeta = { version: 2 };
      sim.served.set("2.snapshot.json", bench.served("3.snapshot.json"));
    }
    bench.publish("timestamp");
    expect(await client.refresh()).toBe(1);
    expect(client.trusted()).toBe(trusted);
  };
}

conformance("basic", {
  async test_basic_refresh_requests(bench) {
    expect(await bench.init()).toBe(0);
    expect(bench.host.metadataRequests).toEqual([]);
    expect(await bench.client.refresh()).toBe(0);
    expect(bench.host.metadataRequests).toEqual(FIRST_UPDATE);
  },
  async test_basic_refresh_trusted_data(bench) {
    await bench.init();
    expect(await bench.client.refresh()).toBe(0);
    expectStoredAsServed(bench);
  },
  async test_implicit_refresh(bench) {
    await bench.init();
    expect(await bench.client.download("no such artifact")).toBe(1);
    expect(bench.host.metadataRequests).toEqual(FIRST_UPDATE);
    expectStoredAsServed(bench);
    expect(bench.host.targetRequests).toEqual([]);
  },
  async test_invalid_initial_root(bench) {
    bench.edit("1.root.json", ({ signed }) => delete signed["version"]);
    expect(await bench.init()).toBe(1);
    expect(await bench.client.refresh()).toBe(1);
    expect(bench.host.metadataRequests).toEqual([]);
  },
  async test_unsigned_initial_root(bench) {
    const other = simKey().node.sign(utf8("another text"));
    bench.edit("1.root.json", ({ signatures }) => signatures.forEach((entry) => (entry.sig = Buffer.from(other).toString("hex"))));
    await bench.init();
    expect(await bench.client.refresh()).toBe(1);
    expect(bench.host.metadataRequests).toEqual([]);
  },
  "test_unsigned_metadata[root]": unsigned("root", "root 1"),
  "test_unsigned_metadata[timestamp]": unsigned("timestamp", "root 2"),
  "test_unsigned_metadata[snapshot]": unsigned("snapshot", "root 2, timestamp 2"),
  "test_unsigned_metadata[targets]": unsigned("targets", "root 2, snapshot 2, timestamp 2"),
  "test_url_and_metadata_version_mismatch[root]": misnamed("root", "root 1"),
  "test_url_and_metadata_version_mismatch[snapshot]": misnamed("snapshot", "root 2, timestamp 2"),
  "test_url_and_metadata_version_mismatch[targets]": misnamed("targets", "root 2, snapshot 2, timestamp 2"),
  async test_timestamp_content_changes(bench) {
    const { sim, client, host } = bench;
    await bench.init();
    await client.refresh();
    const held = client.stored("timestamp");
    sim.versions.timestamp = 0;
    sim.snapshotMeta = { version: 100 };
    bench.publish("timestamp");
    expect(await client.refresh()).toBe(0);
    expect(host.metadataRequests.at(-1)).toBe("timestamp.json");
    expect(client.stored("timestamp")).toEqual(held);
  },
  async test_basic_metadata_hash_support(bench) {
    bench.sim.metaHashes = true;
    bench.publish("targets", "snapshot", "timestamp");
    await bench.init();
    expect(await bench.client.refresh()).toBe(0);
    expect(bench.client.trusted()).toBe("root 1, snapshot 2, targets 2, timestamp 2");
  },
  async test_targets_hash_mismatch(bench) {
    const { sim, client } = bench;
    sim.metaHashes = true;
    bench.publish("targets", "snapshot", "timestamp");
    await bench.init();
    expect(await client.refresh()).toBe(0);
    bench.publish("targets");
    sim.meta["targets"] = { version: 3, hashes: { sha256: "0".repeat(64) } };
    bench.publish("snapshot", "timestamp");
    expect(await client.refresh()).toBe(1);
    expect(client.trusted()).toBe("root 1, snapshot 3, targets 2, timestamp 3");
  },
  async test_snapshot_hash_mismatch(bench) {
    const { sim, client } = bench;
    sim.metaHashes = true;
    bench.publish("snapshot", "timestamp");
    await bench.init();
    expect(await client.refresh()).toBe(0);
    bench.publish("snapshot");
    sim.snapshotMeta = { version: 3, hashes: { sha256: "0".repeat(64) } };
    bench.publish("timestamp");
    expect(await client.refresh()).toBe(1);
    expect(client.trusted()).toBe("root 1, snapshot 2, targets 1, timestamp 3");
  },
  async test_metadata_bytes_match(bench) {
    await bench.init();
    const odd = concatBytes(bench.served("timestamp.json"), utf8("\n \t"));
    bench.sim.served.set("timestamp.json", odd);
    expect(await bench.client.refresh()).toBe(0);
    expect(bench.client.stored("timestamp")).toEqual(odd);
  },
  async test_custom_fields(bench) {
    const { sim, client } = bench;
    await bench.init();
    await client.refresh();
    sim.rootExtra = { "x-custom": ["in", { the: "root" }] };
    sim.roles.root = { keys: [...sim.roles.root.keys, simKey("ed25519", { "x-in-the-key": { a: 1, b: 2 } })], threshold: 2, extra: { "x-in-the-role": true } };
    bench.publish("root");
    expect(await client.refresh()).toBe(0);
    expect(client.trusted()).toContain("root 2");
  },
  async test_deprecated_keyid_hash_algorithms(bench) {
    const { sim, client } = bench;
    await bench.init();
    await client.refresh();
    sim.roles.snapshot = { keys: [simKey("ed25519", { keyid_hash_algorithms: "md5" })], threshold: 1 };
    bench.publish("root", "snapshot", "timestamp");
    expect(await client.refresh()).toBe(0);
    expect(client.trusted()).toBe("root 2, snapshot 2, targets 1, timestamp 2");
  },
  async test_snapshot_404(bench) {
    const { sim, client, host } = bench;
    await bench.init();
    await client.refresh();
    sim.snapshotMeta = { version: 2 };
    bench.publish("timestamp");
    expect(await client.refresh()).toBe(1);
    expect(host.metadataRequests.at(-1)).toBe("2.snapshot.json");
    expect(client.trusted()).toBe("root 1, snapshot 1, targets 1, timestamp 2");
  },
  async test_targets_404(bench) {
    const { sim, client, host } = bench;
    await bench.init();
    await client.refresh();
    sim.meta["targets"] = { version: 2 };
    bench.publish("snapshot", "timestamp");
    expect(await client.refresh()).toBe(1);
    expect(host.metadataRequests.at(-1)).toBe("2.targets.json");
    expect(client.trusted()).toBe("root 1, snapshot 2, targets 1, timestamp 2");
  },
  async test_timestamp_404(bench) {
    await bench.init();
    await bench.client.refresh();
    bench.sim.served.delete("timestamp.json");
    expect(await bench.client.refresh()).toBe(1);
    expect(bench.host.metadataRequests.at(-1)).toBe("timestamp.json");
    expect(bench.client.trusted()).toBe(FIRST_TRUST);
  },
  async test_incorrect_metadata_type(bench) {
    const { sim, client } = bench;
    await bench.init();
    const both = simKeys(1);
    sim.roles.timestamp = { keys: both, threshold: 1 };
    sim.roles.snapshot = { keys: both, threshold: 1 };
    sim.meta["snapshot"] = { version: 1 }; // so that it could be read as a timestamp
    bench.publish("root", "snapshot");
    sim.served.set("timestamp.json", bench.served("2.snapshot.json"));
    expect(await client.refresh()).toBe(1);
    expect(client.trusted()).toBe("root 2");
  },
  async test_faketime(bench) {
    bench.sim.expires.root = addDays(SIM_NOW, 7);
    bench.publish("root");
    await bench.init();
    expect(await bench.client.refresh()).toBe(0);
    expect(await bench.client.refresh(addDays(SIM_NOW, 8))).toBe(1);
  },
});
