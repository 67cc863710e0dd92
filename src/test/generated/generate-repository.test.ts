import { describe, expect, it } from "vitest";
import { webCryptoVerifier } from "../../crypto/webcrypto-verifier.ts";
import { recogniseLayout } from "../../dialects/layout.ts";
import { offerLayout } from "../../dialects/offer-layout.ts";
import { utf8 } from "../../lib/bytes.ts";
import { parseMetadata } from "../../tuf/model/parse-metadata.ts";
import { assessRepository } from "../../tuf/repository/assess.ts";
import { SIM_NOW } from "../repository-simulator.ts";
import { DEFAULT_PLAN, generateRepository, type RepositoryPlan } from "./generate-repository.ts";

const small = { ...DEFAULT_PLAN, bins: 8, targetsPerBin: 5 };

describe("a generated repository", () => {
  it.each<readonly [string, Partial<RepositoryPlan>]>([
    ["compact", {}], ["indented", { style: "indented" }], ["succinct", { succinct: true }], ["ECDSA", { algorithm: "p256" }], ["behind a chain", { chain: 3 }],
    ["of sixteen bins with one prefix each", { bins: 16 }],
  ])("%s: a client can update, and accepts every bin", async (_, change) => {
    const plan = { ...small, ...change };
    const files = [...generateRepository(plan)].map(({ path, text }) => ({ path, bytes: utf8(text) }));
    const layout = recogniseLayout(files);
    if (layout === undefined) throw new Error("expected a repository");
    const assessed = await assessRepository({ layout: layout.kind, files: offerLayout(layout, "opened"), anchor: undefined, seen: undefined, invitations: [], now: SIM_NOW }, webCryptoVerifier(crypto.subtle));
    if (!assessed.ok) throw new Error("expected a report");
    const { report } = assessed.value;
    expect(report.headline).toMatchObject({ kind: "can-update" });
    expect(report.findings).toEqual([]);
    expect(report.counts).toMatchObject({ documents: plan.bins + 5 + plan.chain, targets: plan.bins * plan.targetsPerBin, delegations: plan.bins + 1 + plan.chain });
    expect(JSON.stringify(report.tree)).toContain(`"count":${plan.bins},"accepted":${plan.bins}`);
  });

  it("is the same for the same plan, and another for another seed", () => {
    const texts = (plan: RepositoryPlan): string => JSON.stringify([...generateRepository(plan)]);
    for (const algorithm of ["ed25519", "p256"] as const) expect(texts({ ...small, algorithm })).toBe(texts({ ...small, algorithm }));
    expect(texts(small)).not.toBe(texts({ ...small, seed: "2" }));
  });

  it("is canonical where it is compact", () => {
    for (const { text } of generateRepository(small)) {
      const parsed = parseMetadata(utf8(text));
      const signed = parsed.ok ? text.slice(parsed.value.signedNode.start, parsed.value.signedNode.end) : "unreadable";
      expect(parsed.ok && (signed === new TextDecoder().decode(parsed.value.signedBytes))).toBe(true);
    }
  });
});
