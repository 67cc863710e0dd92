import { mergeSignatures, type MergedSignatures, type OfferedSignatures } from "../edit/merge-signatures.ts";
import type { NewSignature } from "../edit/replace-signatures.ts";
import type { Digest } from "../model/ids.ts";
import type { SignatureVerifier } from "../verify/signature-verifier.ts";
import { verifySignatures } from "../verify/verify-signatures.ts";
import type { RepositoryFile } from "./inventory.ts";
import type { JudgedDocument } from "./quorums.ts";

export interface SignatureOffer {
  readonly from: string;
  /** Undefined for a detached list. */
  readonly digest: Digest | undefined;
  readonly signatures: readonly NewSignature[];
}

/** Brings what all files of a document and these offers hold into `base`: every signature is verified before it counts. */
export async function collectSignatures(judged: JudgedDocument, base: RepositoryFile, offers: readonly SignatureOffer[], verifier: SignatureVerifier): Promise<MergedSignatures> {
  const { document } = judged;
  const others = document.files.filter((file) => file !== base).map(offerOf);
  const judge = async (offer: SignatureOffer): Promise<OfferedSignatures> => ({
    ...offer,
    judgements: await Promise.all(judged.judgements.map(async ({ delegator }) => {
      const report = await verifySignatures({ signedBytes: document.metadata.signedBytes, signatures: offer.signatures }, delegator.roleKeys, delegator.keys, verifier);
      return report.signatures;
    })),
  });
  return mergeSignatures(document.digest, await judge(offerOf(base)), await Promise.all([...others, ...offers].map(judge)));
}

export function offerOf(file: RepositoryFile): SignatureOffer {
  const metadata = file.parsed.ok ? file.parsed.value : undefined;
  return { from: file.path, digest: metadata?.digest, signatures: metadata?.signatures ?? [] };
}
