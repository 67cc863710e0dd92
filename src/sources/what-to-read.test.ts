import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { safePath } from "./safe-path.ts";
import { isFolderPassedOver, mayBeMetadata, passedOverPart } from "./what-to-read.ts";

describe("passedOverPart", () => {
  it.each([
    [".git/config", ".git"], ["a/.git/objects/x.json", "a/.git"], ["web/node_modules/y/z.json", "web/node_modules"],
    [".DS_Store", ".DS_Store"], ["__MACOSX/a/._root.json", "__MACOSX"], ["a/._root.json", "a/._root.json"],
    ["rust/target/debug/x.json", "rust/target/debug"], ["p/.venv/lib/x.json", "p/.venv"],
  ])("passes %s over as %s", (path, part) => expect(passedOverPart(path)).toBe(part));

  it.each(["metadata/root.json", "git/root.json", "target/root.json", "target/debug", "a.git/root.json", ".github/x.json"])("keeps %s", (path) => {
    expect(passedOverPart(path)).toBeUndefined();
  });

  it("knows a folder before it is entered", () => {
    expect(isFolderPassedOver("x/target/debug")).toBe(true);
    expect(isFolderPassedOver("x/target")).toBe(false);
  });
});

describe("mayBeMetadata", () => {
  it.each(["root.json", "1.root.json", "metadata/root_history/1.root.json", "metadata/.signing-event-state", "metadata/targets/releases.json", "staged/targets.json", "rotate/a.rotate.1", "metadata/rotate/a.rotate.12"])(
    "reads %s", (path) => expect(mayBeMetadata(path)).toBe(true),
  );
  it.each(["targets/a.json", "repository/targets/x/y.json", "README.md", "root.json.bak", "json", "keys/root.pem", "a.rotate.1", "rotate/.rotate.1", "rotate/a.rotate.x"])(
    "lists %s", (path) => expect(mayBeMetadata(path)).toBe(false),
  );
});

describe("safePath", () => {
  it("gives a relative path without dots or refuses, whatever the text", () => {
    const text = fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: fc.constantFrom(..."a./\\:\0C") }));
    fc.assert(fc.property(text, (written) => {
      const path = safePath(written);
      if (!path.ok) return;
      expect(path.value).not.toMatch(/^\/|\\|\0|^[A-Za-z]:/);
      for (const segment of path.value.split("/")) expect(["", ".", ".."]).not.toContain(segment);
      expect(safePath(path.value)).toEqual(path);
    }));
  });
});
