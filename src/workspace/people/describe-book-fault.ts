import { quoted } from "../../lib/quoted.ts";
import type { Description } from "../../tuf/words/description.ts";
import { describeDocumentFault, fieldEvidence } from "../../tuf/words/document-fault.ts";
import { ADDRESS_BOOK_FORMAT, type BookFault } from "./address-book-file.ts";

const UNCHANGED = "Nothing of it was taken in; your address book is as it was.";

/** Why a file could not be read as an address book. */
export function describeBookFault(fault: BookFault): Description {
  switch (fault.kind) {
    case "book-format": return {
      happened: "The file is not an address book that this build can read.",
      evidence: `Its format is ${quoted(fault.found)}; this build reads ${quoted(ADDRESS_BOOK_FORMAT)}.`,
      client: UNCHANGED,
      you: "Use the build that wrote it, or have the book exported by one like this.",
    };
    case "field": return {
      happened: `The field ${quoted(fault.path === "" ? "(the whole file)" : fault.path)} is not what an address book has there.`,
      evidence: fieldEvidence(fault),
      client: UNCHANGED,
      you: "Ask whoever sent it to export it again. If it was edited by hand, correct that line.",
    };
    default: return { ...describeDocumentFault(fault), client: UNCHANGED, you: "Ask whoever sent it to export it again." };
  }
}
