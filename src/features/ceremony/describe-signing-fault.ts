import { assertNever } from "../../lib/assert-never.ts";
import { quoted } from "../../lib/quoted.ts";
import { describeExternalSignatureFault, describeKeyringFault } from "../../workspace/words.ts";
import type { SigningFault } from "../../workspace/state.ts";

/** Why there is no new signature. Nothing that was collected before is lost by any of these. */
export interface SigningFaultText {
  readonly what: string;
  readonly evidence: string;
  readonly you: string;
}

export function describeSigningFault(fault: SigningFault): SigningFaultText {
  switch (fault.from) {
    case "keyring":
      return { what: "Nothing was signed", evidence: describeKeyringFault(fault.fault), you: "Mend what is said here and sign again; the review stays as it is." };
    case "ceremony":
      return fault.fault.kind === "not-now"
        ? { what: "Nothing was signed: this view shows another time", evidence: "The clock is set to a chosen time.", you: "Set it back to now. Review and signature speak of the present only." }
        : { what: "Nothing was signed: the digest was not compared", evidence: "What is signed must be the digest that stood at Compare.", you: "Go back to Compare, then sign." };
    case "repository": return describeRepositoryFault(fault.fault);
    default: return assertNever(fault);
  }
}

function describeRepositoryFault(fault: Extract<SigningFault, { from: "repository" }>["fault"]): SigningFaultText {
  switch (fault.kind) {
    case "no-such-document":
      return { what: "This document is not open any more", evidence: "The repository was opened anew without it.", you: "Open the folder or file that holds it again." };
    case "key-may-not-sign":
      return { what: "This key may not sign this document", evidence: `No delegator lists ${fault.fingerprint}.`, you: "Sign with a key that stands under Signatures." };
    case "signature-does-not-verify":
      return {
        what: "A signature was made and thrown away: it does not verify",
        evidence: fault.by === "webcrypto" ? "The browser's own cryptography refuses it." : "The browser's cryptography accepts it and a second, independent implementation refuses it.",
        you: "Nothing was changed. Use another browser, and please report this.",
      };
    case "external":
      return {
        what: "This signature was not added",
        evidence: describeExternalSignatureFault(fault.fault, ({ label, fingerprint }) => (label === undefined ? fingerprint : `the key labelled ${quoted(label)}`)),
        you: "Nothing was changed. Sign the downloaded file of canonical bytes, and bring that signature.",
      };
    default: return assertNever(fault);
  }
}
