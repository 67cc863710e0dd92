import type { FetchPort } from "../../sources/fetch-file.ts";
import type { OfferedFile } from "../../tuf/client/checks.ts";
import type { RepositoryView } from "../../tuf/client/repository-view.ts";
import { parseMetadata } from "../../tuf/model/parse-metadata.ts";
import { downloadFile } from "./download-file.ts";

/** A repository at an address, one request for each file. Role names stand in it as one segment. Source: TUF 1.0.34, 6.2. */
export function httpView(fetch: FetchPort, metadataUrl: string): RepositoryView {
  const get = async (name: string, version: number | undefined, limit: number): Promise<OfferedFile | undefined> => {
    const path = `${version === undefined ? "" : `${version}.`}${encodeURIComponent(name)}.json`;
    const bytes = await downloadFile(fetch, metadataUrl + path, limit);
    return bytes === undefined ? undefined : { path, bytes, parsed: parseMetadata(bytes) };
  };
  return {
    root: (version, limit) => get("root", version, limit),
    timestamp: (limit) => get("timestamp", undefined, limit),
    snapshot: (version, consistent, limit) => get("snapshot", consistent ? version : undefined, limit),
    targets: (role, version, consistent, limit) => get(role, consistent ? version : undefined, limit),
  };
}
