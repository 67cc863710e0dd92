import { useEffect, useRef, useState } from "react";
import type { ReactNode } from "react";
import { StateMark } from "../../ui/atoms/state-mark.tsx";
import { useWorkspace } from "../../workspace/react.tsx";
import type { Strength } from "../../workspace/strength-meter.ts";
import styles from "./keys.module.css";

/** Units: milliseconds of not typing. */
const QUIET_MS = 250;

export interface Strengths {
  /** Of what was typed last; undefined while nothing is, or nothing can be said. Never the text itself. */
  readonly strength: Strength | undefined;
  readonly onType: (text: string) => void;
}

/** Estimates while a passphrase is typed. The text goes to a worker of its own and is kept nowhere. */
export function useStrength(known: readonly string[]): Strengths {
  const workspace = useWorkspace();
  const meter = useRef<ReturnType<typeof workspace.keys.openStrengthMeter>>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [strength, setStrength] = useState<Strength>();
  useEffect(() => () => {
    clearTimeout(timer.current);
    meter.current?.close();
    meter.current = undefined;
  }, []);
  return {
    strength,
    onType: (text) => {
      clearTimeout(timer.current);
      if (text === "") return setStrength(undefined);
      timer.current = setTimeout(() => {
        meter.current ??= workspace.keys.openStrengthMeter();
        void meter.current.estimate(text, known).then((estimated) => {
          if (estimated !== undefined) setStrength(estimated);
        });
      }, QUIET_MS);
    },
  };
}

export function StrengthLine({ strength }: { readonly strength: Strength | undefined }): ReactNode {
  return (
    <div aria-live="polite" className={styles.strength}>
      {strength !== undefined && <StateMark kind={KINDS[strength.level]} wrap>{strengthWords(strength)}</StateMark>}
    </div>
  );
}

const KINDS = { weak: "bad", fair: "warn", strong: "ok" } as const;

/** At a million tries a second, which takes a hall full of machines at this cost. Units of the logarithm: seconds. */
const TRIES_PER_SECOND_LOG10 = 6;
const YEAR_LOG10 = 7.5;
const DAY_LOG10 = 4.94;
const HOUR_LOG10 = 3.56;

export function strengthWords({ level, guessesLog10, warning }: Strength): string {
  const seconds = guessesLog10 - TRIES_PER_SECOND_LOG10;
  const lasts = `Guessed in ${spanWords(seconds)} by somebody who can try a million a second.`;
  const verdict = { weak: "Too easy.", fair: "Fair.", strong: "Strong." }[level];
  return [verdict, lasts, warning ?? (level === "strong" ? "" : "Six or more words that do not belong together are better.")].filter((part) => part !== "").join(" ");
}

function spanWords(secondsLog10: number): string {
  if (secondsLog10 < HOUR_LOG10) return "an hour or less";
  if (secondsLog10 < DAY_LOG10) return "about a day";
  if (secondsLog10 < YEAR_LOG10) return `about ${round(10 ** (secondsLog10 - DAY_LOG10))} days`;
  const years = secondsLog10 - YEAR_LOG10;
  return years >= 6 ? "millions of years" : `about ${round(10 ** years)} years`;
}

/** One digit is all that an estimate has. */
function round(value: number): string {
  const scale = 10 ** Math.floor(Math.log10(Math.max(value, 1)));
  return (Math.max(1, Math.round(value / scale)) * scale).toLocaleString("en");
}
