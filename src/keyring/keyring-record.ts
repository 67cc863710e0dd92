import type { Bytes } from "../lib/bytes.ts";
import { fail, ok, type Result } from "../lib/result.ts";
import type { UtcInstant } from "../lib/utc-instant.ts";
import { readPublicKey, type PublicKey } from "../crypto/public-key.ts";
import type { KeyMaterial } from "../tuf/model/key.ts";
import type { DamagedRecord, EnrolledAuthenticator, KeyOrigin, KeyringEntryId, RecordFault } from "./keyring-entry.ts";
import { isDrillText } from "./key-drill.ts";
import { isScryptWithin, scryptCost } from "./scrypt.ts";

/** One record of the database. The public part is kept as text and is parsed again whenever it is needed. */
export type StoredKey = StoredDeviceKey | StoredPassphraseKey | StoredWrappedKey | StoredDerivedKey | StoredExternalKey;

export const RECORD_VERSION = 2;

export interface RecordFacts {
  readonly version: typeof RECORD_VERSION;
  readonly id: KeyringEntryId;
  readonly name: string;
  /** Shape: TUF key object as JSON text. */
  readonly tufKeyJson: string;
  readonly createdAt: UtcInstant;
  readonly practice: boolean;
  readonly lastUsedAt: UtcInstant | undefined;
  readonly provenAt: UtcInstant | undefined;
}

export interface StoredDeviceKey extends RecordFacts {
  readonly kind: "device";
  readonly origin: KeyOrigin;
  /** Never extractable. */
  readonly privateKey: CryptoKey;
}

export interface StoredPassphraseKey extends RecordFacts {
  readonly kind: "passphrase";
  readonly origin: KeyOrigin;
  readonly sealed: PassphraseSeal;
  readonly backupProvenAt: UtcInstant | undefined;
}

/** The secret under AES-256-GCM, with the cost that its key was derived at. */
export interface PassphraseSeal extends Sealed {
  readonly n: number;
  readonly r: number;
  readonly p: number;
  readonly salt: Bytes;
}

export interface Sealed {
  readonly iv: Bytes;
  /** Shape: 32 bytes and a tag of 16. */
  readonly ciphertext: Bytes;
}

export interface StoredWrappedKey extends RecordFacts {
  readonly kind: "wrapped";
  readonly origin: KeyOrigin;
  readonly rpId: string;
  readonly wraps: readonly [Wrap, ...Wrap[]];
}

/** The secret once more for each authenticator that opens it. */
export type Wrap = EnrolledAuthenticator & Sealed;

/** Nothing secret: the seed is computed from what the authenticator gives, each time. */
export interface StoredDerivedKey extends RecordFacts {
  readonly kind: "derived";
  readonly rpId: string;
  readonly authenticator: EnrolledAuthenticator;
}

export interface StoredExternalKey extends RecordFacts {
  readonly kind: "external";
  readonly openDrill: string | undefined;
}

/** More than this no derivation may take, whatever a record says: 1 GiB. */
const MOST_SCRYPT = { memoryBytes: 2 ** 30, lanes: 64 } as const;

/** Reads what the database holds, which another release, a broken disk or a script may have written. */
export function readRecord(value: unknown): Result<StoredKey, DamagedRecord> {
  const record = isObject(value) ? value : {};
  const id = String(record["id"]) as KeyringEntryId; // the key of the record, so that it can be removed
  const damaged = (fault: RecordFault): Result<never, DamagedRecord> =>
    fail({ id, name: typeof record["name"] === "string" ? record["name"] : undefined, fault });
  const { version } = record;
  if (typeof version === "number" && version > RECORD_VERSION) return damaged({ kind: "record-newer", version });
  const field = version === RECORD_VERSION ? (wrongField(record, FACTS) ?? wrongKind(record)) : "version";
  if (field !== undefined) return damaged({ kind: "record-damaged", field });
  const key = value as StoredKey; // every field of its kind was looked at
  const publicKey = readPublicKey(key.tufKeyJson);
  const another = publicKey.ok && publicKey.value.material.fingerprint === (id as string) ? unfitField(key, publicKey.value.material) : "tufKeyJson";
  return another === undefined ? ok(key) : damaged({ kind: "record-damaged", field: another });
}

/** What `readRecord` has looked at reads again. */
export function publicKeyOfRecord(key: StoredKey): PublicKey {
  const read = readPublicKey(key.tufKeyJson);
  if (!read.ok) throw new Error(`the keyring holds a record that it would not have read: ${read.fault.kind}`);
  return read.value;
}

