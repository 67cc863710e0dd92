import type { Bytes } from "./bytes.ts";

/** One file of a repository as it was read, once. Shape of `path`: relative, `/` between segments, no `.` or `..`. */
export interface NamedBytes {
  readonly path: string;
  readonly bytes: Bytes;
}
