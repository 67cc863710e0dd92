import { listWords } from "./report-words.ts";

/** Clients that `npm run differential` asks, in the versions that stand here. */
export type MeasuredClient = "python-tuf" | "tuf-js" | "go-tuf" | "tough";
/** Clients of which only the source text was read. */
export type ReadClient = "php-tuf" | "rust-tuf" | "Notary";
export type ClientName = MeasuredClient | ReadClient;

export const MEASURED_CLIENTS: readonly MeasuredClient[] = ["python-tuf", "tuf-js", "go-tuf", "tough"];
export const MEASURED_VERSIONS: Readonly<Record<MeasuredClient, string>> = { "python-tuf": "7.0.1", "tuf-js": "5.0.1", "go-tuf": "2.4.2", tough: "0.24.0" };

/** A way in which a document leaves the rule, or in which clients are known to differ. docs/differences.md says who is right. */
export type Departure =
  | "duplicate-json-key"
  | "not-an-integer"
  | "negative-zero"
  | "big-integer"
  | "lone-surrogate"
  | "deep-nesting"
  | "not-utf8"
  | "order-beyond-bmp"
  | "text-not-normalised"
  | "order-of-escaped-names"
  | "escaped-text"
  | "field-name-in-capitals"
  | "unknown-field-in-delegation"
  | "date-form"
  | "date-unreadable"
  | "year-zero"
  | "type-form"
  | "large-timestamp"
  | "length-too-large"
  | "year-9999"
  | "boolean-as-integer"
  | "expires-now"
  | "spec-version"
  | "version-below-one"
  | "length-below-zero"
  | "length-zero"
  | "threshold-below-one"
  | "field-missing"
  | "field-null"
  | "list-for-object"
  | "boolean-form"
  | "custom-not-object"
  | "empty-hashes"
  | "hash-not-hex"
  | "hash-in-capitals"
  | "sha256-missing"
  | "hash-beside-sha256"
  | "hash-algorithm"
  | "snapshot-entry-name"
  | "timestamp-entry"
  | "duplicate-signature"
  | "signature-not-hex"
  | "signature-nearly-hex"
  | "empty-signature-slot"
  | "key-id-form"
  | "changed-after-signing"
  | "key-id-not-hash"
  | "key-id-in-capitals"
  | "hex-point-key"
  | "unknown-keytype"
  | "unknown-scheme"
  | "unusable-key"
  | "unknown-field-in-keyval"
  | "same-key-twice"
  | "key-not-listed"
  | "key-id-repeated"
  | "key-ids-not-text"
  | "extra-role"
  | "consistent-snapshot-missing"
  | "p384-key"
  | "p521-key"
  | "rare-rsa-scheme"
  | "ml-dsa-key"
  | "pss-salt-at-most"
  | "weak-ed25519-key"
  | "terminating-missing"
  | "scope-missing"
  | "scope-not-list"
  | "roles-and-succinct"
  | "scope-both"
  | "duplicate-role"
  | "top-level-role-name"
  | "numeric-role-names"
  | "path-pattern"
  | "star-over-slash"
  | "path-hash-prefixes"
  | "succinct-roles"
  | "target-not-delegated"
  | "refused-role-aside"
  | "diamond"
  | "unsafe-target-name"
  | "not-in-snapshot";

/** `differs`: it goes on and finds something else. `depends`: it refuses some forms and not others. */
export type Answer = "accepts" | "refuses" | "differs" | "depends";

export type Measured = Readonly<Partial<Record<MeasuredClient, Answer>>>;

/** What clients do with one departure. A client that is not named has not been tried. */
export interface ClientBehaviour {
  readonly measured: Measured;
  readonly read?: { readonly refuse: readonly ReadClient[] };
  /** What acceptance means, where it is not plain. */
  readonly remark?: string;
}

