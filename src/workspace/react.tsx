import { createContext, use, useEffect, useRef, useState, type ReactNode } from "react";
import { useStore } from "zustand";
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

export type Opened = { readonly kind: "open"; readonly repository: OpenRepository } | { readonly kind: "loading" } | { readonly kind: "gone" };

/** The repository of an address: as it is open, or brought back once from what this device keeps. */
export function useOpenedRepository(id: string): Opened {
  const workspace = useWorkspace();
  const repository = useRepository(id);
  const asked = useRef<string>(undefined);
  const [gone, setGone] = useState<string>();
  const isOpen = repository !== undefined;
  useEffect(() => {
    if (isOpen || asked.current === id) return;
    asked.current = id; // once, in development too, where effects run twice
    void workspace.reopen(id).then((found) => {
      if (!found) setGone(id);
    });
  }, [workspace, id, isOpen]);
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
