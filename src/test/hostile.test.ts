import { IDBFactory } from "fake-indexeddb";
import { beforeEach, describe, expect, it } from "vitest";
import { readExternalSignature } from "../crypto/external-signature.ts";
import { webCryptoVerifier } from "../crypto/webcrypto-verifier.ts";
import { readName, recogniseLayout } from "../dialects/layout.ts";
import { concatBytes, utf8, type Bytes } from "../lib/bytes.ts";
import { toHex } from "../lib/hex.ts";
import type { NamedBytes } from "../lib/named-bytes.ts";
import { addDays } from "../lib/utc-instant.ts";
import type { DelegationChild } from "../tuf/client/delegation-tree.ts";
import { parseDetachedSignatures } from "../tuf/edit/detached-signatures.ts";
import { writeSignatures } from "../tuf/edit/replace-signatures.ts";
import type { KeyId } from "../tuf/model/ids.ts";
import { kindOfNote } from "../tuf/model/limit-notes.ts";
import { parseMetadata } from "../tuf/model/parse-metadata.ts";
import { assessRepository } from "../tuf/repository/assess.ts";
import type { RepositoryReport } from "../tuf/repository/report.ts";
import { countFindings } from "../tuf/words/finding.ts";
import { createRepositoryService } from "../workspace/create-repository-service.ts";
import type { AssessView, RepositoryService, SessionId } from "../workspace/repository-service.ts";
import { layoutOf } from "./corpora.ts";
import { offered, RepositorySimulator, SIM_NOW, signWith, simKey, simKeys, type SimDelegation, type SimKey } from "./repository-simulator.ts";
import { workspaceBench } from "./workspace-bench.ts";

const verifier = webCryptoVerifier(globalThis.crypto.subtle);
const VIEW: AssessView = { now: SIM_NOW, anchors: [], seen: {} };
const SESSION = "one" as SessionId; // named by the test

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

async function opened(files: readonly NamedBytes[]): Promise<{ readonly service: RepositoryService; readonly report: RepositoryReport }> {
  const service = createRepositoryService(verifier, () => 0);
  const answer = await service.open(SESSION, files, VIEW);
  if (!answer.ok) throw new Error(JSON.stringify(answer.fault));
  return { service, report: answer.value.report };
}

async function report(files: readonly NamedBytes[], base: readonly NamedBytes[] = []): Promise<RepositoryReport> {
  const assessed = await assessRepository({
    layout: layoutOf(files).kind, files: [...offered(files), ...(base.length === 0 ? [] : offered(base, "base"))],
    anchor: undefined, seen: undefined, invitations: [], now: SIM_NOW,
  }, verifier);
  if (!assessed.ok) throw new Error(JSON.stringify(assessed.fault));
  return assessed.value.report;
}

function roles({ documents }: RepositoryReport): readonly string[] {
  return documents.map(({ role, version, publication }) => `${role} ${version} ${publication}`).toSorted();
}

function served(sim: RepositorySimulator, path: string): NamedBytes {
  const bytes = sim.served.get(path);
  if (bytes === undefined) throw new Error(`no ${path}`);
  return { path, bytes };
}

function signatureOf(file: NamedBytes, key: SimKey): NamedBytes {
  const parsed = parseMetadata(file.bytes);
  if (!parsed.ok) throw new Error("does not parse");
  return { path: "signed.json", bytes: utf8(JSON.stringify([{ keyid: key.plain.keyId, sig: toHex(key.node.sign(parsed.value.signedBytes)) }])) };
}

/** What the work takes of the processor, however many others wait for it. Units: milliseconds. */
function quick(work: () => unknown): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

function der(tag: number, content: Uint8Array): Uint8Array {
  const { length } = content;
  return concatBytes(new Uint8Array(length < 128 ? [tag, length] : length < 256 ? [tag, 0x81, length] : [tag, 0x82, length >> 8, length & 255]), content);
}

function derInteger(bytes: Uint8Array): Uint8Array {
  return der(2, (bytes[0] ?? 0) < 128 ? bytes : concatBytes(new Uint8Array([0]), bytes));
}

