import type { DelegatedRole, Delegations, DelegationScope, Metadata, MetaFile, RoleKeys, Snapshot, Targets } from "../model/metadata.ts";
import type { RoleName } from "../model/ids.ts";
import { roleName } from "../model/ids.ts";
import type { VerificationReport } from "../verify/verification-report.ts";
import { verifySignatures } from "../verify/verify-signatures.ts";
import { readAs, type CheckContext, type OfferedFile } from "./checks.ts";
import { CLIENT_LIMITS, type ClientFault } from "./client-fault.ts";
import { checkTargets } from "./replay.ts";

/** One delegation as its delegator grants it, and the verdict on what was found under its name. Plain JSON. */
export interface DelegationNode {
  readonly kind: "role";
  readonly role: RoleName;
  readonly delegator: RoleName;
  readonly scope: DelegationScope;
  readonly terminating: boolean;
  readonly threshold: number;
  readonly version: number | undefined;
  readonly expires: string | undefined;
  readonly path: string | undefined;
  readonly verdict: DelegationVerdict;
  readonly report: VerificationReport | undefined;
  readonly targetCount: number;
  readonly children: readonly DelegationChild[];
}

export type DelegationChild = DelegationNode | BinsNode;

/** Hash bins folded into one node: they share keys, threshold and fate. */
export interface BinsNode {
  readonly kind: "bins";
  readonly name: string;
  readonly delegator: RoleName;
  readonly count: number;
  readonly accepted: number;
  readonly threshold: number;
  readonly terminating: boolean;
  readonly targetCount: number;
  /** The first to expire among those that were read. */
  readonly firstExpires: string | undefined;
  /** At most `SHOWN_BINS` of those that are not accepted, then of the others. */
  readonly shown: readonly DelegationNode[];
}

export type DelegationVerdict =
  | { readonly kind: "accepted" }
  | { readonly kind: "refused"; readonly fault: ClientFault }
  /** The role delegates, by way of others, to itself: clients do not follow it twice. */
  | { readonly kind: "cycle" }
  /** Reached a second time, through another delegator: judged with that one's keys, its own delegations stand where it came first. */
  | { readonly kind: "shown-above"; readonly fault: ClientFault | undefined }
  | { readonly kind: "too-many" };

export interface TreeSource {
  /** Undefined where no snapshot is to be had: then each role is taken as it lies there. */
  readonly snapshot: Snapshot | undefined;
  targets(role: RoleName, version: number | undefined): OfferedFile | undefined;
}

export const SHOWN_BINS = 32;
const FOLD_FROM = 4;
/** Delegations drawn at most, bins counted apart; a client stops far earlier. */
const MAX_NODES = 4096;

/** Walks everything that top-level targets delegate to, in order of priority. Source: TUF 1.0.34, 5.6.7. */
export async function buildDelegationTree(targets: Metadata<Targets>, source: TreeSource, context: CheckContext): Promise<readonly DelegationChild[]> {
  return new Walk(source, context).children(targets, roleName("targets"), []);
}

class Walk {
  private readonly source: TreeSource;
  private readonly context: CheckContext;
  private readonly expanded = new Set<RoleName>();
  private nodes = 0;

  constructor(source: TreeSource, context: CheckContext) {
    this.source = source;
    this.context = context;
  }

  async children(parent: Metadata<Targets>, name: RoleName, above: readonly RoleName[]): Promise<readonly DelegationChild[]> {
    const { delegations } = parent.signed;
    if (delegations === undefined) return [];
    if (delegations.succinct !== undefined) return [await this.succinctBins(delegations, name)];
    const out: DelegationChild[] = [];
    for (const group of foldable(delegations.roles)) {
      if (group.length < FOLD_FROM) for (const role of group) out.push(await this.node(delegations, role, name, [...above, name]));
      else out.push(bins(commonName(group), name, await this.leaves(delegations, group, name, [...above, name]), true, group.length));
    }
    return out;
  }

  private async node(delegations: Delegations, role: DelegatedRole, delegator: RoleName, above: readonly RoleName[]): Promise<DelegationNode> {
    const base = { kind: "role", role: role.name, delegator, scope: role.scope, terminating: role.terminating, threshold: role.threshold } as const;
    const empty = { version: undefined, expires: undefined, path: undefined, report: undefined, targetCount: 0, children: [] };
    if (above.includes(role.name)) return { ...base, ...empty, verdict: { kind: "cycle" } };
    if (++this.nodes > MAX_NODES) return { ...base, ...empty, verdict: { kind: "too-many" } };
    const judged = await this.judge(delegations, role.name, role, delegator);
    const { document, fault, file, report } = judged;
    const first = !this.expanded.has(role.name);
    this.expanded.add(role.name);
    const verdict: DelegationVerdict = !first ? { kind: "shown-above", fault } : fault === undefined ? { kind: "accepted" } : { kind: "refused", fault };
    return {
      ...base,
      version: document?.signed.version,
      expires: document?.signed.expires.text,
      path: file?.path,
      report,
      verdict,
      targetCount: document?.signed.targets.size ?? 0,
      children: document === undefined || !first ? [] : await this.children(document, role.name, above),
    };
  }

