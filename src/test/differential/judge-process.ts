import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { Buffer } from "node:buffer";
import type { MeasuredClient } from "../../tuf/words/client-behaviour.ts";
import { formatInstant } from "../../lib/utc-instant.ts";
import { roleOfFile, type Case, type Found, type Verdict } from "./case.ts";

export interface Command {
  readonly client: MeasuredClient;
  readonly program: string;
  readonly args: readonly string[];
}

/** The protocol of scripts/differential. */
interface Answer {
  readonly asked: readonly string[];
  readonly trusted: Verdict["trusted"];
  readonly error: string | null;
  readonly targets: readonly { readonly found?: string | null; readonly error?: string; readonly asked?: readonly string[] }[];
}

/** A client that lives as long as the test and judges one case after another. */
export interface Judge {
  readonly client: MeasuredClient;
  readonly version: string;
  judge(about: Case): Promise<Verdict>;
  /** Milliseconds that it has had questions. */
  busyMs(): number;
  stop(): void;
}

const ANSWER_WITHIN_MS = 60_000;

export async function startJudge({ client, program, args }: Command): Promise<Judge> {
  const child = spawn(program, args, { stdio: ["pipe", "pipe", "inherit"] });
  const lines = linesOf(child, client);
  const { version } = (await lines()) as { readonly version: string }; // the protocol's first line
  let busy = 0;
  return {
    client,
    version,
    async judge(about) {
      const started = performance.now();
      child.stdin.write(`${JSON.stringify(question(about))}\n`);
      const answer = (await lines()) as Answer; // the protocol's other lines
      busy += performance.now() - started;
      return verdictOf(answer);
    },
    busyMs: () => busy,
    stop: () => void child.stdin.end(),
  };
}

function question({ root, files, now, targets }: Case): object {
  const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
  return { root: base64(root), files: Object.fromEntries([...files].map(([name, bytes]) => [name, base64(bytes)])), now: formatInstant(now), targets };
}

function verdictOf({ asked, trusted, error, targets }: Answer): Verdict {
  if (error !== null) return { stop: stopOf(error, asked) ?? "root", why: error, trusted, found: [] };
  const found = targets.map((target): Found => {
    if (target.error !== undefined) return { kind: "stopped", role: stopOf(target.error, target.asked ?? []) ?? "?", why: target.error };
    return target.found === null || target.found === undefined ? { kind: "nothing" } : { kind: "found", sha256: target.found };
  });
  return { stop: undefined, why: undefined, trusted, found };
}

/** The last file that was asked for is the one that was refused, but that some find the last root expired only later. */
function stopOf(error: string, asked: readonly string[]): string | undefined {
  if (/final root\.json is expired/i.test(error)) return "root";
  const last = asked.at(-1);
  return last === undefined ? undefined : roleOfFile(last);
}

/** One line for each call; rejects when the process ends, or says nothing for too long. */
function linesOf(child: ChildProcess, client: string): () => Promise<unknown> {
  if (child.stdout === null) throw new Error("a judge answers on its standard output");
  const waiting: { readonly resolve: (line: unknown) => void; readonly reject: (error: Error) => void }[] = [];
  const end = (why: string): void => {
    for (const { reject } of waiting.splice(0)) reject(new Error(`${client} ${why}`));
  };
  createInterface({ input: child.stdout }).on("line", (line) => waiting.shift()?.resolve(JSON.parse(line)));
  child.on("error", (error) => end(`did not start: ${error.message}`));
  child.on("close", (code) => end(`ended with ${code}`));
  return () => new Promise((resolve, reject) => {
    const timer = setTimeout(() => { child.kill(); end(`gave no answer within ${ANSWER_WITHIN_MS / 1000} s`); }, ANSWER_WITHIN_MS);
    const done = <T>(settle: (value: T) => void) => (value: T): void => { clearTimeout(timer); settle(value); };
    waiting.push({ resolve: done(resolve), reject: done(reject) });
  });
}
