import { expect, it } from "vitest";
import { readQuestion } from "./question.ts";

it.each([
  ["abcdef01", { kind: "hash", digits: "abcdef01" }],
  [" ABCD ef01 23:45", { kind: "hash", digits: "abcdef012345" }],
  ["a".repeat(64), { kind: "hash", digits: "a".repeat(64) }],
  ["abcdef0", { kind: "path", text: "abcdef0" }],
  ["decade.whl", { kind: "path", text: "decade.whl" }],
  ["packages/ab", { kind: "path", text: "packages/ab" }],
  [" a b ", { kind: "path", text: " a b " }],
  ["", { kind: "path", text: "" }],
])("%j is asked as %j", (typed, question) => expect(readQuestion(typed)).toEqual(question));
