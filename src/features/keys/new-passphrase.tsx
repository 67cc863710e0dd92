import { useEffect } from "react";
import type { ReactNode } from "react";
import { PassphraseField } from "../../ui/controls/passphrase-field.tsx";
import { peekText } from "../../ui/controls/take-text.ts";
import { PASSPHRASE_LIMITS } from "../../workspace/passphrase.ts";
import { StrengthLine, useStrength } from "./strength-line.tsx";

export const FIRST = "new-passphrase";
export const SECOND = "new-passphrase-again";

export type PassphraseProblem = "too-short" | "differs";

const { minCharacters } = PASSPHRASE_LIMITS;

const PROBLEM_WORDS: Readonly<Record<PassphraseProblem, string>> = {
  "too-short": `A passphrase has at least ${minCharacters} characters.`,
  differs: "The two entries differ. Nothing was taken; type the second again.",
};

/** Looks at both fields and leaves them as they are. */
export function newPassphraseProblem(form: HTMLFormElement): PassphraseProblem | undefined {
  const first = peekText(form, FIRST);
  if ([...first.normalize("NFKC")].length < minCharacters) return "too-short";
  return first === peekText(form, SECOND) ? undefined : "differs";
}

export type NewPassphraseProps = {
  /** A word that counts for nothing in it, such as the name of the key. */
  readonly known: string;
  readonly problem: PassphraseProblem | undefined;
  readonly onHindrance: (why: string | undefined) => void;
};

/** A passphrase that is being chosen: two entries, and what it is worth. */
export function NewPassphrase({ known, problem, onHindrance }: NewPassphraseProps): ReactNode {
  const { strength, onType } = useStrength([known]);
  const weak = strength?.level === "weak";
  useEffect(() => {
    onHindrance(weak ? "Choose a passphrase that is harder to guess first" : undefined);
  }, [weak, onHindrance]);
  return (
    <>
      <div>
        <PassphraseField
          label="Passphrase"
          name={FIRST}
          use="new"
          onType={onType}
          error={problem === "too-short" ? PROBLEM_WORDS[problem] : undefined}
          hint={`At least ${minCharacters} characters; six or more unrelated words are easy to keep and hard to guess.`}
        />
        <StrengthLine strength={strength} />
      </div>
      <PassphraseField label="The same again" name={SECOND} use="new" error={problem === "differs" ? PROBLEM_WORDS[problem] : undefined} />
    </>
  );
}
