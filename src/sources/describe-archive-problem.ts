import { assertNever } from "../lib/assert-never.ts";
import { pathProblemText, type SourceFaultText } from "./fault-text.ts";
import { quoted, sizeText } from "../lib/quoted.ts";
import type { ArchiveProblem, DamagedPart } from "./source-fault.ts";

const UNPACK = "Unpack it with a tool that you trust, look at what comes out, and drop the folder here.";
const ASK = "Ask whoever made the archive for one without this, or unpack it yourself and drop the folder here.";
const AGAIN = "Download or copy the archive again. If it is the same then, ask whoever made it.";

export function describeArchiveProblem(archive: string, problem: ArchiveProblem): SourceFaultText {
  const name = quoted(archive);
  const refused = (evidence: string, you: string): SourceFaultText => ({ what: `The archive ${name} was refused as a whole`, evidence, you });
  switch (problem.kind) {
    case "unsafe-path": return refused(`It holds ${quoted(problem.path)}: ${pathProblemText(problem.problem)}.`, ASK);
    case "link": return refused(`${quoted(problem.path)} is a link to another file. What a link shows depends on where it is unpacked.`, ASK);
    case "special-file": return refused(`${quoted(problem.path)} is neither a file nor a folder.`, ASK);
    case "duplicate-path": return refused(`It holds ${quoted(problem.path)} twice. Programs differ in which of the two they show.`, ASK);
    case "encrypted": return refused(`${quoted(problem.path)} is encrypted.`, "Unpack it with its password and drop the folder here.");
    case "size-mismatch": return refused(`${quoted(problem.path)} is said to be ${problem.declaredBytes} bytes long; ${atLeast(problem)} came out.`, AGAIN);
    case "checksum": return refused(`The checksum of ${quoted(problem.path)} does not fit its bytes.`, AGAIN);
    case "two-names": return refused(`${quoted(problem.path)} has another name in the archive's list than in front of its data. Programs differ in which they show.`, ASK);
    case "overlap": return refused(`${quoted(problem.path)} shares its bytes with another entry or with the archive's list.`, ASK);
    case "bomb": return refused(
      `${sizeText(problem.packedBytes)} would become ${sizeText(problem.unpackedBytes)} or more, ${Math.round(problem.unpackedBytes / Math.max(1, problem.packedBytes))} times as much. Metadata does not pack that well; archives made to fill memory do (a “zip bomb”).`,
      UNPACK,
    );
    case "unpacks-too-large": return refused(`It unpacks to more than ${sizeText(problem.limitBytes)}.`, "Unpack it yourself and drop the folder that holds the metadata.");
    case "truncated": return refused("It ends in the middle: part of it is missing.", AGAIN);
    case "damaged": return refused(`${damagedText(problem.what)}${problem.path === undefined ? "" : ` Found at ${quoted(problem.path)}.`}`, AGAIN);
    case "unsupported": return refused(`It uses ${problem.feature}${problem.path === undefined ? "" : ` for ${quoted(problem.path)}`}, which is not read here.`, UNPACK);
    case "gzip-without-tar": return refused("It is compressed with gzip, but what comes out is not a tar archive.", "Decompress it and drop the file that comes out.");
    default: return assertNever(problem);
  }
}

function atLeast({ declaredBytes, foundBytes }: { readonly declaredBytes: number; readonly foundBytes: number }): string {
  return foundBytes > declaredBytes ? `at least ${foundBytes}` : `only ${foundBytes}`;
}

function damagedText(what: DamagedPart): string {
  switch (what) {
    case "zip-directory": return "Its list of files is not where it should be or cannot be read.";
    case "zip-entry": return "What stands in front of a file's data does not fit the archive's list.";
    case "compressed-data": return "Its compressed data cannot be read.";
    case "gzip": return "Its gzip data is damaged or ends early.";
    case "tar-header": return "A header does not fit its own checksum or cannot be read.";
    case "tar-pax-header": return "An extended header cannot be read.";
    case "tar-ending": return "There is more data after the end mark, which other programs might read.";
    default: return assertNever(what);
  }
}
