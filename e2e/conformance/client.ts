import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { UtcInstant } from "../../src/lib/utc-instant.ts";
import { SIM_NOW } from "../../src/test/repository-simulator.ts";
import { parseMetadata } from "../../src/tuf/model/parse-metadata.ts";

const PROGRAM = join(import.meta.dirname, "..", "..", "dist-node", "tuf-client");

export interface Ended {
  readonly code: number | null;
  readonly said: string;
}

/** The built client as a program of its own, with folders of its own, in whatever year the test wants. */
export class ClientUnderTest {
  readonly metadataFolder: string;
  readonly targetFolder: string;
  private readonly folder = mkdtempSync(join(tmpdir(), "countersign-conformance-"));
  private readonly urls: { readonly metadata: string; readonly targets: string };

  constructor(urls: { readonly metadata: string; readonly targets: string }) {
    this.urls = urls;
    this.metadataFolder = join(this.folder, "metadata");
    this.targetFolder = join(this.folder, "targets");
    mkdirSync(this.metadataFolder);
    mkdirSync(this.targetFolder);
  }

  async init(root: Uint8Array): Promise<number | null> {
    const file = join(this.folder, "initial.json");
    writeFileSync(file, root);
    return (await this.run(["--metadata-dir", this.metadataFolder, "init", file])).code;
  }

  async refresh(at?: UtcInstant): Promise<number | null> {
    return (await this.run(["--metadata-dir", this.metadataFolder, "--metadata-url", this.urls.metadata, "refresh"], at)).code;
  }

  async download(...names: readonly string[]): Promise<number | null> {
    return (await this.downloadAs(names)).code;
  }

  downloadAs(names: readonly string[], at?: UtcInstant): Promise<Ended> {
    const targets = names.flatMap((name) => ["--target-name", name]);
    return this.run(["--metadata-dir", this.metadataFolder, "--metadata-url", this.urls.metadata, ...targets, "--target-dir", this.targetFolder, "--target-base-url", this.urls.targets, "download"], at);
  }

  /** What it trusts, as `root 2, timestamp 1`: by the names of its files, in their order. */
  trusted(): string {
    return this.files().map((name) => {
      const parsed = parseMetadata(new Uint8Array(readFileSync(join(this.metadataFolder, name))));
      return `${decodeURIComponent(name.replace(/\.json$/, ""))} ${parsed.ok ? parsed.value.signed.version : "unreadable"}`;
    }).join(", ");
  }

  files(): readonly string[] {
    return readdirSync(this.metadataFolder).toSorted();
  }

  stored(role: string): Uint8Array | undefined {
    const file = join(this.metadataFolder, `${role}.json`);
    return existsSync(file) ? new Uint8Array(readFileSync(file)) : undefined;
  }

  /** Contents of what was downloaded, oldest first. */
  downloaded(): readonly string[] {
    const files = readdirSync(this.targetFolder).map((name) => join(this.targetFolder, name));
    return files.toSorted((a, b) => statSync(a).mtimeMs - statSync(b).mtimeMs).map((file) => readFileSync(file, "utf8"));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  /** Run by its own first line. The clock of the process is moved before the program starts. */
  run(args: readonly string[], at: UtcInstant = SIM_NOW): Promise<Ended> {
    const clock = `const past = Date.now(), now = Date.now; Date.now = () => now() - past + ${at};`;
    const env = { ...process.env, NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(clock)}` };
    return new Promise((resolve, reject) => {
      const [program, first] = process.platform === "win32" ? [process.execPath, [PROGRAM]] : [PROGRAM, []];
      const child = spawn(program, [...first, ...args], { env, stdio: ["ignore", "inherit", "pipe"] });
      let said = "";
      child.stderr.setEncoding("utf8").on("data", (text) => (said += text));
      child.on("error", reject);
      child.on("close", (code) => resolve({ code, said }));
    });
  }
}
