import { describeSourceFault } from "../sources/describe-source-fault.ts";
import { describeOpenFault } from "../tuf/words/open-fault.ts";
import type { OpeningFault } from "./state.ts";

export interface OpeningFaultText {
  readonly happened: string;
  readonly evidence: readonly string[];
  readonly client: string | undefined;
  readonly you: string;
}

/** Why something could not be opened, whichever part of opening refused it. */
export function describeOpeningFault({ from, fault }: OpeningFault): OpeningFaultText {
  if (from === "repository") return describeOpenFault(fault);
  const { what, evidence, you } = describeSourceFault(fault);
  return { happened: what, evidence: [evidence], client: undefined, you };
}
