import { secretbox } from "@noble/ciphers/salsa.js";
import type { Bytes } from "../../lib/bytes.ts";
import { fromBase64 } from "../../lib/base64.ts";
import { fail, ok, type Result } from "../../lib/result.ts";
import { readPublicKey } from "../../crypto/public-key.ts";
import { isObject, type JsonObject, type JsonValue } from "../../tuf/json/json-value.ts";
import { parseJson } from "../../tuf/json/parse-json.ts";
import type { KeyMaterial } from "../../tuf/model/key.ts";
import type { Watch } from "../keyring.ts";
import type { SealingTools } from "../passphrase-key.ts";
import { scryptCost, type KdfFault } from "../scrypt.ts";
import { isAffordable } from "./file-kdf.ts";
import { fromHexBytes } from "./hex-bytes.ts";
import type { KeyFileFault } from "./key-file-fault.ts";
import { readPrivatePem } from "./pem.ts";
import { readPemContent, type FiledKey } from "./private-key-info.ts";
import { takePrivateTexts } from "./private-texts.ts";

// Key objects of TUF with their private part, as go-tuf and securesystemslib keep them: one, or a list of them.

type JsonFormat = "go-tuf" | "securesystemslib";
type Filed = Result<FiledKey & { readonly format: JsonFormat; readonly wasEncrypted: boolean }, KeyFileFault | KdfFault>;

/** `{"encrypted": …, "data": …}` of go-tuf, or a key object of securesystemslib. Blanks what is secret in the file. */
export async function readJsonKeys(tools: SealingTools, file: Bytes, passphrases: readonly Bytes[], watch: Watch): Promise<Filed> {
  const parsed = takeApart(file);
  if (parsed === undefined) return fail({ kind: "key-file-unrecognised" });
  const { value, secrets } = parsed;
  try {
    const data = isObject(value) ? value.members.get("data") : undefined;
    if (data === undefined) return plain("securesystemslib", value, secrets);
    if (!isObject(data)) return plain("go-tuf", data, secrets);
    return await openBox(tools, data, passphrases, watch);
  } finally {
    for (const secret of secrets) secret.fill(0);
  }
}

/** The key objects in JSON that was decrypted. The caller wipes it. */
export function readDecryptedKeys(format: JsonFormat, json: Bytes): Result<FiledKey, KeyFileFault> {
  const parsed = takeApart(json);
  if (parsed === undefined) return damaged(format);
  try {
    return readKeyObjects(format, parsed.value, parsed.secrets);
  } finally {
    for (const secret of parsed.secrets) secret.fill(0);
  }
}

/** Source: go-securesystemslib, `encrypted`: scrypt and NaCl's secretbox. */
async function openBox({ kdf }: SealingTools, data: JsonObject, passphrases: readonly Bytes[], watch: Watch): Promise<Filed> {
  const [derivation, cipher] = [member(data, "kdf"), member(data, "cipher")];
  const parameters = member(derivation, "params");
  const [name, algorithm] = [text(derivation, "name"), text(cipher, "name")];
  if (name !== "scrypt") return unsupported(name);
  if (algorithm !== "nacl/secretbox") return unsupported(algorithm);
  const [n, r, p] = [count(parameters, "N"), count(parameters, "r"), count(parameters, "p")];
  const [salt, nonce, ciphertext] = [base64(derivation, "salt"), base64(cipher, "nonce"), base64(data, "ciphertext")];
  if (n === undefined || r === undefined || p === undefined || salt === undefined || nonce?.length !== 24 || ciphertext === undefined) return damaged("go-tuf");
  const cost = scryptCost(n, r, p);
  const affordable = isAffordable("go-tuf", cost);
  if (!affordable.ok) return affordable;
  if (passphrases.length === 0) return fail({ kind: "key-file-needs-passphrase", format: "go-tuf" });
  for (const passphrase of passphrases) {
    const key = await kdf.derive(passphrase, salt, cost, watch);
    if (!key.ok) return key;
    const opened = unbox(key.value, nonce, ciphertext);
    if (opened === undefined) continue;
    try {
      const read = readDecryptedKeys("go-tuf", opened);
      return read.ok ? ok({ ...read.value, format: "go-tuf", wasEncrypted: true }) : read;
    } finally {
      opened.fill(0);
    }
  }
  return fail({ kind: "key-file-passphrase-wrong", format: "go-tuf" });
}

