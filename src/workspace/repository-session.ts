import { attribute } from "../crypto/attribute-signature.ts";
import { readExternalSignature } from "../crypto/external-signature.ts";
import { nobleVerifier } from "../crypto/noble-verifier.ts";
import { readInvitations, recogniseLayout, type Layout } from "../dialects/layout.ts";
import { offerLayout } from "../dialects/offer-layout.ts";
import { decodeUtf8, type Bytes } from "../lib/bytes.ts";
import { fromHex } from "../lib/hex.ts";
import type { NamedBytes } from "../lib/named-bytes.ts";
import { fail, ok, type Result } from "../lib/result.ts";
import { contentOf } from "../tuf/client/checks.ts";
import { parseDetachedSignatures } from "../tuf/edit/detached-signatures.ts";
import { keyIdsFor } from "../tuf/edit/signing-request.ts";
import { writeSignatures, type NewSignature } from "../tuf/edit/replace-signatures.ts";
import type { Digest, KeyId, RoleName } from "../tuf/model/ids.ts";
import { neighboursAmong, type NeighbourFile } from "../tuf/neighbours/neighbour-files.ts";
import { assessRepository, type Assessment } from "../tuf/repository/assess.ts";
import { collectSignatures, type SignatureOffer } from "../tuf/repository/collect-signatures.ts";
import { offerFile, takeInventory, type DocumentId, type Origin, type RepositoryFile } from "../tuf/repository/inventory.ts";
import type { JudgedDocument } from "../tuf/repository/quorums.ts";
import type { RepositoryReport } from "../tuf/repository/report.ts";
import type { WholeFile } from "../tuf/repository/ask-target.ts";
import { rootDocuments } from "../tuf/repository/root-chain.ts";
import type { SignatureVerifier } from "../tuf/verify/signature-verifier.ts";
import { delegatorsOf, firstVerifying, signersOf, withoutMaterial } from "./document-signers.ts";
import { pageReport } from "./page-report.ts";
import type { ShardRow, TargetQuery } from "./shards/shard-api.ts";
import type { ShardedFiles } from "./shards/sharded-files.ts";
import type { AddedSignatures, AssessView, AttachedExternal, AttachFault, NewlySigned, OpenFault, SessionContents } from "./repository-service.ts";

type Added = AddedSignatures["added"][number];

/** One opened repository: its bytes, and the last look at them. Every change is followed by a new look. */
export class RepositorySession {
  readonly layout: Omit<Layout, "files" | "signingEvent">;
  private readonly all: readonly NamedBytes[];
  private readonly verifier: SignatureVerifier;
  private readonly invitations: AssessedInvitations;
  private readonly large: LargeRepository | undefined;
  private largeBase: LargeRepository | undefined;
  /** Files of formats beside TUF 1.x. */
  private readonly neighbours: readonly NeighbourFile[];
  private opened: readonly RepositoryFile[];
  private lastView: AssessView | undefined;
  private base: readonly RepositoryFile[] = [];
  private baseFiles: readonly NamedBytes[] = [];
  /** By path, `collected/DOCUMENT.json`. Those whose document is not open now are kept for when it is again. */
  private added: ReadonlyMap<string, Bytes> = new Map();
  private current: Assessment | undefined;

  private constructor(all: readonly NamedBytes[], layout: Layout<{ readonly path: string }>, signingEvent: Bytes | undefined, opened: readonly RepositoryFile[], verifier: SignatureVerifier, large?: LargeRepository) {
    this.all = all;
    this.layout = { kind: layout.kind, folder: layout.folder, otherFolders: layout.otherFolders };
    this.verifier = verifier;
    this.opened = opened;
    this.large = large;
    const within = new Set(layout.files.map(({ path }) => path));
    this.neighbours = neighboursAmong(opened.filter(({ parsed }) => !parsed.ok), all.filter(({ path }) => !within.has(path)));
    const state = signingEvent === undefined ? undefined : decodeUtf8(signingEvent);
    this.invitations = state === undefined ? [] : (readInvitations(state) ?? []);
  }

