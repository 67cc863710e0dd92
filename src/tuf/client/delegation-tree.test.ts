import { describe, expect, it } from "vitest";
import { webCryptoVerifier } from "../../crypto/webcrypto-verifier.ts";
import { addDays } from "../../lib/utc-instant.ts";
import { offered, RepositorySimulator, SIM_NOW, simKey, simKeys, type SimDelegation, type SimKey } from "../../test/repository-simulator.ts";
import { buildTargets, type PlainMetaFile } from "../edit/build-metadata.ts";
import type { KeyId, RoleName } from "../model/ids.ts";
import type { Metadata, Targets } from "../model/metadata.ts";
import { takeInventory } from "../repository/inventory.ts";
import { viewOf } from "../repository/view.ts";
import { buildDelegationTree, SHOWN_BINS, type BinsNode, type DelegationChild, type DelegationNode } from "./delegation-tree.ts";
import { updateClient } from "./update.ts";

const verifier = webCryptoVerifier(globalThis.crypto.subtle);

async function treeOf(sim: RepositorySimulator, about: { readonly snapshot?: boolean } = {}): Promise<readonly DelegationChild[]> {
  const view = viewOf(takeInventory(offered(sim.publishedFiles())), "opened", Number.MAX_SAFE_INTEGER, true);
  const context = { now: SIM_NOW, verifier };
  const { targets, snapshot, refusal } = await updateClient(view, sim.root(1), context);
  if (targets === undefined || snapshot === undefined) throw new Error(`no targets: ${JSON.stringify(refusal)}`);
  const find = (role: RoleName, version: number | undefined): ReturnType<typeof view.targets> => view.targets(role, version ?? 1, true);
  return buildDelegationTree(targets, { snapshot: about.snapshot === false ? undefined : snapshot.signed, targets: find }, context);
}

/** `a accepted [b cycle]`; a refusal by its kind. */
function text(children: readonly DelegationChild[]): string {
  return children.map((child) => {
    if (child.kind === "bins") return `${child.name} ${child.accepted}/${child.count}`;
    const { verdict } = child;
    const fault = verdict.kind === "refused" || verdict.kind === "shown-above" ? verdict.fault : undefined;
    return `${child.role} ${verdict.kind}${fault === undefined ? "" : ` ${fault.kind}`}${child.children.length === 0 ? "" : ` [${text(child.children)}]`}`;
  }).join(", ");
}

/** Where the role stands first. */
function roleNode(children: readonly DelegationChild[], role: string): DelegationNode {
  const all = (list: readonly DelegationChild[]): readonly DelegationNode[] => list.flatMap((child) => (child.kind === "role" ? [child, ...all(child.children)] : []));
  const found = all(children).find((node) => node.role === role);
  if (found === undefined) throw new Error(`no ${role}`);
  return found;
}

function binsNode(children: readonly DelegationChild[]): BinsNode {
  const [first] = children;
  if (children.length !== 1 || first?.kind !== "bins") throw new Error("not one node of bins");
  return first;
}

function to(name: string, keys: readonly SimKey[], about: Partial<SimDelegation> = {}): SimDelegation {
  return { name, keys, threshold: 1, terminating: false, paths: ["*"], ...about };
}

/** A repository whose roles delegate as the lines say: `targets: a b`, `a: c`; every role has one key of its own. */
function graph(lines: readonly string[], change: (sim: RepositorySimulator, keys: ReadonlyMap<string, SimKey>) => void = () => undefined): RepositorySimulator {
  return RepositorySimulator.published((sim) => {
    const keys = new Map<string, SimKey>();
    const keyOf = (role: string): SimKey => {
      const known = keys.get(role) ?? simKey();
      keys.set(role, known);
      return known;
    };
    for (const line of lines) {
      const [from = "", rest = ""] = line.split(": ");
      const content = from === "targets" ? sim.top : sim.targetsOf(from, [keyOf(from)]);
      content.delegations = rest.split(" ").map((name) => to(name, [keyOf(name)]));
      for (const name of rest.split(" ")) sim.targetsOf(name, [keyOf(name)]);
    }
    change(sim, keys);
  });
}

