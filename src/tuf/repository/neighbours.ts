import { ok, type Result } from "../../lib/result.ts";
import type { MapFile } from "../map-file/map-file.ts";
import { isTopLevelRole, type Fingerprint, type KeyId, type TopLevelRole } from "../model/ids.ts";
import { fingerprintOf, type Key } from "../model/key.ts";
import type { RoleKeys, Signed } from "../model/metadata.ts";
import { isOfType, type DocumentFault } from "../model/parse-metadata.ts";
import type { FieldFault } from "../model/fields.ts";
import type { DsseContent, DsseEnvelope } from "../neighbours/dsse.ts";
import type { MultiRoleDelegation, MultiRoleTargets } from "../neighbours/multi-role.ts";
import type { NeighbourFile } from "../neighbours/neighbour-files.ts";
import type { RotateFile, RotateName } from "../neighbours/rotate-file.ts";
import type { SignatureVerifier } from "../verify/signature-verifier.ts";
import type { VerificationReport } from "../verify/verification-report.ts";
import { verifySignatures, type SignedDocument } from "../verify/verify-signatures.ts";
import type { Origin, RepositoryDocument } from "./inventory.ts";
import type { RootDocument } from "./root-chain.ts";

/** A file beside TUF 1.x, for showing. Plain JSON. Nothing of it has a part in any verdict on the repository. */
export type NeighbourSummary = { readonly path: string; readonly origin: Origin } & (
  | { readonly kind: "dsse"; readonly read: Result<DsseSummary, DocumentFault> }
  | { readonly kind: "map-file"; readonly read: Result<MapFileSummary, DocumentFault> }
  | { readonly kind: "multi-role-targets"; readonly read: Result<MultiRoleSummary, DocumentFault> }
  | { readonly kind: "rotate"; readonly named: RotateName | undefined; readonly read: Result<RotateSummary, DocumentFault> }
);

export interface DsseSummary extends Pick<DsseEnvelope, "payloadType" | "signatureCount"> {
  /** Undefined when the payload is not TUF metadata. */
  readonly content: Result<DocumentGlance, DocumentFault> | undefined;
}

/** What a document that no client of TUF 1.x reads says of itself, and how its signatures fare by the keys at hand. */
export interface DocumentGlance {
  readonly type: TopLevelRole;
  readonly version: number;
  readonly expires: string;
  readonly verdicts: readonly NeighbourVerdict[];
}

export interface NeighbourVerdict {
  /** Whose keys they are; undefined for those of the document itself. */
  readonly by: { readonly role: string; readonly version: number } | undefined;
  readonly report: VerificationReport;
}

/** The same as a `MapFile`, without maps. */
export interface MapFileSummary {
  readonly repositories: readonly { readonly name: string; readonly urls: readonly string[] }[];
  readonly mappings: MapFile["mappings"];
}

export interface MultiRoleSummary extends DocumentGlance {
  readonly targetCount: number;
  readonly delegations: readonly MultiRoleDelegation[];
  readonly delegationCount: number;
  readonly fault: FieldFault | undefined;
}

export interface RotateSummary extends Pick<RotateFile, "role" | "version" | "threshold" | "signatureCount"> {
  readonly keys: readonly { readonly keyId: KeyId; readonly fingerprint: Fingerprint | undefined; readonly label: string | undefined; readonly keytype: string; readonly scheme: string }[];
}

/** Who may vouch for such a document: the newest root, and the documents that delegate. */
export interface NeighbourKeys {
  readonly root: RootDocument;
  readonly documents: readonly RepositoryDocument[];
  readonly verifier: SignatureVerifier;
}

/** Members of one list that are passed on. */
const MOST_SHOWN = 200;
/** Delegators that one document is judged by. */
const MOST_VERDICTS = 4;

export function summariseNeighbours(files: readonly NeighbourFile[], keys: NeighbourKeys): Promise<readonly NeighbourSummary[]> {
  return Promise.all(files.map((file) => summarise(file, keys)));
}

