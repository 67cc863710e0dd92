import type { Brand } from "../../lib/brand.ts";
import type { Bytes } from "../../lib/bytes.ts";
import type { Fingerprint, KeyId, RoleName } from "../model/ids.ts";
import type { HashName } from "../model/key-algorithm.ts";
import type { DocumentId } from "../repository/inventory.ts";
import type { SignatureVerdict } from "../verify/verification-report.ts";
import type { OpenedSignature, OtherScheme } from "./scheme-probe.ts";

/**
 * Bytes that a signer may have signed instead of the canonical form. They are neither `CanonicalBytes` nor `PaeBytes`,
 * so no report can be made of them: what verifies here is explained and never counted.
 */
export type OtherBytes = Brand<Bytes, "OtherBytes">;

/** One signature of a report: the place of the judgement, by the delegator that made it. */
export interface SignaturePlace {
  readonly document: DocumentId;
  readonly by: DocumentId;
  /** In `report.signatures`. */
  readonly index: number;
}

/** Verdicts that leave one asking why, and that trying can answer. */
export function canBeExplained({ kind }: SignatureVerdict): boolean {
  return kind === "does-not-verify" || kind === "not-hex" || kind === "not-in-role" || kind === "unknown-key";
}

/** Why one signature does not verify: what would have had to be otherwise. It says nothing about who has signed. */
export interface Explanation {
  readonly keyId: KeyId;
  /** Undefined when nothing that was tried makes it verify. */
  readonly wouldVerify: WouldVerify | undefined;
  /** What the signature by itself tells; undefined when it looks as its key's signatures do. */
  readonly oddity: SignatureOddity | undefined;
  /** Checks that were made; `complete` when none had to be left out for their cost. */
  readonly tried: { readonly checks: number; readonly complete: boolean };
}

/** At least one difference; together they are enough. */
export interface WouldVerify {
  readonly differences: readonly [Difference, ...Difference[]];
  readonly fingerprint: Fingerprint;
}

export type Difference = MessageDifference | WritingDifference | KeyDifference | OtherScheme;

/** Something else was signed than the canonical form of `signed`. */
export type MessageDifference =
  /** `signed` as it stands in the file. */
  | { readonly kind: "raw-bytes"; readonly path: string | undefined }
  | { readonly kind: "canonical-newline" }
  | { readonly kind: "json-text"; readonly layout: JsonLayout; readonly sorted: boolean; readonly escapes: JsonEscapes; readonly newline: boolean }
  | { readonly kind: "rfc8785" }
  | { readonly kind: "tough-form" }
  | { readonly kind: "php-form" }
  /** Canonical but for the order of keys, which is that of UTF-16 units. */
  | { readonly kind: "utf16-order" }
  | { readonly kind: "pre-auth-encoding"; readonly of: "canonical" | "raw" }
  | { readonly kind: "digest"; readonly hash: HashName; readonly written: "bytes" | "hex" | "hex-line" }
  | { readonly kind: "whole-file"; readonly form: WholeFileForm }
  | { readonly kind: "other-document"; readonly document: DocumentId; readonly role: RoleName; readonly version: number; readonly path: string; readonly relation: DocumentRelation };

export type JsonLayout = "one-line" | "one-line-spaced" | "1-space" | "2-spaces" | "4-spaces" | "tab";

/** Beyond what JSON asks for: `ascii` escapes everything else (Python), `html` escapes `<`, `>` and `&` (Go). */
export type JsonEscapes = "json" | "ascii" | "html";

/** `written-anew`: by a JSON library, without the signatures. */
export type WholeFileForm = "as-it-stands" | "own-place-empty" | "without-signatures" | "canonical" | "written-anew";

export type DocumentRelation = "previous-version" | "same-role" | "another-role";

/** The signature is written in another way than in hex, or in another form than its scheme's. */
export type WritingDifference =
  | { readonly kind: "base64"; readonly alphabet: "standard" | "url" }
  | { readonly kind: "decorated-hex" }
  /** The text of a signature, taken for its bytes and written in hex once more. */
  | { readonly kind: "text-in-hex"; readonly text: "hex" | "base64" }
  /** ECDSA as r‖s instead of DER. */
  | { readonly kind: "fixed-width" };

export type KeyDifference =
  /** The document defines the key; the role does not list it. */
  | { readonly kind: "key-not-in-role" }
  | {
      readonly kind: "other-key";
      readonly label: string | undefined;
      /** The id of the signature names this key elsewhere: it is not another key, but not one of this role under this id. */
      readonly bearsId: boolean;
      /** Under which the role lists the key; undefined when it may not sign. */
      readonly listedAs: KeyId | undefined;
      /** Where it is defined, the first few: under the id of the signature where it bears it. */
      readonly places: readonly KeyPlace[];
    };

export interface KeyPlace {
  readonly keyId: KeyId;
  readonly role: RoleName;
  readonly version: number;
}

export type SignatureOddity =
  /** The key itself made it: what was signed is not among these files, or is not the same any more. */
  | ({ readonly kind: "of-other-content" } & OpenedSignature)
  /** Neither hex nor base64 that decodes. */
  | { readonly kind: "unreadable" }
  /** Units: bytes. */
  | { readonly kind: "wrong-length"; readonly found: number; readonly expected: number; readonly looksLike: "der" | undefined }
  /** An ECDSA signature that is no strict DER pair of integers, and not r‖s either. */
  | { readonly kind: "not-der"; readonly found: number };
