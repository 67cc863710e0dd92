import { transfer, wrap } from "comlink";
import { decodeUtf8, utf8 } from "../lib/bytes.ts";
import { ok } from "../lib/result.ts";
import { noProbe, type SchemeProbe } from "../tuf/explain/scheme-probe.ts";
import { sha256Digest } from "../tuf/model/digest.ts";
import { isTopLevelRole, roleName, type KeyId, type RoleName } from "../tuf/model/ids.ts";
import { fingerprintOf, identityOfKey, type Key } from "../tuf/model/key.ts";
import { isOfType } from "../tuf/model/parse-metadata.ts";
import { askTarget } from "../tuf/repository/ask-target.ts";
import type { DocumentId, RepositoryDocument } from "../tuf/repository/inventory.ts";
import type { JudgedDocument } from "../tuf/repository/quorums.ts";
import { rehearse } from "../tuf/repository/rehearse.ts";
import type { SignatureVerifier } from "../tuf/verify/signature-verifier.ts";
import { buildReview } from "./build-review.ts";
import type { DocumentDetail, KeyDetail, OnJudged, ReadAgain, RepositoryService, SessionId } from "./repository-service.ts";
import { RepositorySession, type LargeRepository } from "./repository-session.ts";
import { findTargets, identifyFile, resolvePath, targetDetail } from "./target-queries.ts";
import type { AnswerStore } from "./shards/known-answers.ts";
import type { ShardApi } from "./shards/shard-api.ts";
import { ShardedFiles } from "./shards/sharded-files.ts";

