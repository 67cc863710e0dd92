import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const DOCUMENTS = ["docs/threat-model.md", "SECURITY.md"];
const ROOT = new URL("../", import.meta.url);

/** @param {string} document */
function namedFiles(document) {
  const text = readFileSync(new URL(document, ROOT), "utf8");
  const named = [...text.matchAll(/`((?:src|e2e|scripts|docs)\/[\w./-]+\.\w+)`/g)].map(([, path = ""]) => new URL(path, ROOT));
  const linked = [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, path = ""]) => new URL(path, new URL(document, ROOT)));
  return [...named, ...linked];
}

describe("what the documents name", () => {
  it.each(DOCUMENTS)("is there: %s", (document) => {
    const files = namedFiles(document);
    expect(files.filter((file) => !existsSync(file)).map(String)).toEqual([]);
  });

  it("is a good part of the tests, in the threat model", () => {
    expect(new Set(namedFiles("docs/threat-model.md").map(String)).size).toBeGreaterThan(30);
  });
});
