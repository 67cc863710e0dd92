import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { utf8 } from "../../lib/bytes.ts";
import { addDays, parseInstant, type UtcInstant } from "../../lib/utc-instant.ts";
import { buildRoot, buildSnapshot, buildTargets, tufKey, type PlainDelegation, type PlainKey } from "../edit/build-metadata.ts";
import { roleName, type KeyId } from "../model/ids.ts";
import { fingerprintOf } from "../model/key.ts";
import type { Metadata, Root } from "../model/metadata.ts";
import { parseMetadata } from "../model/parse-metadata.ts";
import type { VerificationReport } from "../verify/verification-report.ts";
import { documentFindings } from "./document-findings.ts";
import { outcomeSentences } from "./outcome-sentences.ts";
import { reviewFindings, type ReviewInput } from "./review-findings.ts";
import { sentenceText } from "./sentence.ts";

const at = (text: string): UtcInstant => parseInstant(text)?.instant ?? fail();
function fail(): never {
  throw new Error("the test has a mistake");
}

/** Public keys of RFC 8032, 7.1, and of Ed25519's base point. */
const POINTS: readonly string[] = [
  "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
  "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "278117fc144c72340f67d0f2316e8386ceffbf2b2428c9c51fef7c597f1d426e",
  "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf", "5866666666666666666666666666666666666666666666666666666666666666",
];
const key = (i: number, label?: string): PlainKey =>
  tufKey({ keytype: "ed25519", scheme: "ed25519", public: POINTS[i] ?? fail(), extra: label === undefined ? {} : { "x-tuf-on-ci-keyowner": label } });
const [ann, bob, cat, dan, eve, online] = [key(0, "@ann"), key(1, "@bob"), key(2, "@cat"), key(3, "@dan"), key(4, "@eve"), key(5)];
const NOW = at("2026-01-01T00:00:00Z");

interface RootPlan { readonly version?: number; readonly keys?: readonly PlainKey[]; readonly threshold?: number; readonly expires?: string; readonly consistent?: boolean; readonly period?: number; readonly online?: PlainKey }
function root(plan: RootPlan = {}): Metadata<Root> {
  const role = { keys: plan.keys ?? [ann, bob, cat, dan], threshold: plan.threshold ?? 3 };
  const onlineRole = { keys: [plan.online ?? online], threshold: 1 };
  return buildRoot({
    version: plan.version ?? 2, expires: at(plan.expires ?? "2026-06-01T00:00:00Z"), consistentSnapshot: plan.consistent ?? true,
    roles: { root: role, targets: role, snapshot: onlineRole, timestamp: onlineRole },
    extra: plan.period === undefined ? {} : { "x-tuf-on-ci-expiry-period": plan.period },
  });
}
const ROOT = roleName("root");
const said = (before: Metadata | undefined, after: Metadata, role = ROOT): readonly string[] => outcomeSentences(role, before, after).map(sentenceText);
const found = (before: Metadata | undefined, after: Metadata, more: Partial<ReviewInput> = {}): readonly string[] =>
  reviewFindings({ before, after, now: NOW, reports: [], ...more }).map(({ severity, rule }) => `${severity} ${rule}`);

