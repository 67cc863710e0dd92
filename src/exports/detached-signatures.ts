import { utf8, type Bytes } from "../lib/bytes.ts";
import type { KeyId, RoleName } from "../tuf/model/ids.ts";

export interface DetachedSignature {
  readonly keyId: KeyId;
  /** Shape: hex, as it would stand in the metadata. */
  readonly sig: string;
}

/** What `tuf add-signatures --signatures FILE` of go-tuf 0.7 reads. */
export function goTufSignatures(signatures: readonly DetachedSignature[]): Bytes {
  return document(signatures.map(asMember));
}

/** What `rstuf admin send sign FILE` reads: one signature of one role. */
export function rstufSignature(role: RoleName, signature: DetachedSignature): Bytes {
  return document({ role, signature: asMember(signature) });
}

function asMember({ keyId, sig }: DetachedSignature): { readonly keyid: string; readonly sig: string } {
  return { keyid: keyId, sig };
}

function document(value: object): Bytes {
  return utf8(`${JSON.stringify(value)}\n`);
}
