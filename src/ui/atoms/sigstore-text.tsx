import type { ReactNode } from "react";
import { ForeignText } from "./foreign-text.tsx";

export type SigstoreTextProps = { readonly identity: string; readonly issuer: string };

/** Who signs instead of a key, and who vouches for that: both are what the metadata says. */
export function SigstoreText({ identity, issuer }: SigstoreTextProps): ReactNode {
  return <><ForeignText text={identity} code showAtMost={120} />, for whom <ForeignText text={issuer} code showAtMost={120} /> vouches</>;
}