  private async judge(delegations: Delegations, name: RoleName, role: RoleKeys, delegator: RoleName): Promise<{
    readonly document: Metadata<Targets> | undefined;
    readonly file: OfferedFile | undefined;
    readonly report: VerificationReport | undefined;
    readonly fault: ClientFault | undefined;
  }> {
    const listed = this.source.snapshot?.meta.get(name);
    const unlisted: ClientFault | undefined = this.source.snapshot !== undefined && listed === undefined ? { kind: "not-in-snapshot", role: name, spec: "5.6.1" } : undefined;
    const file = this.source.targets(name, listed?.version);
    const limit = listed?.lengthBytes ?? CLIENT_LIMITS.targets;
    const read = readAs(file, "targets", { role: name, version: listed?.version, limit, spec: "5.6.1" });
    if (!read.ok) return { document: undefined, file, report: undefined, fault: unlisted ?? read.fault };
    const document = read.value;
    const report = await verifySignatures(document, role, delegations.keys, this.context.verifier);
    const meta: MetaFile = listed ?? { version: document.signed.version, lengthBytes: undefined, hashes: undefined };
    const checked = await checkTargets(document, name, meta, { report: () => Promise.resolve(report), by: delegator }, this.context);
    return { document, file, report, fault: unlisted ?? checked };
  }

  private async leaves(delegations: Delegations, roles: readonly DelegatedRole[], delegator: RoleName, above: readonly RoleName[]): Promise<readonly DelegationNode[]> {
    const out: DelegationNode[] = [];
    for (const role of roles) out.push(await this.node(delegations, role, delegator, above));
    return out;
  }

  private async succinctBins(delegations: Delegations, delegator: RoleName): Promise<BinsNode> {
    const { succinct } = delegations;
    if (succinct === undefined) throw new Error("asked for only where it is");
    const count = 2 ** succinct.bitLength;
    const present = count <= MAX_NODES ? count : 0;
    const digits = (count - 1).toString(16).length;
    const roles = Array.from({ length: present }, (_, bin): DelegatedRole => ({
      ...succinct,
      name: roleName(`${succinct.namePrefix}-${bin.toString(16).padStart(digits, "0")}`),
      terminating: true,
      scope: { kind: "none" },
    }));
    return bins(`${succinct.namePrefix}-*`, delegator, await this.leaves(delegations, roles, delegator, [delegator]), true, count);
  }
}

/** Runs of neighbouring roles that share keys and threshold and are reached by hash prefix; every other role alone. */
function foldable(roles: readonly DelegatedRole[]): readonly (readonly DelegatedRole[])[] {
  const groups: DelegatedRole[][] = [];
  let last = "";
  for (const role of roles) {
    const mark = role.scope.kind === "path-hash-prefixes" ? `${role.threshold} ${role.terminating} ${role.keyIds.join(" ")}` : "";
    const group = groups.at(-1);
    if (mark !== "" && mark === last && group !== undefined) group.push(role);
    else groups.push([role]);
    last = mark;
  }
  return groups;
}

function bins(name: string, delegator: RoleName, leaves: readonly DelegationNode[], foldedTerminating: boolean, count: number): BinsNode {
  const accepted = leaves.filter((leaf) => leaf.verdict.kind === "accepted");
  const others = leaves.filter((leaf) => leaf.verdict.kind !== "accepted");
  return {
    kind: "bins",
    name,
    delegator,
    count,
    accepted: accepted.length,
    threshold: leaves[0]?.threshold ?? 0,
    terminating: leaves[0]?.terminating ?? foldedTerminating,
    targetCount: leaves.reduce((sum, leaf) => sum + leaf.targetCount, 0),
    firstExpires: leaves.map((leaf) => leaf.expires).filter((e) => e !== undefined).toSorted()[0],
    shown: [...others, ...accepted].slice(0, SHOWN_BINS),
  };
}

function commonName(roles: readonly DelegatedRole[]): string {
  const [first = "", last = ""] = [roles[0]?.name, roles.at(-1)?.name];
  let shared = 0;
  while (shared < first.length && first[shared] === last[shared]) shared++;
  return shared === 0 ? `${first} … ${last}` : `${first.slice(0, shared)}*`;
}
