import { fingerprintOf } from "../model/key.ts";
import { roleName, type TopLevelRole } from "../model/ids.ts";
import type { Metadata, MetaFile, Root, Snapshot, Targets, Timestamp } from "../model/metadata.ts";
import { isOfType } from "../model/parse-metadata.ts";
import { isMet } from "../verify/verification-report.ts";
import { checkContent, checkRoot, checkTargets, expiryFault, isExpired, limitsOf, present, readAs, reportUnderRoot, thresholdFault, versionFault, type CheckContext, type OfferedFile } from "./checks.ts";
import type { ClientFault } from "./client-fault.ts";
import { limitOf, type ClientLimits } from "./limits.ts";
import { formFault } from "./profile.ts";
import type { ClientMemory, RepositoryView } from "./repository-view.ts";
import type { OtherContent } from "./seen-versions.ts";

export interface ClientUpdate {
  readonly steps: readonly UpdateStep[];
  /** What the client trusts now; a role that it refused, or never reached, is undefined. */
  readonly root: Metadata<Root>;
  readonly timestamp: Metadata<Timestamp> | undefined;
  readonly snapshot: Metadata<Snapshot> | undefined;
  readonly targets: Metadata<Targets> | undefined;
  /** Where the client stopped; undefined when it can update. */
  readonly refusal: ClientFault | undefined;
  /** Rightly signed, and not what was seen under the same version. No client refuses it: those that hold the one keep it. */
  readonly otherContent: readonly OtherContent[];
}

/** One document that the client looked at. Plain JSON. */
export interface UpdateStep {
  readonly role: TopLevelRole;
  readonly version: number | undefined;
  /** Undefined for what the client held before. */
  readonly path: string | undefined;
  readonly spec: string;
  /** Everything that speaks against it; a client stops at the first. */
  readonly faults: readonly ClientFault[];
  /** False for what only an audit looks at: a client has stopped before. */
  readonly reached: boolean;
}

/**
 * One update of one client, from a trusted root: the root chain, timestamp, snapshot and top-level targets. It stops at
 * the first fault; in the profile `audit` it goes on wherever there is a document to go on with, and trusts none of it.
 * Source: TUF 1.0.34, 5.1 to 5.6.
 */
export async function updateClient(view: RepositoryView, anchor: Metadata<Root>, context: CheckContext, memory: ClientMemory = {}): Promise<ClientUpdate> {
  const update = new Update(view, anchor, context, memory);
  await update.roots();
  const timestamp = update.goesOn() ? await update.timestampStep() : undefined;
  const snapshot = timestamp === undefined ? undefined : await update.snapshotStep(timestamp.signed.snapshot);
  const targets = snapshot?.signed.meta.get(roleName("targets"));
  if (targets !== undefined) await update.targetsStep(targets);
  return update.outcome();
}

/** The file is there and readable, it holds a root, and the trusted root and it itself are content with it. */
export async function checkNextRoot(trusted: Metadata<Root>, file: OfferedFile | undefined, context: CheckContext): Promise<{ readonly root: Metadata<Root> | undefined; readonly faults: readonly ClientFault[] }> {
  const version = trusted.signed.version + 1;
  const read = readAs(file, "root", { role: "root", version, limit: limitsOf(context).root, spec: "5.3.3" });
  if (!read.ok) return { root: undefined, faults: [read.fault] };
  return { root: read.value, faults: await checkRoot(read.value, trusted.signed, context) };
}

class Update {
  private readonly steps: UpdateStep[] = [];
  private readonly otherContent: OtherContent[] = [];
  private readonly view: RepositoryView;
  private readonly context: CheckContext;
  private readonly memory: ClientMemory;
  private readonly limits: ClientLimits;
  private root: Metadata<Root>;
  /** The newest root that took a key of timestamp or snapshot away. */
  private recoveredAt = 0;
  private trusted: Pick<ClientUpdate, "timestamp" | "snapshot" | "targets"> = { timestamp: undefined, snapshot: undefined, targets: undefined };
  private refusal: ClientFault | undefined;

