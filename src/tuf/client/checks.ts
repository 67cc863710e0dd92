import { fail, ok, type Result } from "../../lib/result.ts";
import type { UtcInstant } from "../../lib/utc-instant.ts";
import type { Bytes } from "../../lib/bytes.ts";
import type { RoleName, TopLevelRole } from "../model/ids.ts";
import type { Metadata, MetaFile, Root, Signed, Targets } from "../model/metadata.ts";
import { isOfType, type DocumentFault } from "../model/parse-metadata.ts";
import type { FileAway } from "../model/put-away.ts";
import type { SignatureVerifier } from "../verify/signature-verifier.ts";
import { isMet, type VerificationReport } from "../verify/verification-report.ts";
import { verifySignatures, type SignedDocument } from "../verify/verify-signatures.ts";
import type { ClientFault } from "./client-fault.ts";
import { contentHash, isKnownHash } from "./content-hash.ts";
import { CLIENT_LIMITS, type ClientLimits } from "./limits.ts";
import { formFault, type Profile } from "./profile.ts";

/** A file as a repository offers it. */
export interface OfferedFile {
  readonly path: string;
  readonly bytes: Bytes;
  readonly parsed: Result<Metadata, DocumentFault>;
}

export interface CheckContext {
  readonly verifier: SignatureVerifier;
  /** Fixed once for the whole update. Source: TUF 1.0.34, 5.1. */
  readonly now: UtcInstant;
  /** `client` when undefined. */
  readonly profile?: Profile;
  readonly limits?: ClientLimits;
}

export function limitsOf({ limits }: CheckContext): ClientLimits {
  return limits ?? CLIENT_LIMITS;
}

type Checked<S extends Signed> = Result<Metadata<S>, ClientFault>;

/** The file is there, small enough, readable and of the right type. */
export function readAs<T extends TopLevelRole>(
  file: OfferedFile | undefined,
  type: T,
  about: { readonly role: string; readonly version: number | undefined; readonly limit: number; readonly spec: string },
): Checked<Extract<Signed, { type: T }>> {
  const { role, spec } = about;
  if (file === undefined) return fail({ kind: "missing", role, spec, version: about.version });
  const { length } = contentOf(file);
  if (length > about.limit) return fail({ kind: "too-large", role, spec, bytes: length, limit: about.limit });
  if (!file.parsed.ok) return fail({ kind: "unreadable", role, spec, path: file.path, fault: file.parsed.fault });
  const metadata = file.parsed.value;
  if (isOfType(metadata, type)) return ok(metadata);
  return fail({ kind: "wrong-type", role, spec, expected: type, found: metadata.signed.type });
}

/** The bytes of a file, or what is known of them where they lie elsewhere. */
export function contentOf(file: Pick<OfferedFile, "bytes" | "parsed">): Bytes | FileAway {
  return (file.parsed.ok ? file.parsed.value.away?.file : undefined) ?? file.bytes;
}

/** Length and every listed hash. An algorithm that is not known here refuses, as the conformance suite asks. */
export function checkContent(bytes: Bytes | FileAway, meta: MetaFile, role: string, spec: string): ClientFault | undefined {
  if (meta.lengthBytes !== undefined && meta.lengthBytes !== bytes.length) {
    return { kind: "length", role, spec, expected: meta.lengthBytes, found: bytes.length };
  }
  for (const [algorithm, expected] of meta.hashes ?? []) {
    if (!isKnownHash(algorithm)) return { kind: "hash-algorithm-unknown", role, spec, algorithm };
    const found = "hash" in bytes ? bytes.hash(algorithm) : contentHash(bytes, algorithm);
    if (found !== expected.toLowerCase()) return { kind: "hash", role, spec, algorithm, expected, found };
  }
  return undefined;
}

/** The signatures of a top-level document under the keys that one root gives its role. */
export function reportUnderRoot(document: SignedDocument, role: TopLevelRole, root: Root, verifier: SignatureVerifier): Promise<VerificationReport> {
  const roleKeys = root.roles.get(role);
  if (roleKeys === undefined) throw new Error(`a parsed root always has the role ${role}`);
  return verifySignatures(document, roleKeys, root.keys, verifier);
}

export function thresholdFault(report: VerificationReport, role: string, by: string, spec: string): ClientFault | undefined {
  return isMet(report) ? undefined : { kind: "threshold", role, spec, by, threshold: report.threshold, counted: report.counted };
}

/** Expired from the very instant that is written. Source: TUF 1.0.34, 5.3.10. */
export function isExpired(signed: Signed, now: UtcInstant): boolean {
  return signed.expires.instant <= now;
}

export function expiryFault(signed: Signed, role: string, now: UtcInstant, spec: string): ClientFault | undefined {
  return isExpired(signed, now) ? { kind: "expired", role, spec, version: signed.version, expires: signed.expires.text } : undefined;
}

export function versionFault(role: string, expected: number, found: number, spec: string): ClientFault | undefined {
  return expected === found ? undefined : { kind: "version", role, spec, expected, found };
}

/** One link of the root chain: the form, both thresholds, the version. Source: TUF 1.0.34, 5.3.4 and 5.3.5. */
export async function checkRoot(next: Metadata<Root>, trusted: Root, context: CheckContext): Promise<readonly ClientFault[]> {
  const byOld = await reportUnderRoot(next, "root", trusted, context.verifier);
  const byNew = await reportUnderRoot(next, "root", next.signed, context.verifier);
  return present(
    formFault(next, "root", context.profile),
    thresholdFault(byOld, "root", `root ${trusted.version}`, "5.3.4"),
    thresholdFault(byNew, "root", `root ${next.signed.version}`, "5.3.4"),
    versionFault("root", trusted.version + 1, next.signed.version, "5.3.5"),
  );
}

/** What a targets document is checked against: whoever delegates to it, and what the snapshot says of it. */
export interface TargetsGrant {
  readonly role: RoleName;
  readonly meta: MetaFile;
  readonly report: VerificationReport;
  /** Whose keys the report speaks of. */
  readonly by: string;
}

/** The five checks of a targets document, in order. Source: TUF 1.0.34, 5.6.2 to 5.6.5. */
export function checkTargets(document: Metadata<Targets>, { role, meta, report, by }: TargetsGrant, context: CheckContext): readonly ClientFault[] {
  return present(
    checkContent(document.away?.file ?? document.bytes, meta, role, "5.6.2"),
    formFault(document, role, context.profile),
    thresholdFault(report, role, by, "5.6.3"),
    versionFault(role, meta.version, document.signed.version, "5.6.4"),
    expiryFault(document.signed, role, context.now, "5.6.5"),
  );
}

/** The faults among these, in the order in which a client looks for them. */
export function present(...faults: readonly (ClientFault | undefined)[]): readonly ClientFault[] {
  return faults.filter((fault) => fault !== undefined);
}
