import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterEach, describe, expect, it } from "vitest";
import { schemeProbe } from "../../crypto/scheme-probe.ts";
import { webCryptoVerifier } from "../../crypto/webcrypto-verifier.ts";
import type { NamedBytes } from "../../lib/named-bytes.ts";
import { addDays, formatInstant } from "../../lib/utc-instant.ts";
import { tar, zip } from "../../test/archives.ts";
import { CORPORA, hasCorpora } from "../../test/corpora.ts";
import { rootSignedAsText } from "../../test/misread-signature.ts";
import { neighbourFiles } from "../../test/neighbour-files.ts";
import { RepositorySimulator, SIM_NOW, signWith, simKeys } from "../../test/repository-simulator.ts";
import type { ClientFault } from "../../tuf/client/client-fault.ts";
import { parseMetadata } from "../../tuf/model/parse-metadata.ts";
import type { Publication } from "../../tuf/repository/report.ts";
import type { SignerState } from "../../tuf/verify/verification-report.ts";
import type { ClientName } from "../../tuf/words/client-behaviour.ts";
import { runVerify } from "./run-verify.ts";
import type { VerifyError, VerifyResult } from "./verify-result.ts";

const verifier = webCryptoVerifier(globalThis.crypto.subtle);
const schema = JSON.parse(readFileSync("docs/verify.schema.json", "utf8")) as { readonly $defs: Readonly<Record<string, SchemaNode>> }; // a file of ours
const followsSchema = new Ajv2020({ allErrors: true, strict: true }).compile(schema);
const folders: string[] = [];

afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true })));

function folderOf(files: readonly NamedBytes[]): string {
  const folder = mkdtempSync(join(tmpdir(), "countersign-verify-"));
  folders.push(folder);
  for (const { path, bytes } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
  return folder;
}

interface SchemaNode {
  readonly enum?: readonly string[];
  readonly items?: SchemaNode;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
}

async function run(...args: readonly string[]): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  let [out, err] = ["", ""];
  const code = await runVerify(args, { verifier, probe: schemeProbe(), now: SIM_NOW, print: (text) => void (out += text), printError: (text) => void (err += text) });
  return { code, out, err };
}

/** Asserts the schema on the way: there is no output of these tests that it has not seen. */
async function json(...args: readonly string[]): Promise<VerifyResult & { readonly code: number }> {
  const { code, out } = await run(...args, "--json");
  const value: unknown = JSON.parse(out);
  expect(followsSchema(value), JSON.stringify(followsSchema.errors)).toBe(true);
  return { ...(value as VerifyResult), code }; // the schema says so
}

const good = (): RepositorySimulator => RepositorySimulator.published((sim) => sim.addBins(3, "prefixes"));

describe("the schema", () => {
  /** Complete, or it does not compile: what joins one of these unions joins the schema. */
  const FAULTS: Readonly<Record<ClientFault["kind"], true>> = {
    missing: true, unreadable: true, "wrong-type": true, "too-large": true, length: true, hash: true, "hash-algorithm-unknown": true, threshold: true, version: true, rollback: true,
    "removed-from-snapshot": true, expired: true, "not-in-snapshot": true, "not-conforming": true,
  };
  const CLIENTS: Readonly<Record<ClientName, true>> = { "python-tuf": true, "tuf-js": true, "go-tuf": true, tough: true, "php-tuf": true, "rust-tuf": true, Notary: true };
  const STATES: Readonly<Record<SignerState, true>> = { signed: true, waiting: true, "does-not-verify": true, "cannot-check": true };
  const PUBLICATIONS: Readonly<Record<Publication, true>> = { published: true, "complete-unseen": true, pending: true, superseded: true };

  it.each([["fault.kind", FAULTS], ["finding.refusedBy", CLIENTS], ["finding.acceptedBy", CLIENTS], ["quorum.keys.state", STATES], ["document.publication", PUBLICATIONS]] as const)("names all that %s may be", (path, union) => {
    let node: SchemaNode | undefined = { properties: schema.$defs };
    for (const name of path.split(".")) node = (node?.properties ?? node?.items?.properties)?.[name];
    expect((node?.enum ?? node?.items?.enum)?.toSorted()).toEqual(Object.keys(union).toSorted());
  });
});

