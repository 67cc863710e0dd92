import { transfer, wrap, type Remote } from "comlink";
import { spawnWorker } from "../../platform/spawn-worker.ts";
import type { ShardWorkerApi } from "./serve-shard.ts";
import url from "./shard.worker.ts?worker&url";

/** The channels of one large repository, one of each for every shard. */
export interface ShardChannels {
  readonly forReader: readonly MessagePort[];
  readonly forRepository: readonly MessagePort[];
  /** The shards let go of what they hold of it. */
  readonly drop: () => void;
  /** Rejects when one of the workers cannot be loaded or dies: what it holds is never answered. */
  readonly broken: Promise<never>;
}

export interface ShardPool {
  /** Starts the workers where they do not run yet. */
  hold(): ShardChannels;
}

/** More would wait for the same disk and hold more memory each. */
const MOST_WORKERS = 8;

/** Workers that share the documents of large repositories: one for each core, started with the first such repository. */
export function lazyShardPool(cores: number): ShardPool {
  let pool: Pool | undefined;
  let holdings = 0;
  return {
    hold() {
      const repository = ++holdings;
      pool ??= startPool(Math.max(1, Math.min(MOST_WORKERS, cores)), () => {
        pool = undefined; // the next repository starts new workers
      });
      const { workers: own, broken } = pool;
      const channels = own.map((worker) => {
        const [files, asker] = [new MessageChannel(), new MessageChannel()];
        void worker.hold(repository, transfer(files.port2, [files.port2]), transfer(asker.port2, [asker.port2]));
        return { reader: files.port1, asker: asker.port1 };
      });
      return {
        forReader: channels.map(({ reader }) => reader),
        forRepository: channels.map(({ asker }) => asker),
        broken,
        drop: () => own.forEach((worker) => void worker.drop(repository)),
      };
    },
  };
}

interface Pool {
  readonly workers: readonly Remote<ShardWorkerApi>[];
  readonly broken: Promise<never>;
}

function startPool(size: number, onBroken: () => void): Pool {
  const started = Array.from({ length: size }, (_, i) => spawnWorker(url, `shard ${i + 1}`));
  const broken = new Promise<never>((_, reject) => {
    for (const worker of started) {
      worker.addEventListener("error", (event) => {
        onBroken();
        reject(new Error(`a worker of the pool stopped: ${event.message || "its script could not be loaded"}`));
      });
    }
  });
  broken.catch(() => undefined); // heard by whoever is opening at that moment
  return { workers: started.map((worker) => wrap<ShardWorkerApi>(worker)), broken };
}