  constructor(view: RepositoryView, anchor: Metadata<Root>, context: CheckContext, memory: ClientMemory) {
    this.view = view;
    this.root = anchor;
    this.context = context;
    this.memory = memory;
    this.limits = limitsOf(context);
  }

  outcome(): ClientUpdate {
    return { steps: this.steps, root: this.root, ...this.trusted, refusal: this.refusal, otherContent: this.otherContent };
  }

  goesOn(): boolean {
    return this.refusal === undefined || this.context.profile === "audit";
  }

  async roots(): Promise<void> {
    const own = await reportUnderRoot(this.root, "root", this.root.signed, this.context.verifier);
    const fault = thresholdFault(own, "root", `root ${this.root.signed.version}`, "5.2");
    this.step("root", this.root, undefined, "5.2", present(formFault(this.root, "root", this.context.profile), fault));
    if (!this.goesOn()) return;
    for (let i = 0; i < this.limits.rootRotations; i++) {
      const file = await this.view.root(this.root.signed.version + 1, this.limits.root);
      if (file === undefined) break;
      const next = await checkNextRoot(this.root, file, this.context);
      this.step("root", next.root, file, "5.3", next.faults);
      if (next.root === undefined || next.faults.length > 0) break;
      if (takesOnlineKeyAway(this.root.signed, next.root.signed)) await this.recover(next.root.signed.version);
      this.root = next.root;
      await this.memory.store?.keep(roleName("root"), next.root);
    }
    if (!this.goesOn()) return;
    const last = present(this.rootRollback(), expiryFault(this.root.signed, "root", this.context.now, "5.3.10"));
    if (last.length > 0) this.step("root", this.root, undefined, "5.3.10", last);
  }

  async timestampStep(): Promise<Metadata<Timestamp> | undefined> {
    const held = await this.heldTimestamp();
    const file = await this.view.timestamp(this.limits.timestamp);
    const read = readAs(file, "timestamp", { role: "timestamp", version: undefined, limit: this.limits.timestamp, spec: "5.4.1" });
    if (!read.ok) return this.refuse("timestamp", file, read.fault);
    const { signed } = read.value;
    const seen = this.seen();
    const report = await reportUnderRoot(read.value, "timestamp", this.root.signed, this.context.verifier);
    const authentic = present(formFault(read.value, "timestamp", this.context.profile), thresholdFault(report, "timestamp", this.rootName(), "5.4.2"));
    // An equal version is dropped without an error, whatever it says: what the client holds goes on counting.
    const equal = authentic.length === 0 && held?.signed.version === signed.version;
    const counts = equal ? held : read.value;
    const faults = [...authentic, ...present(
      rollbackFault("timestamp", signed.version, held?.signed.version ?? seen?.timestamp, "5.4.3"),
      rollbackFault("snapshot", counts.signed.snapshot.version, held?.signed.snapshot.version ?? seen?.snapshot, "5.4.3"),
      expiryFault(counts.signed, "timestamp", this.context.now, "5.4.4"),
    )];
    const accepted = this.step("timestamp", counts, equal ? undefined : file, "5.4", faults);
    if (accepted) this.trusted = { ...this.trusted, timestamp: counts };
    if (accepted && !equal) await this.memory.store?.keep(roleName("timestamp"), counts);
    return this.goesOn() ? counts : undefined;
  }

