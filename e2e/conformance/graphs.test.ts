import { expect } from "vitest";
import { simKey, simKeys, type SimDelegation, type SimKey } from "../../src/test/repository-simulator.ts";
import type { Bench } from "./bench.ts";
import { conformance, type Case } from "./conformance.ts";

/** `from>to`, a `!` behind it where the delegation is terminating, and after a space its path where that is not `*`. */
type Edge = string;

function delegate(bench: Bench, edges: readonly Edge[]): ReadonlySet<string> {
  const keys = new Map<string, SimKey>();
  for (const edge of edges) {
    const [, from = "", to = "", end, paths] = /^(\w+)>(\w+)(!)?(?: (.+))?$/.exec(edge) ?? [];
    const key = keys.get(to) ?? simKey();
    keys.set(to, key);
    const delegator = from === "targets" ? bench.sim.top : bench.sim.targetsOf(from, []);
    const own: SimDelegation = { name: to, keys: [key], threshold: 1, terminating: end !== undefined, paths: paths?.split(",") ?? ["*"] };
    delegator.delegations = [...(delegator.delegations ?? []), own];
    bench.sim.targetsOf(to, [key]).signers = [key];
  }
  return new Set(keys.keys());
}

/** Asked for a target that nobody has, the client asks these roles, in this order. */
function visits(edges: readonly Edge[], order: string): Case {
  return async (bench) => {
    const roles = delegate(bench, edges);
    bench.publish("targets", ...roles, "snapshot", "timestamp");
    await bench.init();
    expect(await bench.client.download("missingpath")).toBe(1);
    expect(bench.host.metadataRequests.slice(4)).toEqual(order.split(" ").map((role) => `1.${role}.json`));
  };
}

/** One tree for all searches: who may sign what, and who did. */
function search(path: string, content: string | undefined, order: readonly string[]): Case {
  return async (bench) => {
    const roles = delegate(bench, ["targets>A *.doc,*.md,foo-?.tgz", "targets>B releases/*/*", "B>C releases/x/*", "B>D releases/y/*.zip"]);
    bench.addArtifact("targetfile", "by targets");
    for (const [role, name] of [["A", "README.md"], ["A", "releases/README.md"], ["A", "foo-1.tgz"], ["A", "foo-alpha.tgz"], ["C", "releases/x/x_v1"], ["D", "releases/y/y_v1.zip"], ["D", "releases/z/z_v1.zip"]] as const) {
      bench.addArtifact(name, `${name} by ${role}`, { role });
    }
    bench.publish("targets", ...roles, "snapshot", "timestamp");
    await bench.init();
    expect(await bench.client.download(path)).toBe(content === undefined ? 1 : 0);
    expect(bench.client.downloaded()).toEqual(content === undefined ? [] : [content]);
    expect(bench.host.metadataRequests.slice(4)).toEqual(order.map((role) => `1.${role}.json`));
  };
}

