import type { Bytes } from "../lib/bytes.ts";
import type { Result } from "../lib/result.ts";
import type { KeyMaterial } from "../tuf/model/key.ts";
import type { KeyringFault } from "./keyring-fault.ts";

/** A key that is ready to sign, whatever made it so. It holds handles that no script can read, and no bytes. */
export interface Signer {
  readonly material: KeyMaterial;
  /** Verified at once by independent code. Shape of the signature: as TUF carries it, DER for ECDSA. */
  sign(message: Bytes): Promise<Result<Bytes, KeyringFault>>;
}
