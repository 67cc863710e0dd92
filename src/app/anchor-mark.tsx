import type { ReactNode } from "react";
import { ForeignText } from "../ui/atoms/foreign-text.tsx";
import { utcText } from "../ui/atoms/relative-time.ts";
import { StateMark } from "../ui/atoms/state-mark.tsx";
import type { StateKind } from "../ui/atoms/state-mark.tsx";
import type { AnchorState, RepositoryNav } from "./shell-model.ts";

/** What everything on screen rests on: the root that the person has confirmed, or has not. */
export function AnchorMark({ repository }: { readonly repository: RepositoryNav }): ReactNode {
  const { kind, words } = anchorWords(repository.anchor);
  return (
    <StateMark kind={kind} wrap>
      <ForeignText text={repository.name} showAtMost={60} />: {words}
    </StateMark>
  );
}

export function anchorWords(anchor: AnchorState): { readonly kind: StateKind; readonly words: string } {
  switch (anchor.kind) {
    case "none":
      return { kind: "unknown", words: "no root to start from" };
    case "unconfirmed":
      return { kind: "unknown", words: `rests on root ${anchor.rootVersion}, which you have not confirmed` };
    case "confirmed":
      return { kind: "ok", words: `anchored at root ${anchor.rootVersion}, confirmed by you on ${utcText(anchor.at, "day")}` };
    case "broken":
      return { kind: "bad", words: `does not follow from root ${anchor.rootVersion}, which you confirmed` };
  }
}