/** The one table of who refuses what. `npm run differential` measures it anew and fails where it is no longer so. */
export const CLIENT_BEHAVIOUR: Readonly<Record<Departure, ClientBehaviour>> = {
  "duplicate-json-key": { measured: four("accepts", "accepts", "accepts", "depends"), remark: "They take the last of the two without a word, so readers may see different documents." },
  "not-an-integer": { measured: four("depends", "depends", "depends", "depends"), remark: "Parsers differ in the number that they read." },
  "negative-zero": { measured: four("depends", "depends", "depends", "refuses") },
  "big-integer": { measured: four("depends", "depends", "depends", "depends"), remark: "Parsers differ in the number that they read." },
  "lone-surrogate": { measured: four("depends", "accepts", "accepts", "depends"), remark: "Where it is accepted, another character is put in its place." },
  "deep-nesting": { measured: four("accepts", "accepts", "accepts", "accepts") },
  "not-utf8": { measured: four("refuses", "accepts", "accepts", "depends"), remark: "Where it is accepted, another character is put in the place of those bytes." },
  "order-beyond-bmp": { measured: four("accepts", "refuses", "accepts", "refuses") },
  "text-not-normalised": { measured: four("accepts", "accepts", "accepts", "refuses") },
  "order-of-escaped-names": { measured: four("accepts", "accepts", "accepts", "refuses") },
  "escaped-text": { measured: four("accepts", "accepts", "refuses", "accepts") },
  "field-name-in-capitals": { measured: four("accepts", "accepts", "refuses", "accepts") },
  "unknown-field-in-delegation": { measured: four("accepts", "accepts", "accepts", "refuses") },
  "date-form": { measured: four("refuses", "accepts", "depends", "depends"), remark: "go-tuf and tough write the date anew before they check the signature, and find it changed." },
  "date-unreadable": { measured: four("depends", "depends", "refuses", "refuses"), remark: "tuf-js treats most such dates as never expired." },
  "year-zero": { measured: four("refuses", "accepts", "accepts", "accepts") },
  "type-form": { measured: four("refuses", "refuses", "refuses", "depends") },
  "large-timestamp": { measured: four("refuses", "refuses", "refuses", "accepts") },
  "length-too-large": { measured: four("refuses", "refuses", "refuses", "accepts") },
  "year-9999": { measured: four("accepts", "accepts", "accepts", "refuses") },
  "boolean-as-integer": { measured: four("accepts", "refuses", "refuses", "refuses") },
  "expires-now": { measured: four("refuses", "refuses", "accepts", undefined) },
  "spec-version": { measured: four("refuses", "depends", "accepts", "accepts"), remark: "go-tuf and tough do not look at the field." },
  "version-below-one": { measured: four("refuses", "depends", "depends", "refuses") },
  "length-below-zero": { measured: four("refuses", "refuses", "accepts", "refuses") },
  "length-zero": { measured: four("accepts", "accepts", "refuses", "accepts") },
  "threshold-below-one": { measured: four("refuses", "refuses", "depends", "refuses") },
  "field-missing": { measured: four("refuses", "depends", "depends", "refuses") },
  "field-null": { measured: four("depends", "depends", "depends", "refuses") },
  "list-for-object": { measured: four("refuses", "accepts", "refuses", "refuses") },
  "boolean-form": { measured: four("accepts", "refuses", "refuses", "refuses") },
  "custom-not-object": { measured: four("accepts", "accepts", "accepts", "refuses") },
  "empty-hashes": { measured: four("refuses", "depends", "refuses", "refuses") },
  "hash-not-hex": { measured: four("accepts", "accepts", "refuses", "refuses") },
  "hash-in-capitals": { measured: four("depends", "depends", "refuses", "accepts") },
  "sha256-missing": { measured: four("accepts", "accepts", "accepts", "refuses") },
  "hash-beside-sha256": { measured: four("refuses", "refuses", "refuses", "accepts") },
  "hash-algorithm": { measured: four("accepts", "accepts", "refuses", "accepts") },
  "snapshot-entry-name": { measured: four("accepts", "accepts", "accepts", "accepts") },
  "timestamp-entry": { measured: four("depends", "depends", "depends", "refuses"), remark: "python-tuf and tuf-js leave it out before they check the signature." },
  "duplicate-signature": { measured: four("refuses", "refuses", "refuses", "refuses") },
  "signature-not-hex": { measured: four("accepts", "accepts", "refuses", "refuses") },
  "signature-nearly-hex": { measured: four("depends", "depends", "refuses", "refuses") },
  "empty-signature-slot": { measured: four("accepts", "accepts", "accepts", "accepts"), remark: "It counts as no signature." },
  "key-id-form": { measured: four("accepts", "accepts", "accepts", "refuses") },
  "changed-after-signing": { measured: four("depends", "refuses", "depends", "depends") },
  "key-id-not-hash": { measured: four("accepts", "accepts", "accepts", "refuses"), read: { refuse: ["php-tuf", "rust-tuf", "Notary"] } },
  "key-id-in-capitals": { measured: four("refuses", "refuses", "refuses", "accepts") },
  "hex-point-key": { measured: four("refuses", "accepts", "refuses", "accepts"), remark: "A client that refuses the key counts no signature by it, or refuses the file." },
  "unknown-keytype": { measured: four("refuses", "accepts", "refuses", "refuses"), remark: "Those that refuse it refuse the whole file, whoever uses the key." },
  "unknown-scheme": { measured: four("refuses", "accepts", "depends", "refuses"), remark: "tuf-js and go-tuf check its signatures as if the scheme were the usual one." },
  "unusable-key": { measured: four("depends", "depends", "refuses", "refuses") },
  "unknown-field-in-keyval": { measured: four("accepts", "refuses", "accepts", "refuses") },
  "same-key-twice": { measured: four("accepts", "accepts", "depends", "accepts"), remark: "Those that accept it count one key as two signers; go-tuf counts it once, as is done here." },
  "key-not-listed": { measured: four("accepts", "accepts", "refuses", "accepts"), remark: "No client can count a signature under it." },
  "key-id-repeated": { measured: four("refuses", "refuses", "accepts", "accepts"), remark: "Those that accept it count the key once." },
  "key-ids-not-text": { measured: four("depends", "refuses", "refuses", "refuses") },
  "extra-role": { measured: four("refuses", "depends", "depends", "refuses") },
  "consistent-snapshot-missing": { measured: four("accepts", "refuses", "refuses", "refuses"), remark: "Where it is accepted, it is read as false." },
  "p384-key": { measured: four("accepts", "refuses", "accepts", "refuses"), remark: "tuf-js checks it with SHA-256, so no signature by it verifies there." },
  "p521-key": { measured: four("accepts", "refuses", "refuses", "refuses"), remark: "python-tuf needs securesystemslib 1.2 or later; with an older one it refuses the whole file." },
  "rare-rsa-scheme": { measured: four("accepts", "refuses", "refuses", "refuses"), remark: "The others know RSA-PSS with SHA-256 alone." },
  "ml-dsa-key": { measured: four("accepts", "refuses", "refuses", "refuses"), remark: "Only releases of 2026 and later accept it; an older python-tuf refuses the whole file." },
  "pss-salt-at-most": { measured: four("accepts", "accepts", "accepts", "refuses") },
  "weak-ed25519-key": { measured: four("accepts", "accepts", "accepts", "accepts") },
  "terminating-missing": { measured: four("refuses", "refuses", "refuses", "refuses") },
  "scope-missing": { measured: four("refuses", "accepts", "accepts", "refuses"), read: { refuse: ["php-tuf"] }, remark: "Where it is accepted, the role reaches no target." },
  "scope-not-list": { measured: four("accepts", "refuses", "refuses", "refuses") },
  "roles-and-succinct": { measured: four("refuses", "depends", "depends", "depends") },
  "scope-both": { measured: four("refuses", "refuses", "refuses", "refuses"), read: { refuse: ["php-tuf"] } },
  "duplicate-role": { measured: four("refuses", "depends", "depends", "depends") },
  "top-level-role-name": { measured: four("refuses", "refuses", "accepts", "accepts") },
  "numeric-role-names": { measured: four("accepts", "refuses", "accepts", "accepts") },
  "path-pattern": { measured: four("accepts", "depends", "depends", "depends") },
  "star-over-slash": { measured: four("accepts", "depends", "accepts", "depends") },
  "path-hash-prefixes": { measured: four("accepts", "accepts", "differs", "accepts") },
  "succinct-roles": { measured: four("accepts", "accepts", "accepts", "refuses") },
  "target-not-delegated": { measured: four("accepts", "accepts", "accepts", "refuses") },
  "refused-role-aside": { measured: four("accepts", "accepts", "accepts", "refuses") },
  "diamond": { measured: four("refuses", "differs", "differs", "refuses") },
  "unsafe-target-name": { measured: four("accepts", "accepts", "accepts", "refuses") },
  "not-in-snapshot": { measured: four("refuses", "refuses", "refuses", "accepts") },
};

