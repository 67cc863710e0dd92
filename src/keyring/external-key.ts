import { fail } from "../lib/result.ts";
import { publicKeyOfRecord, type StoredExternalKey } from "./keyring-record.ts";
import type { Signer } from "./signer.ts";

/** A key whose private part is elsewhere: another tool signs, and its signature is brought here and verified. */
export function externalSigner(key: StoredExternalKey): Signer {
  return {
    material: publicKeyOfRecord(key).material,
    sign: () => Promise.resolve(fail({ kind: "entry-is-external", name: key.name })),
  };
}
