import { describe, expect, it } from "vitest";
import { webCryptoVerifier } from "../../crypto/webcrypto-verifier.ts";
import { utf8 } from "../../lib/bytes.ts";
import type { NamedBytes } from "../../lib/named-bytes.ts";
import { addDays } from "../../lib/utc-instant.ts";
import { layoutOf } from "../../test/corpora.ts";
import { offered, RepositorySimulator, SIM_NOW, signWith, simKey, simKeys, type SimDelegation, type SimKey } from "../../test/repository-simulator.ts";
import { parseMetadata } from "../model/parse-metadata.ts";
import { assessRepository, type Assessment, type RepositoryInput } from "./assess.ts";
import type { RepositoryReport } from "./report.ts";

const verifier = webCryptoVerifier(globalThis.crypto.subtle);

interface About extends Partial<RepositoryInput> { readonly base?: readonly NamedBytes[] }

async function assess(files: readonly NamedBytes[], { base = [], ...about }: About = {}): Promise<Assessment> {
  const assessed = await assessRepository({
    layout: layoutOf(files).kind, files: [...offered(files), ...(base.length === 0 ? [] : offered(base, "base"))],
    anchor: undefined, seen: undefined, invitations: [], now: SIM_NOW, ...about,
  }, verifier);
  if (!assessed.ok) throw new Error(JSON.stringify(assessed.fault));
  return assessed.value;
}

async function report(files: readonly NamedBytes[], about?: About): Promise<RepositoryReport> {
  return (await assess(files, about)).report;
}

function answer({ headline }: RepositoryReport): string {
  if (headline.kind === "can-update") return `yes, root ${headline.toRoot}${headline.providedRootIsOut ? ", provided it is out" : ""}`;
  if (headline.kind === "cannot-update") return `no: ${headline.fault.role} ${headline.fault.kind}`;
  return `cannot tell: ${headline.why.kind}`;
}

function states({ documents }: RepositoryReport): readonly string[] {
  return documents.map(({ role, version, publication }) => `${role} ${version} ${publication}`).toSorted();
}

function inbox({ inbox }: RepositoryReport): readonly string[] {
  return inbox.map(({ role, version, kind, gained }) => `${role} ${version} ${kind}${gained > 0 ? ` ${gained}` : ""}`);
}

function bad({ findings }: RepositoryReport): readonly string[] {
  return findings.filter(({ severity }) => severity !== "note").map((finding) => (finding.kind === "format" ? finding.note.kind : finding.kind));
}

/** As an event leaves it: the newest files replaced, and nothing published. */
function proposed(sim: RepositorySimulator, change: (sim: RepositorySimulator) => void): readonly NamedBytes[] {
  change(sim);
  return sim.workingFiles();
}

function without(files: readonly NamedBytes[], ...paths: readonly string[]): readonly NamedBytes[] {
  return files.filter(({ path }) => !paths.includes(path));
}

function pathed(files: readonly NamedBytes[], path: string): NamedBytes {
  const file = files.find((one) => one.path === path);
  if (file === undefined) throw new Error(`no ${path}`);
  return file;
}

const ALL_OUT = ["root 1 published", "snapshot 1 published", "targets 1 published", "timestamp 1 published"];

