import { utf8, type Bytes } from "../../lib/bytes.ts";
import type { RepositorySimulator, SimKey } from "../repository-simulator.ts";
import type { Case } from "./case.ts";
import { caseOf, signAgain, smallest, treeOfFile, type Repository } from "./repositories.ts";
import { objectAt, writtenText, type TreeObject } from "./tree.ts";

/** One thing done to a repository that is otherwise in order, and that repository: what is answered there is measured against it. */
export interface Exhibit {
  readonly what: string;
  readonly changed: Case;
  readonly ground: Case;
}

export type Change = (signed: TreeObject, document: TreeObject) => void;

interface About {
  readonly repository?: Repository;
  /** Left as they were, where what is changed is not signed. */
  readonly signAgain?: boolean;
  readonly signers?: readonly SimKey[];
  readonly turnsOnTime?: boolean;
  readonly bytes?: (text: string) => Bytes;
  readonly targets?: readonly string[];
}

const SMALLEST = smallest();

/** One document changed, and signed again by those who signed it. */
export function spoilt(file: string, what: string, change: Change, about: About = {}): Exhibit {
  const repository = about.repository ?? SMALLEST;
  const document = treeOfFile(repository, file);
  change(objectAt(document, "signed"), document);
  if (about.signAgain !== false) signAgain(document, about.signers ?? repository.signers.get(file) ?? []);
  const bytes = (about.bytes ?? utf8)(writtenText(document));
  return exhibit(what, repository, new Map([[file, bytes]]), about);
}

export function exhibit(what: string, repository: Repository, changed: ReadonlyMap<string, Bytes | undefined>, { turnsOnTime = false, targets }: Pick<About, "turnsOnTime" | "targets"> = {}): Exhibit {
  const asked = targets === undefined ? {} : { targets };
  return { what, changed: caseOf(repository, { name: what, changed, turnsOnTime, ...asked }), ground: caseOf(repository, { name: "as it was", ...asked }) };
}

/** A whole repository that is out of the ordinary; the ground is the same one as `plain` makes it. */
export function whole(what: string, odd: Repository, plain: Repository, targets: readonly string[] = odd.targets): Exhibit {
  return { what, changed: caseOf(odd, { name: what, targets }), ground: caseOf(plain, { name: "as it was", targets }) };
}

export const root = (what: string, change: Change, about?: About): Exhibit => spoilt("1.root.json", what, change, about);
export const timestamp = (what: string, change: Change, about?: About): Exhibit => spoilt("timestamp.json", what, change, about);
export const snapshot = (what: string, change: Change, about?: About): Exhibit => spoilt("1.snapshot.json", what, change, about);
export const targets = (what: string, change: Change, about?: About): Exhibit => spoilt("1.targets.json", what, change, about);

type Build = (sim: RepositorySimulator, key: (of: string) => SimKey) => void;

/** With one delegation of `a/*` to the role `a`, which names `a/one.txt`. */
export function delegating(change: Build = () => undefined): Repository {
  return smallest((sim, key) => {
    sim.top.delegations = [{ name: "a", keys: [key("a")], threshold: 1, terminating: false, paths: ["a/*"] }];
    sim.targetsOf("a", [key("a")]).targets["a/one.txt"] = { length: 5, hashes: { sha256: "ab".repeat(32) } };
    change(sim, key);
  });
}
