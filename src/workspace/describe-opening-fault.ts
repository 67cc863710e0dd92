import { quoted } from "../lib/quoted.ts";
import { describeNotRead, describeSourceFault } from "../sources/describe-source-fault.ts";
import type { NotReadFile } from "../sources/source-contents.ts";
import { describeOpenFault } from "../tuf/words/open-fault.ts";
import type { OpeningFault } from "./state.ts";

export interface OpeningFaultText {
  readonly happened: string;
  readonly evidence: readonly string[];
  readonly client: string | undefined;
  readonly you: string;
}

const MOST_SHOWN = 5;

/** Why something could not be opened, whichever part of opening refused it. `notRead`: what was there and was left out. */
export function describeOpeningFault({ from, fault }: OpeningFault, notRead: readonly NotReadFile[] = []): OpeningFaultText {
  if (from === "repository") {
    const text = describeOpenFault(fault);
    const leftOut = notRead.filter(({ why }) => why.kind !== "content").slice(0, MOST_SHOWN);
    return { ...text, evidence: [...leftOut.map(({ path, why }) => `${quoted(path)}: ${describeNotRead(why)}.`), ...text.evidence] };
  }
  if (from === "app") {
    return {
      happened: "This app stopped while opening it; the files are not to blame.",
      evidence: [fault.error],
      client: undefined,
      you: "Reload the page and open it again. If it stays so, allow this site to store data, or report what stands here.",
    };
  }
  const { what, evidence, you } = describeSourceFault(fault);
  return { happened: what, evidence: [evidence], client: undefined, you };
}