describe("a published repository", () => {
  it("can be updated from, has nothing waiting and nothing to find", async () => {
    for (const consistent of [true, false]) {
      const seen = await report(RepositorySimulator.published((s) => (s.consistentSnapshot = consistent)).publishedFiles());
      expect([answer(seen), states(seen), inbox(seen), seen.findings]).toEqual(["yes, root 1", ALL_OUT, [], []]);
      expect(seen.seen).toMatchObject({ root: 1, timestamp: 1, snapshot: 1, targets: { targets: 1 } });
    }
  });

  it("keeps old versions as superseded and what is not named yet as pending", async () => {
    const sim = RepositorySimulator.published();
    sim.update();
    sim.publishTargets();
    const seen = await report(sim.publishedFiles());
    expect(states(seen)).toEqual(["root 1 published", "snapshot 1 superseded", "snapshot 2 published", "targets 1 superseded", "targets 2 published", "targets 3 pending", "timestamp 2 published"]);
    expect(inbox(seen)).toEqual(["targets 3 complete"]);
  });

  it("serves every root that lies there, a bad one too: then no client gets further", async () => {
    const sim = RepositorySimulator.published();
    sim.publishRoot({ signers: [] });
    const seen = await report(sim.publishedFiles());
    expect([answer(seen), inbox(seen), seen.seen]).toEqual(["no: root threshold", ["root 2 needs-signatures"], undefined]);
  });

  it("is not helped by files under names that no client asks for", async () => {
    const sim = RepositorySimulator.published();
    const files = sim.publishedFiles().map(({ path, bytes }) => ({ path: path === "1.targets.json" ? "targets.json" : path, bytes }));
    expect(answer(await report(files))).toBe("no: targets missing");
  });

  it("with a gap in its roots says so, and stops where clients stop", async () => {
    const sim = RepositorySimulator.published();
    sim.publishRoot();
    sim.publishRoot();
    const seen = await report(without(sim.publishedFiles(), "2.root.json"));
    expect([answer(seen), seen.findings]).toEqual(["yes, root 1", [{ severity: "bad", kind: "root-gap", after: 1, found: 3 }]]);
  });

  it("with a file whose name tells another version says so", async () => {
    const sim = RepositorySimulator.published();
    sim.publishRoot({ version: 3, fileVersion: 2 });
    const seen = await report(sim.publishedFiles());
    expect(answer(seen)).toBe("no: root version");
    expect(seen.findings).toContainEqual({ severity: "bad", kind: "version-in-name", path: "2.root.json", named: 2, found: 3 });
  });

  it("names what it could not read, and goes on", async () => {
    const seen = await report([...RepositorySimulator.published().publishedFiles(), { path: "9.notes.json", bytes: utf8("{") }]);
    expect([answer(seen), seen.unreadable.map(({ path, fault }) => [path, fault.kind])]).toEqual(["yes, root 1", [["9.notes.json", "json-truncated"]]]);
  });

  it("without any root is refused with what there is", async () => {
    const files = without(RepositorySimulator.published().publishedFiles(), "1.root.json");
    const assessed = await assessRepository({ layout: "published", files: offered([...files, { path: "x.json", bytes: utf8("") }]), anchor: undefined, seen: undefined, invitations: [], now: SIM_NOW }, verifier);
    expect(assessed).toMatchObject({ ok: false, fault: { kind: "no-root", roles: ["targets", "snapshot", "timestamp"], unreadable: [{ path: "x.json" }] } });
  });

  it("is judged from the confirmed anchor, and from the lowest root where none is here", async () => {
    const sim = RepositorySimulator.published();
    sim.publishRoot();
    const files = sim.publishedFiles();
    expect((await report(files)).anchor).toMatchObject({ confirmed: false, version: 1 });
    const second = await report(files, { anchor: sim.root(2).digest });
    expect(second.anchor).toMatchObject({ confirmed: true, version: 2 });
    expect(second.roots.map(({ version }) => version)).toEqual([2]);
    expect((await report(files, { anchor: RepositorySimulator.published().root(1).digest })).anchor).toMatchObject({ confirmed: false, version: 1 });
  });
});

function pinned({ identity, seen }: RepositoryReport): NonNullable<RepositoryInput["seen"]> {
  if (seen === undefined) throw new Error("there is nothing sure to pin");
  return { [identity]: seen };
}

