import { hasTarChecksum } from "./tar-header.ts";

export type ArchiveKind = "zip" | "gzip" | "tar";

/** How much of a file `archiveKind` wants to see. Units: bytes. */
export const ARCHIVE_PROBE_BYTES = 512;

/** Recognised by content: a name is only a claim. */
export function archiveKind(head: Uint8Array): ArchiveKind | undefined {
  const [a, b, c, d] = head;
  if (a === 0x50 && b === 0x4b && ((c === 3 && d === 4) || (c === 5 && d === 6))) return "zip";
  if (a === 0x1f && b === 0x8b) return "gzip";
  return head.length >= ARCHIVE_PROBE_BYTES && hasTarChecksum(head) && head[0] !== 0 ? "tar" : undefined;
}
