import { createContext, use, useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import { useStore } from "zustand";
import type { Result } from "../lib/result.ts";
import type { KeyringFault, Watch } from "../keyring/keyring.ts";
import type { Fingerprint } from "../tuf/model/ids.ts";
import { keyName, type KeyName } from "./people/key-names.ts";
import type { LabelAlarm } from "./people/label-alarms.ts";
import { repositoryAlarms } from "./people/people.ts";
import type { OpenRepository, WorkspaceState } from "./state.ts";
import type { Workspace } from "./workspace.ts";

const WorkspaceContext = createContext<Workspace | undefined>(undefined);

/** Gives every screen below it the one workspace of the tab. */
export function WorkspaceProvider({ workspace, children }: { readonly workspace: Workspace; readonly children: ReactNode }): ReactNode {
  return <WorkspaceContext value={workspace}>{children}</WorkspaceContext>;
}

export function useWorkspace(): Workspace {
  const workspace = use(WorkspaceContext);
  if (workspace === undefined) throw new Error("no WorkspaceProvider above this screen");
  return workspace;
}

/** `select` picks a part that is the same object as long as nothing in it changed. */
export function useWorkspaceState<T>(select: (state: WorkspaceState) => T): T {
  return useStore(useWorkspace().store, select);
}

export function useRepository(id: string): OpenRepository | undefined {
  return useWorkspaceState((state) => state.repositories[id]);
}

/** What the person calls a key, for any key on a screen. */
export function useKeyNames(): (fingerprint: Fingerprint | undefined) => KeyName | undefined {
  const keyring = useWorkspaceState((state) => state.keyring);
  const people = useWorkspaceState((state) => state.people);
  return useMemo(() => (fingerprint) => keyName({ keyring, people }, fingerprint), [keyring, people]);
}

/** The person's name for somebody else's key; undefined for their own, which screens mark as theirs beside its label. */
export function useKnownNames(): (fingerprint: Fingerprint | undefined) => string | undefined {
  const nameOf = useKeyNames();
  return (fingerprint) => {
    const known = nameOf(fingerprint);
    return known?.standing === "known" ? known.name : undefined;
  };
}

/** Keys of the repository that stand under a label that another key had. */
export function useLabelAlarms(repository: OpenRepository): readonly LabelAlarm[] {
  const keyring = useWorkspaceState((state) => state.keyring);
  const people = useWorkspaceState((state) => state.people);
  const { report, name } = repository;
  return useMemo(() => repositoryAlarms({ keyring, people }, { report, name }), [keyring, people, report, name]);
}

/** The keys that stand under another key's label, in any repository that is open. */
export function useAllLabelAlarms(): ReadonlySet<Fingerprint> {
  const keyring = useWorkspaceState((state) => state.keyring);
  const people = useWorkspaceState((state) => state.people);
  const repositories = useWorkspaceState((state) => state.repositories);
  return useMemo(() => new Set(Object.values(repositories).flatMap((repository) => repositoryAlarms({ keyring, people }, repository).map(({ fingerprint }) => fingerprint))), [keyring, people, repositories]);
}

export type Opened = { readonly kind: "open"; readonly repository: OpenRepository } | { readonly kind: "loading" } | { readonly kind: "gone" };

/** The repository of an address: as it is open, or brought back once from what this device keeps. */
export function useOpenedRepository(id: string): Opened {
  const workspace = useWorkspace();
  const repository = useRepository(id);
  const asked = useRef<string>(undefined);
  const [gone, setGone] = useState<string>();
  const [error, setError] = useState<Error>();
  const isOpen = repository !== undefined;
  useEffect(() => {
    if (isOpen || asked.current === id) return;
    asked.current = id; // once, in development too, where effects run twice
    workspace.reopen(id).then(
      (found) => { if (!found) setGone(id); },
      (reason: unknown) => setError(reason instanceof Error ? reason : new Error(String(reason))),
    );
  }, [workspace, id, isOpen]);
  if (error !== undefined) throw error; // a defect: for the error boundary
  if (repository !== undefined) return { kind: "open", repository };
  return { kind: gone === id ? "gone" : "loading" };
}

export type Loaded<T> = { readonly kind: "loading" } | { readonly kind: "loaded"; readonly value: T } | { readonly kind: "gone" };

/** Asks once for each `key`, and again whenever `key` changes; an older answer is kept on screen until the new one is there. */
export function useAnswer<T>(key: string, ask: () => Promise<T | undefined>): Loaded<T> {
  const [answer, setAnswer] = useState<Loaded<T>>({ kind: "loading" });
  const [error, setError] = useState<Error>();
  useEffect(() => {
    let current = true;
    ask().then(
      (value) => { if (current) setAnswer(value === undefined ? { kind: "gone" } : { kind: "loaded", value }); },
      (reason: unknown) => { if (current) setError(reason instanceof Error ? reason : new Error(String(reason))); },
    );
    return () => { current = false; };
    // `ask` is new on every render; `key` says when the question is another one.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [key]);
  if (error !== undefined) throw error; // a defect: for the error boundary
  return answer;
}

/** The real present, for what a screen shows; it moves once a minute. */
export function useNow(): number {
  const workspace = useWorkspace();
  const [now, setNow] = useState<number>(() => workspace.readNow());
  useEffect(() => {
    const timer = setInterval(() => setNow(workspace.readNow()), 30_000);
    return () => clearInterval(timer);
  }, [workspace]);
  return now;
}

export type KeyFault = KeyringFault;

/** One act on the keyring at a time: how far it is, what refused it, and a way to stop it. */
export interface Act {
  readonly busy: boolean;
  /** From 0 to 1, for slow work. */
  readonly fraction: number | undefined;
  readonly fault: KeyringFault | undefined;
  /** Undefined when it was refused, which is then the `fault`, or stopped, which is none. */
  run<T>(work: (watch: Required<Watch>) => Promise<Result<T, KeyringFault>>): Promise<T | undefined>;
  stop(): void;
  /** Forgets the fault, and stops what is under way. */
  reset(): void;
}

export function useAct(): Act {
  const [busy, setBusy] = useState(false);
  const [fraction, setFraction] = useState<number>();
  const [fault, setFault] = useState<KeyringFault>();
  const [error, setError] = useState<Error>();
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);
  const stop = useCallback((): void => running.current?.abort(), []);
  const reset = useCallback((): void => {
    running.current?.abort();
    setFault(undefined);
  }, []);
  const run = useCallback(async <T,>(work: (watch: Required<Watch>) => Promise<Result<T, KeyringFault>>): Promise<T | undefined> => {
    if (running.current !== undefined) return undefined;
    const mine = new AbortController();
    running.current = mine;
    setBusy(true);
    setFault(undefined);
    try {
      const done = await work({ onProgress: setFraction, signal: mine.signal });
      if (done.ok) return done.value;
      if (!mine.signal.aborted) setFault(done.fault);
    } catch (reason) {
      setError(reason instanceof Error ? reason : new Error(String(reason)));
    } finally {
      running.current = undefined;
      setBusy(false);
      setFraction(undefined);
    }
    return undefined;
  }, []);
  if (error !== undefined) throw error; // a defect: for the error boundary
  return useMemo(() => ({ busy, fraction, fault, run, stop, reset }), [busy, fraction, fault, run, stop, reset]);
}
