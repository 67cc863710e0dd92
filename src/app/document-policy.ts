import type { PolicyState, StorageState } from "../features/about/index.tsx";

/** Asks this page's own server for its headers, then looks into the page. It tries nothing forbidden: that would raise a violation. */
export async function readDocumentPolicy(fetchHeaders: typeof fetch, page: Document): Promise<PolicyState> {
  const meta = page.querySelector('meta[http-equiv="Content-Security-Policy" i]')?.getAttribute("content") ?? undefined;
  const header = await policyHeader(fetchHeaders, page);
  if (typeof header === "string") return { kind: "header", policy: header };
  if (meta !== undefined) return { kind: "meta", policy: meta };
  return header === undefined
    ? { kind: "none" }
    : { kind: "unknown", why: "This page’s own address could not be asked for its headers, and the page itself carries no policy." };
}

/** Undefined when there is none, null when the server cannot be asked: offline, or a page opened from a file. */
async function policyHeader(fetchHeaders: typeof fetch, page: Document): Promise<string | undefined | null> {
  try {
    const response = await fetchHeaders(page.location.pathname, { method: "HEAD", cache: "no-store" });
    await response.arrayBuffer(); // empty; a response that nobody reads shows as an aborted request
    return response.ok ? (response.headers.get("content-security-policy") ?? undefined) : null;
  } catch {
    return null; // `fetch` throws for any failure of the network, and for file: addresses
  }
}

/** Undefined where the browser has no estimate to give. */
export async function readStorageState(storage: StorageManager | undefined): Promise<StorageState | undefined> {
  if (storage === undefined) return undefined;
  try {
    const { usage, quota } = await storage.estimate();
    if (usage === undefined || quota === undefined) return undefined;
    return { usageBytes: usage, quotaBytes: quota, persisted: await storage.persisted() };
  } catch {
    return undefined; // some browsers refuse in private windows; nothing depends on the figure
  }
}