async function summarise({ path, origin, role, neighbour }: NeighbourFile, keys: NeighbourKeys): Promise<NeighbourSummary> {
  const about = { path, origin };
  switch (neighbour.kind) {
    case "dsse": return { ...about, kind: "dsse", read: await map(neighbour.read, (envelope) => dsseSummary(envelope, role, keys)) };
    case "map-file": return { ...about, kind: "map-file", read: await map(neighbour.read, async (file) => mapFileSummary(file)) };
    case "multi-role-targets": return { ...about, kind: "multi-role-targets", read: await map(neighbour.read, (targets) => multiRoleSummary(targets, role, keys)) };
    case "rotate": return { ...about, kind: "rotate", named: neighbour.named, read: await map(neighbour.read, async (file) => rotateSummary(file)) };
  }
}

async function map<T, U, F>(result: Result<T, F>, by: (value: T) => Promise<U>): Promise<Result<U, F>> {
  return result.ok ? ok(await by(result.value)) : result;
}

async function dsseSummary({ payloadType, signatureCount, content }: DsseEnvelope, role: string | undefined, keys: NeighbourKeys): Promise<DsseSummary> {
  return { payloadType, signatureCount, content: content === undefined ? undefined : await map(content, (inside) => glance(inside.signed, inside, role, keys, ownKeys(inside))) };
}

function mapFileSummary({ repositories, mappings }: MapFile): MapFileSummary {
  return {
    repositories: [...repositories].slice(0, MOST_SHOWN).map(([name, { urls }]) => ({ name, urls: urls.slice(0, MOST_SHOWN) })),
    mappings: mappings.slice(0, MOST_SHOWN).map((mapping) => ({ ...mapping, paths: mapping.paths.slice(0, MOST_SHOWN) })),
  };
}

async function multiRoleSummary(targets: MultiRoleTargets, role: string | undefined, keys: NeighbourKeys): Promise<MultiRoleSummary> {
  const { delegations, delegationCount, fault, signed } = targets;
  return { ...(await glance(signed, targets, role, keys, [])), targetCount: signed.targets.size, delegations: delegations.slice(0, MOST_SHOWN), delegationCount, fault };
}

function rotateSummary({ role, version, threshold, keys, signatureCount }: RotateFile): RotateSummary {
  return {
    role, version, threshold, signatureCount,
    keys: keys.slice(0, MOST_SHOWN).map((key) => ({ keyId: key.keyId, fingerprint: fingerprintOf(key), label: key.label, keytype: key.keytype, scheme: key.scheme })),
  };
}

interface Voucher {
  readonly by: NeighbourVerdict["by"];
  readonly roleKeys: RoleKeys;
  readonly keys: ReadonlyMap<KeyId, Key>;
}

async function glance(signed: Signed, document: SignedDocument, role: string | undefined, keys: NeighbourKeys, own: readonly Voucher[]): Promise<DocumentGlance> {
  const named = signed.type === "targets" && role !== undefined ? role : signed.type;
  const vouchers = [...vouchersFor(named, keys), ...own].slice(0, MOST_VERDICTS);
  const verdicts = await Promise.all(vouchers.map(async (one) => ({ by: one.by, report: await verifySignatures(document, one.roleKeys, one.keys, keys.verifier) })));
  return { type: signed.type, version: signed.version, expires: signed.expires.text, verdicts };
}

/** For a top-level role the newest root; for any other the documents that delegate to it. */
function vouchersFor(role: string, { root, documents }: NeighbourKeys): readonly Voucher[] {
  if (isTopLevelRole(role)) {
    const roleKeys = root.metadata.signed.roles.get(role);
    return roleKeys === undefined ? [] : [{ by: { role: root.role, version: root.version }, roleKeys, keys: root.metadata.signed.keys }];
  }
  return documents.flatMap(({ metadata, role: delegator, version }): readonly Voucher[] => {
    const delegations = isOfType(metadata, "targets") ? metadata.signed.delegations : undefined;
    const roleKeys = delegations?.roles.find(({ name }) => name === role);
    return delegations === undefined || roleKeys === undefined ? [] : [{ by: { role: delegator, version }, roleKeys, keys: delegations.keys }];
  });
}

/** A root in an envelope vouches for itself as any root does. */
function ownKeys({ signed }: DsseContent): readonly Voucher[] {
  if (signed.type !== "root") return [];
  const roleKeys = signed.roles.get("root");
  return roleKeys === undefined ? [] : [{ by: undefined, roleKeys, keys: signed.keys }];
}
