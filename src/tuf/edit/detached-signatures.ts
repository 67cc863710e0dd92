import { fail, ok, type Result } from "../../lib/result.ts";
import { isObject, type JsonValue } from "../json/json-value.ts";
import { parseJson, type JsonFault } from "../json/parse-json.ts";
import type { KeyId } from "../model/ids.ts";
import type { NewSignature } from "./replace-signatures.ts";

export type DetachedFault = JsonFault | { readonly kind: "not-detached-signatures" } | { readonly kind: "duplicate-signature"; readonly keyId: KeyId };

/** Signatures that travel without their document. `role` only where the format names it. */
export interface DetachedSignatures {
  readonly role: string | undefined;
  readonly signatures: readonly NewSignature[];
}

/** Reads go-tuf's `[{"keyid","sig"}]` and RSTUF's `{"role","signature":{"keyid","sig"}}`. Never throws. */
export function parseDetachedSignatures(bytes: Uint8Array): Result<DetachedSignatures, DetachedFault> {
  const json = parseJson(bytes);
  if (!json.ok) return json;
  const { value } = json.value;
  const role = isObject(value) ? value.members.get("role") : undefined;
  const items = value.kind === "array" ? value.items : isObject(value) ? [value.members.get("signature")] : [];
  const signatures = items.map(signature).filter((s) => s !== undefined);
  if (signatures.length === 0 || signatures.length !== items.length) return fail({ kind: "not-detached-signatures" });
  const met = new Set<KeyId>();
  const twice = signatures.find(({ keyId }) => met.size === met.add(keyId).size);
  if (twice !== undefined) return fail({ kind: "duplicate-signature", keyId: twice.keyId });
  return ok({ role: role?.kind === "string" ? role.value : undefined, signatures });
}

function signature(value: JsonValue | undefined): NewSignature | undefined {
  if (!isObject(value)) return undefined;
  const keyid = value.members.get("keyid");
  const sig = value.members.get("sig");
  if (keyid?.kind !== "string" || keyid.value === "" || sig?.kind !== "string") return undefined;
  return { keyId: keyid.value as KeyId, sig: sig.value }; // any text is a key id (TAP 12)
}
