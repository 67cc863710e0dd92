import { isBinName } from "../tuf/graph/succinct.ts";
import { DelegatedRoles } from "../tuf/client/delegated-roles.ts";
import { findTarget, type TargetVisit } from "../tuf/client/find-target.ts";
import { CLIENT_LIMITS } from "../tuf/client/limits.ts";
import type { JsonValue } from "../tuf/json/json-value.ts";
import type { TargetFile } from "../tuf/model/metadata.ts";
import type { TargetPath } from "../tuf/model/ids.ts";
import { isOfType } from "../tuf/model/parse-metadata.ts";
import { clientView } from "../tuf/repository/ask-target.ts";
import { newest, type Assessment } from "../tuf/repository/assess.ts";
import type { DocumentId } from "../tuf/repository/inventory.ts";
import type { JudgedDocument } from "../tuf/repository/quorums.ts";
import type { FilePlace, RepositorySession } from "./repository-session.ts";
import type { FileDigests, Identified, IdentifiedTarget, Resolution, TargetDetail, TargetHit, TargetHits, TargetQuestion } from "./targets-model.ts";

const MOST_IDENTIFIED = 20;
/** So many times as many rows are asked for, where too few of them counted. */
const ASKED_AGAIN = 8;

/** Targets of all documents, whether a client comes to them or not: each says which document lists it. */
export async function findTargets(session: RepositorySession, question: TargetQuestion, most: number, clockMs: () => number): Promise<TargetHits> {
  const started = clockMs();
  const wanted = most + 1;
  const hits: TargetHit[] = [];
  /** The same document may lie in two files, one of them in a shard. */
  const seen = new Set<string>();
  for (const judged of session.assessment().judged) {
    const { metadata } = judged.document;
    if (metadata.away !== undefined || session.isInShard(judged.document.file) || !isOfType(metadata, "targets")) continue;
    for (const [path, file] of metadata.signed.targets) {
      if (hits.length >= wanted) break;
      if (!isMeant(question, path, file)) continue;
      seen.add(`${judged.document.id} ${path}`);
      hits.push(hitOf(session.assessment(), judged, path, file.lengthBytes));
    }
  }
  const byPlace = documentsByPlace(session.assessment());
  // What shards find may stand outside the folder that is open, or be there already: then more is asked for.
  for (let asked = wanted, isShort = true; isShort; asked *= ASKED_AGAIN) {
    const rows = await session.searchShards(question, asked);
    for (const { row, file } of rows) {
      const judged = byPlace.get(placeText(file));
      const key = `${judged?.document.id} ${row.path}`;
      if (judged === undefined || seen.has(key)) continue;
      seen.add(key);
      hits.push(hitOf(session.assessment(), judged, row.path, row.lengthBytes));
    }
    isShort = hits.length < wanted && rows.length >= asked;
  }
  const sorted = hits.toSorted((a, b) => compare(a.path, b.path) || compare(a.role, b.role) || b.version - a.version);
  return { hits: sorted.slice(0, most), isMore: sorted.length > most, tookMs: clockMs() - started };
}

/** Everything that one document says of one target. Undefined where it does not list it, or cannot be read any more. */
export async function targetDetail(session: RepositorySession, id: DocumentId, path: string): Promise<TargetDetail | undefined> {
  const judged = session.judged(id);
  const file = judged === undefined ? undefined : await fileIn(session, judged, path);
  return judged === undefined || file === undefined ? undefined : detailOf(session.assessment(), judged, path, file);
}

/** Step by step what a client does to find this path, as `findTarget` goes. Source: TUF 1.0.34, 5.6.7. */
export async function resolvePath(session: RepositorySession, path: string): Promise<Resolution> {
  const { chain, publication, context, judged, report } = session.assessment();
  const view = clientView(session.assessment(), session.whole);
  const refusal = report.headline.kind === "cannot-update" ? report.headline.fault : undefined;
  const top = judged.find(({ document }) => document.role === "targets" && publication.of.get(document.id) === "published")?.document.metadata;
  const snapshot = publication.snapshot?.metadata.signed;
  if (top === undefined || snapshot === undefined || !isOfType(top, "targets")) return { path, refusal, visits: [], found: undefined, fault: undefined };
  const consistent = newest(chain).metadata.signed.consistentSnapshot === true;
  const visits: TargetVisit[] = [];
  const roles = new DelegatedRoles({ view, snapshot, consistent }, context);
  const found = await findTarget(path, top, roles, CLIENT_LIMITS.delegations, (visit) => void visits.push(visit));
  const shown = visits.map((visit) => ({ ...visit, scope: scopeOf(session.assessment(), visit) }));
  if (!found.ok) return { path, refusal, visits: shown, found: undefined, fault: found.fault };
  const { role, file } = found.value;
  const by = judged.find(({ document }) => document.role === role && publication.of.get(document.id) === "published");
  return { path, refusal, visits: shown, found: by === undefined ? undefined : detailOf(session.assessment(), by, path, file), fault: undefined };
}