describe("the tree of delegations", () => {
  it("is in the order of the document, nested, with what each delegation grants", async () => {
    const sim = graph(["targets: b 2 1", "b: c"], (s, keys) => {
      s.targetsOf("c", []).targets = { "x.txt": { length: 1, hashes: { sha256: "00" } } };
      const key = keys.get("b") ?? simKey();
      s.top.delegations = [to("b", [key], { terminating: true, paths: ["x/*", "y"] }), ...(s.top.delegations?.slice(1) ?? [])];
    });
    const tree = await treeOf(sim);
    expect(text(tree)).toBe("b accepted [c accepted], 2 accepted, 1 accepted");
    expect(roleNode(tree, "b")).toMatchObject({ delegator: "targets", terminating: true, threshold: 1, version: 1, path: "1.b.json", scope: { kind: "paths", patterns: ["x/*", "y"] } });
    expect(roleNode(tree, "c")).toMatchObject({ delegator: "b", terminating: false, targetCount: 1, report: { counted: 1 } });
  });

  it("ends at a role that delegates back to one above it", async () => {
    expect(text(await treeOf(graph(["targets: a", "a: b", "b: a"])))).toBe("a accepted [b accepted [a cycle]]");
    expect(text(await treeOf(graph(["targets: a", "a: a"])))).toBe("a accepted [a cycle]");
  });

  it("shows a role that two delegate to at both, and what it delegates once", async () => {
    expect(text(await treeOf(graph(["targets: a b", "a: c", "b: c", "c: d"])))).toBe("a accepted [c accepted [d accepted]], b accepted [c shown-above]");
  });

  it("takes 40 delegations side by side, and 40 one below the other", async () => {
    const names = Array.from({ length: 40 }, (_, i) => `r${i}`);
    expect(text(await treeOf(graph([`targets: ${names.join(" ")}`])))).toBe(names.map((name) => `${name} accepted`).join(", "));
    const chain = await treeOf(graph(["targets: r0", ...names.slice(1).map((name, i) => `r${i}: ${name}`)]));
    expect(roleNode(chain, "r39").verdict).toEqual({ kind: "accepted" });
  });
});

describe("what is too much for one tree is said so, and not judged", () => {
  const nothing = { kind: "role", scope: { kind: "paths", patterns: ["*"] }, terminating: false, threshold: 1, version: undefined, expires: undefined, path: undefined, report: undefined, targetCount: 0, children: [] };

  it("behind 4,096 delegations", async () => {
    const keys = simKeys(1);
    const tree = await treeOf(RepositorySimulator.published((s) => (s.top.delegations = Array.from({ length: 4098 }, (_, i) => to(`r${i}`, keys)))));
    expect(tree.slice(0, 4096).every((child) => child.kind === "role" && child.verdict.kind === "refused")).toBe(true);
    expect(tree.slice(4096)).toEqual(["r4096", "r4097"].map((role) => ({ ...nothing, role, delegator: "targets", verdict: { kind: "too-many" } })));
  });

  it("below 128 others", async () => {
    const tree = await treeOf(graph(["targets: r0", ...Array.from({ length: 129 }, (_, i) => `r${i}: r${i + 1}`)]));
    expect(["r126", "r127", "r128"].map((role) => roleNode(tree, role).verdict.kind)).toEqual(["accepted", "accepted", "too-many"]);
    expect(roleNode(tree, "r128")).toEqual({ ...nothing, role: "r128", delegator: "r127", verdict: { kind: "too-many" } });
  });

  it("when a role with many signatures is asked for by one delegator after the other: half a gibibyte of checking, after the first", async () => {
    const delegators = ["a", "b", "c", "d", "e", "f"];
    const sim = graph([`targets: ${delegators.join(" ")}`, ...delegators.map((name) => `${name}: big`)]);
    const signatures = Array.from({ length: 1024 }, (_, i) => ({ keyId: `k${i}` as KeyId, sig: "00" })); // any text is an id
    const big = (pad: string): Metadata<Targets> => buildTargets({ version: 1, expires: addDays(SIM_NOW, 1), targets: {}, signatures, extra: { pad } });
    const document = big("x".repeat(65_536 - big("").signedBytes.length)); // with its arithmetic 128 KiB for each signature, 128 MiB for all
    sim.served.set("1.big.json", document.bytes);
    const tree = await treeOf(sim);
    expect(text(tree)).toBe([..."abcde"].map((name) => `${name} accepted [big refused threshold]`).join(", ") + ", f accepted [big too-many]");
    expect(roleNode(tree.slice(5), "big")).toEqual({ ...nothing, role: "big", delegator: "f", verdict: { kind: "too-many" } });
  });
});

