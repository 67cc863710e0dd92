import type { ReactNode } from "react";
import type { ReviewModel } from "../../../workspace/review-model.ts";
import { useKnownNames } from "../../../workspace/react.tsx";
import { ForeignText } from "../../../ui/atoms/foreign-text.tsx";

type Sentence = ReviewModel["outcome"][number];

/** More than these are told by the list of changes, which has every one. */
const MOST = 7;

/** What signing this means, in sentences. What came from the metadata is marked as such. */
export function Outcome({ sentences }: { readonly sentences: readonly Sentence[] }): ReactNode {
  const told = sentences.slice(0, MOST);
  const left = sentences.length - told.length;
  return (
    <>
      {told.map((sentence, index) => (
        // Sentences are known by their place: two targets may be told of in the same words.
        <span key={index} data-outcome={sentence.kind}>
          {index > 0 && " "}
          {sentence.parts.map((part, at) => <Part key={at} part={part} />)}
        </span>
      ))}
      {left > 0 && ` ${left} more ${left === 1 ? "consequence stands" : "consequences stand"} in the list of changes.`}
    </>
  );
}

function Part({ part }: { readonly part: Sentence["parts"][number] }): ReactNode {
  const known = useKnownNames()(part.key);
  const text = part.foreign === true ? <ForeignText text={part.text} showAtMost={120} /> : part.text;
  const shown = part.strong === true || part.foreign === true ? <b>{text}</b> : text;
  if (known === undefined) return shown;
  return <>{shown} (you know this key as <b><ForeignText text={known} showAtMost={120} /></b>)</>;
}
