import type { KeyId, RoleName } from "../model/ids.ts";
import { isTopLevelRole, roleName } from "../model/ids.ts";
import type { Key } from "../model/key.ts";
import { isBinName } from "../graph/succinct.ts";
import type { RoleKeys, SuccinctRoles } from "../model/metadata.ts";
import { isOfType } from "../model/parse-metadata.ts";
import { signedPart } from "../model/put-away.ts";
import type { SignatureVerifier } from "../verify/signature-verifier.ts";
import { checkCost } from "../verify/check-cost.ts";
import { isMet, type VerificationReport } from "../verify/verification-report.ts";
import { verifySignatures } from "../verify/verify-signatures.ts";
import type { DocumentId, RepositoryDocument } from "./inventory.ts";
import type { RootDocument } from "./root-chain.ts";

/** Whoever may say which keys sign a role: a root, or a targets document that delegates to it. */
export interface Delegator {
  readonly document: RepositoryDocument;
  readonly roleKeys: RoleKeys;
  readonly keys: ReadonlyMap<KeyId, Key>;
}

export interface JudgedDocument {
  readonly document: RepositoryDocument;
  readonly judgements: readonly { readonly delegator: Delegator; readonly report: VerificationReport }[];
}

/**
 * Delegators that one document is judged by at most. Any file can claim to delegate to any number of bins, so without
 * a limit a folder of two thousand small files asks for millions of reports.
 */
const MAX_DELEGATORS = 64;
/** What judging documents by more than their first delegator may cost, where one delegator each costs less. */
const MAX_REPEATED_COST = 512 * 1024 * 1024;

/**
 * Judges every document by every delegator that is at hand; where too many claim it, by those first that a root vouches
 * for. `allRoots`: those that clients go through first. `roots`: those that top-level roles are measured against.
 */
export async function judgeDocuments(
  documents: readonly RepositoryDocument[],
  allRoots: readonly RootDocument[],
  roots: readonly RootDocument[],
  verifier: SignatureVerifier,
): Promise<readonly JudgedDocument[]> {
  const delegatorsOf = delegatorFinder(documents, allRoots, roots);
  const claims = documents.map((document): Claim => ({ document, delegators: delegatorsOf(document).length }));
  const most = mostDelegators(claims);
  const crowded = claims.some(({ document, delegators }) => delegators > most && !isTopLevelRole(document.role));
  const vouched = crowded ? await vouchedFor(documents, roots, verifier) : new Set<DocumentId>();
  return Promise.all(documents.map(async (document) => {
    const judgements = await Promise.all(firstOf(delegatorsOf(document), most, document, vouched).map(async (delegator) => ({
      delegator,
      report: await verifySignatures({ signedBytes: signedPart(document.metadata), signatures: document.signatures }, delegator.roleKeys, delegator.keys, verifier),
    })));
    return { document, judgements };
  }));
}

interface Claim {
  readonly document: RepositoryDocument;
  /** How many there are; their lists together may be far longer than the files. */
  readonly delegators: number;
}

/** As many as the cost allows, and always two: a root has its own and the one before. */
function mostDelegators(claims: readonly Claim[]): number {
  const costs = claims.map(({ document, delegators }) => ({ each: Math.max(1, document.signatures.length) * checkCost(signedPart(document.metadata)), delegators }));
  const limit = Math.max(MAX_REPEATED_COST, costs.reduce((sum, { each }) => sum + each, 0));
  let most = MAX_DELEGATORS;
  while (most > 2 && costs.reduce((sum, { each, delegators }) => sum + each * Math.max(0, Math.min(delegators, most) - 1), 0) > limit) most--;
  return most;
}

function firstOf(delegators: readonly Delegator[], most: number, { id, role }: RepositoryDocument, vouched: ReadonlySet<DocumentId>): readonly Delegator[] {
  if (delegators.length <= most) return delegators;
  if (role === "root") return [...delegators.filter(({ document }) => document.id !== id).slice(0, most - 1), ...delegators.filter(({ document }) => document.id === id)];
  const rank = ({ document }: Delegator): number => (vouched.has(document.id) ? 0 : 1);
  return delegators.toSorted((a, b) => rank(a) - rank(b)).slice(0, most);
}

