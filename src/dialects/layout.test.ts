import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { utf8 } from "../lib/bytes.ts";
import type { NamedBytes } from "../lib/named-bytes.ts";
import { CORPORA, hasCorpora, readFolder } from "../test/corpora.ts";
import { readInvitations, readName, recogniseLayout } from "./layout.ts";

function files(...paths: readonly string[]): readonly NamedBytes[] {
  return paths.map((path) => ({ path, bytes: utf8("{}") }));
}

function summary(paths: readonly string[], folder?: string): string {
  const layout = recogniseLayout(files(...paths), folder);
  if (layout === undefined) return "none";
  return `${layout.kind} in '${layout.folder}': ${layout.files.map(({ roleInName, versionInName }) => `${roleInName} ${versionInName ?? "-"}`).join(", ")}; others: ${layout.otherFolders.join(", ")}`;
}

describe("a layout", () => {
  it.each([
    [["1.root.json", "timestamp.json", "1.snapshot.json", "1.targets.json"], "published in '': root 1, timestamp -, snapshot 1, targets 1; others: "],
    [["metadata/root.json", "metadata/root_history/1.root.json", "metadata/timestamp.json", "README.json"], "working in 'metadata': root -, root 1, timestamp -; others: "],
    [["a/b/c/timestamp.json", "a/b/c/3.root.json", "a/package.json"], "published in 'a/b/c': timestamp -, root 3; others: "],
    [["2.root.json"], "loose in '': root 2; others: "],
    [["x/root.json", "x/2.targets.json"], "loose in 'x': root -, targets 2; others: "],
    [["pending.json"], "loose in '': pending -; others: "],
    [["notes.txt"], "none"],
    [[], "none"],
  ])("of %j", (paths, expected) => expect(summary(paths)).toBe(expected));

  it("leaves out files of other folders, and says which of those look like a repository", () => {
    const paths = ["prod/metadata/timestamp.json", "prod/metadata/1.root.json", "staging/timestamp.json", "docs/example/root.json", "src/config.json"];
    expect(summary(paths)).toBe("published in 'staging': timestamp -; others: prod/metadata, docs/example");
    expect(summary(paths, "prod/metadata")).toBe("published in 'prod/metadata': timestamp -, root 1; others: staging, docs/example");
    expect(summary(paths, "nowhere")).toBe(summary(paths));
  });

  it("does not depend on the order of the files", () => {
    const paths = ["b/timestamp.json", "a/timestamp.json", "a/x/timestamp.json", "c/root.json"];
    fc.assert(fc.property(fc.shuffledSubarray(paths, { minLength: 4 }), (shuffled) => {
      const layout = recogniseLayout(files(...shuffled));
      expect([layout?.folder, layout?.otherFolders]).toEqual(["a", ["b", "a/x", "c"]]);
    }));
  });

  it("finds the state of a signing event beside the metadata and nowhere else", () => {
    const event = (path: string): string | undefined => recogniseLayout(files("metadata/root_history/1.root.json", path))?.signingEvent?.path;
    expect([event("metadata/.signing-event-state"), event(".signing-event-state"), event("other/.signing-event-state")]).toEqual(["metadata/.signing-event-state", undefined, undefined]);
  });
});

describe("a file name", () => {
  it.each([
    ["12.root.json", "root", 12], ["timestamp.json", "timestamp", undefined], ["2.a%2Fb.json", "a/b", 2], ["%C3%B6.json", "ö", undefined], ["1.ö.json", "ö", 1],
    ["1...json", ".", 1], ["3.%3F%23.json", "?#", 3], ["1.x.json.json", "x.json", 1], ["0.root.json", "0.root", undefined], ["01.root.json", "01.root", undefined],
    ["1.100%.json", "100%", 1], ["5.%ff.json", "%ff", 5], ["7.json", "7", undefined], ["1.2.json", "2", 1], ["9999999999999999.root.json", "9999999999999999.root", undefined],
  ])("%s speaks of %j, version %s", (name, roleInName, versionInName) => expect(readName(name)).toEqual({ roleInName, versionInName }));

  it("comes back from how clients write it, for every role name", () => {
    fc.assert(fc.property(fc.string({ unit: "grapheme", minLength: 1 }), fc.integer({ min: 1, max: 10 ** 9 }), (role, version) => {
      expect(readName(`${version}.${encodeURIComponent(role)}.json`)).toEqual({ roleInName: role, versionInName: version });
    }));
  });
});

describe("invitations", () => {
  it("name people and the roles that they are asked into", () => {
    expect(readInvitations('{"invites": {"@a": ["root", "targets"], "@b": []}}')).toEqual([{ person: "@a", roles: ["root", "targets"] }, { person: "@b", roles: [] }]);
    expect(readInvitations('{"invites": {}}')).toEqual([]);
    expect(readInvitations('{"invites": {"__proto__": ["root"], "@c": "root", "@d": [1, "x"]}}')).toEqual([{ person: "__proto__", roles: ["root"] }, { person: "@c", roles: [] }, { person: "@d", roles: ["x"] }]);
  });

  it.each(["", "{", "[]", "7", "null", "{}", '{"invites": 1}', '{"invites": null}'])("are unreadable in %j", (text) => expect(readInvitations(text)).toBeUndefined());

  it.skipIf(!hasCorpora)("stand in the real signing event that has some (skipped: no ../shared)", () => {
    const layout = recogniseLayout(readFolder(`${CORPORA}/tuf-demo-event-invite/0-invited`));
    const text = new TextDecoder().decode(layout?.signingEvent?.bytes);
    expect(readInvitations(text)).toEqual([{ person: "@-someone-else-", roles: ["jku"] }]);
  });
});
