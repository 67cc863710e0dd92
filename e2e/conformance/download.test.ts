import { expect } from "vitest";
import { conformance, type Case } from "./conformance.ts";

const NEW_TARGETS = ["targets", "snapshot", "timestamp"] as const;

function withHashes(...hashes: readonly string[]): Case {
  return async (bench) => {
    bench.addArtifact("tool.txt", "a tool", { hashes });
    bench.publish(...NEW_TARGETS);
    await bench.init();
    expect(await bench.client.download("tool.txt")).toBe(0);
    expect(bench.host.targetRequests).toHaveLength(1);
    expect(bench.client.downloaded()).toEqual(["a tool"]);
  };
}

conformance("file_download", {
  async test_client_downloads_expected_file(bench) {
    bench.addArtifact("tool.txt", "a tool");
    bench.publish(...NEW_TARGETS);
    await bench.init();
    expect(await bench.client.refresh()).toBe(0);
    expect(bench.client.downloaded()).toEqual([]);
    expect(await bench.client.download("tool.txt")).toBe(0);
    expect(bench.client.downloaded()).toEqual(["a tool"]);
  },
  async test_client_downloads_expected_file_in_sub_dir(bench) {
    bench.addArtifact("deep/er/tool.txt", "a tool");
    bench.publish(...NEW_TARGETS);
    await bench.init();
    expect(await bench.client.download("deep/er/tool.txt")).toBe(0);
    expect(bench.host.targetRequests).toEqual([expect.stringMatching(/^deep\/er\/[0-9a-f]{64}\.tool\.txt$/)]);
    expect(bench.client.downloaded()).toEqual(["a tool"]);
  },
  async test_repository_substitutes_target_file(bench) {
    const { client } = bench;
    bench.addArtifact("one.txt", "one");
    bench.addArtifact("two.txt", "two");
    bench.publish(...NEW_TARGETS);
    await bench.init();
    expect(await client.download("one.txt")).toBe(0);
    bench.substitute("one.txt", "evil");
    bench.substitute("two.txt", "bad");
    await client.download("one.txt");
    expect(client.downloaded()).toEqual(["one"]);
    expect(await client.download("two.txt")).toBe(1);
    expect(client.downloaded()).toEqual(["one"]);
  },
  async test_multiple_changes_to_target(bench) {
    const { client } = bench;
    bench.addArtifact("tool.txt", "tool");
    bench.publish(...NEW_TARGETS);
    await bench.init();
    expect(await client.download("tool.txt")).toBe(0);
    const extra: string[] = [];
    for (let i = 0; i <= 10; i++) {
      bench.addArtifact("tool.txt", `tool ${i}`);
      bench.addArtifact(`new-${i}.txt`, `new ${i}`);
      bench.publish(...NEW_TARGETS);
      if (i % 5 !== 0) continue;
      expect(await client.download("tool.txt")).toBe(0);
      expect(client.downloaded().toSorted()).toEqual([...extra, `tool ${i}`].toSorted());
      expect(await client.download(`new-${i}.txt`)).toBe(0);
      extra.push(`new ${i}`);
      bench.substitute("tool.txt", `evil ${i}`);
      bench.publish(...NEW_TARGETS);
      await client.download("tool.txt");
      expect(client.downloaded().toSorted()).toEqual([...extra, `tool ${i}`].toSorted());
    }
  },
  "test_download_with_hash_algorithms[hashes0]": withHashes("sha256"),
  "test_download_with_hash_algorithms[hashes1]": withHashes("sha512"),
  "test_download_with_hash_algorithms[hashes2]": withHashes("sha256", "sha512"),
  async test_download_with_unknown_hash_algorithm(bench) {
    bench.addArtifact("tool.txt", "a tool", { hashes: ["sha512"] });
    const file = bench.sim.top.targets["tool.txt"];
    if (file === undefined) throw new Error("it was just added");
    bench.sim.top.targets["tool.txt"] = { ...file, hashes: { "no-such-hash": file.hashes["sha512"] } };
    bench.publish(...NEW_TARGETS);
    await bench.init();
    expect(await bench.client.download("tool.txt")).toBe(1);
    expect(bench.client.downloaded()).toEqual([]);
  },
  async test_artifact_cache(bench) {
    bench.addArtifact("tool.txt", "a tool");
    bench.publish(...NEW_TARGETS);
    await bench.init();
    expect(await bench.client.download("tool.txt")).toBe(0);
    expect(await bench.client.download("tool.txt")).toBe(0);
    expect(bench.host.targetRequests).toHaveLength(1);
  },
});
