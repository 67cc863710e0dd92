import { describe, expect, it } from "vitest";
import { webCryptoVerifier } from "../crypto/webcrypto-verifier.ts";
import { utf8 } from "../lib/bytes.ts";
import { DEFAULT_PLAN, generateRepository } from "../test/generated/generate-repository.ts";
import { SIM_NOW } from "../test/repository-simulator.ts";
import type { RepositoryFinding, RepositoryReport } from "../tuf/repository/report.ts";
import { countFindings } from "../tuf/words/finding.ts";
import { buildReview } from "./build-review.ts";
import { pageReport } from "./page-report.ts";
import { RepositorySession } from "./repository-session.ts";
import { Shard } from "./shards/shard.ts";
import { ShardedFiles } from "./shards/sharded-files.ts";

const BINS = 2048;
const BAD = "1.bin-7a5.json";

async function opened(): Promise<RepositorySession> {
  const files = [...generateRepository({ ...DEFAULT_PLAN, bins: BINS, targetsPerBin: 1 })].map(({ path, text }) => ({ path, bytes: utf8(path.endsWith(BAD) ? text.replace(/"sig":"../, '"sig":"00') : text) }));
  const shard = new Shard(crypto.subtle, () => 0);
  shard.take({ kind: "files", files });
  shard.take({ kind: "end" });
  const session = RepositorySession.openLarge({ shards: await ShardedFiles.gather([shard], true), read: async () => undefined }, undefined, webCryptoVerifier(crypto.subtle));
  if (!session.ok) throw new Error("expected a repository");
  return session.value;
}

async function openedAndLooked(): Promise<RepositorySession> {
  const session = await opened();
  await look(session, []);
  return session;
}

async function look(session: RepositorySession, anchors: readonly string[]): Promise<RepositoryReport> {
  const report = await session.look({ now: SIM_NOW, anchors: anchors as never, seen: {} });
  if (!report.ok) throw new Error("expected a report");
  return report.value;
}

describe("the report of a large repository, as it crosses to the page", () => {
  it("is small, counts everything, and tells of whatever is not as it should be", async () => {
    const session = await opened();
    const report = await look(session, []);
    expect(JSON.stringify(report).length).toBeLessThan(150_000);
    expect(report.counts).toMatchObject({ documents: BINS + 5, targets: BINS, delegations: BINS + 1 });
    expect(report.documents.length).toBeLessThan(60);
    expect(report.findings).toMatchObject([{ kind: "signature-does-not-verify", role: "bin-7a5" }]);
    const told = report.documents.map(({ role }) => role);
    for (const role of ["root", "timestamp", "snapshot", "targets", "bins", "bin-7a5"]) expect(told).toContain(role);
    expect(JSON.stringify(report.tree)).toContain(`"count":${BINS},"accepted":${BINS - 1}`);
    expect(session.assessment().report.documents.length).toBe(BINS + 5); // in the worker nothing is left out
  });

  it("lists so many of one rule, counts the rest, and leaves out no rule because of another", async () => {
    const { report, judged } = (await openedAndLooked()).assessment();
    const note = (kind: "key-not-listed" | "key-id-repeated", i: number): RepositoryFinding => ({ severity: "warn", kind: "format", document: `d${i % 700}` as never, role: "bins" as never, version: 1, path: "1.bins.json", note: { kind, keyId: `${i}` as never } as never });
    const many = [...Array.from({ length: 1400 }, (_, i) => note("key-not-listed", i)), note("key-id-repeated", 3)];
    const { findings } = pageReport({ report: { ...report, findings: many }, judged });
    expect(findings.length).toBe(502);
    expect(findings.slice(499)).toMatchObject([{ note: { keyId: "499" } }, { kind: "more-of-a-rule", severity: "warn", count: 900, documents: 200 }, { note: { kind: "key-id-repeated" } }]);
    expect(countFindings(findings)).toBe(1401);
  });

  it("leaves nothing out of a review: what stands against one document comes with it, whatever stands against others", async () => {
    const files = [...generateRepository({ ...DEFAULT_PLAN, bins: 1024, targetsPerBin: 1 })].map(({ path, text }) => ({ path, bytes: utf8(path.includes(".bin-") ? text.replace(/"sig":"../, '"sig":"00') : text) }));
    const session = RepositorySession.open(files, undefined, webCryptoVerifier(crypto.subtle));
    if (!session.ok) throw new Error("expected a repository");
    const { findings } = await look(session.value, []);
    const last = session.value.assessment().judged.findLast(({ document }) => document.role.startsWith("bin-")) ?? expect.unreachable("expected a bin");
    expect(findings.some((finding) => "document" in finding && finding.document === last.document.id)).toBe(false);
    expect(countFindings(findings)).toBeGreaterThan(1000);
    expect((await buildReview(session.value.assessment(), last, SIM_NOW)).against).toMatchObject([{ kind: "signature-does-not-verify", document: last.document.id }]);
  });

  it("brings what may be pinned where the anchor is confirmed, and not before", async () => {
    const session = await opened();
    expect((await look(session, [])).seen).toBeUndefined();
    const confirmed = await look(session, session.rootDigests());
    expect(Object.keys(confirmed.seen?.targets ?? {}).length).toBe(BINS + 2);
  });
});
