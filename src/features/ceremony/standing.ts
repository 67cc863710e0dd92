import type { SignaturePlace } from "../../tuf/explain/explanation.ts";
import type { DocumentSummary, Quorum } from "../../tuf/repository/report.ts";
import { isMet } from "../../tuf/verify/verification-report.ts";
import { documentTitle, documentWords } from "../../tuf/words/report-words.ts";
import type { SignatureState } from "../../ui/atoms/signature-row.tsx";
import type { ReviewModel, ReviewSigner } from "../../workspace/review-model.ts";
import type { KeyringState } from "../../workspace/state.ts";

export type KeyEntry = Extract<KeyringState, { kind: "ready" }>["entries"][number];

/** Where one key stands with this document, as the person who looks should see it. */
export interface Standing {
  readonly state: SignatureState;
  /** The person holds this key. */
  readonly mine: KeyEntry | undefined;
  /** "root 12 only", where not every quorum counts the key. */
  readonly only: string | undefined;
}

/** A key of the person's own that may sign this document. */
export interface MyKey {
  readonly entry: KeyEntry;
  readonly signer: ReviewSigner;
  /** Its signature would fill a place that is still empty. */
  readonly helps: boolean;
}

type About = Pick<ReviewModel, "document" | "signers">;

/** Those that must be met before the document can be published: the others only may. */
export function requiredQuorums({ role, publication, quorums }: DocumentSummary): readonly Quorum[] {
  return role === "root" || publication === "published" ? quorums : quorums.slice(0, 1);
}

export function isComplete(document: DocumentSummary): boolean {
  const required = requiredQuorums(document);
  return required.length > 0 && required.every(({ report }) => isMet(report));
}

export function standingOf(signer: ReviewSigner, { document }: About, entries: readonly KeyEntry[]): Standing {
  const mine = entryOf(signer, entries);
  return { state: stateOf(signer, document, mine), mine, only: onlyWords(signer, document) };
}

/** The keys whose signature is most useful first. */
export function myKeys({ document, signers }: About, entries: readonly KeyEntry[]): readonly MyKey[] {
  const mine = signers.flatMap((signer): readonly MyKey[] => {
    const entry = entryOf(signer, entries);
    return entry === undefined ? [] : [{ entry, signer, helps: helps(signer, document) }];
  });
  const worth = ({ helps: useful, signer }: MyKey): number => (useful ? signer.quorums.length : 0);
  return mine.toSorted((a, b) => worth(b) - worth(a));
}

/** Plain text: what the window is called, and the heading of the review. */
export function reviewTitle(review: About, entries: readonly KeyEntry[]): string {
  const { document } = review;
  const name = documentTitle(document.role, document.version);
  if (myKeys(review, entries).some((key) => key.helps)) return `${name} asks for your signature`;
  if (document.publication === "published") return `${name} is published`;
  if (document.publication === "superseded") return `${name} was overtaken by a newer version`;
  return isComplete(document) ? `${name} is complete` : `${name} waits for signatures`;
}

/** Everybody who can still fill an empty place in one quorum. */
export function waitingFor(quorumIndex: number, { signers }: About): readonly ReviewSigner[] {
  return signers.filter((signer) => signer.state !== "signed" && signer.quorums.includes(quorumIndex));
}

/** Where the signature stands that keeps this key from being counted; undefined for a key that has no such signature. */
export function failingPlace(signer: ReviewSigner, { id, quorums }: DocumentSummary): SignaturePlace | undefined {
  if (signer.state !== "does-not-verify") return undefined;
  for (const at of signer.quorums) {
    const quorum = quorums[at];
    const index = quorum?.report.signatures.findIndex(({ keyId, verdict }) => signer.keyIds.includes(keyId) && (verdict.kind === "does-not-verify" || verdict.kind === "not-hex")) ?? -1;
    if (quorum !== undefined && index !== -1) return { document: id, by: quorum.by.document, index };
  }
  return undefined;
}

function entryOf({ fingerprint }: ReviewSigner, entries: readonly KeyEntry[]): KeyEntry | undefined {
  return fingerprint === undefined ? undefined : entries.find((entry) => entry.fingerprint === fingerprint);
}

function helps(signer: ReviewSigner, { quorums }: DocumentSummary): boolean {
  if (signer.state === "signed") return false;
  return signer.quorums.some((at) => {
    const quorum = quorums[at];
    return quorum !== undefined && !isMet(quorum.report);
  });
}

function stateOf(signer: ReviewSigner, document: DocumentSummary, mine: KeyEntry | undefined): SignatureState {
  switch (signer.state) {
    case "signed": return "verified";
    case "does-not-verify": return "does-not-verify";
    case "cannot-check": return "cannot-check";
    case "waiting":
      if (!helps(signer, document)) return "may-still-sign";
      return mine !== undefined ? "yours" : isLeaving(signer, document) ? "may-still-sign" : "waiting";
  }
}

/** Listed by the root before alone: this root takes the key away. */
export function isLeaving({ quorums }: ReviewSigner, document: DocumentSummary): boolean {
  const own = document.quorums.findIndex(({ by }) => by.document === document.id);
  return document.role === "root" && own !== -1 && !quorums.includes(own);
}

function onlyWords({ quorums }: ReviewSigner, document: DocumentSummary): string | undefined {
  if (quorums.length === document.quorums.length) return undefined;
  const names = quorums.flatMap((at) => document.quorums[at] ?? []).map(({ by }) => documentWords(by.role, by.version));
  return names.length === 0 ? undefined : `${names.join(" and ")} only`;
}
