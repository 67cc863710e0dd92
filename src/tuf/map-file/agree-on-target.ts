import { matchesPattern } from "../graph/path-pattern.ts";
import type { TargetFile } from "../model/metadata.ts";
import type { MapFile, Mapping } from "./map-file.ts";

/** What one repository says of a target: what it signs for it; that it signs nothing; or that it could not be trusted. */
export type RepositoryAnswer<F> =
  | { readonly kind: "signs"; readonly file: Pick<TargetFile, "lengthBytes" | "hashes"> }
  | { readonly kind: "signs-nothing" }
  | { readonly kind: "cannot-be-trusted"; readonly fault: F };

/** Repositories that sign the same length and hashes, in the order in which they were asked. */
export interface AgreeingGroup {
  readonly file: Pick<TargetFile, "lengthBytes" | "hashes">;
  readonly repositories: readonly string[];
}

/** A mapping whose paths reach the target. `index`: its place in the map file. `groups`: the first to sign first. */
export interface ConsultedMapping {
  readonly index: number;
  readonly threshold: number;
  readonly terminating: boolean;
  readonly groups: readonly AgreeingGroup[];
}

/** `consulted`: every mapping that was asked, the deciding one last. */
export type Agreement =
  | {
      readonly kind: "agreed";
      readonly group: AgreeingGroup;
      /** Others of the same mapping that reach the threshold as well. TAP 4 takes the first; go-tuf then refuses the target. */
      readonly rivals: readonly AgreeingGroup[];
      readonly consulted: readonly ConsultedMapping[];
    }
  /** A terminating mapping ended the search. */
  | { readonly kind: "ended"; readonly consulted: readonly ConsultedMapping[] }
  | { readonly kind: "no-mapping-left"; readonly consulted: readonly ConsultedMapping[] };

/**
 * Searches the mappings in their order for one whose repositories agree on the target: a threshold of them signs the
 * same length and the same hashes, by the same algorithms; custom data may differ. A repository that was not asked, or
 * cannot be trusted, signs nothing. Paths are matched as in delegations. Source: TAP 4, Searching for Files.
 */
export function agreeOnTarget<F>(map: MapFile, path: string, answers: ReadonlyMap<string, RepositoryAnswer<F>>): Agreement {
  const consulted: ConsultedMapping[] = [];
  for (const [index, mapping] of map.mappings.entries()) {
    if (!reaches(mapping, path)) continue;
    const { threshold, terminating } = mapping;
    const groups = groupsOf(mapping, answers);
    consulted.push({ index, threshold, terminating, groups });
    const [group, ...rivals] = inOrderOfAgreement(groups, mapping);
    if (group !== undefined) return { kind: "agreed", group, rivals, consulted };
    if (terminating) return { kind: "ended", consulted };
  }
  return { kind: "no-mapping-left", consulted };
}

/** The repositories that a client has to ask for this target, in the worst case. */
export function repositoriesFor(map: MapFile, path: string): readonly string[] {
  const asked = new Set<string>();
  for (const mapping of map.mappings) {
    if (!reaches(mapping, path)) continue;
    for (const name of mapping.repositories) asked.add(name);
    if (mapping.terminating) break;
  }
  return [...asked];
}

function reaches({ paths }: Mapping, path: string): boolean {
  return paths.some((pattern) => matchesPattern(pattern, path));
}

function groupsOf<F>({ repositories }: Mapping, answers: ReadonlyMap<string, RepositoryAnswer<F>>): readonly AgreeingGroup[] {
  const groups = new Map<string, { readonly file: AgreeingGroup["file"]; readonly repositories: string[] }>();
  for (const name of repositories) {
    const answer = answers.get(name);
    if (answer?.kind !== "signs") continue;
    const statement = statementOf(answer.file);
    const group = groups.get(statement);
    if (group === undefined) groups.set(statement, { file: answer.file, repositories: [name] });
    else group.repositories.push(name);
  }
  return [...groups.values()];
}

/** Those that reach the threshold, the first to reach it first: a client asks in order and stops there. */
function inOrderOfAgreement(groups: readonly AgreeingGroup[], { repositories, threshold }: Mapping): readonly AgreeingGroup[] {
  const place = new Map(repositories.map((name, i) => [name, i]));
  const reachedAt = ({ repositories: agreeing }: AgreeingGroup): number => place.get(agreeing[threshold - 1] ?? "") ?? Number.POSITIVE_INFINITY;
  return groups.filter(({ repositories: agreeing }) => agreeing.length >= threshold).toSorted((a, b) => reachedAt(a) - reachedAt(b));
}

/** One text for one statement; hex is compared without regard to case. */
function statementOf({ lengthBytes, hashes }: AgreeingGroup["file"]): string {
  const sorted = [...hashes].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([algorithm, hash]) => [algorithm, hash.toLowerCase()]);
  return JSON.stringify([lengthBytes, sorted]);
}
