import { decodeUtf8 } from "../lib/bytes.ts";
import type { UtcInstant } from "../lib/utc-instant.ts";
import { allFields } from "../tuf/diff/all-fields.ts";
import { diffDocuments } from "../tuf/diff/diff-document.ts";
import { signingRequest } from "../tuf/edit/signing-request.ts";
import type { Assessment } from "../tuf/repository/assess.ts";
import { documentsOf, isFrom, type DocumentId, type RepositoryDocument } from "../tuf/repository/inventory.ts";
import type { JudgedDocument } from "../tuf/repository/quorums.ts";
import type { RepositoryFinding } from "../tuf/repository/report.ts";
import { rehearse } from "../tuf/repository/rehearse.ts";
import { outcomeSentences } from "../tuf/review/outcome-sentences.ts";
import { reviewFindings } from "../tuf/review/review-findings.ts";
import { digestWords } from "../tuf/review/word-list.ts";
import type { Signer } from "../tuf/verify/verification-report.ts";
import { delegatorsOf } from "./document-signers.ts";
import type { ReviewModel, ReviewSigner } from "./review-model.ts";

/** Every view of the ceremony, from the one parsed object that stands for the document. */
export async function buildReview(assessment: Assessment, judged: JudgedDocument, present: UtcInstant): Promise<ReviewModel> {
  const { document } = judged;
  const { metadata } = document;
  const summary = assessment.report.documents.find(({ id }) => id === document.id);
  if (summary === undefined) throw new Error("every judged document has a summary");
  const previous = previousOf(assessment, document);
  const before = previous?.metadata;
  const fields = allFields(metadata, before);
  return {
    present,
    document: summary,
    previous: previous === undefined ? undefined : { id: previous.id, version: previous.version, path: previous.file.path },
    outcome: outcomeSentences(document.role, before, metadata),
    changes: before === undefined ? [] : diffDocuments(before, metadata),
    unchangedFields: fields.filter(({ changed }) => changed === "same").length,
    fields,
    findings: reviewFindings({ before, after: metadata, now: present, reports: judged.judgements.map(({ report }) => report) }),
    against: assessment.report.findings.filter((finding) => isAgainst(finding, document.id)), // of the whole report: the page has part of it alone
    rehearsal: await rehearse(assessment, judged, present),
    signers: signersOf(judged),
    digest: document.digest,
    words: digestWords(document.digest),
    signedLengthBytes: metadata.signedBytes.length,
    canonicalText: decodeUtf8(metadata.signedBytes) ?? "",
    text: metadata.text,
    previousText: before?.text,
    path: document.file.path,
    bytes: new Uint8Array(metadata.bytes),
  };
}

/** What the review does not say itself: it tells of formats and keys already. */
function isAgainst(finding: RepositoryFinding, document: DocumentId): boolean {
  switch (finding.kind) {
    case "two-documents-one-version": return finding.documents.includes(document);
    case "signature-does-not-verify":
    case "more-signatures-do-not-verify":
    case "signed-by-former-keys": return finding.document === document;
    default: return false;
  }
}

/** A root follows the root before it; anything else the published document of its role, or the nearest older one at hand. */
function previousOf({ inventory, publication, chain, origin }: Assessment, document: RepositoryDocument): RepositoryDocument | undefined {
  if (document.role === "root") {
    const before = documentsOf(inventory, "root").filter(({ version }) => version === document.version - 1);
    return before.find(({ id }) => chain.accepted.some((root) => root.id === id)) ?? before[0];
  }
  const others = documentsOf(inventory, document.role).filter((other) => other.id !== document.id && other.version <= document.version);
  return others.find(({ id }) => publication.of.get(id) === "published") ?? others.toReversed().find((other) => isFrom(other, origin));
}

/** One line for each key over all quorums; a key that cannot be read here still has one. */
function signersOf(judged: JudgedDocument): readonly ReviewSigner[] {
  const { document, judgements } = judged;
  const requested = signingRequest(document.role, document.metadata, delegatorsOf(judged)).signers;
  const lines = new Map<string, { readonly signer: Signer; readonly quorums: readonly number[] }>();
  judgements.forEach(({ report }, quorum) => {
    for (const signer of report.signers) {
      const identity = signer.fingerprint ?? signer.keyIds.join(" ");
      const line = lines.get(identity);
      if (line === undefined) lines.set(identity, { signer, quorums: [quorum] });
      else lines.set(identity, { signer: stronger(line.signer, signer), quorums: [...line.quorums, quorum] });
    }
  });
  return [...lines.values()].map(({ signer, quorums }): ReviewSigner => {
    const request = requested.find(({ fingerprint }) => fingerprint === signer.fingerprint);
    return {
      fingerprint: signer.fingerprint,
      algorithm: signer.algorithm,
      label: request?.label ?? signer.label,
      onlineUri: request?.onlineUri ?? signer.onlineUri,
      sigstore: signer.sigstore,
      keyIds: request?.keyIds ?? signer.keyIds,
      state: signer.state,
      quorums,
    };
  });
}

/** Under two delegators a signature may be written under one id and be missing under the other: waiting is what is left to do. */
function stronger(a: Signer, b: Signer): Signer {
  const order: readonly Signer["state"][] = ["does-not-verify", "waiting", "cannot-check", "signed"];
  return order.indexOf(a.state) <= order.indexOf(b.state) ? a : b;
}
