import type { Result } from "../../lib/result.ts";
import type { Bytes } from "../../lib/bytes.ts";
import type { Digest, Fingerprint } from "../../tuf/model/ids.ts";
import type { WorkspaceContext } from "../deps.ts";
import type { OpenRepository, PeopleState, WorkspaceState } from "../state.ts";
import type { BookFault } from "./address-book-file.ts";
import { LONGEST_TEXT, type KnownKey, type RepositoryKeys } from "./known-key.ts";
import { labelAlarms, remember, type LabelAlarm } from "./label-alarms.ts";
import type { MergePlan, Side } from "./merge-books.ts";
import { keysInReport } from "./seen-keys.ts";

/** What a person can do with the address book. */
export interface PeopleActions {
  /** Gives a key the person's own name: from then on it is theirs to know, whatever metadata calls it. */
  name(fingerprint: Fingerprint, about: { readonly name: string; readonly note: string }): Promise<void>;
  /** The name goes; where the key was seen stays known. */
  remove(fingerprint: Fingerprint): Promise<void>;
  exportBook(): Promise<Bytes>;
  /** Reads a file and says what bringing it in would do. Nothing is changed yet. */
  readBook(bytes: Uint8Array): Promise<Result<MergePlan, BookFault>>;
  merge(plan: MergePlan, choices: ReadonlyMap<Fingerprint, Side>): Promise<void>;
}

export interface People {
  readonly actions: PeopleActions;
  /** Remembers the keys that a look at the real present has shown. Never in the way of the look itself. */
  look(id: string): Promise<void>;
  /** `id`: the beginning of the anchor's digest, under which the repository was kept. */
  forget(id: string): Promise<void>;
}

export function createPeople({ store, people: storage, readNow }: WorkspaceContext): People {
  const refresh = async (): Promise<void> => {
    try {
      const [known, seen] = await Promise.all([storage.known(), storage.repositories()]);
      store.setState({ people: { kind: "ready", known: known.toSorted((a, b) => a.name.localeCompare(b.name, "en")), seen } });
    } catch (error) {
      store.setState({ people: { kind: "failed", error: String(error) } }); // storage that the browser refuses, told where names are managed
    }
  };
  const loaded = refresh();
  storage.onChange(() => void refresh());

  const known = (): readonly KnownKey[] => {
    const { people } = store.getState();
    return people.kind === "ready" ? people.known : [];
  };

  return {
    // What reads and joins books is fetched when first asked for: it is no part of the first screen.
    actions: {
      async name(fingerprint, { name, note }) {
        await loaded;
        const { joinPlaces } = await import("./merge-books.ts");
        const before = known().find((key) => key.fingerprint === fingerprint);
        const seen = joinPlaces(before?.seen ?? [], placesOf(store.getState().people, fingerprint));
        await storage.putKnown([{ fingerprint, name: shortened(name), note: shortened(note), addedAt: before?.addedAt ?? readNow(), seen }]);
        await refresh();
      },
      async remove(fingerprint) {
        await storage.removeKnown(fingerprint);
        await refresh();
      },
      async exportBook() {
        await loaded;
        const { encodeAddressBook } = await import("./address-book-file.ts");
        return encodeAddressBook(known());
      },
      async readBook(bytes) {
        await loaded;
        const [{ parseAddressBook }, { planMerge }] = await Promise.all([import("./address-book-file.ts"), import("./merge-books.ts")]);
        const parsed = parseAddressBook(bytes);
        return parsed.ok ? { ok: true, value: planMerge(known(), parsed.value) } : parsed;
      },
      async merge(plan, choices) {
        const { settleMerge } = await import("./merge-books.ts");
        await storage.putKnown(settleMerge(plan, choices));
        await refresh();
      },
    },
    async look(id) {
      await loaded;
      const state = store.getState();
      const repository = state.repositories[id];
      if (repository === undefined || state.clock.kind !== "now" || state.people.kind !== "ready") return;
      const before = memoryOf(state.people, repository.report.identity);
      const keys = keysInReport(repository.report, repository.name);
      const after = remember(repository.report.identity, keys, before, repositoryAlarms(state, repository));
      if (JSON.stringify(after) === JSON.stringify(before)) return;
      await storage.putRepository(after).then(refresh, () => undefined); // what cannot be remembered is only missed later
    },
    async forget(id) {
      await loaded;
      const { people } = store.getState();
      if (people.kind !== "ready") return;
      for (const { repository } of people.seen) if (repository.startsWith(id)) await storage.removeRepository(repository);
      await refresh();
    },
  };
}

type AlarmState = Pick<WorkspaceState, "people" | "keyring">;

/** By report: every line that names a key asks, and a repository may list thousands. */
const lastAlarms = new WeakMap<OpenRepository["report"], AlarmState & { readonly alarms: readonly LabelAlarm[] }>();

/** Keys of this repository that stand under a label that another key had. */
export function repositoryAlarms({ people, keyring }: AlarmState, { report, name }: Pick<OpenRepository, "report" | "name">): readonly LabelAlarm[] {
  const last = lastAlarms.get(report);
  if (last?.people === people && last.keyring === keyring) return last.alarms;
  const own = new Set(keyring.kind === "ready" ? keyring.entries.map(({ fingerprint }) => fingerprint) : []);
  const known = people.kind === "ready" ? people.known : [];
  const alarms = labelAlarms(keysInReport(report, name), memoryOf(people, report.identity), known, own);
  lastAlarms.set(report, { people, keyring, alarms });
  return alarms;
}

function memoryOf(people: PeopleState, repository: Digest): RepositoryKeys | undefined {
  return people.kind === "ready" ? people.seen.find((one) => one.repository === repository) : undefined;
}

function placesOf(people: PeopleState, fingerprint: Fingerprint): KnownKey["seen"] {
  return people.kind === "ready" ? people.seen.flatMap(({ keys }) => keys.filter((key) => key.fingerprint === fingerprint).flatMap(({ places }) => places)) : [];
}

function shortened(text: string): string {
  return text.trim().slice(0, LONGEST_TEXT);
}
