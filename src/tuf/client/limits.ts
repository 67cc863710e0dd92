import { DEFAULT_JSON_LIMITS } from "../json/parse-json.ts";
import type { MetaFile } from "../model/metadata.ts";

/** How much a client takes before it stops. Sizes in bytes. Source: TUF 1.0.34, 5.3.3, 5.4.1, 5.5.1, 5.6.1, 5.6.7. */
export interface ClientLimits {
  readonly root: number;
  readonly timestamp: number;
  readonly snapshot: number;
  readonly targets: number;
  /** New roots followed in one update. */
  readonly rootRotations: number;
  /** Delegated roles visited in one search. */
  readonly delegations: number;
}

/** The defaults of python-tuf 7. */
export const CLIENT_LIMITS: ClientLimits = {
  root: 512_000,
  timestamp: 16_384,
  snapshot: 2_000_000,
  targets: 5_000_000,
  rootRotations: 256,
  delegations: 32,
};

/** The signed length where there is one, else the default; never more than one document may hold here. */
export function limitOf(meta: MetaFile, fallback: number): number {
  return Math.min(meta.lengthBytes ?? fallback, DEFAULT_JSON_LIMITS.maxBytes);
}
