import { describe, expect, it } from "vitest";
import { instantFromMs } from "../../lib/utc-instant.ts";
import type { Digest, Fingerprint, KeyId } from "../../tuf/model/ids.ts";
import type { KeyPlace, KnownKey } from "./known-key.ts";
import { planMerge, settleMerge } from "./merge-books.ts";

const fingerprint = (digit: string): Fingerprint => `ed25519:${digit.repeat(64)}` as Fingerprint;
const place = (by: string, version: number): KeyPlace => ({ repository: "aa".repeat(32) as Digest, repositoryName: "demo", by, version, role: "root", keyId: "k" as KeyId, label: "@ada" });
const key = (digit: string, name: string, about: Partial<KnownKey> = {}): KnownKey => ({ fingerprint: fingerprint(digit), name, note: "", addedAt: instantFromMs(2000), seen: [], ...about });

describe("bringing in another address book", () => {
  it("takes in what is new, and leaves alone what is only here", () => {
    const plan = planMerge([key("1", "Ada")], [key("2", "Bao")]);
    expect(plan).toEqual({ added: [key("2", "Bao")], same: [], conflicts: [] });
    expect(settleMerge(plan, new Map())).toEqual([key("2", "Bao")]);
  });

  it("puts together where a key was seen, the newer version of each place, and keeps the older date", () => {
    const mine = key("1", "Ada", { seen: [place("root", 3), place("targets", 9)] });
    const theirs = key("1", "Ada", { seen: [place("root", 5), place("targets", 8)], addedAt: instantFromMs(1000) });
    expect(settleMerge(planMerge([mine], [theirs]), new Map())).toEqual([{ ...mine, addedAt: instantFromMs(1000), seen: [place("root", 5), place("targets", 9)] }]);
  });

  it.each([["another name", { name: "Eve" }], ["another note", { note: "met in person" }]] as const)("shows %s as a conflict, and keeps the person's own unless they choose the other", (_, change) => {
    const mine = key("1", "Ada", { seen: [place("root", 3)] });
    const theirs = { ...key("1", "Ada"), ...change, seen: [place("targets", 1)] };
    const plan = planMerge([mine], [theirs]);
    expect(plan.conflicts).toEqual([{ fingerprint: fingerprint("1"), mine, theirs }]);
    const settled = (choices: ReadonlyMap<Fingerprint, "mine" | "theirs">): readonly string[] => settleMerge(plan, choices).map(({ name, note, seen }) => `${name}/${note}/${seen.length}`);
    expect(settled(new Map())).toEqual(["Ada//2"]);
    expect(settled(new Map([[fingerprint("1"), "mine"]]))).toEqual(["Ada//2"]);
    expect(settled(new Map([[fingerprint("1"), "theirs"]]))).toEqual([`${theirs.name}/${theirs.note}/2`]);
  });
});
