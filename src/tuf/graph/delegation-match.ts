import { assertNever } from "../../lib/assert-never.ts";
import type { RoleName } from "../model/ids.ts";
import type { DelegationScope, Delegations } from "../model/metadata.ts";
import { matchesHashPrefix } from "./hash-prefix.ts";
import { matchesPattern } from "./path-pattern.ts";
import { binFor } from "./succinct.ts";

/** Does a delegation with this scope reach the target? Source: TUF 1.0.34, 4.5. */
export function scopeReaches(scope: DelegationScope, path: string): boolean {
  switch (scope.kind) {
    case "paths": return scope.patterns.some((pattern) => matchesPattern(pattern, path));
    case "path-hash-prefixes": return matchesHashPrefix(scope.prefixes, path);
    case "none": return false;
    default: return assertNever(scope);
  }
}

export interface ReachedRole {
  readonly name: RoleName;
  readonly terminating: boolean;
}

/**
 * The delegated roles that a client asks about a target, in order of priority. Hash bins count as terminating: the
 * text of TAP 15 says otherwise, python-tuf, tuf-js and go-tuf all do so. Source: TUF 1.0.34, 5.6.7; TAP 15.
 */
export function rolesReaching(delegations: Delegations, path: string): readonly ReachedRole[] {
  if (delegations.succinct !== undefined) return [{ name: binFor(delegations.succinct, path), terminating: true }];
  return delegations.roles.filter((role) => scopeReaches(role.scope, path)).map(({ name, terminating }) => ({ name, terminating }));
}
