import { parseInstant } from "../../lib/utc-instant.ts";
import { binCount, binName, isBinName } from "../graph/succinct.ts";
import type { DelegatedRole, Delegations, DelegationScope, Metadata, MetaFile, RoleKeys, Snapshot, SuccinctRoles, Targets } from "../model/metadata.ts";
import type { RoleName } from "../model/ids.ts";
import { roleName } from "../model/ids.ts";
import { signedPart } from "../model/put-away.ts";
import { checkCost } from "../verify/check-cost.ts";
import { isMet, type VerificationReport } from "../verify/verification-report.ts";
import { verifySignatures } from "../verify/verify-signatures.ts";
import { checkTargets, limitsOf, readAs, type CheckContext, type OfferedFile } from "./checks.ts";
import type { ClientFault } from "./client-fault.ts";
import { limitOf } from "./limits.ts";

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
  /** Reached and walked a second time, through another delegator: judged with that one's keys, its own delegations stand where it came first. */
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
/** Deeper than any client goes, and still so that the report can be copied from the worker to the page. */
const MAX_DEPTH = 128;
/** What judging roles again for further delegators may cost in one tree. */
const MAX_REPEATED_COST = 512 * 1024 * 1024;
/** Bins looked for by name at most, in one tree. Beyond that only those that the snapshot lists, and it must list all. */
const MAX_BINS = 65_536;

/** Walks everything that top-level targets delegate to, in order of priority. Source: TUF 1.0.34, 5.6.7. */
export async function buildDelegationTree(targets: Metadata<Targets>, source: TreeSource, context: CheckContext): Promise<readonly DelegationChild[]> {
  return new Walk(source, context).children(targets, roleName("targets"), []);
}

class Walk {
  private readonly source: TreeSource;
  private readonly context: CheckContext;
  private readonly expanded = new Set<RoleName>();
  private readonly judged = new Set<RoleName>();
  private repeated = 0;
  private nodes = 0;
  private bins = 0;

  constructor(source: TreeSource, context: CheckContext) {
    this.source = source;
    this.context = context;
  }

  async children(parent: Metadata<Targets>, name: RoleName, above: readonly RoleName[]): Promise<readonly DelegationChild[]> {
    const { delegations } = parent.signed;
    if (delegations === undefined) return [];
    if (delegations.succinct !== undefined) return [await this.succinctBins(delegations, delegations.succinct, name, [...above, name])];
    const out: DelegationChild[] = [];
    for (const group of foldable(delegations.roles)) {
      if (group.length < FOLD_FROM) for (const role of group) out.push(await this.node(delegations, role, name, [...above, name]));
      else out.push(bins(commonName(group), name, await this.leaves(delegations, group, name, [...above, name]), group.length, group[0]));
    }
    return out;
  }

  private async node(delegations: Delegations, role: DelegatedRole, delegator: RoleName, above: readonly RoleName[], inBins = false): Promise<DelegationNode> {
    const base = { kind: "role", role: role.name, delegator, scope: role.scope, terminating: role.terminating, threshold: role.threshold } as const;
    const empty = { version: undefined, expires: undefined, path: undefined, report: undefined, targetCount: 0, children: [] };
    if (above.includes(role.name)) return { ...base, ...empty, verdict: { kind: "cycle" } };
    if (above.length > MAX_DEPTH || (!inBins && ++this.nodes > MAX_NODES)) return { ...base, ...empty, verdict: { kind: "too-many" } };
    const judged = await this.judge(delegations, role.name, role, delegator);
    if (judged === "too-many") return { ...base, ...empty, verdict: { kind: "too-many" } };
    const { document, fault, file, report } = judged;
    const walked = this.expanded.has(role.name);
    // What a document delegates means something only where that document is its signers' own; an expired one still is.
    const follow = document !== undefined && !walked && isAuthentic(report, fault);
    if (follow) this.expanded.add(role.name);
    const verdict: DelegationVerdict = walked ? { kind: "shown-above", fault } : fault === undefined ? { kind: "accepted" } : { kind: "refused", fault };
    return {
      ...base,
      version: document?.signed.version,
      expires: document?.signed.expires.text,
      path: file?.path,
      report,
      verdict,
      targetCount: document?.signed.targets.size ?? 0,
      children: follow ? await this.children(document, role.name, above) : [],
    };
  }

  /** A document with thousands of signatures may be delegated to by thousands: each is judged once, and again within limits. */
  private affords(name: RoleName, document: Metadata): boolean {
    if (!this.judged.has(name)) {
      this.judged.add(name);
      return true;
    }
    this.repeated += Math.max(1, document.signatures.length) * checkCost(signedPart(document));
    return this.repeated <= MAX_REPEATED_COST;
  }

