import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { tar } from "../test/archives.ts";
import type { NamedBytes } from "../lib/named-bytes.ts";
import type { Outlet, OutletMessage } from "./outlets.ts";
import { readItems } from "./read-items.ts";
import { DEFAULT_SOURCE_LIMITS, LARGE, type SourceContents } from "./source-contents.ts";
import type { SourceItem } from "./source-item.ts";

/** An outlet that moves buffers as a port does, and keeps what came. */
function outlet(): Outlet & { readonly messages: readonly OutletMessage[] } {
  const messages: OutletMessage[] = [];
  return { messages, postMessage: (message, transfer) => void messages.push(structuredClone(message, { transfer })) };
}

async function read(items: readonly SourceItem[], outlets: readonly Outlet[] = [outlet(), outlet()]): Promise<SourceContents> {
  const result = await readItems(items, undefined, DEFAULT_SOURCE_LIMITS, { ask: async () => outlets });
  if (!result.ok) throw new Error(JSON.stringify(result.fault));
  return result.value;
}

function filesOf(outlets: readonly { readonly messages: readonly OutletMessage[] }[]): readonly NamedBytes[] {
  return outlets.flatMap(({ messages }) => messages.flatMap((message) => (message.kind === "files" ? message.files : [])));
}

/** Bodies of many lengths, so that some lie across the edges of what is read at once. */
function bodies(count: number, lengthBytes: number): ReadonlyMap<string, Uint8Array<ArrayBuffer>> {
  return new Map(Array.from({ length: count }, (_, i) => [`metadata/${i}.json`, new Uint8Array(lengthBytes + (i % 7)).fill(i)]));
}

/** Megabytes are not compared one by one. */
function digest(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

describe("the files of something large", () => {
  it.each([["many small", 1000, 100], ["few that lie across windows", 40, 700_000]])("in a tar go to the outlets as they are, each once: %s", async (_, count, lengthBytes) => {
    const expected = bodies(count, lengthBytes);
    const archive = tar([...expected].map(([name, body]) => ({ name, body })));
    const outlets = [outlet(), outlet()];
    const contents = await read([{ kind: "file", path: "a.tar", file: new File([archive], "a.tar") }], outlets);
    expect(contents.files).toEqual([]);
    expect(contents.sent).toEqual({ files: count, bytes: [...expected.values()].reduce((sum, { length }) => sum + length, 0) });
    const sent = filesOf(outlets);
    expect(new Map(sent.map(({ path, bytes }) => [path, digest(bytes)]))).toEqual(new Map([...expected].map(([path, bytes]) => [path, digest(bytes)])));
    expect(sent.length).toBe(count);
    for (const { messages } of outlets) expect([messages.at(-1)?.kind, messages.length > 1]).toEqual(["end", true]);
  });

  it("in a folder go the same way", async () => {
    const expected = bodies(LARGE.files + 10, 20);
    const outlets = [outlet(), outlet(), outlet()];
    await read([...expected].map(([path, body]) => ({ kind: "file", path: `repo/${path}`, file: new File([body], path) })), outlets);
    expect(new Map(filesOf(outlets).map(({ path, bytes }) => [path, bytes]))).toEqual(expected);
  });

  it("are gathered where there is no outlet, or less of them, each in a buffer of its own", async () => {
    const archive = (count: number): File => new File([tar([...bodies(count, 100)].map(([name, body]) => ({ name, body })))], "a.tar");
    const gathered = await readItems([{ kind: "file", path: "a.tar", file: archive(1000) }]);
    const small = await read([{ kind: "file", path: "a.tar", file: archive(LARGE.files) }]);
    for (const files of [gathered.ok ? gathered.value.files : [], small.files]) {
      expect(files.length).toBeGreaterThanOrEqual(LARGE.files);
      expect(new Set(files.map(({ bytes }) => bytes.buffer)).size).toBe(files.length);
      expect(files.every(({ bytes }) => bytes.buffer.byteLength === bytes.length)).toBe(true);
    }
  });

  it("come back one at a time by their path, from whatever they were read", async () => {
    const expected = bodies(5, 100);
    const archive = new File([tar([...expected].map(([name, body]) => ({ name, body })))], "a.tar");
    const folder = [...expected].map(([path, body]): SourceItem => ({ kind: "file", path: `repo/${path}`, file: new File([body], path) }));
    for (const items of [[{ kind: "file", path: "a.tar", file: archive } as const], folder]) {
      const one = await readItems(items, undefined, DEFAULT_SOURCE_LIMITS, { only: "metadata/3.json" });
      expect(one.ok ? one.value.files : one).toEqual([{ path: "metadata/3.json", bytes: expected.get("metadata/3.json") }]);
    }
  });
});
