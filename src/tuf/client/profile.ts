import type { FormatNote, Metadata } from "../model/metadata.ts";
import type { ClientFault } from "./client-fault.ts";

/**
 * How metadata is read. `client`: the workflow of the specification, key ids as names (TAP 12). `strict`: every rule of
 * the format as well, so that what some client refuses is refused. `audit`: as `client`, and on past every refusal, so
 * that everything is judged.
 */
export type Profile = "client" | "strict" | "audit";

export const PROFILES: readonly Profile[] = ["client", "strict", "audit"];

/** Whether the strict reading refuses a document for this, and the section of TUF 1.0.34 that it then names. */
const STRICT: Readonly<Record<FormatNote["kind"], string | undefined>> = {
  "date-form": "4.2.3",
  "key-id-not-hash": "4.2.1",
  "hex-point-key": "4.2.2",
  "rare-key-kind": undefined, // 4.2.2 lets adopters use any kind
  "unusable-key": "4.2.2",
  "same-key-twice": "4.2.1",
  "key-not-listed": "4.3",
  "key-id-repeated": "4.3",
  "role-without-keys": "4.3",
  "threshold-unreachable": "4.3",
  "empty-signature-slot": undefined,
  "extra-role": "4.3",
  "consistent-snapshot-missing": "4.3",
  "terminating-missing": "4.5",
  "scope-missing": "4.5",
  "more-of-a-kind": undefined, // those of its kind that stand before it have been looked at
};

/** The first rule of the format that a document breaks, where the profile minds. */
export function formFault({ signed, notes }: Pick<Metadata, "signed" | "notes">, role: string, profile: Profile | undefined): ClientFault | undefined {
  if (profile !== "strict") return undefined;
  for (const note of notes) {
    const spec = STRICT[note.kind];
    if (spec !== undefined) return { kind: "not-conforming", role, spec, version: signed.version, note };
  }
  return undefined;
}
