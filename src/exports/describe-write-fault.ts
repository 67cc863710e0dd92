import { assertNever } from "../lib/assert-never.ts";
import { quoted } from "../lib/quoted.ts";
import type { WriteFailure, WriteFault } from "./write-back.ts";

export interface WriteFaultText {
  readonly what: string;
  readonly evidence: string;
  readonly you: string;
}

const SAVE = "Your signature is not lost: save the file as a download instead.";

export function describeWriteFault(fault: WriteFault): WriteFaultText {
  switch (fault.kind) {
    case "write-not-allowed":
      return { what: "Nothing was written into the folder", evidence: "The browser was not allowed to change it.", you: `Allow it when the browser asks. ${SAVE}` };
    case "changed-on-disk":
      return { what: "Nothing was written: the folder is not what was reviewed", evidence: `${quoted(fault.path)}: ${foundText(fault.found)}.`, you: `Open the folder again and review what is there now. ${SAVE}` };
    case "write-failed":
      return { what: `${quoted(fault.path)} could not be written`, evidence: `${failureText(fault.cause)} ${writtenText(fault.written)}`, you: SAVE };
    case "reads-back-differently":
      return { what: `${quoted(fault.path)} was written, but reads back differently`, evidence: `Another program may have changed it in the same moment. ${writtenText(fault.written)}`, you: `Look at the folder before you use it. ${SAVE}` };
    default:
      return assertNever(fault);
  }
}

function foundText(found: "another-file" | "no-file" | "a-file"): string {
  switch (found) {
    case "another-file": return "its bytes changed after it was read";
    case "no-file": return "it is not there any more";
    case "a-file": return "there is a file now where there was none";
    default: return assertNever(found);
  }
}

function failureText(cause: WriteFailure): string {
  switch (cause) {
    case "gone": return "The folder is not there any more.";
    case "forbidden": return "The system or the browser did not allow it.";
    case "full": return "There is no space left.";
    case "locked": return "Another program is using the file.";
    case "unknown": return "The browser gave no reason.";
    default: return assertNever(cause);
  }
}

function writtenText(written: readonly string[]): string {
  return written.length === 0 ? "No other file was changed." : `Written before that: ${written.map(quoted).join(", ")}.`;
}