  private async judge(delegations: Delegations, name: RoleName, role: RoleKeys, delegator: RoleName): Promise<"too-many" | {
    readonly document: Metadata<Targets> | undefined;
    readonly file: OfferedFile | undefined;
    readonly report: VerificationReport | undefined;
    readonly fault: ClientFault | undefined;
  }> {
    const listed = this.source.snapshot?.meta.get(name);
    const unlisted: ClientFault | undefined = this.source.snapshot !== undefined && listed === undefined ? { kind: "not-in-snapshot", role: name, spec: "5.6.1" } : undefined;
    const file = this.source.targets(name, listed?.version);
    const limit = listed === undefined ? limitsOf(this.context).targets : limitOf(listed, limitsOf(this.context).targets);
    const read = readAs(file, "targets", { role: name, version: listed?.version, limit, spec: "5.6.1" });
    if (!read.ok) return { document: undefined, file, report: undefined, fault: unlisted ?? read.fault };
    const document = read.value;
    if (!this.affords(name, document)) return "too-many";
    const report = await verifySignatures({ signedBytes: signedPart(document), signatures: document.signatures }, role, delegations.keys, this.context.verifier);
    const meta: MetaFile = listed ?? { version: document.signed.version, lengthBytes: undefined, hashes: undefined };
    const [fault] = checkTargets(document, { role: name, meta, report, by: delegator }, this.context);
    return { document, file, report, fault: unlisted ?? fault };
  }

  private async leaves(delegations: Delegations, roles: readonly DelegatedRole[], delegator: RoleName, above: readonly RoleName[]): Promise<readonly DelegationNode[]> {
    const out: DelegationNode[] = [];
    for (const role of roles) out.push(await this.node(delegations, role, delegator, above, true));
    return out;
  }

  private async succinctBins(delegations: Delegations, succinct: SuccinctRoles, delegator: RoleName, above: readonly RoleName[]): Promise<BinsNode> {
    const count = binCount(succinct);
    const all = this.bins + count <= MAX_BINS;
    const listed = (): readonly RoleName[] => [...(this.source.snapshot?.meta.keys() ?? [])].filter((name) => isBinName(succinct, name));
    const names = all ? Array.from({ length: count }, (_, bin) => binName(succinct, bin)) : listed();
    this.bins += names.length;
    // Terminating, as the implementations have it and against the text of TAP 15.
    const roles = names.map((name): DelegatedRole => ({ ...succinct, name, terminating: true, scope: { kind: "none" } }));
    return bins(`${succinct.namePrefix}-*`, delegator, await this.leaves(delegations, roles, delegator, above), count, { threshold: succinct.threshold, terminating: true });
  }
}

/** The bytes are those that the snapshot names, and enough of the delegator's keys signed them. */
function isAuthentic(report: VerificationReport | undefined, fault: ClientFault | undefined): boolean {
  const otherBytes = fault?.kind === "hash" || fault?.kind === "length" || fault?.kind === "hash-algorithm-unknown";
  return report !== undefined && isMet(report) && !otherBytes;
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

function bins(name: string, delegator: RoleName, leaves: readonly DelegationNode[], count: number, grant: Pick<DelegatedRole, "threshold" | "terminating"> | undefined): BinsNode {
  const accepted = leaves.filter(isAccepted);
  const others = leaves.filter((leaf) => !isAccepted(leaf));
  return {
    kind: "bins",
    name,
    delegator,
    count,
    accepted: accepted.length,
    threshold: grant?.threshold ?? 0,
    terminating: grant?.terminating ?? false,
    targetCount: leaves.reduce((sum, leaf) => sum + leaf.targetCount, 0),
    firstExpires: earliest(leaves),
    shown: [...others, ...accepted].slice(0, SHOWN_BINS),
  };
}

function isAccepted({ verdict }: DelegationNode): boolean {
  return verdict.kind === "accepted" || (verdict.kind === "shown-above" && verdict.fault === undefined);
}

function earliest(leaves: readonly DelegationNode[]): string | undefined {
  let first: { readonly text: string; readonly at: number } | undefined;
  for (const { expires } of leaves) {
    const at = expires === undefined ? undefined : parseInstant(expires)?.instant;
    if (expires !== undefined && at !== undefined && (first === undefined || at < first.at)) first = { text: expires, at };
  }
  return first?.text;
}

function commonName(roles: readonly DelegatedRole[]): string {
  const [first = "", last = ""] = [roles[0]?.name, roles.at(-1)?.name];
  let shared = 0;
  while (shared < first.length && first[shared] === last[shared]) shared++;
  return shared === 0 ? `${first} … ${last}` : `${first.slice(0, shared)}*`;
}