/** The worker's side. `clockMs` measures how long verifying took; no judgement depends on it. */
export function createRepositoryService(verifier: SignatureVerifier, clockMs: () => number, probe: SchemeProbe = noProbe, answers?: AnswerStore): RepositoryService {
  const openings = new Map<SessionId, LargeOpening>();
  const sessions = new Map<SessionId, RepositorySession>();
  const sessionOf = (id: SessionId): RepositorySession => {
    const session = sessions.get(id);
    if (session === undefined) throw new Error(`no repository is open as ${id}`);
    return session;
  };
  const look: RepositoryService["assess"] = async (id, view) => {
    const looked = await sessionOf(id).look(view);
    if (!looked.ok) throw new Error("what was opened once can be looked at again");
    return looked.value;
  };
  // One change of a session at a time, in the order in which they were asked for: two signatures that arrive together
  // both stay, and the last answer speaks of the last state.
  const turns = new Map<SessionId, Promise<unknown>>();
  const inTurn = <T>(id: SessionId, work: () => Promise<T>): Promise<T> => {
    const done = (turns.get(id) ?? Promise.resolve()).then(work, work);
    turns.set(id, done);
    return done;
  };
  /** The session, with all bytes of the document's role at hand. Not to be asked within a turn. */
  const withBytes = async (id: SessionId, documentId: DocumentId): Promise<RepositorySession> => {
    const session = sessionOf(id);
    const document = session.judged(documentId)?.document;
    if (document?.metadata.away !== undefined) await inTurn(id, () => session.bringBack(document.role));
    return session;
  };
  /** Undefined where there is no such document, or its bytes cannot be had any more. */
  const judgedWithBytes = async (id: SessionId, documentId: DocumentId): Promise<JudgedDocument | undefined> => {
    const judged = (await withBytes(id, documentId)).judged(documentId);
    return judged?.document.metadata.away === undefined ? judged : undefined;
  };
  return {
    async open(id, files, view, folder) {
      const started = clockMs();
      const opened = RepositorySession.open(files, folder, verifier);
      if (!opened.ok) return opened;
      const session = opened.value;
      const report = await session.look(view);
      if (!report.ok) return report;
      sessions.set(id, session);
      const { kind, folder: chosen, otherFolders } = session.layout;
      return ok({ report: report.value, layout: kind, folder: chosen, otherFolders, tookMs: clockMs() - started });
    },
    async openLarge(id, ports, view, folder, onProgress, read) {
      const started = clockMs();
      const opening: LargeOpening = { isStopped: false, shards: undefined };
      openings.set(id, opening);
      try {
        const large = await largeOf(ports, read);
        const { shards } = large;
        opening.shards = shards;
        if (opening.isStopped) shards.stop();
        const opened = RepositorySession.openLarge(large, folder, verifier);
        if (!opened.ok) return opened;
        const session = opened.value;
        const gathered = clockMs();
        const [root] = session.rootDigests();
        if (root !== undefined && answers !== undefined) shards.known = await answers.read(root);
        shards.onProgress = throttled(onProgress, clockMs);
        const report = await session.look(view);
        if (!report.ok) return report;
        sessions.set(id, session);
        shards.known = shards.verified;
        if (root !== undefined) answers?.write(root, [...shards.verified]).catch(() => undefined); // no room: the next opening checks everything again
        const { kind, folder: chosen, otherFolders } = session.layout;
        const stages = { parseMs: shards.parseMs, gatherMs: gathered - started, judgeMs: clockMs() - gathered };
        return ok({ report: report.value, layout: kind, folder: chosen, otherFolders, tookMs: clockMs() - started, stages });
      } finally {
        openings.delete(id);
      }
    },
    async stopOpening(id) {
      const opening = openings.get(id);
      if (opening === undefined) return;
      opening.isStopped = true;
      opening.shards?.stop();
    },
    assess: (id, view) => inTurn(id, () => look(id, view)),
    setBase: (id, files, view) => inTurn(id, () => sessionOf(id).setBase(files, view)),
    setLargeBase: async (id, ports, view, read) => {
      const large = await largeOf(ports, read);
      return inTurn(id, () => sessionOf(id).setLargeBase(large, view));
    },
    clearBase: (id, view) => inTurn(id, () => {
      sessionOf(id).clearBase();
      return look(id, view);
    }),
    restoreAdded: (id, files, view) => inTurn(id, () => {
      sessionOf(id).restoreAdded(files);
      return look(id, view);
    }),
    async document(id, documentId) {
      const session = sessionOf(id);
      const found = await judgedWithBytes(id, documentId);
      const summary = session.assessment().report.documents.find((document) => document.id === documentId);
      return found === undefined || summary === undefined ? undefined : detailOf(found.document, summary);
    },
    async explain(id, place) {
      const { explainInRepository } = await import("../tuf/explain/explain-in-repository.ts"); // few ever ask
      return (await judgedWithBytes(id, place.document)) === undefined ? undefined : explainInRepository(sessionOf(id).assessment(), place, { verifier, probe });
    },
    async explainOffered(id, { document, keyId, sig }) {
      const { explainOffered } = await import("../tuf/explain/explain-in-repository.ts");
      return explainOffered(sessionOf(id).assessment(), document, { keyId, sig }, { verifier, probe });
    },
    askTarget: async (id, path) => askTarget(sessionOf(id).assessment(), path, sessionOf(id).whole),
    async role(id, role) {
      return { documents: sessionOf(id).assessment().report.documents.filter((document) => document.role === role) };
    },
    findTargets: (id, question, most) => findTargets(sessionOf(id), question, most, clockMs),
    targetDetail: (id, documentId, path) => targetDetail(sessionOf(id), documentId, path),
    resolvePath: (id, path) => resolvePath(sessionOf(id), path),
    identifyFile: (id, file) => identifyFile(sessionOf(id), file, clockMs),
    async review(id, documentId, present) {
      const judged = await judgedWithBytes(id, documentId);
      return judged === undefined ? undefined : buildReview(sessionOf(id).assessment(), judged, present);
    },
    async rehearse(id, documentId, at) {
      const judged = await judgedWithBytes(id, documentId);
      return judged === undefined ? undefined : rehearse(sessionOf(id).assessment(), judged, at);
    },
    addSignatures: async (id, documentId, files, view) => {
      const session = await withBytes(id, documentId);
      return inTurn(id, () => session.addSignatures(documentId, files, view));
    },
    attach: async (id, documentId, signature, view) => {
      const session = await withBytes(id, documentId);
      return inTurn(id, () => session.attach(documentId, signature, view));
    },
    async signingBytes(id, documentId) {
      const bytes = (await judgedWithBytes(id, documentId))?.document.metadata.signedBytes;
      if (bytes === undefined) return undefined;
      const copy = new Uint8Array(bytes);
      return transfer(copy, [copy.buffer]);
    },
    attachExternal: async (id, documentId, input, view) => {
      const session = await withBytes(id, documentId);
      return inTurn(id, () => session.attachExternal(documentId, input, view));
    },
    async exportDocument(id, documentId) {
      const session = sessionOf(id);
      const judged = await judgedWithBytes(id, documentId);
      if (judged === undefined) return undefined;
      const { document, judgements } = judged;
      const verified = new Map<KeyId, string>();
      const fingerprints = new Set<string>();
      for (const { report } of judgements) {
        report.signatures.forEach(({ keyId, verdict, fingerprint }, i) => {
          const sig = document.signatures[i]?.sig;
          if ((verdict.kind !== "verified" && verdict.kind !== "duplicate") || sig === undefined) return;
          verified.set(keyId, sig);
          if (fingerprint !== undefined) fingerprints.add(fingerprint);
        });
      }
      const detached = utf8(`${JSON.stringify([...verified].map(([keyid, sig]) => ({ keyid, sig })), undefined, 1)}\n`);
      return {
        files: await session.written(judged),
        detached,
        role: document.role,
        version: document.version,
        digest: document.digest,
        verifiedSignatures: fingerprints.size,
      };
    },
    async contents(id) {
      return sessionOf(id).contents();
    },
    async close(id) {
      await inTurn(id, async () => sessions.delete(id));
      turns.delete(id);
    },
  };
}

