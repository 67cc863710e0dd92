import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { webCryptoVerifier } from "../../crypto/webcrypto-verifier.ts";
import { offerLayout } from "../../dialects/offer-layout.ts";
import { recogniseLayout } from "../../dialects/layout.ts";
import type { Bytes } from "../../lib/bytes.ts";
import type { NamedBytes } from "../../lib/named-bytes.ts";
import { findTarget } from "../../tuf/client/find-target.ts";
import { DelegatedRoles } from "../../tuf/client/delegated-roles.ts";
import { PROFILES } from "../../tuf/client/profile.ts";
import { updateClient } from "../../tuf/client/update.ts";
import { writeSignatures } from "../../tuf/edit/replace-signatures.ts";
import type { KeyId } from "../../tuf/model/ids.ts";
import { isOfType, parseMetadata } from "../../tuf/model/parse-metadata.ts";
import { assessRepository } from "../../tuf/repository/assess.ts";
import { takeInventory } from "../../tuf/repository/inventory.ts";
import { viewOf } from "../../tuf/repository/view.ts";
import { matchesPattern, patternCovers } from "../../tuf/graph/path-pattern.ts";
import { memoVerifier } from "../../tuf/verify/memo-verifier.ts";
import { verifySignatures } from "../../tuf/verify/verify-signatures.ts";
import { describeDocumentFault } from "../../tuf/words/document-fault.ts";
import { anyFile, hostileName, hostilePattern, SEED, SEED_FILES } from "../arbitraries.ts";
import { offered, SIM_NOW } from "../repository-simulator.ts";
import { runs } from "../runs.ts";

const verifier = webCryptoVerifier(globalThis.crypto.subtle);

/** What a repository offers where some of its files are anything at all, and some lie under names that nobody expects. */
const anyRepository: fc.Arbitrary<readonly NamedBytes[]> = fc.tuple(
  fc.array(fc.tuple(fc.constantFrom(...SEED_FILES.map(({ path }) => path)), anyFile), { maxLength: 3 }),
  fc.array(fc.tuple(fc.oneof(hostileName.map((name) => `1.${encodeURIComponent(name)}.json`), hostileName.map((name) => `${name}.json`), fc.constantFrom("3.root.json", "root_history/2.root.json", "0.root.json", "2.timestamp.json")), anyFile), { maxLength: 3 }),
).map(([replaced, added]) => {
  const files = new Map<string, Bytes>(SEED_FILES.map(({ path, bytes }) => [path, bytes]));
  for (const [path, bytes] of [...replaced, ...added]) files.set(path, bytes);
  return [...files].map(([path, bytes]) => ({ path, bytes }));
});