describe("outcome sentences of a root", () => {
  it("say who controls everything, who leaves, who joins, how many remain and until when", () => {
    expect(said(root({ version: 1, keys: [ann, bob, cat, dan] }), root({ keys: [bob, cat, dan, eve] }))).toEqual([
      "After this, any 3 of these 4 keys can change everything, as today.",
      "@ann leaves root and targets.",
      "A new key labelled @eve joins root and targets.",
      "3 of the 4 present keys remain, exactly as many as are needed.",
      "Clients may use this root until 1 June 2026, 00:00:00 UTC.",
      "This is root 2; it takes the place of version 1.",
    ]);
  });

  it("say when nothing but the date changes", () => {
    expect(said(root({ version: 1, expires: "2026-02-01T00:00:00Z" }), root())).toEqual([
      "After this, any 3 of these 4 keys can change everything, as today.",
      "Nothing changes but the version and the date.",
      "Clients may use this root until 1 June 2026, 00:00:00 UTC.",
      "This is root 2; it takes the place of version 1.",
    ]);
  });

  it("say what becomes different for other roles, and put alarms first", () => {
    const sentences = said(root({ version: 1 }), root({ keys: [ann, bob, cat, key(4, "@dan")], threshold: 2 }));
    expect(sentences.slice(0, 3)).toEqual([
      "The label @dan, which one key had, now stands at another key.",
      "After this, any 2 of these 4 keys can change everything, instead of any 3 of 4 today.",
      "After this, any 2 of these 4 keys can say what clients may install, instead of any 3 of 4 today.",
    ]);
    expect(sentences).toContain("3 of the 4 present keys remain, one more than are needed.");
  });

  it("say what the first root gives to whom", () => {
    expect(said(undefined, root({ version: 1 })).slice(0, 3)).toEqual([
      "After this, any 3 of these 4 keys can change everything.",
      "After this, any 3 of these 4 keys can say what clients may install.",
      "After this, one key alone can sign snapshot.",
    ]);
  });

  it("mark everything that came from metadata", () => {
    const sentences = outcomeSentences(ROOT, root({ version: 1 }), root({ keys: [ann, bob, cat, key(4, "changes nothing.")] }));
    const joins = sentences.find(({ kind }) => kind === "joins");
    expect(joins?.parts.filter((part) => part.foreign).map((part) => part.text)).toEqual(["changes nothing.", "root", "targets"]);
  });
});

const delegation = (name: string, more: Partial<PlainDelegation> = {}): PlainDelegation => ({ name, keys: [ann, bob, cat], threshold: 2, terminating: true, paths: [`${name}/*`], ...more });
const file = (byte: string): { length: number; hashes: { sha256: string } } => ({ length: 1, hashes: { sha256: byte.repeat(32) } });
const targets = (version: number, delegations: readonly PlainDelegation[], files: Record<string, ReturnType<typeof file>> = {}): Metadata =>
  buildTargets({ version, expires: at("2026-06-01T00:00:00Z"), targets: files, delegations });

describe("outcome sentences of targets and snapshots", () => {
  it("say what happens to files", () => {
    const before = targets(1, [], { a: file("00"), b: file("11") });
    expect(said(before, targets(2, [], { a: file("22"), c: file("33"), d: file("44") }), roleName("targets"))).toEqual([
      "2 targets are added: c and d.", "1 target is changed: a.", "1 target is removed: b.",
      "Clients may use these targets until 1 June 2026, 00:00:00 UTC.", "This is targets 2; it takes the place of version 1.",
    ]);
  });

  it("say who may sign what, in a delegated role too", () => {
    const before = targets(1, [delegation("old"), delegation("jku")]);
    const after = targets(2, [delegation("jku", { terminating: false, paths: ["jku/*", "*"], threshold: 3 }), delegation("new", { keys: [] })]);
    expect(new Set(said(before, after, roleName("lab")).slice(0, -1))).toEqual(new Set([
      "After this, all 3 keys together can sign as jku, instead of any 2 of 3 today.",
      "New: as new, nobody (no key is listed) may sign paths that match new/*, and clients look no further there.",
      "old may no longer sign anything here.",
      "jku may now also sign *.",
      "Where it has no answer, clients will from now on look further than jku.",
      "Clients may use this version of lab until 1 June 2026, 00:00:00 UTC.",
    ]));
  });

  it("say which versions a snapshot moves, and which way", () => {
    const snapshot = (version: number, meta: Record<string, { version: number }>): Metadata => buildSnapshot({ version, expires: at("2026-06-01T00:00:00Z"), meta });
    expect(said(snapshot(1, { targets: { version: 6 }, jku: { version: 3 }, x: { version: 1 } }), snapshot(2, { targets: { version: 7 }, jku: { version: 2 }, y: { version: 1 } }), roleName("snapshot")).slice(0, 4).toSorted()).toEqual([
      "jku goes back from version 3 to 2.", "targets goes from version 6 to 7.", "x is no longer listed.", "y is listed for the first time, with version 1.",
    ]);
  });
});

