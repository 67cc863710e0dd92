/** What a key and its scheme together ask of a verifier. One name for each pair of keytype and scheme that is known here. */
export type KeyAlgorithm = "ed25519" | EcdsaAlgorithm | RsaAlgorithm | MlDsaAlgorithm;

export type EcdsaAlgorithm = "ecdsa-p256" | "ecdsa-p384" | "ecdsa-p521";

export type RsaAlgorithm = `rsa-${"pss" | "pkcs1v15"}-${"sha256" | "sha384" | "sha512"}`;

export type MlDsaAlgorithm = "ml-dsa-44" | "ml-dsa-65" | "ml-dsa-87";

export type EcCurve = "P-256" | "P-384" | "P-521";

export type HashName = "SHA-256" | "SHA-384" | "SHA-512";

export const HASH_NAMES: readonly HashName[] = ["SHA-256", "SHA-384", "SHA-512"];

/** How an algorithm is called: by a person, and by a key object. */
export interface AlgorithmNames {
  readonly name: string;
  readonly keytype: string;
  readonly scheme: string;
}

/** Source: TUF 1.0.34, 4.2.2; the schemes of securesystemslib; TAP 21, a draft. */
export const ALGORITHMS: Readonly<Record<KeyAlgorithm, AlgorithmNames>> = {
  ed25519: { name: "Ed25519", keytype: "ed25519", scheme: "ed25519" },
  "ecdsa-p256": { name: "ECDSA P-256", keytype: "ecdsa", scheme: "ecdsa-sha2-nistp256" },
  "ecdsa-p384": { name: "ECDSA P-384", keytype: "ecdsa", scheme: "ecdsa-sha2-nistp384" },
  "ecdsa-p521": { name: "ECDSA P-521", keytype: "ecdsa", scheme: "ecdsa-sha2-nistp521" },
  "rsa-pss-sha256": { name: "RSA-PSS", keytype: "rsa", scheme: "rsassa-pss-sha256" },
  "rsa-pss-sha384": { name: "RSA-PSS with SHA-384", keytype: "rsa", scheme: "rsassa-pss-sha384" },
  "rsa-pss-sha512": { name: "RSA-PSS with SHA-512", keytype: "rsa", scheme: "rsassa-pss-sha512" },
  "rsa-pkcs1v15-sha256": { name: "RSA PKCS#1 v1.5", keytype: "rsa", scheme: "rsa-pkcs1v15-sha256" },
  "rsa-pkcs1v15-sha384": { name: "RSA PKCS#1 v1.5 with SHA-384", keytype: "rsa", scheme: "rsa-pkcs1v15-sha384" },
  "rsa-pkcs1v15-sha512": { name: "RSA PKCS#1 v1.5 with SHA-512", keytype: "rsa", scheme: "rsa-pkcs1v15-sha512" },
  "ml-dsa-44": { name: "ML-DSA-44 (draft)", keytype: "ml-dsa", scheme: "ml-dsa-44/1" },
  "ml-dsa-65": { name: "ML-DSA-65 (draft)", keytype: "ml-dsa", scheme: "ml-dsa-65/1" },
  "ml-dsa-87": { name: "ML-DSA-87 (draft)", keytype: "ml-dsa", scheme: "ml-dsa-87/1" },
};

/** A scheme of ECDSA names its curve and its hash alike. Units of `fieldBytes`: bytes of one coordinate. */
export const ECDSA: Readonly<Record<EcdsaAlgorithm, { readonly curve: EcCurve; readonly hash: HashName; readonly fieldBytes: number }>> = {
  "ecdsa-p256": { curve: "P-256", hash: "SHA-256", fieldBytes: 32 },
  "ecdsa-p384": { curve: "P-384", hash: "SHA-384", fieldBytes: 48 },
  "ecdsa-p521": { curve: "P-521", hash: "SHA-512", fieldBytes: 66 },
};

export const RSA: Readonly<Record<RsaAlgorithm, { readonly padding: "pss" | "pkcs1v15"; readonly hash: HashName }>> = {
  "rsa-pss-sha256": { padding: "pss", hash: "SHA-256" },
  "rsa-pss-sha384": { padding: "pss", hash: "SHA-384" },
  "rsa-pss-sha512": { padding: "pss", hash: "SHA-512" },
  "rsa-pkcs1v15-sha256": { padding: "pkcs1v15", hash: "SHA-256" },
  "rsa-pkcs1v15-sha384": { padding: "pkcs1v15", hash: "SHA-384" },
  "rsa-pkcs1v15-sha512": { padding: "pkcs1v15", hash: "SHA-512" },
};

/** Units: bytes. Source: FIPS 204, table 2. */
export const ML_DSA: Readonly<Record<MlDsaAlgorithm, { readonly publicKeyBytes: number; readonly signatureBytes: number }>> = {
  "ml-dsa-44": { publicKeyBytes: 1312, signatureBytes: 2420 },
  "ml-dsa-65": { publicKeyBytes: 1952, signatureBytes: 3309 },
  "ml-dsa-87": { publicKeyBytes: 2592, signatureBytes: 4627 },
};

const BY_SCHEME: ReadonlyMap<string, KeyAlgorithm> = new Map(Object.entries(ALGORITHMS).map(([algorithm, { scheme }]) => [scheme, algorithm as KeyAlgorithm])); // the table's own keys

/** Undefined for a pair that is not known here. ECDSA may name its scheme as its keytype, as Sigstore's first roots do. */
export function algorithmOf(keytype: string, scheme: string): KeyAlgorithm | undefined {
  const algorithm = BY_SCHEME.get(scheme);
  if (algorithm === undefined || keytype === ALGORITHMS[algorithm].keytype) return algorithm;
  return keytype === scheme && isEcdsa(algorithm) ? algorithm : undefined;
}

/** The words a person knows an algorithm by. */
export function algorithmName(algorithm: KeyAlgorithm): string {
  return ALGORITHMS[algorithm].name;
}

export function isEcdsa(algorithm: KeyAlgorithm): algorithm is EcdsaAlgorithm {
  return algorithm in ECDSA;
}

export function isRsa(algorithm: KeyAlgorithm): algorithm is RsaAlgorithm {
  return algorithm in RSA;
}

export function isMlDsa(algorithm: KeyAlgorithm): algorithm is MlDsaAlgorithm {
  return algorithm in ML_DSA;
}

export function ecdsaAlgorithm(curve: EcCurve): EcdsaAlgorithm {
  const algorithm = { "P-256": "ecdsa-p256", "P-384": "ecdsa-p384", "P-521": "ecdsa-p521" } as const;
  return algorithm[curve];
}
