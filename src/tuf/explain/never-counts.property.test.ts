import fc from "fast-check";
import { expect, it } from "vitest";
import { schemeProbe } from "../../crypto/scheme-probe.ts";
import { webCryptoVerifier } from "../../crypto/webcrypto-verifier.ts";
import { utf8, type Bytes } from "../../lib/bytes.ts";
import { toHex } from "../../lib/hex.ts";
import { runs } from "../../test/runs.ts";
import { offered, RepositorySimulator, SIM_NOW, simKey, simKeys } from "../../test/repository-simulator.ts";
import { writeSignatures } from "../edit/replace-signatures.ts";
import type { CanonicalBytes } from "../json/canonical-json.ts";
import { toJsonValue } from "../edit/write-json.ts";
import { Fields } from "../model/fields.ts";
import type { KeyId } from "../model/ids.ts";
import { parseKey } from "../model/key.ts";
import { parseMetadata } from "../model/parse-metadata.ts";
import type { Metadata } from "../model/metadata.ts";
import type { PaeBytes } from "../neighbours/dsse.ts";
import { assessRepository, type Assessment } from "../repository/assess.ts";
import type { SignatureJudgement, SignatureVerdict, VerificationReport } from "../verify/verification-report.ts";
import { explainSignature } from "./explain-signature.ts";
import { explainInRepository } from "./explain-in-repository.ts";
import { canBeExplained, type Difference, type Explanation, type OtherBytes } from "./explanation.ts";
import { signedForms, wholeFileForms } from "./message-forms.ts";
import { noProbe } from "./scheme-probe.ts";

const verifier = webCryptoVerifier(globalThis.crypto.subtle);
const keys = simKeys(3);
const sim = RepositorySimulator.published((s) => (s.roles.targets = { keys, threshold: 2, signers: [] }));
sim.top.targets["a/é<1>"] = { length: 1, hashes: { sha256: "00" } };
sim.update();
const base = parsedTargets(sim.served.get("2.targets.json") ?? new Uint8Array());
const forms = [...signedForms([{ path: "2.targets.json", metadata: base }]), ...wholeFileForms([{ path: "2.targets.json", metadata: base }], "x" as KeyId)]; // any text is a key id

function parsedTargets(bytes: Bytes): Metadata {
  const parsed = parseMetadata(bytes);
  if (!parsed.ok) throw new Error("it was published");
  return parsed.value;
}

async function assess(targets: Bytes): Promise<Assessment> {
  const files = sim.publishedFiles().map((file) => (file.path === "2.targets.json" ? { ...file, bytes: targets } : file));
  const assessed = await assessRepository({ layout: "published", files: offered(files), anchor: undefined, seen: undefined, invitations: [], now: SIM_NOW }, verifier);
  if (!assessed.ok) throw new Error("its root is good");
  return assessed.value;
}

it("an explanation, whatever it finds, leaves every report and every headline as they were", async () => {
  const how = fc.oneof(fc.constant("proper" as const), fc.constant("empty" as const), fc.nat({ max: forms.length - 1 }));
  const written = fc.constantFrom("hex", "base64", "damaged" as const);
  await fc.assert(fc.asyncProperty(fc.array(fc.record({ how, written, by: fc.nat({ max: 2 }), as: fc.nat({ max: 2 }) }), { maxLength: 3 }), async (signatures) => {
    const entries = new Map(signatures.map(({ how: over, written: writing, by, as }) => {
      const message = typeof over === "number" ? forms[over]?.bytes ?? utf8("") : base.signedBytes;
      const sig = keys[by]?.node.sign(message) ?? utf8("");
      const text = over === "empty" ? "" : writing === "base64" ? Buffer.from(sig).toString("base64") : writing === "damaged" ? toHex(sig).replace(/^../, "zz") : toHex(sig);
      return [keys[as]?.plain.keyId ?? "", { sig: text, good: over === "proper" && writing === "hex" && by === as }] as const;
    }));
    const { bytes } = writeSignatures(base, [...entries].map(([keyId, { sig }]) => ({ keyId: keyId as KeyId, sig }))); // ids of the simulator's
    const assessment = await assess(bytes);
    const document = assessment.report.documents.find(({ role, version }) => role === "targets" && version === 2);
    const [quorum] = document?.quorums ?? [];
    if (document === undefined || quorum === undefined) throw new Error("targets 2 is there");
    const before = structuredClone(assessment.report);
    for (const [index, { verdict }] of quorum.report.signatures.entries()) {
      const explanation = await explainInRepository(assessment, { document: document.id, by: quorum.by.document, index }, { verifier, probe: noProbe });
      expect(explanation === undefined).toBe(!canBeExplained(verdict));
    }
    expect(assessment.report).toEqual(before);
    expect(quorum.report.counted).toBe([...entries.values()].filter(({ good }) => good).length);
    expect((await assess(bytes)).report).toEqual(before);
  }), runs(60));
});

it("no text that stands for a signature makes it throw, whatever the key", async () => {
  const keys = (["ed25519", "ecdsa-p256", "ecdsa-p521", "rsa-pss-sha256", "ml-dsa-44"] as const).map((algorithm) => simKey(algorithm))
    .map(({ plain }) => parseKey(plain.keyId, Fields.of(toJsonValue(plain.object), "key", "", "4.2.2")));
  const hex = fc.uint8Array({ maxLength: 300 }).map(toHex);
  const sig = fc.oneof(hex, fc.base64String({ maxLength: 400 }), fc.string({ unit: "binary", maxLength: 80 }), hex.map((text) => toHex(utf8(text))), hex.map((text) => `30${text}`), fc.constant("3006020100020100"), fc.constant("00".repeat(256)), fc.constant("ff".repeat(256)));
  await fc.assert(fc.asyncProperty(sig, fc.constantFrom(...keys), async (text, key) => {
    const question = { keyId: key.keyId, sig: text, files: [{ path: "2.targets.json", metadata: base }] as const, key: { key, listed: true }, otherKeys: [], otherDocuments: [] };
    const { wouldVerify, tried } = await explainSignature(question, { verifier, probe: schemeProbe() }, 20 * 70_000);
    expect([wouldVerify, tried.checks <= 45]).toEqual([undefined, true]);
  }), runs(150));
});

it("the types keep what is explained and what is counted apart", () => {
  type Never<T extends never> = T;
  // No kind of difference is a verdict, and no form of a message is what a report is made of.
  type _Kinds = Never<Extract<Difference["kind"], SignatureVerdict["kind"]>>;
  type _Bytes = Never<OtherBytes extends CanonicalBytes | PaeBytes ? OtherBytes : never>;
  type _Report = Never<Explanation extends VerificationReport | SignatureJudgement ? Explanation : never>;
  const verdicts: readonly SignatureVerdict["kind"][] = ["verified", "duplicate"];
  for (const kind of verdicts) expect(canBeExplained({ kind } as SignatureVerdict)).toBe(false); // the facts of a verdict do not matter here
});
