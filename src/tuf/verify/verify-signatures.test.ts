import type { KeyObject } from "node:crypto";
import { p256 } from "@noble/curves/nist.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { webCryptoVerifier } from "../../crypto/webcrypto-verifier.ts";
import { utf8 } from "../../lib/bytes.ts";
import { toHex } from "../../lib/hex.ts";
import { nodeKey } from "../../test/node-keys.ts";
import { publicParts, simKey, simKeys, underAnotherId, type SimKey } from "../../test/repository-simulator.ts";
import type { CanonicalBytes } from "../json/canonical-json.ts";
import { tufKey } from "../edit/build-metadata.ts";
import { toJsonValue } from "../edit/write-json.ts";
import { Fields } from "../model/fields.ts";
import type { KeyId } from "../model/ids.ts";
import { ALGORITHMS, type KeyAlgorithm } from "../model/key-algorithm.ts";
import { ecdsaMaterial, parseKey, type Key } from "../model/key.ts";
import { memoVerifier } from "./memo-verifier.ts";
import type { SignatureVerifier } from "./signature-verifier.ts";
import { isMet, missingSignatures, type VerificationReport } from "./verification-report.ts";
import { verifySignatures } from "./verify-signatures.ts";

const verifier = webCryptoVerifier(globalThis.crypto.subtle);
const message = utf8('{"_type":"root"}') as CanonicalBytes; // any bytes can be signed
const other = utf8('{"_type":"targets"}');

interface Entry { readonly keyId: KeyId; readonly sig: string }

function keysOf(keys: readonly SimKey[]): ReadonlyMap<KeyId, Key> {
  return new Map(keys.map(({ plain }) => [plain.keyId, parseKey(plain.keyId, Fields.of(toJsonValue(plain.object), "key", "", "4.2.2"))]));
}

function by(key: SimKey, bytes: Uint8Array = message): Entry {
  return { keyId: key.plain.keyId, sig: toHex(key.node.sign(bytes)) };
}

function verify(signatures: readonly Entry[], keys: readonly SimKey[], threshold: number, about: { readonly listed?: readonly KeyId[]; readonly defined?: readonly SimKey[]; readonly verifier?: SignatureVerifier } = {}): Promise<VerificationReport> {
  const keyIds = about.listed ?? keys.map(({ plain }) => plain.keyId);
  return verifySignatures({ signedBytes: message, signatures }, { keyIds, threshold }, keysOf(about.defined ?? keys), about.verifier ?? verifier);
}

function verdicts(report: VerificationReport): readonly string[] {
  return report.signatures.map(({ verdict }) => verdict.kind);
}

function privateKeyOf({ node }: SimKey): KeyObject {
  if (!("privateKey" in node)) throw new Error("not a key of Node");
  return node.privateKey as KeyObject; // as NodeKey has it
}

const [ada, bao, eve] = simKeys(3) as [SimKey, SimKey, SimKey]; // three were asked for

