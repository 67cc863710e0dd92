import { assertNever } from "../../lib/assert-never.ts";
import { quoted } from "../../lib/quoted.ts";
import { fail, ok, type Result } from "../../lib/result.ts";
import type { UtcInstant } from "../../lib/utc-instant.ts";
import type { FetchPort } from "../../sources/fetch-file.ts";
import { limitsOf, readAs, type CheckContext } from "../../tuf/client/checks.ts";
import type { ClientFault } from "../../tuf/client/client-fault.ts";
import { DelegatedRoles } from "../../tuf/client/delegated-roles.ts";
import { findTarget, type SearchFault } from "../../tuf/client/find-target.ts";
import { updateClient } from "../../tuf/client/update.ts";
import type { RoleName } from "../../tuf/model/ids.ts";
import type { Metadata, Root, Snapshot, Targets } from "../../tuf/model/metadata.ts";
import { parseMetadata } from "../../tuf/model/parse-metadata.ts";
import type { SignatureVerifier } from "../../tuf/verify/signature-verifier.ts";
import { describeClientFault } from "../../tuf/words/client-fault.ts";
import { listWords, roleWords } from "../../tuf/words/report-words.ts";
import { readClientCommand, CLIENT_USAGE, type ClientCommand } from "./arguments.ts";
import { bringArtifact } from "./artifacts.ts";
import { diskStore, type DiskStore } from "./disk-store.ts";
import { TransferFailure } from "./download-file.ts";
import { httpView } from "./http-view.ts";
import { readIfThere, replaceFile } from "./write-file.ts";

/** What the client needs of the world. */
export interface ClientWorld {
  readonly fetch: FetchPort;
  readonly verifier: SignatureVerifier;
  /** Fixed once for the whole command. Source: TUF 1.0.34, 5.1. */
  readonly now: UtcInstant;
  /** One line for whoever runs it. */
  readonly say: (line: string) => void;
}

type Refreshed = Result<{ readonly snapshot: Metadata<Snapshot>; readonly targets: Metadata<Targets>; readonly root: Metadata<Root>; readonly store: DiskStore }, string>;

/** Runs one command. Gives the exit code of the conformance suite's protocol: 0 when all of it succeeded, else 1. */
export async function runClient(args: readonly string[], world: ClientWorld): Promise<0 | 1> {
  const command = readClientCommand(args);
  if (!command.ok) {
    world.say(`${command.fault}\n${CLIENT_USAGE}`);
    return 1;
  }
  try {
    const problem = await run(command.value, world);
    if (problem !== undefined) world.say(problem);
    return problem === undefined ? 0 : 1;
  } catch (error) {
    if (!(error instanceof TransferFailure) && !isSystemError(error)) throw error;
    world.say(error.message);
    return 1;
  }
}

function run(command: ClientCommand, world: ClientWorld): Promise<string | undefined> {
  switch (command.kind) {
    case "init": return init(command);
    case "refresh": return refresh(command, world).then((refreshed) => (refreshed.ok ? undefined : refreshed.fault));
    case "download": return download(command, world);
    default: return assertNever(command);
  }
}

/** The root is trusted because it was given; whether it is signed by itself is looked at in every update. */
async function init({ rootFile, metadataFolder }: Extract<ClientCommand, { kind: "init" }>): Promise<string | undefined> {
  const bytes = await readIfThere(rootFile);
  if (bytes === undefined) return `there is no file ${quoted(rootFile)}`;
  const read = readAs({ path: rootFile, bytes, parsed: parseMetadata(bytes) }, "root", { role: "root", version: undefined, limit: bytes.length, spec: "5.2" });
  if (!read.ok) return faultLine(read.fault);
  await replaceFile(`${metadataFolder}/root.json`, bytes);
  return undefined;
}

async function refresh({ metadataFolder, metadataUrl }: { readonly metadataFolder: string; readonly metadataUrl: string }, world: ClientWorld): Promise<Refreshed> {
  const store = diskStore(metadataFolder);
  const anchor = readAs(await store.root(), "root", { role: "root", version: undefined, limit: Number.MAX_SAFE_INTEGER, spec: "5.2" });
  if (!anchor.ok) return fail(anchor.fault.kind === "missing" ? `${quoted(metadataFolder)} holds no trusted root; begin with init` : faultLine(anchor.fault));
  const { root, snapshot, targets, refusal, steps } = await updateClient(httpView(world.fetch, metadataUrl), anchor.value, contextOf(world), { store });
  for (const { role, version, path, faults } of steps) if (faults.length === 0 && path !== undefined) world.say(`trusted: ${role} ${version}`);
  if (refusal !== undefined) return fail(faultLine(refusal));
  if (snapshot === undefined || targets === undefined) throw new Error("an update that nothing refuses ends with targets");
  return ok({ root, snapshot, targets, store });
}

async function download(command: Extract<ClientCommand, { kind: "download" }>, world: ClientWorld): Promise<string | undefined> {
  const refreshed = await refresh(command, world);
  if (!refreshed.ok) return refreshed.fault;
  const { root, snapshot, targets, store } = refreshed.value;
  const context = contextOf(world);
  const consistent = root.signed.consistentSnapshot === true;
  const roles = new DelegatedRoles({ view: httpView(world.fetch, command.metadataUrl), store, snapshot: snapshot.signed, consistent }, context);
  for (const name of command.targetNames) {
    const found = await findTarget(name, targets, roles, limitsOf(context).delegations);
    if (!found.ok) return searchLine(found.fault);
    const problem = await bringArtifact(found.value, { ...command, fetch: world.fetch, consistent });
    if (problem !== undefined) return `${quoted(name)} is refused: ${problem}`;
    world.say(`have ${quoted(name)}, signed by ${roleWords(found.value.role)}`);
  }
  return undefined;
}

function contextOf({ verifier, now }: ClientWorld): CheckContext {
  return { verifier, now };
}

function faultLine(fault: ClientFault): string {
  const { happened, evidence } = describeClientFault(fault);
  return `${happened} ${evidence} (TUF 1.0.34, ${fault.spec})`;
}

function searchLine(fault: SearchFault): string {
  const asked = `asked ${listWords(fault.visited.map((role: RoleName) => roleWords(role)))}`;
  switch (fault.kind) {
    case "target-not-found": return `${quoted(fault.path)} is not a target of this repository (${asked})`;
    case "search-limit": return `${quoted(fault.path)} was not found among ${fault.limit} delegated roles, and no more are asked`;
    case "role-refused": return `${quoted(fault.path)} was not found: ${faultLine(fault.fault)} (${asked})`;
    default: return assertNever(fault);
  }
}

/** The file system's refusals, which carry a code. */
function isSystemError(error: unknown): error is Error {
  return error instanceof Error && "syscall" in error;
}