describe("the exit code", () => {
  it("is 0 where a client can update, however the repository is packed", async () => {
    const files = good().publishedFiles();
    const entries = files.map(({ path, bytes }) => ({ name: path, body: bytes }));
    const folder = folderOf(files);
    const archives = folderOf([{ path: "all.zip", bytes: zip(entries) }, { path: "all.tar", bytes: tar(entries) }]);
    for (const [path, kind] of [[folder, "folder"], [join(archives, "all.zip"), "zip"], [join(archives, "all.tar"), "tar"]] as const) {
      const result = await json(path);
      expect(result).toMatchObject({ code: 0, source: { kind, layout: "published", metadataFiles: 12 }, verdict: { kind: "can-update", exitCode: 0, refusal: null }, strict: null });
    }
  });

  it("is 1 where it cannot, and the fault says where the rule stands", async () => {
    const sim = good();
    sim.roles.snapshot.signers = simKeys(1);
    sim.publishSnapshot();
    sim.publishTimestamp();
    const result = await json(folderOf(sim.publishedFiles()));
    expect(result).toMatchObject({ code: 1, verdict: { kind: "cannot-update", exitCode: 1, refusal: { kind: "threshold", role: "snapshot", spec: "5.5.3" } } });
    expect(result.steps.map(({ role, reached, faults }) => [role, reached, faults.length])).toEqual([["root", true, 0], ["timestamp", true, 0], ["snapshot", true, 1], ["targets", false, 0]]);
  });

  it("is 1 where one cannot tell", async () => {
    const sim = good();
    sim.served.delete("timestamp.json");
    const result = await json(folderOf(sim.publishedFiles()));
    expect(result).toMatchObject({ code: 1, verdict: { kind: "cannot-tell", refusal: null } });
    expect(result.verdict.settles).not.toBeNull();
  });

  it("is 2 where there is nothing to judge", async () => {
    const empty = folderOf([]);
    for (const path of [empty, join(empty, "nowhere"), folderOf([{ path: "a.json", bytes: new TextEncoder().encode("{}") }])]) {
      const { code, error } = (await json(path)) as unknown as VerifyError & { readonly code: number }; // what is printed then
      expect(code).toBe(2);
      expect(error.evidence.length).toBeGreaterThan(0);
      expect(await run(path)).toMatchObject({ code: 2, out: "", err: expect.stringContaining(error.happened) });
    }
  });

  it.each([[[]], [["a", "b"]], [["--no-such-option", "a"]], [["a", "--profile", "lenient"]], [["a", "--as-of", "soon"]], [["a", "--as-of", "2030-02-30"]]])("is 2 for %j, with the usage", async (args) => {
    expect(await run(...args)).toMatchObject({ code: 2, out: "", err: expect.stringContaining("usage: verify") });
  });

  it("is 0 for --help", async () => expect(await run("--help")).toMatchObject({ code: 0, err: "", out: expect.stringContaining("usage: verify") }));
});

describe("--as-of", () => {
  it("moves the moment of judgement, which else is the present", async () => {
    const folder = folderOf(good().publishedFiles());
    expect(await json(folder, "--as-of", formatInstant(addDays(SIM_NOW, 364)))).toMatchObject({ code: 0, time: { given: true } });
    expect(await json(folder, "--as-of", "2031-01-01")).toMatchObject({ code: 1, time: { at: "2031-01-01T00:00:00Z", given: true }, verdict: { refusal: { kind: "expired", role: "root" } } });
    expect(await json(folder)).toMatchObject({ time: { at: formatInstant(SIM_NOW), given: false } });
  });
});

describe("--root", () => {
  it("is what everything is measured against, though it lies elsewhere", async () => {
    const sim = good();
    sim.publishRoot();
    const first = sim.served.get("1.root.json");
    const outside = folderOf(first === undefined ? [] : [{ path: "trusted.json", bytes: first }]);
    sim.served.delete("1.root.json");
    const folder = folderOf(sim.publishedFiles());
    expect(await json(folder)).toMatchObject({ code: 0, root: { version: 2, given: false }, verdict: { answer: expect.stringContaining("not confirmed") } });
    expect(await json(folder, "--root", join(outside, "trusted.json"))).toMatchObject({ code: 0, root: { version: 1, given: true }, verdict: { answer: "A client can update." } });
  });

  it("of another repository refuses this one", async () => {
    const other = folderOf(RepositorySimulator.published().publishedFiles());
    const sim = good();
    sim.publishRoot();
    const result = await json(folderOf(sim.publishedFiles()), "--root", join(other, "1.root.json"));
    expect(result).toMatchObject({ code: 1, verdict: { refusal: { kind: "threshold", role: "root" } } });
  });

  it("that is no root, or is not there, leaves nothing to judge", async () => {
    const folder = folderOf(good().publishedFiles());
    for (const name of ["timestamp.json", "nowhere.json"]) expect((await json(folder, "--root", join(folder, name))).code).toBe(2);
  });
});

