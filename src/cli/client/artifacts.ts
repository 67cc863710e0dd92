import { join } from "node:path";
import type { Bytes } from "../../lib/bytes.ts";
import { quoted } from "../../lib/quoted.ts";
import type { FetchPort } from "../../sources/fetch-file.ts";
import { contentHash, isKnownHash } from "../../tuf/client/content-hash.ts";
import type { FoundTarget } from "../../tuf/client/find-target.ts";
import type { TargetFile } from "../../tuf/model/metadata.ts";
import { downloadFile } from "./download-file.ts";
import { safeFileName } from "./file-name.ts";
import { readIfThere, replaceFile } from "./write-file.ts";

/** Artifacts may be large. Units: milliseconds. */
const ARTIFACT_TIME_MS = 600_000;

export interface ArtifactPlace {
  readonly fetch: FetchPort;
  readonly targetUrl: string;
  readonly targetFolder: string;
  /** Whether the hash stands in the name. Source: TUF 1.0.34, 5.7.2, 6.2. */
  readonly consistent: boolean;
}

/**
 * Brings one artifact into the folder, unless it lies there already. Gives what is wrong with it; then nothing of it
 * was written. Source: TUF 1.0.34, 5.7.
 */
export async function bringArtifact({ path, file }: FoundTarget, place: ArtifactPlace): Promise<string | undefined> {
  const to = join(place.targetFolder, safeFileName(path));
  const held = await readIfThere(to);
  if (held !== undefined && contentProblem(held, file) === undefined) return undefined;
  const address = addressOf(path, file, place);
  if (address === undefined) return `no address can be made of the target path ${quoted(path)}`;
  const bytes = await downloadFile(place.fetch, address, file.lengthBytes, ARTIFACT_TIME_MS);
  if (bytes === undefined) return `there is nothing at ${address}`;
  const problem = contentProblem(bytes, file);
  if (problem === undefined) await replaceFile(to, bytes);
  return problem;
}

/** Length and every hash that is signed for; one that is not known here refuses, as the conformance suite asks. */
export function contentProblem(bytes: Bytes, { lengthBytes, hashes }: TargetFile): string | undefined {
  if (bytes.length !== lengthBytes) return `its length is ${bytes.length}, and ${lengthBytes} was signed`;
  for (const [algorithm, expected] of hashes) {
    if (!isKnownHash(algorithm)) return `its hash ${quoted(algorithm)} is of a kind that is not known here`;
    const found = contentHash(bytes, algorithm);
    if (found !== expected.toLowerCase()) return `its ${algorithm} hash is ${found}, and ${quoted(expected)} was signed`;
  }
  return undefined;
}

/**
 * `FOLDER/HASH.NAME` below the base. A target path is a relative URL, so its own percent signs stay; what would end the
 * path of a URL or leave the base does not. Source: TUF 1.0.34, 4.5.
 */
export function addressOf(path: string, { hashes }: TargetFile, { targetUrl, consistent }: Pick<ArtifactPlace, "targetUrl" | "consistent">): string | undefined {
  const [hash] = [...hashes].filter(([algorithm]) => isKnownHash(algorithm)).map(([, value]) => value);
  const segments = path.split("/").map((segment) => encodeURIComponent(segment).replaceAll("%25", "%"));
  const name = segments.pop() ?? "";
  const climbs = [...segments, name].some((segment) => /^(\.|%2e){1,2}$/i.test(segment));
  if (climbs || (consistent && (hash === undefined || !/^[0-9a-f]+$/i.test(hash)))) return undefined;
  return targetUrl + [...segments, consistent ? `${hash}.${name}` : name].join("/");
}
