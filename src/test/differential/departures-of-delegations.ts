import type { RepositorySimulator, SimKey } from "../repository-simulator.ts";
import { isReadDifferently } from "../../tuf/graph/path-pattern.ts";
import type { DepartureAbout } from "./departures.ts";
import { rolesReaching } from "../../tuf/graph/delegation-match.ts";
import { delegationsAround, hasAnywhere, hasDelegations, hasField, hasMetadata, hasNoteKind } from "./examined.ts";
import { delegating, targets, whole, type Change, type Exhibit } from "./exhibit.ts";
import { markOf, smallest, type Repository } from "./repositories.ts";
import { arrayAt, copyOf, drop, list, objectAt, put, raw, text, type TreeObject } from "./tree.ts";

const FILE = (mark: number): { readonly length: number; readonly hashes: { readonly sha256: string } } => ({ length: 9, hashes: { sha256: markOf(mark) } });
const delegation = (change: (role: TreeObject) => void): Change => (signed) => change(objectAt(signed, "delegations", "roles", 0));
const changed = (what: string, change: Change, targetPaths?: readonly string[]): Exhibit => targets(what, change, { repository: delegating(), ...(targetPaths === undefined ? {} : { targets: targetPaths }) });

/** A role that names `asked`, delegated by this pattern; the ground finds it by no pattern or by one that all read alike. */
function pattern(written: string, asked: string, matches: boolean): Exhibit {
  const by = (path: string): Repository => delegating((sim, key) => {
    sim.top.delegations = [{ name: "a", keys: [key("a")], threshold: 1, terminating: false, paths: [path] }];
    sim.targetsOf("a", [key("a")]).targets = { [asked]: FILE(7) };
  });
  return whole(`${written} for ${asked}`, by(written), by(matches ? asked : "nothing-like-it"), ["file.txt", asked]);
}

/** Roles of these names one after another, each of which names the file; the first is the one that counts. */
function inOrder(names: readonly string[]): Repository {
  return smallest((sim, key) => {
    sim.top.delegations = names.map((name) => ({ name, keys: [key("each")], threshold: 1, terminating: false, paths: ["b/*"] }));
    names.forEach((name, i) => { sim.targetsOf(name, [key("each")]).targets["b/one.txt"] = FILE(20 + i); });
  });
}

/** Where a wildcard meets what not every client lets it meet. */
function isReadLoosely(pattern: string, path: string): boolean {
  if (!/[*?]/.test(pattern)) return false;
  const segments = path.split("/");
  return /[^\u0020-\u007e]/.test(path) || segments.some((segment) => segment === "" || segment.startsWith(".")) || segments.length !== pattern.split("/").length;
}

type Build = (sim: RepositorySimulator, key: (of: string) => SimKey) => void;

/** `c` is reached by `a`, whose keys signed it, and by `b`, whose did not. */
const diamond: Build = (sim, key) => {
  const to = (name: string, by: string, paths: readonly string[]) => ({ name, keys: [key(by)], threshold: 1, terminating: false, paths });
  sim.top.delegations = [to("a", "a", ["d/one*"]), to("b", "b", ["d/*"])];
  sim.targetsOf("a", [key("a")]).delegations = [to("c", "c", ["d/*"])];
  sim.targetsOf("b", [key("b")]).delegations = [to("c", "other", ["d/*"])];
  sim.targetsOf("c", [key("c")]).targets["d/two"] = FILE(8);
};