describe("--profile", () => {
  /** A repository that python-tuf refuses and the workflow lets pass. */
  function dated(): string {
    const sim = good();
    sim.rootExtra = { expires: "2031-01-01T00:00:00.5+00:00" };
    sim.publishRoot();
    return folderOf(sim.publishedFiles());
  }

  it("client reports what some client refuses, with the clients", async () => {
    const result = await json(dated());
    expect(result).toMatchObject({ code: 0, strict: { kind: "not-conforming", spec: "4.2.3" } });
    expect(result.findings).toContainEqual(expect.objectContaining({ rule: "format/date-form", refusedBy: ["python-tuf", "go-tuf", "tough"], acceptedBy: ["tuf-js"] }));
    const { out } = await run(dated());
    expect(out).toContain("Clients: python-tuf refuses it");
  });

  it("strict refuses it", async () => {
    const result = await json(dated(), "--profile", "strict");
    expect(result).toMatchObject({ code: 1, verdict: { kind: "cannot-update", refusal: { kind: "not-conforming", role: "root", spec: "4.2.3" } } });
    expect(await json(folderOf(good().publishedFiles()), "--profile", "strict")).toMatchObject({ code: 0 });
  });

  it("audit judges what no client reaches, and prints it", async () => {
    const sim = good();
    sim.expires.timestamp = SIM_NOW;
    sim.publishTimestamp();
    const folder = folderOf(sim.publishedFiles());
    const { code, out } = await run(folder, "--profile", "audit");
    expect(code).toBe(1);
    expect(out).toMatch(/^ {2}REFUSED timestamp 2 .*5\.4\.4$/m);
    expect(out).toMatch(/^ {2}- +targets 1 .*behind the refusal/m);
    expect(out).toMatch(/^ {2}ok +8 of 8 bins “bin-\*” of targets/m);
    expect((await run(folder)).out).not.toContain("of 8 bins");
  });
});

describe("what stands beside the verdict", () => {
  it("an audit explains signatures that do not verify, and the verdict stays", async () => {
    const folder = folderOf(rootSignedAsText());
    const audit = await json(folder, "--profile", "audit");
    expect(audit.explanations).toMatchObject([{ document: { role: "root", version: 2 }, by: { role: "root", version: 1 }, differences: ["json-text"], happened: expect.stringContaining("indented by 2 spaces") }]);
    expect(audit).toMatchObject({ code: 1, verdict: { kind: "cannot-update", refusal: { kind: "threshold", role: "root" } } });
    expect(await json(folder)).toMatchObject({ code: 1, explanations: [] });
    expect((await run(folder, "--profile", "audit")).out).toMatch(/^Why signatures do not verify\n {2}root 2, key id [0-9a-f]{64}, by root 1: It would verify over .* It is not counted\.$/m);
  });

  it("files of other formats are named, and no longer called unreadable metadata", async () => {
    const sim = good();
    const folder = folderOf([...sim.publishedFiles(), ...neighbourFiles(sim.root(1), sim.roles.root.keys, [])]);
    const result = await json(folder);
    expect(result.beside.map(({ kind }) => kind)).toEqual(["multi-role-targets", "map-file", "dsse", "rotate"]);
    expect(result).toMatchObject({ code: 0, readings: [] });
    const { out } = await run(folder);
    expect(out).toContain("map.json: A map of 3 repositories (TAP 4).");
    expect(out).not.toContain("Files that could not be read");
  });

  it("clients that are known to refuse something are named, with the root from which they follow", async () => {
    const sim = good();
    sim.rootExtra = { expires: "2031-01-01T00:00:00.5+00:00" };
    sim.publishRoot();
    sim.rootExtra = {};
    sim.publishRoot();
    const folder = folderOf(sim.publishedFiles());
    expect((await json(folder)).readings).toContainEqual(expect.objectContaining({ client: "python-tuf", followsFrom: 3 }));
    expect((await run(folder)).out).toContain("python-tuf: refuses before root 3, and follows from there. It refuses the form of the expiry date in root 2.");
  });
});

