import { quoted } from "../../lib/quoted.ts";
import type { AssessFault } from "../repository/assess.ts";
import type { DocumentFault } from "../model/parse-metadata.ts";
import { describeDocumentFault } from "./document-fault.ts";
import { countWords, listWords, roleWords } from "./report-words.ts";

/** Nothing among the files looks like metadata. */
export interface NoMetadata {
  readonly kind: "no-metadata";
  readonly fileCount: number;
  readonly firstPaths: readonly string[];
  readonly unreadable: readonly { readonly path: string; readonly fault: DocumentFault }[];
}

export interface OpenFaultText {
  readonly happened: string;
  readonly evidence: readonly string[];
  readonly client: string;
  readonly you: string;
}

const MOST_SHOWN = 5;

/** Why what was read is no repository. */
export function describeOpenFault(fault: AssessFault | NoMetadata): OpenFaultText {
  switch (fault.kind) {
    case "no-root": {
      const others = fault.roles.map(roleWords);
      const tried = fault.unreadable.slice(0, MOST_SHOWN).map(unreadableWords);
      return {
        happened: tried.length > 0 && others.length === 0 ? "No root could be read." : "There is no root metadata in it.",
        evidence: [others.length === 0 ? "No file is root metadata that can be read." : `There is ${listWords(others.slice(0, 12))} metadata, and no root.`, ...tried, ...more(fault.unreadable.length)],
        client: "A client cannot begin: the root says which keys to believe.",
        you: "Open the folder that holds root.json or 1.root.json, together with the rest of the metadata.",
      };
    }
    case "no-metadata":
      return {
        happened: fault.fileCount === 0 ? "There is no file in it that may be metadata." : "None of these files looks like TUF metadata.",
        evidence: [
          fault.fileCount === 0 ? "Metadata files end in .json." : `${countWords(fault.fileCount, "file")} read, such as ${listWords(fault.firstPaths.slice(0, 3).map(quoted))}.`,
          ...fault.unreadable.slice(0, MOST_SHOWN).map(unreadableWords),
          ...more(fault.unreadable.length),
        ],
        client: "There is nothing that a client could read.",
        you: "Open the folder that holds root.json, timestamp.json, snapshot.json and targets.json, or a folder above it.",
      };
  }
}

function unreadableWords({ path, fault }: { readonly path: string; readonly fault: DocumentFault }): string {
  const { happened, evidence } = describeDocumentFault(fault);
  return `${quoted(path)}: ${happened} ${evidence}`;
}

function more(count: number): readonly string[] {
  return count > MOST_SHOWN ? [`${count - MOST_SHOWN} more files could not be read.`] : [];
}
