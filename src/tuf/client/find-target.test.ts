import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { webCryptoVerifier } from "../../crypto/webcrypto-verifier.ts";
import { hasCorpora } from "../../test/corpora.ts";
import { offered, RepositorySimulator, SIM_NOW, simKey, simKeys, type SimDelegation, type SimKey } from "../../test/repository-simulator.ts";
import { pathDigest } from "../graph/hash-prefix.ts";
import { roleName } from "../model/ids.ts";
import type { Metadata, Targets } from "../model/metadata.ts";
import type { SignatureVerifier } from "../verify/signature-verifier.ts";
import { takeInventory } from "../repository/inventory.ts";
import { viewOf } from "../repository/view.ts";
import { DelegatedRoles } from "./delegated-roles.ts";
import { findTarget, type TargetVisit } from "./find-target.ts";
import { CLIENT_LIMITS } from "./limits.ts";
import type { MetadataStore, RepositoryView } from "./repository-view.ts";
import { updateClient } from "./update.ts";

const verifier = webCryptoVerifier(globalThis.crypto.subtle);
const file = { length: 1, hashes: { sha256: "00" } };

/** One updated client, asked for these paths one after the other: `A C: found in C`, with the roles in the order in which they were fetched. */
async function search(sim: RepositorySimulator, paths: readonly string[], about: { readonly store?: MetadataStore; readonly limit?: number } = {}): Promise<readonly string[]> {
  const files = viewOf(takeInventory(offered(sim.publishedFiles())), "opened", Number.MAX_SAFE_INTEGER, true);
  let fetched: string[] = [];
  const view: RepositoryView = { ...files, targets: (role, version, consistent) => {
    fetched.push(role);
    return files.targets(role, version, consistent);
  } };
  const context = { now: SIM_NOW, verifier };
  const { root, targets, snapshot, refusal } = await updateClient(view, sim.root(1), context);
  if (targets === undefined || snapshot === undefined) throw new Error(`no targets: ${JSON.stringify(refusal)}`);
  const roles = new DelegatedRoles({ view, store: about.store, snapshot: snapshot.signed, consistent: root.signed.consistentSnapshot === true }, context);
  const answers: string[] = [];
  for (const path of paths) {
    fetched = [];
    const found = await findTarget(path, targets, roles, about.limit ?? CLIENT_LIMITS.delegations);
    const answer = found.ok ? `found in ${found.value.role}` : found.fault.kind === "role-refused" ? `${found.fault.fault.role} ${found.fault.fault.kind} ${found.fault.fault.spec}` : found.fault.kind;
    answers.push(`${fetched.join(" ")}: ${answer}`);
  }
  return answers;
}

function to(name: string, keys: readonly SimKey[], about: Partial<SimDelegation> = {}): SimDelegation {
  return { name, keys, threshold: 1, terminating: false, paths: ["*"], ...about };
}

/** Every role delegates as the lines say; `holders` name `file` in their documents. */
function graph(lines: Readonly<Record<string, readonly (string | SimDelegation)[]>>, holders: Readonly<Record<string, string>> = {}): RepositorySimulator {
  return RepositorySimulator.published((sim) => {
    const key = simKey(); // one for all: whose keys count is another test's matter
    for (const [from, delegations] of Object.entries(lines)) {
      const own = delegations.map((one) => (typeof one === "string" ? to(one, [key]) : { ...one, keys: one.keys.length === 0 ? [key] : one.keys }));
      (from === "targets" ? sim.top : sim.targetsOf(from, [key])).delegations = own;
      for (const { name } of own) sim.targetsOf(name, [key]);
    }
    for (const [role, path] of Object.entries(holders)) (role === "targets" ? sim.top : sim.targetsOf(role, [key])).targets[path] = file;
  });
}

/** A client that has updated, as `findTarget` takes it. */
async function updated(sim: RepositorySimulator, about: { readonly store?: MetadataStore; readonly verifier?: SignatureVerifier } = {}): Promise<{ readonly roles: DelegatedRoles; readonly targets: Metadata<Targets> }> {
  const view = viewOf(takeInventory(offered(sim.publishedFiles())), "opened", Number.MAX_SAFE_INTEGER, true);
  const { targets, snapshot } = await updateClient(view, sim.root(1), { now: SIM_NOW, verifier });
  if (targets === undefined || snapshot === undefined) throw new Error("it cannot update");
  return { targets, roles: new DelegatedRoles({ view, store: about.store, snapshot: snapshot.signed, consistent: true }, { now: SIM_NOW, verifier: about.verifier ?? verifier }) };
}

