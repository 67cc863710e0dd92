import { documentTitle, documentWords, listWords } from "../../tuf/words/report-words.ts";
import type { ReviewModel } from "../../workspace/review-model.ts";

type Rehearsal = ReviewModel["rehearsal"];
type Missing = Rehearsal["missing"][number];

/** What a replay of a client says, in sentences; the faults stand in panels of their own. */
export interface RehearsalWords {
  /** `open`: nothing is wrong, signatures are missing. */
  readonly verdict: "ok" | "open" | "bad";
  readonly headline: string;
  /** "1 of 3 signatures by the root 12 keys". */
  readonly missing: readonly string[];
  readonly signAgain: string | undefined;
}

export function rehearsalWords(rehearsal: Rehearsal, document: Pick<ReviewModel["document"], "role" | "version">): RehearsalWords {
  return {
    verdict: verdictOf(rehearsal),
    headline: headlineOf(rehearsal, document),
    missing: rehearsal.missing.map(missingWords),
    signAgain: signAgainWords(rehearsal.signAgain, document),
  };
}

/** Roots that a client may hold and be stopped from, for a reason that more signatures do not mend. */
export function stoppedStarts(rehearsal: Rehearsal): Rehearsal["starts"] {
  return rehearsal.starts.filter(({ refused }) => {
    if (refused === undefined) return false;
    return !(rehearsal.missing.length > 0 && refused.kind === "threshold" && refused.role === "root");
  });
}

/** The oldest root from which on every client gets through; undefined when the newest does not. */
export function acceptedFrom(rehearsal: Rehearsal): number | undefined {
  const stopped = new Set(stoppedStarts(rehearsal));
  let from: number | undefined;
  for (const start of rehearsal.starts.toSorted((a, b) => b.root - a.root)) {
    if (stopped.has(start)) break;
    from = start.root;
  }
  return from;
}

/** The same without those whom a fault of the document itself stops: that fault is told once. */
export function stoppedOtherwise(rehearsal: Rehearsal): Rehearsal["starts"] {
  return stoppedStarts(rehearsal).filter(({ refused }) => !rehearsal.faults.some((fault) => fault.kind === refused?.kind && fault.role === refused.role));
}

function verdictOf(rehearsal: Rehearsal): RehearsalWords["verdict"] {
  if (rehearsal.faults.length > 0 || (rehearsal.starts.length > 0 && acceptedFrom(rehearsal) === undefined)) return "bad";
  return rehearsal.missing.length > 0 ? "open" : "ok";
}

function headlineOf(rehearsal: Rehearsal, document: Pick<ReviewModel["document"], "role" | "version">): string {
  const name = documentWords(document.role, document.version);
  const when = rehearsal.missing.length > 0 ? "Once the missing signatures are there, clients" : "Clients";
  if (verdictOf(rehearsal) === "bad") return `Clients would refuse ${name}, however many sign it.`;
  const from = acceptedFrom(rehearsal);
  if (from === undefined) return `${when} will accept ${name}.`;
  return `${when} that hold root ${from} or later will accept ${name}.`;
}

function missingWords({ role, version, signatures, threshold }: Missing): string {
  return `${signatures} of ${threshold} ${threshold === 1 ? "signature" : "signatures"} by the ${documentWords(role, version)} keys`;
}

function signAgainWords(again: Rehearsal["signAgain"], document: Pick<ReviewModel["document"], "role" | "version">): string | undefined {
  if (again.length === 0) return undefined;
  const [first = "", ...rest] = [...new Set(again.map(({ role }) => role))];
  const roles = listWords([documentTitle(first, undefined), ...rest]);
  const why = again.some((one) => one.why === "keys") ? ", because this root gives the role to other keys" : `, so that they name ${documentWords(document.role, document.version)}`;
  return `${roles} must be signed again by ${again.length === 1 ? "its" : "their"} online key${why}. That happens after publication and is no refusal.`;
}
