import { listWords } from "./report-words.ts";

export type ClientName = "python-tuf" | "tuf-js" | "go-tuf" | "tough" | "php-tuf" | "rust-tuf" | "Notary";

/** A way in which a document leaves the rule, and on which clients are known to differ. */
export type Departure =
  | "date-form"
  | "date-unreadable"
  | "hex-point-key"
  | "key-id-not-hash"
  | "unknown-keytype"
  | "p384-key"
  | "p521-key"
  | "rare-rsa-scheme"
  | "ml-dsa-key"
  | "same-key-twice"
  | "terminating-missing"
  | "scope-missing"
  | "scope-both"
  | "extra-role"
  | "consistent-snapshot-missing"
  | "duplicate-role"
  | "duplicate-json-key"
  | "duplicate-signature"
  | "not-an-integer"
  | "empty-hashes"
  | "spec-version"
  | "empty-signature-slot";

/** What clients do with one departure from the rule. A client that is not named has not been tried. */
export interface ClientBehaviour {
  readonly refuse: readonly ClientName[];
  readonly accept: readonly ClientName[];
  /** What acceptance means, where it is not plain. */
  readonly remark?: string;
}

/** The one table of who refuses what. Source: runs of python-tuf 5.1.0 and tuf-js 5.0.1; source text of the others. */
export const CLIENT_BEHAVIOUR: Readonly<Record<Departure, ClientBehaviour>> = {
  "date-form": { refuse: ["python-tuf"], accept: ["tuf-js", "go-tuf"] },
  "date-unreadable": { refuse: ["python-tuf"], accept: ["tuf-js"], remark: "tuf-js then never treats it as expired." },
  "hex-point-key": { refuse: ["python-tuf", "go-tuf"], accept: ["tuf-js", "tough"], remark: "A client that refuses the key counts no signature by it." },
  "key-id-not-hash": { refuse: ["tough", "php-tuf", "rust-tuf", "Notary"], accept: ["python-tuf", "tuf-js", "go-tuf"] },
  "unknown-keytype": { refuse: ["python-tuf"], accept: ["tuf-js"], remark: "python-tuf refuses the whole file for it." },
  "p384-key": { refuse: ["tuf-js", "tough"], accept: ["python-tuf", "go-tuf"], remark: "tuf-js checks it with SHA-256, so no signature by it verifies there." },
  "p521-key": { refuse: ["tuf-js", "go-tuf", "tough"], accept: ["python-tuf"], remark: "python-tuf needs securesystemslib 1.2 or later; with an older one it refuses the whole file." },
  "rare-rsa-scheme": { refuse: ["tuf-js", "go-tuf", "tough"], accept: ["python-tuf"], remark: "The others know RSA-PSS with SHA-256 alone." },
  "ml-dsa-key": { refuse: ["tuf-js", "tough"], accept: ["python-tuf", "go-tuf"], remark: "Only releases of 2026 and later accept it; an older python-tuf refuses the whole file." },
  "same-key-twice": { refuse: [], accept: ["python-tuf", "tuf-js"], remark: "These two count one key as two signers; go-tuf counts it once, as is done here." },
  "terminating-missing": { refuse: ["python-tuf", "tuf-js"], accept: [] },
  "scope-missing": { refuse: ["python-tuf", "php-tuf"], accept: ["tuf-js"], remark: "Where it is accepted, the role reaches no target." },
  "scope-both": { refuse: ["python-tuf", "tuf-js", "php-tuf"], accept: [] },
  "extra-role": { refuse: ["python-tuf"], accept: ["tuf-js"] },
  "consistent-snapshot-missing": { refuse: ["tuf-js", "go-tuf"], accept: ["python-tuf"], remark: "Where it is accepted, it is read as false." },
  "duplicate-role": { refuse: ["python-tuf", "tuf-js"], accept: [] },
  "duplicate-json-key": { refuse: [], accept: ["python-tuf", "tuf-js"], remark: "They take the last of the two without a word, so readers may see different documents." },
  "duplicate-signature": { refuse: ["python-tuf", "tuf-js", "go-tuf"], accept: [] },
  "not-an-integer": { refuse: ["python-tuf"], accept: ["tuf-js"], remark: "Parsers differ in the number that they read." },
  "empty-hashes": { refuse: ["python-tuf"], accept: ["tuf-js"] },
  "spec-version": { refuse: ["python-tuf", "tuf-js"], accept: ["go-tuf"], remark: "go-tuf does not look at the field." },
  "empty-signature-slot": { refuse: [], accept: ["python-tuf", "tuf-js", "go-tuf"], remark: "It counts as no signature." },
};

/** `python-tuf and go-tuf refuse it; tuf-js and tough accept it.` with the remark behind. */
export function clientSentence(departure: Departure): string {
  const { refuse, accept, remark } = CLIENT_BEHAVIOUR[departure];
  const says = (clients: readonly ClientName[], verb: string): readonly string[] =>
    clients.length === 0 ? [] : [`${listWords(clients)} ${verb}${clients.length === 1 ? "s" : ""} it`];
  const both = [...says(refuse, "refuse"), ...says(accept, "accept")].join("; ");
  return [`${both}.`, ...(remark === undefined ? [] : [remark])].join(" ");
}