describe("a search that finds nothing", () => {
  it("says for what, and whom it asked", async () => {
    const { roles, targets } = await updated(graph({ targets: ["a", "b"], a: ["c"] }));
    expect(await findTarget("x", targets, roles, 32)).toEqual({ ok: false, fault: { kind: "target-not-found", path: "x", visited: ["targets", "a", "c", "b"] } });
    expect(await findTarget("x", targets, roles, 2)).toEqual({ ok: false, fault: { kind: "search-limit", path: "x", visited: ["targets", "a", "c"], limit: 2 } });
  });

  it("keeps no document that was refused, and judges one for the same delegator once", async () => {
    const [right, wrong] = simKeys(2) as [SimKey, SimKey]; // two were asked for
    const sim = RepositorySimulator.published((s) => {
      s.top.delegations = [to("good", [right], { paths: ["x"] }), to("bad", [wrong], { paths: ["y"] })];
      s.targetsOf("good", [right]);
      s.targetsOf("bad", [right]);
    });
    const kept: string[] = [];
    let asked = 0;
    const store: MetadataStore = { timestamp: () => undefined, snapshot: () => undefined, targets: () => undefined, keep: (role) => void kept.push(role), forget: () => undefined };
    const { roles, targets } = await updated(sim, { store, verifier: { verify: (...question) => (asked++, verifier.verify(...question)) } });
    for (const path of ["x", "y", "x", "y"]) await findTarget(path, targets, roles, 32);
    expect([kept, asked]).toEqual([["good"], 1]); // the signature on the other one is by a key that the role does not have
  });
});

describe("a search", () => {
  it("looks into a role's own targets before it asks anybody", async () => {
    expect(await search(graph({ targets: ["a"] }, { targets: "x", a: "x" }), ["x", "y"])).toEqual([": found in targets", "a: target-not-found"]);
  });

  it("goes down before it goes on, in the order of each document", async () => {
    const sim = graph({ targets: ["b", "2", "1"], b: ["c", "d"], c: ["e"], 2: ["f"] }, { 1: "x" });
    expect(await search(sim, ["x"])).toEqual(["b c e d 2 f 1: found in 1"]);
  });

  it("ends behind a terminating role that matches, after the roles below it", async () => {
    const sim = graph({ targets: ["a", "z"], a: [to("c", [], { terminating: true }), "d"], c: ["e"] }, { z: "x", d: "x" });
    expect(await search(sim, ["x"])).toEqual(["a c e: target-not-found"]);
    expect(await search(graph({ targets: [to("a", [], { terminating: true, paths: ["*.py"] }), "z"] }, { z: "x" }), ["x"])).toEqual(["z: found in z"]);
  });

  it("asks a role once, and does not follow a circle", async () => {
    expect(await search(graph({ targets: ["a", "b"], a: ["c"], b: ["c", "d"], d: ["b", "a"] }, {}), ["x"])).toEqual(["a c b d: target-not-found"]);
    expect(await search(graph({ targets: ["a"], a: ["a"] }), ["x"])).toEqual(["a: target-not-found"]);
  });

  it("needs every role of the way to reach the path", async () => {
    const sim = graph({ targets: [to("a", [], { paths: ["in/*"] })], a: [to("b", [], { paths: ["*"] })] }, { b: "in/x" });
    expect(await search(sim, ["in/x"])).toEqual(["a: target-not-found"]);
  });

  it("asks as many delegated roles as a client does, and says when there are more", async () => {
    const names = Array.from({ length: 40 }, (_, i) => `r${i}`);
    const sim = graph({ targets: names }, { r31: "last", r32: "beyond" });
    expect(await search(sim, ["last", "beyond"])).toEqual([`${names.slice(0, 32).join(" ")}: found in r31`, ": search-limit"]);
    expect(await search(sim, ["last"], { limit: 3 })).toEqual(["r0 r1 r2: search-limit"]);
    expect(await search(graph({ targets: names.slice(0, 3) }), ["x"], { limit: 3 })).toEqual(["r0 r1 r2: target-not-found"]); // three, and there are no more
  });

  it("by hash prefix compares lower-case digits", async () => {
    const digest = pathDigest("foo.txt"); // ddab29ff…
    const by = (name: string, prefix: string): SimDelegation => {
      const { paths: _, ...rest } = to(name, []);
      return { ...rest, pathHashPrefixes: [prefix] };
    };
    expect(await search(graph({ targets: [by("upper", "DD"), by("other", "dc"), by("right", digest.slice(0, 3))] }, { right: "foo.txt" }), ["foo.txt"])).toEqual(["right: found in right"]);
  });

  it("in succinct bins asks the one bin of the path, which ends it", async () => {
    const sim = RepositorySimulator.published((s) => {
      s.addBins(5, "succinct");
      s.targetsOf("bin-1b", []).targets["foo.txt"] = file;
    });
    expect(await search(sim, ["foo.txt", "bar.txt"])).toEqual(["bin-1b: found in bin-1b", expect.stringMatching(/^bin-[01][0-9a-f]: target-not-found$/)]);
  });

  it.skipIf(!hasCorpora)("reaches what python-tuf reaches, on every vector of path patterns (skipped: no ../shared)", async () => {
    const vectors = JSON.parse(readFileSync("../shared/vectors/pathpattern-vectors.json", "utf8")) as readonly { readonly pattern: string; readonly target: string; readonly python_tuf: boolean }[]; // of known shape
    for (const { pattern, target, python_tuf } of vectors) {
      const [answer] = await search(graph({ targets: [to("a", [], { paths: [pattern] })] }, { a: target }), [target]);
      expect([pattern, target, answer]).toEqual([pattern, target, python_tuf ? "a: found in a" : ": target-not-found"]);
    }
  });
});

