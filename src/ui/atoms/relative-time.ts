import type { UtcInstant } from "../../lib/utc-instant.ts";
import { formatInstant } from "../../lib/utc-instant.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365.25 * DAY;

/** "2026-01-22 13:05 UTC": to the minute, cut, never rounded up past an expiry. */
export function utcText(instant: UtcInstant, precision: "day" | "minute" | "second" = "minute"): string {
  const [date = "", time = ""] = formatInstant(instant).split("T");
  if (precision === "day") return date;
  return `${date} ${time.slice(0, precision === "minute" ? 5 : 8)} UTC`;
}

/** "41 days", "9.9 years", "less than a minute"; cut, never rounded up. Units of the argument: milliseconds, sign ignored. */
export function durationWords(ms: number): string {
  const span = Math.abs(ms);
  if (span < MINUTE) return "less than a minute";
  if (span < 2 * HOUR) return plural(Math.floor(span / MINUTE), "minute");
  if (span < 2 * DAY) return plural(Math.floor(span / HOUR), "hour");
  if (span < 2 * YEAR) return plural(Math.floor(span / DAY), "day");
  return `${Math.floor((span / YEAR) * 10) / 10} years`;
}

/** "in 41 days" or "3 days ago". */
export function relativeWords(at: UtcInstant, now: UtcInstant): string {
  const words = durationWords(at - now);
  return at > now ? `in ${words}` : `${words} ago`;
}

function plural(count: number, unit: string): string {
  return count === 1 ? `1 ${unit}` : `${count} ${unit}s`;
}
