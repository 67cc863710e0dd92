import { patternCovers } from "../graph/path-pattern.ts";
import type { DelegationScope } from "../model/metadata.ts";

export interface ScopeChange {
  /** Entries of the new scope that reach, or may reach, what nothing in the old one did. */
  readonly widened: readonly string[];
  /** Entries of the old scope that nothing in the new one is known to cover. */
  readonly narrowed: readonly string[];
}

/** In doubt a scope counts as widened: patterns and hash prefixes cannot be compared with each other. */
export function compareScopes(before: DelegationScope, after: DelegationScope): ScopeChange {
  return { widened: uncovered(after, before), narrowed: uncovered(before, after) };
}

export function scopeEntries(scope: DelegationScope): readonly string[] {
  if (scope.kind === "none") return [];
  return scope.kind === "paths" ? scope.patterns : scope.prefixes;
}

function uncovered(scope: DelegationScope, by: DelegationScope): readonly string[] {
  const entries = scopeEntries(scope);
  if (scope.kind !== by.kind) return entries;
  const covers = scope.kind === "paths" ? patternCovers : (wide: string, narrow: string): boolean => narrow.startsWith(wide);
  return entries.filter((entry) => !scopeEntries(by).some((other) => covers(other, entry)));
}