describe("findings that a change brings in", () => {
  it("are none for a plain renewal", () => expect(found(root({ version: 1, expires: "2026-02-01T00:00:00Z" }), root())).toEqual([]));

  it.each([
    ["a lowered threshold", root({ version: 1 }), root({ threshold: 2 }), ["warn threshold-lowered", "warn threshold-lowered"]],
    ["a threshold of one", root({ version: 1, threshold: 2 }), root({ threshold: 1 }), ["warn threshold-lowered", "warn threshold-lowered", "warn threshold-one", "warn threshold-one"]],
    ["a threshold of all keys", root({ version: 1 }), root({ threshold: 4 }), ["warn all-keys-needed", "warn all-keys-needed"]],
    ["a threshold out of reach", root({ version: 1 }), root({ threshold: 5 }), ["bad threshold-unreachable", "bad threshold-unreachable"]],
    ["a version that jumps", root({ version: 1 }), root({ version: 3 }), ["bad version-step"]],
    ["a version that goes back", root({ version: 3 }), root(), ["bad version-step"]],
    ["an expiry in the past", root({ version: 1 }), root({ expires: "2026-01-01T00:00:00Z" }), ["bad expired", "warn expires-earlier"]],
    ["an expiry beyond the declared period", root({ version: 1, period: 100 }), root({ period: 100 }), ["warn expires-beyond-period"]],
    ["an expiry before the old one", root({ version: 1, expires: "2026-06-02T00:00:00Z" }), root(), ["warn expires-earlier"]],
    ["a flipped consistent_snapshot", root({ version: 1, consistent: false }), root(), ["warn consistent-snapshot-flipped"]],
    ["an online key in an offline role", root({ version: 1 }), root({ keys: [ann, bob, cat, dan, online] }), ["warn key-unproven", "warn online-key-in-offline-role", "warn online-key-in-offline-role"]],
    ["a new key that has not signed", root({ version: 1 }), root({ keys: [ann, bob, cat, eve] }), ["warn key-unproven"]],
    ["more leaving keys than may be missing", root({ version: 1 }), root({ keys: [ann, bob, eve, key(5, "@new")], online: dan }), ["warn too-many-keys-leave", "warn too-many-keys-leave", "warn key-unproven", "warn key-unproven"]],
    ["a label at another key", root({ version: 1 }), root({ keys: [ann, bob, cat, key(4, "@dan")] }), ["bad label-reused", "warn key-unproven"]],
  ] as const)("tell of %s", (_, before, after, expected) => expect(found(before, after)).toEqual(expected));

  it("leave out a new key that has signed", () => {
    const after = root({ keys: [ann, bob, cat, eve] });
    const fingerprint = [...after.signed.keys.values()].filter((k) => k.label === "@eve").map(fingerprintOf)[0];
    const signer = { fingerprint, algorithm: "ed25519", keytype: "ed25519", scheme: "ed25519", keyIds: [eve.keyId], label: "@eve", onlineUri: undefined, state: "signed" } as const;
    const report: VerificationReport = { threshold: 3, counted: 1, signers: [signer], signatures: [] };
    expect(found(root({ version: 1 }), after, { reports: [report] })).toEqual([]);
    expect(found(root({ version: 1 }), after, { reports: [{ ...report, signers: [{ ...signer, state: "does-not-verify" }] }] })).toEqual(["warn key-unproven"]);
  });

  it("tell what a delegation gains or loses, and only what is new", () => {
    const before = targets(1, [delegation("jku", { threshold: 1 }), delegation("x")]);
    const after = targets(2, [delegation("jku", { threshold: 1, paths: ["jku/*", "{a,b}"], terminating: false }), delegation("x"), delegation("none", { keys: [] })]);
    expect(found(before, after)).toEqual(["bad role-without-keys", "warn paths-widened", "warn terminating-dropped", "note pattern-read-differently"]);
  });

  it("tell another key under an old id, an id that is not the hash, and one key twice", () => {
    const text = (edit: (signed: { keys: Record<string, unknown>; roles: Record<string, { keyids: string[] }>; version: number }) => void): Metadata => {
      const document = JSON.parse(root({ version: 1 }).text) as { signed: { keys: Record<string, unknown>; roles: Record<string, { keyids: string[] }>; version: number } }; // built above
      edit(document.signed);
      const result = parseMetadata(utf8(JSON.stringify(document)));
      return result.ok ? result.value : fail();
    };
    const replaced = text((signed) => void ((signed.keys[dan.keyId] = eve.object), (signed.version = 2)));
    expect(found(root({ version: 1 }), replaced)).toEqual(["bad key-material-replaced", "warn key-unproven", "warn format"]);
    const twice = text((signed) => void ((signed.keys["again"] = dan.object), signed.roles["root"]?.keyids.push("again"), (signed.version = 2)));
    expect(found(root({ version: 1 }), twice)).toEqual(["warn format", "warn format"]);
  });

  it("tell a snapshot that goes back or loses a role", () => {
    const snapshot = (version: number, meta: Record<string, { version: number }>): Metadata => buildSnapshot({ version, expires: addDays(NOW, 9), meta });
    expect(found(snapshot(1, { targets: { version: 6 }, jku: { version: 3 } }), snapshot(2, { targets: { version: 5 } }))).toEqual(["bad meta-rolled-back", "bad meta-removed"]);
    expect(found(snapshot(1, { targets: { version: 6 } }), snapshot(2, { targets: { version: 6 } }), { declaredPeriodDays: 7 })).toEqual(["warn expires-beyond-period"]);
  });

  it("treat hash prefixes in upper case as reaching nothing", () => {
    const { paths: _, ...rest } = delegation("h");
    expect(documentFindings(targets(1, [{ ...rest, pathHashPrefixes: ["0A", "0b"] }])).map(({ rule }) => rule)).toEqual(["prefix-never-matches"]);
  });

  it("are plain data that may cross to another thread", () => {
    const findings = reviewFindings({ before: root({ version: 1 }), after: root({ keys: [ann, key(4, "@dan"), key(5)], threshold: 1 }), now: NOW, reports: [] });
    const isPlain = (value: unknown): boolean => {
      if (typeof value !== "object" || value === null) return ["string", "number", "boolean", "undefined"].includes(typeof value);
      return (Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype) && Object.values(value).every(isPlain);
    };
    expect(findings.length).toBeGreaterThan(4);
    expect(findings.every(isPlain)).toBe(true);
    expect(new Set(findings.map((finding) => finding.subject.kind))).toEqual(new Set(["role", "key"]));
  });
});

