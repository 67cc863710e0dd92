import { assertNever } from "../lib/assert-never.ts";
import type { PathProblem } from "./source-contents.ts";

/** A refusal in words. Text from outside stands in quotation marks with what cannot be seen spelled out. */
export interface SourceFaultText {
  readonly what: string;
  readonly evidence: string;
  readonly you: string;
}

export function pathProblemText(problem: PathProblem): string {
  switch (problem) {
    case "absolute": return "its name begins at the root of the disk (/)";
    case "parent-segment": return "its name leads out of the folder (..)";
    case "backslash": return "its name contains a backslash, which is a folder sign on some systems and a letter on others";
    case "drive-letter": return "its name begins with a drive letter";
    case "nul": return "its name contains a NUL character, where some programs stop reading";
    case "empty-segment": return "its name contains two slashes in a row or ends in one";
    case "no-name": return "it has no name";
    case "too-long": return "its name is longer than 4,096 characters";
    case "not-utf8": return "its name is not UTF-8 text";
    default: return assertNever(problem);
  }
}
