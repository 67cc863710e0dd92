import { describe, expect, it } from "vitest";
import { webCryptoVerifier } from "../../crypto/webcrypto-verifier.ts";
import { toHex } from "../../lib/hex.ts";
import type { NamedBytes } from "../../lib/named-bytes.ts";
import { instantFromMs } from "../../lib/utc-instant.ts";
import { CORPORA, hasCorpora, layoutOf, readFolder } from "../../test/corpora.ts";
import { offered, RepositorySimulator, SIM_NOW, simKey } from "../../test/repository-simulator.ts";
import { writeSignatures } from "../edit/replace-signatures.ts";
import type { KeyId } from "../model/ids.ts";
import { parseMetadata } from "../model/parse-metadata.ts";
import type { Metadata } from "../model/metadata.ts";
import { assessRepository, type Assessment } from "../repository/assess.ts";
import { explainInRepository, explainOffered } from "./explain-in-repository.ts";
import type { Explanation } from "./explanation.ts";
import { noProbe } from "./scheme-probe.ts";

const verifier = webCryptoVerifier(globalThis.crypto.subtle);
const ports = { verifier, probe: noProbe };

async function assess(files: readonly NamedBytes[], now = SIM_NOW): Promise<Assessment> {
  const assessed = await assessRepository({ layout: layoutOf(files).kind, files: offered(files), anchor: undefined, seen: undefined, invitations: [], now }, verifier);
  if (!assessed.ok) throw new Error(JSON.stringify(assessed.fault));
  return assessed.value;
}

/** The explanation of one signature of a document, as the delegator of that version sees it. */
async function explain(assessment: Assessment, role: string, version: number, by: number, keyId?: string): Promise<Explanation | undefined> {
  const document = assessment.report.documents.find((one) => one.role === role && one.version === version);
  const quorum = document?.quorums.find((one) => one.by.version === by);
  if (document === undefined || quorum === undefined) throw new Error(`no ${role} ${version} by ${by}`);
  const index = quorum.report.signatures.findIndex((one) => keyId === undefined || one.keyId.startsWith(keyId));
  return explainInRepository(assessment, { document: document.id, by: quorum.by.document, index }, ports);
}

function served(sim: RepositorySimulator, path: string): Metadata {
  const parsed = parseMetadata(sim.served.get(path) ?? new Uint8Array());
  if (!parsed.ok) throw new Error(`${path} was published`);
  return parsed.value;
}

function replace(sim: RepositorySimulator, path: string, keyId: string, sig: string): void {
  sim.served.set(path, writeSignatures(served(sim, path), [{ keyId: keyId as KeyId, sig }]).bytes); // an id of the simulator's
}

describe("among the files of a repository", () => {
  it("finds the version before, from which the signature was copied", async () => {
    const sim = RepositorySimulator.published();
    sim.update();
    const key = sim.roles.snapshot.keys[0]?.plain.keyId ?? "";
    replace(sim, "2.snapshot.json", key, served(sim, "1.snapshot.json").signatures[0]?.sig ?? "");
    const found = await explain(await assess(sim.publishedFiles()), "snapshot", 2, 1);
    expect(found?.wouldVerify?.differences).toMatchObject([{ kind: "other-document", role: "snapshot", version: 1, path: "1.snapshot.json", relation: "previous-version" }]);
    expect(found?.tried.checks).toBeLessThan(12);
  });

  it("finds the document of another role that was signed, and the key of another role that signed", async () => {
    const sim = RepositorySimulator.published();
    const [targets, snapshot] = [sim.roles.targets.keys[0], sim.roles.snapshot.keys[0]];
    if (targets === undefined || snapshot === undefined) throw new Error("every role has a key");
    replace(sim, "1.targets.json", targets.plain.keyId, toHex(targets.node.sign(served(sim, "1.snapshot.json").signedBytes)));
    replace(sim, "1.snapshot.json", snapshot.plain.keyId, toHex(targets.node.sign(served(sim, "1.snapshot.json").signedBytes)));
    const assessment = await assess(sim.publishedFiles());
    expect((await explain(assessment, "targets", 1, 1))?.wouldVerify?.differences).toMatchObject([{ kind: "other-document", role: "snapshot", version: 1, relation: "another-role" }]);
    expect((await explain(assessment, "snapshot", 1, 1))?.wouldVerify?.differences)
      .toEqual([{ kind: "other-key", label: undefined, bearsId: false, listedAs: undefined, places: [{ keyId: targets.plain.keyId, role: "root", version: 1 }] }]);
  });

  it("has nothing to say of what is counted, of an empty place, and of what is not there", async () => {
    const sim = RepositorySimulator.published((s) => (s.roles.targets = { keys: [simKey(), simKey()], threshold: 1 }));
    const [first] = sim.roles.targets.keys;
    replace(sim, "1.targets.json", first?.plain.keyId ?? "", "");
    const assessment = await assess(sim.publishedFiles());
    expect(await explain(assessment, "targets", 1, 1, first?.plain.keyId)).toBeUndefined();
    expect(await explain(assessment, "snapshot", 1, 1)).toBeUndefined();
    const [document] = assessment.report.documents;
    if (document === undefined) throw new Error("something was published");
    for (const index of [-1, 7]) expect(await explainInRepository(assessment, { document: document.id, by: document.id, index }, ports)).toBeUndefined();
  });
});