describe("what this device has seen", () => {
  it("turns older files into an alarm", async () => {
    const sim = RepositorySimulator.published();
    const old = sim.publishedFiles();
    sim.update();
    const seen = pinned(await report(sim.publishedFiles()));
    expect(Object.values(seen)).toMatchObject([{ timestamp: 2 }]);
    const rolledBack = await report(old, { seen });
    expect([answer(rolledBack), rolledBack.findings[0]?.kind, rolledBack.seen]).toEqual(["no: timestamp rollback", "rollback", undefined]);
    expect(answer(await report(sim.publishedFiles(), { seen }))).toBe("yes, root 1");
  });

  it("is an alarm when another document has its version, and moves no pin", async () => {
    const sim = RepositorySimulator.published();
    const seen = pinned(await report(sim.publishedFiles()));
    sim.versions.timestamp--;
    sim.expires.timestamp = addDays(SIM_NOW, 400);
    sim.publishTimestamp();
    const other = await report(sim.publishedFiles(), { seen });
    expect([answer(other), other.findings.map(({ kind, severity }) => `${severity} ${kind}`), other.seen]).toEqual(["yes, root 1", ["bad not-what-was-seen"], undefined]);
  });

  it("counts from every confirmed root on the way, the newest first", async () => {
    const sim = RepositorySimulator.published();
    const old = sim.publishedFiles();
    sim.publishRoot();
    sim.update();
    const [first, second] = [sim.root(1).digest, sim.root(2).digest];
    const seen = { root: 2, timestamp: 2, snapshot: 2, targets: {} };
    for (const pins of [{ [second]: seen, [first]: { ...seen, root: 1, timestamp: 1 } }, { [first]: { ...seen, root: 1, timestamp: 1 }, [second]: seen }]) {
      const opened = await report([...without(old, "1.root.json"), ...sim.publishedFiles().filter(({ path }) => path.endsWith("root.json"))], { anchor: first, seen: pins });
      expect([opened.anchor.version, answer(opened)]).toEqual([1, "no: timestamp rollback"]);
    }
  });

  it("plays no part when it was seen from a root that is not on the way", async () => {
    const sim = RepositorySimulator.published();
    const elsewhere = { root: 1, timestamp: 9, snapshot: 9, targets: {} };
    expect(answer(await report(sim.publishedFiles(), { seen: { [RepositorySimulator.published().root(1).digest]: elsewhere } }))).toBe("yes, root 1");
  });
});

describe("a working folder", () => {
  it("of one root can be updated from; its newest of two roots may or may not be out", async () => {
    const sim = RepositorySimulator.published();
    expect(answer(await report(sim.workingFiles()))).toBe("yes, root 1");
    sim.publishRoot();
    const two = await report(sim.workingFiles());
    expect([answer(two), states(two)[1], inbox(two)]).toEqual(["yes, root 2", "root 2 complete-unseen", ["root 2 complete"]]);
  });

  it("leaves the answer open when it turns on that root, and a base decides", async () => {
    const sim = RepositorySimulator.published();
    const base = sim.publishedFiles();
    sim.roles.timestamp = { keys: simKeys(1), threshold: 1 };
    sim.publishRoot();
    const alone = await report(sim.workingFiles());
    expect(answer(alone)).toBe("cannot tell: root-publication");
    expect(alone.seen).toBeUndefined();
    expect(bad(alone)).toContain("must-be-signed-again");
    const onBase = await report(sim.workingFiles(), { base });
    expect([answer(onBase), states(onBase).filter((state) => state.startsWith("root")), inbox(onBase)]).toEqual(["yes, root 1", ["root 1 published", "root 2 pending"], ["root 2 complete"]]);
  });

  it("whose older root has expired lives only if the newer one is out", async () => {
    const sim = RepositorySimulator.published((s) => (s.expires.root = SIM_NOW));
    sim.expires.root = addDays(SIM_NOW, 9);
    sim.publishRoot();
    expect(answer(await report(sim.workingFiles()))).toBe("yes, root 2, provided it is out");
  });

  it("in which targets were overwritten cannot tell, and with a base says yes", async () => {
    const sim = RepositorySimulator.published();
    const base = sim.publishedFiles();
    const files = proposed(sim, (s) => {
      s.roles.targets.signers = [];
      s.publishTargets();
    });
    const alone = await report(files);
    expect([answer(alone), inbox(alone), bad(alone)]).toEqual(["cannot tell: overwritten", ["targets 2 needs-signatures"], ["overwritten"]]);
    const onBase = await report(files, { base });
    expect([answer(onBase), inbox(onBase), states(onBase).filter((s) => s.startsWith("targets"))]).toEqual(["yes, root 1", ["targets 2 needs-signatures"], ["targets 1 published", "targets 2 pending"]]);
  });

  it("without a timestamp says that it cannot tell", async () => {
    expect(answer(await report(without(RepositorySimulator.published().workingFiles(), "timestamp.json")))).toBe("cannot tell: no-timestamp");
  });

  it("is not fooled by a proposed root: what only its keys sign is not out", async () => {
    const sim = RepositorySimulator.published();
    const [thief] = simKeys(1) as [SimKey]; // one was asked for
    const files = proposed(sim, (s) => {
      for (const role of ["root", "timestamp", "snapshot", "targets"] as const) s.roles[role] = { keys: [thief], threshold: 1 };
      s.publishRoot({ signers: [thief] });
      s.update();
    });
    const seen = await report(files);
    expect(states(seen).filter((state) => state.endsWith("published"))).toEqual(["root 1 published"]);
    expect([answer(seen), seen.seen]).toEqual(["no: timestamp threshold", undefined]);
  });
});