function rsaPem(modulus: Uint8Array, exponent: Uint8Array): string {
  const algorithm = new Uint8Array([0x30, 13, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1, 5, 0]);
  const key = der(0x30, concatBytes(derInteger(modulus), derInteger(exponent)));
  const spki = der(0x30, concatBytes(algorithm, der(3, concatBytes(new Uint8Array([0]), key))));
  return `-----BEGIN PUBLIC KEY-----\n${Buffer.from(spki).toString("base64")}\n-----END PUBLIC KEY-----`;
}

function rsaObject(pem: string): unknown {
  return { keytype: "rsa", scheme: "rsassa-pss-sha256", keyval: { public: pem } };
}

/** A repository whose delegated role `docs` has a new version out of two signers, none of whom has signed. */
function withDelegatedDraft(): { readonly sim: RepositorySimulator; readonly keys: readonly [SimKey, SimKey] } {
  const keys = [simKey(), simKey()] as const;
  const sim = RepositorySimulator.published((s) => {
    s.top.delegations = [{ name: "docs", keys, threshold: 2, terminating: false, paths: ["docs/*"] }];
    s.targetsOf("docs", keys);
  });
  const docs = sim.targetsOf("docs", keys);
  docs.signers = [];
  sim.publishTargets("docs");
  return { sim, keys };
}

describe("a file whose name and content disagree", () => {
  it("is never offered to the signers of the role in its name when it holds targets", async () => {
    const sim = RepositorySimulator.published();
    sim.publishTargets();
    const draft = served(sim, "2.targets.json");
    const { documents } = await report([...sim.publishedFiles().filter(({ path }) => path !== draft.path), { path: "2.root.json", bytes: draft.bytes }]);
    expect(documents.filter(({ role, type }) => role !== type && role !== "targets").map(({ role, type }) => `${role} holds ${type}`)).toEqual([]);
  });

  it("stands for no targets when its name is empty", async () => {
    const sim = RepositorySimulator.published((s) => (s.consistentSnapshot = false));
    const files = sim.publishedFiles().map(({ path, bytes }) => ({ path: path === "targets.json" ? ".json" : path, bytes }));
    expect((await report(files)).headline.kind).toBe("cannot-update");
  });

  it("is served under the name that lies there, not under one that hides in it", async () => {
    expect(readName("%74argets.json").roleInName).toBe("%74argets");
    expect(readName("2.a%2Fb%20c%C3%A4.json")).toEqual({ roleInName: "a/b cä", versionInName: 2 });
    const sim = RepositorySimulator.published((s) => (s.consistentSnapshot = false));
    const files = sim.publishedFiles().map(({ path, bytes }) => ({ path: path === "targets.json" ? "%74argets.json" : path, bytes }));
    expect((await report(files)).headline.kind).toBe("cannot-update");
  });

  it("is no next root of a published folder unless clients ask for its name", async () => {
    const sim = RepositorySimulator.published();
    sim.roles.timestamp = { keys: simKeys(1), threshold: 1 };
    sim.publishRoot();
    sim.publishTimestamp();
    const files = sim.publishedFiles().map(({ path, bytes }) => ({ path: path === "2.root.json" ? "root.json" : path, bytes }));
    expect((await report(sim.publishedFiles())).headline.kind).toBe("can-update");
    expect((await report(files)).headline.kind).toBe("cannot-update");
  });
});

describe("an RSA key cut at another place", () => {
  it("is no key, or another one: its fingerprint, under which verdicts are remembered, is its own", () => {
    const modulus = new Uint8Array(600).fill(0xa7);
    modulus[300] = 0x3a; // a colon
    const whole = rsaPem(modulus, new Uint8Array([1, 0, 1]));
    const cut = rsaPem(modulus.subarray(0, 300), new Uint8Array([...modulus.subarray(301), 0x3a, 1, 0, 1]));
    const keys = { a: rsaObject(whole), b: rsaObject(cut) };
    const role = { keyids: ["a", "b"], threshold: 2 };
    const parsed = parseMetadata(utf8(JSON.stringify({ signatures: [], signed: { _type: "root", spec_version: "1.0.0", version: 1, expires: "2030-01-01T00:00:00Z", consistent_snapshot: true, keys, roles: { root: role, timestamp: role, snapshot: role, targets: role } } })));
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.fault));
    expect(parsed.value.notes).toContainEqual({ kind: "unusable-key", keyId: "b", problem: { kind: "key-rsa-no-key", why: "exponent-long" } });
    expect(parsed.value.notes.map(({ kind }) => kind)).not.toContain("same-key-twice");
  });
});

