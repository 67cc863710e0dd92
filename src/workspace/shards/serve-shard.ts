import { expose, transfer } from "comlink";
import type { OutletMessage } from "../../sources/outlets.ts";
import type { Shard } from "./shard.ts";
import type { ShardApi } from "./shard-api.ts";

/** What the page asks of a shard's worker: to hold part of one more repository. */
export interface ShardWorkerApi {
  /** `files`: where its documents come from. `asker`: where its questions come from. */
  hold(repository: number, files: MessagePort, asker: MessagePort): void;
  /** Lets go of all of it. */
  drop(repository: number): void;
}

/** Gives what ends it. */
export function serveShard(shard: Shard, files: MessagePort, asker: MessagePort): () => void {
  files.onmessage = ({ data }: MessageEvent<OutletMessage>) => {
    shard.take(data);
    if (data.kind === "end") files.close();
  };
  const door: ShardApi = {
    others: async () => {
      const others = await shard.others();
      return transfer(others, others.files.map(({ bytes }) => bytes.buffer));
    },
    inventory: () => shard.inventory(),
    hashes: (algorithms) => shard.hashes(algorithms),
    verify: (questions) => shard.verify(questions),
    bytesOf: async (leaf) => {
      const bytes = await shard.bytesOf(leaf);
      return bytes === undefined ? undefined : transfer(bytes, [bytes.buffer]);
    },
    letGo: () => shard.letGo(),
    search: (query, most) => shard.search(query, most),
    find: (leaf, path) => shard.find(leaf, path),
  };
  expose(door, asker);
  return () => {
    files.onmessage = null; // a port that is waited at keeps what waits
    files.close();
    asker.close();
  };
}