describe("a delegated role", () => {
  it("for which only proposed targets vouch is not published, whatever the snapshot names", async () => {
    const [a, thief] = simKeys(2) as [SimKey, SimKey]; // two were asked for
    const to = (key: SimKey): SimDelegation => ({ name: "a", keys: [key], threshold: 1, terminating: false, paths: ["*"] });
    const sim = RepositorySimulator.published((s) => {
      s.top.delegations = [to(a)];
      s.targetsOf("a", [thief]);
    });
    sim.top.delegations = [to(thief)];
    sim.publishTargets();
    const seen = await report(sim.publishedFiles());
    expect(states(seen).filter((state) => /^(a|targets) /.test(state))).toEqual(["a 1 pending", "targets 1 published", "targets 2 pending"]);
    expect(seen.tree?.children).toMatchObject([{ role: "a", verdict: { kind: "refused", fault: { kind: "threshold", counted: 0 } } }]);
  });
});

describe("one version, several files", () => {
  it("that are two documents are an alarm", async () => {
    const sim = RepositorySimulator.published();
    sim.publishRoot();
    const other = RepositorySimulator.published();
    Object.assign(other.roles, sim.roles);
    other.rootExtra = { "x-other": 1 };
    other.publishRoot();
    const files = [...sim.workingFiles().filter(({ path }) => path !== "root.json"), { path: "root.json", bytes: pathed(other.publishedFiles(), "2.root.json").bytes }];
    const seen = await report(files);
    const two = seen.findings.filter(({ kind }) => kind === "two-documents-one-version");
    expect(two).toMatchObject([{ role: "root", version: 2, severity: "bad" }]);
    expect(seen.documents.filter(({ role, version }) => role === "root" && version === 2)).toHaveLength(2);
  });

  it("that are one document with more signatures wait as such, and every signature counts", async () => {
    const keys = simKeys(3);
    const sim = RepositorySimulator.published((s) => (s.roles.targets = { keys, threshold: 2, signers: keys.slice(0, 2) }));
    const base = sim.publishedFiles();
    const parsed = parseMetadata(pathed(base, "1.targets.json").bytes);
    if (!parsed.ok) throw new Error("it was built here");
    const more = signWith(parsed.value, keys.slice(2));
    const files = sim.workingFiles().map((file) => (file.path === "targets.json" ? { ...file, bytes: more } : file));
    const seen = await report(files, { base });
    expect([answer(seen), inbox(seen), bad(seen)]).toEqual(["yes, root 1", ["targets 1 more-signatures 1"], []]);
    expect(seen.documents.find(({ role }) => role === "targets")?.quorums[0]?.report.counted).toBe(3);
  });

  it("of one content under two role names are two documents, each with its own signers", async () => {
    const [a, b] = simKeys(2) as [SimKey, SimKey]; // two were asked for
    const sim = RepositorySimulator.published((s) => {
      s.top.delegations = [{ name: "a", keys: [a], threshold: 1, terminating: false, paths: ["a"] }, { name: "b", keys: [b], threshold: 1, terminating: false, paths: ["b"] }];
      s.targetsOf("a", [a]);
      s.targetsOf("b", [a]); // by the wrong key
    });
    const { report: seen, judged } = await assess(sim.publishedFiles());
    const both = seen.documents.filter(({ role }) => role === "a" || role === "b");
    expect(new Set(both.map(({ digest }) => digest)).size).toBe(1);
    expect(new Set(both.map(({ id }) => id)).size).toBe(2);
    expect(both.map(({ role, publication, quorums }) => [role, publication, quorums[0]?.report.counted])).toEqual([["a", "published", 1], ["b", "pending", 0]]);
    expect(judged.find(({ document }) => document.id === both[1]?.id)?.document.role).toBe("b");
  });
});

