import { generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { utf8 } from "../lib/bytes.ts";
import { makeNodeKey, nodeKey, type NodeKey } from "../test/node-keys.ts";
import { cubeRootForgery, pkcs1EdgeCases, pssEdgeCases, signatureWithLeadingZero } from "../test/rsa-edge-cases.ts";
import type { RsaAlgorithm } from "../tuf/model/key-algorithm.ts";
import { nobleVerifier } from "./noble-verifier.ts";
import { webCryptoVerifier } from "./webcrypto-verifier.ts";

const message = utf8("the canonical bytes of a root");
const VERIFIERS = { OpenSSL: webCryptoVerifier(globalThis.crypto.subtle), ours: nobleVerifier() } as const;
const PSS = ["rsa-pss-sha256", "rsa-pss-sha384", "rsa-pss-sha512"] as const;
const PKCS1 = ["rsa-pkcs1v15-sha256", "rsa-pkcs1v15-sha384", "rsa-pkcs1v15-sha512"] as const;

const made = new Map<string, NodeKey>();
function keyOf(algorithm: RsaAlgorithm, bits: number, publicExponent = 0x10001): NodeKey {
  const name = `${bits} ${publicExponent}`;
  const known = made.get(name) ?? nodeKey(generateKeyPairSync("rsa", { modulusLength: bits, publicExponent }).privateKey);
  made.set(name, known);
  return nodeKey(known.privateKey, algorithm);
}

async function verdicts(key: NodeKey, data: Uint8Array, signature: Uint8Array): Promise<Record<string, boolean>> {
  const { OpenSSL, ours } = VERIFIERS;
  return { OpenSSL: await OpenSSL.verify(key.material, data, signature), ours: await ours.verify(key.material, data, signature) };
}

const both = (valid: boolean): Record<string, boolean> => ({ OpenSSL: valid, ours: valid });

// 2049 bits: the encoded message of PSS is one byte shorter than the modulus.
describe.each(PSS.flatMap((algorithm) => [2048, 2049, 3072].map((bits) => ({ algorithm, bits }))))("$algorithm of $bits bits", ({ algorithm, bits }) => {
  const key = keyOf(algorithm, bits);
  const cases = pssEdgeCases(key, message);

  it.each(cases)("$name: $valid", async ({ signature, valid }) => {
    expect(await verdicts(key, message, signature)).toEqual(both(valid));
  });

  it("takes what OpenSSL signed", async () => {
    expect(await verdicts(key, message, key.sign(message))).toEqual(both(true));
    expect(await verdicts(key, utf8("another"), key.sign(message))).toEqual(both(false));
  });
});

describe.each(PKCS1.flatMap((algorithm) => [[2048, 0x10001], [2050, 0x10001], [3072, 3]].map(([bits = 0, exponent = 0]) => ({ algorithm, bits, exponent }))))("$algorithm of $bits bits, exponent $exponent", ({ algorithm, bits, exponent }) => {
  const key = keyOf(algorithm, bits, exponent);

  it.each(pkcs1EdgeCases(key, message))("$name: $valid", async ({ signature, valid }) => {
    expect(await verdicts(key, message, signature)).toEqual(both(valid));
  });

  it("takes what OpenSSL signed", async () => {
    expect(await verdicts(key, message, key.sign(message))).toEqual(both(true));
    expect(await verdicts(key, utf8("another"), key.sign(message))).toEqual(both(false));
  });
});

describe("a forgery without the key", () => {
  it("by a cube root under an exponent of three is refused", async () => {
    const key = keyOf("rsa-pkcs1v15-sha256", 3072, 3);
    expect(await verdicts(key, message, cubeRootForgery(key, message))).toEqual(both(false));
  });
});

describe("a signature that begins with a zero byte", () => {
  it.each(["rsa-pss-sha256", "rsa-pkcs1v15-sha256"] as const)("of %s is taken whole and not without that byte", async (algorithm) => {
    const key = keyOf(algorithm, 2048);
    const found = signatureWithLeadingZero((i) => {
      const text = utf8(`message ${i}`);
      return { message: text, signature: key.sign(text) };
    });
    expect(await verdicts(key, found.message, found.signature)).toEqual(both(true));
    expect(await verdicts(key, found.message, found.signature.subarray(1))).toEqual(both(false));
  });
});

describe("one key", () => {
  it("never verifies under another scheme than the one it signed with", async () => {
    const all = [...PSS, ...PKCS1];
    for (const signs of all) {
      const signature = keyOf(signs, 2048).sign(message);
      for (const checks of all) expect(await verdicts(keyOf(checks, 2048), message, signature)).toEqual(both(signs === checks));
    }
  });
});

describe("the two implementations", () => {
  it.each([...PSS, ...PKCS1])("agree on %s whatever the message and whatever is changed in the signature", async (algorithm) => {
    const key = keyOf(algorithm, 2048);
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.nat(255), fc.nat(255), async (data, at, xor) => {
      const signature = key.sign(data);
      signature[at] = (signature[at] ?? 0) ^ xor;
      expect(await verdicts(key, data, signature)).toEqual(both(xor === 0));
    }), { numRuns: 40 });
  });

  it("agree on random bytes, and on keys that nobody made", async () => {
    const other = makeNodeKey("rsa-pss-sha256", 2048).material;
    const bytes = fc.uint8Array({ minLength: 250, maxLength: 260 });
    await fc.assert(fc.asyncProperty(fc.constantFrom(...PSS, ...PKCS1), bytes, bytes, async (algorithm, data, signature) => {
      for (const material of [keyOf(algorithm, 2048).material, other]) {
        expect(await VERIFIERS.OpenSSL.verify(material, data, signature)).toBe(false);
        expect(await VERIFIERS.ours.verify(material, data, signature)).toBe(false);
      }
    }), { numRuns: 100 });
  });
});
