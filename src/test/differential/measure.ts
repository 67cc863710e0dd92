import type { Answer } from "../../tuf/words/client-behaviour.ts";
import type { Found, Verdict } from "./case.ts";

/** What one judge does with an exhibit, where `expected` is what there is to be found. */
export type Outcome = "accepts" | "refuses" | "differs";

export function outcomeOf(verdict: Verdict, expected: readonly Found[]): Outcome {
  if (verdict.stop !== undefined || verdict.found.some(({ kind }) => kind === "stopped")) return "refuses";
  return JSON.stringify(verdict.found) === JSON.stringify(expected) ? "accepts" : "differs";
}

/** One answer for all exhibits of a departure. */
export function answerOf(outcomes: readonly Outcome[]): Answer {
  const [first] = outcomes;
  if (first === undefined) throw new Error("every departure is shown by an exhibit");
  return outcomes.every((outcome) => outcome === first) ? first : "depends";
}