describe("a key counts once", () => {
  it("when it signs under two ids", async () => {
    const again = underAnotherId(ada);
    const report = await verify([by(ada), by(again)], [ada, again], 2);
    expect([report.counted, isMet(report), missingSignatures(report), verdicts(report)]).toEqual([1, false, 1, ["verified", "duplicate"]]);
    expect(report.signatures[1]?.verdict).toEqual({ kind: "duplicate", countedAs: ada.plain.keyId });
    expect(report.signers).toMatchObject([{ keyIds: [ada.plain.keyId, again.plain.keyId], state: "signed" }]);
  });

  it("when one id is listed and signed many times over", async () => {
    const report = await verify(Array.from({ length: 9 }, () => by(ada)), [ada], 2, { listed: Array.from({ length: 9 }, () => ada.plain.keyId) });
    expect([report.counted, verdicts(report).filter((kind) => kind === "verified").length]).toEqual([1, 1]);
  });

  it("when its point stands there as PEM and in hex, compressed and not", async () => {
    const key = simKey("ecdsa-p256");
    const point = key.node.material.algorithm === "ecdsa-p256" ? key.node.material.point : new Uint8Array();
    const compressed = new Uint8Array(p256.Point.fromBytes(point).toBytes(true));
    const forms = [key, ...[point, compressed].map((p) => ({ node: key.node, plain: tufKey({ keytype: "ecdsa", scheme: "ecdsa-sha2-nistp256", public: toHex(p) }) }))];
    const report = await verify(forms.map((form) => by(form)), forms, 2);
    expect([report.counted, verdicts(report), report.signers.length]).toEqual([1, ["verified", "duplicate", "duplicate"], 1]);
  });

  it("when it is one RSA key under two schemes, and only a signature by the right one verifies", async () => {
    const [first, second] = [simKey("rsa-pss-sha256"), simKey("rsa-pkcs1v15-sha512")];
    const twin = nodeKey(privateKeyOf(first), "rsa-pkcs1v15-sha512");
    const other: SimKey = { node: twin, plain: tufKey(publicParts(twin)) };
    const report = await verify([by(first), by(other)], [first, other], 2);
    expect([report.counted, verdicts(report), report.signers.length]).toEqual([1, ["verified", "duplicate"], 1]);
    const memo = memoVerifier(verifier);
    const crossed = [{ keyId: first.plain.keyId, sig: by(other).sig }, { keyId: other.plain.keyId, sig: by(first).sig }, by(first), by(second)];
    const mixed = await verify(crossed, [first, other, second], 2, { verifier: memo });
    expect([mixed.counted, verdicts(mixed)]).toEqual([2, ["does-not-verify", "does-not-verify", "verified", "verified"]]);
  });

  it("even if the first of its two signatures is bad", async () => {
    const again = underAnotherId(ada);
    const report = await verify([by(ada, other), by(again)], [ada, again], 1);
    expect([report.counted, verdicts(report), report.signers[0]?.state]).toEqual([1, ["does-not-verify", "verified"], "signed"]);
  });
});

describe("one bad entry never spoils the others", () => {
  it.each<readonly [string, Entry, string]>([
    ["a signature of another document", by(eve, other), "does-not-verify"],
    ["a signature by someone else under this id", { keyId: eve.plain.keyId, sig: by(ada).sig }, "does-not-verify"],
    ["an empty slot", { keyId: eve.plain.keyId, sig: "" }, "empty"],
    ["no hex", { keyId: eve.plain.keyId, sig: "zz" }, "not-hex"],
    ["half a byte", { keyId: eve.plain.keyId, sig: by(eve).sig.slice(1) }, "not-hex"],
    ["a signature cut short", { keyId: eve.plain.keyId, sig: by(eve).sig.slice(2) }, "does-not-verify"],
    ["a key id that the role does not list", { keyId: "nobody" as KeyId, sig: by(eve).sig }, "not-in-role"], // any text is a key id
  ])("%s", async (_, entry, expected) => {
    for (const entries of [[entry, by(ada), by(bao)], [by(ada), by(bao), entry]]) {
      const report = await verify(entries, [ada, bao, eve], 2);
      expect([report.counted, isMet(report), verdicts(report).includes(expected)]).toEqual([2, true, true]);
    }
  });

  it("nor a key that the role lists and the document does not define", async () => {
    const report = await verify([by(eve), by(ada)], [ada, eve], 1, { defined: [ada] });
    expect([report.counted, verdicts(report), report.signers.length]).toEqual([1, ["unknown-key", "verified"], 1]);
  });

  it("nor a key that is defined and not listed", async () => {
    const report = await verify([by(eve)], [ada], 1, { defined: [ada, eve] });
    expect([report.counted, verdicts(report)]).toEqual([0, ["not-in-role"]]);
  });

  it("nor a key of a kind unknown here: it may count for others, so it is said that it cannot be checked", async () => {
    const pq: SimKey = { node: eve.node, plain: tufKey({ keytype: "sphincs", scheme: "sphincs-shake-128s", public: "x" }) };
    const report = await verify([by(pq), by(ada)], [ada, pq], 2);
    expect([report.counted, verdicts(report), report.signers.map(({ state }) => state)]).toEqual([1, ["cannot-check", "verified"], ["signed", "cannot-check"]]);
  });
});

