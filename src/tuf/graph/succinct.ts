import { roleName, type RoleName } from "../model/ids.ts";
import type { SuccinctRoles } from "../model/metadata.ts";
import { pathDigest } from "./hash-prefix.ts";

type Bins = Pick<SuccinctRoles, "bitLength" | "namePrefix">;

/** Source: TAP 15. */
export function binCount(bins: Bins): number {
  return 2 ** bins.bitLength;
}

/** The one bin that a target path falls into: the leading bits of its SHA-256. Source: TAP 15. */
export function binFor(bins: Bins, path: string): RoleName {
  const head = Number.parseInt(pathDigest(path).slice(0, 8), 16);
  return binName(bins, Math.floor(head / 2 ** (32 - bins.bitLength)));
}

/** Shape: `PREFIX-HEX`, lower case, as many digits as the last bin needs. */
export function binName(bins: Bins, bin: number): RoleName {
  return roleName(`${bins.namePrefix}-${bin.toString(16).padStart(suffixLength(bins), "0")}`);
}

/** Stricter than python-tuf, whose `int()` also takes signs, underscores and upper case. */
export function isBinName(bins: Bins, name: string): boolean {
  const prefix = `${bins.namePrefix}-`;
  if (!name.startsWith(prefix)) return false;
  const suffix = name.slice(prefix.length);
  return suffix.length === suffixLength(bins) && /^[0-9a-f]+$/.test(suffix) && Number.parseInt(suffix, 16) < binCount(bins);
}

function suffixLength(bins: Bins): number {
  return (binCount(bins) - 1).toString(16).length;
}
