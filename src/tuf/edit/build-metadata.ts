import { utf8 } from "../../lib/bytes.ts";
import { formatInstant, type UtcInstant } from "../../lib/utc-instant.ts";
import { encodeCanonical } from "../json/canonical-json.ts";
import { sha256Digest } from "../model/digest.ts";
import type { KeyId, TopLevelRole } from "../model/ids.ts";
import type { Metadata, Root, Signed, Snapshot, Targets, Timestamp } from "../model/metadata.ts";
import { isOfType, parseMetadata } from "../model/parse-metadata.ts";
import type { NewSignature } from "./replace-signatures.ts";
import { toJsonValue, TUF_ON_CI_STYLE, writeJson, type PlainJson } from "./write-json.ts";

interface PlainObject { readonly [name: string]: PlainJson | undefined }

/** A key as it will stand in `keys`, with the id that the spec asks for: the hash of the whole object. */
export interface PlainKey {
  readonly keyId: KeyId;
  readonly object: PlainObject;
}

export interface PlainRole {
  readonly keys: readonly PlainKey[];
  readonly threshold: number;
  /** Further fields of the role, such as `x-tuf-on-ci-expiry-period`. */
  readonly extra?: PlainObject;
}

interface BaseParts {
  readonly version: number;
  readonly expires: UtcInstant;
  /** Entries of `signatures`; an empty `sig` makes a slot. */
  readonly signatures?: readonly NewSignature[];
  /** Further fields of `signed`. */
  readonly extra?: PlainObject;
}

export interface RootParts extends BaseParts {
  readonly roles: Readonly<Record<TopLevelRole, PlainRole>>;
  readonly consistentSnapshot: boolean;
}

export interface PlainMetaFile {
  readonly version: number;
  readonly length?: number;
  readonly hashes?: PlainObject;
}

export interface TimestampParts extends BaseParts { readonly snapshot: PlainMetaFile }

/** Shape of `meta`: role names without `.json`. */
export interface SnapshotParts extends BaseParts { readonly meta: Readonly<Record<string, PlainMetaFile>> }

export interface PlainTargetFile {
  readonly length: number;
  readonly hashes: PlainObject;
  readonly custom?: PlainObject;
}

export interface PlainDelegation extends PlainRole {
  readonly name: string;
  readonly terminating: boolean;
  readonly paths?: readonly string[];
  readonly pathHashPrefixes?: readonly string[];
}

export interface TargetsParts extends BaseParts {
  readonly targets: Readonly<Record<string, PlainTargetFile>>;
  /** In order of priority. */
  readonly delegations?: readonly PlainDelegation[];
}

/** `x-tuf-on-ci-keyowner` and the like go into `extra`, and with it into the key id. Source: TUF 1.0.34, 4.2.1. */
export function tufKey(key: { readonly keytype: string; readonly scheme: string; readonly public: string; readonly extra?: PlainObject }): PlainKey {
  const object = { keytype: key.keytype, scheme: key.scheme, keyval: { public: key.public }, ...key.extra };
  return { keyId: sha256Digest(encodeCanonical(toJsonValue(object))) as string as KeyId, object }; // the id that the spec asks for
}

export function buildRoot(parts: RootParts): Metadata<Root> {
  const roles = Object.entries(parts.roles);
  return build("root", parts, {
    consistent_snapshot: parts.consistentSnapshot,
    keys: keysObject(roles.flatMap(([, role]) => role.keys)),
    roles: Object.fromEntries(roles.map(([name, role]) => [name, roleObject(role)])),
  });
}

export function buildTimestamp(parts: TimestampParts): Metadata<Timestamp> {
  return build("timestamp", parts, { meta: { "snapshot.json": { ...parts.snapshot } } });
}

export function buildSnapshot(parts: SnapshotParts): Metadata<Snapshot> {
  return build("snapshot", parts, { meta: Object.fromEntries(Object.entries(parts.meta).map(([name, file]) => [`${name}.json`, { ...file }])) });
}

export function buildTargets(parts: TargetsParts): Metadata<Targets> {
  const { delegations } = parts;
  return build("targets", parts, {
    targets: Object.fromEntries(Object.entries(parts.targets).map(([path, file]) => [path, { ...file }])),
    delegations: delegations === undefined ? undefined : {
      keys: keysObject(delegations.flatMap((role) => role.keys)),
      roles: delegations.map((role) => ({
        ...roleObject(role), name: role.name, terminating: role.terminating, paths: role.paths, path_hash_prefixes: role.pathHashPrefixes,
      })),
    },
  });
}

function build<T extends Signed["type"]>(type: T, parts: BaseParts, own: PlainObject): Metadata<Extract<Signed, { type: T }>> {
  const signed = { _type: type, spec_version: "1.0.34", version: parts.version, expires: formatInstant(parts.expires), ...own, ...parts.extra };
  const signatures = (parts.signatures ?? []).map(({ keyId, sig }) => ({ keyid: keyId, sig }));
  const parsed = parseMetadata(utf8(writeJson({ signatures, signed }, TUF_ON_CI_STYLE)));
  // Parts that do not make a document are a defect of the caller, not input.
  if (!parsed.ok) throw new Error(`these parts make no ${type}: ${JSON.stringify(parsed.fault)}`);
  if (!isOfType(parsed.value, type)) throw new Error(`an extra field hides the type ${type}`);
  return parsed.value;
}

function keysObject(keys: readonly PlainKey[]): PlainObject {
  return Object.fromEntries(keys.map(({ keyId, object }) => [keyId, object]));
}

function roleObject(role: PlainRole): PlainObject {
  return { keyids: [...new Set(role.keys.map((key) => key.keyId))], threshold: role.threshold, ...role.extra };
}
