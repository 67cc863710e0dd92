import type { Bytes } from "../lib/bytes.ts";
import { toHex } from "../lib/hex.ts";
import { fail, ok } from "../lib/result.ts";
import { attribute } from "../crypto/attribute-signature.ts";
import { readExternalSignature } from "../crypto/external-signature.ts";
import { webCryptoVerifier } from "../crypto/webcrypto-verifier.ts";
import { parseMetadata } from "../tuf/model/parse-metadata.ts";
import { deviceSigner } from "./device-key.ts";
import { externalSigner } from "./external-key.ts";
import { drillBytes, drillDate, drillText } from "./key-drill.ts";
import { changeEntry, entryKindOf, note, readKey, type KeyringContext } from "./keyring-context.ts";
import type { KeyringEntry } from "./keyring-entry.ts";
import { publicKeyOfRecord, type StoredKey } from "./keyring-record.ts";
import type { Answer, NewSignature, OnEntry, SignRequest } from "./keyring.ts";
import type { Signer } from "./signer.ts";

/** What was reviewed is what is signed: the canonical bytes are made here, from the file, and compared by their digest. */
export async function signReviewed(context: KeyringContext, request: SignRequest): Promise<Answer<NewSignature>> {
  const { reviewedDigest } = request;
  const made = await withKey(context, request, async (key): Promise<Answer<NewSignature>> => {
    if (key.kind === "external") return fail({ kind: "entry-is-external", name: key.name });
    const document = parseMetadata(new Uint8Array(request.documentBytes)); // a copy: the caller's array may still change
    if (!document.ok) return fail({ kind: "document-not-signable", document: document.fault });
    const { digest, signedBytes } = document.value;
    if (digest !== reviewedDigest) return fail({ kind: "digest-differs", reviewed: reviewedDigest, computed: digest });
    const signature = await sign(context, key, signedBytes, request);
    return signature.ok ? ok({ signatureHex: toHex(signature.value), digest, fingerprint: publicKeyOfRecord(key).material.fingerprint }) : signature;
  });
  if (made.ok) await note(context, request.entryId, (key, now) => ({ ...key, lastUsedAt: now }), request.now);
  return made;
}

/** The date is what the drill is for, so here a failing storage is a fault. */
export async function proveHolding(context: KeyringContext, request: OnEntry): Promise<Answer<KeyringEntry>> {
  const signed = await withKey(context, request, (key) => sign(context, key, drillBytes(newDrill(context, key, request)), request));
  return signed.ok ? changeEntry(context, request.entryId, (key) => ok({ ...key, provenAt: request.now })) : signed;
}

export function openExternalDrill(context: KeyringContext, request: OnEntry): Promise<Answer<KeyringEntry>> {
  return changeEntry(context, request.entryId, (key) =>
    key.kind === "external" ? ok({ ...key, openDrill: newDrill(context, key, request) }) : fail({ kind: "entry-kind", name: key.name, entryKind: entryKindOf(key), wanted: "external" }),
  );
}

/** Takes what another tool wrote, in whatever form, if it is this key's signature over the open drill. */
export async function closeExternalDrill(context: KeyringContext, { entryId }: OnEntry, signature: string | Bytes): Promise<Answer<KeyringEntry>> {
  const found = await readKey(context, entryId);
  if (!found.ok) return found;
  const key = found.value;
  if (key.kind !== "external") return fail({ kind: "entry-kind", name: key.name, entryKind: entryKindOf(key), wanted: "external" });
  const { name, openDrill } = key;
  const provenAt = openDrill === undefined ? undefined : drillDate(openDrill);
  if (openDrill === undefined || provenAt === undefined) return fail({ kind: "drill-not-open", name });
  const candidates = readExternalSignature(signature);
  if (!candidates.ok) return candidates;
  const { material } = publicKeyOfRecord(key);
  const attributed = await attribute(candidates.value, drillBytes(openDrill), [{ material }], webCryptoVerifier(context.subtle));
  if (!attributed.ok) return fail({ kind: "drill-signature-wrong", name });
  return changeEntry(context, entryId, (present) =>
    present.kind === "external" && present.openDrill === openDrill ? ok({ ...present, openDrill: undefined, provenAt }) : fail({ kind: "drill-not-open", name }),
  );
}

function newDrill({ random }: KeyringContext, key: StoredKey, { now }: OnEntry): string {
  return drillText(publicKeyOfRecord(key).material.fingerprint, now, random(16));
}

/** No tab removes the key while the work lasts. */
async function withKey<T>(context: KeyringContext, { entryId }: OnEntry, work: (key: StoredKey) => Promise<Answer<T>>): Promise<Answer<T>> {
  const release = await context.locks.hold(entryId);
  try {
    const found = await readKey(context, entryId);
    return found.ok ? await work(found.value) : found;
  } finally {
    await release();
  }
}

async function sign(context: KeyringContext, key: StoredKey, message: Bytes, { now }: OnEntry): Promise<Answer<Bytes>> {
  const act = (signer: Signer): Promise<Answer<Bytes>> => signer.sign(message);
  switch (key.kind) {
    case "device":
      return act(deviceSigner(context.subtle, key));
    case "external":
      return act(externalSigner(key));
    case "passphrase":
      if (key.backupProvenAt === undefined) return fail({ kind: "backup-awaited", name: key.name });
      return (await context.unlocked.use(key.id, now, ({ signer }) => act(signer))) ?? fail({ kind: "key-locked", name: key.name, entryKind: "passphrase" });
    case "wrapped":
    case "derived":
      return (await context.unlocked.use(key.id, now, ({ signer }) => act(signer))) ?? fail({ kind: "key-locked", name: key.name, entryKind: "passkey" });
  }
}