  async snapshotStep(meta: MetaFile): Promise<Metadata<Snapshot> | undefined> {
    const held = await this.heldSnapshot();
    if (held !== undefined && this.refusal === undefined && this.isCurrent(held, meta)) return this.trustSnapshot(held);
    const limit = limitOf(meta, this.limits.snapshot);
    const file = await this.view.snapshot(meta.version, this.isConsistent(), limit);
    const read = readAs(file, "snapshot", { role: "snapshot", version: meta.version, limit, spec: "5.5.1" });
    if (!read.ok) return this.refuse("snapshot", file, read.fault);
    const { signed, bytes } = read.value;
    const report = await reportUnderRoot(read.value, "snapshot", this.root.signed, this.context.verifier);
    const accepted = this.step("snapshot", read.value, file, "5.5", present(
      checkContent(bytes, meta, "snapshot", "5.5.2"),
      formFault(read.value, "snapshot", this.context.profile),
      thresholdFault(report, "snapshot", this.rootName(), "5.5.3"),
      versionFault("snapshot", meta.version, signed.version, "5.5.4"),
      this.snapshotRollback(signed, held?.signed),
      expiryFault(signed, "snapshot", this.context.now, "5.5.6"),
    ));
    if (accepted) {
      this.trusted = { ...this.trusted, snapshot: read.value };
      await this.memory.store?.keep(roleName("snapshot"), read.value);
    }
    return this.goesOn() ? read.value : undefined;
  }

  async targetsStep(meta: MetaFile): Promise<void> {
    const role = roleName("targets");
    const limit = limitOf(meta, this.limits.targets);
    const held = await this.memory.store?.targets(role);
    if (held !== undefined && this.refusal === undefined && (await this.tryTargets(held, meta, limit, true))) return;
    await this.tryTargets(await this.view.targets(role, meta.version, this.isConsistent(), limit), meta, limit, false);
  }

  /** `held`: from the store, where a fault is no fault of the repository and only means that the file must be fetched. */
  private async tryTargets(file: OfferedFile | undefined, meta: MetaFile, limit: number, held: boolean): Promise<boolean> {
    const role = roleName("targets");
    const read = readAs(file, "targets", { role, version: meta.version, limit, spec: "5.6.1" });
    if (!read.ok) {
      if (!held) this.refuse("targets", file, read.fault);
      return false;
    }
    const report = await reportUnderRoot(read.value, "targets", this.root.signed, this.context.verifier);
    const faults = checkTargets(read.value, { role, meta, report, by: this.rootName() }, this.context);
    if (held && faults.length > 0) return false;
    const accepted = this.step("targets", read.value, held ? undefined : file, "5.6", faults);
    if (!accepted) return false;
    this.trusted = { ...this.trusted, targets: read.value };
    if (!held) await this.memory.store?.keep(role, read.value);
    return true;
  }

  private trustSnapshot(held: Metadata<Snapshot>): Metadata<Snapshot> {
    this.step("snapshot", held, undefined, "5.5", []);
    this.trusted = { ...this.trusted, snapshot: held };
    return held;
  }

  /** The snapshot that the timestamp names, byte for byte, and still good: a client need not fetch it again. */
  private isCurrent(held: Metadata<Snapshot>, meta: MetaFile): boolean {
    const same = held.signed.version === meta.version && checkContent(held.bytes, meta, "snapshot", "5.5.2") === undefined;
    return same && !isExpired(held.signed, this.context.now) && formFault(held, "snapshot", this.context.profile) === undefined;
  }

  /** An expired timestamp still tells which versions the client has seen. */
  private async heldTimestamp(): Promise<Metadata<Timestamp> | undefined> {
    const file = await this.memory.store?.timestamp();
    if (file?.parsed.ok !== true || !isOfType(file.parsed.value, "timestamp")) return undefined;
    return (await this.isSigned(file.parsed.value, "timestamp")) ? file.parsed.value : undefined;
  }

  private async heldSnapshot(): Promise<Metadata<Snapshot> | undefined> {
    const file = await this.memory.store?.snapshot();
    if (file?.parsed.ok !== true || !isOfType(file.parsed.value, "snapshot")) return undefined;
    return (await this.isSigned(file.parsed.value, "snapshot")) ? file.parsed.value : undefined;
  }

  private async isSigned(metadata: Metadata, role: TopLevelRole): Promise<boolean> {
    return isMet(await reportUnderRoot(metadata, role, this.root.signed, this.context.verifier));
  }

