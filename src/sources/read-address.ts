import type { Bytes } from "../lib/bytes.ts";
import { fail, ok, type Result } from "../lib/result.ts";
import { parseAddress, roleSegment, type Address } from "./address.ts";
import { fetchFile, type Fetched, type FetchPort } from "./fetch-file.ts";
import { inParallel } from "./in-parallel.ts";
import { Intake, type IntakeOptions } from "./intake.ts";
import { readItems } from "./read-items.ts";
import { fieldsOf, rolesOf, type PeekedRole } from "./peek.ts";
import { DEFAULT_SOURCE_LIMITS, type NotReadReason, type ReadProgress, type SourceContents, type SourceLimits } from "./source-contents.ts";
import { SourceRefusal, type SourceFault } from "./source-fault.ts";

/** More than any client follows (256 or 1024), so that the walk ends. */
const MAX_ROOTS = 1024;
const MAX_REQUESTS_AT_ONCE = 6;

/**
 * Reads published metadata as a client would find it: every root from the first, then timestamp, snapshot and what the
 * snapshot lists. Nothing is verified here; versions are read only to know the next file's name. No file outside the
 * given folder is asked for, whatever the metadata says. Source: TUF 1.0.34, 5.3 to 5.6.
 */
export async function readAddress(
  written: string,
  fetch: FetchPort,
  onProgress: (progress: ReadProgress) => void = () => undefined,
  limits: SourceLimits = DEFAULT_SOURCE_LIMITS,
  how: IntakeOptions = {},
): Promise<Result<SourceContents, SourceFault>> {
  const address = parseAddress(written);
  if (!address.ok) return fail({ kind: "address-refused", address: written, problem: address.fault });
  if (address.value.kind === "file") return readOneFile(address.value, fetch, onProgress, limits, how);
  try {
    return ok(await new Walk(address.value.url, fetch, new Intake(limits, onProgress, how)).run());
  } catch (error) {
    if (error instanceof SourceRefusal) return fail(error.fault);
    throw error;
  }
}

/** One file of what was read from an address before, by its path there. Undefined where it cannot be had any more. */
export async function readAgainAt(written: string, path: string, fetch: FetchPort, limits: SourceLimits = DEFAULT_SOURCE_LIMITS): Promise<Bytes | undefined> {
  const address = parseAddress(written);
  if (!address.ok || address.value.kind === "file") return undefined; // of an archive everything would have to come again
  const fetched = await fetchFile(fetch, address.value.url + path, limits.maxFileBytes);
  return fetched.kind === "bytes" ? fetched.bytes : undefined;
}

async function readOneFile({ url }: Address, fetch: FetchPort, onProgress: (progress: ReadProgress) => void, limits: SourceLimits, how: IntakeOptions): Promise<Result<SourceContents, SourceFault>> {
  const fetched = await fetchFile(fetch, url, limits.maxTotalBytes);
  if (fetched.kind !== "bytes") return fail(faultOf(fetched, url));
  const name = url.slice(url.lastIndexOf("/") + 1);
  const contents = await readItems([{ kind: "file", path: name, file: new File([fetched.bytes], name) }], onProgress, limits, how);
  return contents.ok ? ok({ ...contents.value, name: url, kind: "url" }) : contents;
}

class Walk {
  private readonly base: string;
  private readonly fetch: FetchPort;
  private readonly intake: Intake;
  /** Published metadata often lies one folder below the address that people know. Set once, by the first root found. */
  private folder = "";

  constructor(base: string, fetch: FetchPort, intake: Intake) {
    this.base = base;
    this.fetch = fetch;
    this.intake = intake;
  }

  async run(): Promise<SourceContents> {
    const newest = await this.roots();
    const isConsistent = newest === undefined ? undefined : fieldsOf(newest, "root")?.isConsistent;
    const timestamp = await this.optional("timestamp.json");
    const snapshotVersion = timestamp === undefined ? undefined : fieldsOf(timestamp, "timestamp")?.snapshotVersion;
    if (isConsistent !== undefined && snapshotVersion !== undefined) {
      const snapshot = await this.optional(isConsistent ? `${snapshotVersion}.snapshot.json` : "snapshot.json");
      await this.listed(snapshot === undefined ? [] : rolesOf(snapshot), isConsistent);
    }
    return this.intake.finish(this.base, "url");
  }

