import { encodeReceipt } from "../exports/receipt.ts";
import { writeBack } from "../exports/write-back.ts";
import { fail } from "../lib/result.ts";
import type { Bytes } from "../lib/bytes.ts";
import type { DocumentId } from "../tuf/repository/inventory.ts";
import type { Anchors } from "./anchors.ts";
import type { WorkspaceContext } from "./deps.ts";
import type { Opening } from "./opening.ts";
import type { Ceremony, SignatureMade, SigningFault } from "./state.ts";
import type { Workspace } from "./workspace.ts";

type CeremonyActions = Pick<Workspace,
  | "readDocument" | "explainSignature" | "explainOffered" | "askMapFile" | "readReview" | "rehearse" | "markCompared" | "sign" | "signingBytes" | "attachExternal" | "addSignatures" | "exportDocument" | "writeBack" | "receipt">;

export const NEW_CEREMONY: Ceremony = { compared: undefined, signing: { kind: "idle" }, signed: [], added: undefined };

export function ceremonyKey(id: string, document: DocumentId): string {
  return `${id}/${document}`;
}

/** Review, compare, sign, check, export: always at the real present. */
export function createCeremony(context: WorkspaceContext, anchors: Anchors, opening: Opening): CeremonyActions {
  const { store, service, reader, keyring, readNow, build } = context;
  const { sessionOf } = opening;

  const change = (id: string, document: DocumentId, part: Partial<Ceremony>): void => {
    const key = ceremonyKey(id, document);
    store.setState(({ ceremonies }) => ({ ceremonies: { ...ceremonies, [key]: { ...(ceremonies[key] ?? NEW_CEREMONY), ...part } } }));
  };
  const ceremony = (id: string, document: DocumentId): Ceremony => store.getState().ceremonies[ceremonyKey(id, document)] ?? NEW_CEREMONY;
  const refuse = (id: string, document: DocumentId, fault: SigningFault): undefined => {
    change(id, document, { signing: { kind: "failed", fault } });
    return undefined;
  };
  const isNow = (): boolean => store.getState().clock.kind === "now";
  const made = (id: string, document: DocumentId, signature: SignatureMade): SignatureMade => {
    change(id, document, { signing: { kind: "idle" }, signed: [...ceremony(id, document).signed, signature] });
    return signature;
  };

  return {
    readDocument: (id, document) => service.document(sessionOf(id), document),
    explainSignature: (id, place) => service.explain(sessionOf(id), place),
    explainOffered: (id, offered) => service.explainOffered(sessionOf(id), offered),
    askMapFile: async (map, path) => (await import("./agreement.ts")).askMapFile(map, path, Object.values(store.getState().repositories), (id) => service.askTarget(sessionOf(id), path)),
    readReview: (id, document) => service.review(sessionOf(id), document, readNow()),
    rehearse: (id, document, at) => service.rehearse(sessionOf(id), document, at),
    markCompared: (id, document, digest) => change(id, document, { compared: digest }),

    async sign(id, document, entryId) {
      if (!isNow()) return refuse(id, document, { from: "ceremony", fault: { kind: "not-now" } });
      const now = readNow();
      const review = await service.review(sessionOf(id), document, now);
      if (review === undefined) return refuse(id, document, { from: "repository", fault: { kind: "no-such-document" } });
      // What was compared is what is signed: the keyring holds the bytes against this digest once more.
      const { compared } = ceremony(id, document);
      if (compared !== review.digest) return refuse(id, document, { from: "ceremony", fault: { kind: "not-compared" } });
      change(id, document, { signing: { kind: "signing" } });
      const signed = await keyring.sign({ entryId, documentBytes: review.bytes, reviewedDigest: compared, now });
      if (!signed.ok) return refuse(id, document, { from: "keyring", fault: signed.fault });
      const { fingerprint, signatureHex, digest } = signed.value;
      const attached = await service.attach(sessionOf(id), document, { fingerprint, signatureHex, madeWith: "webcrypto" }, await anchors.view());
      if (!attached.ok) return refuse(id, document, { from: "repository", fault: attached.fault });
      await opening.accept(id, attached.value);
      return made(id, document, { document, digest, fingerprint, signatureHex, keyName: nameOf(context, fingerprint), at: now });
    },

    signingBytes: (id, document) => service.signingBytes(sessionOf(id), document),

    async attachExternal(id, document, input) {
      if (!isNow()) return refuse(id, document, { from: "ceremony", fault: { kind: "not-now" } });
      const digest = (await service.document(sessionOf(id), document))?.summary.digest;
      const { compared } = ceremony(id, document);
      if (digest === undefined || compared !== digest) return refuse(id, document, { from: "ceremony", fault: { kind: "not-compared" } });
      change(id, document, { signing: { kind: "signing" } });
      const attached = await service.attachExternal(sessionOf(id), document, input, await anchors.view());
      if (!attached.ok) return refuse(id, document, { from: "repository", fault: attached.fault });
      const { report, signer, signatureHex } = attached.value;
      await opening.accept(id, report);
      return made(id, document, { document, digest, fingerprint: signer.fingerprint, signatureHex, keyName: nameOf(context, signer.fingerprint, signer.label), at: readNow() });
    },

    async addSignatures(id, document, collected) {
      if (!collected.ok) return collected.fault.kind === "cancelled" ? undefined : collected.fault;
      const contents = await reader.readFiles(collected.value.items);
      if (!contents.ok) return contents.fault.kind === "cancelled" ? undefined : contents.fault;
      const added = await service.addSignatures(sessionOf(id), document, contents.value.files, await anchors.view());
      change(id, document, { added });
      await opening.accept(id, added.report);
      return undefined;
    },

    exportDocument: (id, document) => service.exportDocument(sessionOf(id), document),

    async writeBack(id, document) {
      const folder = opening.folderOf(id);
      const bundle = await service.exportDocument(sessionOf(id), document);
      if (folder === undefined || bundle === undefined) return fail({ kind: "no-folder" });
      const before = await opening.onDisk(id);
      const done = await writeBack(folder, bundle.files.map((file) => ({ ...file, replaces: before.get(file.path) })));
      if (done.ok) opening.wroteBack(id, bundle.files);
      return done;
    },

    receipt: (id, signature) => Promise.resolve(receiptOf(context, build, id, signature)),
  };
}

function nameOf({ store }: WorkspaceContext, fingerprint: string, label?: string): string {
  const { keyring } = store.getState();
  const entry = keyring.kind === "ready" ? keyring.entries.find((one) => one.fingerprint === fingerprint) : undefined;
  return entry?.name ?? label ?? "a key held elsewhere";
}

function receiptOf({ store }: WorkspaceContext, build: WorkspaceContext["build"], id: string, signature: SignatureMade): Bytes {
  const repository = store.getState().repositories[id];
  const document = repository?.report.documents.find((one) => one.id === signature.document);
  if (repository === undefined || document === undefined) throw new Error("a receipt is of an open document");
  const { digest, fingerprint, keyName, signatureHex, at } = signature;
  const keyIds = document.quorums.flatMap(({ report }) => report.signers.filter((signer) => signer.fingerprint === fingerprint).flatMap((signer) => signer.keyIds));
  return encodeReceipt({
    repository: repository.report.identity,
    role: document.role,
    version: document.version,
    signedDigest: digest,
    key: { fingerprint, keyIds: [...new Set(keyIds)], name: keyName },
    signature: signatureHex,
    signedAt: at,
    build,
  });
}