conformance("updater_delegation_graphs", {
  "test_graph_traversal[basic-delegation]": visits(["targets>A"], "A"),
  "test_graph_traversal[single-level-delegations]": visits(["targets>A", "targets>B"], "A B"),
  "test_graph_traversal[two-level-delegations]": visits(["targets>A", "targets>B", "B>C"], "A B C"),
  "test_graph_traversal[two-level-test-DFS-order-of-traversal]": visits(["targets>A", "targets>B", "A>C", "A>D"], "A C D B"),
  "test_graph_traversal[three-level-delegation-test-DFS-order-of-traversal]": visits(["targets>A", "targets>B", "A>C", "C>D"], "A C D B"),
  "test_graph_traversal[two-level-terminating-ignores-all-but-roles-descendants]": visits(["targets>A", "targets>B", "A>C!", "A>D"], "A C"),
  "test_graph_traversal[three-level-terminating-ignores-all-but-roles-descendants]": visits(["targets>A", "targets>B", "A>C!", "C>D"], "A C D"),
  "test_graph_traversal[two-level-ignores-all-branches-not-matching-paths]": visits(["targets>A *.py", "targets>B", "A>C"], "B"),
  "test_graph_traversal[three-level-ignores-all-branches-not-matching-paths]": visits(["targets>A", "targets>B", "A>C *.py", "C>D"], "A B"),
  "test_graph_traversal[cyclic-graph]": visits(["targets>A", "targets>B", "B>C", "C>D", "D>B"], "A B C D"),
  "test_graph_traversal[two-roles-delegating-to-a-third]": visits(["targets>A", "targets>B", "B>C", "A>C"], "A C B"),
  "test_graph_traversal[two-roles-delegating-to-a-third-different-paths]": visits(["targets>A", "targets>B", "B>C", "A>C *.py"], "A B C"),
  "test_targetfile_search[no delegations]": search("targetfile", "by targets", []),
  "test_targetfile_search[targetpath matches wildcard]": search("README.md", "README.md by A", ["A"]),
  "test_targetfile_search[targetpath with separators x]": search("releases/x/x_v1", "releases/x/x_v1 by C", ["B", "C"]),
  "test_targetfile_search[targetpath with separators y]": search("releases/y/y_v1.zip", "releases/y/y_v1.zip by D", ["B", "D"]),
  "test_targetfile_search[targetpath is not delegated by all roles in the chain]": search("releases/z/z_v1.zip", undefined, ["B"]),
  "test_targetfile_search[wildcard does not match path separator]": search("releases/README.md", undefined, []),
  "test_targetfile_search[targetpath matches question mark wildcard]": search("foo-1.tgz", "foo-1.tgz by A", ["A"]),
  "test_targetfile_search[targetpath does not match question mark wildcard]": search("foo-alpha.tgz", undefined, []),
  "test_targetfile_search[targetpath matching is case sensitive]": search("README.MD", undefined, []),
  async test_cached_role_is_verified_against_current_delegator(bench) {
    const [a, b, ofA, ofB] = simKeys(4) as [SimKey, SimKey, SimKey, SimKey]; // four were asked for
    const to = (name: string, key: SimKey, path: string): SimDelegation => ({ name, keys: [key], threshold: 1, terminating: false, paths: [path] });
    bench.sim.top.delegations = [to("parent-a", a, "team-a/*"), to("parent-b", b, "team-b/*")];
    bench.sim.targetsOf("parent-a", [a]).delegations = [to("release", ofA, "team-a/*")];
    bench.sim.targetsOf("parent-b", [b]).delegations = [to("release", ofB, "team-b/*")];
    bench.sim.targetsOf("release", [ofA]);
    bench.addArtifact("team-a/file", "good", { role: "release" });
    bench.addArtifact("team-b/file", "evil", { role: "release" });
    bench.publish("targets", "parent-a", "parent-b", "release", "snapshot", "timestamp");
    await bench.init();
    expect(await bench.client.download("team-a/file", "team-b/file")).toBe(1);
    expect(bench.client.downloaded()).toEqual(["good"]);
    // What was kept in the first call gives the second one no authority either.
    expect(await bench.client.download("team-b/file")).toBe(1);
    expect(bench.client.downloaded()).toEqual(["good"]);
  },
  async test_delegation_not_in_snapshot(bench) {
    const { sim, client, host } = bench;
    await bench.init();
    delegate(bench, ["targets>delegated delegatedpath/*"]);
    bench.publish("targets", "delegated");
    delete sim.meta["delegated"];
    bench.publish("snapshot", "timestamp");
    expect(await client.refresh()).toBe(0);
    host.metadataRequests.length = 0;
    expect(await client.download("delegatedpath/foo")).toBe(1);
    expect(client.stored("delegated")).toBeUndefined();
    expect(host.metadataRequests).toEqual(["2.root.json", "timestamp.json"]);
  },
});
