import type { ReactNode } from "react";
import { documentTitle, documentWords, listWords } from "../../../tuf/words/report-words.ts";
import { quoted } from "../../../lib/quoted.ts";
import page from "../ceremony.module.css";
import { isComplete } from "../standing.ts";
import type { CeremonyView } from "../use-ceremony.ts";
import type { Bundle } from "./export-step.tsx";

/** What the other side needs, by the way in which the repository is laid out. */
export function NextSteps({ view, bundle }: { readonly view: CeremonyView; readonly bundle: Bundle }): ReactNode {
  return (
    <ol className={page.steps}>
      {nextSteps(view, bundle).map((step) => <li key={step}>{step}</li>)}
    </ol>
  );
}

export function nextSteps({ review, repository }: Pick<CeremonyView, "review" | "repository">, bundle: Pick<Bundle, "files">): readonly string[] {
  const { document } = review;
  const name = documentWords(document.role, document.version);
  const title = documentTitle(document.role, document.version);
  const paths = listWords(bundle.files.map(({ path }) => quoted(path)));
  const place = {
    working: document.role === "root"
      ? `In the tuf-on-ci checkout, put both copies in their places, ${paths}, and commit them together on the signing event's branch: tuf-on-ci reads root.json and publishes root_history alone.`
      : `In the checkout, put ${paths} in place and commit it on the signing event's branch.`,
    published: `Give ${paths} to whoever runs the repository; a client fetches it under that very name.`,
    loose: `Send ${paths} back to whoever asked you to sign.`,
  }[repository.layout];
  const then = isComplete(document)
    ? `${title} needs nobody else. Once it is published, open the repository again: the overview then says whether a client can update.`
    : `Until ${name} is complete clients do not accept it. Send the file to the next signer, or add what they send to you.`;
  return [place, then];
}
