import type { ClientUpdate } from "../client/update.ts";
import type { ClientFault } from "../client/client-fault.ts";
import { documentsOf, isFrom, type Inventory, type Origin } from "./inventory.ts";
import type { Headline, Uncertainty } from "./report.ts";
import type { RootDocument } from "./root-chain.ts";

export interface Hypothesis {
  /** The newest root that this case takes for published. */
  readonly newestRoot: number;
  readonly replay: ClientUpdate;
}

/** One answer when every case agrees; else what it turns on. */
export function decideHeadline(about: {
  readonly hypotheses: readonly Hypothesis[];
  readonly anchor: RootDocument;
  readonly inventory: Inventory;
  readonly origin: Origin;
  /** True when a missing file is missing for clients too. */
  readonly strict: boolean;
}): Headline {
  const [without, withNewest = without] = about.hypotheses;
  if (without === undefined || withNewest === undefined) throw new Error("there is always at least one case");
  const { refusal } = withNewest.replay;
  if (!about.inventory.files.some(({ role, roleInName }) => role === "timestamp" || roleInName === "timestamp")) {
    return { kind: "cannot-tell", why: { kind: "no-timestamp" } };
  }
  const { refusal: refusedWithout } = without.replay;
  const toRoot = withNewest.replay.root.signed.version;
  if (refusal === undefined && refusedWithout?.kind === "expired" && refusedWithout.role === "root") {
    // The older root has expired: the repository lives only if the newer one is out.
    return { kind: "can-update", fromRoot: about.anchor.version, toRoot, providedRootIsOut: true };
  }
  if ((refusedWithout === undefined) !== (refusal === undefined)) {
    return { kind: "cannot-tell", why: { kind: "root-publication", version: withNewest.newestRoot, without: refusedWithout, with: refusal } };
  }
  if (refusal === undefined) return { kind: "can-update", fromRoot: about.anchor.version, toRoot, providedRootIsOut: false };
  const overwritten = about.strict ? undefined : overwrittenBy(refusal, about.inventory, about.origin);
  return overwritten === undefined ? { kind: "cannot-update", fault: refusal } : { kind: "cannot-tell", why: overwritten };
}

function overwrittenBy(fault: ClientFault, inventory: Inventory, origin: Origin): Uncertainty | undefined {
  if (fault.kind !== "missing" || fault.version === undefined) return undefined;
  const here = documentsOf(inventory, fault.role).filter((document) => isFrom(document, origin)).map(({ version }) => version);
  return { kind: "overwritten", role: fault.role, named: fault.version, here };
}
