import type { Agreement, RepositoryAnswer } from "../map-file/agree-on-target.ts";
import type { TargetRefusal } from "../repository/ask-target.ts";
import { sizeText } from "../../lib/quoted.ts";
import { describeClientFault } from "./client-fault.ts";
import { countWords, listWords, roleWords } from "./report-words.ts";

/** Whether enough repositories agree on a target, in one sentence; `ok` only where they do. */
export function agreementWords(agreement: Agreement, anchored: boolean): { readonly kind: "ok" | "bad" | "unknown"; readonly answer: string; readonly because: readonly string[] } {
  const consulted = agreement.consulted.map(({ index, threshold, groups }) => `Mapping ${index + 1} needs ${threshold}: ${groups.length === 0 ? "none of its repositories that are open here signs it" : groups.map(({ repositories }) => `${listWords(repositories.map(roleWords))} ${repositories.length === 1 ? "signs" : "sign"} ${groups.length === 1 ? "it" : "one content"}`).join("; ")}.`);
  switch (agreement.kind) {
    case "agreed": {
      const { group, rivals } = agreement;
      const others = rivals.length === 0 ? [] : ["Other repositories of the mapping agree on another content: TAP 4 takes the first, go-tuf then refuses the target."];
      const doubt = anchored ? [] : ["Not every one of them rests on an anchor that you have confirmed."];
      return { kind: anchored && rivals.length === 0 ? "ok" : "unknown", answer: `${listWords(group.repositories.map(roleWords))} agree on it: ${sizeText(group.file.lengthBytes)}.`.replace(/^(\S+) agree on it/, "$1 alone decides it"), because: [...consulted, ...others, ...doubt] };
    }
    case "ended": return { kind: "bad", answer: "They do not agree on it, and the search ends there.", because: consulted };
    case "no-mapping-left": return { kind: "bad", answer: agreement.consulted.length === 0 ? "No mapping reaches this target." : "In no mapping do enough of them agree on it.", because: consulted };
  }
}

/** What one repository says of the target. */
export function repositoryAnswerWords(answer: RepositoryAnswer<TargetRefusal> | undefined): string {
  if (answer === undefined) return "is not open here, and was not asked.";
  switch (answer.kind) {
    case "signs": return `signs ${sizeText(answer.file.lengthBytes)} with ${listWords([...answer.file.hashes].map(([algorithm, hash]) => `${roleWords(algorithm)} ${roleWords(hash)}`))}.`;
    case "signs-nothing": return "signs nothing under this path.";
    case "cannot-be-trusted": return `cannot be trusted: ${refusalWords(answer.fault)}`;
  }
}

function refusalWords(refusal: TargetRefusal): string {
  if (refusal.kind === "update") return describeClientFault(refusal.fault).happened;
  const { fault } = refusal;
  switch (fault.kind) {
    case "target-not-found": return "it signs nothing under this path.";
    case "search-limit": return `its delegations lead on after ${countWords(fault.limit, "role")}, where clients stop.`;
    case "role-refused": return describeClientFault(fault.fault).happened;
  }
}
