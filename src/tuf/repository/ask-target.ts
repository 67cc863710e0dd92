import { updateClient } from "../client/update.ts";
import type { ClientFault } from "../client/client-fault.ts";
import { DelegatedRoles } from "../client/delegated-roles.ts";
import { findTarget, type SearchFault } from "../client/find-target.ts";
import { limitsOf, type OfferedFile } from "../client/checks.ts";
import type { RepositoryView } from "../client/repository-view.ts";
import type { RepositoryAnswer } from "../map-file/agree-on-target.ts";
import { newest, type Assessment } from "./assess.ts";
import { viewOf } from "./view.ts";

/** Why nothing that a repository says of a target can be believed. */
export type TargetRefusal = { readonly kind: "update"; readonly fault: ClientFault } | { readonly kind: "search"; readonly fault: SearchFault };

/** A file with its bytes, where those of some were put away; undefined where they cannot be had any more. */
export type WholeFile = (file: OfferedFile) => Promise<OfferedFile | undefined>;

/** What a client meets here that asks for targets: it reads documents whole. */
export function clientView({ inventory, origin, chain, served }: Assessment, whole: WholeFile): RepositoryView {
  const view = viewOf(inventory, origin, served ? Number.MAX_SAFE_INTEGER : newest(chain).version, served);
  return {
    ...view,
    targets: async (role, version, consistent) => {
      const file = view.targets(role, version, consistent);
      return file === undefined ? undefined : whole(file);
    },
  };
}

/** What a client is told of a target that updates at the time of the look, from the anchor, by what is published here as far as one can tell. */
export async function askTarget(assessment: Assessment, path: string, whole: WholeFile = async (file) => file): Promise<RepositoryAnswer<TargetRefusal>> {
  const { chain, context } = assessment;
  const view = clientView(assessment, whole);
  const { root, snapshot, targets, refusal } = await updateClient(view, chain.anchor.metadata, { ...context, profile: "client" });
  if (refusal !== undefined) return { kind: "cannot-be-trusted", fault: { kind: "update", fault: refusal } };
  if (snapshot === undefined || targets === undefined) throw new Error("a client that was not refused has its targets");
  const roles = new DelegatedRoles({ view, snapshot: snapshot.signed, consistent: root.signed.consistentSnapshot === true }, context);
  const found = await findTarget(path, targets, roles, limitsOf(context).delegations);
  if (found.ok) return { kind: "signs", file: { lengthBytes: found.value.file.lengthBytes, hashes: found.value.file.hashes } };
  return found.fault.kind === "target-not-found" ? { kind: "signs-nothing" } : { kind: "cannot-be-trusted", fault: { kind: "search", fault: found.fault } };
}
