import { existsSync, readFileSync } from "node:fs";
import { describe, expect } from "vitest";
import { parseInstant } from "../../src/lib/utc-instant.ts";
import { CORPORA, readFolder } from "../../src/test/corpora.ts";
import { RepositorySimulator } from "../../src/test/repository-simulator.ts";
import { conformance } from "./conformance.ts";

const present = existsSync(CORPORA);
const textOf = (path: string): string => readFileSync(`${CORPORA}/${path}`, "utf8").trim();

function empty(): RepositorySimulator {
  const sim = new RepositorySimulator();
  if (present) for (const { path, bytes } of readFolder(`${CORPORA}/sigstore-roots`)) sim.served.set(path, bytes);
  return sim;
}

/** Repositories that other tools made. Of Sigstore's the roots are at hand and no more. */
describe.skipIf(!present)("with ../shared (skipped: no ../shared)", () => {
  conformance("static_repositories", {
    async "test_static_repository[tuf-on-ci-0.11]"(bench) {
      const folder = "tuf-on-ci-published";
      bench.sim.served.clear();
      for (const { path, bytes } of readFolder(`${CORPORA}/${folder}/metadata`)) bench.sim.served.set(path, bytes);
      for (const { path, bytes } of readFolder(`${CORPORA}/${folder}/targets`)) bench.host.artifacts.set(path, bytes);
      expect(await bench.client.init(readFileSync(`${CORPORA}/${folder}/initial_root.json`))).toBe(0);
      const at = parseInstant(textOf(`${folder}/faketime`).replace(" ", "T").replace(/(Z|\+00:00)?$/, "Z"))?.instant;
      expect(at).toBeDefined();
      expect(await bench.client.refresh(at)).toBe(0);
      expect(await bench.client.downloadAs([textOf(`${folder}/targetpath`)], at)).toMatchObject({ code: 0 });
      expect(bench.client.downloaded()).toHaveLength(1);
    },
    async "test_static_repository[sigstore-root-signing]"(bench) {
      expect(await bench.init()).toBe(0);
      expect(await bench.client.refresh(parseInstant("2025-12-01T00:00:00Z")?.instant)).toBe(1);
      expect(bench.client.trusted()).toBe("root 15");
      expect(bench.client.stored("root")).toEqual(bench.served("15.root.json"));
      expect(bench.host.metadataRequests.slice(-2)).toEqual(["16.root.json", "timestamp.json"]);
    },
  }, empty);
});
