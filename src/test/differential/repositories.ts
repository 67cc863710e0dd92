import { Buffer } from "node:buffer";
import type { Bytes } from "../../lib/bytes.ts";
import type { UtcInstant } from "../../lib/utc-instant.ts";
import { RepositorySimulator, SIM_NOW, type SimKey } from "../repository-simulator.ts";
import { isTopLevelRole } from "../../tuf/model/ids.ts";
import { roleOfFile, type Case } from "./case.ts";
import { fixedKey } from "./fixed-keys.ts";
import { canonicalBytes, list, put, text, treeOf, type TreeObject } from "./tree.ts";

/** A good repository that is about to be spoilt, and who signs which of its files. */
export interface Repository {
  readonly name: string;
  readonly files: ReadonlyMap<string, Bytes>;
  /** Who signs the file of this name. */
  readonly signers: ReadonlyMap<string, readonly SimKey[]>;
  readonly targets: readonly string[];
  readonly now: UtcInstant;
}

/** A file's SHA-256 that tells which role named it. */
export function markOf(index: number): string {
  return index.toString(16).padStart(2, "0").repeat(32);
}

const FILE = (index: number): { readonly length: number; readonly hashes: { readonly sha256: string } } => ({ length: 3 + index, hashes: { sha256: markOf(index) } });

function publish(name: string, change: (sim: RepositorySimulator, key: (of: string) => SimKey) => void): RepositorySimulator {
  const key = (of: string): SimKey => fixedKey(`${name} ${of}`);
  return RepositorySimulator.published((sim) => {
    for (const role of ["root", "timestamp", "snapshot", "targets"] as const) sim.roles[role] = { keys: [key(role)], threshold: 1 };
    change(sim, key);
  });
}

/** Two roots, thresholds of two, delegations by path that nest and end the search, an ECDSA key. */
function nested(): Repository {
  const keys = ["one", "two", "three"].map((name) => fixedKey(`nested root ${name}`));
  const ec = fixedKey("nested ec", "ecdsa-p256");
  const sim = publish("nested", (fresh, key) => {
    fresh.roles.root = { keys, threshold: 2 };
    fresh.roles.targets = { keys: [key("targets"), ec], threshold: 2 };
    fresh.top.targets["file.txt"] = FILE(1);
    fresh.top.delegations = [
      { name: "a", keys: [ec], threshold: 1, terminating: false, paths: ["a/*", "?.bin"] },
      { name: "b", keys: [key("b")], threshold: 1, terminating: true, paths: ["a/*", "b/*.txt"] },
      { name: "c", keys: [key("c")], threshold: 1, terminating: false, paths: ["*/*"] },
    ];
    fresh.targetsOf("a", [ec]).targets["a/one.txt"] = FILE(2);
    fresh.targetsOf("a", [ec]).delegations = [{ name: "c", keys: [key("c")], threshold: 1, terminating: false, paths: ["*/*"] }];
    fresh.targetsOf("b", [key("b")]).targets["b/two.txt"] = FILE(3);
    Object.assign(fresh.targetsOf("c", [key("c")]).targets, { "a/deep.txt": FILE(4), "c/any": FILE(5), "a/one.txt": FILE(6) });
  });
  sim.roles.root = { keys: [...keys.slice(1), fixedKey("nested root four")], threshold: 2 };
  sim.publishRoot();
  const rootSigners = [keys, [...keys, ...sim.roles.root.keys.slice(-1)]];
  return finished("nested", sim, ["file.txt", "a/one.txt", "a/deep.txt", "b/two.txt", "b/none.txt", "c/any", "none"], rootSigners);
}

/** File names without versions, lengths and hashes everywhere. */
function plainNames(): Repository {
  const sim = publish("plain names", (fresh, key) => {
    fresh.consistentSnapshot = false;
    fresh.metaHashes = true;
    fresh.top.targets["file.txt"] = FILE(1);
    fresh.top.delegations = [{ name: "only", keys: [key("only")], threshold: 1, terminating: true, paths: ["only/*"] }];
    fresh.targetsOf("only", [key("only")]).targets["only/one.txt"] = FILE(2);
  });
  return finished("plain names", sim, ["file.txt", "only/one.txt", "only/none.txt"]);
}

/** Hash bins in both forms that the specification has. */
function bins(form: "succinct" | "prefixes"): Repository {
  const sim = publish(form, (fresh, key) => {
    fresh.top.targets["file.txt"] = FILE(1);
    fresh.addBins(form === "succinct" ? 2 : 4, form, key("bin"));
    for (const [role, content] of fresh.content) if (role !== "targets") content.targets["one.txt"] = FILE(2);
  });
  return finished(form, sim, ["file.txt", "one.txt", "two.txt"]);
}

/** One key for each role and nothing else: the ground of the measurements that stand in the table. */
export function smallest(change: (sim: RepositorySimulator, key: (of: string) => SimKey) => void = () => undefined): Repository {
  return finished("smallest", publish("smallest", (sim, key) => {
    sim.top.targets["file.txt"] = FILE(1);
    change(sim, key);
  }), ["file.txt"]);
}

function finished(name: string, sim: RepositorySimulator, targets: readonly string[], rootSigners = [sim.roles.root.keys]): Repository {
  const signersOf = (file: string): readonly SimKey[] => {
    const role = roleOfFile(file);
    if (role === "root") return rootSigners[Number.parseInt(file, 10) - 1] ?? [];
    return isTopLevelRole(role) ? sim.signersOf(role) : (sim.content.get(role)?.signers ?? []);
  };
  return { name, files: sim.served, signers: new Map([...sim.served.keys()].map((file) => [file, signersOf(file)])), targets, now: SIM_NOW };
}

export const REPOSITORIES: readonly Repository[] = [nested(), plainNames(), bins("succinct"), bins("prefixes")];

/** A case over this repository, with some files exchanged (undefined: taken away). */
export function caseOf(repository: Repository, about: { readonly name: string; readonly changed?: ReadonlyMap<string, Bytes | undefined>; readonly now?: Case["now"]; readonly turnsOnTime?: boolean; readonly targets?: readonly string[] }): Case {
  const files = new Map(repository.files);
  for (const [file, bytes] of about.changed ?? []) {
    if (bytes === undefined) files.delete(file);
    else files.set(file, bytes);
  }
  const root = files.get("1.root.json");
  if (root === undefined) throw new Error("the trusted root stays");
  files.delete("1.root.json");
  return { name: about.name, root, files, plain: repository.files, now: about.now ?? repository.now, targets: about.targets ?? repository.targets, turnsOnTime: about.turnsOnTime ?? false };
}

/** A file of the repository as a tree, to be spoilt. */
export function treeOfFile(repository: Repository, file: string): TreeObject {
  const bytes = repository.files.get(file);
  if (bytes === undefined) throw new Error(`no ${file}`);
  return treeOf(bytes);
}

/** Signs what stands in `signed` now, in place of the signatures that were there. */
export function signAgain(document: TreeObject, signers: readonly SimKey[]): void {
  const signed = document.members.findLast(([name]) => name === "signed")?.[1];
  if (signed === undefined) return;
  const message = canonicalBytes(signed);
  const entry = ({ plain, node }: SimKey): TreeObject => objectOf({ keyid: plain.keyId, sig: Buffer.from(node.sign(message)).toString("hex") });
  put(document, "signatures", list(...signers.map(entry)));
}

function objectOf(members: Readonly<Record<string, string>>): TreeObject {
  return { kind: "object", members: Object.entries(members).map(([name, value]) => [name, text(value)]) };
}
