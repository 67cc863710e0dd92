import type { RoleName, TopLevelRole } from "../model/ids.ts";
import { roleName } from "../model/ids.ts";
import type { Metadata, MetaFile, Root, Snapshot, Targets, Timestamp } from "../model/metadata.ts";
import { fingerprintOf } from "../model/key.ts";
import type { VerificationReport } from "../verify/verification-report.ts";
import { checkContent, expiryFault, readAs, reportUnderRoot, thresholdFault, type CheckContext, type OfferedFile } from "./checks.ts";
import { CLIENT_LIMITS, type ClientFault } from "./client-fault.ts";

/** What a client would find at the repository's address. */
export interface RepositoryView {
  root(version: number): OfferedFile | undefined;
  timestamp(): OfferedFile | undefined;
  /** `consistent`: whether clients ask for `VERSION.NAME.json`. Source: TUF 1.0.34, 6.2. */
  snapshot(version: number, consistent: boolean): OfferedFile | undefined;
  targets(role: RoleName, version: number, consistent: boolean): OfferedFile | undefined;
}

/** Versions that this client has accepted before, from the same anchor. */
export interface SeenVersions {
  readonly root: number;
  readonly timestamp: number;
  readonly snapshot: number;
  readonly targets: Readonly<Record<string, number>>;
}

export interface Replay {
  readonly steps: readonly ReplayStep[];
  readonly root: Metadata<Root>;
  readonly timestamp: Metadata<Timestamp> | undefined;
  readonly snapshot: Metadata<Snapshot> | undefined;
  readonly targets: Metadata<Targets> | undefined;
  /** Where the client stopped; undefined when it can update. */
  readonly refusal: ClientFault | undefined;
}

/** Plain JSON. `refused` stands in the last step at most. */
export interface ReplayStep {
  readonly role: TopLevelRole;
  readonly version: number | undefined;
  readonly path: string | undefined;
  readonly spec: string;
  readonly refused: ClientFault | undefined;
}

/**
 * One client's update over a repository, from a trusted root: the root chain, timestamp, snapshot and top-level
 * targets. Stops at the first fault, as a client does. Source: TUF 1.0.34, 5.1 to 5.6.
 */
export async function replayClient(view: RepositoryView, anchor: Metadata<Root>, context: CheckContext, seen?: SeenVersions): Promise<Replay> {
  const run = new Run(view, anchor, context, seen);
  const refusal = (await run.roots()) ?? (await run.timestampStep()) ?? (await run.snapshotStep()) ?? (await run.targetsStep());
  return { steps: run.steps, root: run.root, timestamp: run.timestamp, snapshot: run.snapshot, targets: run.targets, refusal };
}

/** Checks one link of the root chain: both thresholds and the version. Source: TUF 1.0.34, 5.3.4 and 5.3.5. */
export async function checkNextRoot(trusted: Metadata<Root>, file: OfferedFile | undefined, context: CheckContext): Promise<
  { readonly root: Metadata<Root>; readonly fault: undefined } | { readonly root: undefined; readonly fault: ClientFault }
> {
  const expected = trusted.signed.version + 1;
  const read = readAs(file, "root", { role: "root", version: expected, limit: CLIENT_LIMITS.root, spec: "5.3.3" });
  if (!read.ok) return { root: undefined, fault: read.fault };
  const next = read.value;
  const byOld = await reportUnderRoot(next, "root", trusted.signed, context.verifier);
  const byNew = await reportUnderRoot(next, "root", next.signed, context.verifier);
  const fault =
    thresholdFault(byOld, "root", `root ${trusted.signed.version}`, "5.3.4") ??
    thresholdFault(byNew, "root", `root ${next.signed.version}`, "5.3.4") ??
    (next.signed.version === expected ? undefined : { kind: "version" as const, role: "root", spec: "5.3.5", expected, found: next.signed.version });
  return fault === undefined ? { root: next, fault } : { root: undefined, fault };
}