  /** The bytes of the newest root. The walk ends where the server says that there is no next one, never at a failure. */
  private async roots(): Promise<Bytes | undefined> {
    let newest = await this.firstRoot();
    for (let i = 0; i < MAX_ROOTS; i++) {
      const version = fieldsOf(newest, "root")?.version;
      if (version === undefined) return newest;
      const path = `${version + 1}.root.json`;
      if (this.intake.has(this.folder + path)) return newest; // a version that counts backwards
      const next = await this.get(path);
      if (next.kind !== "bytes") {
        if (next.kind !== "status" || !isAbsent(next.status)) throw new SourceRefusal(faultOf(next, this.urlOf(path)));
        this.leave(path, next);
        return newest;
      }
      this.keep(path, next.bytes);
      newest = next.bytes;
      if (fieldsOf(newest, "root")?.version !== version + 1) return newest;
    }
    return newest;
  }

  private async firstRoot(): Promise<Bytes> {
    const tried: string[] = [];
    for (const folder of this.base.endsWith("/metadata/") ? [""] : ["", "metadata/"]) {
      for (const name of ["1.root.json", "root.json"]) {
        this.folder = folder;
        const fetched = await this.get(name);
        if (fetched.kind === "bytes") {
          this.keep(name, fetched.bytes);
          return fetched.bytes;
        }
        if (fetched.kind !== "status" || !isAbsent(fetched.status)) throw new SourceRefusal(faultOf(fetched, this.urlOf(name)));
        tried.push(folder + name);
      }
    }
    throw new SourceRefusal({ kind: "address-without-root", url: this.base, tried });
  }

  private async listed(roles: readonly PeekedRole[], isConsistent: boolean): Promise<void> {
    const names = new Set(roles.map(({ role, version }) => `${isConsistent ? `${version}.` : ""}${roleSegment(role)}.json`));
    this.intake.expect(names.size);
    await inParallel(names, MAX_REQUESTS_AT_ONCE, (name) => this.optional(name));
  }

  /** A file whose absence is told, not fatal. */
  private async optional(name: string): Promise<Bytes | undefined> {
    if (this.intake.has(this.folder + name)) return undefined;
    const fetched = await this.get(name);
    if (fetched.kind !== "bytes") {
      this.leave(name, fetched);
      return undefined;
    }
    this.keep(name, fetched.bytes);
    return fetched.bytes;
  }

  private keep(name: string, bytes: Bytes): void {
    const path = this.folder + name;
    if (this.intake.admits(path, bytes.length, true)) this.intake.add(path, bytes);
  }

  private async get(name: string): Promise<Fetched> {
    return fetchFile(this.fetch, this.urlOf(name), this.intake.limits.maxFileBytes);
  }

  private leave(name: string, why: Exclude<Fetched, { kind: "bytes" }>): void {
    this.intake.leave(this.folder + name, undefined, reasonOf(why));
  }

  private urlOf(name: string): string {
    return this.base + this.folder + name; // names are made here and by roleSegment: always one segment
  }
}

/** Object stores answer 403 for what is not there; so do python-tuf's fetchers read it. */
function isAbsent(status: number): boolean {
  return status === 404 || status === 403 || status === 410;
}

function reasonOf(fetched: Exclude<Fetched, { kind: "bytes" }>): NotReadReason {
  return fetched.kind === "status" ? { kind: "http", status: fetched.status } : fetched;
}

function faultOf(fetched: Exclude<Fetched, { kind: "bytes" }>, url: string): SourceFault {
  switch (fetched.kind) {
    case "status": return { kind: "address-status", url, status: fetched.status };
    case "too-large": return { kind: "address-too-large", url, limitBytes: fetched.limitBytes };
    case "redirect": return { kind: "address-redirects", url };
    case "no-answer": return { kind: "address-no-answer", url };
  }
}
