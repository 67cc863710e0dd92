// Screens hand files to the browser, and may not import `exports`: what is in a file is decided by the workspace.
export { downloadBytes, fileName } from "../exports/download.ts";
export { rstufSignature } from "../exports/detached-signatures.ts";
export { zipFiles } from "../exports/zip-files.ts";
