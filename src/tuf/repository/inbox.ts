import { fingerprintOf } from "../model/key.ts";
import type { Fingerprint } from "../model/ids.ts";
import { isMet } from "../verify/verification-report.ts";
import type { DocumentId, Origin } from "./inventory.ts";
import type { JudgedDocument } from "./quorums.ts";
import type { InboxItem, Publication } from "./report.ts";

/** What waits: pending documents, complete ones not seen published, and published ones that gained signatures. */
export function fillInbox(judged: readonly JudgedDocument[], publication: ReadonlyMap<DocumentId, Publication>, origin: Origin): readonly InboxItem[] {
  return judged.flatMap((one): readonly InboxItem[] => {
    const { document, judgements } = one;
    const item = { document: document.id, role: document.role, version: document.version };
    const state = publication.get(document.id);
    const onlineOnly = judgements.length > 0 && judgements.every(({ report }) => report.signers.length > 0 && report.signers.every(({ onlineUri }) => onlineUri !== undefined));
    if (state === "superseded" || (onlineOnly && state !== "published")) return [];
    if (state === "published") {
      const gained = gainedSignatures(one, origin);
      if (gained > 0) return [{ ...item, kind: "more-signatures", gained }];
      const asked = document.role !== "root" && document.metadata.signed.type === "targets" && document.role !== "targets"
        && judgements.some(({ delegator, report }) => publication.get(delegator.document.id) === "pending" && !isMet(report));
      return asked ? [{ ...item, kind: "needs-signatures", gained: 0 }] : [];
    }
    const needed = document.role === "root" ? judgements : judgements.slice(0, 1);
    const complete = needed.length > 0 && needed.every(({ report }) => isMet(report));
    return [{ ...item, kind: complete ? "complete" : "needs-signatures", gained: 0 }];
  }).toSorted((a, b) => rank(a) - rank(b) || a.version - b.version);
}

/** Verified keys that the published file of this document does not carry. */
function gainedSignatures({ document, judgements }: JudgedDocument, origin: Origin): number {
  const published = document.files.filter((file) => file.origin === origin);
  if (published.length === document.files.length) return 0;
  const before = new Set(published.flatMap(({ parsed }) => (parsed.ok ? parsed.value.signatures.map(({ keyId, sig }) => `${keyId} ${sig}`) : [])));
  const gained = new Set<Fingerprint>();
  for (const { delegator, report } of judgements) {
    report.signatures.forEach(({ keyId, verdict }, i) => {
      const entry = document.signatures[i];
      const key = delegator.keys.get(keyId);
      const fingerprint = key === undefined ? undefined : fingerprintOf(key);
      if (verdict.kind === "verified" && fingerprint !== undefined && entry !== undefined && !before.has(`${keyId} ${entry.sig}`)) gained.add(fingerprint);
    });
  }
  return gained.size;
}

function rank(item: InboxItem): number {
  const roles = ["root", "targets"];
  const at = roles.indexOf(item.role);
  return (item.kind === "needs-signatures" ? 0 : item.kind === "more-signatures" ? 10 : 20) + (at === -1 ? roles.length : at);
}
