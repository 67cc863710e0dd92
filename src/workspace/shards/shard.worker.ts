import { expose } from "comlink";
import { serveShard, type ShardWorkerApi } from "./serve-shard.ts";
import { Shard } from "./shard.ts";

const held = new Map<number, () => void>();

const api: ShardWorkerApi = {
  hold: (repository, files, asker) => void held.set(repository, serveShard(new Shard(crypto.subtle, () => performance.now()), files, asker)),
  drop: (repository) => {
    held.get(repository)?.();
    held.delete(repository);
  },
};

expose(api);
