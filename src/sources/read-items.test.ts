import { existsSync, readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { utf8, type Bytes } from "../lib/bytes.ts";
import { tar, zip } from "../test/archives.ts";
import { folderHandle } from "../test/folder-handle.ts";
import { runs } from "../test/runs.ts";
import { readItems } from "./read-items.ts";
import { DEFAULT_SOURCE_LIMITS, type ReadProgress, type SourceLimits } from "./source-contents.ts";
import type { SourceItem } from "./source-item.ts";

const BODY = utf8('{"signed":{}}');
const DEMO = "../shared/corpora/tuf-demo-repository";

function item(path: string, body: Bytes = BODY): SourceItem {
  return { kind: "file", path, file: new File([body], path.slice(path.lastIndexOf("/") + 1)) };
}

function read(items: readonly SourceItem[], limits: Partial<SourceLimits> = {}): ReturnType<typeof readItems> {
  return readItems(items, undefined, { ...DEFAULT_SOURCE_LIMITS, ...limits });
}

describe("readItems", () => {
  it("takes the name of a picked folder off its files", async () => {
    const result = await read([item("repo/metadata/root.json"), item("repo/targets/a"), { kind: "passed-over", path: "repo/.git" }]);
    expect(result).toEqual({
      ok: true,
      value: {
        name: "repo", kind: "folder", passedOver: 1,
        files: [{ path: "metadata/root.json", bytes: BODY }],
        notRead: [{ path: "targets/a", sizeBytes: 13, why: { kind: "content" } }],
      },
    });
  });

  it("does so for a folder of one file, too", async () => {
    expect(await read([item("repo/root.json")])).toMatchObject({ ok: true, value: { name: "repo", kind: "folder", files: [{ path: "root.json" }] } });
  });

  it("walks a folder handle and does not enter what is passed over", async () => {
    const forbidden = (): never => {
      throw new Error("entered what is passed over");
    };
    const handle = folderHandle("repo", {
      ".git": { HEAD: forbidden }, node_modules: { "x.json": forbidden },
      metadata: { "root.json": BODY, root_history: { "1.root.json": BODY } }, targets: { "f.json": BODY },
    });
    expect(await read([{ kind: "folder", handle }])).toMatchObject({
      ok: true,
      value: { name: "repo", kind: "folder", passedOver: 2, files: [{ path: "metadata/root.json" }, { path: "metadata/root_history/1.root.json" }], notRead: [{ path: "targets/f.json" }] },
    });
  });

  it("lists a file that is gone, changed or forbidden, and reads the others", async () => {
    const failing = (name: string) => () => Promise.reject(new DOMException("", name));
    const changing = async (): Promise<File> => Object.defineProperty(new File([BODY.subarray(0, 5)], "x"), "size", { value: BODY.length });
    const handle = folderHandle("repo", { "gone.json": failing("NotFoundError"), "no.json": failing("NotAllowedError"), "odd.json": changing, "root.json": BODY });
    expect(await read([{ kind: "folder", handle }])).toMatchObject({
      ok: true,
      value: {
        files: [{ path: "root.json" }],
        notRead: [
          { path: "gone.json", why: { kind: "unreadable", cause: "gone" } },
          { path: "no.json", why: { kind: "unreadable", cause: "forbidden" } },
          { path: "odd.json", why: { kind: "changed-while-read", expectedBytes: 13, foundBytes: 5 } },
        ],
      },
    });
  });

  it("reads many small files in one go, in their order, and none of them ends where another begins", async () => {
    const bodies = Array.from({ length: 300 }, (_, i) => utf8(JSON.stringify({ i, filler: "x".repeat((i * 7919) % 20_000) })));
    const files = bodies.map((body, i) => ({ path: `${String(i).padStart(3, "0")}.json`, bytes: body }));
    const loose = await read(files.map(({ path, bytes }) => item(`r/${path}`, bytes)));
    const handle = folderHandle("r", Object.fromEntries(files.map(({ path, bytes }) => [path, bytes])));
    for (const result of [loose, await read([{ kind: "folder", handle }])]) {
      expect(result.ok && result.value.files).toEqual(files);
      expect(result.ok && result.value.files.every(({ bytes }) => bytes.byteLength === bytes.buffer.byteLength)).toBe(true); // handed on one by one
    }
  });

  it("finds which of many cannot be read, and keeps the others", async () => {
    const gone = Object.assign(new File([BODY], "007.json"), { arrayBuffer: () => Promise.reject(new DOMException("", "NotFoundError")) });
    Object.defineProperty(gone, "size", { value: BODY.length + 1 }); // so that reading it along with others shows it
    const items = Array.from({ length: 20 }, (_, i): SourceItem => (i === 7 ? { kind: "file", path: "r/7.json", file: gone } : item(`r/${i}.json`)));
    const result = await read(items);
    expect(result.ok && [result.value.files.length, result.value.notRead]).toEqual([19, [{ path: "7.json", sizeBytes: 14, why: { kind: "unreadable", cause: "gone" } }]]);
  });

  it("takes no byte of one file for another's, however they changed since they were listed", async () => {
    const body = fc.oneof({ weight: 6, arbitrary: fc.tuple(fc.dictionary(fc.string({ unit: fc.constantFrom(..."{:é "), maxLength: 3 }), fc.constantFrom(1, {}, "{"), { maxKeys: 2 }), fc.constantFrom("", "\n", " ")).map(([value, end]) => JSON.stringify(value) + end) }, fc.constantFrom("", "[]", "é"));
    const changed = fc.record({ body, more: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: -3, max: 3 })) });
    await fc.assert(fc.asyncProperty(fc.array(changed, { minLength: 2, maxLength: 8 }), async (made) => {
      const files = made.map(({ body, more }, i) => ({ path: `${i}.json`, bytes: utf8(body), said: Math.max(0, utf8(body).length + more) }));
      const result = await read(files.map(({ path, bytes, said }) => ({ kind: "file", path: `r/${path}`, file: Object.defineProperty(new File([bytes], path), "size", { value: said }) })));
      expect(result).toMatchObject({
        ok: true,
        value: {
          files: files.flatMap(({ path, bytes, said }) => (bytes.length === said ? [{ path, bytes }] : [])),
          notRead: files.flatMap(({ path, bytes, said }) => (bytes.length === said ? [] : [{ path, why: { kind: "changed-while-read", expectedBytes: said, foundBytes: bytes.length } }])),
        },
      });
    }), runs(300));
  });

  it("reads a file that was pointed at by itself, whatever its name", async () => {
    expect(await read([item("signatures.txt")])).toMatchObject({ ok: true, value: { name: "signatures.txt", kind: "files", files: [{ path: "signatures.txt" }] } });
  });

  it("recognises archives by content, and puts each of several under its own name", async () => {
    const items = [item("a.bin", zip([{ name: "root.json", body: BODY }])), item("b", tar([{ name: "root.json", body: BODY }])), item("root.json")];
    expect(await read(items)).toMatchObject({ ok: true, value: { kind: "files", files: [{ path: "a.bin/root.json" }, { path: "b/root.json" }, { path: "root.json" }] } });
    expect(await read([item("not.zip")])).toMatchObject({ ok: true, value: { kind: "files", files: [{ path: "not.zip" }] } });
  });

  it("refuses two files of one name, rather than choose", async () => {
    expect(await read([item("root.json"), item("root.json")])).toEqual({ ok: false, fault: { kind: "duplicate-path", path: "root.json" } });
  });

  it("keeps its limits, and counts nothing that is passed over", async () => {
    const three = ["r/a.json", "r/b.json", "r/c.json"].map((path) => item(path));
    expect(await read(three, { maxFiles: 2 })).toEqual({ ok: false, fault: { kind: "too-many-files", limit: 2 } });
    expect(await read(three, { maxEntries: 2 })).toEqual({ ok: false, fault: { kind: "too-many-entries", limit: 2 } });
    expect(await read(three, { maxTotalBytes: 30 })).toEqual({ ok: false, fault: { kind: "too-many-bytes", limitBytes: 30 } });
    expect(await read([item("r/.git/x.json"), ...three.slice(1)], { maxEntries: 2, maxFiles: 2 })).toMatchObject({ ok: true, value: { passedOver: 1 } });
  });

  it("does not read a JSON of 200 MB, says so, and reads the rest", async () => {
    const huge = Object.assign(new File([], "big.json"), { arrayBuffer: () => Promise.reject(new Error("was read")) });
    Object.defineProperty(huge, "size", { value: 200 * 1024 * 1024 });
    expect(await read([{ kind: "file", path: "r/big.json", file: huge }, item("r/root.json")])).toMatchObject({
      ok: true,
      value: { files: [{ path: "root.json" }], notRead: [{ path: "big.json", sizeBytes: 209_715_200, why: { kind: "too-large", limitBytes: 67_108_864 } }] },
    });
  });

  it("says how far it is", async () => {
    const seen: ReadProgress[] = [];
    await readItems([item("r/a.json"), item("r/b.json")], (progress) => seen.push(progress));
    expect(seen.at(-1)).toEqual({ filesRead: 2, bytesRead: 26, of: 2 });
  });

  it("says that nothing was given", async () => {
    expect(await read([])).toEqual({ ok: false, fault: { kind: "nothing-given" } });
  });

  it.skipIf(!existsSync(DEMO))("reads a real working layout (skipped: no ../shared)", async () => {
    const paths = readdirSync(DEMO, { recursive: true, withFileTypes: true }).filter((e) => e.isFile()).map((e) => `${e.parentPath}/${e.name}`);
    const items = paths.map((path) => item(`demo/${path.slice(DEMO.length + 1)}`, new Uint8Array(readFileSync(path))));
    const result = await read(items);
    expect(result.ok && result.value.files.map(({ path }) => path)).toContain("metadata/root_history/4.root.json");
    expect(result).toMatchObject({ ok: true, value: { files: { length: 11 }, notRead: { length: 6 } } });
  });
});
