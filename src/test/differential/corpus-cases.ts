import { existsSync } from "node:fs";
import { basename } from "node:path";
import { parseInstant } from "../../lib/utc-instant.ts";
import type { Bytes } from "../../lib/bytes.ts";
import { CORPORA, hasCorpora, readFolder } from "../corpora.ts";
import type { Case } from "./case.ts";
import { caseNumber } from "./mutate.ts";
import { caseOf, type Repository } from "./repositories.ts";
import { treeOf } from "./tree.ts";

/** Published repositories among the corpora, a moment at which they are good, and targets to search for. */
const PUBLISHED: readonly { readonly folder: string; readonly now: string; readonly targets: readonly string[] }[] = [
  { folder: "tuf-on-ci-published/metadata", now: "2026-11-01T00:00:00Z", targets: ["delegatedrole/artifact", "none"] },
  { folder: "python-tuf-fixtures/repository/metadata", now: "2026-11-01T00:00:00Z", targets: ["file1.txt", "file3.txt", "none"] },
  { folder: "python-tuf-fixtures/fishy_rolenames/metadata", now: "2026-11-01T00:00:00Z", targets: ["none"] },
  { folder: "tough-fixtures/consistent-snapshots/metadata", now: "2026-11-01T00:00:00Z", targets: ["data1.txt", "none"] },
  { folder: "tough-fixtures/rotated-root", now: "2020-01-01T00:00:00Z", targets: ["none"] },
  { folder: "tough-fixtures/dubious-role-names/metadata", now: "2020-01-01T00:00:00Z", targets: ["1.txt", "none"] },
];

/** Real repositories as they are, and spoilt without signing them again: nobody here has their keys. None without ../shared. */
export function corpusCases(seed: number, count: number): readonly Case[] {
  if (!hasCorpora) return [];
  const repositories = PUBLISHED.flatMap(({ folder, now, targets }) => repositoryIn(`${CORPORA}/${folder}`, now, targets));
  const asTheyAre = repositories.map((repository) => caseOf(repository, { name: `${repository.name} as it is`, turnsOnTime: true }));
  // The machine's clock may have passed their dates by now.
  const spoilt = Array.from({ length: count }, (_, index) => ({ ...caseNumber(seed, index, repositories), turnsOnTime: true }));
  return [...asTheyAre, ...spoilt];
}

function repositoryIn(folder: string, at: string, targets: readonly string[]): readonly Repository[] {
  if (!existsSync(folder)) return [];
  const now = parseInstant(at);
  if (now === undefined) throw new Error(`no date: ${at}`);
  const files = new Map<string, Bytes>(readFolder(folder).filter(({ path }) => path.endsWith(".json")).map(({ path, bytes }) => [basename(path), bytes]));
  for (const bytes of files.values()) treeOf(bytes);
  return [{ name: folder.slice(CORPORA.length + 1), files, signers: new Map(), targets, now: now.instant }];
}
