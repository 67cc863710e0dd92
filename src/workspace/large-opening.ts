import { parseAddress } from "../sources/address.ts";
import type { AskPorts, Reader } from "../sources/reader-client.ts";
import type { SourceItem } from "../sources/source-item.ts";
import type { ReadAgain, SessionId } from "./repository-service.ts";
import type { ShardChannels, ShardPool } from "./shards/shard-pool.ts";

/** What an opening brings along, in case that what it reads turns out to be large. */
export interface MaybeLarge {
  readonly ask: AskPorts;
  /** Undefined as long as nothing was large. */
  channels(): ShardChannels | undefined;
  readonly read: ReadAgain | undefined;
}

export interface LargeOpenings {
  of(items: readonly SourceItem[]): MaybeLarge;
  /** An archive behind an address is kept in the shards: to read one file of it again, all of it would have to come. */
  ofAddress(address: string): MaybeLarge;
  /** From now on the shards hold it for this session. Of bases there is one: what they held of an earlier one goes. */
  holdFor(session: SessionId, large: MaybeLarge, as: "opened" | "base"): void;
  dropBase(session: SessionId): void;
  /** The session is over, or never came to be. */
  drop(session: SessionId): void;
}

export function largeOpenings(pool: ShardPool, reader: Reader): LargeOpenings {
  const held = { opened: new Map<SessionId, ShardChannels>(), base: new Map<SessionId, ShardChannels>() };
  const dropAs = (session: SessionId, as: "opened" | "base"): void => {
    held[as].get(session)?.drop();
    held[as].delete(session);
  };
  const maybeLarge = (read: ReadAgain | undefined): MaybeLarge => {
    let channels: ShardChannels | undefined;
    return { ask: async () => (channels ??= pool.hold()).forReader, channels: () => channels, read };
  };
  return {
    of: (items) => maybeLarge(async (path) => {
      const read = await reader.readOne(items, path);
      return read.ok ? read.value.files.find((file) => file.path === path)?.bytes : undefined;
    }),
    ofAddress: (address) => {
      const parsed = parseAddress(address);
      return maybeLarge(parsed.ok && parsed.value.kind !== "file" ? (path) => reader.readUrlAgain(address, path) : undefined);
    },
    holdFor(session, large, as) {
      dropAs(session, as);
      const channels = large.channels();
      if (channels !== undefined) held[as].set(session, channels);
    },
    dropBase: (session) => dropAs(session, "base"),
    drop(session) {
      dropAs(session, "opened");
      dropAs(session, "base");
    },
  };
}
