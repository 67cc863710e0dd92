import { assertNever } from "../../lib/assert-never.ts";
import { quoted } from "../../lib/quoted.ts";
import type { LeftOutSignature } from "../edit/merge-signatures.ts";
import type { Description } from "./description.ts";
import { describeKeyProblem } from "./key-problem.ts";

const NOTHING_LOST = "Nothing that was collected before is lost.";

/** Why a signature of a dropped file did not come into the list. */
export function describeLeftOut({ from, keyId, reason }: LeftOutSignature): Description {
  const where = `${quoted(from)}, key id ${quoted(keyId)}.`;
  switch (reason.kind) {
    case "other-document": return {
      happened: "The signature belongs to another document.", evidence: `${where} That file's signed part has the digest ${reason.found}; here it is ${reason.expected}.`,
      client: "It would count for nothing here.", you: `Ask its signer which document they saw. It may be an older state of this one. ${NOTHING_LOST}`,
    };
    case "empty": return { happened: "The entry is empty: this key has not signed yet.", evidence: where, client: "An empty entry counts as no signature.", you: "Nothing." };
    case "already-collected": return { happened: "The signature is here already.", evidence: where, client: "One key counts once, however often it signs.", you: "Nothing." };
    case "does-not-verify": return {
      happened: "The signature does not verify.", evidence: `${where} It was checked against exactly the document that is shown here.`, client: "It would not be counted.",
      you: `Ask its signer to sign again, and to compare the digest first. ${NOTHING_LOST}`,
    };
    case "not-hex": return { happened: "The signature is not written in hex.", evidence: where, client: "It would not be counted.", you: `Ask for it in lower-case hex. ${NOTHING_LOST}` };
    case "not-in-role": return { happened: "The key may not sign this document.", evidence: `${where} No role that decides here lists the key id.`, client: "It would not be counted.", you: "Check whether it is meant for another document." };
    case "unknown-key": return { happened: "The key is not defined.", evidence: `${where} The role lists the key id, and no key stands under it.`, client: "It cannot be counted.", you: "Have the key defined first." };
    case "cannot-check": {
      const problem = reason.problem === undefined ? undefined : describeKeyProblem(reason.problem);
      return {
        happened: "The signature cannot be checked here, and another one holds its place.", evidence: problem === undefined ? where : `${where} ${problem.happened} ${problem.evidence}`,
        client: problem?.client ?? "Clients that know the key may count it.", you: "Check it with a tool that knows this kind of key.",
      };
    }
    case "replaced-by-verified": return {
      happened: "A signature that does not verify gave way to one that does.", evidence: `${where} The new one came from ${quoted(reason.by)}.`, client: "Only the new one would be counted.", you: "Nothing.",
    };
    default: return assertNever(reason);
  }
}
