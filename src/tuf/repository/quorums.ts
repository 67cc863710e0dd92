import type { KeyId, RoleName } from "../model/ids.ts";
import { isTopLevelRole, roleName } from "../model/ids.ts";
import type { Key } from "../model/key.ts";
import { isBinName } from "../graph/succinct.ts";
import type { RoleKeys, SuccinctRoles } from "../model/metadata.ts";
import { isOfType } from "../model/parse-metadata.ts";
import type { SignatureVerifier } from "../verify/signature-verifier.ts";
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

/** Judges every document by every delegator that is at hand; where too many claim it, by those first that a root vouches for. `roots`: those that top-level roles are measured against. */
export async function judgeDocuments(
  documents: readonly RepositoryDocument[],
  allRoots: readonly RootDocument[],
  roots: readonly RootDocument[],
  verifier: SignatureVerifier,
): Promise<readonly JudgedDocument[]> {
  const claimed = delegatorsByRole(documents);
  const crowded = documents.some(({ role }) => claimed(role).length > MAX_DELEGATORS);
  const vouched = crowded ? await vouchedFor(documents, roots, verifier) : new Set<DocumentId>();
  const delegators = (role: RoleName): readonly Delegator[] => {
    const all = claimed(role);
    const rank = ({ document }: Delegator): number => (vouched.has(document.id) ? 0 : 1);
    return all.length <= MAX_DELEGATORS ? all : all.toSorted((a, b) => rank(a) - rank(b)).slice(0, MAX_DELEGATORS);
  };
  return Promise.all(documents.map(async (document) => {
    const mine = delegatorsOf(document, allRoots, roots, delegators);
    const judgements = await Promise.all(mine.map(async (delegator) => ({
      delegator,
      report: await verifySignatures({ signedBytes: document.metadata.signedBytes, signatures: document.signatures }, delegator.roleKeys, delegator.keys, verifier),
    })));
    return { document, judgements };
  }));
}

export function rootAsDelegator(root: RootDocument, role: RoleName): Delegator | undefined {
  const roleKeys = isTopLevelRole(role) ? root.metadata.signed.roles.get(role) : undefined;
  return roleKeys === undefined ? undefined : { document: root, roleKeys, keys: root.metadata.signed.keys };
}

function delegatorsOf(
  document: RepositoryDocument,
  allRoots: readonly RootDocument[],
  roots: readonly RootDocument[],
  delegators: (role: RoleName) => readonly Delegator[],
): readonly Delegator[] {
  const { role } = document;
  if (role === "root") {
    const before = allRoots.filter((root) => root.version === document.version - 1);
    const own = allRoots.filter((root) => root.id === document.id);
    return [...before, ...own].flatMap((root) => rootAsDelegator(root, role) ?? []);
  }
  return isTopLevelRole(role) ? roots.flatMap((root) => rootAsDelegator(root, role) ?? []) : delegators(role);
}

/** The targets documents that a chain of met quorums joins to one of these roots. */
async function vouchedFor(documents: readonly RepositoryDocument[], roots: readonly RootDocument[], verifier: SignatureVerifier): Promise<ReadonlySet<DocumentId>> {
  const vouched = new Set<DocumentId>();
  const queue: RepositoryDocument[] = [];
  const take = async (document: RepositoryDocument, { roleKeys, keys }: Pick<Delegator, "roleKeys" | "keys">): Promise<void> => {
    if (vouched.has(document.id)) return;
    const report = await verifySignatures({ signedBytes: document.metadata.signedBytes, signatures: document.signatures }, roleKeys, keys, verifier);
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
