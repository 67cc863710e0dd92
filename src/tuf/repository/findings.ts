import type { KeyId } from "../model/ids.ts";
import { fingerprintOf } from "../model/key.ts";
import { isBinName } from "../graph/succinct.ts";
import { kindOfNote } from "../model/limit-notes.ts";
import type { FormatNote, Root, SuccinctRoles } from "../model/metadata.ts";
import { isOfType } from "../model/parse-metadata.ts";
import { reportUnderRoot } from "../client/checks.ts";
import type { OtherContent } from "../client/seen-versions.ts";
import type { SignatureVerifier } from "../verify/signature-verifier.ts";
import { isMet } from "../verify/verification-report.ts";
import type { RepositoryInput } from "./assess.ts";
import { isFrom, type Inventory, type Origin, type RepositoryDocument } from "./inventory.ts";
import type { PublicationFacts } from "./publication.ts";
import type { JudgedDocument } from "./quorums.ts";
import type { Headline, RepositoryFinding, Severity } from "./report.ts";
import type { RootChain, RootDocument } from "./root-chain.ts";

interface FindingSources {
  readonly input: RepositoryInput;
  readonly inventory: Inventory;
  readonly judged: readonly JudgedDocument[];
  readonly chain: RootChain;
  readonly publication: PublicationFacts;
  readonly headline: Headline;
  readonly otherContent: readonly OtherContent[];
  readonly origin: Origin;
  readonly verifier: SignatureVerifier;
}

/** Signatures of one document that are told one by one. */
const MOST_SIGNATURES = 64;

/** What an auditor should know, worst first. */
export async function collectFindings(from: FindingSources): Promise<readonly RepositoryFinding[]> {
  const found: RepositoryFinding[] = [
    ...twoDocuments(from.inventory),
    ...rollback(from.headline),
    ...from.otherContent.map((other): RepositoryFinding => ({ severity: "bad", kind: "not-what-was-seen", ...other })),
    ...overwritten(from.inventory, from.publication),
    ...rootGap(from),
    ...from.judged.flatMap(({ document }) => formatFindings(document)),
    ...badSignatures(from.judged),
    ...signedAgain(from),
    ...orphans(from.publication, from.judged),
    ...namedVersions(from.inventory, from.publication),
    ...(await rootHistory(from.chain, from.verifier)),
    ...from.input.invitations.map((invitation): RepositoryFinding => ({ severity: "note", kind: "invitation", ...invitation })),
  ];
  const order: readonly Severity[] = ["bad", "warn", "note"];
  return found.toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
}