  static open(files: readonly NamedBytes[], folder: string | undefined, verifier: SignatureVerifier): Result<RepositorySession, OpenFault> {
    const layout = recogniseLayout(files, folder);
    if (layout === undefined) return fail(noMetadata(files));
    return ok(new RepositorySession(files, layout, layout.signingEvent?.bytes, offerLayout(layout, "opened"), verifier));
  }

  /** What was too large to be gathered: most of its documents stay in the shards that read them. */
  static openLarge(large: LargeRepository, folder: string | undefined, verifier: SignatureVerifier): Result<RepositorySession, OpenFault> {
    const files = large.shards.files();
    const layout = recogniseLayout(files, folder);
    if (layout === undefined) return fail(noMetadata(files));
    const event = layout.signingEvent;
    const here = files.filter((file) => file.leaf === undefined);
    const session = new RepositorySession(here, layout, event?.leaf === undefined ? event?.bytes : undefined, large.shards.offer(layout.files, "opened"), verifier, large);
    return ok(session);
  }

  /** The digests of the roots here, from the lowest version. */
  rootDigests(): readonly Digest[] {
    return rootDocuments(takeInventory(this.opened.filter(isRootFile))).map(({ digest }) => digest);
  }

  isInShard({ path, origin }: FilePlace): boolean {
    return this.largeOf(origin)?.shards.leafAt(path) !== undefined;
  }

  /** Rows of all shards, each with the file that it stands in. */
  async searchShards(query: TargetQuery, most: number): Promise<readonly { readonly row: ShardRow; readonly file: FilePlace }[]> {
    const found = await Promise.all((["opened", "base"] as const).map(async (origin) => {
      const rows = (await this.largeOf(origin)?.shards.search(query, most)) ?? [];
      return rows.map(({ row, path }) => ({ row, file: { path, origin } }));
    }));
    return found.flat();
  }

  async rowInShard({ path, origin }: FilePlace, target: string): Promise<ShardRow | undefined> {
    const shards = this.largeOf(origin)?.shards;
    const leaf = shards?.leafAt(path);
    return leaf === undefined ? undefined : shards?.find(leaf, target);
  }

  private largeOf(origin: Origin): LargeRepository | undefined {
    switch (origin) {
      case "opened": return this.large;
      case "base": return this.largeBase;
      case "added": return undefined;
    }
  }

  /** The file with its bytes; undefined where it is gone, or another by now. Nothing is kept of it. */
  readonly whole: WholeFile = async (file) => {
    const offered = [...this.opened, ...this.base].find((one) => one === file);
    return offered === undefined ? file : this.wholeOf(offered);
  };

  private async wholeOf(file: RepositoryFile): Promise<RepositoryFile | undefined> {
    return isPutAway(file) ? broughtBack(file, await this.largeOf(file.origin)?.read(file.path)) : file;
  }

  /** Brings the documents of a role, if they were put away, back with all their bytes. False where they are gone, or are others by now. */
  async bringBack(role: RoleName): Promise<boolean> {
    const { opened, base, lastView } = this;
    if (![...opened, ...base].some((file) => file.role === role && isPutAway(file))) return true;
    const [openedAgain, baseAgain] = await Promise.all([opened, base].map((files) => Promise.all(files.map(async (file) => (file.role === role ? this.wholeOf(file) : file)))));
    if (openedAgain === undefined || baseAgain === undefined || [...openedAgain, ...baseAgain].includes(undefined)) return false;
    this.opened = openedAgain.filter((file) => file !== undefined);
    this.base = baseAgain.filter((file) => file !== undefined);
    if (lastView !== undefined) await this.look(lastView);
    return true;
  }

  /** The look that queries refer to. */
  assessment(): Assessment {
    if (this.current === undefined) throw new Error("a session is looked at before it is asked");
    return this.current;
  }

  async look(view: AssessView): Promise<Result<RepositoryReport, OpenFault>> {
    this.lastView = view;
    const files = [...this.opened, ...this.base, ...this.addedHere()];
    const anchor = this.confirmedAnchor(rootDocuments(takeInventory(files.filter(isRootFile))).map(({ digest }) => digest), view);
    const assessed = await assessRepository({
      layout: this.layout.kind,
      files,
      neighbours: this.neighbours,
      anchor,
      seen: view.seen,
      invitations: this.invitations,
      now: view.now,
    }, this.verifier);
    if (!assessed.ok) return assessed;
    this.current = assessed.value;
    return ok(pageReport(assessed.value));
  }

