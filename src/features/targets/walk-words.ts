import { groupDigits, roleWords } from "../../tuf/words/report-words.ts";
import { describeClientFault } from "../../tuf/words/client-fault.ts";
import type { Resolution } from "../../workspace/targets-model.ts";
import type { StateKind } from "../../ui/atoms/state-mark.tsx";

export interface WalkAnswer {
  readonly kind: StateKind;
  readonly answer: string;
  readonly because: string;
}

/** How the walk of a client ends, in two sentences. */
export function describeWalk({ found, fault, visits }: Pick<Resolution, "found" | "fault" | "visits">): WalkAnswer {
  if (found !== undefined) return { kind: "ok", answer: `A client takes it from ${roleWords(found.role)}.`, because: "No role that is asked before lists this path." };
  switch (fault?.kind) {
    case undefined:
      return { kind: "unknown", answer: "There is nothing to walk through.", because: "A walk needs a published snapshot and published top-level targets, and they are not both among these files." };
    case "target-not-found": {
      const cut = visits.flatMap(({ givesUp }) => givesUp);
      const because = cut.length === 0 ? "No role that may sign this path lists it." : "A delegation on the way ends the search; what stands behind it is never asked.";
      return { kind: "bad", answer: "A client does not find it.", because };
    }
    case "search-limit":
      return { kind: "bad", answer: `A client gives up after ${groupDigits(fault.limit)} roles.`, because: "More roles may sign this path than a client asks." };
    case "role-refused":
      return { kind: "bad", answer: `A client stops at ${roleWords(fault.fault.role)}.`, because: `${describeClientFault(fault.fault).happened} What comes after it is not asked.` };
  }
}
