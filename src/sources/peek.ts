import { isObject, type JsonObject } from "../tuf/json/json-value.ts";
import { parseJson } from "../tuf/json/parse-json.ts";

/** What the walk over an address needs to name the next file. Nothing here was verified, and nothing else may use it. */
export interface Peeked {
  readonly version: number;
  readonly isConsistent: boolean;
  readonly snapshotVersion: number | undefined;
}

export interface PeekedRole {
  readonly role: string;
  readonly version: number;
}

/** Undefined where the bytes are not a document of that type with a version. Source: TUF 1.0.34, 4.3 to 4.5. */
export function fieldsOf(bytes: Uint8Array, type: "root" | "timestamp"): Peeked | undefined {
  const signed = signedOf(bytes, type);
  const version = versionOf(signed);
  if (signed === undefined || version === undefined) return undefined;
  const consistent = signed.members.get("consistent_snapshot");
  return {
    version,
    isConsistent: consistent?.kind === "boolean" && consistent.value,
    snapshotVersion: versionOf(member(member(signed, "meta"), "snapshot.json")),
  };
}

/** Every role that a snapshot lists with a version, the top-level targets among them. */
export function rolesOf(bytes: Uint8Array): readonly PeekedRole[] {
  const meta = member(signedOf(bytes, "snapshot"), "meta");
  return [...(meta?.members ?? [])].flatMap(([name, file]) => {
    const role = name.endsWith(".json") ? name.slice(0, -".json".length) : "";
    const version = isObject(file) ? versionOf(file) : undefined;
    return role === "" || version === undefined ? [] : [{ role, version }];
  });
}

function signedOf(bytes: Uint8Array, type: string): JsonObject | undefined {
  const parsed = parseJson(bytes);
  const signed = parsed.ok && isObject(parsed.value.value) ? member(parsed.value.value, "signed") : undefined;
  const found = signed?.members.get("_type");
  return found?.kind === "string" && found.value === type ? signed : undefined;
}

function versionOf(object: JsonObject | undefined): number | undefined {
  const version = object?.members.get("version");
  return version?.kind === "integer" && version.value >= 1 ? version.value : undefined;
}

function member(object: JsonObject | undefined, name: string): JsonObject | undefined {
  const value = object?.members.get(name);
  return isObject(value) ? value : undefined;
}
