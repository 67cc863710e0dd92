import { updateClient } from "../client/update.ts";
import type { ClientFault } from "../client/client-fault.ts";
import { DelegatedRoles } from "../client/delegated-roles.ts";
import { findTarget, type SearchFault } from "../client/find-target.ts";
import { limitsOf } from "../client/checks.ts";
import type { RepositoryAnswer } from "../map-file/agree-on-target.ts";
import { newest, type Assessment } from "./assess.ts";
import { viewOf } from "./view.ts";

/** Why nothing that a repository says of a target can be believed. */
export type TargetRefusal = { readonly kind: "update"; readonly fault: ClientFault } | { readonly kind: "search"; readonly fault: SearchFault };

/** What a client is told of a target that updates at the time of the look, from the anchor, by what is published here as far as one can tell. */
export async function askTarget({ inventory, origin, chain, context, served }: Assessment, path: string): Promise<RepositoryAnswer<TargetRefusal>> {
  const view = viewOf(inventory, origin, served ? Number.MAX_SAFE_INTEGER : newest(chain).version, served);
  const { root, snapshot, targets, refusal } = await updateClient(view, chain.anchor.metadata, { ...context, profile: "client" });
  if (refusal !== undefined) return { kind: "cannot-be-trusted", fault: { kind: "update", fault: refusal } };
  if (snapshot === undefined || targets === undefined) throw new Error("a client that was not refused has its targets");
  const roles = new DelegatedRoles({ view, snapshot: snapshot.signed, consistent: root.signed.consistentSnapshot === true }, context);
  const found = await findTarget(path, targets, roles, limitsOf(context).delegations);
  if (found.ok) return { kind: "signs", file: { lengthBytes: found.value.file.lengthBytes, hashes: found.value.file.hashes } };
  return found.fault.kind === "target-not-found" ? { kind: "signs-nothing" } : { kind: "cannot-be-trusted", fault: { kind: "search", fault: found.fault } };
}
