/** What the main thread collected from a drop or a picker, as it crosses into the reader: all of it can be cloned. */
export type SourceItem =
  /** `path` has its folder in it where there was one; a file without `/` was pointed at by itself. */
  | { readonly kind: "file"; readonly path: string; readonly file: File }
  /** What was left behind on the main thread, so that it can be counted. */
  | { readonly kind: "passed-over"; readonly path: string }
  | { readonly kind: "folder"; readonly handle: FileSystemDirectoryHandle };
