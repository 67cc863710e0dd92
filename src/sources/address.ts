import { fail, ok, type Result } from "../lib/result.ts";
import type { AddressProblem } from "./source-fault.ts";

/** Where published metadata is read from. `folder` ends with `/`; `file` is one file that holds all of it. */
export type Address = { readonly kind: "folder" | "file"; readonly url: string };

const FILE = /\.(?:json|zip|tar|tgz|tar\.gz)$/i;

/** What a person typed or pasted. A fragment is dropped: it never reaches a server. */
export function parseAddress(written: string): Result<Address, AddressProblem> {
  const trimmed = written.trim();
  if (!URL.canParse(trimmed)) return fail("not-an-address");
  const url = new URL(trimmed);
  if (url.protocol !== "https:" && url.protocol !== "http:") return fail("scheme");
  if (url.username !== "" || url.password !== "") return fail("credentials");
  if (url.search !== "") return fail("query");
  url.hash = "";
  if (FILE.test(url.pathname)) return ok({ kind: "file", url: url.href });
  if (!url.pathname.endsWith("/")) url.pathname += "/";
  return ok({ kind: "folder", url: url.href });
}

/** How a role's name stands in a file name. Shape: part of one URL segment, whatever the metadata put into it: no `/`, `?` or `#` survives. */
export function roleSegment(role: string): string {
  return encodeURIComponent(role);
}
