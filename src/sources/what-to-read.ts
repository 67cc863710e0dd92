/** Never part of a repository's metadata, and often larger than all of it. */
const PASSED_OVER: ReadonlySet<string> = new Set([
  ".git", ".hg", ".svn", "node_modules", "__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini",
  ".venv", "venv", "__pycache__", ".tox", ".mypy_cache", ".pytest_cache", ".idea", ".vscode",
]);
const CARGO_OUTPUT: ReadonlySet<string> = new Set(["debug", "release"]);

/** The shortest leading part of the path that is passed over as a whole, or undefined. */
export function passedOverPart(path: string): string | undefined {
  const segments = path.split("/");
  for (const [i, segment] of segments.entries()) {
    const cargo = segments[i - 1] === "target" && CARGO_OUTPUT.has(segment) && i < segments.length - 1;
    const appleDouble = segment.startsWith("._"); // what macOS writes into archives beside each file
    if (PASSED_OVER.has(segment) || cargo || appleDouble) return segments.slice(0, i + 1).join("/");
  }
  return undefined;
}

/** Asked of a folder before it is entered; the segments above it were asked before. */
export function isFolderPassedOver(path: string): boolean {
  return passedOverPart(`${path}/`) !== undefined;
}

/**
 * Metadata by name and place: `*.json`, tuf-on-ci's event state and the rotate files of TAP 8, but nothing that lies in a
 * `targets` folder. Below `metadata`, `targets` is a role's name (Notary writes `metadata/targets/releases.json`).
 */
export function mayBeMetadata(path: string): boolean {
  const segments = path.split("/");
  const name = segments.pop() ?? "";
  const targets = segments.indexOf("targets");
  if (targets !== -1 && !segments.slice(0, targets).includes("metadata")) return false;
  return name.endsWith(".json") || name === ".signing-event-state" || (segments.at(-1) === "rotate" && /.\.rotate\.\d+$/.test(name));
}
