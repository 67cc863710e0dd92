import { describe, expect, it } from "vitest";
import { webCryptoVerifier } from "../../crypto/webcrypto-verifier.ts";
import { utf8 } from "../../lib/bytes.ts";
import { addDays, type UtcInstant } from "../../lib/utc-instant.ts";
import { offered, RepositorySimulator, SIM_NOW, simKeys, type SimKey } from "../../test/repository-simulator.ts";
import { parseMetadata } from "../model/parse-metadata.ts";
import { takeInventory } from "../repository/inventory.ts";
import { viewOf } from "../repository/view.ts";
import type { OfferedFile } from "./checks.ts";
import { CLIENT_LIMITS, type ClientLimits } from "./limits.ts";
import type { MetadataStore, RepositoryView } from "./repository-view.ts";
import { updateClient } from "./update.ts";

const verifier = webCryptoVerifier(globalThis.crypto.subtle);

/** A client that keeps what it trusts, and notes what it did in which order. */
class KeepingClient {
  readonly files = new Map<string, OfferedFile>();
  did: string[] = [];
  private readonly store: MetadataStore = {
    timestamp: () => this.files.get("timestamp"),
    snapshot: () => this.files.get("snapshot"),
    targets: (role) => this.files.get(role),
    keep: (role, metadata) => {
      this.did.push(`keep ${role} ${metadata.signed.version}`);
      this.files.set(role, { path: role, bytes: metadata.bytes, parsed: { ok: true, value: metadata } });
    },
    forget: (role) => {
      this.did.push(`forget ${role}`);
      this.files.delete(role);
    },
  };

  /** `ok`, or why it stopped. */
  async update(sim: RepositorySimulator, about: { readonly from?: number; readonly now?: UtcInstant; readonly limits?: ClientLimits; readonly breakAt?: string } = {}): Promise<string> {
    const files = viewOf(takeInventory(offered(sim.publishedFiles())), "opened", Number.MAX_SAFE_INTEGER, true);
    const ask = <T>(name: string, answer: () => T): T => {
      this.did.push(`ask ${name}`);
      if (name === about.breakAt) throw new Error("the transfer failed");
      return answer();
    };
    const view: RepositoryView = {
      root: (version) => ask(`root ${version}`, () => files.root(version)),
      timestamp: () => ask("timestamp", () => files.timestamp()),
      snapshot: (version, consistent) => ask(`snapshot ${version}`, () => files.snapshot(version, consistent)),
      targets: (role, version, consistent) => ask(`${role} ${version}`, () => files.targets(role, version, consistent)),
    };
    this.did = [];
    const held = this.files.get("root")?.parsed;
    const anchor = held?.ok === true && held.value.signed.type === "root" ? held.value.signed.version : (about.from ?? 1);
    const context = { verifier, now: about.now ?? SIM_NOW, ...(about.limits === undefined ? {} : { limits: about.limits }) };
    const { refusal } = await updateClient(view, sim.root(anchor), context, { store: this.store });
    return refusal === undefined ? "ok" : `${refusal.role} ${refusal.kind} ${refusal.spec}`;
  }

  versions(): string {
    return [...this.files].map(([role, { parsed }]) => `${role} ${parsed.ok ? parsed.value.signed.version : "unreadable"}`).toSorted().join(", ");
  }

  damage(role: string): void {
    const bytes = utf8("{");
    this.files.set(role, { path: role, bytes, parsed: parseMetadata(bytes) });
  }
}

async function updated(sim: RepositorySimulator): Promise<KeepingClient> {
  const client = new KeepingClient();
  expect(await client.update(sim)).toBe("ok");
  return client;
}