describe("a signer", () => {
  it("is in one of four states", async () => {
    const [late] = simKeys(1) as [SimKey]; // one was asked for
    const pq: SimKey = { node: eve.node, plain: tufKey({ keytype: "ml-dsa", scheme: "ml-dsa-65/1", public: "x" }) };
    const report = await verify([by(ada), by(bao, other), by(pq), { keyId: eve.plain.keyId, sig: "" }], [ada, bao, pq, eve, late], 3);
    expect(report.signers.map(({ state }) => state)).toEqual(["signed", "does-not-verify", "cannot-check", "waiting", "waiting"]);
  });
});

describe("the signers of a role", () => {
  const signed = (signatures: readonly Entry[]): { readonly signedBytes: CanonicalBytes; readonly signatures: readonly Entry[] } => ({ signedBytes: message, signatures });
  const role = { keyIds: [ada, bao].map(({ plain }) => plain.keyId), threshold: 1 };
  const keys = keysOf([ada, bao]);

  it("are read once, and shared by reports in which none of them has signed", async () => {
    const none = await verifySignatures(signed([]), role, keys, verifier);
    const stranger = await verifySignatures(signed([by(eve)]), role, keys, verifier);
    const one = await verifySignatures(signed([by(bao)]), role, keys, verifier);
    expect(stranger.signers).toBe(none.signers);
    expect(one.signers[0]).toBe(none.signers[0]);
    expect(one.signers.map(({ state }) => state)).toEqual(["waiting", "signed"]);
    expect(none.signers.map(({ state }) => state)).toEqual(["waiting", "waiting"]);
  });

  it("are read anew where the ids stand for other keys", async () => {
    await verifySignatures(signed([]), role, keys, verifier);
    expect((await verifySignatures(signed([]), role, keysOf([bao]), verifier)).signers).toMatchObject([{ keyIds: [bao.plain.keyId] }]);
  });

  it.each([["zz", "does-not-verify"], ["", "waiting"]] as const)("are in a state of their own where all that stands there is %j", async (sig, state) => {
    expect((await verify([{ keyId: ada.plain.keyId, sig }], [ada, bao], 1)).signers.map((signer) => signer.state)).toEqual([state, "waiting"]);
  });
});

describe("what checking costs", () => {
  it("decides which signatures are checked, in their order, and those that are not are said not to be", async () => {
    const crowd = simKeys(130);
    const large = new Uint8Array(2 * 1024 * 1024) as CanonicalBytes; // any bytes can be signed
    let asked = 0;
    const willing: SignatureVerifier = { verify: () => Promise.resolve(++asked > 0) };
    const signatures = crowd.map(({ plain }) => ({ keyId: plain.keyId, sig: "00" }));
    const report = await verifySignatures({ signedBytes: large, signatures }, { keyIds: crowd.map(({ plain }) => plain.keyId), threshold: 130 }, keysOf(crowd), willing);
    expect([asked, report.counted, isMet(report), missingSignatures(report)]).toEqual([128, 128, false, 2]);
    expect(report.signatures.map(({ verdict }) => verdict).slice(127)).toEqual([{ kind: "verified" }, { kind: "not-checked", limit: 128 }, { kind: "not-checked", limit: 128 }]);
    expect(report.signers.map(({ state }) => state).slice(127)).toEqual(["signed", "cannot-check", "cannot-check"]);
  });
});