describe("a role is verified again with the keys of each delegator", () => {
  it("and refused by the one whose keys did not sign it", async () => {
    const sim = graph(["targets: a b", "a: c", "b: c"], (s) => (s.targetsOf("b", []).delegations = [to("c", simKeys(1))]));
    const tree = await treeOf(sim);
    expect(text(tree)).toBe("a accepted [c accepted], b accepted [c shown-above threshold]");
    expect(roleNode([roleNode(tree, "b")], "c").verdict).toMatchObject({ fault: { kind: "threshold", by: "b", counted: 0 } });
  });

  it("and its own delegations stand where it is accepted, though an earlier delegator refuses it", async () => {
    const sim = graph(["targets: a b", "a: c", "b: c", "c: d"], (s) => (s.targetsOf("a", []).delegations = [to("c", simKeys(1))]));
    expect(text(await treeOf(sim))).toBe("a accepted [c refused threshold], b accepted [c accepted [d accepted]]");
  });

  it("with the threshold of each", async () => {
    const [one, two] = simKeys(2) as [SimKey, SimKey]; // two were asked for
    const sim = graph(["targets: a b", "a: c", "b: c"], (s) => {
      s.targetsOf("a", []).delegations = [to("c", [one, two], { threshold: 2 })];
      s.targetsOf("b", []).delegations = [to("c", [one, two], { threshold: 1 })];
      s.targetsOf("c", []).signers = [two];
    });
    expect(text(await treeOf(sim))).toBe("a accepted [c refused threshold], b accepted [c accepted]");
  });
});

describe("a delegated role is refused", () => {
  it("when it is not in the snapshot, though the file lies there", async () => {
    const sim = graph(["targets: a"]);
    delete sim.meta["a"];
    sim.publishSnapshot();
    sim.publishTimestamp();
    const tree = await treeOf(sim);
    expect(text(tree)).toBe("a refused not-in-snapshot");
    expect(roleNode(tree, "a").verdict).toEqual({ kind: "refused", fault: { kind: "not-in-snapshot", role: "a", spec: "5.6.1" } });
  });

  it("when its file is missing, of another version, expired, or other bytes than those listed", async () => {
    const missing = graph(["targets: a"]);
    missing.served.delete("1.a.json");
    expect(roleNode(await treeOf(missing), "a").verdict).toEqual({ kind: "refused", fault: { kind: "missing", role: "a", spec: "5.6.1", version: 1 } });

    const other = graph(["targets: a"]);
    other.publishTargets("a");
    other.served.set("1.a.json", other.served.get("2.a.json") ?? new Uint8Array());
    expect(text(await treeOf(other))).toBe("a refused version");

    expect(text(await treeOf(graph(["targets: a", "a: b"], (s) => (s.targetsOf("a", []).expires = SIM_NOW))))).toBe("a refused expired [b accepted]");
    expect(text(await treeOf(graph(["targets: a"], (s) => (s.targetsOf("a", []).expires = addDays(SIM_NOW, 1)))))).toBe("a accepted");

    const bytes = graph(["targets: a", "a: b"], (s) => (s.metaHashes = true));
    const file = new Uint8Array(bytes.served.get("1.a.json") ?? []);
    file[file.indexOf(0x20)] = 0x0a;
    bytes.served.set("1.a.json", file);
    expect(text(await treeOf(bytes))).toBe("a refused hash");
  });

  it("when the snapshot lists another length or a hash of a kind that is not known: what its signers delegate is not followed either", async () => {
    const listedAs = async (file: PlainMetaFile): Promise<string> => {
      const sim = graph(["targets: a", "a: b"]);
      sim.meta["a"] = file;
      sim.publishSnapshot();
      sim.publishTimestamp();
      return text(await treeOf(sim));
    };
    expect(await listedAs({ version: 1, length: 9_999 })).toBe("a refused length");
    expect(await listedAs({ version: 1, length: 9 })).toBe("a refused too-large"); // no more is read than was listed
    expect(await listedAs({ version: 1, hashes: { sha3: "00" } })).toBe("a refused hash-algorithm-unknown");
    expect(await listedAs({ version: 1 })).toBe("a accepted [b accepted]");
  });

  it("and what an unsigned one delegates is not followed: anyone could have written it", async () => {
    expect(text(await treeOf(graph(["targets: a", "a: b"], (s) => (s.targetsOf("a", []).signers = []))))).toBe("a refused threshold");
  });

  it("when its delegator gives it no key", async () => {
    const sim = RepositorySimulator.published((s) => {
      s.targetsOf("a", simKeys(1));
      s.top.delegations = [to("a", [])];
    });
    expect(text(await treeOf(sim))).toBe("a refused threshold");
  });

  it("but without a snapshot each is taken as it lies there", async () => {
    const sim = graph(["targets: a"]);
    delete sim.meta["a"];
    sim.publishSnapshot();
    sim.publishTimestamp();
    expect(text(await treeOf(sim, { snapshot: false }))).toBe("a accepted");
  });
});

