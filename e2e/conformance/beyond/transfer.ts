import { createHash } from "node:crypto";
import { expect } from "vitest";
import type { CaseOf } from "../cases.ts";
import type { Case } from "../conformance.ts";

const NEW_TARGETS = ["targets", "snapshot", "timestamp"] as const;

export const TRANSFER = {
  "HTTP 403 is a missing file, as 404 is": async (bench) => {
    bench.host.misbehaviour.set("2.root.json", (response) => response.writeHead(403).end());
    await bench.init();
    expect(await bench.client.refresh()).toBe(0);
  },
  "HTTP 500 ends the update, also for the next root": async (bench) => {
    await bench.init();
    for (const status of [500, 503, 401, 429]) {
      bench.host.misbehaviour.set("2.root.json", (response) => response.writeHead(status).end());
      bench.host.metadataRequests.length = 0;
      expect(await bench.client.refresh()).toBe(1);
      expect(bench.host.metadataRequests).toEqual(["2.root.json"]);
    }
    expect(bench.client.trusted()).toBe("root 1");
  },
  "a redirect is not followed": async (bench) => {
    bench.host.misbehaviour.set("timestamp.json", (response) => response.writeHead(302, { location: `${bench.host.url("metadata")}elsewhere.json` }).end());
    bench.sim.served.set("elsewhere.json", bench.served("timestamp.json"));
    await bench.init();
    expect(await bench.client.refresh()).toBe(1);
    expect(bench.host.metadataRequests).not.toContain("elsewhere.json");
  },
  "a connection that breaks off": async (bench) => {
    await bench.init();
    for (const name of ["2.root.json", "timestamp.json"]) {
      bench.host.misbehaviour.clear();
      bench.host.misbehaviour.set(name, (response) => {
        response.writeHead(200, { "content-length": "1000" });
        response.write("{", () => response.destroy());
      });
      expect(await bench.client.refresh()).toBe(1);
    }
    expect(bench.client.trusted()).toBe("root 1");
    bench.host.misbehaviour.clear();
    expect(await bench.client.refresh()).toBe(0);
  },
  "no other encoding is asked for": async (bench) => {
    bench.addArtifact("tool.txt", "a tool");
    bench.publish(...NEW_TARGETS);
    await bench.init();
    expect(await bench.client.download("tool.txt")).toBe(0);
    expect([...bench.host.acceptedEncodings]).toEqual(["identity"]);
  },
  "target paths that climb are not asked for": async (bench) => {
    const paths = ["../climb.txt", "a/../../climb.txt", "%2e%2e/climb.txt", "a/.%2E/b.txt", "./here.txt"];
    for (const path of paths) bench.addArtifact(path, "climbing");
    bench.publish(...NEW_TARGETS);
    await bench.init();
    for (const path of paths) expect([path, await bench.client.download(path)]).toEqual([path, 1]);
    expect(bench.host.targetRequests).toEqual([]);
    expect(bench.client.downloaded()).toEqual([]);
  },
  "target paths with spaces, percent signs and question marks": async (bench) => {
    bench.addArtifact("a b/c%20d/ü?#.txt", "odd");
    bench.publish(...NEW_TARGETS);
    const hash = createHash("sha256").update("odd").digest("hex");
    const encoded = `a%20b/c%20d/${hash}.%C3%BC%3F%23.txt`;
    bench.host.artifacts.set(encoded, Buffer.from("odd"));
    await bench.init();
    expect(await bench.client.download("a b/c%20d/ü?#.txt")).toBe(0);
    expect(bench.host.targetRequests).toEqual([encoded]);
    expect(bench.client.downloaded()).toEqual(["odd"]);
  },
  "several targets: the first that fails ends the call": async (bench) => {
    for (const name of ["one.txt", "two.txt"]) bench.addArtifact(name, name);
    bench.publish(...NEW_TARGETS);
    await bench.init();
    expect(await bench.client.download("one.txt", "nowhere.txt", "two.txt")).toBe(1);
    expect(bench.client.downloaded()).toEqual(["one.txt"]);
  },
  "one update for all targets of a call": async (bench) => {
    for (const name of ["one.txt", "two.txt", "three.txt"]) bench.addArtifact(name, name);
    bench.publish(...NEW_TARGETS);
    await bench.init();
    expect(await bench.client.download("one.txt", "two.txt", "three.txt")).toBe(0);
    expect(bench.host.metadataRequests).toEqual(["2.root.json", "timestamp.json", "2.snapshot.json", "2.targets.json"]);
    expect(bench.host.targetRequests).toHaveLength(3);
  },
} satisfies Partial<Record<CaseOf<"beyond">, Case>>;
