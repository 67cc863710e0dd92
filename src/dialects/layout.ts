import type { NamedBytes } from "../lib/named-bytes.ts";

/**
 * How a folder of metadata is laid out. `published`: as clients fetch it. `working`: a tuf-on-ci checkout, current
 * files by role name and `root_history/N.root.json` beside them. `loose`: files without a timestamp among them.
 */
export type LayoutKind = "published" | "working" | "loose";

export interface NameParts {
  /** The role that the name speaks of, percent-decoded: `2.a%2Fb.json` is `a/b`. */
  readonly roleInName: string;
  readonly versionInName: number | undefined;
}

export type LayoutFile = NamedBytes & NameParts;

/** Of files with their bytes, or of whatever else has a path. */
export interface Layout<F extends { readonly path: string } = NamedBytes> {
  readonly kind: LayoutKind;
  /** Empty for the top. No slash at the end. */
  readonly folder: string;
  readonly files: readonly (F & NameParts)[];
  /** Other folders that look like a repository of their own, nearest first. */
  readonly otherFolders: readonly string[];
  /** `.signing-event-state` of tuf-on-ci, where there is one. */
  readonly signingEvent: F | undefined;
}

const HISTORY = "root_history";
const SIGNING_EVENT = ".signing-event-state";

/** Picks the metadata out of whatever was opened; `folder` chooses among several. Undefined when no file looks like metadata. */
export function recogniseLayout<F extends { readonly path: string }>(files: readonly F[], folder?: string): Layout<F> | undefined {
  // A file called `.json` is the metadata of no role.
  const json = files.filter((file) => file.path.endsWith(".json") && nameOf(file.path) !== ".json");
  const folders = candidateFolders(json);
  const chosen = folder !== undefined && folders.includes(folder) ? folder : folders[0];
  if (chosen === undefined) return undefined;
  const inside = json.filter((file) => isIn(file, chosen) || isIn(file, join(chosen, HISTORY)));
  const names = inside.map((file) => nameOf(file.path));
  const history = inside.some((file) => isIn(file, join(chosen, HISTORY)));
  const kind = history ? "working" : names.includes("timestamp.json") ? "published" : "loose";
  return {
    kind,
    folder: chosen,
    files: inside.map((file) => ({ ...file, ...readName(nameOf(file.path)) })),
    otherFolders: folders.filter((other) => other !== chosen),
    signingEvent: files.find((file) => isIn(file, chosen) && nameOf(file.path) === SIGNING_EVENT),
  };
}

/** `12.root.json` → root, 12. Names that do not decode are taken as they are written. */
export function readName(name: string): NameParts {
  const stem = name.replace(/\.json$/, "");
  const m = /^([1-9]\d{0,14})\.(.+)$/s.exec(stem);
  const version = m === null ? undefined : Number(m[1]);
  return { roleInName: percentDecode(m?.[2] ?? stem), versionInName: version };
}

/** The people that an invitation of tuf-on-ci waits for, and the roles they are asked into. Undefined when unreadable. */
export function readInvitations(text: string): readonly { readonly person: string; readonly roles: readonly string[] }[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const invites: unknown = typeof value === "object" && value !== null && "invites" in value ? value.invites : undefined;
    if (typeof invites !== "object" || invites === null) return undefined;
    return Object.entries(invites).map(([person, roles]: [string, unknown]) => ({
      person,
      roles: Array.isArray(roles) ? roles.filter((role): role is string => typeof role === "string") : [],
    }));
  } catch {
    return undefined; // JSON.parse: not JSON
  }
}

/** Best first: a timestamp, then a root, then most files; nearer to the top before deeper. */
function candidateFolders(json: readonly { readonly path: string }[]): readonly string[] {
  const scores = new Map<string, number>();
  for (const { path } of json) {
    const parent = folderOf(path);
    const home = nameOf(parent) === HISTORY ? folderOf(parent) : parent;
    const name = nameOf(path);
    const worth = name === "timestamp.json" ? 10_000 : /^(\d+\.)?root\.json$/.test(name) ? 1000 : name.endsWith("root.json") ? 100 : 1;
    scores.set(home, Math.max(scores.get(home) ?? 0, worth));
  }
  const best = [...scores.values()].reduce((a, b) => Math.max(a, b), 0); // not spread into arguments: there may be 100,000
  const worthy = [...scores].filter(([, score]) => score >= Math.min(best, 100));
  const depth = (path: string): number => (path === "" ? 0 : path.split("/").length);
  return worthy.toSorted(([a, x], [b, y]) => y - x || depth(a) - depth(b) || (a < b ? -1 : 1)).map(([path]) => path);
}

/** A letter that need not be escaped is part of the name: clients that ask for `targets.json` never get `%74argets.json`. */
const NEEDLESS_ESCAPE = /%(?:2[DdEe]|3\d|4[1-9A-Fa-f]|5[0-9AaFf]|6[1-9A-Fa-f]|7[0-9AaEe])/;

function percentDecode(text: string): string {
  if (NEEDLESS_ESCAPE.test(text)) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a lone % is part of the name
  }
}

function isIn(file: { readonly path: string }, folder: string): boolean {
  return folderOf(file.path) === folder;
}

function folderOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash === -1 ? "" : path.slice(0, slash);
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function join(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}
