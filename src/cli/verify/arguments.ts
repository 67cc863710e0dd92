import { parseArgs } from "node:util";
import { fail, ok, type Result } from "../../lib/result.ts";
import { parseInstant, type UtcInstant } from "../../lib/utc-instant.ts";
import { PROFILES, type Profile } from "../../tuf/client/profile.ts";

export interface VerifyCommand {
  /** A folder, an archive, or one file of metadata. */
  readonly path: string;
  /** The root that clients start from; undefined means the oldest that is there. */
  readonly rootFile: string | undefined;
  /** Undefined means the present. */
  readonly asOf: UtcInstant | undefined;
  readonly profile: Profile;
  readonly json: boolean;
}

export const VERIFY_USAGE = `usage: verify FOLDER|FILE [--root FILE] [--as-of TIME] [--profile client|strict|audit] [--json]

  FOLDER|FILE   a repository: its folder, or a zip, tar or tar.gz of it
  --root FILE   the root that clients start from; without it, the oldest that is there
  --as-of TIME  judge expiry at this time, such as 2026-01-31T12:00:00Z or 2026-01-31
  --profile     client: what clients of today do (the default); strict: every rule of the format;
                audit: as client, and everything is judged and listed
  --json        the result as JSON, as docs/verify.md describes it

exit codes: 0 a client can update; 1 it cannot, or one cannot tell; 2 there is nothing to judge`;

const OPTIONS = {
  root: { type: "string" },
  "as-of": { type: "string" },
  profile: { type: "string", default: "client" },
  json: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

/** Faults: one sentence on what is wrong, or `help` when the usage was asked for. */
export function readVerifyCommand(args: readonly string[]): Result<VerifyCommand, string | { readonly kind: "help" }> {
  const read = split(args);
  if (!read.ok) return read;
  const { values, positionals } = read.value;
  if (values.help) return fail({ kind: "help" });
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) return fail(path === undefined ? "no folder or file is named" : "more than one folder or file is named");
  const profile = PROFILES.find((name) => name === values.profile);
  if (profile === undefined) return fail(`there is no profile ${JSON.stringify(values.profile)}`);
  const asOf = values["as-of"] === undefined ? undefined : readTime(values["as-of"]);
  if (values["as-of"] !== undefined && asOf === undefined) return fail(`--as-of is no time: ${JSON.stringify(values["as-of"])}`);
  return ok({ path, rootFile: values.root, asOf, profile, json: values.json });
}

/** A whole day means its first moment, in UTC. */
function readTime(text: string): UtcInstant | undefined {
  return parseInstant(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text)?.instant;
}

function split(args: readonly string[]): Result<ReturnType<typeof parseArgs<{ options: typeof OPTIONS; allowPositionals: true }>>, string> {
  try {
    return ok(parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true }));
  } catch (error) {
    if (error instanceof TypeError) return fail(error.message.split(". To specify")[0] ?? error.message); // parseArgs reports so, and in no other way
    throw error;
  }
}