/** Wipes the key. */
function unbox(key: Bytes, nonce: Bytes, ciphertext: Bytes): Bytes | undefined {
  try {
    return new Uint8Array(secretbox(key, nonce).open(ciphertext));
  } catch {
    return undefined; // the lengths were checked, so it is the tag
  } finally {
    key.fill(0);
  }
}

/** One key object, alone or in a list, whose private part was taken out of it. */
function readKeyObjects(format: JsonFormat, value: JsonValue | undefined, secrets: readonly Bytes[]): Result<FiledKey, KeyFileFault> {
  const objects = value?.kind === "array" ? value.items : [value];
  if (objects.length > 1 || secrets.length > 1) return fail({ kind: "key-file-several-keys" });
  const [object, secret] = [objects[0], secrets[0]];
  if (object === undefined || !isObject(object) || !object.members.has("keytype")) return fail({ kind: "key-file-unrecognised" });
  if (secret === undefined || secret.length === 0) return fail({ kind: "key-file-public" });
  const keytype = text(object, "keytype");
  const publicText = text(member(object, "keyval"), "public");
  if (keytype !== "ed25519") return withStated(readPemText(format, keytype, secret), publicText);
  const seed = fromHexBytes(secret);
  // go-tuf writes the public part behind the seed.
  if (seed === undefined || (seed.length !== 32 && seed.length !== 64)) return damaged(format);
  const stated = seed.length === 64 ? [seed.slice(32)] : [];
  const filed: FiledKey = { secret: { algorithm: "ed25519", secret: seed.slice(0, 32) }, stated };
  seed.fill(0);
  return withStated(ok(filed), publicText);
}

/** With what the key object names as its public part, where that is a public key at all. */
function withStated(filed: Result<FiledKey, KeyFileFault>, publicText: string): Result<FiledKey, KeyFileFault> {
  const named = filed.ok ? readPublicKey(publicText) : undefined;
  return filed.ok && named?.ok === true ? ok({ ...filed.value, stated: [...filed.value.stated, statedForm(named.value.material)] }) : filed;
}

function statedForm(material: KeyMaterial): Bytes {
  switch (material.family) {
    case "rsa":
      return material.spki;
    case "ecdsa":
      return material.point;
    default:
      return material.publicKey;
  }
}

function readPemText(format: JsonFormat, keytype: string, pem: Bytes): Result<FiledKey, KeyFileFault> {
  if (keytype !== "rsa" && !keytype.startsWith("ecdsa")) return fail({ kind: "key-kind-unsupported", found: keytype });
  const block = readPrivatePem(pem);
  if (!block.ok || block.value.label === "ENCRYPTED PRIVATE KEY" || block.value.label === "OPENSSH PRIVATE KEY") return damaged(format);
  try {
    return readPemContent(block.value.label, block.value.content);
  } finally {
    block.value.content.fill(0);
  }
}

interface TakenApart {
  readonly value: JsonValue;
  readonly secrets: readonly Bytes[];
}

function takeApart(json: Bytes): TakenApart | undefined {
  const secrets = takePrivateTexts(json);
  if (secrets === undefined) return undefined;
  const parsed = parseJson(json);
  if (parsed.ok) return { value: parsed.value.value, secrets };
  for (const secret of secrets) secret.fill(0);
  return undefined;
}

function plain(format: JsonFormat, value: JsonValue, secrets: readonly Bytes[]): Filed {
  const read = readKeyObjects(format, value, secrets);
  return read.ok ? ok({ ...read.value, format, wasEncrypted: false }) : read;
}

function member(value: JsonValue | undefined, name: string): JsonValue | undefined {
  return value?.kind === "object" ? value.members.get(name) : undefined;
}

function text(value: JsonValue | undefined, name: string): string {
  const found = member(value, name);
  return found?.kind === "string" ? found.value : "";
}

function count(value: JsonValue | undefined, name: string): number | undefined {
  const found = member(value, name);
  return found?.kind === "integer" ? found.value : undefined;
}

function base64(value: JsonValue | undefined, name: string): Bytes | undefined {
  return fromBase64(text(value, name));
}

function unsupported(found: string): Result<never, KeyFileFault> {
  return fail({ kind: "key-file-protection-unsupported", format: "go-tuf", found: found === "" ? "no method is named" : found });
}

function damaged(format: JsonFormat): Result<never, KeyFileFault> {
  return fail({ kind: "key-file-damaged", format, why: "structure" });
}
