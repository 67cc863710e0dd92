import { openDB, type DBSchema } from "idb";
import type { KnownAnswers } from "./sharded-files.ts";

/** What was verified before, of each repository, so that a second opening checks anew only what changed. */
export interface AnswerStore {
  read(repository: string): Promise<KnownAnswers>;
  write(repository: string, answers: readonly string[]): Promise<void>;
  forget(repository: string): Promise<void>;
}

interface StoredAnswers {
  readonly repository: string;
  readonly writtenAt: number;
  /** Joined by newlines: one string is stored much faster than thousands. */
  readonly answers: string;
}

interface Schema extends DBSchema {
  answers: { readonly key: string; readonly value: StoredAnswers; readonly indexes: { readonly age: number } };
}

/** Repositories that are remembered: about five megabytes each where they are as large as PyPI. */
const MOST_REPOSITORIES = 4;
const MOST_ANSWERS = 200_000;

/** Where storage is refused nothing is known, and everything is checked each time. */
export function openAnswerStore(now: () => number): AnswerStore {
  const db = openDB<Schema>("countersign-answers", 1, {
    upgrade(database) {
      database.createObjectStore("answers", { keyPath: "repository" }).createIndex("age", "writtenAt");
    },
  });
  db.catch(() => undefined); // told below, to whoever asks
  return {
    async read(repository) {
      const stored = await db.then((opened) => opened.get("answers", repository)).catch(() => undefined);
      return new Set(stored?.answers.split("\n"));
    },
    async write(repository, answers) {
      const opened = await db.catch(() => undefined);
      if (opened === undefined) return;
      const transaction = opened.transaction("answers", "readwrite");
      await transaction.store.put({ repository, writtenAt: now(), answers: answers.slice(0, MOST_ANSWERS).join("\n") });
      const byAge = await transaction.store.index("age").getAllKeys();
      for (const old of byAge.slice(0, Math.max(0, byAge.length - MOST_REPOSITORIES))) await transaction.store.delete(old);
      await transaction.done;
    },
    async forget(repository) {
      await db.then((opened) => opened.delete("answers", repository)).catch(() => undefined);
    },
  };
}