describe("a signature that came from elsewhere", () => {
  it("is explained by the delegator that lists its key, else by the most telling one", async () => {
    const sim = RepositorySimulator.published();
    const [own, other] = [sim.roles.targets.keys[0], sim.roles.snapshot.keys[0]];
    if (own === undefined || other === undefined) throw new Error("every role has a key");
    const assessment = await assess(sim.publishedFiles());
    const document = assessment.report.documents.find(({ role }) => role === "targets")?.id;
    if (document === undefined) throw new Error("targets were published");
    const message = served(sim, "1.targets.json").signedBytes;
    const ask = async (keyId: KeyId, sig: string): Promise<unknown> => (await explainOffered(assessment, document, { keyId, sig }, ports))?.wouldVerify?.differences;
    expect(await ask(own.plain.keyId, Buffer.from(own.node.sign(message)).toString("base64"))).toEqual([{ kind: "base64", alphabet: "standard" }]);
    expect(await ask(own.plain.keyId, toHex(other.node.sign(message)))).toMatchObject([{ kind: "other-key", bearsId: false, listedAs: undefined }]);
    expect(await ask(other.plain.keyId, toHex(other.node.sign(message)))).toEqual([{ kind: "key-not-in-role" }]);
    expect(await ask("nobody" as KeyId, toHex(own.node.sign(message)))).toMatchObject([{ kind: "other-key", listedAs: own.plain.keyId }]); // any text is a key id
    expect(await ask(own.plain.keyId, "")).toBeUndefined();
  });
});

describe.skipIf(!hasCorpora)("in real metadata (skipped: no ../shared)", () => {
  it("Sigstore root 9: the signers of root 8 signed under their new ids as well", async () => {
    const assessment = await assess(readFolder(`${CORPORA}/sigstore-roots`), instantFromMs(Date.UTC(2025, 5, 26)));
    const found = await explain(assessment, "root", 9, 8, "1e1d65ce");
    expect(found?.wouldVerify?.differences).toMatchObject([{ kind: "other-key", bearsId: true, places: [{ role: "root", version: 9 }] }]);
    expect((await explain(assessment, "root", 13, 12, "183e64f3"))?.wouldVerify?.differences).toMatchObject([{ kind: "other-key", label: "@lance", bearsId: true, listedAs: undefined }]);
  });

  it("tuf-demo: the snapshot was signed by the online key, which root 4 lists under another id", async () => {
    const assessment = await assess(readFolder(`${CORPORA}/tuf-demo-event-keyids/2-signed/metadata`), instantFromMs(Date.UTC(2025, 1, 6, 12)));
    const found = await explain(assessment, "snapshot", 12, 4);
    expect(found?.wouldVerify?.differences).toMatchObject([{ kind: "other-key", bearsId: true, listedAs: expect.stringMatching(/^898df93c/) as string }]);
  });

  it("tough's invalid signature is explained by nothing", async () => {
    const assessment = await assess(readFolder(`${CORPORA}/tough-fixtures/invalid-root-json-signature`));
    expect(await explain(assessment, "root", 1, 1)).toMatchObject({ wouldVerify: undefined, oddity: undefined, tried: { complete: true } });
  });
});