  /** Of several: the one that this session rests on already, then the one it was kept under, then that of the lowest root. */
  private confirmedAnchor(roots: readonly Digest[], { anchors, keptAs }: AssessView): Digest | undefined {
    const here = roots.filter((digest) => anchors.includes(digest));
    const before = this.current?.report.identity;
    return here.find((digest) => digest === before) ?? here.find((digest) => keptAs !== undefined && digest.startsWith(keptAs)) ?? here[0];
  }

  setBase(files: readonly NamedBytes[], view: AssessView): Promise<Result<RepositoryReport, OpenFault>> {
    const layout = recogniseLayout(files);
    return layout === undefined ? Promise.resolve(fail(noMetadata(files))) : this.replaceBase({ offered: offerLayout(layout, "base"), files, large: undefined }, view);
  }

  /** What is too large to be gathered stays in the shards that read it, as an opened one does. */
  setLargeBase(large: LargeRepository, view: AssessView): Promise<Result<RepositoryReport, OpenFault>> {
    const files = large.shards.files();
    const layout = recogniseLayout(files);
    return layout === undefined ? Promise.resolve(fail(noMetadata(files))) : this.replaceBase({ offered: large.shards.offer(layout.files, "base"), files: [], large }, view);
  }

  private async replaceBase(next: Base, view: AssessView): Promise<Result<RepositoryReport, OpenFault>> {
    const before: Base = { offered: this.base, files: this.baseFiles, large: this.largeBase };
    this.takeBase(next);
    const looked = await this.look(view);
    if (!looked.ok) this.takeBase(before);
    return looked;
  }

  private takeBase({ offered, files, large }: Base): void {
    this.base = offered;
    this.baseFiles = files;
    this.largeBase = large;
  }

  clearBase(): void {
    this.takeBase({ offered: [], files: [], large: undefined });
  }

  /** Brings back what was collected before. */
  restoreAdded(files: readonly NamedBytes[]): void {
    this.added = new Map(files.map(({ path, bytes }) => [path, bytes]));
  }

  judged(id: DocumentId): JudgedDocument | undefined {
    return this.assessment().judged.find(({ document }) => document.id === id);
  }

  async addSignatures(id: DocumentId, files: readonly NamedBytes[], view: AssessView): Promise<AddedSignatures> {
    const leftOut: AddedSignatures["leftOut"][number][] = [];
    const offers = new Map<JudgedDocument, SignatureOffer[]>();
    const offer = (judged: JudgedDocument, one: SignatureOffer): void => void offers.set(judged, [...(offers.get(judged) ?? []), one]);
    const asked = this.judged(id);
    for (const { path, bytes } of files) {
      const detached = parseDetachedSignatures(bytes);
      if (detached.ok) {
        if (asked !== undefined) offer(asked, { from: path, digest: undefined, signatures: detached.value.signatures });
        continue;
      }
      const { parsed, role } = offerFile(path, bytes, "added", "", undefined);
      if (!parsed.ok) {
        leftOut.push({ path, keyId: undefined, why: { kind: "unreadable", fault: parsed.fault } });
        continue;
      }
      const metadata = parsed.value;
      const own = this.assessment().judged.find(({ document }) => document.digest === metadata.digest);
      if (own !== undefined) offer(own, { from: path, digest: metadata.digest, signatures: metadata.signatures });
      else leftOut.push({ path, keyId: undefined, why: { kind: "not-open-here", role, version: metadata.signed.version } });
    }
    const added: Added[] = [];
    for (const [judged, list] of offers) {
      const result = await this.collect(judged, list);
      added.push(...result.added);
      leftOut.push(...result.leftOut);
    }
    return { report: await this.lookAgain(view), added, leftOut };
  }

