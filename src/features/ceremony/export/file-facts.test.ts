import { describe, expect, it } from "vitest";
import { utf8 } from "../../../lib/bytes.ts";
import { changeOf, compareFiles } from "./file-facts.ts";

const FILE = '{\n "signatures": [],\n "signed": {"x": "é"}\n}\n';
const reviewed = { path: "root.json", bytes: utf8(FILE) };
const signed = utf8(FILE.replace("[]", '[{"keyid": "aa", "sig": "bb"}]'));

describe("an exported file against the one that was reviewed", () => {
  it("is the very same", () => {
    expect(compareFiles(reviewed.bytes, utf8(FILE))).toEqual({ kind: "same", lengthBytes: reviewed.bytes.length });
  });

  it("differs in the value of signatures alone, and the other bytes are counted as bytes", () => {
    expect(compareFiles(reviewed.bytes, signed)).toEqual({ kind: "signatures-only", keptBytes: reviewed.bytes.length - 2, before: 2, after: 30 });
  });

  it.each([
    ["a field of signed", FILE.replace("é", "e")],
    ["white space after signatures", FILE.replace("],\n", "],\n ")],
    ["the last line break", FILE.trimEnd()],
    ["something that is no JSON", "{"],
  ])("is refused when %s differs", (_, text) => {
    expect(compareFiles(reviewed.bytes, utf8(text))).toEqual({ kind: "more-changed" });
  });

  it("shares its verdict with a copy of the same bytes, and says so where a copy is another", () => {
    const files = [{ path: "root.json", bytes: signed }, { path: "root_history/3.root.json", bytes: signed }, { path: "old/root.json", bytes: utf8("{}") }];
    expect(files.map((file) => changeOf(file, reviewed, files).kind)).toEqual(["signatures-only", "signatures-only", "not-compared"]);
  });
});
