/** What a page's address means for keys, which belong to it. */
export interface OriginReport {
  /** False where other pages of this machine read the same storage. */
  readonly keepsKeys: boolean;
  readonly warnings: readonly OriginWarning[];
}

export type OriginWarning =
  | { readonly kind: "file-address" }
  /** Neither `http:` nor `https:`. */
  | { readonly kind: "opaque-address"; readonly protocol: string }
  /** Other projects of one owner are under the same address, and their scripts read the same storage. */
  | { readonly kind: "shared-host"; readonly host: string }
  /** The app is one folder of a host, and whatever is in the others reads the same storage. */
  | { readonly kind: "shared-folder"; readonly host: string; readonly folder: string }
  /** Another port is another address, with keys of its own; passkeys are shared by all ports. */
  | { readonly kind: "local-port"; readonly host: string; readonly port: string }
  /** Passkeys are bound to names. */
  | { readonly kind: "no-passkeys-at-address"; readonly host: string };

/** Hosts that put each project of an owner into a folder: `owner.github.io/project/`. */
const SHARED_BY_FOLDER: readonly RegExp[] = [/^[^.]+\.github\.io$/, /\.gitlab\.io$/, /\.codeberg\.page$/, /^[^.]+\.srht\.site$/, /\.bitbucket\.io$/, /^[^.]+\.pages\.debian\.net$/];
/** Hosts that serve many owners at one address. */
const SHARED_BY_ALL: readonly RegExp[] = [/^storage\.googleapis\.com$/, /^s3[.-].*amazonaws\.com$/, /^raw\.githack\.com$/, /^rawcdn\.githack\.com$/, /^cdn\.jsdelivr\.net$/, /^unpkg\.com$/, /^gateway\.ipfs\.io$/, /^ipfs\.io$/, /^dweb\.link$/];
/** Where `npm start` serves the app, always. */
const OWN_PORT = "41787";
const LOCAL = /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/;
const NUMERIC = /^(\d+(\.\d+){3}|\[.*\])$/;

/** Pure: of a page's `location`, or a worker's, which has no `pathname` of the app's. */
export function describeOrigin({ protocol, hostname, port, pathname = "/" }: Pick<Location, "protocol" | "hostname" | "port"> & { readonly pathname?: string }): OriginReport {
  if (protocol === "file:") return { keepsKeys: false, warnings: [{ kind: "file-address" }] };
  if (protocol !== "https:" && protocol !== "http:") return { keepsKeys: false, warnings: [{ kind: "opaque-address", protocol }] };
  const host = hostname.toLowerCase();
  const warnings: OriginWarning[] = [];
  const folder = pathname.slice(0, pathname.lastIndexOf("/") + 1);
  if ([...SHARED_BY_FOLDER, ...SHARED_BY_ALL].some((pattern) => pattern.test(host))) warnings.push({ kind: "shared-host", host });
  else if (folder !== "/") warnings.push({ kind: "shared-folder", host, folder });
  if (LOCAL.test(host) && port !== OWN_PORT) warnings.push({ kind: "local-port", host, port: port === "" ? (protocol === "https:" ? "443" : "80") : port });
  if (NUMERIC.test(host)) warnings.push({ kind: "no-passkeys-at-address", host });
  return { keepsKeys: true, warnings };
}

/** What it means, and what to do about it. */
export function describeOriginWarning(warning: OriginWarning): string {
  switch (warning.kind) {
    case "file-address":
      return "This page was opened as a file. Any other file that is opened in this browser can read what it stores, and sign with its keys, so no key is kept here. Open it through an address: “npm start” gives it one.";
    case "opaque-address":
      return `This page has an address of its own kind (“${warning.protocol}”), where storage is shared or short-lived, so no key is kept here.`;
    case "shared-host":
      return `Other projects can be served at ${warning.host}, and a script of any of them can sign with the keys that are kept here. Use an address that serves this app alone.`;
    case "shared-folder":
      return `This app is the folder ${warning.folder} of ${warning.host}. A script of any other page of that host can sign with the keys that are kept here. Serve the app from an address of its own.`;
    case "local-port":
      return `Keys that are made at ${warning.host} port ${warning.port} are seen at this port alone, and by whatever else is served at it later. “npm start” always uses port ${OWN_PORT}.`;
    case "no-passkeys-at-address":
      return `Passkeys are bound to host names, and ${warning.host} is none. Use “localhost” or a name to have them.`;
  }
}
