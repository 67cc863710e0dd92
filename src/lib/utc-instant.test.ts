import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, formatInstant, instantFromMs, parseInstant, wholeDaysBetween } from "./utc-instant.ts";

const FIRST = Date.UTC(2000, 0, 1) - 2000 * 365.2425 * 86_400_000; // 0000-01-01T00:00:00Z: Date.UTC takes years below 100 for 19xx
const LAST = Date.UTC(9999, 11, 31, 23, 59, 59);
const moment = fc.integer({ min: FIRST / 1000, max: LAST / 1000 }).map((seconds) => seconds * 1000);

describe("a date of TUF", () => {
  it("is read and written as Date reads and writes it, over the whole range of years", () => {
    fc.assert(fc.property(moment, (ms) => {
      const text = new Date(ms).toISOString().replace(".000Z", "Z");
      expect(parseInstant(text)).toEqual({ instant: ms, form: "conforming" });
      expect(formatInstant(instantFromMs(ms))).toBe(text);
    }), { numRuns: 3000, examples: [[FIRST], [LAST], [0], [-1000], [Date.UTC(2000, 1, 29)], [Date.UTC(2100, 2, 1)]] });
  });

  it("with a fraction or an offset is read as Date reads it, and said not to conform", () => {
    const two = (n: number): string => String(n).padStart(2, "0");
    const zone = fc.record({ sign: fc.constantFrom("+", "-"), h: fc.integer({ min: 0, max: 23 }), m: fc.integer({ min: 0, max: 59 }) }).map(({ sign, h, m }) => `${sign}${two(h)}:${two(m)}`);
    fc.assert(fc.property(moment, fc.integer({ min: 0, max: 999 }), zone, (ms, milliseconds, offset) => {
      const text = new Date(ms).toISOString().replace(".000Z", `.${String(milliseconds).padStart(3, "0")}${offset}`);
      expect(parseInstant(text)).toEqual({ instant: Date.parse(text), form: "rfc3339" });
    }));
  });

  it.each([
    ["2021-12-18T13:28:12.99008-06:00", "2021-12-18T19:28:12Z", 990],
    ["2022-05-11T19:09:02.663975009Z", "2022-05-11T19:09:02Z", 663],
    ["2030-01-01T00:00:00+00:00", "2030-01-01T00:00:00Z", 0],
    ["2030-01-01T00:30:00+01:00", "2029-12-31T23:30:00Z", 0],
    ["2030-01-01T00:00:00.9999Z", "2030-01-01T00:00:00Z", 999],
  ])("in the form %s is the instant %s", (text, whole, ms) => {
    expect(parseInstant(text)).toEqual({ instant: (parseInstant(whole)?.instant ?? 0) + ms, form: "rfc3339" });
  });

  it.each([
    "2023-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2100-02-29T00:00:00Z", "2024-02-30T00:00:00Z", "2024-04-31T00:00:00Z", "2024-00-10T00:00:00Z", "2024-13-01T00:00:00Z",
    "2024-01-00T00:00:00Z", "2024-01-01T24:00:00Z", "2024-01-01T00:60:00Z", "2024-01-01T00:00:60Z", "2024-1-1T0:0:0Z", "2024-01-01 00:00:00Z", "2024-01-01T00:00:00", "2024-01-01",
    "2024-01-01t00:00:00z", "2024-01-01T00:00:00.Z", "2024-01-01T00:00:00+24:00", "2024-01-01T00:00:00+0100", "+02024-01-01T00:00:00Z", "2024-01-01T00:00:00Z\n", "٢٠٢٤-01-01T00:00:00Z", "", "not a date",
  ])("cannot be %j", (text) => expect(parseInstant(text)).toBeUndefined());

  it.each(["2024-02-29T00:00:00Z", "2000-02-29T23:59:59Z", "0000-02-29T00:00:00Z"])("can be the leap day %s", (text) => {
    const parsed = parseInstant(text);
    expect(parsed === undefined ? undefined : formatInstant(parsed.instant)).toBe(text);
  });
});

describe("instants", () => {
  it("are finite whole milliseconds", () => {
    expect(() => instantFromMs(Number.NaN)).toThrow(RangeError);
    expect(() => instantFromMs(Number.POSITIVE_INFINITY)).toThrow(RangeError);
    expect(instantFromMs(1.9)).toBe(1);
  });

  it("lie whole days apart, rounded down on both sides", () => {
    const noon = instantFromMs(Date.UTC(2030, 0, 1, 12));
    expect([addDays(noon, 3), addDays(noon, 0), instantFromMs(noon + 86_399_999), instantFromMs(noon - 1)].map((to) => wholeDaysBetween(noon, to))).toEqual([3, 0, 0, -1]);
  });
});
