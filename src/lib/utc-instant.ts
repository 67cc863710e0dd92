import type { Brand } from "./brand.ts";

/** A moment in time. Units: milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted. */
export type UtcInstant = Brand<number, "UtcInstant">;

/** How a date was written. `conforming` is the one form that TUF knows (1.0.34, 4.2.3). */
export type DateForm = "conforming" | "rfc3339";

const MS_PER_DAY = 86_400_000;
const RFC3339 = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

export function instantFromMs(ms: number): UtcInstant {
  if (!Number.isFinite(ms)) throw new RangeError("an instant must be finite");
  return Math.trunc(ms) as UtcInstant;
}

/**
 * Reads `YYYY-MM-DDTHH:MM:SSZ`, and the other RFC 3339 forms that old repositories carry (fractions, offsets),
 * saying which it was. Calendar dates that do not exist are refused. Fractions below a millisecond are cut off.
 */
export function parseInstant(text: string): { readonly instant: UtcInstant; readonly form: DateForm } | undefined {
  const m = RFC3339.exec(text);
  if (m === null) return undefined;
  const field = (i: number): number => Number(m[i]);
  const [year, month, day, hour, minute, second] = [field(1), field(2), field(3), field(4), field(5), field(6)];
  const fraction = m[7];
  const zone = m[8] ?? "Z";
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const offset = parseOffset(zone);
  if (offset === undefined) return undefined;
  const ms = fraction === undefined ? 0 : Number(fraction.slice(1, 4).padEnd(3, "0"));
  const instant = daysFromCivil(year, month, day) * MS_PER_DAY + ((hour * 60 + minute) * 60 + second) * 1000 + ms - offset;
  return { instant: instant as UtcInstant, form: fraction === undefined && zone === "Z" ? "conforming" : "rfc3339" };
}

/** `2026-01-22T13:05:59Z`; years outside 0000–9999 cannot come out of `parseInstant`. */
export function formatInstant(instant: UtcInstant): string {
  const days = Math.floor(instant / MS_PER_DAY);
  const rest = instant - days * MS_PER_DAY;
  const [year, month, day] = civilFromDays(days);
  const two = (n: number): string => String(Math.floor(n)).padStart(2, "0");
  const date = `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`;
  return `${date}T${two(rest / 3_600_000)}:${two((rest / 60_000) % 60)}:${two((rest / 1000) % 60)}Z`;
}

/** Units: whole days from `from` to `to`, rounded down; negative when `to` lies before. */
export function wholeDaysBetween(from: UtcInstant, to: UtcInstant): number {
  return Math.floor((to - from) / MS_PER_DAY);
}

export function addDays(instant: UtcInstant, days: number): UtcInstant {
  return (instant + days * MS_PER_DAY) as UtcInstant;
}

function parseOffset(zone: string): number | undefined {
  if (zone === "Z") return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(4, 6));
  if (hours > 23 || minutes > 59) return undefined;
  return (zone.startsWith("-") ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** Days since 1970-01-01 in the proleptic Gregorian calendar, counted in eras of 400 years that begin in March. */
function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468;
}

function civilFromDays(days: number): readonly [year: number, month: number, day: number] {
  const z = days + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted + (shifted < 10 ? 3 : -9);
  return [yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1];
}
