import { Fragment } from "react";
import type { ReactNode } from "react";
import { ForeignText } from "../../ui/atoms/foreign-text.tsx";
import { countWords, onlineWords } from "../../tuf/words/report-words.ts";
import type { Signer } from "../../tuf/verify/verification-report.ts";

/** "keys labelled @ada, @bao and 2 more": labels are claims of the metadata, and read as such. */
export function SignerNames({ signers, most = 6 }: { readonly signers: readonly Signer[]; readonly most?: number }): ReactNode {
  if (signers.length === 0) return "no key";
  const online = [...new Set(signers.flatMap((signer) => onlineWords(signer.onlineUri) ?? []))];
  const people = signers.filter((signer) => signer.onlineUri === undefined);
  const labels = people.flatMap(({ label }) => label ?? []);
  const shown = labels.slice(0, most);
  const left = labels.length - shown.length;
  const bare = people.length - labels.length;
  return (
    <>
      {online.length > 0 && <>{online.join("; ")}{people.length > 0 && "; "}</>}
      {labels.length > 0 && (labels.length === 1 ? "a key labelled " : "keys labelled ")}
      {shown.map((label, index) => (
        // The same label may stand twice: a place is all that tells them apart.
        <Fragment key={index}>
          {index > 0 && (index === shown.length - 1 && left === 0 ? " and " : ", ")}
          <ForeignText text={label} showAtMost={60} />
        </Fragment>
      ))}
      {left > 0 && ` and ${left} more`}
      {bare > 0 && `${labels.length > 0 ? "; " : ""}${countWords(bare, "key")} without a label`}
    </>
  );
}
