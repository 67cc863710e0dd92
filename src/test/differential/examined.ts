import type { Bytes } from "../../lib/bytes.ts";
import type { Result } from "../../lib/result.ts";
import type { UtcInstant } from "../../lib/utc-instant.ts";
import type { JsonFault } from "../../tuf/json/parse-json.ts";
import type { FieldFault } from "../../tuf/model/fields.ts";
import type { Delegations, FormatNote, Metadata, MetaFile, TargetFile } from "../../tuf/model/metadata.ts";
import { parseMetadata, type DocumentFault } from "../../tuf/model/parse-metadata.ts";
import type { Departure } from "../../tuf/words/client-behaviour.ts";
import { fieldDeparture } from "../../tuf/words/document-fault.ts";
import { roleOfFile, type Case } from "./case.ts";
import { firstRefusedDelegation } from "./ours.ts";

/** A document as the recognisers of departures look at it. */
export interface Examined {
  /** The role that its file name says. */
  readonly role: string;
  readonly parsed: Result<Metadata, DocumentFault>;
  /** As JavaScript's own parser reads it; undefined where it does not. */
  readonly loose: unknown;
  readonly sizeBytes: number;
  readonly around: Surroundings;
}

/** The case that a document belongs to. */
interface Surroundings {
  readonly now: UtcInstant;
  /** Every document that can be read. */
  readonly documents: readonly Metadata[];
  /** By role: the largest file of each. Units: bytes. */
  readonly sizes: ReadonlyMap<string, number>;
  /** Target paths that are searched for, or stand in some document. */
  readonly paths: readonly string[];
  /** A delegated role is refused, whether or not the search comes to it. */
  readonly delegationRefused: boolean;
}

export type Recogniser = (document: Examined) => boolean;

/** All documents of a case, the trusted root among them. */
export async function examine(about: Case): Promise<readonly Examined[]> {
  const files = [["1.root.json", about.root] as const, ...about.files].map(([name, bytes]) => ({ role: roleOfFile(name), parsed: parseMetadata(bytes), loose: looselyParsed(bytes), sizeBytes: bytes.length }));
  const documents = files.flatMap(({ parsed }) => (parsed.ok ? [parsed.value] : []));
  const listed = documents.flatMap(({ signed }) => (signed.type === "targets" ? [...signed.targets.keys()] : []));
  const delegationRefused = (await firstRefusedDelegation(about, "client")) !== undefined;
  const sizes = new Map(files.toSorted((a, b) => a.sizeBytes - b.sizeBytes).map(({ role, sizeBytes }) => [role, sizeBytes]));
  const around = { now: about.now, documents, sizes, paths: [...about.targets, ...listed], delegationRefused };
  return files.map((file) => ({ ...file, around }));
}

/** Every delegation of the case. */
export function delegationsAround({ around }: Examined): readonly Delegations[] {
  return around.documents.flatMap(({ signed }) => (signed.type === "targets" && signed.delegations !== undefined ? [signed.delegations] : []));
}

function looselyParsed(bytes: Bytes): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

export const hasFault = (...kinds: readonly DocumentFault["kind"][]): Recogniser => ({ parsed }) => !parsed.ok && kinds.includes(parsed.fault.kind);

export const hasNumber = (...problems: readonly (JsonFault & { readonly kind: "json-number" })["why"][]): Recogniser => ({ parsed }) =>
  !parsed.ok && parsed.fault.kind === "json-number" && problems.includes(parsed.fault.why);

/** As the app's words take a field's fault. */
export const hasField = (departure: Departure): Recogniser => hasFieldFault((fault) => fieldDeparture(fault) === departure);

export const hasFieldFault = (is: (fault: FieldFault) => boolean): Recogniser => ({ parsed }) => !parsed.ok && parsed.fault.kind === "field" && is(parsed.fault);

export const hasNote = (is: (note: FormatNote) => boolean): Recogniser => ({ parsed }) => parsed.ok && parsed.value.notes.some(is);

export const hasNoteKind = (...kinds: readonly FormatNote["kind"][]): Recogniser => hasNote(({ kind }) => kinds.includes(kind));

export const hasMetadata = (is: (metadata: Metadata) => boolean): Recogniser => ({ parsed }) => parsed.ok && is(parsed.value);

export const hasDelegations = (is: (delegations: Delegations) => boolean): Recogniser =>
  hasMetadata(({ signed }) => signed.type === "targets" && signed.delegations !== undefined && is(signed.delegations));

/** Every entry that names a file, with its hashes. */
export function entriesOf({ signed }: Metadata): readonly (MetaFile | TargetFile)[] {
  if (signed.type === "timestamp") return [signed.snapshot];
  if (signed.type === "snapshot") return [...signed.meta.values()];
  return signed.type === "targets" ? [...signed.targets.values()] : [];
}

export function hashesOf(metadata: Metadata): readonly string[] {
  return entriesOf(metadata).flatMap(({ hashes }) => [...(hashes?.values() ?? [])]);
}

/** Does any value in the document answer to this? Walks what JavaScript read. */
export const hasAnywhere = (is: (value: unknown, name: string, at: readonly string[]) => boolean): Recogniser => ({ loose }) => {
  const walk = (value: unknown, path: readonly string[]): boolean => {
    if (is(value, path.at(-1) ?? "", path)) return true;
    if (typeof value !== "object" || value === null) return false;
    return Object.entries(value).some(([name, member]) => walk(member, [...path, name]));
  };
  return walk(loose, []);
};

const DELEGATION_FIELDS: readonly string[] = ["keys", "roles", "succinct_roles", "name", "keyids", "threshold", "terminating", "paths", "path_hash_prefixes"];

export const hasUnknownInDelegation: Recogniser = hasAnywhere((value, _name, path) => {
  const isOne = path[1] === "delegations" && (path.length === 2 || (path[2] === "roles" && path.length === 4));
  return isOne && typeof value === "object" && value !== null && Object.keys(value).some((name) => !DELEGATION_FIELDS.includes(name));
});

export const either = (...recognisers: readonly Recogniser[]): Recogniser => (document) => recognisers.some((recogniser) => recogniser(document));