/** Did this repository sign a file with these hashes, and as what? */
export async function identifyFile(session: RepositorySession, file: FileDigests, clockMs: () => number): Promise<Identified> {
  const found = await Promise.all([file.sha256, file.sha512].map((digits) => findTargets(session, { kind: "hash", digits }, MOST_IDENTIFIED, clockMs)));
  const same = await identified(session, file, found.flatMap(({ hits }) => hits));
  if (same.length > 0) return { file, same, sameName: [] };
  const name = file.name.replace(/^[0-9a-f]{64,128}\./, ""); // how repositories serve targets: HASH.NAME
  const { hits } = await findTargets(session, { kind: "path", text: name }, 1000, clockMs);
  const named = hits.filter(({ path }) => path === name || path.endsWith(`/${name}`)).slice(0, MOST_IDENTIFIED);
  return { file, same: [], sameName: await identified(session, file, named) };
}

async function identified(session: RepositorySession, file: FileDigests, hits: readonly TargetHit[]): Promise<readonly IdentifiedTarget[]> {
  const unique = [...new Map(hits.map((hit) => [`${hit.document} ${hit.path}`, hit])).values()].slice(0, MOST_IDENTIFIED);
  const details = await Promise.all(unique.map(({ document, path }) => targetDetail(session, document, path)));
  return details.flatMap((target): readonly IdentifiedTarget[] => (target === undefined ? [] : [{
    target,
    lengthIsSame: target.lengthBytes === file.lengthBytes,
    hashes: target.hashes.map(([algorithm, hex]) => ({ algorithm, is: algorithm !== "sha256" && algorithm !== "sha512" ? "not-known-here" : hex.toLowerCase() === file[algorithm] ? "same" : "other" })),
  }]));
}

/** From the document where it is here; from its shard where that knows all there is; else from the file, read anew. */
async function fileIn(session: RepositorySession, { document }: JudgedDocument, path: string): Promise<TargetFile | undefined> {
  if (document.metadata.away === undefined) return isOfType(document.metadata, "targets") ? document.metadata.signed.targets.get(path as TargetPath) : undefined; // only names in the document are found
  const row = await session.rowInShard(document.file, path);
  if (row === undefined) return undefined;
  if (!row.hasMore && row.algorithm === "sha256") return { lengthBytes: row.lengthBytes, hashes: new Map([["sha256", row.hash]]), custom: undefined };
  const whole = await session.whole(document.file);
  return whole?.parsed.ok === true && isOfType(whole.parsed.value, "targets") ? whole.parsed.value.signed.targets.get(path as TargetPath) : undefined;
}

function hitOf({ publication }: Assessment, { document }: JudgedDocument, path: string, lengthBytes: number): TargetHit {
  return { path, lengthBytes, role: document.role, version: document.version, document: document.id, publication: publication.of.get(document.id) ?? "pending" };
}

function detailOf(assessment: Assessment, judged: JudgedDocument, path: string, file: TargetFile): TargetDetail {
  const { custom } = file;
  return {
    ...hitOf(assessment, judged, path, file.lengthBytes),
    hashes: [...file.hashes],
    custom: custom === undefined ? undefined : plainText(custom),
    report: judged.judgements[0]?.report,
  };
}

function isMeant(question: TargetQuestion, path: string, { hashes }: TargetFile): boolean {
  if (question.kind === "path") return path.includes(question.text);
  return [...hashes.values()].some((hex) => hex.toLowerCase().startsWith(question.digits));
}

/** The delegation that led here: what of the path it looks at. */
function scopeOf({ judged, publication }: Assessment, { role, delegator }: TargetVisit): Resolution["visits"][number]["scope"] {
  const above = judged.find(({ document }) => document.role === delegator && publication.of.get(document.id) === "published")?.document.metadata;
  const delegations = above !== undefined && isOfType(above, "targets") ? above.signed.delegations : undefined;
  if (delegations?.succinct !== undefined && isBinName(delegations.succinct, role)) return { kind: "bin" };
  return delegations?.roles.find(({ name }) => name === role)?.scope;
}

const byPlaceOf = new WeakMap<Assessment, ReadonlyMap<string, JudgedDocument>>();

function documentsByPlace(assessment: Assessment): ReadonlyMap<string, JudgedDocument> {
  const known = byPlaceOf.get(assessment);
  if (known !== undefined) return known;
  const made = new Map(assessment.judged.flatMap((judged) => judged.document.files.map((file) => [placeText(file), judged] as const)));
  byPlaceOf.set(assessment, made);
  return made;
}

function placeText({ path, origin }: FilePlace): string {
  return `${origin} ${path}`;
}

function plainText(custom: NonNullable<TargetFile["custom"]>): string {
  return JSON.stringify(plainValue(custom), undefined, 2);
}

type PlainValue = null | boolean | number | string | readonly PlainValue[] | { readonly [name: string]: PlainValue };

function plainValue(value: JsonValue): PlainValue {
  switch (value.kind) {
    case "object": return Object.fromEntries([...value.members].map(([name, member]) => [name, plainValue(member)]));
    case "array": return value.items.map(plainValue);
    case "null": return null;
    default: return value.value;
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
