import type { Fingerprint, KeyId } from "../tuf/model/ids.ts";
import { fingerprintOf, type Key, type KeyMaterial } from "../tuf/model/key.ts";
import { signingRequest } from "../tuf/edit/signing-request.ts";
import type { JudgedDocument } from "../tuf/repository/quorums.ts";
import type { SignatureVerifier } from "../tuf/verify/signature-verifier.ts";
import type { AttachFault } from "./repository-service.ts";

// Who may sign a document, with the keys that show whether they did.

export function delegatorsOf({ judgements }: JudgedDocument): readonly { readonly role: JudgedDocument["judgements"][number]["delegator"]["roleKeys"]; readonly keys: ReadonlyMap<KeyId, Key> }[] {
  return judgements.map(({ delegator }) => ({ role: delegator.roleKeys, keys: delegator.keys }));
}

export interface SignerWithMaterial {
  readonly material: KeyMaterial;
  readonly signer: { readonly fingerprint: Fingerprint; readonly label: string | undefined };
}

/** One for each key and scheme: an RSA key may be listed for two. */
export function signersOf(judged: JudgedDocument): readonly SignerWithMaterial[] {
  const { signers } = signingRequest(judged.document.role, judged.document.metadata, delegatorsOf(judged));
  const out = new Map<string, SignerWithMaterial>();
  for (const { delegator } of judged.judgements) {
    for (const key of delegator.keys.values()) {
      const fingerprint = fingerprintOf(key);
      const signer = signers.find((s) => s.fingerprint === fingerprint);
      if (signer !== undefined && key.material.ok) out.set(`${key.material.value.algorithm} ${signer.fingerprint}`, { material: key.material.value, signer: { fingerprint: signer.fingerprint, label: signer.label } });
    }
  }
  return [...out.values()];
}

export async function firstVerifying(keys: readonly SignerWithMaterial[], message: Uint8Array, signature: Uint8Array, verifier: SignatureVerifier): Promise<KeyMaterial | undefined> {
  for (const { material } of keys) if (await verifier.verify(material, message, signature)) return material;
  return undefined;
}

/** Keys went in with their material; what crosses to the page has their public part alone. */
export function withoutMaterial<F extends { readonly kind: string }>(fault: F): Extract<AttachFault, { kind: "external" }>["fault"] {
  const plain = "key" in fault ? { ...fault, key: (fault.key as SignerWithMaterial).signer } : fault;
  return plain as unknown as Extract<AttachFault, { kind: "external" }>["fault"]; // the same fault with the public part of its key
}
