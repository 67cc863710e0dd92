import { Fragment } from "react";
import type { ReactNode } from "react";
import { ForeignText } from "../../ui/atoms/foreign-text.tsx";
import { countWords, onlineWords } from "../../tuf/words/report-words.ts";
import type { Signer } from "../../tuf/verify/verification-report.ts";
import { useKnownNames } from "../../workspace/react.tsx";

/** "Ada Lovelace; keys labelled @bao, @cem and 2 more": the person's own names first, and labels as the claims they are. */
export function SignerNames({ signers, most = 6 }: { readonly signers: readonly Signer[]; readonly most?: number }): ReactNode {
  const nameOf = useKnownNames();
  if (signers.length === 0) return "no key";
  const online = [...new Set(signers.flatMap((signer) => onlineWords(signer.onlineUri) ?? []))];
  const people = signers.filter((signer) => signer.onlineUri === undefined);
  const known = people.flatMap(({ fingerprint }) => nameOf(fingerprint) ?? []);
  const strangers = people.filter(({ fingerprint }) => nameOf(fingerprint) === undefined);
  const labels = strangers.flatMap(({ label }) => label ?? []);
  const bare = strangers.length - labels.length;
  const groups = [
    ...(online.length > 0 ? [online.join("; ")] : []),
    ...(known.length > 0 ? [<Names key="known" names={known} most={most} />] : []),
    ...(labels.length > 0 ? [<Fragment key="labels">{labels.length === 1 ? "a key labelled " : "keys labelled "}<Names names={labels} most={Math.max(1, most - known.length)} /></Fragment>] : []),
    ...(bare > 0 ? [`${countWords(bare, "key")} without a label`] : []),
  ];
  return groups.map((group, index) => <Fragment key={index}>{index > 0 && "; "}{group}</Fragment>); // groups are known by their place
}

function Names({ names, most }: { readonly names: readonly string[]; readonly most: number }): ReactNode {
  const shown = names.slice(0, most);
  const left = names.length - shown.length;
  return (
    <>
      {shown.map((name, index) => (
        // The same name may stand twice: a place is all that tells them apart.
        <Fragment key={index}>
          {index > 0 && (index === shown.length - 1 && left === 0 ? " and " : ", ")}
          <ForeignText text={name} showAtMost={60} />
        </Fragment>
      ))}
      {left > 0 && ` and ${left} more`}
    </>
  );
}
