import type { Intake } from "./intake.ts";
import { safePath } from "./safe-path.ts";
import { readFailureOf } from "./source-fault.ts";

/** Faults: none thrown for the file's own sake; it is listed with the reason. */
export async function readFile(file: File, written: string, asked: boolean, intake: Intake): Promise<void> {
  if (intake.passesOver(written)) return;
  const path = safePath(written);
  if (!path.ok) return intake.leave(written, file.size, { kind: "unsafe-name", problem: path.fault });
  if (!intake.admits(path.value, file.size, asked)) return;
  try {
    const bytes = new Uint8Array(await file.arrayBuffer());
    if (bytes.length === file.size) intake.add(path.value, bytes);
    else intake.list(path.value, file.size, { kind: "changed-while-read", expectedBytes: file.size, foundBytes: bytes.length });
  } catch (error) {
    const cause = readFailureOf(error);
    if (cause === undefined) throw error;
    intake.list(path.value, file.size, { kind: "unreadable", cause });
  }
}
