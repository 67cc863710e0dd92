import { useEffect, useState } from "react";
import type { ReactNode } from "react";
import { Icon } from "../icons/icon.tsx";
import { VisuallyHidden } from "../visually-hidden.tsx";
import { Button } from "./button.tsx";
import type { ButtonLook } from "./button.tsx";

export type CopyButtonProps = {
  /** The exact text that goes to the clipboard. */
  readonly value: string;
  /** What it is: "Copy" becomes "Copy key id" for screen readers. */
  readonly what: string;
  readonly label?: string;
  readonly look?: ButtonLook;
  readonly size?: "normal" | "small";
};

type State = "idle" | "copied" | "refused";

const SHOWN_FOR_MS = 2500;
const WORDS: Readonly<Record<Exclude<State, "idle">, string>> = { copied: "Copied", refused: "Not copied" };

/** Copies, and says whether it did: a browser may refuse. */
export function CopyButton({ value, what, label = "Copy", look = "quiet", size = "small" }: CopyButtonProps): ReactNode {
  const [state, setState] = useState<State>("idle");
  useEffect(() => {
    if (state === "idle") return;
    const timer = setTimeout(() => setState("idle"), SHOWN_FOR_MS);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = async (): Promise<void> => setState((await writeToClipboard(value)) ? "copied" : "refused");
  return (
    <Button look={look} size={size} onClick={() => void copy()}>
      <Icon name={state === "copied" ? "check" : state === "refused" ? "bad" : "copy"} size={15} />
      <span aria-live="polite">
        {state === "idle" ? label : WORDS[state]}
        <VisuallyHidden> {what}</VisuallyHidden>
      </span>
    </Button>
  );
}

async function writeToClipboard(value: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(value);
    return true;
  } catch {
    return false; // no permission, no focus, or no clipboard on an insecure page: to the person it is one thing
  }
}