describe("what is printed for people", () => {
  it("ends in the verdict, and has a line for every step and quorum", async () => {
    const { out } = await run(folderOf(good().publishedFiles()));
    expect(out).toMatch(/^ {2}ok +root 1 .*5\.2$/m);
    expect(out).toMatch(/^ {2}ok +snapshot 1 +1\.snapshot\.json .*5\.5$/m);
    expect(out).toMatch(/^ {2}ok +targets 1 +1 of 1 key of root 1 signed, 1 needed; good until 2031-01-01T00:00:00Z$/m);
    expect(out.trimEnd().split("\n").at(-3)).toMatch(/^Verdict: /);
  });

  it("names a delegated role that is refused, which does not change the verdict", async () => {
    const sim = RepositorySimulator.published((s) => s.addBins(1, "prefixes"));
    sim.served.delete("1.bin-1.json");
    const folder = folderOf(sim.publishedFiles());
    expect(await run(folder)).toMatchObject({ code: 0, out: expect.stringMatching(/REFUSED bin-1 +of targets\n +bin-1 1 is missing/) });
    expect((await json(folder)).delegations).toContainEqual(expect.objectContaining({ role: "bin-1", verdict: "refused", counted: null }));
  });

  it("spells out what a name hides", async () => {
    const sim = RepositorySimulator.published((s) => {
      const keys = simKeys(1);
      s.top.delegations = [{ name: "a\u202eb\u001b[31m", keys, threshold: 1, terminating: false, paths: ["*"] }];
      s.targetsOf("a\u202eb\u001b[31m", keys);
    });
    const { out } = await run(folderOf(sim.publishedFiles()), "--profile", "audit");
    expect(out).not.toMatch(/[\u202e\u001b]/);
    expect(out).toContain("\\u{202e}");
  });
});

describe("a folder", () => {
  it("is read through links, and a link that leads back up ends there", async () => {
    const folder = folderOf(good().publishedFiles().map(({ path, bytes }) => ({ path: `metadata/${path}`, bytes })));
    symlinkSync(folder, join(folder, "metadata", "again"));
    symlinkSync("nowhere.json", join(folder, "metadata", "9.root.json"));
    symlinkSync("1.root.json", join(folder, "metadata", "root.json"));
    expect(await json(folder)).toMatchObject({ code: 0, source: { folder: "metadata", metadataFiles: 13 } });
  });

  it("may hold a root that another file repeats with more signatures", async () => {
    const sim = good();
    const bytes = sim.served.get("timestamp.json");
    const parsed = bytes === undefined ? undefined : parseMetadata(bytes);
    if (parsed?.ok !== true) throw new Error("the simulator's timestamp parses");
    const more = signWith(parsed.value, [...sim.signersOf("timestamp"), ...simKeys(1)]);
    expect(await json(folderOf([...sim.publishedFiles().filter(({ path }) => path !== "timestamp.json"), { path: "timestamp.json", bytes: more }]))).toMatchObject({ code: 0 });
  });
});

describe.skipIf(!hasCorpora)("every folder of the corpora (skipped: no ../shared)", () => {
  const named = hasCorpora ? readdirSync(CORPORA, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name) : [];
  it.each(named)("%s follows the schema in every profile", async (name) => {
    const codes = [];
    for (const profile of ["client", "strict", "audit"]) codes.push((await json(join(CORPORA, name), "--profile", profile, "--as-of", "2025-12-01")).code);
    expect(codes.every((code) => [0, 1, 2].includes(code))).toBe(true);
    expect((await run(join(CORPORA, name), "--profile", "audit", "--as-of", "2025-12-01")).code).toBe(codes[2]);
  }, 60_000);

  it("the published one can update, in 2025", async () => expect((await json(join(CORPORA, "tuf-on-ci-published"), "--as-of", "2025-12-01")).code).toBe(0));
});