describe("no bytes at all", () => {
  it("make the parser throw, or give anything but a document or one precise fault", () => {
    fc.assert(fc.property(anyFile, (bytes) => {
      const parsed = parseMetadata(bytes);
      if (!parsed.ok) {
        const words = describeDocumentFault(parsed.fault);
        expect(`${words.happened} ${words.evidence} ${words.you}`).not.toMatch(/undefined|NaN|\[object/);
        return;
      }
      const { digest, signatures, signaturesNode, notes, text } = parsed.value;
      expect(digest).toMatch(/^[0-9a-f]{64}$/);
      expect(signatures).toHaveLength(signaturesNode.items.length);
      expect(new Set(signatures.map(({ keyId }) => keyId)).size).toBe(signatures.length);
      expect(notes.length).toBeLessThanOrEqual(20 * 65);
      expect(text.slice(signaturesNode.start, signaturesNode.end)).toMatch(/^\[[^]*\]$/);
    }), runs(1000));
  });

  it("that are a document lose anything when signatures are written into them", () => {
    fc.assert(fc.property(anyFile, fc.uniqueArray(fc.string({ minLength: 1, unit: "binary" }), { maxLength: 3 }), (bytes, ids) => {
      const parsed = parseMetadata(bytes);
      fc.pre(parsed.ok);
      const before = parsed.value;
      const add = [...ids, ...before.signatures.slice(0, 1).map(({ keyId }) => keyId)].map((id) => ({ keyId: id as KeyId, sig: "abcd" })); // any text is a key id
      fc.pre(new Set(add.map(({ keyId }) => keyId)).size === add.length);
      const written = writeSignatures(before, add);
      const after = parseMetadata(written.bytes);
      if (!after.ok) throw new Error(JSON.stringify(after.fault));
      const { start, end } = before.signaturesNode;
      expect(after.value.digest).toBe(before.digest);
      expect(written.text.slice(0, start)).toBe(before.text.slice(0, start));
      expect(written.text.slice(after.value.signaturesNode.end)).toBe(before.text.slice(end));
      for (const { keyId } of add) expect(after.value.signatures.find((entry) => entry.keyId === keyId)?.sig).toBe("abcd");
    }), runs(400));
  });

  it("make a verifier throw, judge an entry twice, or count what no key signed", async () => {
    const root = SEED.root(2);
    await fc.assert(fc.asyncProperty(anyFile, async (bytes) => {
      const parsed = parseMetadata(bytes);
      if (!parsed.ok) return;
      const { signed, signatures, digest } = parsed.value;
      const own = isOfType(parsed.value, "root") ? parsed.value.signed : root.signed;
      for (const by of [root.signed, own]) {
        for (const roleKeys of by.roles.values()) {
          const report = await verifySignatures(parsed.value, roleKeys, by.keys, verifier);
          expect(report.signatures).toHaveLength(signatures.length);
          expect(report.counted).toBeLessThanOrEqual(Math.min(signatures.length, new Set(roleKeys.keyIds).size));
        }
      }
      const original = SEED_FILES.some(({ bytes: seed }) => {
        const known = parseMetadata(seed);
        return known.ok && known.value.digest === digest;
      });
      const underRoot = await verifySignatures(parsed.value, root.signed.roles.get(signed.type) ?? { keyIds: [], threshold: 1 }, root.signed.keys, verifier);
      if (!original) expect(underRoot.counted).toBe(0); // nobody signed anything but the seeds
    }), runs(250));
  });
});

describe("no files at all", () => {
  it("make a client throw, or trust what the keys of its root did not sign", async () => {
    await fc.assert(fc.asyncProperty(anyRepository, fc.constantFrom(...PROFILES), hostileName, async (files, profile, path) => {
      const view = viewOf(takeInventory(offered(files)), "opened", Number.MAX_SAFE_INTEGER, true);
      const context = { now: SIM_NOW, verifier: memoVerifier(verifier), profile };
      const update = await updateClient(view, SEED.root(1), context);
      const { root, timestamp, snapshot, targets, refusal } = update;
      structuredClone(update.steps);
      expect(refusal === undefined).toBe(targets !== undefined);
      for (const document of [timestamp, snapshot, targets]) {
        if (document !== undefined) expect((await verifySignatures(document, root.signed.roles.get(document.signed.type) ?? { keyIds: [], threshold: 1 }, root.signed.keys, verifier)).counted).toBeGreaterThan(0);
      }
      if (refusal !== undefined) expect(update.steps.flatMap(({ faults }) => faults)).toContainEqual(refusal);
      if (targets === undefined || snapshot === undefined) return;
      const roles = new DelegatedRoles({ view, snapshot: snapshot.signed, consistent: true }, context);
      const found = await findTarget(path, targets, roles, 32);
      if (found.ok) expect(found.value.path).toBe(path);
    }), runs(200));
  });

  it("make an assessment throw, grow out of proportion, or fail to cross to the page", async () => {
    await fc.assert(fc.asyncProperty(anyRepository, async (files) => {
      const layout = recogniseLayout(files);
      if (layout === undefined) return;
      const assessed = await assessRepository({ layout: layout.kind, files: offerLayout(layout, "opened"), anchor: undefined, seen: undefined, invitations: [], now: SIM_NOW }, verifier);
      const told = assessed.ok ? assessed.value.report : assessed.fault;
      expect(JSON.stringify(structuredClone(told)).length).toBeLessThan(100_000 + 60 * files.reduce((sum, { bytes }) => sum + bytes.length, 0));
      if (!assessed.ok) return;
      const { documents, headline } = assessed.value.report;
      expect(documents.filter(({ role, type, publication }) => publication === "published" && role !== type && type !== "targets")).toEqual([]);
      if (headline.kind === "can-update") expect(headline.toRoot).toBeLessThanOrEqual(2);
    }), runs(150));
  });

  it("and no pattern make the matching of paths throw; what a pattern covers, it matches", () => {
    fc.assert(fc.property(hostilePattern, hostilePattern, hostilePattern, (wide, narrow, path) => {
      if (patternCovers(wide, narrow) && matchesPattern(narrow, path)) expect(matchesPattern(wide, path)).toBe(true);
      if (!/[*?[]/.test(wide)) expect(matchesPattern(wide, path)).toBe(wide === path);
    }), runs(1000));
  });
});
