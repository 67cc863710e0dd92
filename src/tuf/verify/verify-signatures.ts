import { fromHex } from "../../lib/hex.ts";
import { encodeCanonical } from "../json/canonical-json.ts";
import { sha256Digest } from "../model/digest.ts";
import type { Fingerprint, KeyId } from "../model/ids.ts";
import { fingerprintOf, type Key } from "../model/key.ts";
import type { Metadata, RoleKeys, SignatureEntry } from "../model/metadata.ts";
import type { SignatureVerifier } from "./signature-verifier.ts";
import type { SignatureJudgement, SignatureVerdict, Signer, SignerState, VerificationReport } from "./verification-report.ts";

/** What a signature is checked against: the bytes and the entries, which may come from several files. */
export type SignedDocument = Pick<Metadata, "signedBytes"> & { readonly signatures: readonly Pick<SignatureEntry, "keyId" | "sig">[] };

/**
 * Judges every signature of a document for one role of its delegator and counts distinct key material.
 * One bad signature never spoils the others. Source: TUF 1.0.34, 4.2.1; TAP 12.
 */
export async function verifySignatures(
  document: SignedDocument,
  role: RoleKeys,
  keys: ReadonlyMap<KeyId, Key>,
  verifier: SignatureVerifier,
): Promise<VerificationReport> {
  const listed: ReadonlySet<KeyId> = new Set(role.keyIds); // lists may be hostile and long: nothing here is quadratic
  const judged = await Promise.all(document.signatures.map((entry) => judge(document, entry, listed, keys, verifier)));
  const countedAs = new Map<Fingerprint, KeyId>();
  const signatures = judged.map((judgement): SignatureJudgement => {
    if (judgement.verdict.kind !== "verified" || judgement.fingerprint === undefined) return judgement;
    const first = countedAs.get(judgement.fingerprint);
    if (first !== undefined) return { ...judgement, verdict: { kind: "duplicate", countedAs: first } };
    countedAs.set(judgement.fingerprint, judgement.keyId);
    return judgement;
  });
  return { threshold: role.threshold, counted: countedAs.size, signers: signersOf(role, keys, signatures), signatures };
}

async function judge(
  document: SignedDocument,
  entry: Pick<SignatureEntry, "keyId" | "sig">,
  listed: ReadonlySet<KeyId>,
  keys: ReadonlyMap<KeyId, Key>,
  verifier: SignatureVerifier,
): Promise<SignatureJudgement> {
  const key = keys.get(entry.keyId);
  const about = { keyId: entry.keyId, fingerprint: key === undefined ? undefined : fingerprintOf(key), label: key?.label };
  const say = (verdict: SignatureVerdict): SignatureJudgement => ({ ...about, verdict });
  if (entry.sig === "") return say({ kind: "empty" });
  if (!listed.has(entry.keyId)) return say({ kind: "not-in-role" });
  if (key === undefined) return say({ kind: "unknown-key" });
  if (!key.material.ok) return say({ kind: "cannot-check", problem: key.material.fault });
  const signature = fromHex(entry.sig);
  if (signature === undefined) return say({ kind: "not-hex" });
  const verifies = await verifier.verify(key.material.value, document.signedBytes, signature);
  return say({ kind: verifies ? "verified" : "does-not-verify" });
}

/** The keys of a role, one for each material; keys that cannot be read are told apart by their canonical text. */
function signersOf(role: RoleKeys, keys: ReadonlyMap<KeyId, Key>, signatures: readonly SignatureJudgement[]): readonly Signer[] {
  const groups = new Map<string, { readonly key: Key; readonly keyIds: KeyId[] }>();
  for (const keyId of role.keyIds) {
    const key = keys.get(keyId);
    if (key === undefined) continue;
    const identity = fingerprintOf(key) ?? sha256Digest(encodeCanonical(key.node));
    const group = groups.get(identity);
    if (group === undefined) groups.set(identity, { key, keyIds: [keyId] });
    else group.keyIds.push(keyId);
  }
  const byKeyId = new Map<KeyId, SignatureJudgement[]>();
  for (const signature of signatures) {
    const same = byKeyId.get(signature.keyId);
    if (same === undefined) byKeyId.set(signature.keyId, [signature]);
    else same.push(signature);
  }
  return [...groups.values()].map(({ key, keyIds }) => ({
    fingerprint: fingerprintOf(key),
    algorithm: key.material.ok ? key.material.value.algorithm : undefined,
    keytype: key.keytype,
    scheme: key.scheme,
    keyIds,
    label: key.label,
    onlineUri: key.onlineUri,
    state: signerState(keyIds.flatMap((keyId) => byKeyId.get(keyId) ?? [])),
  }));
}

function signerState(own: readonly SignatureJudgement[]): SignerState {
  const has = (...kinds: readonly SignatureVerdict["kind"][]): boolean => own.some((s) => kinds.includes(s.verdict.kind));
  if (has("verified", "duplicate")) return "signed";
  if (has("does-not-verify", "not-hex")) return "does-not-verify";
  return has("cannot-check") ? "cannot-check" : "waiting";
}
