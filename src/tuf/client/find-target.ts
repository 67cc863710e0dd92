import { rolesReaching } from "../graph/delegation-match.ts";
import { fail, ok, type Result } from "../../lib/result.ts";
import { roleName, type RoleName, type TargetPath } from "../model/ids.ts";
import type { Delegations, Metadata, TargetFile, Targets } from "../model/metadata.ts";
import type { ClientFault } from "./client-fault.ts";
import type { DelegatedRoles } from "./delegated-roles.ts";

export interface FoundTarget {
  readonly path: TargetPath;
  /** The role whose document names it. */
  readonly role: RoleName;
  readonly file: TargetFile;
}

/** Why a search ended without a target. `visited`: the roles that were asked, in order. */
export type SearchFault =
  | { readonly kind: "target-not-found"; readonly path: string; readonly visited: readonly RoleName[] }
  /** More delegated roles than a client asks; those that remain were not. */
  | { readonly kind: "search-limit"; readonly path: string; readonly visited: readonly RoleName[]; readonly limit: number }
  /** A role on the way could not be trusted, and with it nothing that comes after. */
  | { readonly kind: "role-refused"; readonly path: string; readonly visited: readonly RoleName[]; readonly fault: ClientFault };

/** One role that was asked, as the search met it. Plain JSON. */
export interface TargetVisit {
  readonly role: RoleName;
  /** Undefined for top-level targets, which nobody but the root appoints. */
  readonly delegator: RoleName | undefined;
  /** Whether its delegation ends the search behind it. */
  readonly terminating: boolean;
  readonly outcome: { readonly kind: "found" } | { readonly kind: "not-here" } | { readonly kind: "refused"; readonly fault: ClientFault };
  /** Whom it delegates this path to, in the order in which they are asked. */
  readonly asksNext: readonly RoleName[];
  /** Roles that were still to be asked, and now never are: one that it delegates the path to ends the search. */
  readonly givesUp: readonly RoleName[];
}

interface Visit {
  readonly terminating: boolean;
  readonly role: RoleName;
  readonly delegator: RoleName;
  readonly delegations: Delegations;
}

/**
 * Pre-order, depth first: a role's own targets, then its delegations in their order; a terminating one that matches
 * ends everything behind it; a role is visited once. Source: TUF 1.0.34, 5.6.7.
 */
export async function findTarget(path: string, targets: Metadata<Targets>, roles: DelegatedRoles, limit: number, onVisit: (visit: TargetVisit) => void = () => undefined): Promise<Result<FoundTarget, SearchFault>> {
  const visited = new Set<RoleName>();
  const about = (): { readonly path: string; readonly visited: readonly RoleName[] } => ({ path, visited: [...visited] });
  const top = roleName("targets");
  let stack: Visit[] = [];
  let role = top;
  let document = targets;
  let delegation: Pick<TargetVisit, "delegator" | "terminating"> = { delegator: undefined, terminating: false };
  for (;;) {
    visited.add(role);
    const file = document.signed.targets.get(path as TargetPath); // any text may be asked for; only names in the document are found
    if (file !== undefined) {
      onVisit({ role, ...delegation, outcome: { kind: "found" }, asksNext: [], givesUp: [] });
      return ok({ path: path as TargetPath, role, file });
    }
    const before = stack;
    stack = following(stack, document.signed.delegations, role, path);
    const kept = new Set(stack);
    const fresh = stack.filter((visit) => !before.includes(visit)).toReversed().map((visit) => visit.role);
    onVisit({ role, ...delegation, outcome: { kind: "not-here" }, asksNext: fresh, givesUp: before.filter((visit) => !kept.has(visit)).toReversed().map((visit) => visit.role) });
    let next = stack.pop();
    while (next !== undefined && visited.has(next.role)) next = stack.pop();
    if (next === undefined) return fail({ kind: "target-not-found", ...about() });
    if (visited.size > limit) return fail({ kind: "search-limit", ...about(), limit });
    const loaded = await roles.load(next.role, next.delegations, next.delegator);
    delegation = { delegator: next.delegator, terminating: next.terminating };
    if (!loaded.ok) {
      onVisit({ role: next.role, ...delegation, outcome: { kind: "refused", fault: loaded.fault }, asksNext: [], givesUp: [] });
      return fail({ kind: "role-refused", ...about(), fault: loaded.fault });
    }
    role = next.role;
    document = loaded.value;
  }
}

/** What is still to be asked, last first. */
function following(stack: Visit[], delegations: Delegations | undefined, delegator: RoleName, path: string): Visit[] {
  if (delegations === undefined) return stack;
  const matching = rolesReaching(delegations, path);
  const end = matching.findIndex(({ terminating }) => terminating);
  const mine = (end === -1 ? matching : matching.slice(0, end + 1)).map(({ name, terminating }): Visit => ({ role: name, delegator, delegations, terminating }));
  return [...(end === -1 ? stack : []), ...mine.toReversed()];
}
