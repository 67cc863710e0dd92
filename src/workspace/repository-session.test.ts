import { expect, it } from "vitest";
import { webCryptoVerifier } from "../crypto/webcrypto-verifier.ts";
import { toHex } from "../lib/hex.ts";
import { nodeKey } from "../test/node-keys.ts";
import { publicParts, RepositorySimulator, SIM_NOW, simKey, type SimKey } from "../test/repository-simulator.ts";
import { tufKey } from "../tuf/edit/build-metadata.ts";
import { parseMetadata } from "../tuf/model/parse-metadata.ts";
import { RepositorySession } from "./repository-session.ts";
import type { KeyObject } from "node:crypto";

const view = { now: SIM_NOW, anchors: [], seen: {} } as const;

it("takes a signature of an RSA key that is listed under two schemes by the one that it was made with, and counts the key once", async () => {
  const pss = simKey("rsa-pss-sha256");
  if (!("privateKey" in pss.node)) throw new Error("not a key of Node");
  const twin = nodeKey(pss.node.privateKey as KeyObject, "rsa-pkcs1v15-sha512"); // as NodeKey has it
  const pkcs1: SimKey = { node: twin, plain: tufKey(publicParts(twin)) };
  for (const keys of [[pss, pkcs1], [pkcs1, pss]]) {
    const sim = RepositorySimulator.published((s) => {
      s.roles.root = { keys, threshold: 1 };
    });
    const { signedBytes, digest } = sim.publishRoot({ signers: [] });
    for (const key of keys) {
      const session = RepositorySession.open(sim.publishedFiles(), undefined, webCryptoVerifier(globalThis.crypto.subtle));
      if (!session.ok) throw new Error(session.fault.kind);
      await session.value.look(view);
      const judged = session.value.assessment().judged.find(({ document }) => document.digest === digest);
      if (judged === undefined) throw new Error("root 2 is not there");
      const attached = await session.value.attachExternal(judged.document.id, toHex(key.node.sign(signedBytes)), view);
      expect(attached).toMatchObject({ ok: true, value: { signer: { fingerprint: pss.node.material.fingerprint } } });
      const [file] = await session.value.written(session.value.judged(judged.document.id) ?? judged);
      const written = file === undefined ? undefined : parseMetadata(file.bytes);
      if (written?.ok !== true) throw new Error("nothing was written");
      expect(written.value.signatures.map(({ keyId }) => keyId)).toEqual([key.plain.keyId]);
      expect(session.value.judged(judged.document.id)?.judgements.map(({ report }) => report.counted)).toEqual([1, 1]);
    }
  }
});
