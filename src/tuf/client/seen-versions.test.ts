import { describe, expect, it } from "vitest";
import { isRaised, isSamePlace, newestSeen, type SeenVersions } from "./seen-versions.ts";

type Place = readonly [root: number, timestamp: number, snapshot: number];
const seen = (root: number, timestamp: number, snapshot: number): SeenVersions => ({ root, timestamp, snapshot, targets: {} });

describe("what was seen", () => {
  it.each<readonly [Place, Place, boolean]>([
    [[1, 5, 5], [2, 1, 1], true], [[2, 1, 1], [1, 5, 5], false], [[1, 1, 5], [1, 2, 1], true], [[1, 2, 1], [1, 1, 5], false],
    [[1, 1, 1], [1, 1, 2], true], [[1, 1, 2], [1, 1, 1], false], [[1, 1, 1], [1, 1, 1], false],
  ])("from %j to %j is raised: %s", (before, after, raised) => expect(isRaised(seen(...before), seen(...after))).toBe(raised));

  it("is the same place where all three versions are", () => {
    expect(isSamePlace(seen(1, 2, 3), { ...seen(1, 2, 3), targets: { a: 1 } })).toBe(true);
    for (const other of [seen(9, 2, 3), seen(1, 9, 3), seen(1, 2, 9)]) expect(isSamePlace(seen(1, 2, 3), other)).toBe(false);
  });

  it("from several anchors counts by the newest, wherever it stands", () => {
    const [old, newer, newest] = [seen(1, 7, 7), seen(2, 1, 1), seen(2, 1, 2)];
    expect([newestSeen([old, newest, newer]), newestSeen([newest, old]), newestSeen([undefined, newer, undefined, old])]).toEqual([newest, newest, newer]);
    expect([newestSeen([]), newestSeen([undefined, undefined])]).toEqual([undefined, undefined]);
  });
});
