import { fail, ok } from "../lib/result.ts";
import type { Result } from "../lib/result.ts";
import { parseInstant } from "../lib/utc-instant.ts";
import type { UtcInstant } from "../lib/utc-instant.ts";

export type AsOfFault =
  | { readonly kind: "not-a-date-time" }
  | { readonly kind: "no-such-date"; readonly date: string }
  | { readonly kind: "no-such-time"; readonly time: string };

const FORM = /^(\d{4}-\d{2}-\d{2})(?:(?:T|\s+)(\d{2}:\d{2})(:\d{2})?)?\s*(?:Z|UTC)?$/i;

/** Reads `YYYY-MM-DD HH:MM`, with seconds if given, midnight if there is no time; always UTC. */
export function parseAsOf(text: string): Result<UtcInstant, AsOfFault> {
  const match = FORM.exec(text.trim());
  if (match === null) return fail({ kind: "not-a-date-time" });
  const [, date = "", time = "00:00", seconds = ":00"] = match;
  if (parseInstant(`${date}T00:00:00Z`) === undefined) return fail({ kind: "no-such-date", date });
  const parsed = parseInstant(`${date}T${time}${seconds}Z`);
  return parsed === undefined ? fail({ kind: "no-such-time", time: `${time}${seconds}` }) : ok(parsed.instant);
}

export function describeAsOfFault(fault: AsOfFault): string {
  switch (fault.kind) {
    case "not-a-date-time":
      return "Write the date and the time as YYYY-MM-DD HH:MM, in UTC, such as 2025-07-09 13:06.";
    case "no-such-date":
      return `${fault.date} is not in the calendar. Check the month and the day.`;
    case "no-such-time":
      return `${fault.time} is not a time of day. Hours go from 00 to 23, minutes and seconds from 00 to 59.`;
  }
}
