import type { UtcInstant } from "../../lib/utc-instant.ts";
import { addDays } from "../../lib/utc-instant.ts";
import { fail, ok, type Result } from "../../lib/result.ts";
import { buildDelegationTree, type DelegationChild } from "../client/delegation-tree.ts";
import { isExpired, type CheckContext } from "../client/checks.ts";
import { newestSeen, type SeenVersions } from "../client/seen-versions.ts";
import { updateClient, type ClientUpdate } from "../client/update.ts";
import type { Digest, RoleName } from "../model/ids.ts";
import { isTopLevelRole, TOP_LEVEL_ROLES, roleName } from "../model/ids.ts";
import { isOfType, type DocumentFault } from "../model/parse-metadata.ts";
import type { NeighbourFile } from "../neighbours/neighbour-files.ts";
import { memoVerifier } from "../verify/memo-verifier.ts";
import type { SignatureVerifier } from "../verify/signature-verifier.ts";
import { isMet } from "../verify/verification-report.ts";
import { collectFindings } from "./findings.ts";
import { decideHeadline, type Hypothesis } from "./headline.ts";
import { fillInbox } from "./inbox.ts";
import { documentsOf, isFrom, takeInventory, type DocumentId, type Inventory, type Origin, type RepositoryDocument, type RepositoryFile } from "./inventory.ts";
import { findPublication, type PublicationFacts } from "./publication.ts";
import { summariseNeighbours } from "./neighbours.ts";
import { isUnderWay } from "./proposal.ts";
import { judgeDocuments, type JudgedDocument } from "./quorums.ts";
import type { DocumentSummary, Publication, Quorum, RepositoryReport } from "./report.ts";
import { chooseAnchor, rootDocuments, walkRoots, type RootChain, type RootDocument } from "./root-chain.ts";
import { viewOf } from "./view.ts";

export interface RepositoryInput {
  /** `published` folders are what clients fetch; of a working folder one cannot tell. */
  readonly layout: "published" | "working" | "loose";
  readonly files: readonly RepositoryFile[];
  /** The root that the person has confirmed for this repository. */
  readonly anchor: Digest | undefined;
  /** What this device has seen published, by the anchor that it was seen from; undefined in a view of another time. */
  readonly seen: Readonly<Record<string, SeenVersions>> | undefined;
  /** Recognised beforehand, since they do not change between two looks. */
  readonly neighbours?: readonly NeighbourFile[];
  readonly invitations: readonly { readonly person: string; readonly roles: readonly string[] }[];
  readonly now: UtcInstant;
}

export type AssessFault = {
  readonly kind: "no-root";
  readonly roles: readonly string[];
  readonly unreadable: readonly { readonly path: string; readonly fault: DocumentFault }[];
};

/** Everything behind a report, for the queries that follow it: review, replay, export. */
export interface Assessment {
  readonly report: RepositoryReport;
  readonly inventory: Inventory;
  readonly judged: readonly JudgedDocument[];
  readonly chain: RootChain;
  readonly publication: PublicationFacts;
  /** Where published files come from: the base when there is one. */
  readonly origin: Origin;
  /** The files lie there as clients fetch them, by name. */
  readonly served: boolean;
  readonly context: CheckContext;
}

