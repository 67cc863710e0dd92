import { describe, expect, it } from "vitest";
import { describeNotRead, describeSourceFault } from "./describe-source-fault.ts";
import type { NotReadReason } from "./source-contents.ts";
import type { ArchiveProblem, SourceFault } from "./source-fault.ts";

const path = "a/root.json";
const PROBLEMS: readonly ArchiveProblem[] = [
  { kind: "unsafe-path", path: "../x", problem: "parent-segment" }, { kind: "link", path }, { kind: "special-file", path }, { kind: "duplicate-path", path },
  { kind: "encrypted", path }, { kind: "size-mismatch", path, declaredBytes: 5, foundBytes: 9 }, { kind: "checksum", path }, { kind: "two-names", path },
  { kind: "overlap", path }, { kind: "bomb", packedBytes: 1_048_576, unpackedBytes: 1_073_741_824 }, { kind: "unpacks-too-large", limitBytes: 4_294_967_296 },
  { kind: "truncated" }, { kind: "damaged", what: "gzip", path: undefined }, { kind: "unsupported", feature: "ZIP64", path: undefined }, { kind: "gzip-without-tar" },
];
const url = "https://example.test/1.root.json";
const FAULTS: readonly SourceFault[] = [
  { kind: "cancelled" }, { kind: "nothing-given" }, { kind: "unreadable", path, cause: "gone" }, { kind: "too-deep", path, limit: 64 },
  { kind: "too-many-files", limit: 50_000 }, { kind: "too-many-entries", limit: 250_000 }, { kind: "too-many-bytes", limitBytes: 536_870_912 },
  { kind: "duplicate-path", path }, ...PROBLEMS.map((problem) => ({ kind: "archive-refused", archive: "repo.zip", problem }) as const),
  { kind: "address-refused", address: "ftp://x", problem: "scheme" }, { kind: "address-no-answer", url }, { kind: "address-redirects", url },
  { kind: "address-status", url, status: 500 }, { kind: "address-too-large", url, limitBytes: 67_108_864 }, { kind: "address-without-root", url, tried: ["root.json"] },
];
const REASONS: readonly NotReadReason[] = [
  { kind: "content" }, { kind: "too-large", limitBytes: 67_108_864 }, { kind: "changed-while-read", expectedBytes: 1, foundBytes: 2 },
  { kind: "unreadable", cause: "changed" }, { kind: "unsafe-name", problem: "backslash" }, { kind: "http", status: 404 }, { kind: "no-answer" }, { kind: "redirect" },
];

describe("describeSourceFault", () => {
  it.each(FAULTS.map((fault) => [JSON.stringify(fault), fault] as const))("says what happened, the evidence and a way on, and never “invalid”: %s", (_name, fault) => {
    const { what, evidence, you } = describeSourceFault(fault);
    for (const text of [what, evidence, you]) {
      expect(text.length).toBeGreaterThan(10);
      expect(text).not.toMatch(/invalid|undefined|\[object/i);
    }
  });

  it("gives the figures of a zip bomb", () => {
    const { evidence } = describeSourceFault({ kind: "archive-refused", archive: "repo.zip", problem: { kind: "bomb", packedBytes: 1_048_576, unpackedBytes: 1_073_741_824 } });
    expect(evidence).toContain("1 MiB would become 1 GiB or more, 1024 times as much");
  });

  it("spells out what cannot be seen in a foreign name", () => {
    expect(describeSourceFault({ kind: "duplicate-path", path: "a\u202ejson.exe\n" }).evidence).toContain("“a\\u{202e}json.exe\\u{a}”");
  });

  it("says that CORS may be the reason, and what to do instead", () => {
    const { evidence, you } = describeSourceFault({ kind: "address-no-answer", url });
    expect(evidence).toContain("CORS");
    expect(you).toContain("drop it here");
  });
});

describe("describeNotRead", () => {
  it("has words for every reason, and keeps missing apart from no answer", () => {
    for (const why of REASONS) expect(describeNotRead(why)).not.toMatch(/invalid|undefined/i);
    expect(describeNotRead({ kind: "too-large", limitBytes: 67_108_864 })).toBe("larger than 64 MiB, so not read");
    expect(describeNotRead({ kind: "no-answer" })).toContain("not the same as missing");
  });
});
