import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { webCryptoVerifier } from "../../crypto/webcrypto-verifier.ts";
import { recogniseLayout, type Layout } from "../../dialects/layout.ts";
import { offerLayout } from "../../dialects/offer-layout.ts";
import { instantFromMs } from "../../lib/utc-instant.ts";
import { CORPORA, hasCorpora, readFolder } from "../../test/corpora.ts";
import { PROFILES } from "../client/profile.ts";
import { updateClient } from "../client/update.ts";
import { describeDocumentFault } from "../words/document-fault.ts";
import { describeFinding } from "../words/finding.ts";
import { describeHeadline } from "../words/headline.ts";
import { assessRepository } from "./assess.ts";
import { viewOf } from "./view.ts";

const verifier = webCryptoVerifier(globalThis.crypto.subtle);
const NOW = instantFromMs(Date.UTC(2025, 5, 26));

function foldersBelow(folder: string): readonly string[] {
  return [folder, ...readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).flatMap(({ name }) => foldersBelow(`${folder}/${name}`))];
}

/** How a folder opens: every layout in it, assessed, and replayed in every profile. Whatever it says must be sayable. */
async function opened(layout: Layout): Promise<string> {
  const assessed = await assessRepository({ layout: layout.kind, files: offerLayout(layout, "opened"), anchor: undefined, seen: undefined, invitations: [], now: NOW }, verifier);
  const said = (assessed.ok ? assessed.value.report : assessed.fault).unreadable.map(({ fault }) => describeDocumentFault(fault).happened);
  if (!assessed.ok) return sayable(said, `no-root: ${[...new Set(assessed.fault.unreadable.map(({ fault }) => (fault.kind === "not-metadata" ? `not-metadata ${fault.looksLike}` : fault.kind)))].join(", ")}`);
  const { report, inventory, chain, origin, context } = assessed.value;
  structuredClone(report);
  for (const profile of PROFILES) {
    const { refusal, targets, steps } = await updateClient(viewOf(inventory, origin, Number.MAX_SAFE_INTEGER, layout.kind === "published"), chain.anchor.metadata, { ...context, profile });
    expect(refusal === undefined).toBe(targets !== undefined);
    expect(steps.filter(({ reached, faults }) => reached && faults.length > 0).length).toBe(refusal === undefined ? 0 : 1);
  }
  return sayable([...said, JSON.stringify(describeHeadline(report, NOW)), ...report.findings.map((finding) => JSON.stringify(describeFinding(finding)))], report.headline.kind);
}

function sayable(sentences: readonly string[], outcome: string): string {
  for (const sentence of sentences) expect(sentence).not.toMatch(/undefined|NaN|\[object|\$\{/);
  return outcome;
}

/** What holds no root that anybody could read, and what was found there instead. */
const WITHOUT_ROOT: Readonly<Record<string, string>> = {
  "rstuf-payloads/payload": "no-root: not-metadata rstuf-ceremony, not-metadata detached-signatures, not-metadata rstuf-signing",
  "tough-fixtures/duplicate-keyid": "no-root: json-duplicate-key",
  "tough-fixtures/duplicate-sig-keys": "no-root: duplicate-signature",
  "tough-fixtures/duplicate-sigs": "no-root: duplicate-signature",
};

describe.skipIf(!hasCorpora)("every folder of real metadata (skipped: no ../shared)", () => {
  it("opens in every profile, whole or in the parts that it offers, unless it holds no readable root", async () => {
    const refused: Record<string, string> = {};
    let parts = 0;
    for (const folder of foldersBelow(CORPORA)) {
      const files = readFolder(folder);
      const layout = recogniseLayout(files);
      if (layout === undefined) expect(files.filter(({ path }) => path.endsWith(".json"))).toEqual([]);
      for (const part of layout === undefined ? [] : [layout.folder, ...layout.otherFolders]) {
        const chosen = recogniseLayout(files, part);
        if (chosen === undefined) throw new Error(`what was offered cannot be chosen: ${part}`);
        const outcome = await opened(chosen);
        parts++;
        if (outcome.startsWith("no-root")) refused[`${folder}/${part}`.slice(CORPORA.length + 1).replace(/\/$/, "")] = outcome;
      }
    }
    expect(refused).toEqual(WITHOUT_ROOT);
    expect(parts).toBeGreaterThan(100);
  }, 60_000);
});
