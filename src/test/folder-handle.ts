/** A folder as the File System Access API gives it, in memory. */
export type FakeTree = { readonly [name: string]: FakeTree | Uint8Array<ArrayBuffer> | (() => Promise<File>) };

/** Only what reading uses: the rest of the interface is not there, and a test that needs it fails. */
export function folderHandle(name: string, tree: FakeTree): FileSystemDirectoryHandle {
  const handle = {
    kind: "directory",
    name,
    async *values() {
      for (const [child, content] of Object.entries(tree)) {
        if (content instanceof Uint8Array) yield { kind: "file", name: child, getFile: async () => new File([content], child) };
        else if (typeof content === "function") yield { kind: "file", name: child, getFile: content };
        else yield folderHandle(child, content);
      }
    },
  };
  return handle as unknown as FileSystemDirectoryHandle; // a test double
}
