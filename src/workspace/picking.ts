// What a screen must do itself, inside the event of the drop or the press, before the workspace takes over.
export { canPickFolder, collectDrop, collectInput, pickFolder } from "../sources/collect.ts";
export type { Collected } from "../sources/collect.ts";