/** Delegations and the search through them. */
export const OF_DELEGATIONS: readonly DepartureAbout[] = [
  {
    id: "terminating-missing",
    what: "A delegation does not say whether it is terminating",
    right: "Accepted here and read as false: the example in TUF 1.0.34, 4.5 itself leaves it out. strict refuses it.",
    recognise: hasNoteKind("terminating-missing"),
    exhibits: () => [changed("left out", delegation((role) => drop(role, "terminating")))],
  },
  {
    id: "scope-missing",
    what: "A delegation does not say for which targets",
    right: "Accepted here, and it reaches nothing. TUF 1.0.34, 4.5 asks for one of paths and path_hash_prefixes; strict refuses it.",
    recognise: hasNoteKind("scope-missing"),
    exhibits: () => [changed("neither of the two", delegation((role) => drop(role, "paths")), ["file.txt"])],
  },
  {
    id: "scope-not-list",
    what: "paths or path_hash_prefixes is a text, not a list of texts",
    right: "Refused here: TUF 1.0.34, 4.5 has lists there. python-tuf takes each letter of the text for a pattern.",
    recognise: hasField("scope-not-list"),
    exhibits: () => [changed("paths", delegation((role) => put(role, "paths", text("*"))), ["file.txt"])],
  },
  {
    id: "roles-and-succinct",
    what: "Delegations have both roles and succinct roles",
    right: "Refused, as here: TAP 15 has one of the two. Others drop one of the two before they check the signature.",
    recognise: hasField("roles-and-succinct"),
    exhibits: () => [changed("signed", besideRoles, ["file.txt"]), targets("since after signing", besideRoles, { repository: delegating(), signAgain: false, targets: ["file.txt"] })],
  },
  {
    id: "scope-both",
    what: "A delegation has both paths and path_hash_prefixes",
    right: "Refused here: TUF 1.0.34, 4.5 has one of the two set, and which would count is open.",
    recognise: hasField("scope-both"),
    exhibits: () => [changed("both", delegation((role) => put(role, "path_hash_prefixes", list(text("")))))],
  },
  {
    id: "duplicate-role",
    what: "Two delegations of one document have the same name",
    right: "Refused here: TUF 1.0.34, 4.5 asks for unique names.",
    recognise: hasField("duplicate-role"),
    exhibits: () => [changed("the same delegation twice", twice), targets("twice, since after signing", twice, { repository: delegating(), signAgain: false })],
  },
  {
    id: "top-level-role-name",
    what: "A delegation is to a role with the name of a top-level role",
    right: "Refused here: TUF 1.0.34, 5.6.7 would then read one name as two roles.",
    recognise: hasField("top-level-role-name"),
    exhibits: () => [changed("timestamp", (signed) => { const { items } = arrayAt(signed, "delegations", "roles"); const [first] = items; if (first?.kind === "object") { const more = copyOf(first); put(more, "name", text("timestamp")); items.push(more); } }, ["file.txt"])],
  },
  {
    id: "numeric-role-names",
    what: "Delegated roles have names that are whole numbers, in another order than by size",
    right: "Accepted, in the order of the document, as here. tuf-js holds roles by name in an object, which JavaScript sorts, and so checks other bytes than were signed.",
    recognise: hasDelegations(({ roles }) => roles.filter(({ name }) => /^(0|[1-9]\d*)$/.test(name)).length > 0),
    exhibits: () => [whole("b, 2, 1", inOrder(["b", "2", "1"]), inOrder(["b", "x", "y"]), ["file.txt", "b/one.txt"])],
  },
  {
    id: "path-pattern",
    what: "A path pattern has one of [ ] { } \\ ! # + @ ( ^ or **",
    right: "As Python's fnmatch reads it in each segment, as here and in python-tuf, whose authors wrote TUF 1.0.34, 4.5. A pattern without these characters is read alike by nearly all.",
    recognise: hasDelegations(({ roles }) => roles.some(({ scope }) => scope.kind === "paths" && scope.patterns.some(isReadDifferently))),
    exhibits: () => [pattern("[!b]x", "ax", true), pattern("[^b]x", "ax", false), pattern("{a,b}.txt", "a.txt", false), pattern("!foo", "bar", false), pattern("#foo", "#foo", true), pattern("**", "p/q", false)],
  },
  {
    id: "star-over-slash",
    what: "A * or ? in a path pattern meets a /, a dot in front, nothing at all, or a character beyond ASCII",
    right: "As here and in python-tuf: TUF 1.0.34, 4.5 says that a separator should not be matched by a wildcard; a leading dot and an empty run are like others, and ? is one character.",
    recognise: (document) => hasDelegations(({ roles }) => roles.some(({ scope }) => scope.kind === "paths" && scope.patterns.some((pattern) => document.around.paths.some((path) => isReadLoosely(pattern, path)))))(document),
    exhibits: () => [pattern("*", "p/q", false), pattern("*.txt", "p/q.txt", false), pattern("*", ".hidden", true), pattern("p/*", "p/", true), pattern("?", "é", true), pattern("?", "\u{1f600}", true)],
  },
  {
    id: "path-hash-prefixes",
    what: "A delegation is by path_hash_prefixes",
    right: "By the hexadecimal hash, as here: TUF 1.0.34, 4.5. go-tuf 2.4.2 compares with base64.",
    recognise: hasDelegations(({ roles }) => roles.some(({ scope }) => scope.kind === "path-hash-prefixes")),
    exhibits: () => [whole("sixteen bins", prefixed(), smallest((sim) => { sim.top.targets["h.txt"] = FILE(9); }), ["file.txt", "h.txt"])],
  },
  {
    id: "succinct-roles",
    what: "Delegations are to succinct roles (TAP 15)",
    right: "Read, as here: the proposal is accepted.",
    recognise: hasAnywhere((_value, name) => name === "succinct_roles"),
    exhibits: () => [whole("four bins", smallest((sim, key) => { sim.addBins(2, "succinct", key("bin")); for (const [name, content] of sim.content) if (name !== "targets") content.targets["h.txt"] = FILE(9); }), smallest((sim) => { sim.top.targets["h.txt"] = FILE(9); }), ["file.txt", "h.txt"])],
  },
  {
    id: "target-not-delegated",
    what: "A delegated role names a target that nobody lets it name",
    right: "Accepted, as here: TUF 1.0.34, 5.6.7 never comes upon the entry, and it harms nobody.",
    recognise: (document) => hasMetadata(({ signed }) => signed.type === "targets" && [...signed.targets.keys()].some((path) => delegationsAround(document).some((delegations) => delegations.roles.some(({ name }) => name === document.role) && !rolesReaching(delegations, path).some(({ name }) => name === document.role))))(document),
    exhibits: () => [whole("beside one that it may", delegating((sim, key) => { sim.targetsOf("a", [key("a")]).targets["elsewhere.txt"] = FILE(9); }), delegating(), ["file.txt", "a/one.txt"])],
  },
  {
    id: "refused-role-aside",
    what: "A delegated role is bad, and the target that is asked for does not depend on it",
    right: "Found, as here: TUF 1.0.34, 5.6.7 reads a delegated role when the search comes to it. tough reads all of them before it answers anything.",
    recognise: ({ around }) => around.delegationRefused,
    exhibits: () => [unsignedRole()],
  },
  {
    id: "diamond",
    what: "One role is delegated to by two, whose keys for it differ",
    right: "Judged anew for each delegator, as here: TUF 1.0.34, 5.6.3. What one delegator's keys signed proves nothing for another.",
    recognise: (document) => delegationsAround(document).filter(({ roles }) => roles.some(({ name }) => name === document.role)).length > 1,
    exhibits: () => [whole("signed for the one that is asked first", smallest(diamond), smallest((sim) => { sim.top.targets["x"] = FILE(1); }), ["d/one", "d/two"])],
  },
  {
    id: "unsafe-target-name",
    what: "A target's name is empty, or would lead out of the folder that it is written to",
    right: "Accepted here: TUF 1.0.34, 4.5 lets a name be any text, and where a client writes is its own affair. tough refuses the document.",
    recognise: hasMetadata(({ signed }) => signed.type === "targets" && [...signed.targets.keys()].some((name) => name === "" || name.split("/").some((part) => part === ".." || part === "."))),
    exhibits: () => [targets("empty", (signed) => put(objectAt(signed, "targets"), "", target())), targets("..", (signed) => put(objectAt(signed, "targets"), "..", target()))],
  },
  {
    id: "not-in-snapshot",
    what: "A role is delegated to and does not stand in the snapshot",
    right: "Refused when the search comes to it, as here: TUF 1.0.34, 4.4 has the snapshot list every delegated role.",
    recognise: (document) => { const listed = document.around.documents.flatMap(({ signed }) => (signed.type === "snapshot" ? [...signed.meta.keys()] : [])); return delegationsAround(document).some(({ roles }) => roles.some(({ name }) => !listed.includes(name))); },
    exhibits: () => [whole("the search comes to it", unlisted(), smallest(), ["a/one.txt"])],
  },
];

