import { utf8, type Bytes } from "../lib/bytes.ts";
import { fromHex, toHex } from "../lib/hex.ts";
import { formatInstant, parseInstant, type UtcInstant } from "../lib/utc-instant.ts";
import type { Fingerprint } from "../tuf/model/ids.ts";
import type { KeyringEntry } from "./keyring-entry.ts";

/**
 * A drill is a text of this beginning. Canonical metadata begins with `{`, so no client and no tool of TUF can take a
 * signature over it for one over metadata, whatever follows.
 */
export const DRILL_PREFIX = "countersign key drill v1\n";

/** A new text each time, which says what it is for to whoever finds it in another tool. */
export function drillText(fingerprint: Fingerprint, now: UtcInstant, nonce: Bytes): string {
  return `${DRILL_PREFIX}Signing this proves that a key is still held. It authorises nothing.\nkey: ${fingerprint}\ndate: ${formatInstant(now)}\nnonce: ${toHex(nonce)}\n`;
}

/** To the byte: what a person is asked to sign as a drill is not for a record in a database to choose. */
export function isDrillText(text: string, fingerprint: Fingerprint): boolean {
  const date = drillDate(text);
  const nonce = fromHex(/\nnonce: ([0-9a-f]{32})\n$/.exec(text)?.[1] ?? "");
  return date !== undefined && nonce !== undefined && text === drillText(fingerprint, date, nonce);
}

export function drillBytes(text: string): Bytes {
  return utf8(text);
}

/** When the text of an open drill was made: a signature over it proves nothing of a later time. */
export function drillDate(text: string): UtcInstant | undefined {
  const date = /\ndate: (.*)\n/.exec(text)?.[1];
  return date === undefined ? undefined : parseInstant(date)?.instant;
}

/** Units: calendar months, in UTC. A key that was never proved counts from the day that it came here. */
export function needsDrill(entry: Pick<KeyringEntry, "provenAt" | "createdAt">, now: UtcInstant, months: number): boolean {
  const due = new Date(entry.provenAt ?? entry.createdAt);
  const day = due.getUTCDate();
  due.setUTCMonth(due.getUTCMonth() + months, 1);
  const lastDay = new Date(Date.UTC(due.getUTCFullYear(), due.getUTCMonth() + 1, 0)).getUTCDate();
  due.setUTCDate(Math.min(day, lastDay));
  return now >= due.getTime();
}
