import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import type { NamedBytes } from "../lib/named-bytes.ts";
import { recogniseLayout, type Layout } from "../dialects/layout.ts";

/** Real metadata, read in place. Tests that need it say "skipped: no ../shared" where it is absent. */
export const CORPORA = "../shared/corpora";
export const hasCorpora: boolean = existsSync(CORPORA);

export function readFolder(folder: string, prefix = ""): readonly NamedBytes[] {
  return readdirSync(folder).toSorted().flatMap((name): readonly NamedBytes[] => {
    const path = `${folder}/${name}`;
    const inside = prefix === "" ? name : `${prefix}/${name}`;
    return statSync(path).isDirectory() ? readFolder(path, inside) : [{ path: inside, bytes: new Uint8Array(readFileSync(path)) }];
  });
}

export function layoutOf(files: readonly NamedBytes[]): Layout {
  const layout = recogniseLayout(files);
  if (layout === undefined) throw new Error("no metadata there");
  return layout;
}
