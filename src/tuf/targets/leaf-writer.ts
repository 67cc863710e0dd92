import { writeUtf8, type Bytes } from "../../lib/bytes.ts";
import type { CanonicalBytes } from "../json/canonical-json.ts";
import type { LeafFrame } from "../model/leaf-targets.ts";
import type { TargetTable } from "./target-table.ts";

/**
 * Writes the canonical form of a leaf again from what is kept of it, so that its bytes need not be kept: what signatures
 * are checked against is then made of the very rows that are searched and shown. Only for leaves that have a frame.
 */
export class LeafWriter {
  private room: Bytes = new Uint8Array(1 << 14);

  /** What it gives stays good until the next `write`. `lengthBytes`: of the canonical form, known from when the leaf was read. */
  write({ head, tail }: LeafFrame, table: TargetTable, document: number, lengthBytes: number): CanonicalBytes {
    if (this.room.length < lengthBytes) this.room = new Uint8Array(lengthBytes);
    const into = this.room.subarray(0, lengthBytes);
    const end = writeUtf8(tail, into, table.writeTargets(document, into, writeUtf8(head, into, 0)));
    if (end !== lengthBytes) throw new Error("a leaf is written as long as it was read");
    return into as CanonicalBytes; // the third of its three makers: the tests hold it to the first
  }
}
