import { afterEach, describe, expect, it, vi } from "vitest";
import { canPickFolder, collectDrop, collectInput, pickFolder } from "./collect.ts";

type Entry = { readonly isFile: boolean; readonly isDirectory: boolean; readonly fullPath: string };

function picked(path: string): File {
  const file = new File(["{}"], path.slice(path.lastIndexOf("/") + 1));
  return Object.defineProperty(file, "webkitRelativePath", { value: path.includes("/") ? path : "" });
}

function fileEntry(fullPath: string): Entry {
  return { isFile: true, isDirectory: false, fullPath, file: (give: (file: File) => void) => give(picked(fullPath)) } as Entry;
}

/** Gives its children in batches of one, as browsers give them in batches of a hundred. */
function folderEntry(fullPath: string, children: readonly Entry[]): Entry {
  const left = [...children];
  const createReader = (): object => ({ readEntries: (give: (batch: readonly Entry[]) => void) => give(left.splice(0, 1)) });
  return { isFile: false, isDirectory: true, fullPath, createReader } as Entry;
}

/** Empty after the first await, as a real one is. */
function transfer(...items: readonly object[]): DataTransfer {
  let isOver = false;
  queueMicrotask(() => (isOver = true));
  const guarded = items.map((item) => Object.fromEntries(Object.entries(item).map(([name, value]) => [name, typeof value !== "function" ? value : () => {
    if (isOver) throw new Error(`${name} was called after the event`);
    return value() as unknown; // whatever the double gives
  }])));
  return { items: guarded } as unknown as DataTransfer; // a test double
}

const file = (name: string): object => ({ kind: "file", getAsFile: () => picked(name), webkitGetAsEntry: () => null });

describe("collectDrop", () => {
  it("takes a folder's handle where the browser gives one", async () => {
    const handle = { kind: "directory", name: "repo" };
    const result = await collectDrop(transfer({ kind: "file", getAsFile: () => null, webkitGetAsEntry: () => folderEntry("/repo", []), getAsFileSystemHandle: () => Promise.resolve(handle) }));
    expect(result).toEqual({ ok: true, value: { items: [{ kind: "folder", handle }], folder: handle } });
  });

  it("walks entries where it does not, every batch, and leaves out what is passed over", async () => {
    const hidden = folderEntry("/repo/.git", [fileEntry("/repo/.git/HEAD")]);
    const entry = folderEntry("/repo", [hidden, fileEntry("/repo/root.json"), folderEntry("/repo/a", [fileEntry("/repo/a/1.root.json")])]);
    const result = await collectDrop(transfer({ kind: "file", getAsFile: () => null, webkitGetAsEntry: () => entry, getAsFileSystemHandle: () => Promise.reject(new DOMException("", "NotAllowedError")) }));
    expect(result).toMatchObject({
      ok: true,
      value: { items: [{ kind: "passed-over", path: "repo/.git" }, { kind: "file", path: "repo/root.json" }, { kind: "file", path: "repo/a/1.root.json" }], folder: undefined },
    });
  });

  it("takes several files, all inside the event, and text not at all", async () => {
    const result = await collectDrop(transfer(file("a.json"), { kind: "string" }, file("b.json")));
    expect(result.ok && result.value.items).toMatchObject([{ kind: "file", path: "a.json" }, { kind: "file", path: "b.json" }]);
    expect(await collectDrop(transfer({ kind: "string" }))).toEqual({ ok: false, fault: { kind: "nothing-given" } });
  });
});

describe("collectInput", () => {
  it("keeps paths and sends one mark for each thing passed over", () => {
    const files = ["repo/root.json", "repo/.git/HEAD", "repo/.git/config", "repo/a/2.root.json"].map(picked);
    expect(collectInput(files)).toMatchObject({
      ok: true,
      value: { items: [{ path: "repo/root.json" }, { path: "repo/a/2.root.json" }, { kind: "passed-over", path: "repo/.git" }] },
    });
    expect(collectInput([])).toEqual({ ok: false, fault: { kind: "nothing-given" } });
  });
});

describe("pickFolder", () => {
  afterEach(() => vi.unstubAllGlobals());

  it("asks for reading only, and gives the handle", async () => {
    expect(canPickFolder()).toBe(false);
    const handle = { kind: "directory", name: "repo" };
    const picker = vi.fn(async () => handle);
    vi.stubGlobal("showDirectoryPicker", picker);
    expect(await pickFolder()).toEqual({ ok: true, value: { items: [{ kind: "folder", handle }], folder: handle } });
    expect(picker).toHaveBeenCalledWith({ id: "repository", mode: "read" });
  });

  it("knows a closed picker from a failure", async () => {
    vi.stubGlobal("showDirectoryPicker", () => Promise.reject(new DOMException("", "AbortError")));
    expect(await pickFolder()).toEqual({ ok: false, fault: { kind: "cancelled" } });
    vi.stubGlobal("showDirectoryPicker", () => Promise.reject(new DOMException("", "SecurityError")));
    expect(await pickFolder()).toMatchObject({ ok: false, fault: { kind: "unreadable", cause: "forbidden" } });
  });
});
