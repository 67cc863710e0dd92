import { fromHex } from "../../lib/hex.ts";
import type { CanonicalBytes } from "../json/canonical-json.ts";
import type { Fingerprint, KeyId } from "../model/ids.ts";
import { fingerprintOf, type Key, type KeyMaterial } from "../model/key.ts";
import type { RoleKeys, SignatureEntry } from "../model/metadata.ts";
import type { SignedAway } from "../model/put-away.ts";
import type { PaeBytes } from "../neighbours/dsse.ts";
import { checkBudget } from "./check-cost.ts";
import { afterSigning, signersOfRole } from "./role-signers.ts";
import type { SignatureVerifier } from "./signature-verifier.ts";
import type { SignatureJudgement, SignatureVerdict, VerificationReport } from "./verification-report.ts";

/** What a signature is checked against: the bytes and the entries, which may come from several files. */
export interface SignedDocument {
  /** The canonical form of `signed`; in an envelope, which no client of TUF 1.x opens, its pre-authentication encoding. */
  readonly signedBytes: CanonicalBytes | PaeBytes | SignedAway;
  readonly signatures: readonly Pick<SignatureEntry, "keyId" | "sig">[];
}

/**
 * Judges every signature of a document for one role of its delegator and counts distinct key material.
 * One bad signature never spoils the others. Source: TUF 1.0.34, 4.2.1; TAP 12.
 */
export function verifySignatures(document: SignedDocument, role: RoleKeys, keys: ReadonlyMap<KeyId, Key>, verifier: SignatureVerifier): Promise<VerificationReport> {
  const { signedBytes } = document;
  if (!("verify" in signedBytes)) return judgeAll(document, role, keys, verifier);
  // Thousands of leaves are judged twice by the same delegator, for the list and for the tree: one report serves both.
  const before = reports.get(signedBytes);
  if (before?.role === role && before.keys === keys && sameEntries(before.signatures, document.signatures)) return before.report;
  const report = judgeAll(document, role, keys, verifier);
  reports.set(signedBytes, { role, keys, signatures: document.signatures, report });
  return report;
}

const reports = new WeakMap<SignedAway, { readonly role: RoleKeys; readonly keys: ReadonlyMap<KeyId, Key>; readonly signatures: SignedDocument["signatures"]; readonly report: Promise<VerificationReport> }>();

function sameEntries(a: SignedDocument["signatures"], b: SignedDocument["signatures"]): boolean {
  return a.length === b.length && a.every(({ keyId, sig }, i) => keyId === b[i]?.keyId && sig === b[i].sig);
}

async function judgeAll(document: SignedDocument, role: RoleKeys, keys: ReadonlyMap<KeyId, Key>, verifier: SignatureVerifier): Promise<VerificationReport> {
  const signers = signersOfRole(role, keys); // lists may be hostile and long: nothing here is quadratic
  const check = checksOf(document.signedBytes, verifier);
  const judged = await Promise.all(document.signatures.map((entry) => judge(entry, signers.listed, keys, check)));
  const countedAs = new Map<Fingerprint, KeyId>();
  const signatures = judged.map((judgement): SignatureJudgement => {
    if (judgement.verdict.kind !== "verified" || judgement.fingerprint === undefined) return judgement;
    const first = countedAs.get(judgement.fingerprint);
    if (first !== undefined) return { ...judgement, verdict: { kind: "duplicate", countedAs: first } };
    countedAs.set(judgement.fingerprint, judgement.keyId);
    return judgement;
  });
  return { threshold: role.threshold, counted: countedAs.size, signers: afterSigning(signers, signatures), signatures };
}

type Check = (key: KeyMaterial, signature: Uint8Array) => Promise<SignatureVerdict>;

/** Asks in the order of the document, and only so often. */
function checksOf(message: SignedDocument["signedBytes"], verifier: SignatureVerifier): Check {
  const overBudget = checkBudget(message);
  const verify = (key: KeyMaterial, signature: Uint8Array): Promise<boolean> => ("verify" in message ? message.verify(key, signature) : verifier.verify(key, message, signature));
  return async (key, signature) => {
    const limit = overBudget(key);
    if (limit !== undefined) return { kind: "not-checked", limit };
    return { kind: (await verify(key, signature)) ? "verified" : "does-not-verify" };
  };
}

async function judge({ keyId, sig }: Pick<SignatureEntry, "keyId" | "sig">, listed: ReadonlySet<KeyId>, keys: ReadonlyMap<KeyId, Key>, check: Check): Promise<SignatureJudgement> {
  const key = keys.get(keyId);
  const about = { keyId, fingerprint: key === undefined ? undefined : fingerprintOf(key), label: key?.label };
  const say = (verdict: SignatureVerdict): SignatureJudgement => ({ ...about, verdict });
  if (sig === "") return say({ kind: "empty" });
  if (!listed.has(keyId)) return say({ kind: "not-in-role" });
  if (key === undefined) return say({ kind: "unknown-key" });
  if (!key.material.ok) return say({ kind: "cannot-check", problem: key.material.fault });
  const signature = fromHex(sig);
  return say(signature === undefined ? { kind: "not-hex" } : await check(key.material.value, signature));
}