class Run {
  readonly steps: ReplayStep[] = [];
  root: Metadata<Root>;
  timestamp: Metadata<Timestamp> | undefined;
  snapshot: Metadata<Snapshot> | undefined;
  targets: Metadata<Targets> | undefined;
  private readonly view: RepositoryView;
  private readonly context: CheckContext;
  private readonly seen: SeenVersions | undefined;
  private readonly rootsByVersion = new Map<number, Root>();

  constructor(view: RepositoryView, anchor: Metadata<Root>, context: CheckContext, seen: SeenVersions | undefined) {
    this.view = view;
    this.root = anchor;
    this.context = context;
    this.seen = seen;
    this.rootsByVersion.set(anchor.signed.version, anchor.signed);
  }

  async roots(): Promise<ClientFault | undefined> {
    const self = await reportUnderRoot(this.root, "root", this.root.signed, this.context.verifier);
    const own = thresholdFault(self, "root", `root ${this.root.signed.version}`, "5.2");
    this.step("root", this.root, undefined, "5.2", own);
    if (own !== undefined) return own;
    for (let i = 0; i < CLIENT_LIMITS.rootRotations; i++) {
      const file = this.view.root(this.root.signed.version + 1);
      if (file === undefined) break;
      const next = await checkNextRoot(this.root, file, this.context);
      this.step("root", next.root, file, "5.3", next.fault);
      if (next.root === undefined) return next.fault;
      this.root = next.root;
      this.rootsByVersion.set(next.root.signed.version, next.root.signed);
    }
    const version = this.root.signed.version;
    const older: ClientFault | undefined =
      this.seen !== undefined && version < this.seen.root ? { kind: "rollback", role: "root", spec: "5.3.5", have: this.seen.root, found: version } : undefined;
    return this.note("root", older ?? expiryFault(this.root.signed, "root", this.context.now, "5.3.10"));
  }

  async timestampStep(): Promise<ClientFault | undefined> {
    const file = this.view.timestamp();
    const read = readAs(file, "timestamp", { role: "timestamp", version: undefined, limit: CLIENT_LIMITS.timestamp, spec: "5.4.1" });
    if (!read.ok) return this.step("timestamp", undefined, file, "5.4.1", read.fault);
    const { signed } = read.value;
    const report = await reportUnderRoot(read.value, "timestamp", this.root.signed, this.context.verifier);
    const fault =
      thresholdFault(report, "timestamp", `root ${this.root.signed.version}`, "5.4.2") ??
      this.rollback("timestamp", signed.version, this.seen?.timestamp, "5.4.3") ??
      this.rollback("snapshot", signed.snapshot.version, this.seen?.snapshot, "5.4.3") ??
      expiryFault(signed, "timestamp", this.context.now, "5.4.4");
    if (fault === undefined) this.timestamp = read.value;
    return this.step("timestamp", read.value, file, "5.4", fault);
  }

  async snapshotStep(): Promise<ClientFault | undefined> {
    const meta = this.timestamp?.signed.snapshot;
    if (meta === undefined) throw new Error("the timestamp step comes first");
    const file = this.view.snapshot(meta.version, this.root.signed.consistentSnapshot === true);
    const read = readAs(file, "snapshot", { role: "snapshot", version: meta.version, limit: meta.lengthBytes ?? CLIENT_LIMITS.snapshot, spec: "5.5.1" });
    if (!read.ok) return this.step("snapshot", undefined, file, "5.5.1", read.fault);
    const { signed, bytes } = read.value;
    const content = checkContent(bytes, meta, "snapshot", "5.5.2");
    if (content !== undefined) return this.step("snapshot", read.value, file, "5.5.2", content);
    const report = await reportUnderRoot(read.value, "snapshot", this.root.signed, this.context.verifier);
    const fault =
      thresholdFault(report, "snapshot", `root ${this.root.signed.version}`, "5.5.3") ??
      versionFault("snapshot", meta.version, signed.version, "5.5.4") ??
      this.snapshotRollback(signed) ??
      expiryFault(signed, "snapshot", this.context.now, "5.5.6");
    if (fault === undefined) this.snapshot = read.value;
    return this.step("snapshot", read.value, file, "5.5", fault);
  }

