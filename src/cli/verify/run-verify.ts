import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { readInvitations, recogniseLayout, type Layout } from "../../dialects/layout.ts";
import { offerLayout } from "../../dialects/offer-layout.ts";
import { decodeUtf8 } from "../../lib/bytes.ts";
import { quoted } from "../../lib/quoted.ts";
import { fail, ok, type Result } from "../../lib/result.ts";
import type { UtcInstant } from "../../lib/utc-instant.ts";
import { describeSourceFault } from "../../sources/describe-source-fault.ts";
import { explainAll } from "../../tuf/explain/explain-in-repository.ts";
import type { SchemeProbe } from "../../tuf/explain/scheme-probe.ts";
import { isOfType, parseMetadata } from "../../tuf/model/parse-metadata.ts";
import { neighboursAmong } from "../../tuf/neighbours/neighbour-files.ts";
import { assessRepository } from "../../tuf/repository/assess.ts";
import { offerFile, type RepositoryFile } from "../../tuf/repository/inventory.ts";
import type { RepositoryFinding } from "../../tuf/repository/report.ts";
import type { SignatureVerifier } from "../../tuf/verify/signature-verifier.ts";
import { describeDocumentFault } from "../../tuf/words/document-fault.ts";
import { describeOpenFault } from "../../tuf/words/open-fault.ts";
import { readVerifyCommand, VERIFY_USAGE, type VerifyCommand } from "./arguments.ts";
import { readPath } from "./read-path.ts";
import { resultOf } from "./result-of.ts";
import { FORMAT, type VerifyError, type VerifyResult } from "./verify-result.ts";
import { errorText, resultText } from "./verify-text.ts";

export interface VerifyWorld {
  readonly verifier: SignatureVerifier;
  readonly probe: SchemeProbe;
  readonly now: UtcInstant;
  readonly print: (text: string) => void;
  readonly printError: (text: string) => void;
}

/** Each costs a search; the findings name the others. */
const MOST_EXPLAINED = 32;

/** Gives the exit code: 0 a client can update, 1 it cannot or one cannot tell, 2 there is nothing to judge. */
export async function runVerify(args: readonly string[], world: VerifyWorld): Promise<0 | 1 | 2> {
  const command = readVerifyCommand(args);
  if (!command.ok) {
    if (typeof command.fault === "string") world.printError(`${command.fault}\n\n${VERIFY_USAGE}\n`);
    else world.print(`${VERIFY_USAGE}\n`);
    return typeof command.fault === "string" ? 2 : 0;
  }
  const { json } = command.value;
  const result = await verify(command.value, world);
  if (!result.ok) {
    if (json) world.print(asJson(result.fault));
    else world.printError(errorText(result.fault));
    return 2;
  }
  const { printed, findings } = result.value;
  world.print(json ? asJson(printed) : resultText(printed, findings));
  return printed.verdict.exitCode;
}

async function verify(command: VerifyCommand, world: VerifyWorld): Promise<Result<{ readonly printed: VerifyResult; readonly findings: readonly RepositoryFinding[] }, VerifyError>> {
  const source = await readPath(command.path);
  if (!source.ok) {
    const { what, evidence, you } = describeSourceFault(source.fault);
    return error(`${what}.`, [evidence], you);
  }
  const { files } = source.value;
  const layout = recogniseLayout(files);
  if (layout === undefined) {
    const { happened, evidence, you } = describeOpenFault({ kind: "no-metadata", fileCount: files.length, firstPaths: files.slice(0, 5).map(({ path }) => path), unreadable: [] });
    return error(happened, evidence, you);
  }
  const root = command.rootFile === undefined ? undefined : await readRoot(command.rootFile);
  if (root?.ok === false) return root;
  const opened = offerLayout(layout, "opened");
  const within = new Set(layout.files.map(({ path }) => path));
  const assessed = await assessRepository({
    layout: layout.kind,
    neighbours: neighboursAmong(opened, files.filter(({ path }) => !within.has(path))),
    files: [...opened, ...(root === undefined ? [] : [root.value.file])],
    anchor: root?.value.digest,
    seen: undefined,
    invitations: invitationsOf(layout),
    now: command.asOf ?? world.now,
  }, world.verifier);
  if (!assessed.ok) {
    const { happened, evidence, you } = describeOpenFault(assessed.fault);
    return error(happened, evidence, you);
  }
  const { report } = assessed.value;
  const { explained } = command.profile === "audit" ? await explainAll(assessed.value, world, MOST_EXPLAINED) : { explained: [] };
  return ok({ printed: resultOf(report, command, source.value, layout, explained), findings: report.findings });
}

/** The root that clients start from, as a file beside those of the repository: it may not be among them. */
async function readRoot(path: string): Promise<Result<{ readonly file: RepositoryFile; readonly digest: NonNullable<Parameters<typeof assessRepository>[0]["anchor"]> }, VerifyError>> {
  const you = "Give the file of a root, such as 1.root.json, with --root.";
  const bytes = await readFile(path).catch((cause: unknown) => cause);
  if (!(bytes instanceof Uint8Array)) return error(`The root ${quoted(path)} could not be read.`, [bytes instanceof Error ? bytes.message : String(bytes)], you);
  const own = new Uint8Array(bytes);
  const parsed = parseMetadata(own);
  if (!parsed.ok) {
    const { happened, evidence } = describeDocumentFault(parsed.fault);
    return error(`The root ${quoted(path)} could not be read.`, [happened, evidence], you);
  }
  if (!isOfType(parsed.value, "root")) return error(`${quoted(path)} is no root.`, [`It is ${parsed.value.signed.type} metadata.`], you);
  return ok({ file: offerFile(basename(path), own, "added", "root", undefined), digest: parsed.value.digest });
}

function invitationsOf({ signingEvent }: Layout): ReturnType<typeof readInvitations> & object {
  const text = signingEvent === undefined ? undefined : decodeUtf8(signingEvent.bytes);
  return (text === undefined ? undefined : readInvitations(text)) ?? [];
}

function error(happened: string, evidence: readonly string[], you: string): { readonly ok: false; readonly fault: VerifyError } {
  return fail({ format: FORMAT, error: { happened, evidence, you } });
}

function asJson(value: VerifyResult | VerifyError): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
