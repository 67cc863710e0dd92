import { fail, ok, type Result } from "../../lib/result.ts";
import { isObject, type JsonArray, type JsonObject } from "../json/json-value.ts";
import { placeOf } from "../json/parse-json.ts";
import { Fields } from "./fields.ts";
import { isTopLevelRole, TOP_LEVEL_ROLES, type Fingerprint, type KeyId, type RoleName, type TargetPath, type TopLevelRole } from "./ids.ts";
import type { KeyAlgorithm } from "./key-algorithm.ts";
import { fingerprintOf, parseKey, type Key } from "./key.ts";
import { keyIdentity } from "./key-identity.ts";
import type { DelegatedRole, Delegations, DelegationScope, MetaFile, RoleKeys, Signed, SingleNote, SuccinctRoles, TargetFile } from "./metadata.ts";
import type { DocumentFault } from "./parse-metadata.ts";

/** Throws `FieldRefusal`, for `catchRefusal`. `at`: where the object stands, for messages. */
export function parseSigned(node: JsonObject, text: string, notes: SingleNote[], at = "signed"): Result<Signed, DocumentFault> {
  const fields = new Fields(node, at, text, "4.2");
  const type = fields.string("_type");
  if (!isTopLevelRole(type)) {
    const notary = ["Root", "Targets", "Snapshot", "Timestamp"].includes(type);
    return fail(notary ? { kind: "not-metadata", looksLike: "notary" } : { kind: "unknown-type", type });
  }
  const specVersion = fields.string("spec_version");
  if (!/^1(\.\d+){1,2}$/.test(specVersion)) return fail({ kind: "unsupported-spec-version", specVersion });
  const expires = fields.expires("expires");
  if (expires.form !== "conforming") notes.push({ kind: "date-form", text: expires.text });
  const signingPeriodDays = period(fields);
  const base = { version: fields.integer("version", 1), specVersion, expires, signingPeriodDays };
  switch (type) {
    case "root": {
      const root = new Fields(node, at, text, "4.3");
      if (!root.has("consistent_snapshot")) notes.push({ kind: "consistent-snapshot-missing" });
      const keys = parseKeys(root.object("keys"), notes);
      return ok({
        type, ...base, keys,
        consistentSnapshot: root.has("consistent_snapshot") ? root.boolean("consistent_snapshot") : undefined,
        roles: parseRootRoles(root.object("roles"), keys, notes),
      });
    }
    case "timestamp": {
      const meta = new Fields(node, at, text, "4.6").object("meta");
      const extra = [...meta.node.members.keys()].find((name) => name !== "snapshot.json");
      if (extra !== undefined) meta.refuse(extra, "nothing but snapshot.json");
      return ok({ type, ...base, snapshot: parseMetaFile(meta.object("snapshot.json")) });
    }
    case "snapshot":
      return ok({ type, ...base, meta: parseSnapshotMeta(new Fields(node, at, text, "4.4").object("meta")) });
    case "targets": {
      const targets = new Fields(node, at, text, "4.5");
      const files = new Map(targets.object("targets").entries().map(([path, file]) => [path as TargetPath, parseTargetFile(file)]));
      const multiRole = multiRoleDelegations(node);
      if (multiRole !== undefined) return fail({ kind: "multi-role-delegations", line: placeOf(text, multiRole.start).line });
      return ok({
        type, ...base,
        targets: files,
        delegations: targets.has("delegations") ? parseDelegations(targets.object("delegations"), notes) : undefined,
      });
    }
  }
}

/**
 * The list that TAP 3 has where TUF 1.x has an object, so that no client of TUF 1.x can read the document. Delegations
 * that are an object are those of TUF 1.x, whatever stands beside them: clients pass over fields that they do not know.
 */
export function multiRoleDelegations(signed: JsonObject): JsonArray | undefined {
  const list = signed.members.get("delegations");
  if (list?.kind !== "array") return undefined;
  const marked = signed.members.has("keys_for_delegations") || list.items.some((item) => isObject(item) && item.members.has("roleinfo"));
  return marked ? list : undefined;
}

/** The three kinds of TUF 1.0.34, 4.2.2, which every client has. */
const KNOWN_TO_ALL: readonly KeyAlgorithm[] = ["ed25519", "ecdsa-p256", "rsa-pss-sha256"];

/** Shape of `keys`: an object of key id to key, as in `signed.keys` of a root. */
export function parseKeys(keys: Fields, notes: SingleNote[]): ReadonlyMap<KeyId, Key> {
  const parsed = keys.entries().map(([id, fields]) => parseKey(id as KeyId, fields)); // any text is a key id (TAP 12)
  const byMaterial = new Map<Fingerprint, KeyId[]>();
  for (const key of parsed) {
    const { keyId } = key;
    if (!key.material.ok) notes.push({ kind: "unusable-key", keyId, problem: key.material.fault });
    if (key.keyIdForm !== "full") notes.push({ kind: "key-id-not-hash", keyId, form: key.keyIdForm, label: key.label });
    if (key.material.ok && "encoding" in key.material.value && key.material.value.encoding === "hex-point") notes.push({ kind: "hex-point-key", keyId });
    if (key.material.ok && !KNOWN_TO_ALL.includes(key.material.value.algorithm)) notes.push({ kind: "rare-key-kind", keyId, algorithm: key.material.value.algorithm });
    const fingerprint = fingerprintOf(key);
    const same = fingerprint === undefined ? [] : byMaterial.get(fingerprint);
    if (same !== undefined) same.push(keyId);
    else if (fingerprint !== undefined) byMaterial.set(fingerprint, [keyId]);
  }
  for (const keyIds of byMaterial.values()) if (keyIds.length > 1) notes.push({ kind: "same-key-twice", keyIds });
  return new Map(parsed.map((key) => [key.keyId, key]));
}