describe("a root by itself", () => {
  it("that lacks signatures waits for them, the first root too", async () => {
    for (const version of [1, 14]) {
      const sim = new RepositorySimulator();
      sim.roles.root = { keys: simKeys(3), threshold: 2, signers: [] };
      sim.publishRoot({ version });
      const seen = await report([{ path: "root.json", bytes: pathed(sim.publishedFiles(), `${version}.root.json`).bytes }]);
      expect([answer(seen), states(seen), inbox(seen)]).toEqual(["cannot tell: no-timestamp", [`root ${version} pending`], [`root ${version} needs-signatures`]]);
      expect(seen.roots).toMatchObject([{ version, accepted: false, fault: { kind: "threshold", counted: 0, threshold: 2, spec: "5.2" } }]);
    }
  });

  it("that lacks signatures is the end for all that stands beside it", async () => {
    const sim = new RepositorySimulator();
    sim.publishRoot({ signers: [] });
    sim.update();
    const seen = await report(sim.publishedFiles());
    expect([answer(seen), states(seen).filter((state) => state.endsWith("published")), inbox(seen)[0]]).toEqual(["no: root threshold", [], "root 1 needs-signatures"]);
  });
});

describe("a signature that does not verify", () => {
  it("is an alarm beside a threshold that is met", async () => {
    const keys = simKeys(2);
    const [good = simKey(), broken = simKey()] = keys;
    const impostor: SimKey = { plain: broken.plain, node: simKey().node };
    const seen = await report(RepositorySimulator.published((s) => (s.roles.targets = { keys, threshold: 1, signers: [good, impostor] })).publishedFiles());
    expect([answer(seen), seen.findings]).toMatchObject(["yes, root 1", [{ kind: "signature-does-not-verify", role: "targets", version: 1, keyId: broken.plain.keyId, severity: "bad" }]]);
  });
});

describe("hash bins", () => {
  it("that are succinct are known to be delegated; other names in the snapshot are orphans", async () => {
    const sim = RepositorySimulator.published((s) => s.addBins(3, "succinct"));
    sim.meta["bin-8"] = { version: 1 };
    sim.publishSnapshot();
    sim.publishTimestamp();
    const seen = await report(sim.publishedFiles());
    expect(seen.findings).toEqual([{ severity: "note", kind: "orphan-in-snapshot", roles: ["bin-8"] }]);
    expect(seen.documents.filter(({ publication }) => publication === "published")).toHaveLength(12);
    expect(seen.counts).toMatchObject({ delegations: 8, documents: 13 });
  });

  it.each(["prefixes", "succinct"] as const)("%s: a thousand of them are all read, judged and published", async (how) => {
    const seen = await report(RepositorySimulator.published((s) => s.addBins(10, how)).publishedFiles());
    expect([answer(seen), seen.counts.delegations, seen.documents.filter(({ publication }) => publication === "published").length]).toEqual(["yes, root 1", 1024, 1028]);
    expect(seen.tree?.children).toMatchObject([{ kind: "bins", count: 1024, accepted: 1024 }]);
  }, 30_000);
});
