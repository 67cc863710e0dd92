import type { Bytes } from "../../lib/bytes.ts";
import { sizeText } from "../../lib/quoted.ts";
import { fetchFile, type FetchPort } from "../../sources/fetch-file.ts";

/** A transfer that failed is not a missing file: it ends whatever needs it. */
export class TransferFailure extends Error {}

/** No server is waited for longer. Units: milliseconds. */
const METADATA_TIME_MS = 60_000;

/** The whole file, or undefined when the server says that it has none (403 and 404, as python-tuf reads them). Faults: throws `TransferFailure`. */
export async function downloadFile(fetch: FetchPort, url: string, limitBytes: number, timeMs: number = METADATA_TIME_MS): Promise<Bytes | undefined> {
  // What is signed are the bytes of the file; a body in another encoding is not asked for.
  const asIs: FetchPort = (to, init) => fetch(to, { ...init, headers: { "accept-encoding": "identity" }, signal: AbortSignal.timeout(timeMs) });
  const fetched = await fetchFile(asIs, url, limitBytes);
  switch (fetched.kind) {
    case "bytes": return fetched.bytes;
    case "status":
      if (fetched.status === 403 || fetched.status === 404) return undefined;
      throw new TransferFailure(`${url} answered with HTTP status ${fetched.status}`);
    case "too-large": throw new TransferFailure(`${url} is larger than ${sizeText(fetched.limitBytes)}`);
    case "redirect": throw new TransferFailure(`${url} leads to another address, which is not followed`);
    case "no-answer": throw new TransferFailure(`${url} gave no answer, or broke it off`);
  }
}