/** One pass over one set of checks: what a client would do, and the judgement of every document, at one moment. */
export async function assessRepository(input: RepositoryInput, verifier: SignatureVerifier): Promise<Result<Assessment, AssessFault>> {
  const context: CheckContext = { now: input.now, verifier: memoVerifier(verifier) };
  const inventory = takeInventory(input.files);
  const roots = rootDocuments(inventory);
  const hasBase = input.files.some(({ origin }) => origin === "base");
  const origin: Origin = hasBase ? "base" : "opened";
  const served = !hasBase && input.layout === "published";
  const anchor = chooseAnchor(roots, input.anchor, origin);
  if (anchor === undefined) {
    return fail({ kind: "no-root", roles: [...new Set(inventory.documents.map(({ role }) => role))], unreadable: inventory.unreadable });
  }
  const chain = await walkRoots(anchor, roots, { origin, byName: served }, context);
  // A root further up that was confirmed as well has pins of its own, and they speak of this same chain.
  const seen = newestSeen(chain.accepted.map(({ digest }) => input.seen?.[digest]));
  const last = newest(chain);
  const pendingRoots = roots.filter((root) => root.version === last.version + 1);
  const unsure = !hasBase && input.layout !== "published" && chain.accepted.length > 1 && !(await isUnderWay(pendingRoots, last, context));
  const hypotheses = await replayHypotheses(inventory, origin, chain, { unsure, served }, context, seen);
  const measured = unsure ? [last, ...chain.accepted.slice(-2, -1), ...pendingRoots] : [last, ...pendingRoots];
  const judgedByAll = await judgeDocuments(inventory.documents, walkedFirst(roots, chain), measured, context.verifier);
  const publication = findPublication(judgedByAll, origin, chain, unsure ? last.id : undefined);
  const judged = judgedByAll.map((one) => tellingFirst(one, publication.of));
  const documents = judged.map((one) => summarise(one, publication.of, input.now));
  const tree = await treeOf(inventory, origin, chain, publication, served, context);
  const headline = decideHeadline({ hypotheses, anchor, inventory, origin, strict: input.layout === "published" || hasBase });
  const sure = headline.kind === "can-update" && hypotheses.every(({ replay }) => replay.refusal === undefined) ? hypotheses[0]?.replay : undefined;
  const telling = hypotheses.find(({ replay }) => replay.refusal === undefined) ?? hypotheses.at(-1) ?? hypotheses[0];
  const { otherContent } = telling.replay;
  const report: RepositoryReport = {
    identity: anchor.digest,
    anchor: { confirmed: anchor.digest === input.anchor, version: anchor.version, digest: anchor.digest, document: anchor.id },
    now: input.now,
    headline,
    steps: telling.replay.steps,
    strict: (await updateClient(viewOf(inventory, origin, telling.newestRoot, served), anchor.metadata, { ...context, profile: "strict" }, { seen })).refusal,
    roots: chain.links,
    roles: TOP_LEVEL_ROLES.map((role) => ({ role, document: standing(role, documents)?.id })),
    documents,
    inbox: fillInbox(judged, publication.of, origin),
    tree,
    findings: await collectFindings({ input, inventory, judged, chain, publication, headline, otherContent, origin, verifier: context.verifier }),
    unreadable: inventory.unreadable,
    neighbours: await summariseNeighbours(input.neighbours ?? [], { root: last, documents: inventory.documents, verifier: context.verifier }),
    counts: count(inventory, tree?.children ?? []),
    seen: sure === undefined || otherContent.length > 0 ? undefined : seenBy(sure),
  };
  return ok({ report, inventory, judged, chain, publication, origin, served, context });
}

export function newest(chain: RootChain): RootDocument {
  return chain.accepted[chain.accepted.length - 1] ?? chain.anchor;
}

/** Where several roots say one version, the one that clients go through before the others. */
function walkedFirst(roots: readonly RootDocument[], { accepted }: RootChain): readonly RootDocument[] {
  const walked = new Set(accepted.map(({ id }) => id));
  return [...accepted, ...roots.filter(({ id }) => !walked.has(id))];
}

/**
 * A working folder leaves open whether its newest complete root is out: then both cases are replayed. `served`: every
 * root that lies there is one that clients meet, a bad one too; elsewhere what follows the newest complete root is pending.
 */
async function replayHypotheses(inventory: Inventory, origin: Origin, chain: RootChain, about: { readonly unsure: boolean; readonly served: boolean }, context: CheckContext, seen: SeenVersions | undefined): Promise<readonly [Hypothesis, ...Hypothesis[]]> {
  const last = newest(chain).version;
  const suppose = async (newestRoot: number): Promise<Hypothesis> => ({
    newestRoot,
    replay: await updateClient(viewOf(inventory, origin, newestRoot, about.served), chain.anchor.metadata, { ...context, profile: "audit" }, { seen }),
  });
  if (about.unsure) return [await suppose(last - 1), await suppose(last)];
  return [await suppose(about.served ? Number.MAX_SAFE_INTEGER : last)];
}