describe("real documents", () => {
  const corpora = "../shared/corpora";
  const read = (path: string): Metadata => {
    const result = parseMetadata(new Uint8Array(readFileSync(`${corpora}/${path}`)));
    return result.ok ? result.value : fail();
  };

  it.skipIf(!existsSync(corpora))("Sigstore's root 13 reads as it should be said (skipped: no ../shared)", () => {
    const [before, after] = [read("sigstore-roots/12.root.json"), read("sigstore-pending/root-13/4-two-signed.root.json")];
    expect(said(before, after)).toEqual([
      "After this, any 3 of these 5 keys can change everything, as today.",
      "@dlorenc leaves root and targets.",
      "A new key labelled @lance joins root and targets.",
      "4 of the 5 present keys remain, one more than are needed.",
      "Clients may use this root until 22 January 2026, 13:05:59 UTC.",
      "This is root 13; it takes the place of version 12.",
    ]);
    expect(found(before, after, { now: at("2025-07-15T00:00:00Z") })).toEqual(["warn key-unproven"]);
    expect(found(before, after, { now: at("2026-02-01T00:00:00Z") })).toEqual(["bad expired", "warn key-unproven"]);
  });

  it.skipIf(!existsSync(corpora))("tuf-demo's invitation shows a delegation without keys (skipped: no ../shared)", () => {
    const [before, after] = [read("tuf-demo-event-invite/known-good/metadata/targets.json"), read("tuf-demo-event-invite/0-invited/metadata/targets.json")];
    const findings = reviewFindings({ before, after, now: at("2025-06-26T06:00:00Z"), reports: [] });
    expect(findings.filter(({ severity }) => severity === "bad")).toMatchObject([{ rule: "role-without-keys", subject: { kind: "role", role: "jku" } }]);
  });

  it.skipIf(!existsSync(corpora))("Sigstore's root 11 brings in the one key id that is not its hash (skipped: no ../shared)", () => {
    const findings = reviewFindings({ before: read("sigstore-roots/10.root.json"), after: read("sigstore-roots/11.root.json"), now: at("2025-03-01T00:00:00Z"), reports: [] });
    const ids = findings.flatMap((f): KeyId[] => (f.rule === "format" && f.facts.note.kind === "key-id-not-hash" ? [f.facts.note.keyId] : []));
    expect(ids.map((id) => id.slice(0, 8))).toEqual(["7247f0db"]);
  });
});
