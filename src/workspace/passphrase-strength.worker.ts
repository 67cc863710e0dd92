import { expose } from "comlink";
import { decodeUtf8, type Bytes } from "../lib/bytes.ts";
import { estimateStrength } from "./passphrase-strength.ts";
import type { Strength } from "./strength-meter.ts";

// A worker of its own, closed to every network: the dictionaries are large and foreign, and have no business beside keys.

expose((passphrase: Bytes, known: readonly string[]): Strength => {
  const text = decodeUtf8(passphrase) ?? "";
  passphrase.fill(0);
  return estimateStrength(text, known);
});
