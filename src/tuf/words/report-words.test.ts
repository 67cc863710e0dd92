import { describe, expect, it } from "vitest";
import { instantFromMs } from "../../lib/utc-instant.ts";
import { countWords, coverageWords, documentTitle, groupDigits, listWords, momentWords, onlineWords, roleWords, scopeWords, signedWords, versionsWords } from "./report-words.ts";

describe("a role's name in a sentence", () => {
  it("stands as it is when it is a plain word", () => {
    expect(roleWords("npm/@scope-1.x")).toBe("npm/@scope-1.x");
  });

  it("is quoted, with the unseen spelled out, when it could change how the sentence reads", () => {
    expect(roleWords("root 5 is published\u202e")).toBe("“root 5 is published\\u{202e}”");
    expect(roleWords("")).toBe("“”");
  });

  it("keeps its letters at the start of a sentence, unless it is one of the four", () => {
    expect(documentTitle("root", 12)).toBe("Root 12");
    expect(documentTitle("jku", 6)).toBe("jku 6");
  });
});

describe("numbers in words", () => {
  it.each([[[], ""], [[3], "3"], [[2, 1], "1 and 2"], [[1, 2, 3, 5, 7, 8], "1 to 3, 5, 7 and 8"], [[4, 4], "4"]] as const)("writes versions %j as %j", (versions, words) => {
    expect(versionsWords(versions)).toBe(words);
  });

  it("counts one apart from many, and groups digits", () => {
    expect(countWords(1, "key")).toBe("1 key");
    expect(countWords(1234567, "target")).toBe("1,234,567 targets");
    expect(groupDigits(100)).toBe("100");
  });

  it("joins a list as one speaks", () => {
    expect([[], ["a"], ["a", "b"], ["a", "b", "c"]].map(listWords)).toEqual(["", "a", "a and b", "a, b and c"]);
  });

  it("names what was covered, and not what is not there", () => {
    expect(coverageWords({ counts: { targets: 0, delegations: 0, documents: 15, signatures: 81 } })).toBe("15 documents and 81 signatures");
  });

  it("cuts a moment to the minute and never rounds it up", () => {
    expect(momentWords(instantFromMs(Date.UTC(2025, 11, 7, 18, 0, 59)))).toBe("2025-12-07 18:00 UTC");
  });

  it("tells how many keys signed from how many are needed", () => {
    expect(signedWords({ counted: 1, threshold: 1, signers: [] })).toBe("1 of 0 keys signed, 1 needed");
  });
});

describe("an online key", () => {
  it.each([["gcpkms:projects/x", "online, Google Cloud KMS"], ["azurekms://v", "online, Azure Key Vault"], ["awskms:alias/x", "online, AWS KMS"], ["file:key", "online, a key file"], ["elsewhere:x", "online"], ["no scheme", "online"]])("at %j is %j", (uri, words) => {
    expect(onlineWords(uri)).toBe(words);
  });

  it("is told from a person's key by its URI alone", () => {
    expect(onlineWords(undefined)).toBeUndefined();
  });
});

it("says plainly when a delegation reaches nothing", () => {
  expect(scopeWords({ kind: "none" }).lead).toContain("nothing");
  expect(scopeWords({ kind: "paths", patterns: [] }).lead).toContain("nothing");
  expect(scopeWords({ kind: "path-hash-prefixes", prefixes: [] }).lead).toContain("nothing");
  expect(scopeWords({ kind: "paths", patterns: ["a/*"] })).toEqual({ lead: "may sign", parts: ["a/*"] });
});
