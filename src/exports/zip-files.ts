import { Zip, ZipDeflate } from "fflate";
import { concatBytes, type Bytes } from "../lib/bytes.ts";
import type { NamedBytes } from "../lib/named-bytes.ts";

/** The same files in the same order give the same archive. Throws for two files of one path: that is a defect of the caller. */
export function zipFiles(files: readonly NamedBytes[]): Bytes {
  if (new Set(files.map(({ path }) => path)).size !== files.length) throw new Error("two files of one path cannot go into one archive");
  const noTime = new Date(1980, 0, 1); // zip's first moment, in local time as zip has it: the same bytes in every time zone
  const chunks: Uint8Array[] = [];
  // The streaming writer: `zipSync` takes an object, whose keys would reorder `1` and lose `__proto__`.
  const zip = new Zip((error, chunk) => {
    if (error !== null) throw error;
    chunks.push(chunk);
  });
  for (const { path, bytes } of files) {
    const entry = new ZipDeflate(path, { level: 6 });
    entry.mtime = noTime;
    zip.add(entry);
    entry.push(bytes, true);
  }
  zip.end();
  return concatBytes(...chunks);
}
