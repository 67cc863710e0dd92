import fc from "fast-check";
import { zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { concatBytes, decodeUtf8, utf8 } from "../lib/bytes.ts";
import { zip, type ZipEntryPlan } from "../test/archives.ts";
import { readItems } from "./read-items.ts";
import { DEFAULT_SOURCE_LIMITS, type SourceContents, type SourceLimits } from "./source-contents.ts";
import type { SourceFault } from "./source-fault.ts";
import type { Result } from "../lib/result.ts";

const JSON_BODY = utf8('{"signed":{}}');

function read(bytes: Uint8Array<ArrayBuffer>, limits: Partial<SourceLimits> = {}): Promise<Result<SourceContents, SourceFault>> {
  const file = new File([bytes], "repo.zip");
  return readItems([{ kind: "file", path: "repo.zip", file }], undefined, { ...DEFAULT_SOURCE_LIMITS, ...limits });
}

async function problemOf(plans: readonly ZipEntryPlan[]): Promise<unknown> {
  const result = await read(zip(plans));
  if (result.ok) return "accepted";
  return result.fault.kind === "archive-refused" ? result.fault.problem : result.fault;
}

describe("unzip", () => {
  it("reads what may be metadata, lists the rest, and passes version control over", async () => {
    const result = await read(zipSync({
      "repo/metadata/root.json": JSON_BODY,
      "repo/metadata/.signing-event-state": utf8("{}"),
      "repo/targets/file.json": utf8("content"),
      "repo/README.md": utf8("words"),
      "repo/.git/config": utf8("x"),
      "repo/.git/HEAD": utf8("x"),
      "__MACOSX/repo/._root.json": utf8("x"),
    }));
    expect(result).toMatchObject({
      ok: true,
      value: {
        name: "repo.zip", kind: "zip", passedOver: 2,
        files: [{ path: "repo/metadata/.signing-event-state" }, { path: "repo/metadata/root.json", bytes: JSON_BODY }],
        notRead: [{ path: "repo/README.md", sizeBytes: 5, why: { kind: "content" } }, { path: "repo/targets/file.json", why: { kind: "content" } }],
      },
    });
  });

  it("reads stored, deflated and streamed entries, each into a buffer of its own", async () => {
    const body = utf8(JSON.stringify({ long: "a".repeat(70_000) }));
    const result = await read(zip([{ name: "a.json", body, stored: true }, { name: "b.json", body }, { name: "c.json", body, streamed: true }]));
    expect(result.ok && result.value.files.map((f) => [f.path, decodeUtf8(f.bytes) === decodeUtf8(body), f.bytes.buffer.byteLength === body.length])).toEqual([
      ["a.json", true, true], ["b.json", true, true], ["c.json", true, true],
    ]);
  });

  it.each<readonly [string, readonly ZipEntryPlan[], unknown]>([
    ["a name that leads out", [{ name: "a/../../root.json" }], { kind: "unsafe-path", path: "a/../../root.json", problem: "parent-segment" }],
    ["a name that leads out as a folder", [{ name: "../" }], { kind: "unsafe-path", path: "../", problem: "parent-segment" }],
    ["an absolute name", [{ name: "/etc/root.json" }], { kind: "unsafe-path", problem: "absolute" }],
    ["a backslash", [{ name: "a\\root.json" }], { kind: "unsafe-path", problem: "backslash" }],
    ["a drive letter", [{ name: "C:root.json" }], { kind: "unsafe-path", problem: "drive-letter" }],
    ["a NUL", [{ name: "root.json\0.txt" }], { kind: "unsafe-path", problem: "nul" }],
    ["a symbolic link", [{ name: "root.json", body: utf8("2.json"), mode: 0o120777 }], { kind: "link", path: "root.json" }],
    ["a device", [{ name: "root.json", mode: 0o060666 }], { kind: "special-file" }],
    ["a name twice", [{ name: "root.json", body: JSON_BODY }, { name: "root.json", body: utf8("{}") }], { kind: "duplicate-path", path: "root.json" }],
    ["a name in two spellings", [{ name: "root.json" }, { name: "./root.json" }], { kind: "duplicate-path", path: "root.json" }],
    ["encryption", [{ name: "root.json", body: JSON_BODY, flags: 0x801 }], { kind: "encrypted", path: "root.json" }],
    ["less data than declared", [{ name: "root.json", body: JSON_BODY, size: 99 }], { kind: "size-mismatch", declaredBytes: 99, foundBytes: 13 }],
    ["more data than declared", [{ name: "root.json", body: JSON_BODY, size: 5 }], { kind: "size-mismatch", declaredBytes: 5, foundBytes: 6 }],
    ["a stored entry of another size", [{ name: "root.json", body: JSON_BODY, stored: true, size: 5 }], { kind: "size-mismatch" }],
    ["a wrong checksum", [{ name: "root.json", body: JSON_BODY, crc: 1 }], { kind: "checksum", path: "root.json" }],
    ["two names for one entry", [{ name: "root.json", localName: "evil.json", body: JSON_BODY }], { kind: "two-names", path: "root.json" }],
    ["entries that share bytes", [{ name: "a.json", body: JSON_BODY }, { name: "b.json", body: JSON_BODY, headerAt: 0 }], { kind: "overlap" }],
    ["another compression", [{ name: "root.json", body: JSON_BODY, method: 93 }], { kind: "unsupported", feature: "compression method 93" }],
  ])("refuses %s", async (_what, plans, problem) => {
    expect(await problemOf(plans)).toMatchObject(problem as object); // each row's shape differs
  });

  it("refuses an archive that was cut off anywhere", async () => {
    const whole = zip([{ name: "root.json", body: JSON_BODY }]);
    for (let length = 4; length < whole.length; length++) expect([length, (await read(whole.slice(0, length))).ok]).toEqual([length, false]);
  });

  it("refuses a second directory hidden in the comment", async () => {
    const hidden = zip([{ name: "root.json", body: utf8("{}") }]).slice(-22);
    expect((await read(zip([{ name: "root.json", body: JSON_BODY }], hidden))).ok).toBe(false);
  });

  it("leaves an archive inside the archive as the file it is", async () => {
    const result = await read(zip([{ name: "inner.zip", body: zip([{ name: "root.json" }]) }]));
    expect(result).toMatchObject({ ok: true, value: { files: [], notRead: [{ path: "inner.zip", why: { kind: "content" } }] } });
  });

  it("refuses a gigabyte of zeros at once, whether the directory admits its size or hides it", async () => {
    const zeros = new Uint8Array(64 * 1024 * 1024);
    const admitted = { name: "root.json", body: zeros };
    const began = performance.now();
    expect(await problemOf([admitted])).toMatchObject({ kind: "bomb", unpackedBytes: zeros.length });
    const many = Array.from({ length: 20 }, (_, i) => ({ name: `${i}.json`, body: zeros.subarray(0, 8 * 1024 * 1024) }));
    expect(await problemOf(many)).toMatchObject({ kind: "bomb" });
    expect(await problemOf([{ ...admitted, size: 1000 }])).toMatchObject({ kind: "size-mismatch", declaredBytes: 1000 });
    expect(performance.now() - began).toBeLessThan(20_000); // packing them is the slow part
  });

  it("lists a file over the limit and reads the others", async () => {
    const result = await read(zip([{ name: "big.json", body: new Uint8Array(2000).fill(0x20) }, { name: "root.json", body: JSON_BODY }]), { maxFileBytes: 1000 });
    expect(result).toMatchObject({
      ok: true,
      value: { files: [{ path: "root.json" }], notRead: [{ path: "big.json", sizeBytes: 2000, why: { kind: "too-large", limitBytes: 1000 } }] },
    });
  });

  it("never throws and never hangs, whatever the bytes", async () => {
    const seed = zip([{ name: "a.json", body: JSON_BODY }, { name: "b/c.json", body: utf8("{}"), streamed: true }]);
    const edits = fc.array(fc.tuple(fc.nat(seed.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 });
    await fc.assert(fc.asyncProperty(edits, async (changes) => {
      const bytes = seed.slice();
      for (const [at, value] of changes) bytes[at] = value;
      const result = await read(bytes);
      expect(typeof result.ok).toBe("boolean");
    }), { numRuns: 400 });
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (tail) => {
      await read(concatBytes(Uint8Array.of(0x50, 0x4b, 3, 4), tail));
    }));
  });
});
