import { fail, ok, type Result } from "../lib/result.ts";
import type { PathProblem } from "./source-contents.ts";

const MAX_LENGTH = 4096;

/**
 * Shape of the result: segments joined with `/`, none empty, `.` or `..`. `./a` reads as `a`, since tar writes it so;
 * two spellings of one path come out equal and are caught as duplicates.
 */
export function safePath(written: string): Result<string, PathProblem> {
  if (written.length > MAX_LENGTH) return fail("too-long");
  if (written.includes("\0")) return fail("nul");
  if (written.includes("\\")) return fail("backslash");
  if (written.startsWith("/")) return fail("absolute");
  if (/^[A-Za-z]:/.test(written)) return fail("drive-letter");
  const segments = written.split("/").filter((segment) => segment !== ".");
  if (segments.length === 0) return fail("no-name");
  if (segments.includes("..")) return fail("parent-segment");
  if (segments.includes("")) return fail("empty-segment");
  return ok(segments.join("/"));
}