describe("a search tells, role by role,", () => {
  async function told(sim: RepositorySimulator, path: string): Promise<readonly TargetVisit[]> {
    const { roles, targets } = await updated(sim);
    const visits: TargetVisit[] = [];
    await findTarget(path, targets, roles, 32, (visit) => visits.push(visit));
    return visits;
  }
  const notHere = { outcome: { kind: "not-here" }, terminating: false, asksNext: [], givesUp: [] };

  it("who sent it there, whom it asks next, and where it ended", async () => {
    expect(await told(graph({ targets: ["a", "b"], a: ["c", "d"] }, { b: "x" }), "x")).toEqual([
      { ...notHere, role: "targets", delegator: undefined, asksNext: ["a", "b"] },
      { ...notHere, role: "a", delegator: "targets", asksNext: ["c", "d"] },
      { ...notHere, role: "c", delegator: "a" },
      { ...notHere, role: "d", delegator: "a" },
      { role: "b", delegator: "targets", terminating: false, outcome: { kind: "found" }, asksNext: [], givesUp: [] },
    ]);
  });

  it("whom a terminating role keeps it from", async () => {
    expect(await told(graph({ targets: ["a", "y", "z"], a: [to("c", [], { terminating: true }), "d"] }), "x")).toEqual([
      { ...notHere, role: "targets", delegator: undefined, asksNext: ["a", "y", "z"] },
      { ...notHere, role: "a", delegator: "targets", asksNext: ["c"], givesUp: ["y", "z"] },
      { ...notHere, role: "c", delegator: "a", terminating: true },
    ]);
  });

  it("which one was refused, and why", async () => {
    const sim = graph({ targets: [to("a", [], { terminating: true })] });
    sim.served.delete("1.a.json");
    expect((await told(sim, "x")).slice(1)).toEqual([
      { role: "a", delegator: "targets", terminating: true, outcome: { kind: "refused", fault: { kind: "missing", role: "a", spec: "5.6.1", version: 1 } }, asksNext: [], givesUp: [] },
    ]);
  });
});

it("a role that nobody delegates to is not loaded: to ask for it is a defect", async () => {
  const { roles, targets } = await updated(graph({ targets: ["a"] }));
  const { delegations } = targets.signed;
  if (delegations === undefined) throw new Error("it delegates");
  await expect(roles.load(roleName("a"), { ...delegations, roles: [] }, roleName("targets"))).rejects.toThrow("a role is loaded only where it is delegated: a");
});

