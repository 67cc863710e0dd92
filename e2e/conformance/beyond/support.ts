import { decodeUtf8, utf8 } from "../../../src/lib/bytes.ts";
import { RepositorySimulator, type SimDelegation, type SimKey } from "../../../src/test/repository-simulator.ts";
import { Bench, type EditedDocument } from "../bench.ts";
import type { Case } from "../conformance.ts";

/** A case on a repository that was changed before anything of it was published. */
export function on(change: (sim: RepositorySimulator) => void, body: Case): Case {
  return async () => {
    const bench = await Bench.of(RepositorySimulator.published(change));
    try {
      await body(bench);
    } finally {
      await bench.close();
    }
  };
}

export function to(name: string, keys: readonly SimKey[], about: Partial<SimDelegation> = {}): SimDelegation {
  return { name, keys, threshold: 1, terminating: false, paths: ["*"], ...about };
}

/** Changes what is signed and signs it again: for documents that the simulator would not make. `then` changes the text under the signature. */
export function resign(bench: Bench, name: string, keys: readonly SimKey[], change: (signed: EditedDocument["signed"]) => void, then: (text: string) => string = (text) => text): void {
  bench.edit(name, (document) => {
    change(document.signed);
    const message = utf8(canonical(document.signed));
    document.signatures = keys.map(({ plain, node }) => ({ keyid: plain.keyId, sig: Buffer.from(node.sign(message)).toString("hex") }));
  });
  bench.sim.served.set(name, utf8(then(decodeUtf8(bench.served(name)) ?? "")));
}

/** OLPC's canonical JSON once more, in as few words as it takes, and none of them shared with what is tested. */
function canonical(value: unknown): string {
  if (typeof value === "string") return `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return String(value);
  const members = Object.entries(value).toSorted(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  return `{${members.map(([name, member]) => `${canonical(name)}:${canonical(member)}`).join(",")}}`;
}
