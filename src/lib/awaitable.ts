/** What some answer at once and others later: files in memory, files over a network. */
export type Awaitable<T> = T | Promise<T>;
