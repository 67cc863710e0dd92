import type { NamedBytes } from "../../lib/named-bytes.ts";
import type { Origin, RepositoryFile } from "../repository/inventory.ts";
import { neighbourOf, recogniseNeighbour, type Neighbour } from "./recognise.ts";

/** A file that belongs to a format beside TUF 1.x. */
export interface NeighbourFile {
  readonly path: string;
  readonly origin: Origin;
  /** What its name speaks of, where it lies among the metadata. */
  readonly role: string | undefined;
  readonly neighbour: Neighbour;
}

/** Files beside the metadata that are looked at, and how long each may be: another repository may lie there. */
const MOST_BESIDE = 200;
/** Units: bytes. */
const MAX_BESIDE_BYTES = 1024 * 1024;

/** Those of the files that are neighbours; `beside`: what was opened with them and lies outside of the metadata's folder. */
export function neighboursAmong(files: readonly RepositoryFile[], beside: readonly NamedBytes[]): readonly NeighbourFile[] {
  const within = files.flatMap(({ path, bytes, parsed, origin, roleInName }): readonly NeighbourFile[] => {
    const neighbour = parsed.ok ? undefined : recogniseNeighbour(path, bytes, parsed.fault);
    return neighbour === undefined ? [] : [{ path, origin, role: roleInName, neighbour }];
  });
  const around = beside
    .filter(({ bytes }) => bytes.length <= MAX_BESIDE_BYTES)
    .slice(0, MOST_BESIDE)
    .flatMap(({ path, bytes }): readonly NeighbourFile[] => {
      const neighbour = neighbourOf(path, bytes);
      return neighbour === undefined ? [] : [{ path, origin: "opened", role: undefined, neighbour }];
    });
  return [...within, ...around];
}
