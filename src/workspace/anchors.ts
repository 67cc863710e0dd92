import { fail, ok, type Result } from "../lib/result.ts";
import type { UtcInstant } from "../lib/utc-instant.ts";
import type { Digest } from "../tuf/model/ids.ts";
import type { RepositoryReport } from "../tuf/repository/report.ts";
import type { WorkspaceContext } from "./deps.ts";
import type { AssessView } from "./repository-service.ts";
import type { AnchorFault } from "./workspace.ts";

/** Anchors and pins of this device. */
export interface Anchors {
  /** What a look at the clock's time may know: in a view of another time, pins play no part. */
  view(): Promise<AssessView>;
  /** The real present, whatever the clock shows. */
  presentView(): Promise<AssessView>;
  confirmedAt(digest: Digest): Promise<UtcInstant | undefined>;
  confirm(id: string, typed: string | undefined): Promise<Result<Digest, AnchorFault>>;
  forget(digest: Digest): Promise<void>;
  /** Raises the pin, when the report was made at the real present from a confirmed anchor. */
  pin(report: RepositoryReport): Promise<void>;
}

export function createAnchors({ store, storage, readNow }: WorkspaceContext): Anchors {
  /** When looks at the real present were made: a report of another time raises no pin, whatever the clock shows by then. */
  const presents = new Set<UtcInstant>();
  const viewAt = async (now: UtcInstant, withPins: boolean): Promise<AssessView> => {
    const [anchors, pins] = await Promise.all([storage.anchors(), withPins ? storage.pins() : []]);
    if (withPins) presents.add(now);
    return { now, anchors: anchors.map(({ digest }) => digest), seen: Object.fromEntries(pins.map(({ anchor, seen }) => [anchor, seen])) };
  };
  return {
    view() {
      const { clock } = store.getState();
      return clock.kind === "now" ? viewAt(readNow(), true) : viewAt(clock.instant, false);
    },
    presentView: () => viewAt(readNow(), true),
    async confirmedAt(digest) {
      return (await storage.anchors()).find((anchor) => anchor.digest === digest)?.confirmedAt;
    },
    async confirm(id, typed) {
      const expected = store.getState().repositories[id]?.report.anchor.digest;
      if (expected === undefined) throw new Error(`no repository is open as ${id}`);
      const given = typed?.replace(/[\s:]/g, "").toLowerCase();
      if (given !== undefined && given !== "") {
        if (!/^[0-9a-f]{64}$/.test(given)) return fail({ kind: "not-a-digest", typed: typed ?? "" });
        if (given !== expected) return fail({ kind: "digest-differs", typed: given, expected });
      }
      await storage.putAnchor({ digest: expected, confirmedAt: readNow() });
      return ok(expected);
    },
    forget: (digest) => storage.removeAnchor(digest),
    async pin(report) {
      if (!presents.has(report.now) || !report.anchor.confirmed || report.seen === undefined) return;
      await storage.raisePin({ anchor: report.identity, seen: report.seen, seenAt: report.now });
    },
  };
}
