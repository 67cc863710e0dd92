import { describe, it } from "vitest";
import { RepositorySimulator } from "../../src/test/repository-simulator.ts";
import { Bench } from "./bench.ts";
import { CASES, type CaseOf, type Group } from "./cases.ts";

export type Case = (bench: Bench) => Promise<void>;

/** Runs every case of a group on a repository of its own. One that is named in `CASES` and missing here does not compile. */
export function conformance<G extends Group>(group: G, cases: Readonly<Record<CaseOf<G>, Case>>, start: () => RepositorySimulator = () => RepositorySimulator.published()): void {
  describe.concurrent(group, () => {
    const names: readonly CaseOf<G>[] = CASES[group];
    for (const name of names) {
      it(name, async () => {
        const bench = await Bench.of(start());
        try {
          await cases[name](bench);
        } finally {
          await bench.close();
        }
      });
    }
  });
}