  /** Independent code checks what was just signed; only then is it kept. */
  async attach(id: DocumentId, made: NewlySigned, view: AssessView): Promise<Result<RepositoryReport, AttachFault>> {
    const judged = this.judged(id);
    if (judged === undefined) return fail({ kind: "no-such-document" });
    const keys = signersOf(judged).filter(({ signer }) => signer.fingerprint === made.fingerprint);
    const signature = fromHex(made.signatureHex);
    if (keys.length === 0) return fail({ kind: "key-may-not-sign", fingerprint: made.fingerprint });
    const { signedBytes } = judged.document.metadata;
    const material = signature === undefined ? undefined : await firstVerifying(keys, signedBytes, signature, this.verifier);
    if (signature === undefined || material === undefined) return fail({ kind: "signature-does-not-verify", by: "webcrypto" });
    if (!(await nobleVerifier().verify(material, signedBytes, signature))) return fail({ kind: "signature-does-not-verify", by: "second" });
    const keyIds = keyIdsFor(made.fingerprint, judged.document.metadata, delegatorsOf(judged));
    await this.collect(judged, [{ from: "this device", digest: judged.document.digest, signatures: keyIds.map((keyId) => ({ keyId, sig: made.signatureHex })) }]);
    return ok(await this.lookAgain(view));
  }

  async attachExternal(id: DocumentId, input: string | Bytes, view: AssessView): Promise<Result<AttachedExternal, AttachFault>> {
    const judged = this.judged(id);
    if (judged === undefined) return fail({ kind: "no-such-document" });
    const candidates = readExternalSignature(input);
    if (!candidates.ok) return fail({ kind: "external", fault: candidates.fault });
    const { metadata } = judged.document;
    const others = this.assessment().inventory.documents
      .filter((document) => document.id !== id && document.metadata.away === undefined)
      .map(({ role, version, metadata: { signedBytes } }) => ({ name: `${role} ${version}`, bytes: signedBytes }));
    const keys = signersOf(judged);
    const found = await attribute(candidates.value, metadata.signedBytes, keys, this.verifier, [{ name: "the whole file", bytes: metadata.bytes }, ...others]);
    if (!found.ok) return fail({ kind: "external", fault: withoutMaterial(found.fault) });
    const { key, signatureHex } = found.value;
    const attached = await this.attach(id, { fingerprint: key.signer.fingerprint, signatureHex, madeWith: "elsewhere" }, view);
    return attached.ok ? ok({ report: attached.value, signer: key.signer, signatureHex }) : attached;
  }

  /** Every place of the document in the opened repository, with all that was collected written into it. */
  async written(judged: JudgedDocument): Promise<readonly NamedBytes[]> {
    const { document } = judged;
    const mine = document.files.filter(({ origin }) => origin === "opened");
    const places = mine.length > 0 ? mine : [document.file];
    const files = await Promise.all(places.map(async (file): Promise<NamedBytes> => {
      if (!file.parsed.ok) throw new Error("a document's files were parsed");
      const merged = await collectSignatures(judged, file, [], this.verifier);
      return { path: file.path, bytes: writeSignatures(file.parsed.value, merged.toWrite).bytes };
    }));
    if (this.layout.kind !== "working" || document.role !== "root") return files;
    const taken = new Set(this.opened.map(({ path }) => path));
    return [...files, ...emptyRootPlaces(files, this.layout.folder, document.version).filter(({ path }) => !taken.has(path))];
  }

  contents(): SessionContents {
    return {
      opened: this.large === undefined ? this.all : [],
      isComplete: this.large === undefined && this.largeBase === undefined,
      base: this.baseFiles,
      added: [...this.added].map(([path, bytes]) => ({ path, bytes })),
      folder: this.layout.folder,
    };
  }

