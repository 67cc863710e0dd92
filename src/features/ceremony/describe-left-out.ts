import { assertNever } from "../../lib/assert-never.ts";
import { describeDocumentFault } from "../../tuf/words/document-fault.ts";
import { documentWords } from "../../tuf/words/report-words.ts";
import type { Ceremony } from "../../workspace/state.ts";

type LeftOut = NonNullable<Ceremony["added"]>["leftOut"][number]["why"];

/** Why a signature, or a file of them, was not taken in. What had been collected before stays. */
export function describeLeftOut(why: LeftOut): string {
  switch (why.kind) {
    case "other-document": return "It signs another document: an older state of this one, or something else.";
    case "empty": return "Its place is empty: a slot that waits for its signer.";
    case "already-collected": return "It is here already.";
    case "does-not-verify": return "It does not verify over this document.";
    case "not-hex": return "It is not written in hex, as TUF carries signatures.";
    case "not-in-role": return "Its key may not sign this document.";
    case "unknown-key": return "The role lists its key id, and the document defines no such key.";
    case "cannot-check": return "Its key is of a kind that cannot be checked here, and another signature has its place.";
    case "replaced-by-verified": return "It stood here, did not verify, and gave way to one that does.";
    case "unreadable": {
      const { happened, evidence } = describeDocumentFault(why.fault);
      return `${happened} ${evidence}`;
    }
    case "not-open-here": return `It signs ${documentWords(why.role, why.version)}, and no document open here is exactly that one.`;
    default: return assertNever(why);
  }
}
