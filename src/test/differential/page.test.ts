import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ANSWERS_HERE } from "./answers-here.ts";
import { DEPARTURES } from "./departures.ts";
import { examine } from "./examined.ts";
import { answerOf, outcomeOf } from "./measure.ts";
import { judgeOurselves } from "./ours.ts";
import { differencesPage, DIFFERENCES_PAGE, loneRows } from "./page.ts";

describe("the table of differences", () => {
  it("stands in the documentation as it stands in the code", () => {
    expect(readFileSync(DIFFERENCES_PAGE, "utf8"), "run: npm run differential -- --write-table").toBe(differencesPage());
  });

  it("tells of every departure once", () => {
    expect(loneRows()).toEqual([]);
    expect(new Set(DEPARTURES.map(({ id }) => id)).size).toBe(DEPARTURES.length);
  });

  it.each(DEPARTURES)("knows and shows $id, and says what is answered here", async ({ id, recognise, exhibits }) => {
    for (const profile of ["client", "strict"] as const) {
      const outcomes = await Promise.all(exhibits().map(async ({ what, changed, ground }) => {
        expect((await examine(changed)).some(recognise), what).toBe(true);
        const plain = await judgeOurselves(ground, "client");
        expect(plain.stop, what).toBeUndefined();
        return outcomeOf(await judgeOurselves(changed, profile), plain.found);
      }));
      expect(`${profile} ${answerOf(outcomes)}`).toBe(`${profile} ${ANSWERS_HERE[id][profile]}`);
    }
  });
});
