import { describe, expect, it } from "vitest";
import { decodeUtf8, utf8, type Bytes } from "../lib/bytes.ts";
import { describeWriteFault } from "./describe-write-fault.ts";
import { writeBack, type FileToWrite } from "./write-back.ts";

/** A folder in memory that can be written, with the failures that a real one has. */
class Folder {
  readonly files = new Map<string, Bytes>();
  permission: PermissionState = "granted";
  failOn: { readonly path: string; readonly name: string } | undefined;
  corrupts = false;

  handle(prefix: string = ""): FileSystemDirectoryHandle {
    const handle = {
      requestPermission: async () => this.permission,
      getDirectoryHandle: async (name: string) => this.handle(`${prefix}${name}/`),
      getFileHandle: async (name: string, { create }: { readonly create: boolean }) => {
        const path = prefix + name;
        if (!create && !this.files.has(path)) throw new DOMException("", "NotFoundError");
        return { getFile: async () => new File([this.files.get(path) ?? new Uint8Array(0)], name), createWritable: async () => this.writable(path) };
      },
    };
    return handle as unknown as FileSystemDirectoryHandle; // a test double
  }

  private writable(path: string): object {
    let pending: Bytes = new Uint8Array(0);
    return {
      write: async (bytes: Bytes) => {
        if (this.failOn?.path === path) throw new DOMException("", this.failOn.name);
        pending = this.corrupts ? bytes.map((byte) => byte ^ 1) : bytes;
      },
      close: async () => void this.files.set(path, pending),
      abort: async () => undefined,
    };
  }
}

const OLD = utf8("old");
const FILES: readonly FileToWrite[] = [
  { path: "metadata/root.json", bytes: utf8("new"), replaces: OLD },
  { path: "metadata/root_history/2.root.json", bytes: utf8("new"), replaces: undefined },
];

function repository(): Folder {
  const folder = new Folder();
  folder.files.set("metadata/root.json", OLD);
  return folder;
}

describe("writeBack", () => {
  it("replaces what was reviewed and adds what was not there", async () => {
    const folder = repository();
    expect(await writeBack(folder.handle(), FILES)).toEqual({ ok: true, value: FILES.map(({ path }) => path) });
    expect([...folder.files].map(([path, bytes]) => [path, decodeUtf8(bytes)])).toEqual(FILES.map(({ path }) => [path, "new"]));
  });

  it.each([
    ["another file", (folder: Folder) => folder.files.set("metadata/root.json", utf8("odd")), "another-file"],
    ["no file", (folder: Folder) => folder.files.delete("metadata/root.json"), "no-file"],
    ["a file in the free place", (folder: Folder) => folder.files.set("metadata/root_history/2.root.json", OLD), "a-file"],
  ])("writes nothing when it finds %s", async (_what, change, found) => {
    const folder = repository();
    change(folder);
    const before = new Map(folder.files);
    expect(await writeBack(folder.handle(), FILES)).toMatchObject({ ok: false, fault: { kind: "changed-on-disk", found } });
    expect(folder.files).toEqual(before);
  });

  it("writes nothing without permission", async () => {
    const folder = repository();
    folder.permission = "denied";
    expect(await writeBack(folder.handle(), FILES)).toEqual({ ok: false, fault: { kind: "write-not-allowed" } });
    expect(folder.files.get("metadata/root.json")).toBe(OLD);
  });

  it("says what stands in the folder when the second file fails", async () => {
    const folder = repository();
    folder.failOn = { path: "metadata/root_history/2.root.json", name: "QuotaExceededError" };
    const result = await writeBack(folder.handle(), FILES);
    expect(result).toEqual({ ok: false, fault: { kind: "write-failed", path: "metadata/root_history/2.root.json", cause: "full", written: ["metadata/root.json"] } });
    if (result.ok) throw new Error("just asserted");
    expect(describeWriteFault(result.fault).evidence).toBe("There is no space left. Written before that: “metadata/root.json”.");
  });

  it("notices when other bytes come back", async () => {
    const folder = repository();
    folder.corrupts = true;
    expect(await writeBack(folder.handle(), FILES)).toMatchObject({ ok: false, fault: { kind: "reads-back-differently", written: [] } });
  });
});
