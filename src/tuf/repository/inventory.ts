import type { Brand } from "../../lib/brand.ts";
import { utf8, type Bytes } from "../../lib/bytes.ts";
import { ok, type Result } from "../../lib/result.ts";
import type { OfferedFile } from "../client/checks.ts";
import { sha256Digest } from "../model/digest.ts";
import { isTopLevelRole, roleName, type Digest, type KeyId, type RoleName } from "../model/ids.ts";
import type { Metadata, Signed, SignatureEntry } from "../model/metadata.ts";
import { parseMetadata, type DocumentFault } from "../model/parse-metadata.ts";
import type { PutAwayTargets } from "../model/put-away.ts";

/** Where a file came from: the opened repository, the base that shows what is published, or a signer's file added later. */
export type Origin = "opened" | "base" | "added";

export interface RepositoryFile extends OfferedFile {
  readonly origin: Origin;
  /** From the content; for targets from the file name. */
  readonly role: RoleName;
  /** What a client that asks for this name expects there. */
  readonly roleInName: RoleName;
  readonly versionInName: number | undefined;
}

/** One document: everything that has the same role and the same canonical bytes, in however many files. */
export interface RepositoryDocument<S extends Signed = Signed> {
  readonly id: DocumentId;
  readonly role: RoleName;
  readonly version: number;
  readonly digest: Digest;
  /** The file that stands for it: opened before base before added, then the one with the most signatures. */
  readonly file: RepositoryFile;
  readonly metadata: Metadata<S>;
  readonly files: readonly RepositoryFile[];
  /** The signatures of all its files: one for each key id, that of the standing file where it has one; after them, further values. */
  readonly signatures: readonly Pick<SignatureEntry, "keyId" | "sig">[];
}

/**
 * Shape: 32 hex digits, safe in an address: of the digest, and for delegated roles of digest and name, since two roles
 * may hold the same content. Long enough that nobody can make two documents that share one.
 */
export type DocumentId = Brand<string, "DocumentId">;

export interface Inventory {
  readonly documents: readonly RepositoryDocument[];
  readonly files: readonly RepositoryFile[];
  readonly unreadable: readonly { readonly path: string; readonly origin: Origin; readonly fault: DocumentFault }[];
}

export function offerFile(path: string, bytes: Bytes, origin: Origin, roleInName: string, versionInName: number | undefined): RepositoryFile {
  return offerParsed({ path, bytes, parsed: parseMetadata(bytes) }, origin, roleInName, versionInName);
}

export function offerParsed({ path, bytes, parsed }: OfferedFile, origin: Origin, roleInName: string, versionInName: number | undefined): RepositoryFile {
  return { ...named(parsed, roleInName), path, bytes, origin, versionInName };
}

/** A leaf that was read elsewhere, where its bytes are. */
export function offerPutAway(path: string, metadata: PutAwayTargets, origin: Origin, roleInName: string, versionInName: number | undefined): RepositoryFile {
  return new PutAwayFile(named(ok(metadata), roleInName), path, origin, versionInName);
}

/** Its bytes may not be asked for. */
class PutAwayFile implements RepositoryFile {
  readonly path: string;
  readonly origin: Origin;
  readonly parsed: RepositoryFile["parsed"];
  readonly role: RoleName;
  readonly roleInName: RoleName;
  readonly versionInName: number | undefined;

  constructor({ parsed, role, roleInName }: Pick<RepositoryFile, "parsed" | "role" | "roleInName">, path: string, origin: Origin, versionInName: number | undefined) {
    this.path = path;
    this.origin = origin;
    this.parsed = parsed;
    this.role = role;
    this.roleInName = roleInName;
    this.versionInName = versionInName;
  }

  get bytes(): Bytes {
    if (!this.parsed.ok) throw new Error("only what was read is put away");
    return this.parsed.value.bytes;
  }
}

function named(parsed: Result<Metadata, DocumentFault>, roleInName: string): Pick<RepositoryFile, "parsed" | "role" | "roleInName"> {
  const type = parsed.ok ? parsed.value.signed.type : undefined;
  const name = roleName(roleInName === "" ? "targets" : roleInName);
  // Targets under the name of another top-level role are not that role: its signers must not be asked for them.
  const misnamed = type === "targets" && isTopLevelRole(name);
  const role = type === undefined || (type === "targets" && !misnamed) ? name : roleName(type);
  return { parsed, role, roleInName: name };
}

export function takeInventory(files: readonly RepositoryFile[]): Inventory {
  const groups = new Map<string, RepositoryFile[]>();
  for (const file of files) {
    if (!file.parsed.ok) continue;
    const key = `${file.parsed.value.digest} ${file.role}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [file]);
    else group.push(file);
  }
  const unreadable = files.flatMap(({ parsed, path, origin }) => (parsed.ok ? [] : [{ path, origin, fault: parsed.fault }]));
  return { documents: [...groups.values()].flatMap(toDocument), files, unreadable };
}

export function documentsOf(inventory: Inventory, role: string): readonly RepositoryDocument[] {
  return inventory.documents.filter((document) => document.role === role).toSorted((a, b) => a.version - b.version);
}

export function isFrom(document: RepositoryDocument, origin: Origin): boolean {
  return document.files.some((file) => file.origin === origin);
}

function toDocument(files: readonly RepositoryFile[]): readonly RepositoryDocument[] {
  const order: readonly Origin[] = ["opened", "base", "added"];
  const ranked = files.toSorted((a, b) => order.indexOf(a.origin) - order.indexOf(b.origin) || filled(b) - filled(a));
  const file = ranked[0];
  if (file === undefined || !file.parsed.ok) return [];
  const metadata = file.parsed.value;
  return [{
    id: documentId(metadata.digest, file.role),
    role: file.role,
    version: metadata.signed.version,
    digest: metadata.digest,
    file,
    metadata,
    files: ranked,
    signatures: union(ranked),
  }];
}

function documentId(digest: Digest, role: RoleName): DocumentId {
  const identity = isTopLevelRole(role) ? digest : sha256Digest(utf8(`${digest} ${role}`));
  return identity.slice(0, 32) as DocumentId; // the one maker of this brand
}

function filled(file: RepositoryFile): number {
  return file.parsed.ok ? file.parsed.value.signatures.filter((entry) => entry.sig !== "").length : 0;
}

function union(files: readonly RepositoryFile[]): readonly Pick<SignatureEntry, "keyId" | "sig">[] {
  const byKeyId = new Map<KeyId, Set<string>>();
  for (const file of files) {
    for (const { keyId, sig } of file.parsed.ok ? file.parsed.value.signatures : []) {
      const values = byKeyId.get(keyId) ?? new Set();
      if (sig !== "") values.add(sig);
      byKeyId.set(keyId, values);
    }
  }
  const all = [...byKeyId].flatMap(([keyId, values]) => (values.size === 0 ? [{ keyId, sig: "", turn: 0 }] : [...values].map((sig, turn) => ({ keyId, sig, turn }))));
  // The first value of every key before the second of any: only so many are checked, and no file may crowd out another.
  return all.toSorted((a, b) => a.turn - b.turn).map(({ keyId, sig }) => ({ keyId, sig }));
}