function besideRoles(signed: TreeObject): void {
  put(objectAt(signed, "delegations"), "succinct_roles", { kind: "object", members: [["keyids", list()], ["threshold", raw("1")], ["bit_length", raw("1")], ["name_prefix", text("bin")]] });
}

function twice(signed: TreeObject): void {
  const { items } = arrayAt(signed, "delegations", "roles");
  items.push(...items.map((item) => copyOf(item)));
}

function target(): TreeObject {
  return { kind: "object", members: [["length", raw("1")], ["hashes", { kind: "object", members: [["sha256", text("11".repeat(32))]] }]] };
}

function prefixed(): Repository {
  return smallest((sim, key) => {
    sim.addBins(4, "prefixes", key("bin"));
    for (const [name, content] of sim.content) if (name !== "targets") content.targets["h.txt"] = FILE(9);
  });
}

function unsignedRole(): Exhibit {
  const bad = delegating((sim, key) => { sim.targetsOf("a", []).signers = [key("somebody else")]; });
  return whole("its signature is by somebody else", bad, delegating(), ["file.txt"]);
}

function unlisted(): Repository {
  return smallest((sim, key) => { sim.top.delegations = [{ name: "a", keys: [key("a")], threshold: 1, terminating: false, paths: ["a/*"] }]; }); // without content, so nothing is published
}
