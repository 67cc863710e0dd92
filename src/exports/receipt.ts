import canonicalize from "canonicalize";
import { utf8, type Bytes } from "../lib/bytes.ts";
import { formatInstant, type UtcInstant } from "../lib/utc-instant.ts";
import type { Digest, Fingerprint, KeyId, RoleName } from "../tuf/model/ids.ts";

/** What a key holder keeps of one signature: what was signed, with which key, when, by which build. */
export interface Receipt {
  /** The digest of the anchor, which is the repository's identity. */
  readonly repository: Digest;
  readonly role: RoleName;
  readonly version: number;
  /** SHA-256 of the canonical bytes that were signed. */
  readonly signedDigest: Digest;
  readonly key: {
    readonly fingerprint: Fingerprint;
    /** Every id under which the signature was written. */
    readonly keyIds: readonly KeyId[];
    /** As the key holder calls it on this device. */
    readonly name: string;
  };
  /** Shape: hex. */
  readonly signature: string;
  readonly signedAt: UtcInstant;
  readonly build: { readonly version: string; readonly digest: string };
}

export const RECEIPT_FORMAT = "countersign-receipt/1";

/** RFC 8785 JSON, so that equal receipts are equal bytes. Holds nothing secret. */
export function encodeReceipt(receipt: Receipt): Bytes {
  const { repository, role, version, signedDigest, key, signature, signedAt, build } = receipt;
  const text = canonicalize({
    format: RECEIPT_FORMAT,
    repository: { anchor_sha256: repository },
    signed: { role, version, sha256: signedDigest },
    key: { fingerprint: key.fingerprint, keyids: key.keyIds, name: key.name.toWellFormed() }, // a name may hold half a character
    signature,
    when: formatInstant(signedAt),
    build: { version: build.version, digest: build.digest },
  });
  if (text === undefined) throw new Error("a receipt is an object, which always has a text");
  return utf8(text);
}
