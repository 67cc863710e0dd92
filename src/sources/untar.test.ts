import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip, gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { concatBytes, utf8, type Bytes } from "../lib/bytes.ts";
import type { Result } from "../lib/result.ts";
import { pax, tar, tarEntry, type TarEntry } from "../test/archives.ts";
import { readItems } from "./read-items.ts";
import { DEFAULT_SOURCE_LIMITS, type SourceContents, type SourceLimits } from "./source-contents.ts";
import type { SourceFault } from "./source-fault.ts";

const BODY = utf8('{"signed":{}}');
const ROOT: TarEntry = { name: "metadata/root.json", body: BODY };

function read(bytes: Uint8Array, limits: Partial<SourceLimits> = {}): Promise<Result<SourceContents, SourceFault>> {
  const file = new File([new Uint8Array(bytes)], "repo.tar");
  return readItems([{ kind: "file", path: "repo.tar", file }], undefined, { ...DEFAULT_SOURCE_LIMITS, ...limits });
}

function problemIn(result: Result<SourceContents, SourceFault>): unknown {
  if (result.ok) return "accepted";
  return result.fault.kind === "archive-refused" ? result.fault.problem : result.fault;
}

async function pathsOf(entries: readonly TarEntry[]): Promise<readonly string[]> {
  const result = await read(tar(entries));
  if (!result.ok) throw new Error(JSON.stringify(result.fault));
  return result.value.files.map(({ path }) => path);
}

