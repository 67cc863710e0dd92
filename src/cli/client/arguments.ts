import { parseArgs } from "node:util";
import { fail, ok, type Result } from "../../lib/result.ts";

/** What the client is asked to do, in the words of the conformance suite's protocol. */
export type ClientCommand =
  | { readonly kind: "init"; readonly metadataFolder: string; readonly rootFile: string }
  | { readonly kind: "refresh"; readonly metadataFolder: string; readonly metadataUrl: string }
  | {
      readonly kind: "download";
      readonly metadataFolder: string;
      readonly metadataUrl: string;
      /** In the order in which they are to be had. */
      readonly targetNames: readonly string[];
      readonly targetFolder: string;
      readonly targetUrl: string;
    };

export const CLIENT_USAGE = `usage:
  tuf-client --metadata-dir FOLDER init ROOT
  tuf-client --metadata-dir FOLDER --metadata-url URL refresh
  tuf-client --metadata-dir FOLDER --metadata-url URL --target-name NAME [--target-name NAME ...]
             --target-dir FOLDER --target-base-url URL download`;

const OPTIONS = {
  "metadata-dir": { type: "string" },
  "metadata-url": { type: "string" },
  "target-name": { type: "string", multiple: true },
  "target-dir": { type: "string" },
  "target-base-url": { type: "string" },
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS; allowPositionals: true }>>["values"];
type UrlOption = "metadata-url" | "target-base-url";

/** Faults: one sentence on what is missing or wrong. */
export function readClientCommand(args: readonly string[]): Result<ClientCommand, string> {
  const read = split(args);
  if (!read.ok) return read;
  const { values, positionals } = read.value;
  const [command, ...rest] = positionals;
  const metadataFolder = values["metadata-dir"];
  if (metadataFolder === undefined) return fail("--metadata-dir is missing");
  switch (command) {
    case "init": {
      const [rootFile, ...more] = rest;
      if (rootFile === undefined || more.length > 0) return fail("init takes one file, the root to trust");
      return ok({ kind: "init", metadataFolder, rootFile });
    }
    case "refresh": {
      const metadataUrl = folderUrl(values, "metadata-url");
      if (!metadataUrl.ok) return metadataUrl;
      return rest.length > 0 ? fail("refresh takes nothing after it") : ok({ kind: "refresh", metadataFolder, metadataUrl: metadataUrl.value });
    }
    case "download": {
      const metadataUrl = folderUrl(values, "metadata-url");
      if (!metadataUrl.ok) return metadataUrl;
      const targetUrl = folderUrl(values, "target-base-url");
      if (!targetUrl.ok) return targetUrl;
      const { "target-name": targetNames = [], "target-dir": targetFolder } = values;
      if (targetNames.length === 0) return fail("--target-name is missing");
      if (targetFolder === undefined) return fail("--target-dir is missing");
      if (rest.length > 0) return fail("download takes nothing after it");
      return ok({ kind: "download", metadataFolder, metadataUrl: metadataUrl.value, targetNames, targetFolder, targetUrl: targetUrl.value });
    }
    default: return fail(command === undefined ? "a command is missing" : `there is no command ${JSON.stringify(command)}`);
  }
}

function split(args: readonly string[]): Result<{ readonly values: Values; readonly positionals: readonly string[] }, string> {
  try {
    return ok(parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true }));
  } catch (error) {
    if (error instanceof TypeError) return fail(error.message.split(". To specify")[0] ?? error.message); // parseArgs reports so, and in no other way
    throw error;
  }
}

/** Ends in a slash, so that names are appended and replace nothing. */
function folderUrl(values: Values, option: UrlOption): Result<string, string> {
  const text = values[option];
  if (text === undefined) return fail(`--${option} is missing`);
  const url = URL.parse?.(text) ?? (URL.canParse(text) ? new URL(text) : undefined);
  if (url === undefined || url === null || !/^https?:$/.test(url.protocol)) return fail(`--${option} is no http or https address: ${text}`);
  return ok(url.href.endsWith("/") ? url.href : `${url.href}/`);
}