function parseRootRoles(roles: Fields, keys: ReadonlyMap<KeyId, Key>, notes: SingleNote[]): ReadonlyMap<TopLevelRole, RoleKeys> {
  for (const name of roles.node.members.keys()) if (!isTopLevelRole(name)) notes.push({ kind: "extra-role", role: name });
  return new Map(TOP_LEVEL_ROLES.map((name) => [name, parseRoleKeys(name, roles.object(name), keys, notes)]));
}

function parseRoleKeys(name: string, fields: Fields, keys: ReadonlyMap<KeyId, Key>, notes: SingleNote[]): RoleKeys {
  const listed = fields.strings("keyids") as readonly KeyId[]; // any text is a key id (TAP 12)
  const keyIds = [...new Set(listed)];
  const repeated = firstRepeated(listed);
  const threshold = fields.integer("threshold", 1);
  if (repeated !== undefined) notes.push({ kind: "key-id-repeated", role: name, keyId: repeated });
  for (const keyId of keyIds) if (!keys.has(keyId)) notes.push({ kind: "key-not-listed", role: name, keyId });
  const distinct = new Set(keyIds.flatMap((keyId) => identityOf(keys.get(keyId)))).size;
  if (keyIds.length === 0) notes.push({ kind: "role-without-keys", role: name });
  else if (distinct < threshold) notes.push({ kind: "threshold-unreachable", role: name, threshold, keys: distinct });
  return { keyIds, threshold, signingPeriodDays: period(fields) };
}

/** In one pass: a hostile list may be as long as the file. */
function firstRepeated(keyIds: readonly KeyId[]): KeyId | undefined {
  const seen = new Set<KeyId>();
  return keyIds.find((keyId) => seen.size === seen.add(keyId).size);
}

/** A key that cannot be checked here may still be one that others can check, so it counts as its own. */
function identityOf(key: Key | undefined): readonly string[] {
  return key === undefined ? [] : [keyIdentity(key)];
}

function parseSnapshotMeta(meta: Fields): ReadonlyMap<RoleName, MetaFile> {
  if (!meta.has("targets.json")) meta.refuse("targets.json", "an entry for the top-level targets");
  return new Map(meta.entries().map(([name, file]) => {
    if (!name.endsWith(".json") || name === ".json") meta.refuse(name, "a name that ends in .json");
    return [name.slice(0, -".json".length) as RoleName, parseMetaFile(file)]; // not empty: checked above
  }));
}

function parseMetaFile(fields: Fields): MetaFile {
  return {
    version: fields.integer("version", 1),
    lengthBytes: fields.optionalInteger("length", 0),
    hashes: fields.has("hashes") ? fields.hashes("hashes") : undefined,
  };
}

function parseTargetFile(fields: Fields): TargetFile {
  return {
    lengthBytes: fields.integer("length", 0),
    hashes: fields.hashes("hashes"),
    custom: fields.has("custom") ? fields.object("custom").node : undefined,
  };
}

function parseDelegations(fields: Fields, notes: SingleNote[]): Delegations {
  const keys = parseKeys(fields.object("keys"), notes);
  const succinct = fields.has("succinct_roles") ? parseSuccinct(fields.object("succinct_roles"), keys, notes) : undefined;
  if (succinct !== undefined && fields.has("roles")) fields.refuse("succinct_roles", "either roles or succinct_roles, not both");
  const roles = succinct === undefined ? fields.objects("roles").map((role) => parseDelegatedRole(role, keys, notes)) : [];
  const seen = new Set<string>();
  for (const role of roles) {
    if (seen.has(role.name)) fields.refuse("roles", `each role once (${JSON.stringify(role.name)} stands there twice)`);
    seen.add(role.name);
  }
  return { keys, roles, succinct };
}

function parseDelegatedRole(fields: Fields, keys: ReadonlyMap<KeyId, Key>, notes: SingleNote[]): DelegatedRole {
  const name = fields.nonEmptyString("name");
  if (isTopLevelRole(name)) fields.refuse("name", "a name other than the four top-level roles");
  if (!fields.has("terminating")) notes.push({ kind: "terminating-missing", role: name });
  return {
    name: name as RoleName, // not empty: checked above
    ...parseRoleKeys(name, fields, keys, notes),
    terminating: fields.has("terminating") ? fields.boolean("terminating") : false,
    scope: parseScope(name, fields, notes),
  };
}

function parseScope(name: string, fields: Fields, notes: SingleNote[]): DelegationScope {
  const paths = fields.has("paths");
  if (paths && fields.has("path_hash_prefixes")) fields.refuse("paths", "either paths or path_hash_prefixes, not both");
  if (paths) return { kind: "paths", patterns: fields.strings("paths") };
  if (fields.has("path_hash_prefixes")) return { kind: "path-hash-prefixes", prefixes: fields.strings("path_hash_prefixes") };
  notes.push({ kind: "scope-missing", role: name });
  return { kind: "none" };
}

function parseSuccinct(fields: Fields, keys: ReadonlyMap<KeyId, Key>, notes: SingleNote[]): SuccinctRoles {
  const bitLength = fields.integer("bit_length", 1);
  if (bitLength > 32) fields.refuse("bit_length", "at most 32");
  const namePrefix = fields.string("name_prefix"); // empty as well: the names of its bins are not
  return { ...parseRoleKeys(namePrefix, fields, keys, notes), bitLength, namePrefix };
}

function period(fields: Fields): number | undefined {
  const value = fields.get("x-tuf-on-ci-signing-period");
  return value?.kind === "integer" && value.value >= 0 ? value.value : undefined;
}
