import { describe, expect, it } from "vitest";
import { RepositorySimulator, simKey } from "../../test/repository-simulator.ts";
import { update } from "../../test/update.ts";
import type { FormatNote } from "../model/metadata.ts";
import { formFault } from "./profile.ts";

const { signed } = RepositorySimulator.published().root(1);
const slot: FormatNote = { kind: "empty-signature-slot", keyId: "a" as never }; // any text is a key id
const date: FormatNote = { kind: "date-form", text: "2030-01-01T00:00:00.5Z" };
const role: FormatNote = { kind: "extra-role", role: "mirrors" };

describe("the form of a document", () => {
  it("is minded by the strict profile alone", () => {
    for (const profile of ["client", "audit", undefined] as const) expect(formFault({ signed, notes: [date, role] }, "root", profile)).toBeUndefined();
    expect(formFault({ signed, notes: [role, date] }, "root", "strict")).toEqual({ kind: "not-conforming", role: "root", spec: "4.3", version: 1, note: role });
  });

  it("is refused for the first thing that breaks a rule, and not for what only waits", () => {
    expect(formFault({ signed, notes: [slot, date, role] }, "timestamp", "strict")).toEqual({ kind: "not-conforming", role: "timestamp", spec: "4.2.3", version: 1, note: date });
    expect(formFault({ signed, notes: [slot] }, "root", "strict")).toBeUndefined();
    expect(formFault({ signed, notes: [] }, "root", "strict")).toBeUndefined();
  });

  it("of a new root is told with the role, before anything else that speaks against it", async () => {
    const sim = RepositorySimulator.published();
    const key = simKey();
    sim.roles.root = { keys: [key, { ...key, plain: { ...key.plain, keyId: "a-name" as never } }], threshold: 1 }; // any text is a key id
    sim.publishRoot({ signers: [key] });
    const { steps, refusal } = await update(sim, { profile: "strict" });
    expect(refusal).toMatchObject({ kind: "not-conforming", role: "root", version: 2 });
    expect(steps.at(-1)?.faults).toMatchObject([{ kind: "not-conforming", role: "root" }, { kind: "threshold", role: "root", by: "root 1", spec: "5.3.4" }]);
  });

  it("leaves each threshold that a new root misses with the root that asks for it", async () => {
    const sim = RepositorySimulator.published();
    sim.roles.root = { keys: [simKey()], threshold: 1 };
    sim.publishRoot({ signers: [simKey()] });
    expect((await update(sim)).steps.at(-1)?.faults).toEqual([
      { kind: "threshold", role: "root", by: "root 1", spec: "5.3.4", threshold: 1, counted: 0 },
      { kind: "threshold", role: "root", by: "root 2", spec: "5.3.4", threshold: 1, counted: 0 },
    ]);
  });
});