async function treeOf(inventory: Inventory, origin: Origin, chain: RootChain, publication: PublicationFacts, served: boolean, context: CheckContext): Promise<RepositoryReport["tree"]> {
  const all = documentsOf(inventory, "targets");
  const published = all.find(({ id }) => publication.of.get(id) === "published");
  const from = published ?? all.at(-1);
  if (from === undefined || !isOfType(from.metadata, "targets")) return undefined;
  const view = viewOf(inventory, origin, Number.MAX_SAFE_INTEGER, served);
  const consistent = newest(chain).metadata.signed.consistentSnapshot === true;
  const newestFiles = new Map<RoleName, RepositoryDocument>();
  for (const document of inventory.documents) {
    if (isFrom(document, origin) && document.version > (newestFiles.get(document.role)?.version ?? 0)) newestFiles.set(document.role, document);
  }
  const children = await buildDelegationTree(from.metadata, {
    snapshot: published === undefined ? undefined : publication.snapshot?.metadata.signed,
    targets: (role, version) => (version === undefined ? newestFiles.get(role)?.file : view.targets(role, version, consistent)),
  }, context);
  return { of: from.id, published: published !== undefined, children };
}

function summarise({ document, judgements }: JudgedDocument, publication: ReadonlyMap<DocumentId, Publication>, now: UtcInstant): DocumentSummary {
  const { signed, notes } = document.metadata;
  const quorums = judgements.map(({ delegator, report }): Quorum => ({
    by: { role: delegator.document.role, version: delegator.document.version, document: delegator.document.id, publication: publication.get(delegator.document.id) ?? "pending" },
    report,
  }));
  const period = signed.signingPeriodDays ?? judgements[0]?.delegator.roleKeys.signingPeriodDays;
  return {
    id: document.id,
    role: document.role,
    type: signed.type,
    version: document.version,
    digest: document.digest,
    publication: publication.get(document.id) ?? "pending",
    expires: signed.expires,
    expired: isExpired(signed, now),
    signingFrom: period === undefined ? undefined : addDays(signed.expires.instant, -period),
    paths: document.files.map(({ path }) => path),
    origins: [...new Set(document.files.map((file) => file.origin))],
    quorums,
    notes,
  };
}

/**
 * Most telling first, for everything that follows: published delegators before pending ones. A root that came before
 * is left out where the newest one is content.
 */
function tellingFirst(one: JudgedDocument, of: ReadonlyMap<DocumentId, Publication>): JudgedDocument {
  const { document, judgements } = one;
  if (document.role === "root") return one;
  const order: readonly Publication[] = ["published", "complete-unseen", "pending", "superseded"];
  const rank = ({ delegator }: JudgedDocument["judgements"][number]): number => order.indexOf(of.get(delegator.document.id) ?? "pending");
  if (!isTopLevelRole(document.role)) return { document, judgements: judgements.toSorted((a, b) => rank(a) - rank(b)) };
  const [first] = judgements;
  if (first === undefined || !isMet(first.report)) return one;
  return { document, judgements: judgements.filter(({ delegator }) => delegator.document.version >= first.delegator.document.version) };
}

function standing(role: string, documents: readonly DocumentSummary[]): DocumentSummary | undefined {
  const own = documents.filter((document) => document.role === role).toSorted((a, b) => b.version - a.version);
  return own.find(({ publication }) => publication === "complete-unseen" && role === "root") ?? own.find(({ publication }) => publication === "published") ?? own[0];
}

function seenBy(replay: ClientUpdate): SeenVersions | undefined {
  const { root, timestamp, snapshot, targets } = replay;
  if (timestamp === undefined || snapshot === undefined) return undefined;
  return {
    root: root.signed.version,
    timestamp: timestamp.signed.version,
    snapshot: snapshot.signed.version,
    targets: Object.fromEntries([...snapshot.signed.meta].map(([role, { version }]) => [role, version])),
    digests: { root: root.digest, timestamp: timestamp.digest, snapshot: snapshot.digest, ...(targets === undefined ? {} : { targets: targets.digest }) },
  };
}

function delegatedTargets(children: readonly DelegationChild[]): number {
  return children.reduce((sum, child) => sum + child.targetCount + (child.kind === "role" ? delegatedTargets(child.children) : 0), 0);
}

function count(inventory: Inventory, tree: readonly DelegationChild[]): RepositoryReport["counts"] {
  const delegations = (children: readonly DelegationChild[]): number =>
    children.reduce((sum, child) => sum + (child.kind === "bins" ? child.count : 1 + delegations(child.children)), 0);
  return {
    documents: inventory.documents.length,
    signatures: inventory.documents.reduce((sum, { signatures }) => sum + signatures.filter(({ sig }) => sig !== "").length, 0),
    targets: documentsOf(inventory, roleName("targets")).reduce((sum, { metadata }) => sum + (isOfType(metadata, "targets") ? metadata.signed.targets.size : 0), 0)
      + delegatedTargets(tree),
    delegations: delegations(tree),
  };
}
