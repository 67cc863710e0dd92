import type { Bytes } from "../lib/bytes.ts";
import type { NamedBytes } from "../lib/named-bytes.ts";
import type { KeyringEntryId } from "../keyring/keyring.ts";
import type { Result } from "../lib/result.ts";
import type { Collected } from "../sources/collect.ts";
import type { ReadProgress, SourceContents } from "../sources/source-contents.ts";
import type { SourceFault } from "../sources/source-fault.ts";
import type { RepositoryReport } from "../tuf/repository/report.ts";
import type { Anchors } from "./anchors.ts";
import type { WorkspaceContext } from "./deps.ts";
import { largeOpenings, type MaybeLarge } from "./large-opening.ts";
import { openingRuns, type OpeningRun } from "./opening-runs.ts";
import { openPracticeContents } from "./open-practice.ts";
import type { People } from "./people/people.ts";
import { paceOf } from "./pace.ts";
import type { JudgingProgress, OpenAnswer, SessionId } from "./repository-service.ts";
import type { OpeningFault, OpenRepository, RecentRepository } from "./state.ts";
import type { StoredContents, StoredRepository } from "./storage.ts";
import type { Workspace } from "./workspace.ts";

type OpeningActions = Pick<Workspace,
  | "openCollected" | "openAddress" | "openPractice" | "startPracticeOver" | "reopen" | "openOtherFolder" | "cancelOpening"
  | "dismissOpeningFault" | "rename" | "forget" | "setBase" | "setBaseFromAddress" | "clearBase">;

export interface Opening {
  readonly actions: OpeningActions;
  lookAgain(id: string): Promise<void>;
  lookAtAll(): Promise<void>;
  /** Puts a new report on screen and keeps what was collected. */
  accept(id: string, report: RepositoryReport): Promise<void>;
  /** The folder that was opened by handle, to write back into. */
  folderOf(id: string): FileSystemDirectoryHandle | undefined;
  /** What the opened folder holds as far as this tab knows: what was read, or what was written back since. */
  onDisk(id: string): Promise<ReadonlyMap<string, Bytes>>;
  wroteBack(id: string, files: readonly NamedBytes[]): void;
  sessionOf(id: string): SessionId;
}

/** Units: bytes. A larger repository is not kept on this device. */
const KEPT_BYTES = 32 * 1024 * 1024;

type KeptRepository = StoredRepository & { readonly contents: StoredContents };