describe("a pasted signature", () => {
  it("is read in time that grows with its length", () => {
    for (const text of [`x)=${" ".repeat(60_000)}!`, `${"=".repeat(60_000)}x`]) expect(quick(() => readExternalSignature(text))).toBeLessThan(500);
  });
});

describe("a role named like a part of JavaScript", () => {
  it("is read, listed and pinned like any other", async () => {
    const key = simKey();
    const sim = RepositorySimulator.published((s) => {
      s.top.delegations = ["__proto__", "constructor", "toString"].map((name) => ({ name, keys: [key], threshold: 1, terminating: false, paths: ["*"] }));
      for (const { name } of s.top.delegations) if (name !== "__proto__") s.targetsOf(name, [key]);
    });
    const seen = await report(sim.publishedFiles());
    expect(seen.seen?.targets).toEqual({ targets: 1, constructor: 1, toString: 1 });
    expect(seen.tree?.children.map((child) => (child.kind === "role" ? `${child.role} ${child.verdict.kind}` : ""))).toEqual(["__proto__ refused", "constructor accepted", "toString accepted"]);
  });
});

describe("publication", () => {
  it("is decided by what one published file carries, not by signatures that were added here", async () => {
    const keys = [simKey(), simKey()] as const;
    const sim = RepositorySimulator.published((s) => (s.roles.targets = { keys, threshold: 2, signers: [keys[0]] }));
    const draft = served(sim, "1.targets.json");
    const { service, report: before } = await opened(sim.publishedFiles());
    expect(roles(before)).toContain("targets 1 pending");
    const id = before.documents.find(({ role }) => role === "targets")?.id;
    if (id === undefined) throw new Error("no targets");
    const { report: after, added } = await service.addSignatures(SESSION, id, [signatureOf(draft, keys[1])], VIEW);
    expect(added.length).toBe(1);
    expect(after.headline.kind).toBe("cannot-update");
    expect(roles(after)).toContain("targets 1 pending");
  });

  it("starts from the root of the base where the opened folder holds another one of the same version", async () => {
    const sim = RepositorySimulator.published();
    const evil = RepositorySimulator.published();
    const seen = await report(evil.workingFiles(), sim.publishedFiles());
    expect(seen.anchor.digest).toBe(sim.root(1).digest);
    expect(seen.headline.kind).toBe("can-update");
  });
});

describe("collected signatures", () => {
  it("survive two that arrive at the same moment", async () => {
    const { sim, keys } = withDelegatedDraft();
    const draft = served(sim, "2.docs.json");
    const { service, report: before } = await opened(sim.publishedFiles());
    const id = before.documents.find(({ role, version }) => role === "docs" && version === 2)?.id;
    if (id === undefined) throw new Error("no draft");
    await Promise.all(keys.map((key) => service.addSignatures(SESSION, id, [signatureOf(draft, key)], VIEW)));
    const after = await service.assess(SESSION, VIEW);
    expect(after.documents.find((document) => document.id === id)?.quorums[0]?.report.counted).toBe(2);
  });

  it("never become a document of another role, and come back with the state that they belong to", async () => {
    const { sim, keys } = withDelegatedDraft();
    const draft = served(sim, "2.docs.json");
    const first = await opened(sim.publishedFiles());
    const id = first.report.documents.find(({ role, version }) => role === "docs" && version === 2)?.id;
    if (id === undefined) throw new Error("no draft");
    await first.service.addSignatures(SESSION, id, [signatureOf(draft, keys[0])], VIEW);
    const { added } = await first.service.contents(SESSION);
    expect(added.length).toBe(1);

    const published = sim.publishedFiles().filter(({ path }) => path !== draft.path);
    const second = await opened(published);
    const restored = await second.service.restoreAdded(SESSION, added, VIEW);
    expect(roles(restored)).toEqual(roles(second.report));
    expect((await second.service.contents(SESSION)).added).toEqual(added);

    const based = await second.service.setBase(SESSION, sim.publishedFiles(), VIEW);
    const again = based.ok ? based.value.documents.find((document) => document.id === id) : undefined;
    expect([again?.role, again?.quorums[0]?.report.counted]).toEqual(["docs", 1]);
  });
});