describe("a role that cannot be trusted ends the search", () => {
  const broken: readonly (readonly [string, (sim: RepositorySimulator) => void, string])[] = [
    ["is missing", (sim) => void sim.served.delete("1.a.json"), "a: a missing 5.6.1"],
    ["is not in the snapshot, and then is not asked for", (sim) => {
      delete sim.meta["a"];
      sim.publishSnapshot();
      sim.publishTimestamp();
    }, ": a not-in-snapshot 5.6.1"],
    ["says another version", (sim) => {
      sim.publishTargets("a");
      sim.served.set("1.a.json", sim.served.get("2.a.json") ?? new Uint8Array());
    }, "a: a version 5.6.4"],
    ["is another kind of document", (sim) => void sim.served.set("1.a.json", sim.served.get("1.snapshot.json") ?? new Uint8Array()), "a: a wrong-type 5.6.1"],
    ["is no metadata", (sim) => void sim.served.set("1.a.json", new TextEncoder().encode("{}")), "a: a unreadable 5.6.1"],
  ];
  it.each(broken)("which %s", async (_, breakIt, expected) => {
    const sim = graph({ targets: ["a", "b"] }, { b: "x" });
    breakIt(sim);
    expect(await search(sim, ["x"])).toEqual([expected]);
  });

  it("which has expired, or was signed by others, or has other bytes than were signed for", async () => {
    const change = (how: (sim: RepositorySimulator) => void): RepositorySimulator => {
      const sim = graph({ targets: ["a", "b"] }, { b: "x" });
      how(sim);
      sim.update();
      return sim;
    };
    expect(await search(change((sim) => (sim.targetsOf("a", []).expires = SIM_NOW)), ["x"])).toEqual(["a: a expired 5.6.5"]);
    expect(await search(change((sim) => (sim.targetsOf("a", []).signers = simKeys(1))), ["x"])).toEqual(["a: a threshold 5.6.3"]);
    const bytes = change((sim) => (sim.metaHashes = true));
    const own = new Uint8Array(bytes.served.get("2.a.json") ?? []);
    own[own.indexOf(0x20)] = 0x0a;
    bytes.served.set("2.a.json", own);
    expect(await search(bytes, ["x"])).toEqual(["a: a hash 5.6.2"]);
  });
});

describe("a role that two delegate to", () => {
  /** Who may sign `shared` for `a`, for `b`, and who did. */
  function diamond(forA: readonly SimKey[], forB: readonly SimKey[], signers: readonly SimKey[]): RepositorySimulator {
    return RepositorySimulator.published((sim) => {
      const keys = simKeys(1);
      sim.top.delegations = [to("a", keys, { paths: ["a/*"] }), to("b", keys, { paths: ["b/*"] })];
      sim.targetsOf("a", keys).delegations = [to("shared", forA, { paths: ["a/*"] })];
      sim.targetsOf("b", keys).delegations = [to("shared", forB, { paths: ["b/*"] })];
      sim.targetsOf("shared", signers).targets = { "a/x": file, "b/x": file };
    });
  }

  it("is fetched once and judged by each with its own keys, in any order", async () => {
    const [one, two] = simKeys(2) as [SimKey, SimKey]; // two were asked for
    const sim = diamond([one], [two], [one]);
    expect(await search(sim, ["a/x", "b/x", "a/x"])).toEqual(["a shared: found in shared", "b: shared threshold 5.6.3", ": found in shared"]);
    expect(await search(sim, ["b/x", "a/x", "b/x"])).toEqual(["b shared: shared threshold 5.6.3", "a: found in shared", ": shared threshold 5.6.3"]);
    expect(await search(diamond([one], [two], [one, two]), ["a/x", "b/x"])).toEqual(["a shared: found in shared", "b: found in shared"]);
  });

  it("has no more authority when it was kept from an earlier update", async () => {
    const [one, two] = simKeys(2) as [SimKey, SimKey]; // two were asked for
    const sim = diamond([one], [two], [one]);
    const kept = new Map<string, Parameters<MetadataStore["keep"]>[1] | undefined>();
    const offer = (role: string): ReturnType<MetadataStore["targets"]> => {
      const metadata = kept.get(role);
      return metadata === undefined ? undefined : { path: role, bytes: metadata.bytes, parsed: { ok: true, value: metadata } };
    };
    const store: MetadataStore = { timestamp: () => undefined, snapshot: () => undefined, targets: offer, keep: (role, metadata) => void kept.set(role, metadata), forget: (role) => void kept.delete(role) };
    expect(await search(sim, ["b/x"], { store })).toEqual(["b shared: shared threshold 5.6.3"]);
    expect([...kept.keys()]).toEqual(["b"]); // what is refused is not kept
    kept.clear();
    expect(await search(sim, ["a/x"], { store })).toEqual(["a shared: found in shared"]);
    expect([...kept.keys()]).toEqual(["a", "shared"]);
    expect(await search(sim, ["a/x"], { store })).toEqual([": found in shared"]);
    expect(await search(sim, ["b/x"], { store })).toEqual(["b shared: shared threshold 5.6.3"]);
  });
});