export function createOpening(context: WorkspaceContext, anchors: Anchors, people: Pick<People, "look" | "forget">): Opening {
  const { store, service, reader, storage, readNow } = context;
  const folders = new Map<string, FileSystemDirectoryHandle>();
  const written = new Map<string, readonly NamedBytes[]>();
  /** Those whose name the person gave. */
  const named = new Set<string>();
  const larges = largeOpenings(context.shards, reader);
  /** By repository: reads what was given once more, for another of its folders. What is large is not kept whole. */
  const readAnew = new Map<string, (folder: string) => Promise<string | undefined>>();
  let sessions = 0;
  const { during, tell, isHeard, stop } = openingRuns(store);

  const update = (id: string, change: Partial<OpenRepository>): void => {
    store.setState(({ repositories }) => {
      const before = repositories[id];
      return before === undefined ? {} : { repositories: { ...repositories, [id]: { ...before, ...change } } };
    });
  };

  const closeSession = async (session: SessionId): Promise<void> => {
    larges.drop(session);
    await service.close(session);
  };

  const open = async (run: OpeningRun, contents: SourceContents, practice: boolean, handle: FileSystemDirectoryHandle | undefined, folder?: string, restored?: KeptRepository, large?: MaybeLarge): Promise<string | undefined> => {
    const pending = `new-${++sessions}` as SessionId; // a session is named by us alone
    run.session = pending;
    if (large !== undefined) larges.holdFor(pending, large, "opened");
    try {
      tell(run, { kind: "verifying", name: contents.name });
      performance.mark("countersign:bytes-read"); // `npm run bench` measures from here to the verdict on screen
      const view = { ...(await anchors.view()), ...(restored === undefined ? {} : { keptAs: restored.id }) };
      if (run.isStopped) return undefined;
      const channels = contents.sent === undefined ? undefined : large?.channels();
      const pace = paceOf(() => performance.now());
      const onJudged = (progress: JudgingProgress): void => {
        tell(run, { kind: "verifying", name: contents.name, progress, pace: pace(progress.done, progress.of) });
      };
      const answer = channels === undefined
        ? await service.open(pending, contents.files, view, folder)
        : await Promise.race([service.openLarge(pending, channels.forRepository, view, folder, onJudged, large?.read), channels.broken]);
      if (run.isStopped) return undefined;
      if (!answer.ok) {
        tell(run, { kind: "failed", name: contents.name, fault: { from: "repository", fault: answer.fault }, notRead: contents.notRead });
        return undefined;
      }
      const id = answer.value.report.identity.slice(0, 32);
      const before = sessionIds.get(id);
      // A worker that died took the session along; then what was kept on this device is all there is.
      const heldBefore = before === undefined ? undefined : await service.contents(before).catch(() => undefined);
      const { documents, targets } = answer.value.report.counts;
      performance.mark("countersign:answer", { detail: { documents, targets, bytes: contents.sent?.bytes ?? size(contents.files), stages: answer.value.stages ?? { judgeMs: answer.value.tookMs } } }); // for `npm run bench` alone
      let { report } = answer.value;
      const base = restored?.contents.base;
      if (base !== undefined) {
        const based = await service.setBase(pending, base.files, view);
        if (based.ok) report = based.value;
      }
      const stored = restored?.id === id ? restored : await storage.repository(id);
      const added = restored?.contents.added ?? heldBefore?.added ?? stored?.contents?.added ?? [];
      if (added.length > 0) report = await service.restoreAdded(pending, added, view);
      const name = stored?.named === true ? stored.name : practice ? "Practice" : contents.name;
      const repository = await toRepository(id, name, contents, practice, answer.value, report, base?.name, handle !== undefined);
      if (run.isStopped) return undefined;
      const replaced = sessionIds.get(id);
      sessionIds.set(id, pending);
      run.session = undefined;
      if (handle !== undefined) folders.set(id, handle);
      else folders.delete(id);
      written.delete(id);
      if (stored?.named === true) named.add(id);
      else named.delete(id);
      store.setState(({ repositories }) => ({ ...(isHeard(run) ? { opening: { kind: "idle" } } : {}), repositories: { ...repositories, [id]: repository } }));
      if (replaced !== undefined) await closeSession(replaced);
      await anchors.pin(report);
      await keep(id);
      await people.look(id);
      return id;
    } finally {
      if (run.session === pending) await closeSession(pending).catch(() => undefined); // where its worker is gone, so is the session
    }
  };

  const toRepository = async (
    id: string, name: string, contents: SourceContents, practice: boolean, answer: OpenAnswer, report: RepositoryReport, baseName: string | undefined, writable: boolean,
  ): Promise<OpenRepository> => ({
    id, name, practice, report, writable,
    source: { kind: contents.kind, name: contents.name, readAt: readNow() },
    layout: answer.layout,
    folder: answer.folder,
    otherFolders: answer.otherFolders,
    anchorConfirmedAt: report.anchor.confirmed ? await anchors.confirmedAt(report.anchor.digest) : undefined,
    tookMs: answer.tookMs,
    base: baseName === undefined ? undefined : { name: baseName },
    notRead: contents.notRead,
    passedOver: contents.passedOver,
    kept: contents.sent === undefined && size(contents.files) <= KEPT_BYTES,
    busy: false,
  });

  const keep = async (id: string): Promise<void> => {
    const repository = store.getState().repositories[id];
    if (repository === undefined) return;
    const held = await service.contents(sessionOf(id));
    const fits = held.isComplete && size([...held.opened, ...held.base, ...held.added]) <= KEPT_BYTES;
    update(id, { kept: fits });
    const { name, practice, source, notRead, passedOver } = repository;
    const base = repository.base === undefined ? undefined : { name: repository.base.name, files: held.base };
    await storage.putRepository({
      id, name, practice, source,
      named: named.has(id),
      recent: recentOf(repository),
      contents: fits ? { opened: held.opened, base, added: held.added, folder: held.folder, notRead, passedOver } : undefined,
    });
    await refreshRecents();
  };

  const accept = async (id: string, report: RepositoryReport): Promise<void> => {
    update(id, { report, busy: false, anchorConfirmedAt: report.anchor.confirmed ? await anchors.confirmedAt(report.anchor.digest) : undefined });
    await anchors.pin(report);
    await keep(id);
    await people.look(id);
  };

  const lookAgain = async (id: string): Promise<void> => {
    update(id, { busy: true });
    const { clock } = store.getState();
    const report = await service.assess(sessionOf(id), await anchors.view());
    if (store.getState().clock !== clock) return; // a view of another time by now: the look that follows it is under way
    update(id, { report, busy: false, anchorConfirmedAt: report.anchor.confirmed ? await anchors.confirmedAt(report.anchor.digest) : undefined });
    await anchors.pin(report);
    if (store.getState().clock.kind !== "now") return;
    await keep(id);
    await people.look(id);
  };

  const sessionIds = new Map<string, SessionId>();
  const sessionOf = (id: string): SessionId => {
    const session = sessionIds.get(id);
    if (session === undefined) throw new Error(`no repository is open as ${id}`);
    return session;
  };

  const refreshRecents = async (): Promise<void> => {
    const recents = (await storage.repositories()).map(({ recent }) => recent).toSorted((a, b) => b.openedAt - a.openedAt);
    store.setState({ recents });
  };

  const reading = (run: OpeningRun, name: string): ((progress?: ReadProgress) => void) => {
    context.warmUp();
    const pace = paceOf(() => performance.now());
    return (progress) => tell(run, { kind: "reading", name, progress, pace: progress === undefined ? undefined : pace(progress.filesRead, progress.of) });
  };
  const failed = (run: OpeningRun, name: string, fault: SourceFault): undefined => {
    tell(run, fault.kind === "cancelled" ? { kind: "idle" } : { kind: "failed", name, fault: { from: "source", fault }, notRead: [] });
    return undefined;
  };

  /** Undefined where it could not be read, which is told; then no shard holds any of it. */
  const read = async (run: OpeningRun, name: string, large: MaybeLarge, ask: (show: (progress?: ReadProgress) => void) => Promise<Result<SourceContents, SourceFault>>): Promise<SourceContents | undefined> => {
    const show = reading(run, name);
    show();
    let contents: SourceContents | undefined;
    try {
      const answer = await ask(show);
      contents = answer.ok ? answer.value : failed(run, name, answer.fault);
    } finally {
      if (contents === undefined) large.drop();
    }
    return contents;
  };

  const readBase = async (id: string, large: MaybeLarge, base: Promise<Result<SourceContents, SourceFault>>): Promise<OpeningFault | undefined> => {
    let isHeld = false;
    try {
      const contents = await base;
      if (!contents.ok) return contents.fault.kind === "cancelled" ? undefined : { from: "source", fault: contents.fault };
      const [session, view] = [sessionOf(id), await anchors.view()];
      const channels = contents.value.sent === undefined ? undefined : large.channels();
      const report = channels === undefined
        ? await service.setBase(session, contents.value.files, view)
        : await Promise.race([service.setLargeBase(session, channels.forRepository, view, large.read), channels.broken]);
      if (!report.ok) return { from: "repository", fault: report.fault };
      if (sessionIds.get(id) !== session) return undefined; // forgotten, or opened anew, meanwhile: nobody asks for this base
      larges.holdFor(session, large, "base");
      isHeld = true;
      update(id, { base: { name: contents.value.name } });
      await accept(id, report.value);
      return undefined;
    } finally {
      if (!isHeld) large.drop();
    }
  };

  /** Refusals and defects are told where opening is told of; here nothing was opened. */
  const guarded = (name: string, work: (run: OpeningRun) => Promise<string | undefined>): Promise<string | undefined> => during(name, work).catch(() => undefined);

  const ways = {
    async openCollected(run: OpeningRun, collected: Result<Collected, SourceFault>, folder: string | undefined): Promise<string | undefined> {
      if (!collected.ok) return failed(run, "what you chose", collected.fault);
      const { items, folder: handle } = collected.value;
      const large = larges.of(items);
      const contents = await read(run, "what you chose", large, (show) => reader.readFiles(items, show, large.ask));
      const id = contents === undefined ? undefined : await open(run, contents, false, handle, folder, undefined, large);
      if (id !== undefined) readAnew.set(id, (other) => actions.openCollected(collected, other));
      return id;
    },
    async openAddress(run: OpeningRun, address: string, folder: string | undefined): Promise<string | undefined> {
      const large = larges.ofAddress(address);
      const contents = await read(run, address, large, (show) => reader.readUrl(address, show, large.ask));
      const id = contents === undefined ? undefined : await open(run, contents, false, undefined, folder, undefined, large);
      if (id !== undefined) readAnew.set(id, (other) => openAddress(address, other));
      return id;
    },
    async openPractice(run: OpeningRun): Promise<string | undefined> {
      const kept = (await storage.repositories()).find(({ practice }) => practice);
      if (kept?.contents !== undefined && (await ways.reopen(run, kept.id))) return kept.id;
      return run.isStopped ? undefined : ways.startPracticeOver(run, undefined); // stopped is no reason to throw away what is kept
    },
    async startPracticeOver(run: OpeningRun, own: KeyringEntryId | undefined): Promise<string | undefined> {
      context.warmUp();
      const { keyring } = store.getState();
      const holder = keyring.kind === "ready" ? keyring.entries.find(({ id }) => id === own) : undefined;
      tell(run, { kind: "verifying", name: "Practice" });
      for (const { id, practice } of await storage.repositories()) if (practice) await actions.forget(id);
      return open(run, await openPracticeContents(context, holder), true, undefined);
    },
    async reopen(run: OpeningRun, id: string): Promise<boolean> {
      if (store.getState().repositories[id] !== undefined) return true;
      const stored = await storage.repository(id);
      if (stored?.contents === undefined) return false;
      const { contents, source, practice } = stored;
      const opened = await open(run, { name: source.name, kind: source.kind, files: contents.opened, notRead: contents.notRead, passedOver: contents.passedOver }, practice, undefined, contents.folder, { ...stored, contents });
      if (opened !== undefined) update(opened, { source });
      return opened === id;
    },
  };

  const openAddress = (address: string, folder: string | undefined): Promise<string | undefined> => guarded(address, (run) => ways.openAddress(run, address, folder));

  const actions: OpeningActions = {
    openCollected: (collected, folder) => guarded("what you chose", (run) => ways.openCollected(run, collected, folder)),
    openAddress: (address) => openAddress(address, undefined),
    openPractice: () => guarded("Practice", ways.openPractice),
    startPracticeOver: (own) => guarded("Practice", (run) => ways.startPracticeOver(run, own)),
    reopen: async (id) => store.getState().repositories[id] !== undefined || during(id, (run) => ways.reopen(run, id)),
    async openOtherFolder(id, folder) {
      const { opened } = await service.contents(sessionOf(id));
      const repository = store.getState().repositories[id];
      if (repository === undefined) return undefined;
      if (opened.length === 0) return readAnew.get(id)?.(folder); // it lies in the shards
      const { source, notRead, passedOver } = repository;
      return during(source.name, (run) => open(run, { name: source.name, kind: source.kind, files: opened, notRead, passedOver }, false, folders.get(id), folder));
    },
    cancelOpening: () => {
      reader.cancel();
      const session = stop()?.session;
      if (session === undefined) return;
      void service.stopOpening(session);
      larges.drop(session);
    },
    dismissOpeningFault: () => store.setState({ opening: { kind: "idle" } }),
    async rename(id, name) {
      update(id, { name });
      named.add(id);
      await keep(id);
    },
    async forget(id) {
      const stored = await storage.repository(id);
      const digest = store.getState().repositories[id]?.report.identity ?? (await storage.anchors()).find((anchor) => anchor.digest.startsWith(id))?.digest;
      store.setState(({ repositories, ceremonies }) => ({
        repositories: without(repositories, (other) => other === id),
        ceremonies: without(ceremonies, (draft) => draft.startsWith(`${id}/`)),
      }));
      folders.delete(id);
      readAnew.delete(id);
      written.delete(id);
      named.delete(id);
      const session = sessionIds.get(id);
      if (session !== undefined) await closeSession(session);
      sessionIds.delete(id);
      await storage.removeRepository(id);
      if (digest !== undefined) await anchors.forget(digest);
      await people.forget(id);
      if (stored?.practice === true) await context.keyring.removePractice();
      await refreshRecents();
    },
    setBase: async (id, collected) => {
      if (!collected.ok) return collected.fault.kind === "cancelled" ? undefined : { from: "source", fault: collected.fault };
      const large = larges.of(collected.value.items);
      return readBase(id, large, reader.readFiles(collected.value.items, undefined, large.ask));
    },
    setBaseFromAddress: (id, address) => {
      const large = larges.ofAddress(address);
      return readBase(id, large, reader.readUrl(address, undefined, large.ask));
    },
    async clearBase(id) {
      const report = await service.clearBase(sessionOf(id), await anchors.view());
      larges.dropBase(sessionOf(id));
      update(id, { base: undefined });
      await accept(id, report);
    },
  };

  refreshRecents().catch(() => undefined); // where the browser refuses storage nothing is remembered; opening tells of it
  return {
    actions,
    lookAgain,
    accept,
    folderOf: (id) => folders.get(id),
    onDisk: async (id) => {
      const { opened } = await service.contents(sessionOf(id));
      return new Map([...opened, ...(written.get(id) ?? [])].map(({ path, bytes }) => [path, bytes]));
    },
    wroteBack: (id, files) => void written.set(id, [...(written.get(id) ?? []), ...files]),
    lookAtAll: async () => {
      await Promise.all(Object.keys(store.getState().repositories).map(lookAgain));
    },
    sessionOf,
  };
}

function without<T>(record: Readonly<Record<string, T>>, gone: (key: string) => boolean): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => !gone(key)));
}

function size(files: readonly NamedBytes[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes.length, 0);
}

function recentOf({ id, name, practice, report, source }: OpenRepository): RecentRepository {
  const rollback = report.findings.some((finding) => finding.kind === "rollback");
  return {
    id, name, practice,
    openedAt: source.readAt,
    anchored: report.anchor.confirmed,
    state: rollback ? "rollback" : report.headline.kind,
    waiting: report.inbox.filter((item) => item.kind === "needs-signatures").length,
  };
}
