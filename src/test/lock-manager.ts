/** The Web Locks of one origin, in memory: Node 20 has none. What is handed out twice stands for two tabs. */
export function lockManager(): Pick<LockManager, "request"> {
  const held = new Map<string, readonly Lock[]>();
  const waiting = new Map<string, readonly (() => void)[]>();

  async function request<T>(name: string, options: LockOptions, granted: (lock: Lock | null) => T | Promise<T>): Promise<T> {
    const { mode = "exclusive", ifAvailable = false } = options;
    const isFree = (): boolean => (held.get(name) ?? []).every((lock) => lock.mode === "shared" && mode === "shared");
    if (ifAvailable && !isFree()) return granted(null);
    while (!isFree()) await new Promise<void>((resolve) => waiting.set(name, [...(waiting.get(name) ?? []), resolve]));
    const lock: Lock = { name, mode };
    held.set(name, [...(held.get(name) ?? []), lock]);
    try {
      return await granted(lock);
    } finally {
      held.set(name, (held.get(name) ?? []).filter((one) => one !== lock));
      const woken = waiting.get(name) ?? [];
      waiting.delete(name);
      for (const wake of woken) wake();
    }
  }

  return {
    request: <T>(name: string, second: LockOptions | LockGrantedCallback<T>, third?: LockGrantedCallback<T>): Promise<T> =>
      typeof second === "function" ? request(name, {}, second) : request(name, second, third ?? nothing),
  };
}

function nothing(): never {
  throw new Error("a lock is asked for with work to do under it");
}
