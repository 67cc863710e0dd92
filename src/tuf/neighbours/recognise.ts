import type { Bytes } from "../../lib/bytes.ts";
import type { Result } from "../../lib/result.ts";
import { parseJson } from "../json/parse-json.ts";
import { parseMapFile, type MapFile } from "../map-file/map-file.ts";
import { parseMetadata, type DocumentFault } from "../model/parse-metadata.ts";
import { parseDsse, type DsseEnvelope } from "./dsse.ts";
import { parseMultiRoleTargets, type MultiRoleTargets } from "./multi-role.ts";
import { parseRotateFile, readRotatePath, type RotateFile, type RotateName } from "./rotate-file.ts";

/**
 * A file that is no metadata to a client of TUF 1.x and belongs to a format beside it. It is never a document of the
 * repository: nothing is published, judged or delegated through it.
 */
export type Neighbour =
  | { readonly kind: "dsse"; readonly read: Result<DsseEnvelope, DocumentFault> }
  | { readonly kind: "map-file"; readonly read: Result<MapFile, DocumentFault> }
  | { readonly kind: "multi-role-targets"; readonly read: Result<MultiRoleTargets, DocumentFault> }
  /** `named`: what its path says, where it lies in a `rotate` folder. */
  | { readonly kind: "rotate"; readonly named: RotateName | undefined; readonly read: Result<RotateFile, DocumentFault> };

/** Tells by the fault of a client's reading whether the file is one of these, and reads it as what it is. Never throws. */
export function recogniseNeighbour(path: string, bytes: Bytes, fault: DocumentFault): Neighbour | undefined {
  switch (fault.kind) {
    case "multi-role-delegations": return { kind: "multi-role-targets", read: parseMultiRoleTargets(bytes) };
    case "unknown-type": return fault.type === "rotate" ? { kind: "rotate", named: readRotatePath(path), read: parseRotateFile(bytes) } : undefined;
    case "not-metadata": break;
    default: return undefined;
  }
  const { looksLike } = fault;
  if (looksLike !== "dsse" && looksLike !== "map-file") return undefined;
  const json = parseJson(bytes);
  if (!json.ok) return undefined; // it has just been read as JSON
  const { value, text } = json.value;
  return looksLike === "dsse" ? { kind: "dsse", read: parseDsse(value, text) } : { kind: "map-file", read: parseMapFile(value, text) };
}

/** The same for a file that lies beside the metadata. What can be read as metadata is no neighbour. */
export function neighbourOf(path: string, bytes: Bytes): Neighbour | undefined {
  const parsed = parseMetadata(bytes);
  return parsed.ok ? undefined : recogniseNeighbour(path, bytes, parsed.fault);
}