describe("a view of another time", () => {
  it("never stays on screen after the clock went back to now, and raises no pin", async () => {
    const sim = RepositorySimulator.published();
    const bench = workspaceBench("2030-01-01T00:00:00Z");
    const id = await bench.workspace.openCollected(bench.drop("repo", sim.publishedFiles()));
    if (id === undefined) throw new Error("did not open");
    bench.workspace.setClock({ kind: "as-of", instant: addDays(SIM_NOW, 9000) });
    bench.workspace.setClock({ kind: "now" });
    await expect.poll(() => bench.workspace.store.getState().repositories[id]?.busy).toBe(false);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const shown = bench.workspace.store.getState().repositories[id]?.report;
    expect([shown?.now, shown?.headline.kind]).toEqual([SIM_NOW, "can-update"]);
  });
});

/** Of the processor's time: far above what linear work takes on any machine, far below what quadratic work takes. */
const LINEAR_MS = 3000;

describe("a document of a megabyte that was made to be slow", () => {
  it("is read in time that grows with its length", () => {
    const ids = Array.from({ length: 120_000 }, (_, i) => `k${i}`);
    const key = { keytype: "x", scheme: "x", keyval: { public: "" } };
    const role = { keyids: ids, threshold: 1 };
    const root = { signatures: [], signed: { _type: "root", spec_version: "1.0.0", version: 1, expires: "2030-01-01T00:00:00Z", consistent_snapshot: true, keys: { a: key }, roles: { root: role, timestamp: role, snapshot: role, targets: role } } };
    const bytes = utf8(JSON.stringify(root));
    expect(quick(() => parseMetadata(bytes))).toBeLessThan(LINEAR_MS);
    const list = utf8(JSON.stringify(ids.slice(0, 60_000).map((keyid) => ({ keyid, sig: "" }))));
    expect(quick(() => parseDetachedSignatures(list))).toBeLessThan(LINEAR_MS);
  });

  it("takes a signature without delay, however much white space stands in it", () => {
    const sim = RepositorySimulator.published();
    const text = new TextDecoder().decode(signWith(sim.root(1), []));
    const wide = utf8(`{${" ".repeat(400_000)}${text.trimStart().slice(1)}`);
    const parsed = parseMetadata(wide);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.fault));
    const { value } = parsed;
    const bare = parseMetadata(utf8(JSON.stringify({ signatures: [], signed: JSON.parse(value.text).signed }).replace("{", `{${" ".repeat(400_000)}`)));
    if (!bare.ok) throw new Error(JSON.stringify(bare.fault));
    for (const one of [value, bare.value]) expect(quick(() => writeSignatures(one, [{ keyId: "new" as KeyId, sig: "00" }]))).toBeLessThan(LINEAR_MS);
  });
});

