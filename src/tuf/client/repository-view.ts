import type { Awaitable } from "../../lib/awaitable.ts";
import type { RoleName } from "../model/ids.ts";
import type { Metadata } from "../model/metadata.ts";
import type { OfferedFile } from "./checks.ts";
import type { SeenVersions } from "./seen-versions.ts";

type Offer = Awaitable<OfferedFile | undefined>;

/**
 * What a client finds at the repository's address; undefined where there is no such file. Whoever reads over a network
 * reads at most one byte more than `limit` and rejects when the transfer fails, which ends the update.
 */
export interface RepositoryView {
  root(version: number, limit: number): Offer;
  timestamp(limit: number): Offer;
  /** `consistent`: whether clients ask for `VERSION.NAME.json`. Source: TUF 1.0.34, 6.2. */
  snapshot(version: number, consistent: boolean, limit: number): Offer;
  targets(role: RoleName, version: number, consistent: boolean, limit: number): Offer;
}

/** The metadata that a client keeps between updates, and trusts again only after checking it under today's root. */
export interface MetadataStore {
  timestamp(): Offer;
  snapshot(): Offer;
  targets(role: RoleName): Offer;
  /** Called with each document as soon as the client trusts it. Source: TUF 1.0.34, 5.3.8, 5.4.5, 5.5.7, 5.6.6. */
  keep(role: RoleName, metadata: Metadata): Awaitable<void>;
  /** What was kept binds no more: its keys have been taken away. Source: TUF 1.0.34, 5.3.11. */
  forget(role: RoleName): Awaitable<void>;
}

/** What a client remembers of earlier updates: versions alone, or the documents themselves. */
export interface ClientMemory {
  readonly seen?: SeenVersions | undefined;
  readonly store?: MetadataStore | undefined;
}
