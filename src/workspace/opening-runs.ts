import type { StoreApi } from "zustand/vanilla";
import type { SessionId } from "./repository-service.ts";
import type { Opening, WorkspaceState } from "./state.ts";

/** One opening, from the gesture to its end. */
export interface OpeningRun {
  /** Of what is being judged, until it is on screen. */
  session: SessionId | undefined;
  isStopped: boolean;
}

/** The openings under way, and which of them the screen tells of. */
export interface OpeningRuns {
  /** What goes wrong must not leave the screen waiting: it is told like any other refusal, and thrown on. */
  during<T>(name: string, work: (run: OpeningRun) => Promise<T>): Promise<T>;
  tell(run: OpeningRun, opening: Opening): void;
  /** False after Stop, and while a later opening is under way: the screen is not its own, and nothing would take its words off. */
  isHeard(run: OpeningRun): boolean;
  /** Stops the one that the screen tells of. */
  stop(): OpeningRun | undefined;
}

export function openingRuns(store: StoreApi<WorkspaceState>): OpeningRuns {
  /** The one that began last comes last. */
  let underWay: readonly OpeningRun[] = [];
  const isHeard = (run: OpeningRun): boolean => underWay.at(-1) === run;
  const tell = (run: OpeningRun, opening: Opening): void => {
    if (isHeard(run)) store.setState({ opening });
  };
  return {
    async during(name, work) {
      const run: OpeningRun = { session: undefined, isStopped: false };
      underWay = [...underWay, run];
      try {
        return await work(run);
      } catch (error) {
        tell(run, { kind: "failed", name, fault: { from: "app", fault: { kind: "stopped", error: String(error) } }, notRead: [] });
        throw error;
      } finally {
        underWay = underWay.filter((one) => one !== run);
      }
    },
    tell,
    isHeard,
    stop() {
      const run = underWay.at(-1);
      if (run === undefined) return undefined;
      run.isStopped = true;
      underWay = underWay.slice(0, -1);
      store.setState({ opening: { kind: "idle" } });
      return run;
    },
  };
}
