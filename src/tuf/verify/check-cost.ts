/**
 * What it takes to check one signature. Units: bytes hashed. Every signature hashes the whole message anew, and its
 * arithmetic takes about as long as hashing so many bytes.
 */
export function checkCost(message: Uint8Array): number {
  return message.length + ARITHMETIC;
}

const ARITHMETIC = 64 * 1024;
const MAX_REPORT_COST = 256 * 1024 * 1024;
/** However long the document is. No role is known that has as many signers. */
const ALWAYS_CHECKED = 128;

/** How many signatures of one document are checked for one role: without a limit a megabyte can ask for gigabytes of hashing. */
export function mostChecks(message: Uint8Array): number {
  return Math.max(ALWAYS_CHECKED, Math.floor(MAX_REPORT_COST / checkCost(message)));
}
