import { expect, it } from "vitest";
import { paceOf } from "./pace.ts";

it("says nothing at first, then how fast it goes and how long it will take", () => {
  let now = 1000;
  const pace = paceOf(() => now);
  expect(pace(10, 110)).toBeUndefined();
  now += 499;
  expect(pace(20, 110)).toBeUndefined();
  now += 501;
  expect(pace(30, 110)).toEqual({ perSecond: 20, secondsLeft: 4 });
  expect(pace(30, undefined)).toEqual({ perSecond: 20, secondsLeft: undefined });
  now += 1000;
  expect(pace(110, 110)).toEqual({ perSecond: 50, secondsLeft: 0 });
});

it("says nothing of what does not move", () => {
  let now = 0;
  const pace = paceOf(() => now);
  pace(5, 10);
  now = 9999;
  expect(pace(5, 10)).toBeUndefined();
});