describe("a crowd of documents that claim to delegate to one another", () => {
  it("is judged within bounds, and does not crowd out the delegator that counts", async () => {
    const { sim, keys } = withDelegatedDraft();
    const bins = { keys: {}, succinct_roles: { keyids: [], threshold: 1, bit_length: 16, name_prefix: "p" } };
    const roles = [{ name: "docs", keyids: [], threshold: 1, terminating: false, paths: ["*"] }];
    const junk = (i: number, delegations: unknown): Bytes =>
      utf8(JSON.stringify({ signatures: [], signed: { _type: "targets", spec_version: "1.0.0", version: 1, expires: "2031-01-01T00:00:00Z", targets: {}, i, delegations } }));
    const crowd = Array.from({ length: 600 }, (_, i) => ({ path: `1.p-${i.toString(16).padStart(4, "0")}.json`, bytes: junk(i, bins) }));
    const claims = Array.from({ length: 200 }, (_, i) => ({ path: `1.a${i}.json`, bytes: junk(i, { keys: {}, roles }) }));
    const seen = await report([...claims, ...crowd, ...sim.publishedFiles()]);
    const docs = seen.documents.filter(({ role }) => role === "docs");
    expect(docs.map(({ version, publication, quorums }) => [version, publication, quorums[0]?.by.role, quorums[0]?.report.signers.length])).toEqual([[1, "published", "targets", keys.length], [2, "pending", "targets", keys.length]]);
    expect(Math.max(...seen.documents.map(({ quorums }) => quorums.length))).toBeLessThanOrEqual(64);
  });

  it("is drawn no deeper than the report could be when it crosses to the page", async () => {
    const key = simKey();
    const sim = RepositorySimulator.published((s) => {
      const grant = (i: number): readonly SimDelegation[] => [{ name: `d${i}`, keys: [key], threshold: 1, terminating: false, paths: ["*"] }];
      s.top.delegations = grant(0);
      for (let i = 0; i < 200; i++) s.targetsOf(`d${i}`, [key]).delegations = grant(i + 1);
    });
    const depth = (children: readonly DelegationChild[]): number => children.reduce((deepest, child) => Math.max(deepest, 1 + (child.kind === "role" ? depth(child.children) : 0)), 0);
    expect(depth((await report(sim.publishedFiles())).tree?.children ?? [])).toBe(129);
  });
});

describe("a pile of roots and of signatures", () => {
  it("of one version and the next is judged by so many of them, and by itself", async () => {
    const sim = RepositorySimulator.published();
    const pile = (version: number): readonly NamedBytes[] => Array.from({ length: 100 }, (_, i) => {
      const other = RepositorySimulator.published((s) => (s.rootExtra = { i }));
      return { path: `root-${version}-${i}.json`, bytes: other.publishRoot({ version, signers: [] }).bytes };
    });
    const { documents } = await report([...sim.publishedFiles(), ...pile(2), ...pile(3)]);
    const third = documents.filter(({ role, version }) => role === "root" && version === 3);
    expect(third).toHaveLength(100);
    for (const { id, quorums } of third) {
      expect(quorums.length).toBeLessThanOrEqual(64);
      expect(quorums.at(-1)?.by.document).toBe(id);
    }
  });

  it("makes no more findings than a person could read, and loses none from the count", async () => {
    const sim = RepositorySimulator.published();
    const top = served(sim, "1.targets.json");
    const forged = Array.from({ length: 500 }, (_, i) => ({ keyid: toHex(utf8(`k${i}`)), sig: "00" }));
    const parsed = JSON.parse(new TextDecoder().decode(top.bytes)) as { signatures: object[] }; // as the simulator wrote it
    const keyids = Array.from({ length: 5_000 }, (_, i) => `none-${i}`);
    const unlisted = { _type: "targets", spec_version: "1.0.0", version: 2, expires: "2031-01-01T00:00:00Z", targets: {}, delegations: { keys: {}, roles: [{ name: "a", keyids, threshold: 1, terminating: false, paths: ["*"] }] } };
    const { findings } = await report([
      ...sim.publishedFiles().filter(({ path }) => path !== top.path),
      { path: top.path, bytes: utf8(JSON.stringify({ ...parsed, signatures: [...parsed.signatures, ...forged] })) },
      { path: "2.targets.json", bytes: utf8(JSON.stringify({ signatures: [], signed: unlisted })) },
    ]);
    expect(findings.length).toBeLessThan(200);
    const cases = (kind: string): number => countFindings(findings.filter((finding) => finding.kind === "format" && kindOfNote(finding.note) === kind));
    expect(cases("key-not-listed")).toBe(5_000);
  });
});

it("a folder with as many folders as one may open is recognised without overflow", () => {
  const files = Array.from({ length: 200_000 }, (_, i) => ({ path: `${i}/a.json`, bytes: new Uint8Array() }));
  expect(recogniseLayout(files)?.kind).toBe("loose");
});