describe("a client that keeps its metadata", () => {
  it("keeps each document as soon as it trusts it", async () => {
    const sim = RepositorySimulator.published();
    sim.publishRoot();
    const client = await updated(sim);
    expect(client.did).toEqual(["ask root 2", "keep root 2", "ask root 3", "ask timestamp", "keep timestamp 1", "ask snapshot 1", "keep snapshot 1", "ask targets 1", "keep targets 1"]);
  });

  it("asks for what has changed and no more", async () => {
    const sim = RepositorySimulator.published();
    const client = await updated(sim);
    expect(await client.update(sim)).toBe("ok");
    expect(client.did).toEqual(["ask root 2", "ask timestamp"]);
    sim.publishSnapshot();
    sim.publishTimestamp();
    expect(await client.update(sim)).toBe("ok");
    expect(client.did).toEqual(["ask root 2", "ask timestamp", "keep timestamp 2", "ask snapshot 2", "keep snapshot 2"]);
  });

  it("keeps what it trusted before the transfer failed, and nothing after", async () => {
    const sim = RepositorySimulator.published();
    const client = new KeepingClient();
    await expect(client.update(sim, { breakAt: "snapshot 1" })).rejects.toThrow("the transfer failed");
    expect(client.versions()).toBe("timestamp 1");
    await expect(client.update(sim, { breakAt: "root 2" })).rejects.toThrow("the transfer failed"); // no end of the chain
    expect(await client.update(sim)).toBe("ok");
  });

  it("fetches again what is damaged, what others signed, and what has expired", async () => {
    const sim = RepositorySimulator.published((s) => (s.expires.snapshot = addDays(SIM_NOW, 5)));
    for (const role of ["timestamp", "snapshot", "targets"]) {
      const client = await updated(sim);
      client.damage(role);
      expect(await client.update(sim)).toBe("ok");
      expect(client.did).toContain(`keep ${role} 1`);
      const stranger = RepositorySimulator.published();
      const foreign = await updated(stranger);
      const file = foreign.files.get(role);
      if (file !== undefined) client.files.set(role, file);
      expect(await client.update(sim)).toBe("ok");
      expect(client.did).toContain(`keep ${role} 1`);
    }
    const client = await updated(sim);
    expect(await client.update(sim, { now: addDays(SIM_NOW, 6) })).toBe("snapshot expired 5.5.6");
    expect(client.did).toContain("ask snapshot 1");
  });

  it("takes a kept snapshot for the one that is named only byte for byte, where bytes are named", async () => {
    const sim = RepositorySimulator.published();
    const client = await updated(sim);
    sim.versions.snapshot = 0;
    sim.expires.snapshot = addDays(SIM_NOW, 300);
    sim.metaHashes = true;
    sim.publishSnapshot(); // version 1 again, other bytes
    sim.publishTimestamp();
    expect(await client.update(sim)).toBe("ok");
    expect(client.did).toContain("keep snapshot 1");
  });
});

describe("what is kept guards against going back", () => {
  it.each([false, true])("with hashes in meta: %s", async (hashes) => {
    const sim = RepositorySimulator.published((s) => (s.metaHashes = hashes));
    sim.update();
    const client = await updated(sim);
    sim.versions.timestamp = 0;
    sim.publishTimestamp();
    expect(await client.update(sim)).toBe("timestamp rollback 5.4.3");
    sim.versions.timestamp = 2;
    sim.versions.snapshot = 0;
    sim.publishSnapshot();
    sim.publishTimestamp();
    expect(await client.update(sim)).toBe("snapshot rollback 5.4.3");
    sim.versions.snapshot = 2;
    sim.top.version = 0;
    sim.publishTargets();
    sim.publishSnapshot();
    sim.publishTimestamp();
    expect(await client.update(sim)).toBe("targets rollback 5.5.5");
    expect(client.versions()).toBe("snapshot 2, targets 2, timestamp 4");
  });

  it("though it has expired", async () => {
    const sim = RepositorySimulator.published((s) => (s.expires.timestamp = addDays(SIM_NOW, 5)));
    sim.publishTimestamp();
    const client = await updated(sim);
    sim.versions.timestamp = 0;
    sim.expires.timestamp = addDays(SIM_NOW, 90);
    sim.publishTimestamp();
    expect(await client.update(sim, { now: addDays(SIM_NOW, 60) })).toBe("timestamp rollback 5.4.3");
  });

  it("and an equal timestamp is dropped without an error, whatever it says", async () => {
    const sim = RepositorySimulator.published();
    const client = await updated(sim);
    sim.versions.timestamp = 0;
    sim.snapshotMeta = { version: 99 };
    sim.publishTimestamp();
    expect(await client.update(sim)).toBe("ok");
    expect(client.did).toEqual(["ask root 2", "ask timestamp"]);
  });
});

