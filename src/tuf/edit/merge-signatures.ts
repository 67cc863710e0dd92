import { assertNever } from "../../lib/assert-never.ts";
import type { Digest, KeyId } from "../model/ids.ts";
import type { KeyProblem } from "../model/key.ts";
import type { SignatureJudgement } from "../verify/verification-report.ts";
import type { NewSignature } from "./replace-signatures.ts";

/** The signatures of one file, or a detached list, with what verification said about each against the document. */
export interface OfferedSignatures {
  /** How the person knows it: a file name. */
  readonly from: string;
  /** Undefined for a detached list, which does not say what it signs. */
  readonly digest: Digest | undefined;
  readonly signatures: readonly NewSignature[];
  /** One list for each delegator (a root has two), each in the order of `signatures`. */
  readonly judgements: readonly (readonly SignatureJudgement[])[];
}

export interface MergedSignatures {
  /** The whole list: what was there first, in its order, then what came. Each key id once. */
  readonly signatures: readonly NewSignature[];
  /** What differs from the first file: the argument of `writeSignatures`. */
  readonly toWrite: readonly NewSignature[];
  readonly leftOut: readonly LeftOutSignature[];
}

export interface LeftOutSignature {
  readonly from: string;
  readonly keyId: KeyId;
  readonly reason: LeftOutReason;
}

export type LeftOutReason =
  /** The file is another document: a stale state, or something else altogether. */
  | { readonly kind: "other-document"; readonly expected: Digest; readonly found: Digest }
  | { readonly kind: "empty" }
  | { readonly kind: "already-collected" }
  | { readonly kind: "does-not-verify" }
  | { readonly kind: "not-hex" }
  | { readonly kind: "not-in-role" }
  | { readonly kind: "unknown-key" }
  /** Of a kind that cannot be checked here, and the place is taken. */
  | { readonly kind: "cannot-check"; readonly problem: KeyProblem | undefined }
  /** It stood in the first file, did not verify, and gave way to one that does. */
  | { readonly kind: "replaced-by-verified"; readonly by: string };

/**
 * Brings the signatures of several files of one document into one list. A verified signature wins over one that is
 * not, and over an empty slot; what the first file holds is given up for nothing less. A signature of a kind that
 * cannot be checked here goes into a free place, since another client may count it.
 */
export function mergeSignatures(digest: Digest, base: OfferedSignatures, others: readonly OfferedSignatures[]): MergedSignatures {
  const held = new Map(base.signatures.map((signature, i): [KeyId, Held] => [signature.keyId, { ...signature, from: base.from, standing: standingOf(base, i) }]));
  const leftOut: LeftOutSignature[] = [];
  for (const offer of others) {
    offer.signatures.forEach((signature, i) => {
      const leave = (reason: LeftOutReason): void => void leftOut.push({ from: offer.from, keyId: signature.keyId, reason });
      if (offer.digest !== undefined && offer.digest !== digest) return leave({ kind: "other-document", expected: digest, found: offer.digest });
      const standing = standingOf(offer, i);
      const present = held.get(signature.keyId);
      if (present?.sig === signature.sig && signature.sig !== "") return leave({ kind: "already-collected" });
      if (standing.kind !== "verified" && standing.kind !== "cannot-check") return leave(standing);
      if (present?.standing.kind === "verified") return leave({ kind: "already-collected" });
      const vacant = present === undefined || present.sig === "";
      if (standing.kind === "cannot-check" && !vacant) return leave(standing);
      if (!vacant) leftOut.push({ from: present.from, keyId: signature.keyId, reason: { kind: "replaced-by-verified", by: offer.from } });
      held.set(signature.keyId, { ...signature, from: offer.from, standing }); // a Map keeps the first place of a key
    });
  }
  const signatures = [...held.values()].map(({ keyId, sig }) => ({ keyId, sig }));
  const before = new Map(base.signatures.map(({ keyId, sig }) => [keyId, sig]));
  return { signatures, toWrite: signatures.filter(({ keyId, sig }) => before.get(keyId) !== sig), leftOut };
}

interface Held extends NewSignature {
  readonly from: string;
  readonly standing: Standing;
}

type Standing =
  | { readonly kind: "verified" }
  | { readonly kind: "empty" | "does-not-verify" | "not-hex" | "not-in-role" | "unknown-key" }
  | { readonly kind: "cannot-check"; readonly problem: KeyProblem | undefined };

/** Under a root's two delegators a signature need only be good for one; else the reason that says most. */
function standingOf(offer: OfferedSignatures, index: number): Standing {
  const standings = offer.judgements.flatMap((list) => {
    const judgement = list[index];
    return judgement === undefined ? [] : [standing(judgement)];
  });
  const order: readonly Standing["kind"][] = ["verified", "cannot-check", "does-not-verify", "not-hex", "empty", "unknown-key", "not-in-role"];
  return standings.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))[0] ?? { kind: "not-in-role" };
}

function standing({ verdict }: SignatureJudgement): Standing {
  switch (verdict.kind) {
    case "verified":
    case "duplicate": return { kind: "verified" }; // one key is written under each of its ids
    case "cannot-check": return { kind: "cannot-check", problem: verdict.problem };
    case "not-checked": return { kind: "cannot-check", problem: undefined };
    case "empty":
    case "does-not-verify":
    case "not-hex":
    case "not-in-role":
    case "unknown-key": return { kind: verdict.kind };
    default: return assertNever(verdict);
  }
}
