import type { KeyMaterial } from "../../tuf/model/key.ts";

/**
 * What wrote a key file. `pkcs8`, `sec1` and `pkcs1` are PEM blocks, `openssh` is ssh-keygen's own, `go-tuf` its JSON,
 * `securesystemslib` its older forms: JSON, or hex between “@@@@”. `seed`: 64 hex digits and nothing else.
 */
export type KeyFileFormat = "pkcs8" | "sec1" | "pkcs1" | "openssh" | "go-tuf" | "securesystemslib" | "seed";

/** Why a file gave no key. What was asked for and is not here stands in `found`, as its format names it. */
export type KeyFileFault =
  | { readonly kind: "key-file-empty" }
  | { readonly kind: "key-file-too-large"; readonly limitBytes: number }
  | { readonly kind: "key-file-unrecognised" }
  /** A PEM block that is no private key that is read here. */
  | { readonly kind: "key-file-other-block"; readonly label: string }
  | { readonly kind: "key-file-several-keys" }
  /** A key object without its private part. */
  | { readonly kind: "key-file-public" }
  | { readonly kind: "key-file-damaged"; readonly format: KeyFileFormat; readonly why: Damage }
  | { readonly kind: "key-file-needs-passphrase"; readonly format: KeyFileFormat }
  /** Wrong passphrase, or bytes that were changed: most formats do not tell these apart. */
  | { readonly kind: "key-file-passphrase-wrong"; readonly format: KeyFileFormat }
  | { readonly kind: "key-file-protection-unsupported"; readonly format: KeyFileFormat; readonly found: string }
  /** Opening it would take more memory or time than a tab may be asked for. */
  | { readonly kind: "key-file-too-costly"; readonly format: KeyFileFormat; readonly found: string }
  /** The format was read, and the key is of a kind that cannot sign here, such as Ed448. */
  | { readonly kind: "key-kind-unsupported"; readonly found: string }
  /** The file names a public part that is not the one of its private part. */
  | { readonly kind: "key-file-halves-differ"; readonly format: KeyFileFormat }
  /** Passphrase and passkey keys are Ed25519 or ECDSA P-256; others can be device keys. */
  | { readonly kind: "device-key-only"; readonly algorithm: KeyMaterial["algorithm"] };

/** `cut`: it ends too soon. `not-text`: base64 or hex that is none. `structure`: other fields than the format has. */
export type Damage = "cut" | "not-text" | "structure";
