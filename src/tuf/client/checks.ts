import { sha256, sha512 } from "@noble/hashes/sha2.js";
import { fail, ok, type Result } from "../../lib/result.ts";
import { toHex } from "../../lib/hex.ts";
import type { UtcInstant } from "../../lib/utc-instant.ts";
import type { Bytes } from "../../lib/bytes.ts";
import type { TopLevelRole } from "../model/ids.ts";
import type { Metadata, MetaFile, Root, Signed } from "../model/metadata.ts";
import { isOfType, type DocumentFault } from "../model/parse-metadata.ts";
import type { SignatureVerifier } from "../verify/signature-verifier.ts";
import { isMet, type VerificationReport } from "../verify/verification-report.ts";
import { verifySignatures, type SignedDocument } from "../verify/verify-signatures.ts";
import type { ClientFault } from "./client-fault.ts";

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
  if (file.bytes.length > about.limit) return fail({ kind: "too-large", role, spec, bytes: file.bytes.length, limit: about.limit });
  if (!file.parsed.ok) return fail({ kind: "unreadable", role, spec, path: file.path, fault: file.parsed.fault });
  const metadata = file.parsed.value;
  if (isOfType(metadata, type)) return ok(metadata);
  return fail({ kind: "wrong-type", role, spec, expected: type, found: metadata.signed.type });
}

/** Length and every listed hash. An algorithm that is not known here refuses, as the conformance suite asks. */
export function checkContent(bytes: Bytes, meta: MetaFile, role: string, spec: string): ClientFault | undefined {
  if (meta.lengthBytes !== undefined && meta.lengthBytes !== bytes.length) {
    return { kind: "length", role, spec, expected: meta.lengthBytes, found: bytes.length };
  }
  for (const [algorithm, expected] of meta.hashes ?? []) {
    const hash = algorithm === "sha256" ? sha256 : algorithm === "sha512" ? sha512 : undefined;
    if (hash === undefined) return { kind: "hash-algorithm-unknown", role, spec, algorithm };
    const found = toHex(hash(bytes));
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