  /** The versions that still bind. */
  private seen(): ClientMemory["seen"] {
    const { seen } = this.memory;
    return seen !== undefined && seen.root < this.recoveredAt ? undefined : seen;
  }

  private rootRollback(): ClientFault | undefined {
    return rollbackFault("root", this.root.signed.version, this.memory.seen?.root, "5.3.5");
  }

  private compareWithSeen(role: TopLevelRole, { signed, digest }: Metadata): void {
    const remembered = role === "root" ? this.memory.seen : this.seen();
    const version = role === "targets" ? remembered?.targets[role] : remembered?.[role];
    const seen = remembered?.digests?.[role];
    if (seen === undefined || version !== signed.version || seen === digest) return;
    if (!this.otherContent.some((one) => one.role === role)) this.otherContent.push({ role, version, seen, found: digest });
  }

  /** Every entry that was seen must still be there and must not go back. Source: TUF 1.0.34, 5.5.5. */
  private snapshotRollback(signed: Snapshot, held: Snapshot | undefined): ClientFault | undefined {
    const before: Iterable<readonly [string, number]> = held === undefined
      ? Object.entries(this.seen()?.targets ?? {})
      : [...held.meta].map(([role, { version }]) => [role, version] as const);
    for (const [role, have] of before) {
      const found = signed.meta.get(roleName(role));
      if (found === undefined) return { kind: "removed-from-snapshot", role, spec: "5.5.5" };
      if (found.version < have) return { kind: "rollback", role, spec: "5.5.5", have, found: found.version };
    }
    return undefined;
  }

  /**
   * Fast-forward recovery: what was seen of timestamp and snapshot binds no more. Kept documents go before the root that
   * ends them is kept: an update that is cut short between the two follows that root again. Source: TUF 1.0.34, 5.3.11.
   */
  private async recover(rootVersion: number): Promise<void> {
    this.recoveredAt = rootVersion;
    await this.memory.store?.forget(roleName("timestamp"));
    await this.memory.store?.forget(roleName("snapshot"));
  }

  private isConsistent(): boolean {
    return this.root.signed.consistentSnapshot === true;
  }

  private rootName(): string {
    return `root ${this.root.signed.version}`;
  }

  private refuse(role: TopLevelRole, file: OfferedFile | undefined, fault: ClientFault): undefined {
    this.step(role, undefined, file, fault.spec, [fault]);
  }

  /** True when the client goes on to trust the document. */
  private step(role: TopLevelRole, metadata: Metadata | undefined, file: OfferedFile | undefined, spec: string, faults: readonly ClientFault[]): boolean {
    const reached = this.refusal === undefined;
    this.steps.push({ role, version: metadata?.signed.version, path: file?.path, spec: faults[0]?.spec ?? spec, faults, reached });
    if (metadata !== undefined && faults.every(({ kind }) => kind === "expired")) this.compareWithSeen(role, metadata);
    this.refusal ??= faults[0];
    return this.refusal === undefined;
  }
}

function rollbackFault(role: TopLevelRole, found: number, have: number | undefined, spec: string): ClientFault | undefined {
  return have !== undefined && found < have ? { kind: "rollback", role, spec, have, found } : undefined;
}

/** A key that only joined took nothing away. */
function takesOnlineKeyAway(before: Root, after: Root): boolean {
  return (["timestamp", "snapshot"] as const).some((role) => {
    const now = keysOf(after, role);
    return [...keysOf(before, role)].some((key) => !now.has(key));
  });
}

/** By material, where it can be read: a key under a new id has not been rotated. */
function keysOf(root: Root, role: TopLevelRole): ReadonlySet<string> {
  return new Set((root.roles.get(role)?.keyIds ?? []).map((keyId) => {
    const key = root.keys.get(keyId);
    return key === undefined ? keyId : (fingerprintOf(key) ?? keyId);
  }));
}