/** Every client that is known to answer so. */
export function clientsThat(departure: Departure, ...answers: readonly Answer[]): readonly ClientName[] {
  const { measured, read } = CLIENT_BEHAVIOUR[departure];
  const asked = MEASURED_CLIENTS.filter((client) => answers.some((answer) => measured[client] === answer));
  return answers.includes("refuses") ? [...asked, ...(read?.refuse ?? [])] : asked;
}

/** `python-tuf and go-tuf refuse it; tuf-js and tough accept it.` with the remark behind. */
export function clientSentence(departure: Departure): string {
  const says = (answer: Answer, one: string, many: string): readonly string[] => {
    const clients = clientsThat(departure, answer);
    return clients.length === 0 ? [] : [`${listWords(clients)} ${clients.length === 1 ? one : many}`];
  };
  const all = [
    ...says("refuses", "refuses it", "refuse it"),
    ...says("depends", "refuses some forms of it", "refuse some forms of it"),
    ...says("differs", "reads it in another way", "read it in another way"),
    ...says("accepts", "accepts it", "accept it"),
  ].join("; ");
  const { remark } = CLIENT_BEHAVIOUR[departure];
  return [`${all}.`, ...(remark === undefined ? [] : [remark])].join(" ");
}

function four(pythonTuf: Answer, tufJs: Answer, goTuf: Answer, tough: Answer | undefined): Measured {
  return { "python-tuf": pythonTuf, "tuf-js": tufJs, "go-tuf": goTuf, ...(tough === undefined ? {} : { tough }) };
}
