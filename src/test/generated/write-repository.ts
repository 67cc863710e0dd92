import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { tarEntry } from "../archives.ts";
import type { GeneratedFile } from "./generate-repository.ts";

export interface Written {
  readonly files: number;
  readonly bytes: number;
}

/** Into a folder, or into one tar where the name ends in `.tar`. */
export function writeRepository(files: Iterable<GeneratedFile>, out: string): Written {
  return out.endsWith(".tar") ? writeTar(files, out) : writeFolder(files, out);
}

function writeFolder(files: Iterable<GeneratedFile>, out: string): Written {
  let [count, bytes] = [0, 0];
  mkdirSync(join(out, "metadata"), { recursive: true });
  for (const { path, text } of files) {
    const body = Buffer.from(text);
    mkdirSync(dirname(join(out, path)), { recursive: true });
    writeFileSync(join(out, path), body);
    count++;
    bytes += body.length;
  }
  return { files: count, bytes };
}

function writeTar(files: Iterable<GeneratedFile>, out: string): Written {
  let [count, bytes] = [0, 0];
  const file = openSync(out, "w");
  for (const { path, text } of files) {
    const body = Buffer.from(text);
    writeSync(file, tarEntry({ name: path, body }));
    count++;
    bytes += body.length;
  }
  writeSync(file, new Uint8Array(1024));
  closeSync(file);
  return { files: count, bytes };
}
