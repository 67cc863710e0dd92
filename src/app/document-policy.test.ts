// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { readDocumentPolicy, readStorageState } from "./document-policy.ts";

const answer = (headers: Readonly<Record<string, string>>, status = 200): typeof fetch => async () => new Response(null, { status, headers });
const refuse: typeof fetch = () => Promise.reject(new TypeError("Failed to fetch"));

function page(meta?: string): Document {
  const made = document.implementation.createHTMLDocument();
  if (meta !== undefined) {
    const element = made.createElement("meta");
    element.setAttribute("http-equiv", "Content-Security-Policy");
    element.setAttribute("content", meta);
    made.head.append(element);
  }
  Object.defineProperty(made, "location", { value: { pathname: "/index.html" } });
  return made;
}

test("a policy from the server counts before one in the page", async () => {
  const read = await readDocumentPolicy(answer({ "content-security-policy": "default-src 'none'" }), page("script-src 'self'"));
  expect(read).toEqual({ kind: "header", policy: "default-src 'none'" });
});

test("a policy in the page alone is told apart, even where the server cannot be asked", async () => {
  expect(await readDocumentPolicy(answer({}), page("script-src 'self'"))).toEqual({ kind: "meta", policy: "script-src 'self'" });
  expect(await readDocumentPolicy(refuse, page("script-src 'self'"))).toEqual({ kind: "meta", policy: "script-src 'self'" });
});

test("no policy is claimed absent only when the server said so", async () => {
  expect((await readDocumentPolicy(answer({}), page())).kind).toBe("none");
  expect((await readDocumentPolicy(refuse, page())).kind).toBe("unknown");
  expect((await readDocumentPolicy(answer({}, 405), page())).kind).toBe("unknown");
});

test("a browser that tells nothing about storage is taken at its word", async () => {
  expect(await readStorageState(undefined)).toBeUndefined();
  const silent = { estimate: () => Promise.reject(new Error("private window")) } as unknown as StorageManager; // only what is called
  expect(await readStorageState(silent)).toBeUndefined();
  const telling = { estimate: async () => ({ usage: 1, quota: 2 }), persisted: async () => true } as unknown as StorageManager; // as above
  expect(await readStorageState(telling)).toEqual({ usageBytes: 1, quotaBytes: 2, persisted: true });
});
