import { describe, expect, it } from "vitest";
import { addDays } from "../../lib/utc-instant.ts";
import { RepositorySimulator, SIM_NOW, simKey } from "../../test/repository-simulator.ts";
import { update, type UpdateAbout } from "../../test/update.ts";

/** `timestamp 1 timestamp.json 5.4`, with the faults behind, and a bar before what only an audit looks at. */
async function steps(sim: RepositorySimulator, about: UpdateAbout = {}): Promise<readonly string[]> {
  return (await update(sim, about)).steps.map(({ role, version, path, spec, faults, reached }) => [
    ...(reached ? [] : ["|"]), role, version ?? "?", path ?? "held", spec, ...faults.map((fault) => `${fault.role} ${fault.kind} ${fault.spec}${"by" in fault ? ` by ${fault.by}` : ""}`),
  ].join(" "));
}

function expiredTimestamp(): RepositorySimulator {
  return RepositorySimulator.published((sim) => { sim.expires.timestamp = addDays(SIM_NOW, -1); });
}

describe("the steps of an update", () => {
  it("name each document, where it came from and the section that it answers to", async () => {
    const sim = RepositorySimulator.published();
    sim.publishRoot();
    expect(await steps(sim)).toEqual(["root 1 held 5.2", "root 2 2.root.json 5.3", "timestamp 1 timestamp.json 5.4", "snapshot 1 1.snapshot.json 5.5", "targets 1 1.targets.json 5.6"]);
  });

  it("end where a client stops, and go on in an audit, which trusts nothing of it", async () => {
    const upToThere = ["root 1 held 5.2", "timestamp 1 timestamp.json 5.4.4 timestamp expired 5.4.4"];
    expect(await steps(expiredTimestamp())).toEqual(upToThere);
    const sim = expiredTimestamp();
    expect(await steps(sim, { profile: "audit" })).toEqual([...upToThere, "| snapshot 1 1.snapshot.json 5.5", "| targets 1 1.targets.json 5.6"]);
    expect(await update(sim, { profile: "audit" })).toMatchObject({ timestamp: undefined, snapshot: undefined, targets: undefined, refusal: { kind: "expired", role: "timestamp" } });
  });

  it("begin with the trusted root, which has to be signed by its own keys", async () => {
    const sim = RepositorySimulator.published();
    sim.roles.root = { keys: [simKey()], threshold: 1 };
    sim.publishRoot({ signers: [simKey()] });
    const unsigned = "root 2 held 5.2 root threshold 5.2 by root 2";
    expect(await steps(sim, { from: 2 })).toEqual([unsigned]);
    expect(await steps(sim, { from: 2, profile: "audit" })).toEqual([unsigned, "| timestamp 1 timestamp.json 5.4", "| snapshot 1 1.snapshot.json 5.5", "| targets 1 1.targets.json 5.6"]);
  });

  it("name what is missing by the step that asked for it", async () => {
    for (const [file, said] of [["timestamp.json", "timestamp ? held 5.4.1 timestamp missing 5.4.1"], ["1.snapshot.json", "snapshot ? held 5.5.1 snapshot missing 5.5.1"], ["1.targets.json", "targets ? held 5.6.1 targets missing 5.6.1"]] as const) {
      const sim = RepositorySimulator.published();
      sim.served.delete(file);
      expect((await steps(sim)).at(-1)).toBe(said);
    }
  });

  it("tell of a last root that has expired after everything else of it", async () => {
    const sim = RepositorySimulator.published((fresh) => { fresh.expires.root = SIM_NOW; });
    expect(await steps(sim)).toEqual(["root 1 held 5.2", "root 1 held 5.3.10 root expired 5.3.10"]);
  });
});