describe("signatures as other tools make them", () => {
  it("RSA-PSS with a salt of 32 and of the maximum, as go-tuf writes it, count", async () => {
    const key = simKey("rsa-pss-sha256");
    for (const [salt, counted] of [[32, 1], [222, 1], [20, 0]] as const) {
      const report = await verify([{ keyId: key.plain.keyId, sig: toHex(key.node.sign(message, salt)) }], [key], 1);
      expect([salt, report.counted]).toEqual([salt, counted]);
    }
  });

  it("ECDSA with a high S counts, and is no second signature beside the low one", async () => {
    const key = simKey("ecdsa-p256");
    const { r, s } = p256.Signature.fromBytes(key.node.sign(message), "der");
    const sigs = [s, p256.Point.Fn.ORDER - s].map((value) => toHex(new p256.Signature(r, value).toBytes("der")));
    const report = await verify(sigs.map((sig) => ({ keyId: key.plain.keyId, sig })), [key], 2);
    expect([report.counted, verdicts(report)]).toEqual([1, ["verified", "duplicate"]]);
  });

  it.each(Object.keys(ALGORITHMS) as readonly KeyAlgorithm[])("%s counts", async (algorithm) => { // the table's own keys
    const key = simKey(algorithm);
    expect((await verify([by(key)], [key], 1)).counted).toBe(1);
    expect((await verify([by(key, other)], [key], 1)).counted).toBe(0);
  });

  it("hex in capital letters counts", async () => {
    expect((await verify([{ keyId: ada.plain.keyId, sig: by(ada).sig.toUpperCase() }], [ada], 1)).counted).toBe(1);
  });
});

describe("a threshold", () => {
  it("is never met by fewer distinct keys than it asks for, however they are listed and repeated", async () => {
    const pool = simKeys(4);
    const faces = pool.flatMap((key) => [key, underAnotherId(key), underAnotherId(key, { "x-third": 1 })]);
    const signed = new Map(faces.map((face) => [face, { good: by(face).sig, bad: by(face, other).sig }]));
    const entry = fc.record({ face: fc.constantFrom(...faces), kind: fc.constantFrom("good", "good", "bad", "empty", "not-hex") });
    await fc.assert(fc.asyncProperty(fc.array(entry, { maxLength: 12 }), fc.subarray(faces), fc.integer({ min: 1, max: 5 }), async (entries, listed, threshold) => {
      const signatures = entries.map(({ face, kind }) => ({ keyId: face.plain.keyId, sig: kind === "empty" ? "" : kind === "not-hex" ? "x" : (signed.get(face)?.[kind] ?? "") }));
      const report = await verify(signatures, listed, threshold, { defined: faces });
      const honest = new Set(entries.filter(({ face, kind }) => kind === "good" && listed.includes(face)).map(({ face }) => face.node));
      expect(report.counted).toBe(honest.size);
      expect(isMet(report)).toBe(honest.size >= threshold);
      expect(report.signatures).toHaveLength(entries.length);
      expect(report.signers.filter(({ state }) => state === "signed")).toHaveLength(honest.size);
    }), { numRuns: 150 });
  });
});

describe("the memory of answers", () => {
  it("asks each question once", async () => {
    let asked = 0;
    const counting = memoVerifier({ verify: (...args) => (asked++, verifier.verify(...args)) });
    for (let i = 0; i < 3; i++) expect((await verify([by(ada), by(bao)], [ada, bao], 2, { verifier: counting })).counted).toBe(2);
    expect(asked).toBe(2);
  });

  it("does not take a point off the curve for the one whose fingerprint it shares, whichever is asked first", async () => {
    const key = simKey("ecdsa-p256");
    const { material } = key.node;
    if (material.algorithm !== "ecdsa-p256") throw new Error("not the key that was made");
    const off = new Uint8Array(material.point);
    off[40] = (off[40] ?? 0) ^ 1;
    const made = ecdsaMaterial("P-256", off, "pem");
    if (!made.ok) throw new Error("the model reads no equation");
    const signature = key.node.sign(message);
    for (const order of [[material, made.value], [made.value, material]]) {
      const memo = memoVerifier(verifier);
      const answers = new Map<unknown, boolean>();
      for (const one of order) answers.set(one, await memo.verify(one, message, signature));
      expect([answers.get(material), answers.get(made.value)]).toEqual([true, false]);
    }
  });

  it("keeps the answers of two documents apart", async () => {
    const memo = memoVerifier(verifier);
    const signature = ada.node.sign(message);
    expect([await memo.verify(ada.node.material, message, signature), await memo.verify(ada.node.material, other, signature)]).toEqual([true, false]);
  });
});
