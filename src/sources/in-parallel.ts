/** Runs `act` on every item, at most `width` at a time. The first failure is thrown, and nothing new is begun after it. */
export async function inParallel<T>(items: Iterable<T>, width: number, act: (item: T) => Promise<unknown>): Promise<void> {
  const waiting = items[Symbol.iterator]();
  let isStopped = false;
  const lane = async (): Promise<void> => {
    for (let next = waiting.next(); next.done !== true && !isStopped; next = waiting.next()) {
      try {
        await act(next.value);
      } catch (error) {
        isStopped = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
}
