// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { instantFromMs } from "../../lib/utc-instant.ts";
import { mount } from "../testing/mount.tsx";
import { ExpiryText } from "./expiry-text.tsx";
import { durationWords, relativeWords, utcText } from "./relative-time.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = instantFromMs(Date.UTC(2025, 6, 9, 13, 6, 30));
const later = (ms: number): ReturnType<typeof instantFromMs> => instantFromMs(NOW + ms);

test.each([
  [59_999, "less than a minute"],
  [60_000, "1 minute"],
  [2 * HOUR - 1, "119 minutes"],
  [2 * DAY - 1, "47 hours"],
  [41.9 * DAY, "41 days"],
  [-3 * DAY, "3 days"],
  [3630 * DAY, "9.9 years"],
])("%d ms are %s: cut, never rounded up past an expiry", (ms, words) => {
  expect(durationWords(ms)).toBe(words);
});

test("the future is in, the past and the very moment are ago", () => {
  expect(relativeWords(later(DAY * 3), NOW)).toBe("in 3 days");
  expect(relativeWords(later(-DAY * 3), NOW)).toBe("3 days ago");
  expect(relativeWords(NOW, NOW)).toBe("less than a minute ago");
});

test("absolute UTC comes first, relative second", async () => {
  const { text } = await mount(<ExpiryText at={later(41 * DAY)} now={NOW} />);
  expect(text()).toBe("2025-08-19 13:06 UTCin 41 days");
});

test("what has expired says so with a shape", async () => {
  const { text, get } = await mount(<ExpiryText at={later(-3 * DAY)} now={NOW} />);
  expect(text()).toContain("expired 3 days ago");
  expect(get('[data-state="bad"] [data-icon="bad"]')).toBeDefined();
});

test("it has expired from the very second on that it names", async () => {
  expect((await mount(<ExpiryText at={NOW} now={NOW} />)).text()).toContain("expired");
});

test("a chosen reference time is told apart from the present", async () => {
  expect((await mount(<ExpiryText at={later(DAY * 9)} now={NOW} asOf />)).text()).toContain("in 9 days as of the chosen time");
});

test("the machine-readable time is exact to the second", async () => {
  const { get } = await mount(<ExpiryText at={NOW} now={NOW} precision="day" />);
  expect(get("time").getAttribute("datetime")).toBe("2025-07-09T13:06:30Z");
  expect(utcText(NOW, "second")).toBe("2025-07-09 13:06:30 UTC");
});