describe("once a key of timestamp or snapshot has been taken away", () => {
  const [taken, stays, joins] = simKeys(3) as [SimKey, SimKey, SimKey]; // three were asked for

  /** Both keys signed what is kept, so that it would still verify. */
  async function forward(role: "timestamp" | "snapshot"): Promise<readonly [RepositorySimulator, KeepingClient]> {
    const sim = RepositorySimulator.published((s) => {
      s.roles[role] = { keys: [taken, stays], threshold: 1 };
      s.versions.timestamp = s.versions.snapshot = 99;
    });
    const client = await updated(sim);
    sim.roles[role] = { keys: [stays, joins], threshold: 1 };
    sim.versions.timestamp = sim.versions.snapshot = 0;
    return [sim, client];
  }

  it.each(["timestamp", "snapshot"] as const)("what is kept is forgotten before the root that took it is kept: %s", async (role) => {
    const [sim, client] = await forward(role);
    sim.publishRoot();
    sim.update();
    expect(await client.update(sim)).toBe("ok");
    expect(client.did.slice(0, 4)).toEqual(["ask root 2", "forget timestamp", "forget snapshot", "keep root 2"]);
    expect(client.versions()).toBe("root 2, snapshot 1, targets 2, timestamp 1");
  });

  it("it is forgotten though the update broke off, and though a later root gives the key back", async () => {
    const [sim, client] = await forward("timestamp");
    sim.publishRoot();
    sim.roles.timestamp = { keys: [taken, stays], threshold: 1 };
    sim.publishRoot();
    sim.update();
    await expect(client.update(sim, { breakAt: "root 3" })).rejects.toThrow();
    expect(client.versions()).toBe("root 2, targets 1");
    expect(await client.update(sim)).toBe("ok");
    expect(client.versions()).toBe("root 3, snapshot 1, targets 2, timestamp 1");
  });

  it("and not when a root is refused, or a key only joins", async () => {
    const [sim, client] = await forward("timestamp");
    sim.publishRoot({ signers: [] });
    expect(await client.update(sim)).toBe("root threshold 5.3.4");
    expect(client.versions()).toContain("timestamp 100");
    const other = RepositorySimulator.published();
    const joining = await updated(other);
    other.roles.timestamp = { keys: [...other.roles.timestamp.keys, joins], threshold: 1 };
    other.publishRoot();
    expect(await joining.update(other)).toBe("ok");
    expect(joining.did.some((act) => act.startsWith("forget"))).toBe(false);
  });
});

describe("the limits of a client", () => {
  it.each([["timestamp", "timestamp too-large 5.4.1"], ["snapshot", "snapshot too-large 5.5.1"], ["targets", "targets too-large 5.6.1"]] as const)("can be set: %s", async (role, expected) => {
    const sim = RepositorySimulator.published();
    const size = sim.served.get(role === "timestamp" ? "timestamp.json" : `1.${role}.json`)?.length ?? 0;
    expect(await new KeepingClient().update(sim, { limits: { ...CLIENT_LIMITS, [role]: size - 1 } })).toBe(expected);
    expect(await new KeepingClient().update(sim, { limits: { ...CLIENT_LIMITS, [role]: size } })).toBe("ok");
  });

  it("can be set: roots in one update, and the size of each", async () => {
    const sim = RepositorySimulator.published();
    for (let i = 0; i < 4; i++) sim.publishRoot();
    const client = new KeepingClient();
    expect(await client.update(sim, { limits: { ...CLIENT_LIMITS, rootRotations: 3 } })).toBe("ok");
    expect(client.versions()).toContain("root 4");
    expect(await client.update(sim, { limits: { ...CLIENT_LIMITS, rootRotations: 3 } })).toBe("ok");
    expect(client.versions()).toContain("root 5");
    expect(await new KeepingClient().update(sim, { limits: { ...CLIENT_LIMITS, root: 10 } })).toBe("root too-large 5.3.3");
  });
});
