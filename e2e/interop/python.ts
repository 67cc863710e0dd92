import { execFile } from "node:child_process";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** What make_root.py leaves beside its repository. */
export interface Facts {
  readonly case: "rotated" | "same" | "device";
  readonly version: number;
  readonly threshold: number;
  /** SHA-256 of the canonical bytes of root 1. */
  readonly anchorDigest: string;
  /** SHA-256 of the canonical bytes of the root that waits for signatures. */
  readonly digest: string;
  /** Who has to sign it. `file` is null for the key of the device itself. */
  readonly signers: readonly { readonly file: string | null; readonly keyId: string; readonly keytype: string }[];
}

/** What accept_root.py says. */
export interface Verdict {
  readonly version: number;
  readonly oldThresholdMet: boolean;
  readonly newThresholdMet: boolean;
  readonly signedBy: readonly string[];
  readonly missing: readonly string[];
  readonly outsideUnchanged: boolean;
  readonly samePayload: boolean;
  readonly client: string;
}

/** The verdict that a correctly signed root 2 gets, but for who signed it. */
export const ACCEPTED: Partial<Verdict> = {
  version: 2,
  oldThresholdMet: true,
  newThresholdMet: true,
  outsideUnchanged: true,
  samePayload: true,
  client: "root 2",
};

export interface Ceremony {
  readonly folder: string;
  readonly repository: string;
  readonly facts: Facts;
  /** The bytes of a private key file by its name. */
  keyFile(name: string): string;
  /** python-tuf's view of what came back. */
  judge(after: Uint8Array): Promise<Verdict>;
}

/** Lets python-tuf and openssl make a repository in an empty folder. `devicePem` is the public key for the case `device`. */
export async function makeCeremony(folder: string, kind: Facts["case"], devicePem?: string): Promise<Ceremony> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const deviceFile = join(folder, "device.pem");
  if (devicePem !== undefined) await writeFile(deviceFile, devicePem);
  const made = await python("make_root.py", [folder, kind, ...(devicePem === undefined ? [] : [deviceFile])]);
  if (made.code !== 0) throw new Error(made.stderr);
  const facts: Facts = JSON.parse(await readFile(join(folder, "facts.json"), "utf8"));
  const repository = join(folder, "repository");
  return {
    folder,
    repository,
    facts,
    keyFile: (name) => join(folder, "keys", name),
    judge: async (after) => {
      const file = join(folder, "signed.root.json");
      await writeFile(file, after);
      const said = await python("accept_root.py", [repository, join(repository, "2.root.json"), file]);
      if (said.stdout === "") throw new Error(said.stderr);
      return JSON.parse(said.stdout);
    },
  };
}

export interface Answer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a script of this folder with the prepared Python. */
export function python(script: string, args: readonly string[]): Promise<Answer> {
  const program = process.env["INTEROP_PYTHON"];
  if (program === undefined) throw new Error("run this by `npm run interop`, which prepares Python");
  const path = fileURLToPath(new URL(script, import.meta.url));
  return new Promise((resolve) => {
    execFile(program, ["-I", path, ...args], { encoding: "utf8" }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : 1, stdout, stderr });
    });
  });
}
