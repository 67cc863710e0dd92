import { fail, ok, type Result } from "../../lib/result.ts";
import type { RoleName } from "../model/ids.ts";
import type { Delegations, Metadata, RoleKeys, Snapshot, Targets } from "../model/metadata.ts";
import { verifySignatures } from "../verify/verify-signatures.ts";
import { checkTargets, limitsOf, readAs, type CheckContext, type OfferedFile } from "./checks.ts";
import type { ClientFault } from "./client-fault.ts";
import { limitOf } from "./limits.ts";
import type { MetadataStore, RepositoryView } from "./repository-view.ts";

/** The delegated roles of one updated client. A role is fetched once, and judged anew by everyone who delegates to it. */
export class DelegatedRoles {
  private readonly view: RepositoryView;
  private readonly store: MetadataStore | undefined;
  private readonly context: CheckContext;
  private readonly snapshot: Snapshot;
  private readonly consistent: boolean;
  private readonly fetched = new Map<RoleName, OfferedFile | undefined>();
  private readonly judged = new Map<string, Result<Metadata<Targets>, ClientFault>>();

  constructor(from: { readonly view: RepositoryView; readonly store?: MetadataStore | undefined; readonly snapshot: Snapshot; readonly consistent: boolean }, context: CheckContext) {
    this.view = from.view;
    this.store = from.store;
    this.snapshot = from.snapshot;
    this.consistent = from.consistent;
    this.context = context;
  }

  /**
   * The role as this delegator vouches for it, or the first fault. A verdict holds for one delegator alone: what another
   * one's keys have signed proves nothing here. Source: TUF 1.0.34, 5.6.7.
   */
  async load(role: RoleName, delegations: Delegations, delegator: RoleName): Promise<Result<Metadata<Targets>, ClientFault>> {
    const edge = JSON.stringify([delegator, role]);
    const known = this.judged.get(edge);
    if (known !== undefined) return known;
    const loaded = await this.loadOnce(role, delegations, delegator);
    this.judged.set(edge, loaded);
    return loaded;
  }

  private async loadOnce(role: RoleName, delegations: Delegations, delegator: RoleName): Promise<Result<Metadata<Targets>, ClientFault>> {
    const meta = this.snapshot.meta.get(role);
    if (meta === undefined) return fail({ kind: "not-in-snapshot", role, spec: "5.6.1" });
    const limit = limitOf(meta, limitsOf(this.context).targets);
    const judge = async (file: OfferedFile | undefined): Promise<Result<Metadata<Targets>, ClientFault>> => {
      const read = readAs(file, "targets", { role, version: meta.version, limit, spec: "5.6.1" });
      if (!read.ok) return read;
      const report = await verifySignatures(read.value, keysFor(delegations, role), delegations.keys, this.context.verifier);
      const [fault] = checkTargets(read.value, { role, meta, report, by: delegator }, this.context);
      return fault === undefined ? ok(read.value) : fail(fault);
    };
    const fromStore = await judge(await this.store?.targets(role));
    if (fromStore.ok) return fromStore;
    if (!this.fetched.has(role)) this.fetched.set(role, await this.view.targets(role, meta.version, this.consistent, limit));
    const judged = await judge(this.fetched.get(role));
    if (judged.ok) await this.store?.keep(role, judged.value);
    return judged;
  }
}

function keysFor({ roles, succinct }: Delegations, role: RoleName): RoleKeys {
  const keys = roles.find(({ name }) => name === role) ?? succinct;
  if (keys === undefined) throw new Error(`a role is loaded only where it is delegated: ${role}`);
  return keys;
}