  private async collect(judged: JudgedDocument, offers: readonly SignatureOffer[]): Promise<Pick<AddedSignatures, "added" | "leftOut">> {
    const { document } = judged;
    const { file } = document;
    if (!file.parsed.ok) throw new Error("a document's files were parsed");
    const before = new Set(document.signatures.map(({ keyId, sig }) => `${keyId} ${sig}`));
    const merged = await collectSignatures(judged, file, offers, this.verifier);
    if (merged.toWrite.length > 0) {
      const { bytes } = writeSignatures(file.parsed.value, merged.toWrite);
      this.added = new Map([...this.added, [collectedPath(document.id), bytes]]);
    }
    const from = new Set(offers.map((offer) => offer.from));
    const keys = delegatorsOf(judged);
    const label = (keyId: KeyId): string | undefined => keys.map((delegator) => delegator.keys.get(keyId)?.label).find((text) => text !== undefined);
    return {
      added: merged.toWrite.filter((s) => !before.has(key(s))).map(({ keyId }) => ({ document: document.id, role: document.role, version: document.version, keyId, label: label(keyId) })),
      leftOut: merged.leftOut.filter((one) => from.has(one.from)).map((one) => {
        const sig = offers.find((offer) => offer.from === one.from)?.signatures.find(({ keyId }) => keyId === one.keyId)?.sig;
        const asks = one.reason.kind === "does-not-verify" || one.reason.kind === "not-hex" || one.reason.kind === "not-in-role" || one.reason.kind === "unknown-key";
        return { path: one.from, keyId: one.keyId, why: one.reason, ...(sig === undefined || !asks ? {} : { offered: { document: document.id, keyId: one.keyId, sig } }) };
      }),
    };
  }

  /**
   * What was collected for documents that are open: signatures alone never make a document, and the role is that of
   * the document, which the content of a targets file does not tell.
   */
  private addedHere(): readonly RepositoryFile[] {
    if (this.added.size === 0) return [];
    return takeInventory([...this.opened, ...this.base]).documents.flatMap(({ id, role }): readonly RepositoryFile[] => {
      const path = collectedPath(id);
      const bytes = this.added.get(path);
      return bytes === undefined ? [] : [{ ...offerFile(path, bytes, "added", role, undefined), role }];
    });
  }

  private async lookAgain(view: AssessView): Promise<RepositoryReport> {
    const looked = await this.look(view);
    if (!looked.ok) throw new Error("what could be assessed before can be assessed with more signatures");
    return looked.value;
  }
}

type AssessedInvitations = Parameters<typeof assessRepository>[0]["invitations"];

/** Where the documents of a large repository are. */
export interface LargeRepository {
  readonly shards: ShardedFiles;
  /** A file by its path, as it is there now. */
  read(path: string): Promise<Bytes | undefined>;
}

interface Base {
  readonly offered: readonly RepositoryFile[];
  /** Empty where they stayed in the shards. */
  readonly files: readonly NamedBytes[];
  readonly large: LargeRepository | undefined;
}

/** The opened repository and its base may hold files of one path. */
export type FilePlace = Pick<RepositoryFile, "path" | "origin">;

function noMetadata(files: readonly { readonly path: string }[]): OpenFault {
  return { kind: "no-metadata", fileCount: files.length, firstPaths: files.slice(0, 5).map(({ path }) => path), unreadable: [] };
}

function isRootFile({ parsed }: RepositoryFile): boolean {
  return parsed.ok && parsed.value.signed.type === "root";
}

function isPutAway({ parsed }: RepositoryFile): boolean {
  return parsed.ok && parsed.value.away !== undefined;
}

/** The same file with its bytes, where they still are those that were judged. */
function broughtBack(file: RepositoryFile, bytes: Bytes | undefined): RepositoryFile | undefined {
  const whole = bytes === undefined ? undefined : offerFile(file.path, bytes, file.origin, file.roleInName, file.versionInName);
  const isSame = whole?.parsed.ok === true && file.parsed.ok && whole.parsed.value.digest === file.parsed.value.digest && bytes?.length === contentOf(file).length;
  return isSame ? whole : undefined;
}

function collectedPath(id: DocumentId): string {
  return `collected/${id}.json`;
}

/** tuf-on-ci publishes root_history alone, and reads root.json: a root belongs in both places. */
function emptyRootPlaces(files: readonly NamedBytes[], folder: string, version: number): readonly NamedBytes[] {
  const prefix = folder === "" ? "" : `${folder}/`;
  const places = [`${prefix}root.json`, `${prefix}root_history/${version}.root.json`];
  const first = files.find(({ path }) => places.includes(path));
  if (first === undefined) return [];
  return places.filter((place) => !files.some(({ path }) => path === place)).map((path) => ({ path, bytes: first.bytes }));
}

function key({ keyId, sig }: NewSignature): string {
  return `${keyId} ${sig}`;
}
