import { assertNever } from "../lib/assert-never.ts";
import { describeArchiveProblem } from "./describe-archive-problem.ts";
import { pathProblemText, type SourceFaultText } from "./fault-text.ts";
import { quoted, sizeText } from "../lib/quoted.ts";
import type { NotReadReason, ReadFailure } from "./source-contents.ts";
import type { AddressProblem, SourceFault } from "./source-fault.ts";

export function describeSourceFault(fault: SourceFault): SourceFaultText {
  switch (fault.kind) {
    case "cancelled":
      return { what: "Reading was stopped", evidence: "You stopped it; nothing of it was kept.", you: "Open it again whenever you like." };
    case "nothing-given":
      return { what: "There was no file in it", evidence: "Neither a file nor a folder came with the drop or the selection.", you: "Drop a folder, files or an archive, or choose them with the buttons." };
    case "unreadable":
      return { what: `${quoted(fault.path)} could not be read`, evidence: readFailureText(fault.cause), you: "Check that it is still there and that you may read it, then open it again." };
    case "too-deep":
      return { what: "The folders lie too deep in one another", evidence: `${quoted(fault.path)} lies more than ${fault.limit} folders down.`, you: "Open the folder that holds the metadata itself." };
    case "too-many-files":
      return { what: "There are too many metadata files", evidence: `More than ${count(fault.limit)} files end in .json.`, you: "Open the folder that holds the metadata itself, or fewer versions of it." };
    case "too-many-entries":
      return { what: "There are too many files", evidence: `More than ${count(fault.limit)} files, not counting folders such as .git.`, you: "Open the folder that holds the metadata itself." };
    case "too-many-bytes":
      return { what: "There is too much metadata to read at once", evidence: `The files together are larger than ${sizeText(fault.limitBytes)}.`, you: "Open the folder that holds the metadata itself, or fewer versions of it." };
    case "duplicate-path":
      return { what: "Two different files have the same name", evidence: `${quoted(fault.path)} was given twice.`, you: "Open them one after the other, or put them into folders with different names." };
    case "archive-refused":
      return describeArchiveProblem(fault.archive, fault.problem);
    case "address-refused":
      return { what: "This address cannot be read", evidence: `${quoted(fault.address)}: ${addressProblemText(fault.problem)}`, you: "Give the address of the folder that holds the metadata, such as https://example.org/metadata/." };
    case "address-no-answer":
      return {
        what: "The server did not let this page read the address, or could not be reached",
        evidence: `${quoted(fault.url)}: the browser says no more than that. Most servers allow reading by other sites only when their owner sets it up (CORS); a page opened over https cannot read http addresses.`,
        you: "Open the address in a tab to see whether it works. Then download the metadata, as a zip for example, and drop it here.",
      };
    case "address-redirects":
      return { what: "The server sends readers to another address", evidence: `${quoted(fault.url)} answers with a redirect, which is not followed: only the address that you gave is asked.`, you: "Open it in a tab, copy the address that it ends at, and give that one." };
    case "address-status":
      return { what: "The server refused or failed", evidence: `${quoted(fault.url)} answered with HTTP status ${fault.status}.`, you: "Check the address, or try again later. What was read until then was not kept, since a failure must not look like the end of the history." };
    case "address-too-large":
      return { what: "The server sends more than is safe to read", evidence: `${quoted(fault.url)} is larger than ${sizeText(fault.limitBytes)}.`, you: "Check the address: metadata files are far smaller." };
    case "address-without-root":
      return { what: "There is no root metadata at this address", evidence: `Asked for ${fault.tried.map(quoted).join(", ")} below ${quoted(fault.url)}; the server has none of them.`, you: "Give the address of the folder that holds 1.root.json or root.json." };
    default:
      return assertNever(fault);
  }
}

/** Why one file is listed and not read, to stand behind its name. */
export function describeNotRead(why: NotReadReason): string {
  switch (why.kind) {
    case "content": return "not metadata by its name or place, so not read";
    case "too-large": return `larger than ${sizeText(why.limitBytes)}, so not read`;
    case "changed-while-read": return `changed while it was read: ${count(why.expectedBytes)} bytes were expected, ${count(why.foundBytes)} came`;
    case "unreadable": return `could not be read: ${readFailureText(why.cause)}`;
    case "unsafe-name": return `not read, because ${pathProblemText(why.problem)}`;
    case "http": return why.status === 404 || why.status === 410 ? "not on the server" : `not given by the server (HTTP status ${why.status})`;
    case "no-answer": return "no answer that this page may read: this is not the same as missing";
    case "redirect": return "the server sends readers to another address, which is not followed";
    default: return assertNever(why);
  }
}

function readFailureText(cause: ReadFailure): string {
  switch (cause) {
    case "gone": return "It is not there any more.";
    case "changed": return "It changed after it was chosen, or the system does not let it be read.";
    case "forbidden": return "Reading it is not allowed.";
    case "unknown": return "No reason was given.";
    default: return assertNever(cause);
  }
}

function addressProblemText(problem: AddressProblem): string {
  switch (problem) {
    case "not-an-address": return "this is not a web address; it must begin with https:// or http://.";
    case "scheme": return "only https:// and http:// addresses can be read.";
    case "credentials": return "it contains a user name or a password, which must not be sent from here.";
    case "query": return "it contains a query (the part from ? on), which does not belong to a folder of metadata.";
    default: return assertNever(problem);
  }
}

function count(n: number): string {
  return n.toLocaleString("en");
}
