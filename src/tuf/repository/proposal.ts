import { reportUnderRoot, type CheckContext } from "../client/checks.ts";
import type { RootDocument } from "./root-chain.ts";

/**
 * Is a signing event for the root after `last` under way? Then `last` is taken for published, since a proposal starts
 * from what is out. A valid signature by a root key of `last` says so. Before the first one there are the empty slots
 * that a ceremony opens for those who are to sign: enough of them for the threshold of `last`, and no other entry under
 * its keys. Anything else of that version is a file that somebody put there.
 */
export async function isUnderWay(proposals: readonly RootDocument[], last: RootDocument, { verifier }: CheckContext): Promise<boolean> {
  const reports = await Promise.all(proposals.map(({ metadata, signatures }) =>
    reportUnderRoot({ signedBytes: metadata.signedBytes, signatures }, "root", last.metadata.signed, verifier)));
  const listed = new Set(last.metadata.signed.roles.get("root")?.keyIds);
  return reports.some(({ counted, threshold, signatures }) => {
    if (counted > 0) return true;
    const under = signatures.filter(({ keyId }) => listed.has(keyId));
    return under.length >= threshold && under.every(({ verdict }) => verdict.kind === "empty");
  });
}