/** A large repository that is being opened. `shards`: once everything was read. */
interface LargeOpening {
  isStopped: boolean;
  shards: ShardedFiles | undefined;
}

/** Waits for the last file. A file's bytes come from the shard as long as it has them, else from where they were read. */
async function largeOf(ports: readonly MessagePort[], read: ReadAgain | undefined): Promise<LargeRepository> {
  const shards = await ShardedFiles.gather(ports.map((port) => wrap<ShardApi>(port)), read !== undefined);
  return { shards, read: async (path) => (await shards.bytesAt(path)) ?? read?.(path) };
}

const PROGRESS_EVERY_MS = 100;

/** Each call is a message: ten a second are enough to read. */
function throttled(onProgress: OnJudged, clockMs: () => number): OnJudged {
  let last = Number.NEGATIVE_INFINITY;
  return (progress) => {
    const now = clockMs();
    if (now - last < PROGRESS_EVERY_MS) return;
    last = now;
    onProgress(progress);
  };
}

function detailOf(document: RepositoryDocument, summary: DocumentDetail["summary"]): DocumentDetail {
  const { metadata, file } = document;
  return {
    summary,
    path: file.path,
    text: metadata.text,
    canonicalText: decodeUtf8(metadata.signedBytes) ?? "",
    signedLengthBytes: metadata.signedBytes.length,
    fileLengthBytes: metadata.bytes.length,
    fileDigest: sha256Digest(metadata.bytes),
    keys: keysGiven(document),
    targetCount: isOfType(metadata, "targets") ? metadata.signed.targets.size : 0,
  };
}

function keysGiven({ metadata }: RepositoryDocument): readonly KeyDetail[] {
  const uses = new Map<KeyId, RoleName[]>();
  const use = (role: string, keyIds: readonly KeyId[]): void => {
    for (const keyId of keyIds) uses.set(keyId, [...(uses.get(keyId) ?? []), roleName(role)]);
  };
  let keys: ReadonlyMap<KeyId, Key> = new Map();
  if (isOfType(metadata, "root")) {
    keys = metadata.signed.keys;
    for (const [role, { keyIds }] of metadata.signed.roles) use(role, keyIds);
  } else if (isOfType(metadata, "targets") && metadata.signed.delegations !== undefined) {
    const { delegations } = metadata.signed;
    keys = delegations.keys;
    for (const role of delegations.roles) use(role.name, role.keyIds);
    if (delegations.succinct !== undefined) use(`${delegations.succinct.namePrefix}-*`, delegations.succinct.keyIds);
  }
  return [...keys.values()].map((key): KeyDetail => ({
    keyId: key.keyId,
    keyIdForm: key.keyIdForm,
    keytype: key.keytype,
    scheme: key.scheme,
    algorithm: key.material.ok ? key.material.value.algorithm : undefined,
    problem: key.material.ok ? undefined : key.material.fault,
    fingerprint: fingerprintOf(key),
    label: key.label,
    onlineUri: key.onlineUri,
    sigstore: identityOfKey(key),
    usedBy: (uses.get(key.keyId) ?? []).toSorted((a, b) => Number(isTopLevelRole(b)) - Number(isTopLevelRole(a))),
  }));
}
