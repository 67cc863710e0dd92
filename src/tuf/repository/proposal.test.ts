import { describe, expect, it } from "vitest";
import { webCryptoVerifier } from "../../crypto/webcrypto-verifier.ts";
import { utf8, type Bytes } from "../../lib/bytes.ts";
import type { NamedBytes } from "../../lib/named-bytes.ts";
import { offered, RepositorySimulator, SIM_NOW, signWith, simKey, simKeys, type SimKey } from "../../test/repository-simulator.ts";
import { writeSignatures } from "../edit/replace-signatures.ts";
import { parseMetadata } from "../model/parse-metadata.ts";
import { assessRepository } from "./assess.ts";
import type { RepositoryReport } from "./report.ts";

const verifier = webCryptoVerifier(globalThis.crypto.subtle);

async function assess(files: readonly NamedBytes[], layout: "working" | "published"): Promise<RepositoryReport> {
  const assessed = await assessRepository({ layout, files: offered(files), anchor: undefined, seen: undefined, invitations: [], now: SIM_NOW }, verifier);
  if (!assessed.ok) throw new Error(JSON.stringify(assessed.fault));
  return assessed.value.report;
}

/** A checkout of two complete roots, the newer with another timestamp key: the answer turns on whether it is out. */
function twoRoots(): RepositorySimulator {
  const sim = RepositorySimulator.published((s) => (s.roles.root = { keys: simKeys(2), threshold: 2 }));
  sim.roles.timestamp = { keys: simKeys(1), threshold: 1 };
  sim.publishRoot();
  return sim;
}

/** The checkout with a root 3 beside it that has these entries under `signatures`. */
function withThird(sim: RepositorySimulator, slots: readonly SimKey[], signers: readonly SimKey[] = []): readonly NamedBytes[] {
  const bare = sim.publishRoot({ signers: [] });
  const slotted = parsed(writeSignatures(bare, slots.map(({ plain }) => ({ keyId: plain.keyId, sig: "" }))).bytes);
  const bytes = signWith(slotted, signers);
  return sim.workingFiles().map((file) => (/(^|\/3\.)root\.json$/.test(file.path) ? { ...file, bytes } : file));
}

function parsed(bytes: Bytes): Extract<ReturnType<typeof parseMetadata>, { ok: true }>["value"] {
  const result = parseMetadata(bytes);
  if (!result.ok) throw new Error(JSON.stringify(result.fault));
  return result.value;
}

const answer = ({ headline }: RepositoryReport): string => (headline.kind === "cannot-tell" ? `cannot tell: ${headline.why.kind}` : headline.kind);

describe("whether the newest complete root is out", () => {
  it("cannot be told from two roots alone", async () => {
    expect(answer(await assess(twoRoots().workingFiles(), "working"))).toBe("cannot tell: root-publication");
  });

  it("is told by a proposal that one of its root keys has signed", async () => {
    const sim = twoRoots();
    expect(answer(await assess(withThird(sim, [], sim.roles.root.keys.slice(0, 1)), "working"))).toBe("cannot-update");
  });

  it("is told by a proposal whose empty places wait for enough of its root keys", async () => {
    const sim = twoRoots();
    expect(answer(await assess(withThird(sim, sim.roles.root.keys), "working"))).toBe("cannot-update");
  });

  it.each<readonly [string, (sim: RepositorySimulator) => readonly NamedBytes[]]>([
    ["has no entry at all", (sim) => withThird(sim, [])],
    ["waits for too few of them", (sim) => withThird(sim, sim.roles.root.keys.slice(0, 1))],
    ["is signed by strangers, under whom it puts itself", (sim) => {
      const strangers = simKeys(2);
      sim.roles.root = { keys: strangers, threshold: 2 };
      return withThird(sim, [], strangers);
    }],
    ["carries a signature under one of them that does not verify", (sim) => {
      const [known, other] = sim.roles.root.keys as readonly [SimKey, SimKey]; // the simulator was given two
      return withThird(sim, [other], [{ plain: known.plain, node: simKey().node }]);
    }],
  ])("is not told by a root of the next version that %s", async (_, files) => {
    expect(answer(await assess(files(twoRoots()), "working"))).toBe("cannot tell: root-publication");
  });
});

describe("a delegated document whose delegator is not here", () => {
  /** `targets` → `a` → `b`, and the file of `a` is missing. */
  function withoutDelegator(metaHashes: boolean, change: (b: Bytes) => Bytes): readonly NamedBytes[] {
    const key = simKey();
    const to = (name: string): { readonly name: string; readonly keys: readonly SimKey[]; readonly threshold: number; readonly terminating: boolean; readonly paths: readonly string[] } =>
      ({ name, keys: [key], threshold: 1, terminating: false, paths: ["*"] });
    const sim = RepositorySimulator.published((s) => {
      s.metaHashes = metaHashes;
      s.top.delegations = [to("a")];
      s.targetsOf("a", [key]).delegations = [to("b")];
      s.targetsOf("b", [key]);
    });
    return sim.publishedFiles().filter(({ path }) => path !== "1.a.json").map((file) => (file.path === "1.b.json" ? { ...file, bytes: change(file.bytes) } : file));
  }
  const stateOfB = async (files: readonly NamedBytes[]): Promise<string | undefined> =>
    (await assess(files, "published")).documents.find(({ role }) => role === "b")?.publication;
  const other = (bytes: Bytes): Bytes => utf8(new TextDecoder().decode(bytes).replace('"targets": {}', '"targets": {}, "x": 1'));

  it("is published when it is what the snapshot names", async () => {
    for (const hashes of [true, false]) expect(await stateOfB(withoutDelegator(hashes, (b) => b))).toBe("published");
  });

  it("is not, under the same version, when the snapshot names other bytes", async () => {
    expect(await stateOfB(withoutDelegator(true, other))).toBe("pending");
    expect(await stateOfB(withoutDelegator(false, other))).toBe("published");
  });
});