  async targetsStep(): Promise<ClientFault | undefined> {
    const name = roleName("targets");
    const meta = this.snapshot?.signed.meta.get(name);
    if (meta === undefined) throw new Error("a parsed snapshot always lists targets");
    const file = this.view.targets(name, meta.version, this.root.signed.consistentSnapshot === true);
    const read = readAs(file, "targets", { role: "targets", version: meta.version, limit: meta.lengthBytes ?? CLIENT_LIMITS.targets, spec: "5.6.1" });
    if (!read.ok) return this.step("targets", undefined, file, "5.6.1", read.fault);
    const root = this.root.signed;
    const delegator = { report: () => reportUnderRoot(read.value, "targets", root, this.context.verifier), by: `root ${root.version}` };
    const fault = await checkTargets(read.value, name, meta, delegator, this.context);
    if (fault === undefined) this.targets = read.value;
    return this.step("targets", read.value, file, "5.6", fault);
  }

  /** Every entry that was seen must still be there and must not go back. Source: TUF 1.0.34, 5.5.5. */
  private snapshotRollback(signed: Snapshot): ClientFault | undefined {
    if (this.seen === undefined || this.recovered()) return undefined;
    for (const [role, have] of Object.entries(this.seen.targets)) {
      const found = signed.meta.get(roleName(role));
      if (found === undefined) return { kind: "removed-from-snapshot", role, spec: "5.5.5" };
      if (found.version < have) return { kind: "rollback", role, spec: "5.5.5", have, found: found.version };
    }
    return undefined;
  }

  private rollback(role: "timestamp" | "snapshot", found: number, have: number | undefined, spec: string): ClientFault | undefined {
    return have !== undefined && found < have && !this.recovered() ? { kind: "rollback", role, spec, have, found } : undefined;
  }

  /**
   * Fast-forward recovery: once a key of timestamp or snapshot has been taken away, what was seen of both binds no
   * more. A key that only joined took nothing away. Source: TUF 1.0.34, 5.3.11.
   */
  private recovered(): boolean {
    const then = this.seen === undefined ? undefined : this.rootsByVersion.get(this.seen.root);
    if (then === undefined || then === this.root.signed) return false;
    return (["timestamp", "snapshot"] as const).some((role) => {
      const now = keysOf(this.root.signed, role);
      return [...keysOf(then, role)].some((key) => !now.has(key));
    });
  }

  private note(role: TopLevelRole, fault: ClientFault | undefined): ClientFault | undefined {
    return fault === undefined ? undefined : this.step(role, this.root, undefined, fault.spec, fault);
  }

  private step(role: TopLevelRole, metadata: Metadata | undefined, file: OfferedFile | undefined, spec: string, refused: ClientFault | undefined): ClientFault | undefined {
    this.steps.push({ role, version: metadata?.signed.version, path: file?.path, spec: refused?.spec ?? spec, refused });
    return refused;
  }
}

/** The five checks of a targets document against whoever delegates to it. Source: TUF 1.0.34, 5.6.2 to 5.6.5. */
export async function checkTargets(
  document: Metadata<Targets>,
  role: RoleName,
  meta: MetaFile,
  delegator: { readonly report: () => Promise<VerificationReport>; readonly by: string },
  context: CheckContext,
): Promise<ClientFault | undefined> {
  const content = checkContent(document.bytes, meta, role, "5.6.2");
  if (content !== undefined) return content;
  return (
    thresholdFault(await delegator.report(), role, delegator.by, "5.6.3") ??
    versionFault(role, meta.version, document.signed.version, "5.6.4") ??
    expiryFault(document.signed, role, context.now, "5.6.5")
  );
}

function versionFault(role: string, expected: number, found: number, spec: string): ClientFault | undefined {
  return expected === found ? undefined : { kind: "version", role, spec, expected, found };
}

/** By material, where it can be read: a key under a new id has not been rotated. */
function keysOf(root: Root, role: TopLevelRole): ReadonlySet<string> {
  return new Set((root.roles.get(role)?.keyIds ?? []).map((keyId) => {
    const key = root.keys.get(keyId);
    return key === undefined ? keyId : (fingerprintOf(key) ?? keyId);
  }));
}
