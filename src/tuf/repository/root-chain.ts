import { reportUnderRoot, thresholdFault, type CheckContext } from "../client/checks.ts";
import type { ClientFault } from "../client/client-fault.ts";
import { checkNextRoot } from "../client/update.ts";
import type { Digest } from "../model/ids.ts";
import type { Metadata, Root } from "../model/metadata.ts";
import { isOfType } from "../model/parse-metadata.ts";
import { isFrom, type Inventory, type Origin, type RepositoryDocument } from "./inventory.ts";
import type { RootLink } from "./report.ts";

export type RootDocument = RepositoryDocument<Root>;

export interface RootChain {
  readonly anchor: RootDocument;
  /** From the anchor on, each signed by its predecessor's keys and its own. Never empty. */
  readonly accepted: readonly [RootDocument, ...RootDocument[]];
  readonly links: readonly RootLink[];
}

export function rootDocuments(inventory: Inventory): readonly RootDocument[] {
  return inventory.documents.filter(isRoot).toSorted((a, b) => a.version - b.version);
}

/** The confirmed anchor when it is here; else the lowest root, of two that claim one version the one from `origin`. */
export function chooseAnchor(roots: readonly RootDocument[], confirmed: Digest | undefined, origin: Origin): RootDocument | undefined {
  const lowest = roots.filter(({ version }) => version === roots[0]?.version);
  return roots.find((root) => root.digest === confirmed) ?? lowest.find((root) => isFrom(root, origin)) ?? lowest[0];
}

/** Where roots are taken from. `byName`: only from files that lie under the name that clients ask for. */
interface RootSource {
  readonly origin: Origin;
  readonly byName: boolean;
}

/** Follows the chain through files of one origin. A document counts only when one file of it alone is complete. */
export async function walkRoots(anchor: RootDocument, roots: readonly RootDocument[], source: RootSource, context: CheckContext): Promise<RootChain> {
  const accepted: [RootDocument, ...RootDocument[]] = [anchor];
  const own = await reportUnderRoot({ signedBytes: anchor.metadata.signedBytes, signatures: anchor.signatures }, "root", anchor.metadata.signed, context.verifier);
  const unsigned = thresholdFault(own, "root", `root ${anchor.version}`, "5.2");
  const links: RootLink[] = [{ document: anchor.id, version: anchor.version, accepted: unsigned === undefined, fault: unsigned }];
  for (;;) {
    const last = accepted[accepted.length - 1] ?? anchor;
    const candidates = roots.filter((root) => root.version === last.version + 1);
    let next: RootDocument | undefined;
    for (const candidate of candidates) {
      const fault = await refusal(last.metadata, candidate, source, context);
      if (fault === "elsewhere") continue;
      links.push({ document: candidate.id, version: candidate.version, accepted: fault === undefined, fault });
      if (fault === undefined) next ??= candidate;
    }
    if (next === undefined) return { anchor, accepted, links };
    accepted.push(next);
  }
}

async function refusal(trusted: Metadata<Root>, candidate: RootDocument, { origin, byName }: RootSource, context: CheckContext): Promise<ClientFault | undefined | "elsewhere"> {
  const files = candidate.files.filter((file) => file.origin === origin && (!byName || file.versionInName === candidate.version));
  let first: ClientFault | "elsewhere" = "elsewhere";
  for (const file of files) {
    const [fault] = (await checkNextRoot(trusted, file, context)).faults;
    if (fault === undefined) return undefined;
    if (first === "elsewhere") first = fault;
  }
  return first;
}

function isRoot(document: RepositoryDocument): document is RootDocument {
  return isOfType(document.metadata, "root");
}