/** The first layout had three kinds, no version and no drills. What is not of that layout stays as it is. */
export function fromVersion1(value: unknown): unknown {
  if (!isObject(value) || "version" in value) return value;
  const { kind, privateKey, ...facts } = value;
  const common = { ...facts, version: RECORD_VERSION, provenAt: undefined };
  if (kind === "external") return { ...common, kind, openDrill: undefined };
  if (kind === "device" || kind === "imported") return { ...common, kind: "device", origin: kind === "device" ? "made" : "imported", privateKey };
  return value;
}

/** What does not belong to a key of this material, though each field alone is what it should be. */
function unfitField(key: StoredKey, { algorithm, fingerprint }: KeyMaterial): string | undefined {
  switch (key.kind) {
    case "device":
      return HANDLES[algorithm] === key.privateKey.algorithm.name ? undefined : "privateKey";
    case "passphrase":
    case "wrapped":
      return algorithm === "ed25519" || algorithm === "ecdsa-p256" ? undefined : "tufKeyJson";
    case "derived":
      return algorithm === "ed25519" ? undefined : "tufKeyJson";
    case "external":
      return key.openDrill === undefined || isDrillText(key.openDrill, fingerprint) ? undefined : "openDrill";
  }
}

/** As WebCrypto names what a device key signs with. */
const HANDLES: Readonly<Partial<Record<KeyMaterial["algorithm"], string>>> = { ed25519: "Ed25519", "ecdsa-p256": "ECDSA", "ecdsa-p384": "ECDSA", "rsa-pss-sha256": "RSA-PSS" };

type Shape = Readonly<Record<string, (value: unknown) => boolean>>;

const isText = (value: unknown): boolean => typeof value === "string";
const isFlag = (value: unknown): boolean => typeof value === "boolean";
const isInstant = (value: unknown): boolean => Number.isSafeInteger(value);
const isTextOrNone = (value: unknown): boolean => value === undefined || isText(value);
const isInstantOrNone = (value: unknown): boolean => value === undefined || isInstant(value);
const isOrigin = (value: unknown): boolean => value === "made" || value === "imported";
const isBytes = (length: number) => (value: unknown): boolean => value instanceof Uint8Array && value.length === length;
const isPrivateKey = (value: unknown): boolean => Object.prototype.toString.call(value) === "[object CryptoKey]" && (value as CryptoKey).type === "private" && !(value as CryptoKey).extractable;
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText);
const has = (shape: Shape) => (value: unknown): boolean => isObject(value) && wrongField(value, shape) === undefined;

const FACTS: Shape = { id: isText, name: isText, tufKeyJson: isText, createdAt: isInstant, practice: isFlag, lastUsedAt: isInstantOrNone, provenAt: isInstantOrNone };
const SEALED: Shape = { iv: isBytes(12), ciphertext: isBytes(48) };
const AUTHENTICATOR: Shape = { credentialId: isText, addedAt: isInstant, lastUsedAt: isInstantOrNone, backupEligible: isFlag, backedUp: isFlag, transports: isTexts };
const KINDS: Readonly<Record<StoredKey["kind"], Shape>> = {
  device: { origin: isOrigin, privateKey: isPrivateKey },
  passphrase: { origin: isOrigin, sealed: isPassphraseSeal, backupProvenAt: isInstantOrNone },
  wrapped: { origin: isOrigin, rpId: isText, wraps: (value) => Array.isArray(value) && value.length > 0 && value.every(has({ ...AUTHENTICATOR, ...SEALED })) },
  derived: { rpId: isText, authenticator: has(AUTHENTICATOR) },
  external: { openDrill: isTextOrNone },
};

function wrongKind(record: Readonly<Record<string, unknown>>): string | undefined {
  const { kind } = record;
  return typeof kind === "string" && Object.hasOwn(KINDS, kind) ? wrongField(record, KINDS[kind as StoredKey["kind"]]) : "kind";
}

function wrongField(record: Readonly<Record<string, unknown>>, shape: Shape): string | undefined {
  return Object.entries(shape).find(([name, holds]) => !holds(record[name]))?.[0];
}

function isPassphraseSeal(value: unknown): boolean {
  if (!isObject(value) || wrongField(value, { ...SEALED, salt: isBytes(32) }) !== undefined) return false;
  const { n, r, p } = value;
  if (typeof n !== "number" || typeof r !== "number" || typeof p !== "number") return false;
  return p <= MOST_SCRYPT.lanes && isScryptWithin(scryptCost(n, r, p), MOST_SCRYPT);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
