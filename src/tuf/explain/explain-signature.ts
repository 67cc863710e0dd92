import type { RoleName, KeyId } from "../model/ids.ts";
import { keyIdentity } from "../model/key-identity.ts";
import type { Key, KeyMaterial } from "../model/key.ts";
import type { DocumentId } from "../repository/inventory.ts";
import { checkCost } from "../verify/check-cost.ts";
import type { SignatureVerifier } from "../verify/signature-verifier.ts";
import type { Difference, DocumentRelation, Explanation, KeyDifference, KeyPlace, SignatureOddity, WouldVerify } from "./explanation.ts";
import { signedForms, wholeFileForms, type WrittenDocument } from "./message-forms.ts";
import type { SchemeProbe } from "./scheme-probe.ts";
import { signatureForms, signatureOddity, type SignatureForm } from "./signature-forms.ts";

/** One signature that a delegator does not count, and all that is known around it. */
export interface UnverifiedSignature {
  readonly keyId: KeyId;
  /** As written, and not empty. */
  readonly sig: string;
  /** The files that hold the document, the one that stands for it first. */
  readonly files: readonly [WrittenDocument, ...WrittenDocument[]];
  /** What the delegator defines under the id, and whether the role lists it. */
  readonly key: { readonly key: Key; readonly listed: boolean } | undefined;
  /** Other keys, the likeliest first. */
  readonly otherKeys: readonly KnownKey[];
  /** Other documents from which the signature may have been copied, the likeliest first. */
  readonly otherDocuments: readonly KnownDocument[];
}

export interface KnownKey {
  readonly key: Key;
  readonly listedAs: KeyId | undefined;
  readonly places: readonly KeyPlace[];
}

export interface KnownDocument {
  readonly id: DocumentId;
  readonly role: RoleName;
  readonly version: number;
  readonly path: string;
  readonly relation: DocumentRelation;
  readonly signedBytes: Uint8Array;
}

export interface ExplainPorts {
  readonly verifier: SignatureVerifier;
  readonly probe: SchemeProbe;
}

/** Units: bytes hashed. At most some five seconds of one core, whatever is asked for; metadata of some kilobytes needs less than one. */
const MAX_COST = 128 * 1024 * 1024;
/** Documents that are named for one key. */
const MAX_PLACES = 3;

/**
 * Tries in a fixed order what signers are known to do otherwise, until the signature verifies, and says what it was.
 * That it would have verified counts for nothing: the order in which the bytes stand is what clients check.
 */
export async function explainSignature(question: UnverifiedSignature, ports: ExplainPorts, maxCost: number = MAX_COST): Promise<Explanation> {
  const search = new Search(ports, maxCost);
  const found = await ask(question, search);
  const own = question.key?.key.material;
  return {
    keyId: question.keyId,
    wouldVerify: found,
    oddity: found !== undefined || own?.ok !== true ? undefined : await oddityOf(question.sig, own.value, ports.probe),
    tried: { checks: search.checks, complete: found !== undefined || !search.spent },
  };
}

async function oddityOf(sig: string, key: KeyMaterial, probe: SchemeProbe): Promise<SignatureOddity | undefined> {
  for (const { bytes } of signatureForms(sig, key)) {
    const opened = await probe.open(key, bytes);
    if (opened !== undefined) return { kind: "of-other-content", ...opened };
  }
  return signatureOddity(sig, key);
}

async function ask({ keyId, sig, files, key, otherKeys, otherDocuments }: UnverifiedSignature, search: Search): Promise<WouldVerify | undefined> {
  const [{ metadata: { signedBytes } }] = files;
  const own = key?.key.material.ok === true ? key.key.material.value : undefined;
  const ownForms = own === undefined ? [] : signatureForms(sig, own);
  const notListed: readonly Difference[] = key?.listed === false ? [{ kind: "key-not-in-role" }] : [];
  const byOwn = async (message: Uint8Array, about: readonly Difference[]): Promise<WouldVerify | undefined> =>
    own === undefined ? undefined : search.look(own, message, ownForms, [...notListed, ...about]);

  const first = await byOwn(signedBytes, []);
  if (first !== undefined) return first;
  for (const { key: other, listedAs, places } of otherKeys) {
    if (!other.material.ok || (key !== undefined && keyIdentity(key.key) === keyIdentity(other))) continue;
    const material = other.material.value;
    const named = places.filter((place) => place.keyId === keyId);
    const about: KeyDifference = { kind: "other-key", label: other.label, bearsId: named.length > 0, listedAs, places: (named.length > 0 ? named : places).slice(0, MAX_PLACES) };
    const found = await search.look(material, signedBytes, signatureForms(sig, material), [about]);
    if (found !== undefined) return found;
  }
  if (own === undefined) return undefined;
  for (const { signedBytes: message, ...about } of otherDocuments) {
    const { id: document, role, version, path, relation } = about;
    const found = await byOwn(message, [{ kind: "other-document", document, role, version, path, relation }]);
    if (found !== undefined) return found;
  }
  for (const forms of [signedForms(files), wholeFileForms(files, keyId)]) {
    for (const { difference, bytes } of forms) {
      const found = await byOwn(bytes, [difference]);
      if (found !== undefined) return found;
      if (search.spent) return undefined; // the next form would be made for nothing
    }
  }
  return undefined;
}

/** What the tools are handed that let a person choose the hash. */
const LIKELY: ReadonlySet<Difference["kind"]> = new Set(["raw-bytes", "canonical-newline", "whole-file", "key-not-in-role"]);

class Search {
  checks = 0;
  /** Something was left out for its cost. */
  spent = false;
  private cost = 0;
  private readonly ports: ExplainPorts;
  private readonly maxCost: number;

  constructor(ports: ExplainPorts, maxCost: number) {
    this.ports = ports;
    this.maxCost = maxCost;
  }

  /** By every reading of the signature, as its scheme has it and then otherwise. */
  async look(key: KeyMaterial, message: Uint8Array, forms: readonly SignatureForm[], about: readonly Difference[]): Promise<WouldVerify | undefined> {
    for (const { differences, bytes } of forms) {
      if (this.mayCheck(message, key) && (await this.ports.verifier.verify(key, message, bytes))) return wouldVerify(key, [...about, ...differences]);
      // Raising an RSA signature to its power is done once; for other keys each look is as slow as a check in plain code.
      const scheme = (key.family === "rsa" || about.every(({ kind }) => LIKELY.has(kind))) && this.mayCheck(message, key) ? await this.ports.probe.otherScheme(key, message, bytes) : undefined;
      if (scheme !== undefined) return wouldVerify(key, [...about, ...differences, scheme]);
    }
    return undefined;
  }

  private mayCheck(message: Uint8Array, key: KeyMaterial): boolean {
    const cost = this.cost + checkCost(message, key);
    if (cost > this.maxCost) this.spent = true;
    if (this.spent) return false;
    this.cost = cost;
    this.checks++;
    return true;
  }
}

/** Undefined for what simply verifies: there is nothing to explain, and nothing here that counts. */
function wouldVerify({ fingerprint }: KeyMaterial, [first, ...others]: readonly Difference[]): WouldVerify | undefined {
  return first === undefined ? undefined : { fingerprint, differences: [first, ...others] };
}