/** Two different files for one version: one of them is not what the other signers see. */
function twoDocuments(inventory: Inventory): readonly RepositoryFinding[] {
  const groups = new Map<string, RepositoryDocument[]>();
  for (const document of inventory.documents) {
    const key = `${document.version} ${document.role}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [document]);
    else group.push(document);
  }
  return [...groups.values()].flatMap((group): readonly RepositoryFinding[] => {
    const [first] = group;
    if (first === undefined || group.length === 1) return [];
    const paths = group.flatMap(({ files }) => files.map(({ path, origin }) => (origin === "base" ? `${path} (base)` : path)));
    return [{ severity: "bad", kind: "two-documents-one-version", role: first.role, version: first.version, paths, documents: group.map(({ id }) => id) }];
  });
}

function rollback(headline: Headline): readonly RepositoryFinding[] {
  const fault = headline.kind === "cannot-update" ? headline.fault : undefined;
  return fault?.kind === "rollback" || fault?.kind === "removed-from-snapshot" ? [{ severity: "bad", kind: "rollback", fault }] : [];
}

/** The opened folder's own snapshot names a version that the folder no longer holds. */
function overwritten(inventory: Inventory, publication: PublicationFacts): readonly RepositoryFinding[] {
  const { snapshot } = publication;
  if (snapshot === undefined) return [];
  const versions = new Map<string, number[]>();
  for (const document of inventory.documents) {
    if (!isFrom(document, "opened")) continue;
    const list = versions.get(document.role);
    if (list === undefined) versions.set(document.role, [document.version]);
    else list.push(document.version);
  }
  return [...snapshot.metadata.signed.meta].flatMap(([role, { version }]): readonly RepositoryFinding[] => {
    const here = versions.get(role) ?? [];
    return here.length === 0 || here.includes(version) ? [] : [{ severity: "warn", kind: "overwritten", role, named: version, here }];
  });
}

function rootGap({ chain, inventory }: FindingSources): readonly RepositoryFinding[] {
  const last = chain.accepted.at(-1)?.version ?? 0;
  const next = inventory.documents.filter(({ role, version }) => role === "root" && version > last).map(({ version }) => version).toSorted((a, b) => a - b)[0];
  return next === undefined || next === last + 1 ? [] : [{ severity: "bad", kind: "root-gap", after: last, found: next }];
}

function formatFindings(document: RepositoryDocument): readonly RepositoryFinding[] {
  const { id, role, version, file, metadata } = document;
  return metadata.notes.map((note) => ({ severity: noteSeverity(note), kind: "format", document: id, role, version, path: file.path, note }));
}

function noteSeverity(note: FormatNote): Severity {
  switch (kindOfNote(note)) {
    case "role-without-keys":
    case "threshold-unreachable":
    case "same-key-twice":
      return "bad";
    case "empty-signature-slot":
    case "consistent-snapshot-missing":
      return "note";
    default:
      return "warn";
  }
}

function badSignatures(judged: readonly JudgedDocument[]): readonly RepositoryFinding[] {
  return judged.flatMap(({ document: { id, role, version }, judgements }): readonly RepositoryFinding[] => {
    const bad = new Map<KeyId, string | undefined>();
    for (const { keyId, label, verdict } of judgements.flatMap(({ report }) => report.signatures)) {
      if ((verdict.kind === "does-not-verify" || verdict.kind === "not-hex") && !bad.has(keyId)) bad.set(keyId, label);
    }
    const about = { severity: "bad", document: id, role, version } as const;
    const listed = [...bad].slice(0, MOST_SIGNATURES).map(([keyId, label]): RepositoryFinding => ({ ...about, kind: "signature-does-not-verify", keyId, label }));
    return bad.size <= MOST_SIGNATURES ? listed : [...listed, { ...about, kind: "more-signatures-do-not-verify", count: bad.size - MOST_SIGNATURES }];
  });
}

/** Online documents that verify under today's root and not under a pending or newer one. */
function signedAgain({ judged, publication, chain }: FindingSources): readonly RepositoryFinding[] {
  return judged.flatMap(({ document, judgements }): readonly RepositoryFinding[] => {
    if ((document.role !== "timestamp" && document.role !== "snapshot") || publication.of.get(document.id) === "superseded") return [];
    const newestAccepted = chain.accepted.at(-1)?.version ?? 0;
    const unmet = judgements.filter(({ delegator, report }) => !isMet(report) && delegator.document.version >= newestAccepted);
    const met = judgements.some(({ report }) => isMet(report));
    const first = unmet[0];
    return met && first !== undefined ? [{ severity: "warn", kind: "must-be-signed-again", role: document.role, version: document.version, root: first.delegator.document.version }] : [];
  });
}

/** Roles that the snapshot lists and no document here delegates to. */
function orphans(publication: PublicationFacts, judged: readonly JudgedDocument[]): readonly RepositoryFinding[] {
  const delegated = new Set<string>(["root", "targets"]);
  const bins: SuccinctRoles[] = [];
  for (const { document } of judged) {
    if (!isOfType(document.metadata, "targets")) continue;
    const { delegations } = document.metadata.signed;
    for (const { name } of delegations?.roles ?? []) delegated.add(name);
    if (delegations?.succinct !== undefined) bins.push(delegations.succinct);
  }
  const isDelegated = (role: string): boolean => delegated.has(role) || bins.some((one) => isBinName(one, role));
  const roles = [...(publication.snapshot?.metadata.signed.meta.keys() ?? [])].filter((role) => !isDelegated(role));
  return roles.length === 0 ? [] : [{ severity: "note", kind: "orphan-in-snapshot", roles }];
}

function namedVersions(inventory: Inventory, publication: PublicationFacts): readonly RepositoryFinding[] {
  return inventory.files.flatMap((file): readonly RepositoryFinding[] => {
    if (!file.parsed.ok || file.versionInName === undefined || publication.of.size === 0) return [];
    const found = file.parsed.value.signed.version;
    return found === file.versionInName ? [] : [{ severity: "bad", kind: "version-in-name", path: file.path, named: file.versionInName, found }];
  });
}

/** What each root changed in its signers, told by key material. */
async function rootHistory(chain: RootChain, verifier: SignatureVerifier): Promise<readonly RepositoryFinding[]> {
  const out: RepositoryFinding[] = [];
  for (const [i, root] of chain.accepted.entries()) {
    const before = chain.accepted[i - 1];
    if (before === undefined) continue;
    const change = rootKeyChange(before, root);
    const about = { document: root.id, version: root.version };
    if (change.left + change.joined + change.renamed > 0) out.push({ severity: "note", kind: "root-keys", ...about, ...change });
    const byOld = await reportUnderRoot(root.metadata, "root", before.metadata.signed, verifier);
    const own = root.metadata.signed.roles.get("root")?.keyIds ?? [];
    const former = byOld.signatures.filter(({ verdict, keyId }) => (verdict.kind === "verified" || verdict.kind === "duplicate") && !own.includes(keyId)).length;
    if (former > 0) out.push({ severity: "note", kind: "signed-by-former-keys", ...about, count: former });
  }
  return out;
}

function rootKeyChange(before: RootDocument, after: RootDocument): { readonly left: number; readonly joined: number; readonly renamed: number } {
  const old = rootKeys(before.metadata.signed);
  const now = rootKeys(after.metadata.signed);
  const oldIds = new Set([...old.values()].flat());
  return {
    left: [...old.keys()].filter((material) => !now.has(material)).length,
    joined: [...now.keys()].filter((material) => !old.has(material)).length,
    renamed: [...now].filter(([material, ids]) => old.has(material) && ids.every((id) => !oldIds.has(id))).length,
  };
}

function rootKeys(root: Root): ReadonlyMap<string, readonly KeyId[]> {
  const out = new Map<string, KeyId[]>();
  for (const keyId of root.roles.get("root")?.keyIds ?? []) {
    const key = root.keys.get(keyId);
    const material = (key === undefined ? undefined : fingerprintOf(key)) ?? `id:${keyId}`;
    out.set(material, [...(out.get(material) ?? []), keyId]);
  }
  return out;
}

