import { offerFile, type Origin, type RepositoryFile } from "../tuf/repository/inventory.ts";
import type { Layout } from "./layout.ts";

/** The files of a layout, each parsed once, as the assessment takes them. */
export function offerLayout(layout: Layout, origin: Origin): readonly RepositoryFile[] {
  return layout.files.map((file) => offerFile(file.path, file.bytes, origin, file.roleInName, file.versionInName));
}
