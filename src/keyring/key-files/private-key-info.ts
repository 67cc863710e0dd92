import { BitString, Integer, Null, ObjectIdentifier, OctetString, Sequence } from "asn1js";
import type { Bytes } from "../../lib/bytes.ts";
import { fail, ok, type Result } from "../../lib/result.ts";
import { SECRET_LENGTH, type PrivateScalar, type PrivateSecret } from "../private-secret.ts";
import { at, readDer, type Der } from "./der.ts";
import type { KeyFileFault, KeyFileFormat } from "./key-file-fault.ts";

/** A private key as a file holds it. */
export interface FiledKey {
  /** The caller wipes it. */
  readonly secret: PrivateSecret;
  /** Each public part that the file names beside it: the raw key of Ed25519, the point of ECDSA in any form, the SubjectPublicKeyInfo of RSA. */
  readonly stated: readonly Bytes[];
}

type Filed = Result<FiledKey, KeyFileFault>;

const ED25519 = "1.3.101.112";
const EC = "1.2.840.10045.2.1";
const RSA = "1.2.840.113549.1.1.1";

const CURVES: ReadonlyMap<string, PrivateScalar["algorithm"]> = new Map([["1.2.840.10045.3.1.7", "ecdsa-p256"], ["1.3.132.0.34", "ecdsa-p384"]]);

/** What people do have in such files, so that the message can say it. */
const OTHERS: ReadonlyMap<string, string> = new Map([
  ["1.2.840.113549.1.1.10", "RSA for RSA-PSS alone"],
  ["1.2.840.10040.4.1", "DSA"],
  ["1.3.101.110", "X25519"],
  ["1.3.101.111", "X448"],
  ["1.3.101.113", "Ed448"],
  ["2.16.840.1.101.3.4.3.17", "ML-DSA-44"],
  ["2.16.840.1.101.3.4.3.18", "ML-DSA-65"],
  ["2.16.840.1.101.3.4.3.19", "ML-DSA-87"],
  ["1.3.132.0.35", "ECDSA P-521"],
  ["1.3.132.0.33", "ECDSA P-224"],
  ["1.3.132.0.10", "ECDSA secp256k1"],
  ["1.3.36.3.3.2.8.1.1.7", "ECDSA brainpoolP256r1"],
]);

/** What stands in a PEM block of this label. The caller wipes the bytes. */
export function readPemContent(label: "PRIVATE KEY" | "EC PRIVATE KEY" | "RSA PRIVATE KEY", der: Bytes): Filed {
  switch (label) {
    case "PRIVATE KEY":
      return readPrivateKeyInfo(der);
    case "EC PRIVATE KEY":
      return readSec1(der);
    case "RSA PRIVATE KEY":
      return readPkcs1(der);
  }
}

/** PrivateKeyInfo, version 1 or 2. The caller wipes the bytes. Source: RFC 5958, 2; RFC 8410, 7. */
export function readPrivateKeyInfo(der: Bytes): Filed {
  return readFile("pkcs8", der, (root) => {
    const [version, algorithm, key, ...optional] = root.sequence();
    if (version === undefined || algorithm === undefined || key === undefined || version.count() > 1) return damaged("pkcs8");
    const [oid, parameters] = algorithm.sequence();
    if (oid === undefined) return damaged("pkcs8");
    const stated = optional.flatMap((item) => item.implicitBits(1) ?? []);
    const inner = key.octets();
    try {
      return readInner(oid.oid(), parameters, inner, stated);
    } finally {
      inner.fill(0);
    }
  });
}

/** ECPrivateKey that names its curve. The caller wipes the bytes. Source: RFC 5915, 3. */
function readSec1(der: Bytes): Filed {
  return readFile("sec1", der, (root) => {
    const curve = root.sequence().map((item) => item.explicit(0)).find((item) => item !== undefined);
    return curve === undefined ? damaged("sec1") : readEc("sec1", root, curve.oid(), []);
  });
}

/** RSAPrivateKey. The caller wipes the bytes. Source: RFC 8017, A.1.2. */
function readPkcs1(der: Bytes): Filed {
  return readFile("pkcs1", der, readRsa);
}

function readInner(oid: string, parameters: Der | undefined, inner: Bytes, stated: readonly Bytes[]): Filed {
  switch (oid) {
    case ED25519:
      return readFile("pkcs8", inner, (root) => scalar("pkcs8", "ed25519", root.octets(), stated));
    case EC:
      return readFile("pkcs8", inner, (root) => readEc("pkcs8", root, parameters?.oid() ?? "", stated));
    case RSA:
      return readFile("pkcs8", inner, readRsa);
    default:
      return unsupported(oid);
  }
}

function readEc(format: KeyFileFormat, root: Der, curve: string, outside: readonly Bytes[]): Filed {
  const items = root.sequence();
  const algorithm = CURVES.get(curve);
  if (at(items, 0).count() !== 1) return damaged(format);
  if (algorithm === undefined) return unsupported(curve);
  const stated = [...outside, ...items.flatMap((item) => item.explicit(1)?.bits() ?? [])];
  const written = at(items, 1).octets();
  const secret = new Uint8Array(SECRET_LENGTH[algorithm]);
  // Some tools leave zeros at the beginning out.
  if (written.length <= secret.length) secret.set(written, secret.length - written.length);
  const isWhole = written.length > 0 && written.length <= secret.length;
  written.fill(0);
  return isWhole ? scalar(format, algorithm, secret, stated) : damaged(format);
}

/** WebCrypto takes RSA as PKCS#8, and tells nobody its public part. */
function readRsa(root: Der): Filed {
  const items = root.sequence();
  const [version, modulus, exponent] = [at(items, 0), at(items, 1), at(items, 2)];
  if (version.count() !== 0 || items.length !== 9) return damaged("pkcs1");
  const algorithm = (): Sequence => new Sequence({ value: [new ObjectIdentifier({ value: RSA }), new Null()] });
  const publicKey = new Sequence({ value: [modulus.block, exponent.block] });
  const spki = new Sequence({ value: [algorithm(), new BitString({ valueHex: publicKey.toBER() })] });
  const pkcs1 = root.encoded();
  const info = new Sequence({ value: [new Integer({ value: 0 }), algorithm(), new OctetString({ valueHex: pkcs1.buffer })] });
  const secret = new Uint8Array(info.toBER());
  pkcs1.fill(0);
  return ok({ secret: { algorithm: "rsa-pss-sha256", secret, spki: new Uint8Array(spki.toBER()) }, stated: [] });
}

function readFile(format: KeyFileFormat, der: Bytes, read: (root: Der) => Filed): Filed {
  return readDer(der, read) ?? damaged(format);
}

function scalar(format: KeyFileFormat, algorithm: PrivateScalar["algorithm"], secret: Bytes, stated: readonly Bytes[]): Filed {
  if (secret.length === SECRET_LENGTH[algorithm]) return ok({ secret: { algorithm, secret }, stated });
  secret.fill(0);
  return damaged(format);
}

function unsupported(oid: string): Filed {
  return fail({ kind: "key-kind-unsupported", found: OTHERS.get(oid) ?? (oid === "" ? "ECDSA on a curve without a name" : `object identifier ${oid}`) });
}

function damaged(format: KeyFileFormat): Filed {
  return fail({ kind: "key-file-damaged", format, why: "structure" });
}
