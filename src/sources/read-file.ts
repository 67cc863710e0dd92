import type { Bytes } from "../lib/bytes.ts";
import type { Intake } from "./intake.ts";
import { safePath } from "./safe-path.ts";
import { readFailureOf } from "./source-fault.ts";

/** A file that may be read: its path is safe, and the limits admit it. */
export interface AdmittedFile {
  readonly path: string;
  readonly file: File;
}

/** Undefined where it is not to be read; then it is listed with the reason. */
export function admit(file: File, written: string, asked: boolean, intake: Intake): AdmittedFile | undefined {
  if (intake.passesOver(written)) return undefined;
  const path = safePath(written);
  if (path.ok) return intake.admits(path.value, file.size, asked) ? { path: path.value, file } : undefined;
  intake.leave(written, file.size, { kind: "unsafe-name", problem: path.fault });
  return undefined;
}

/** Faults: none thrown for the file's own sake; it is listed with the reason. */
export async function readFile({ path, file }: AdmittedFile, intake: Intake): Promise<void> {
  try {
    const bytes = new Uint8Array(await file.arrayBuffer());
    if (bytes.length === file.size) intake.add(path, bytes);
    else intake.list(path, file.size, { kind: "changed-while-read", expectedBytes: file.size, foundBytes: bytes.length });
  } catch (error) {
    const cause = readFailureOf(error);
    if (cause === undefined) throw error;
    intake.list(path, file.size, { kind: "unreadable", cause });
  }
}

/** Units: bytes, and files, that are read in one go. */
const TOGETHER_BYTES = 1024 * 1024;
const TOGETHER_FILES = 64;
/** Groups of files that are small enough to be read in one go. What was not admitted is passed by. */
export function* together(files: Iterable<AdmittedFile | undefined>): Generator<readonly AdmittedFile[]> {
  let group: AdmittedFile[] = [];
  let bytes = 0;
  for (const one of files) {
    if (one === undefined) continue;
    if (group.length === TOGETHER_FILES || (group.length > 0 && bytes + one.file.size > TOGETHER_BYTES)) {
      yield group;
      group = [];
      bytes = 0;
    }
    group.push(one);
    bytes += one.file.size;
  }
  if (group.length > 0) yield group;
}

/**
 * Many small files as one: each read is a round trip to the browser's own process, which costs more than what it brings.
 * Where anything about it is not as expected, each is read by itself, and so gets a reason of its own.
 */
export async function readTogether(files: readonly AdmittedFile[], intake: Intake): Promise<void> {
  const bodies = files.length < 2 ? undefined : await readBodies(files);
  if (bodies === undefined) {
    for (const file of files) await readFile(file, intake);
    return;
  }
  files.forEach(({ path }, i) => {
    const bytes = bodies[i];
    if (bytes !== undefined) intake.add(path, intake.isLarge ? bytes : bytes.slice()); // what is gathered is handed on in buffers of its own
  });
}

/**
 * In one buffer. Undefined where they cannot be read, or where one may not be as long as it says: all of them together
 * may be, and then only their borders show it.
 */
async function readBodies(files: readonly AdmittedFile[]): Promise<readonly Bytes[] | undefined> {
  try {
    const whole = new Uint8Array(await new Blob(files.map(({ file }) => file)).arrayBuffer());
    let at = 0;
    const bodies = files.map(({ file }) => whole.subarray(at, (at += file.size)));
    return at === whole.length && bodies.every(isOneObject) ? bodies : undefined;
  } catch (error) {
    if (readFailureOf(error) === undefined) throw error;
    return undefined;
  }
}

const SPACE: ReadonlySet<number | undefined> = new Set([0x20, 0x09, 0x0a, 0x0d]);

/**
 * From a brace to a brace, as metadata goes. Inside a JSON text no closing brace is followed by an opening one, but in a
 * string: a border that is not between two files does not look like one.
 */
function isOneObject(bytes: Bytes): boolean {
  let last = bytes.length - 1;
  while (SPACE.has(bytes[last])) last--;
  return bytes[0] === 0x7b && bytes[last] === 0x7d;
}
