import { describe, expect, it } from "vitest";
import { tar, tarEntry } from "../test/archives.ts";
import { concatBytes } from "../lib/bytes.ts";
import { describeNotRead, describeSourceFault } from "./describe-source-fault.ts";
import { readItems } from "./read-items.ts";
import { DEFAULT_SOURCE_LIMITS, type SourceContents } from "./source-contents.ts";
import type { SourceItem } from "./source-item.ts";

const MB = 1_000_000;

/** A file of a claimed size that says whether anybody read it. */
function claimed(name: string, sizeBytes: number, bytes: Uint8Array<ArrayBuffer> = new Uint8Array(0)): { readonly file: File; readonly wasRead: () => boolean } {
  let wasRead = false;
  const file = new File([bytes], name);
  Object.defineProperty(file, "size", { value: sizeBytes });
  file.arrayBuffer = async () => {
    wasRead = true;
    return bytes.buffer;
  };
  return { file, wasRead: () => wasRead };
}

async function read(...items: readonly SourceItem[]): Promise<SourceContents> {
  const result = await readItems(items);
  if (!result.ok) throw new Error(JSON.stringify(result.fault));
  return result.value;
}

describe("a role of 300 MB", () => {
  it("in a folder is listed and not read, in words", async () => {
    const { file, wasRead } = claimed("1.huge.json", 300 * MB);
    const { files, notRead } = await read({ kind: "file", path: "repo/1.huge.json", file }, { kind: "file", path: "repo/1.root.json", file: new File(["{}"], "1.root.json") });
    expect(files.map(({ path }) => path)).toEqual(["1.root.json"]);
    expect(wasRead()).toBe(false);
    expect(notRead.map(({ why }) => describeNotRead(why))).toEqual(["larger than 64 MiB, so not read"]);
  });

  it("in a tar is passed by, and what follows it is read", async () => {
    const body = new Uint8Array(80 * MB);
    const archive = concatBytes(tarEntry({ name: "1.huge.json", body }), tar([{ name: "1.root.json", body: new Uint8Array([123, 125]) }]));
    const { files, notRead } = await read({ kind: "file", path: "a.tar", file: new File([archive], "a.tar") });
    expect(files.map(({ path }) => path)).toEqual(["1.root.json"]);
    expect(notRead).toMatchObject([{ path: "1.huge.json", sizeBytes: 80 * MB, why: { kind: "too-large" } }]);
  });

  it("that a tar only claims to hold refuses the tar", async () => {
    const archive = tar([{ name: "1.huge.json", size: 300 * MB }]);
    const result = await readItems([{ kind: "file", path: "a.tar", file: new File([archive], "a.tar") }]);
    expect(result.ok ? undefined : describeSourceFault(result.fault).evidence).toBe("It ends in the middle: part of it is missing.");
  });
});

describe("a million small files", () => {
  it("are refused before the first of them is read", async () => {
    const { file, wasRead } = claimed("x.json", 2);
    const items = Array.from({ length: 1_000_000 }, (_, i): SourceItem => ({ kind: "file", path: `repo/${i}.json`, file }));
    const result = await readItems(items);
    expect(result).toEqual({ ok: false, fault: { kind: "too-many-files", limit: DEFAULT_SOURCE_LIMITS.maxFiles } });
    expect(wasRead()).toBe(false);
    expect(result.ok ? undefined : describeSourceFault(result.fault)).toMatchObject({ what: "There are too many metadata files", evidence: "More than 50,000 files end in .json." });
  });

  it("that are no metadata are refused as soon as there are too many to list", async () => {
    const { file, wasRead } = claimed("x.bin", 2);
    const result = await readItems(Array.from({ length: 1_000_000 }, (_, i): SourceItem => ({ kind: "file", path: `repo/${i}.bin`, file })));
    expect(result).toEqual({ ok: false, fault: { kind: "too-many-entries", limit: DEFAULT_SOURCE_LIMITS.maxEntries } });
    expect(wasRead()).toBe(false);
  });
});

describe("a file that changes while it is read", () => {
  it("is listed with both sizes, and the others are kept", async () => {
    const grown = claimed("1.a.json", 2, new Uint8Array(1000));
    const { files, notRead } = await read({ kind: "file", path: "repo/1.a.json", file: grown.file }, { kind: "file", path: "repo/1.root.json", file: new File(["{}"], "1.root.json") });
    expect(files.length).toBe(1);
    expect(notRead.map(({ why }) => describeNotRead(why))).toEqual(["changed while it was read: 2 bytes were expected, 1,000 came"]);
  });

  it("refuses a tar that is shorter than it was, and one that the browser will not go on reading", async () => {
    const bytes = tar([{ name: "1.a.json", body: new Uint8Array(3 * MB) }, { name: "1.root.json", body: new Uint8Array([123, 125]) }]);
    const shrunk = new File([bytes.subarray(0, 2.5 * MB)], "a.tar");
    Object.defineProperty(shrunk, "size", { value: bytes.length });
    const cut = await readItems([{ kind: "file", path: "a.tar", file: shrunk }]);
    expect(cut.ok ? undefined : cut.fault).toMatchObject({ kind: "archive-refused", problem: { kind: "truncated" } });
    const changed = new File([bytes], "a.tar");
    const slice = changed.slice.bind(changed);
    changed.slice = (from, to) => {
      const part = slice(from, to);
      if ((from ?? 0) > 0) part.arrayBuffer = () => Promise.reject(new DOMException("", "NotReadableError"));
      return part;
    };
    const refused = await readItems([{ kind: "file", path: "a.tar", file: changed }]);
    expect(refused.ok ? undefined : describeSourceFault(refused.fault).evidence).toBe("It changed after it was chosen, or the system does not let it be read.");
  });
});
