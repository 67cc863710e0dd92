import type { KeyId, RoleName } from "../model/ids.ts";
import { keyIdentity } from "../model/key-identity.ts";
import type { Key } from "../model/key.ts";
import { isOfType } from "../model/parse-metadata.ts";
import type { Assessment } from "../repository/assess.ts";
import type { SignatureEntry } from "../model/metadata.ts";
import type { DocumentId, RepositoryDocument } from "../repository/inventory.ts";
import type { Delegator, JudgedDocument } from "../repository/quorums.ts";
import { explainSignature, type ExplainPorts, type KnownDocument, type KnownKey } from "./explain-signature.ts";
import { canBeExplained, type DocumentRelation, type Explanation, type KeyPlace, type SignaturePlace } from "./explanation.ts";

/** Units: keys, and documents. So many are tried at most. */
const MAX_KEYS = 64;
const MAX_DOCUMENTS = 64;
const MAX_PLACES = 3;

/** A signature that does not verify, with what was found of it. */
export interface ExplainedSignature {
  readonly document: KeyPlace["role"];
  readonly version: number;
  readonly by: { readonly role: KeyPlace["role"]; readonly version: number };
  readonly explanation: Explanation;
}

/** Every signature that does not verify, by the first delegator that says so, up to `most`; `left`: how many more there are. */
export async function explainAll(assessment: Pick<Assessment, "judged" | "report">, ports: ExplainPorts, most: number): Promise<{ readonly explained: readonly ExplainedSignature[]; readonly left: number }> {
  const places = assessment.report.documents.flatMap(({ id, role, version, quorums }) => {
    const seen = new Set<number>();
    return quorums.flatMap(({ by, report }) => report.signatures.flatMap(({ verdict }, index) => {
      if ((verdict.kind !== "does-not-verify" && verdict.kind !== "not-hex") || seen.has(index)) return [];
      seen.add(index);
      return [{ role, version, by, place: { document: id, by: by.document, index } }];
    }));
  });
  const explained: ExplainedSignature[] = [];
  for (const { role, version, by, place } of places.slice(0, most)) {
    const explanation = await explainInRepository(assessment, place, ports);
    if (explanation !== undefined) explained.push({ document: role, version, by: { role: by.role, version: by.version }, explanation });
  }
  return { explained, left: Math.max(0, places.length - most) };
}

/** Why a delegator does not count a signature. Undefined when there is no such place, or nothing to explain. */
export async function explainInRepository({ judged }: Pick<Assessment, "judged">, { document: id, by, index }: SignaturePlace, ports: ExplainPorts): Promise<Explanation | undefined> {
  const own = judged.find(({ document }) => document.id === id);
  const judgement = own?.judgements.find(({ delegator }) => delegator.document.id === by);
  const verdict = judgement?.report.signatures[index]?.verdict;
  const entry = own?.document.signatures[index];
  if (own === undefined || judgement === undefined || verdict === undefined || entry === undefined || !canBeExplained(verdict)) return undefined;
  return explain(judged, own, judgement.delegator, entry, ports);
}

/** The same for a signature that came from elsewhere and was left out: by the delegator that lists its key id, else the most telling one. */
export async function explainOffered({ judged }: Pick<Assessment, "judged">, id: DocumentId, entry: Pick<SignatureEntry, "keyId" | "sig">, ports: ExplainPorts): Promise<Explanation | undefined> {
  const own = judged.find(({ document }) => document.id === id);
  const judgement = own?.judgements.find(({ delegator }) => delegator.roleKeys.keyIds.includes(entry.keyId)) ?? own?.judgements[0];
  return own === undefined || judgement === undefined || entry.sig === "" ? undefined : explain(judged, own, judgement.delegator, entry, ports);
}

function explain(judged: Assessment["judged"], { document }: JudgedDocument, delegator: Delegator, entry: Pick<SignatureEntry, "keyId" | "sig">, ports: ExplainPorts): Promise<Explanation> {
  const { roleKeys, keys } = delegator;
  const key = keys.get(entry.keyId);
  const documents = judged.map((one) => one.document);
  const files = document.files.flatMap(({ path, parsed }) => (parsed.ok ? [{ path, metadata: parsed.value }] : []));
  return explainSignature({
    ...entry,
    files: [{ path: document.file.path, metadata: document.metadata }, ...files.filter(({ path }) => path !== document.file.path)],
    key: key === undefined ? undefined : { key, listed: roleKeys.keyIds.includes(entry.keyId) },
    otherKeys: keysAround(entry.keyId, documents, delegator),
    otherDocuments: documentsAround(document, documents),
  }, ports);
}

interface Found {
  readonly key: Key;
  readonly places: KeyPlace[];
  /** By key id, so that no id crowds out another. */
  readonly named: Map<KeyId, number>;
  listedAs: KeyId | undefined;
  rank: number;
}

/** Every key that any document defines, once for its material: of the same id first, then those of the role, then of the delegator. */
function keysAround(keyId: KeyId, documents: readonly RepositoryDocument[], delegator: Delegator): readonly KnownKey[] {
  const listed = new Set(delegator.roleKeys.keyIds);
  const known = new Map<string, Found>();
  for (const document of [delegator.document, ...documents.filter(({ id }) => id !== delegator.document.id)]) {
    const mine = document.id === delegator.document.id;
    for (const key of keysOf(document)) {
      if (!key.material.ok) continue;
      const identity = keyIdentity(key);
      const one: Found = known.get(identity) ?? { key, places: [], named: new Map(), listedAs: undefined, rank: 3 };
      known.set(identity, one);
      if (mine && listed.has(key.keyId)) one.listedAs ??= key.keyId;
      one.rank = Math.min(one.rank, key.keyId === keyId ? 0 : one.listedAs !== undefined ? 1 : mine ? 2 : 3);
      const named = one.named.get(key.keyId) ?? 0;
      one.named.set(key.keyId, named + 1);
      if (named < MAX_PLACES) one.places.push({ keyId: key.keyId, role: document.role, version: document.version });
    }
  }
  return [...known.values()].toSorted((a, b) => a.rank - b.rank).slice(0, MAX_KEYS);
}

function keysOf({ metadata }: RepositoryDocument): Iterable<Key> {
  if (isOfType(metadata, "root")) return metadata.signed.keys.values();
  return isOfType(metadata, "targets") ? (metadata.signed.delegations?.keys.values() ?? []) : [];
}

/** The version before first, then the others of the role, nearest first, then every other document. */
function documentsAround(asked: RepositoryDocument, documents: readonly RepositoryDocument[]): readonly KnownDocument[] {
  const rank = ({ role, version }: { readonly role: RoleName; readonly version: number }): number =>
    role !== asked.role ? Number.MAX_SAFE_INTEGER : version === asked.version - 1 ? 0 : 1 + Math.abs(version - asked.version);
  return documents
    .filter(({ digest, metadata }) => digest !== asked.digest && metadata.away === undefined)
    .toSorted((a, b) => rank(a) - rank(b))
    .slice(0, MAX_DOCUMENTS)
    .map(({ id, role, version, file, metadata }) => ({ id, role, version, path: file.path, relation: relationOf(rank({ role, version })), signedBytes: metadata.signedBytes }));
}

function relationOf(rank: number): DocumentRelation {
  return rank === 0 ? "previous-version" : rank === Number.MAX_SAFE_INTEGER ? "another-role" : "same-role";
}