describe("untar", () => {
  it("reads the same from a tar and from a gzipped tar", async () => {
    const plain = tar([{ name: "./", type: "5" }, { name: "./metadata/", type: "5" }, { ...ROOT, name: "./metadata/root.json" }, { name: "targets/big.bin", body: new Uint8Array(3000) }]);
    const expected = {
      ok: true,
      value: {
        name: "repo.tar", kind: "tar", passedOver: 0,
        files: [{ path: "metadata/root.json", bytes: BODY }],
        notRead: [{ path: "targets/big.bin", sizeBytes: 3000, why: { kind: "content" } }],
      },
    };
    expect(await read(plain)).toEqual(expected);
    expect(await read(gzipSync(plain))).toEqual(expected);
  });

  it("joins POSIX prefixes, and takes long names from GNU and pax headers", async () => {
    const long = `${"d/".repeat(120)}root.json`;
    expect(await pathsOf([{ ...ROOT, name: "1.root.json", prefix: "a/b" }])).toEqual(["a/b/1.root.json"]);
    expect(await pathsOf([{ name: "././@LongLink", type: "L", body: utf8(`${long}\0`) }, { ...ROOT, name: long.slice(0, 100) }])).toEqual([long]);
    expect(await pathsOf([pax({ path: long, mtime: "1.5" }), ROOT])).toEqual([long]);
    expect(await pathsOf([pax({ comment: "0123abcd" }, "g"), ROOT])).toEqual(["metadata/root.json"]);
    expect(await pathsOf([{ ...ROOT, magic: "ustar  \0", prefix: "\0\0\0" }])).toEqual(["metadata/root.json"]);
  });

  it("takes a size from a pax header", async () => {
    const wrong = tarEntry({ ...ROOT, size: 0 });
    const result = await read(concatBytes(tarEntry(pax({ size: String(BODY.length) })), wrong, new Uint8Array(1024)));
    expect(result).toMatchObject({ ok: true, value: { files: [{ bytes: BODY }] } });
  });

  it.each<readonly [string, readonly TarEntry[], object]>([
    ["a name that leads out", [{ name: "../root.json", body: BODY }], { kind: "unsafe-path", problem: "parent-segment" }],
    ["a folder that leads out", [{ name: "../x/", type: "5" }], { kind: "unsafe-path", problem: "parent-segment" }],
    ["an absolute name", [{ name: "/root.json", body: BODY }], { kind: "unsafe-path", problem: "absolute" }],
    ["an absolute name from a pax header", [pax({ path: "/root.json" }), ROOT], { kind: "unsafe-path", problem: "absolute" }],
    ["a NUL in a pax name", [pax({ path: "root.json\0x" }), ROOT], { kind: "unsafe-path", problem: "nul" }],
    ["a symbolic link", [{ name: "root.json", type: "2", linkName: "/etc/passwd" }], { kind: "link", path: "root.json" }],
    ["a hard link", [{ name: "root.json", type: "1", linkName: "x" }], { kind: "link" }],
    ["a long link name", [{ name: "././@LongLink", type: "K", body: utf8("x\0") }], { kind: "link" }],
    ["a device", [{ name: "root.json", type: "3" }], { kind: "special-file" }],
    ["a pipe", [{ name: "root.json", type: "6" }], { kind: "special-file" }],
    ["a name twice", [ROOT, ROOT], { kind: "duplicate-path", path: "metadata/root.json" }],
    ["a name in two spellings", [ROOT, { ...ROOT, name: "./metadata/./root.json" }], { kind: "duplicate-path" }],
    ["a global path", [pax({ path: "x" }, "g"), ROOT], { kind: "unsupported" }],
    ["a sparse file", [pax({ "GNU.sparse.major": "1" }), ROOT], { kind: "unsupported", feature: "sparse files" }],
    ["an unknown entry type", [{ ...ROOT, type: "S" }], { kind: "unsupported" }],
    ["a pax header that does not count right", [{ name: "x", type: "x", body: utf8("99 path=a\n") }, ROOT], { kind: "damaged", what: "tar-pax-header" }],
    ["a pax header with nothing after it", [ROOT, pax({ path: "x" })], { kind: "truncated" }],
  ])("refuses %s", async (_what, entries, problem) => {
    expect(problemIn(await read(tar(entries)))).toMatchObject(problem);
  });

  it("lets a link lie inside what is passed over", async () => {
    expect(await pathsOf([{ name: "node_modules/.bin/x", type: "2", linkName: "../x" }, ROOT])).toEqual(["metadata/root.json"]);
  });

  it("refuses a tar or a gzipped tar that was cut off anywhere", async () => {
    const whole = tar([ROOT, { name: "targets/x", body: new Uint8Array(600) }]);
    for (let length = 512; length < whole.length - 512; length += 64) expect([length, problemIn(await read(whole.slice(0, length)))]).toEqual([length, { kind: "truncated" }]);
    const packed = gzipSync(whole);
    for (let length = 30; length < packed.length; length++) expect([length, (await read(packed.subarray(0, length))).ok]).toEqual([length, false]);
  });

  it("refuses data behind the end mark, a changed header, a damaged gzip, and gzip of something else", async () => {
    expect(problemIn(await read(concatBytes(tar([ROOT]), tar([ROOT]))))).toEqual({ kind: "damaged", what: "tar-ending", path: undefined });
    const second = tar([ROOT, ROOT]);
    second[1024] = 0x7a;
    expect(problemIn(await read(second))).toMatchObject({ kind: "damaged", what: "tar-header" });
    const packed = new Uint8Array(gzipSync(tar([ROOT])));
    packed[packed.length - 6] = (packed[packed.length - 6] ?? 0) ^ 1; // in the checksum
    expect(problemIn(await read(packed))).toMatchObject({ kind: "damaged", what: "gzip" });
    expect(problemIn(await read(gzipSync(BODY)))).toEqual({ kind: "gzip-without-tar" });
  });

  it("stops a gigabyte of zeros early and with little memory", async () => {
    const packed = await gzipBomb(1024);
    expect(packed.length).toBeLessThan(1_200_000);
    const began = performance.now();
    const before = process.memoryUsage().arrayBuffers;
    const problem = problemIn(await read(packed));
    const grown = process.memoryUsage().arrayBuffers - before;
    expect(problem).toMatchObject({ kind: "bomb" });
    expect((problem as { readonly unpackedBytes: number }).unpackedBytes).toBeLessThan(256 * 1024 * 1024); // a bomb, as just asserted
    const seconds = (performance.now() - began) / 1000;
    expect(seconds).toBeLessThan(10);
    expect(grown).toBeLessThan(256 * 1024 * 1024);
  }, 60_000);

  it("never throws and never hangs, whatever the bytes", async () => {
    const seed = tar([pax({ path: "a.json" }), ROOT, { name: "b.json", body: BODY }]);
    const edits = fc.array(fc.tuple(fc.nat(seed.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });
    await fc.assert(fc.asyncProperty(edits, fc.boolean(), async (changes, isGzip) => {
      const bytes = seed.slice();
      for (const [at, value] of changes) bytes[at] = value;
      for (let block = 0; block + 512 <= bytes.length; block += 512) fixChecksum(bytes.subarray(block, block + 512));
      expect(typeof (await read(isGzip ? gzipSync(bytes) : bytes)).ok).toBe("boolean");
    }), { numRuns: 300 });
  });
});

/** Repairs the sum of a header that a test changed, so that the change is looked at. */
function fixChecksum(block: Uint8Array): void {
  if (block[257] !== 0x75) return;
  block.set(utf8("        "), 148);
  block.set(utf8(`${block.reduce((sum, byte) => sum + byte, 0).toString(8).padStart(6, "0")}\0 `), 148);
}

/** One tar entry of so many MiB of zeros, packed without ever holding them. */
async function gzipBomb(mib: number): Promise<Bytes> {
  const header = tarEntry({ name: "targets/zeros", size: mib * 1024 * 1024 });
  const chunk = new Uint8Array(1024 * 1024);
  const packed: Uint8Array[] = [];
  const gzip = createGzip({ level: 6 }).on("data", (part: Uint8Array) => packed.push(part));
  await pipeline(Readable.from([header, ...Array.from({ length: mib }, () => chunk)]), gzip);
  return concatBytes(...packed);
}