describe("hash bins are folded into one node", () => {
  it.each(["prefixes", "succinct"] as const)("%s: 64 of them, counted and judged each", async (how) => {
    const sim = RepositorySimulator.published((s) => {
      s.addBins(6, how);
      s.targetsOf("bin-07", []).signers = simKeys(1);
      s.targetsOf("bin-20", []).expires = addDays(SIM_NOW, 3);
      s.targetsOf("bin-21", []).targets = { x: { length: 1, hashes: { sha256: "00" } } };
    });
    sim.served.delete("1.bin-3f.json");
    const node = binsNode(await treeOf(sim));
    expect(node).toMatchObject({ name: "bin-*", delegator: "targets", count: 64, accepted: 62, threshold: 1, terminating: how === "succinct", targetCount: 1, firstExpires: "2030-01-04T00:00:00Z" });
    expect(node.shown).toHaveLength(SHOWN_BINS);
    expect(node.shown.slice(0, 3).map(({ role, verdict }) => [role, verdict.kind])).toEqual([["bin-07", "refused"], ["bin-3f", "refused"], ["bin-00", "accepted"]]);
    expect(node.shown[0]).toMatchObject({ delegator: "targets", terminating: how === "succinct", scope: how === "succinct" ? { kind: "none" } : { kind: "path-hash-prefixes", prefixes: ["07"] } });
  });

  it("that says when the first of those that were read expires, whichever are missing", async () => {
    const some = RepositorySimulator.published((s) => s.addBins(2, "succinct"));
    some.served.delete("1.bin-0.json");
    expect(binsNode(await treeOf(some))).toMatchObject({ accepted: 3, firstExpires: "2031-01-01T00:00:00Z" });
    for (const name of ["1.bin-1.json", "1.bin-2.json", "1.bin-3.json"]) some.served.delete(name);
    expect(binsNode(await treeOf(some))).toMatchObject({ accepted: 0, targetCount: 0, firstExpires: undefined });
  });

  it("where neighbours by hash prefix share keys, in whatever way they are named; those by path stand alone", async () => {
    const key = simKey();
    const named = async (names: readonly string[], about: Partial<SimDelegation>): Promise<string> => text(await treeOf(RepositorySimulator.published((s) => {
      s.top.delegations = names.map((name): SimDelegation => ({ name, keys: [key], threshold: 1, terminating: false, ...about }));
      for (const name of names) s.targetsOf(name, [key]);
    })));
    expect(await named(["a1", "a2", "a3", "b4"], { pathHashPrefixes: ["0"] })).toBe("a1 … b4 4/4");
    expect(await named(["a1", "a2", "a3", "a"], { pathHashPrefixes: ["0"] })).toBe("a* 4/4");
    expect(await named(["a1", "a2", "a3", "a4"], { paths: ["*"] })).toBe("a1 accepted, a2 accepted, a3 accepted, a4 accepted");
  });

  it("fewer than four stand alone, and so do neighbours with other keys", async () => {
    expect((await treeOf(RepositorySimulator.published((s) => s.addBins(1, "prefixes")))).map(({ kind }) => kind)).toEqual(["role", "role"]);
    const sim = RepositorySimulator.published((s) => {
      s.addBins(3, "prefixes");
      const odd = simKeys(1);
      s.top.delegations = s.top.delegations?.map((one) => (one.name === "bin-4" ? { ...one, keys: odd } : one)) ?? [];
      s.targetsOf("bin-4", []).signers = odd;
    });
    expect(text(await treeOf(sim))).toBe("bin-* 4/4, bin-4 accepted, bin-5 accepted, bin-6 accepted, bin-7 accepted");
  });

  it("not where other keys have ids that only run together to the same text", async () => {
    const under = (keyId: string): SimKey => {
      const { node, plain } = simKey();
      return { node, plain: { ...plain, keyId: keyId as KeyId } }; // any text is an id
    };
    const [one, other] = [[under("ab"), under("c")], [under("a"), under("bc")]] as const;
    const sim = RepositorySimulator.published((s) => {
      s.top.delegations = [one, one, other, other].map((keys, i): SimDelegation => ({ name: `a${i}`, keys, threshold: 1, terminating: false, pathHashPrefixes: [`${i}`] }));
      for (const { name, keys } of s.top.delegations) s.targetsOf(name, keys);
    });
    expect(text(await treeOf(sim))).toBe("a0 accepted, a1 accepted, a2 accepted, a3 accepted");
  });

  it("more of them than other delegations may be drawn are all judged", async () => {
    const sim = RepositorySimulator.published((s) => {
      s.addBins(13, "succinct", simKey());
      for (const name of [...s.content.keys()].filter((role) => role !== "targets").slice(0, -4)) s.content.delete(name); // only what is looked for counts here
    });
    expect(binsNode(await treeOf(sim))).toMatchObject({ count: 8192, accepted: 4 });
  });

  it("are looked for by name up to 65,536 of them in one tree, and beyond that not without a snapshot", async () => {
    const key = simKey();
    const sim = graph(["targets: a b"], (s) => {
      const grant = { keys: [key], threshold: 1, bitLength: 16, namePrefix: "bin" };
      s.targetsOf("a", []).succinct = grant;
      s.targetsOf("b", []).succinct = { ...grant, bitLength: 1, namePrefix: "odd" };
      for (const name of ["bin-ffff", "odd-0"]) s.targetsOf(name, [key]);
    });
    const [a, b] = await treeOf(sim, { snapshot: false });
    expect([a, b].map((child) => (child?.kind === "role" ? child.children : []))).toMatchObject([[{ count: 65_536, accepted: 1 }], [{ count: 2, accepted: 0, shown: [] }]]);
  });

  it("of which there are billions are taken from the snapshot, which must list them all", async () => {
    const key = simKey();
    const sim = RepositorySimulator.published((s) => {
      s.top.succinct = { keys: [key], threshold: 1, bitLength: 32, namePrefix: "bin" };
      s.targetsOf("bin-ddab29ff", [key]);
      s.targetsOf("bin-DDAB29FF", [key]); // not the name of a bin
    });
    expect(binsNode(await treeOf(sim))).toMatchObject({ count: 2 ** 32, accepted: 1 });
  });

  it("that two delegate to are accepted at both", async () => {
    const key = simKey();
    const sim = graph(["targets: a b"], (s) => {
      s.addBinsTo("a", 3, key);
      s.addBinsTo("b", 3, key);
    });
    expect(text(await treeOf(sim))).toBe("a accepted [bin-* 8/8], b accepted [bin-* 8/8]");
    const other = graph(["targets: a b"], (s) => {
      s.addBinsTo("a", 3, key);
      s.addBinsTo("b", 3, simKey());
    });
    expect(text(await treeOf(other))).toBe("a accepted [bin-* 8/8], b accepted [bin-* 0/8]"); // with the keys of each
  });

  it("that delegate to themselves are not counted a second time", async () => {
    const sim = RepositorySimulator.published((s) => {
      const key = simKey();
      s.addBins(3, "succinct", key);
      s.addBinsTo("bin-0", 3, key);
    });
    expect(text(binsNode(await treeOf(sim)).shown.filter(({ role }) => role === "bin-0"))).toBe("bin-0 accepted [bin-* 7/8]");
  });

  it.each(["succinct", "prefixes"] as const)("%s: know what stands above them", async (how) => {
    const key = simKey();
    const sim = graph(["targets: a"], (s, keys) => {
      s.addBinsTo("a", 3, key);
      if (how === "prefixes") {
        const content = s.targetsOf("a", []);
        delete content.succinct;
        content.delegations = Array.from({ length: 8 }, (_, i): SimDelegation => ({ name: `bin-${i}`, keys: [key], threshold: 1, terminating: false, pathHashPrefixes: [i.toString(16)] }));
      }
      s.targetsOf("bin-0", [key]).delegations = [to("a", [keys.get("a") ?? key])];
    });
    const [a] = await treeOf(sim);
    const [bins] = a?.kind === "role" ? a.children : [];
    expect(bins?.kind === "bins" && text(bins.shown.filter(({ role }) => role === "bin-0"))).toBe("bin-0 accepted [a cycle]");
  });
});
