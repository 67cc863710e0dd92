import { expect, test } from "vitest";
import { formatInstant } from "../lib/utc-instant.ts";
import { describeAsOfFault, parseAsOf } from "./as-of-text.ts";

test.each([
  ["2025-07-09 13:06", "2025-07-09T13:06:00Z"],
  [" 2025-07-09  13:06 UTC ", "2025-07-09T13:06:00Z"],
  ["2025-07-09T13:06:59Z", "2025-07-09T13:06:59Z"],
  ["2024-02-29", "2024-02-29T00:00:00Z"],
])("%j is read as %s", (text, expected) => {
  const read = parseAsOf(text);
  expect(read.ok && formatInstant(read.value)).toBe(expected);
});

test.each([
  ["9 July 2025", "not-a-date-time", "YYYY-MM-DD HH:MM"],
  ["", "not-a-date-time", "UTC"],
  ["2025-07-09 13:06 +02:00", "not-a-date-time", "UTC"],
  ["2025-02-29 12:00", "no-such-date", "2025-02-29 is not in the calendar"],
  ["2025-07-09 24:00", "no-such-time", "24:00:00 is not a time of day"],
])("%j is refused as %s, and the words say what would be right", (text, kind, words) => {
  const read = parseAsOf(text);
  if (read.ok) throw new Error("it was accepted");
  expect(read.fault.kind).toBe(kind);
  expect(describeAsOfFault(read.fault)).toContain(words);
});
