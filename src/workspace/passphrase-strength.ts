import { ZxcvbnFactory } from "@zxcvbn-ts/core";
import { adjacencyGraphs, dictionary as common } from "@zxcvbn-ts/language-common";
import { dictionary as english, translations } from "@zxcvbn-ts/language-en";
import type { Strength } from "./strength-meter.ts";

/** Below this, a passphrase falls within hours to somebody who tries a million a second. */
const WEAK_LOG10 = 10;
/** From here it takes more than a year. */
const STRONG_LOG10 = 14;

/** What anybody would try first here. */
const OUR_WORDS = ["countersign", "tuf", "root", "targets", "signing", "key", "passphrase"] as const;

const estimator = new ZxcvbnFactory({ dictionary: { ...common, ...english }, graphs: adjacencyGraphs, translations });

/** `known`: words that belong to the person or the key, and count for nothing. */
export function estimateStrength(text: string, known: readonly string[]): Strength {
  const { guessesLog10, feedback } = estimator.check(text, [...OUR_WORDS, ...known]);
  const level = guessesLog10 < WEAK_LOG10 ? "weak" : guessesLog10 < STRONG_LOG10 ? "fair" : "strong";
  return { level, guessesLog10, warning: feedback.warning ?? undefined };
}