export function rootAsDelegator(root: RootDocument, role: RoleName): Delegator | undefined {
  const roleKeys = isTopLevelRole(role) ? root.metadata.signed.roles.get(role) : undefined;
  return roleKeys === undefined ? undefined : { document: root, roleKeys, keys: root.metadata.signed.keys };
}

/** Every delegator at hand for each role: for a root the roots of the version before, then itself. */
function delegatorFinder(documents: readonly RepositoryDocument[], allRoots: readonly RootDocument[], roots: readonly RootDocument[]): (document: RepositoryDocument) => readonly Delegator[] {
  const claimed = delegatorsByRole(documents);
  const rootsOf = new Map<number, RootDocument[]>();
  for (const root of allRoots) {
    const same = rootsOf.get(root.version);
    if (same === undefined) rootsOf.set(root.version, [root]);
    else same.push(root);
  }
  // More than may judge are never needed.
  const before = new Map([...rootsOf].map(([version, same]) => [version + 1, same.slice(0, MAX_DELEGATORS)]));
  const own = new Map(allRoots.map((root) => [root.id, root]));
  return ({ id, role, version }) => {
    if (!isTopLevelRole(role)) return claimed(role);
    const self = own.get(id);
    const above = role !== "root" ? roots : [...(before.get(version) ?? []), ...(self === undefined ? [] : [self])];
    return above.flatMap((root) => rootAsDelegator(root, role) ?? []);
  };
}

/** The targets documents that a chain of met quorums joins to one of these roots. */
async function vouchedFor(documents: readonly RepositoryDocument[], roots: readonly RootDocument[], verifier: SignatureVerifier): Promise<ReadonlySet<DocumentId>> {
  const vouched = new Set<DocumentId>();
  const queue: RepositoryDocument[] = [];
  const take = async (document: RepositoryDocument, { roleKeys, keys }: Pick<Delegator, "roleKeys" | "keys">): Promise<void> => {
    if (vouched.has(document.id)) return;
    const report = await verifySignatures({ signedBytes: signedPart(document.metadata), signatures: document.signatures }, roleKeys, keys, verifier);
    if (!isMet(report)) return;
    vouched.add(document.id);
    queue.push(document);
  };
  for (const root of roots) {
    const top = rootAsDelegator(root, roleName("targets"));
    if (top !== undefined) for (const document of documents) if (document.role === "targets") await take(document, top);
  }
  for (let delegator = queue.shift(); delegator !== undefined; delegator = queue.shift()) {
    const delegations = isOfType(delegator.metadata, "targets") ? delegator.metadata.signed.delegations : undefined;
    if (delegations === undefined) continue;
    const named = new Map(delegations.roles.map((role) => [role.name, role]));
    for (const document of documents) {
      const { succinct } = delegations;
      const roleKeys = named.get(document.role) ?? (succinct !== undefined && isBinName(succinct, document.role) ? succinct : undefined);
      if (roleKeys !== undefined) await take(document, { roleKeys, keys: delegations.keys });
    }
  }
  return vouched;
}

function delegatorsByRole(documents: readonly RepositoryDocument[]): (role: RoleName) => readonly Delegator[] {
  const byName = new Map<RoleName, Delegator[]>();
  const succinct: { readonly bins: SuccinctRoles; readonly delegator: Delegator }[] = [];
  for (const document of documents) {
    if (!isOfType(document.metadata, "targets")) continue;
    const { delegations } = document.metadata.signed;
    for (const roleKeys of delegations?.roles ?? []) {
      const delegator = { document, roleKeys, keys: delegations?.keys ?? new Map() };
      const list = byName.get(roleKeys.name);
      if (list === undefined) byName.set(roleKeys.name, [delegator]);
      else list.push(delegator);
    }
    if (delegations?.succinct !== undefined) {
      succinct.push({ bins: delegations.succinct, delegator: { document, roleKeys: delegations.succinct, keys: delegations.keys } });
    }
  }
  return (role) => [...(byName.get(role) ?? []), ...succinct.filter(({ bins }) => isBinName(bins, role)).map(({ delegator }) => delegator)];
}
