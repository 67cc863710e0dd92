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
  /** Nothing will be opened: the shards let go of what they have of it, and take no more. */
  drop(): void;
  /** Undefined where one file cannot be read again by itself; then the shards keep every file. */
  readonly read: ReadAgain | undefined;
}

export interface LargeOpenings {
  of(items: readonly SourceItem[]): MaybeLarge;
  /** Of an archive behind an address no file is read again: all of it would have to come. */
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
    let isDropped = false;
    return {
      ask: async () => {
        if (isDropped) throw new Error("what was large was given up"); // a reader that was ended may have asked before
        return (channels ??= pool.hold()).forReader;
      },
      channels: () => channels,
      drop: () => {
        isDropped = true;
        channels?.drop();
      },
      read,
    };
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
