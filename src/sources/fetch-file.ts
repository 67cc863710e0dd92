import { concatBytes, type Bytes } from "../lib/bytes.ts";

/** The part of `fetch` that is used; the network is an argument. */
export type FetchPort = (url: string, init: RequestInit) => Promise<Response>;

export type Fetched =
  | { readonly kind: "bytes"; readonly bytes: Bytes }
  | { readonly kind: "status"; readonly status: number }
  | { readonly kind: "too-large"; readonly limitBytes: number }
  | { readonly kind: "redirect" }
  | { readonly kind: "no-answer" };

/**
 * Nothing personal goes out (no cookies, no referrer), nothing stale comes back, and no redirect leads to a host that
 * the person did not name. A body that grows beyond the limit is cut off while it arrives.
 */
const REQUEST: RequestInit = {
  credentials: "omit",
  redirect: "manual",
  referrerPolicy: "no-referrer",
  cache: "no-store",
};

export async function fetchFile(fetch: FetchPort, url: string, limitBytes: number): Promise<Fetched> {
  const response = await fetch(url, REQUEST).catch(noAnswer);
  if (response === undefined) return { kind: "no-answer" };
  if (response.type === "opaqueredirect" || (response.status >= 300 && response.status < 400)) return { kind: "redirect" };
  if (!response.ok) {
    await response.body?.cancel();
    return { kind: "status", status: response.status };
  }
  return readBody(response, limitBytes);
}

async function readBody(response: Response, limitBytes: number): Promise<Fetched> {
  const reader = response.body?.getReader();
  const chunks: Uint8Array[] = [];
  let total = 0;
  while (reader !== undefined) {
    const part = await reader.read().catch(noAnswer);
    if (part === undefined) return { kind: "no-answer" };
    if (part.done) break;
    total += part.value.length;
    if (total > limitBytes) {
      await reader.cancel();
      return { kind: "too-large", limitBytes };
    }
    chunks.push(part.value);
  }
  return { kind: "bytes", bytes: concatBytes(...chunks) };
}

/** `fetch` says every failure of the network and of CORS with a TypeError and no more. */
function noAnswer(error: unknown): undefined {
  if (error instanceof TypeError || error instanceof DOMException) return undefined;
  throw error;
}
