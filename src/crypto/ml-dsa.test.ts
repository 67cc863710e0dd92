import { existsSync, readFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { ml_dsa65 } from "@noble/post-quantum/ml-dsa.js";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { concatBytes, utf8 } from "../lib/bytes.ts";
import { fromHex, toHex } from "../lib/hex.ts";
import { makeMlDsaKey } from "../test/ml-dsa-keys.ts";
import { parseJson } from "../tuf/json/parse-json.ts";
import { isObject } from "../tuf/json/json-value.ts";
import { Fields } from "../tuf/model/fields.ts";
import type { KeyId } from "../tuf/model/ids.ts";
import { mlDsaMaterial, parseKey } from "../tuf/model/key.ts";
import { mlDsaMessage } from "./ml-dsa.ts";
import { nobleVerifier } from "./noble-verifier.ts";
import { publicKeyOf, readPublicKey } from "./public-key.ts";
import { webCryptoVerifier } from "./webcrypto-verifier.ts";

const message = utf8("the canonical bytes of a root");
const noble = nobleVerifier();
const web = webCryptoVerifier(globalThis.crypto.subtle);
const KEYS = { "ml-dsa-44": makeMlDsaKey("ml-dsa-44"), "ml-dsa-65": makeMlDsaKey("ml-dsa-65"), "ml-dsa-87": makeMlDsaKey("ml-dsa-87") } as const;
/** Source: TAP 21 and RFC 9881, measured on keys of python-cryptography. */
const PREFIXES = { "ml-dsa-44": "30820532300b06096086480165030403110382052100", "ml-dsa-65": "308207b2300b0609608648016503040312038207a100", "ml-dsa-87": "30820a32300b060960864801650304031303820a2100" } as const;

describe.each(["ml-dsa-44", "ml-dsa-65", "ml-dsa-87"] as const)("%s", (algorithm) => {
  const key = KEYS[algorithm];

  it("verifies over the message of the draft, with this platform and with noble", async () => {
    const signature = key.sign(message);
    for (const verifier of [web, noble]) {
      expect(await verifier.verify(key.material, message, signature)).toBe(true);
      expect(await verifier.verify(key.material, utf8("another"), signature)).toBe(false);
    }
  });

  it("is written with the prefix that others write, and comes back the same", () => {
    const { pem, tufKeyJson, keyId } = publicKeyOf(key.material);
    const der = Buffer.from(pem.replace(/-----[A-Z ]+-----|\s/g, ""), "base64").toString("hex");
    expect(der.startsWith(PREFIXES[algorithm])).toBe(true);
    for (const text of [pem, tufKeyJson]) expect(readPublicKey(text)).toMatchObject({ ok: true, value: { keyId, material: { algorithm, fingerprint: key.material.fingerprint } } });
  });

  it("takes no signature of another length, and none that was changed", async () => {
    const good = key.sign(message);
    for (const signature of [good.subarray(1), concatBytes(good, new Uint8Array(1)), new Uint8Array(), new Uint8Array(good.length)]) expect(await noble.verify(key.material, message, signature)).toBe(false);
    await fc.assert(fc.asyncProperty(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }), async (at, xor) => {
      const changed = new Uint8Array(good);
      changed[at] = (changed[at] ?? 0) ^ xor;
      expect(await noble.verify(key.material, message, changed)).toBe(false);
    }), { numRuns: 25 });
  });

  it("answers, and never throws, whatever bytes are called a key or a signature", async () => {
    const { publicKey, sig } = { publicKey: fc.uint8Array({ minLength: 0, maxLength: 40 }), sig: fc.uint8Array({ maxLength: 40 }) };
    const size = key.material.family === "ml-dsa" ? key.material.publicKey.length : 0;
    await fc.assert(fc.asyncProperty(publicKey, sig, async (start, end) => {
      const made = mlDsaMaterial(algorithm, concatBytes(start, new Uint8Array(size - start.length).fill(end[0] ?? 0)));
      if (!made.ok) throw new Error("any bytes of this length are a key");
      const signature = key.sign(message);
      signature.set(end, signature.length - end.length);
      expect(await noble.verify(made.value, message, signature)).toBe(false);
    }), { numRuns: 15 });
  });
});

describe("the message of the draft", () => {
  it("is a mark, the version and the SHA-512 of the document", () => {
    expect(toHex(mlDsaMessage(message))).toBe(`74756601${createHash("sha512").update(message).digest("hex")}`);
  });

  it("is the only one that counts: not the document, not another version, not another context, not the pre-hashed form", async () => {
    const { secretKey, publicKey } = ml_dsa65.keygen();
    const made = mlDsaMaterial("ml-dsa-65", new Uint8Array(publicKey));
    if (!made.ok) throw new Error(made.fault.kind);
    const preimage = mlDsaMessage(message);
    const other = new Uint8Array(preimage);
    other[3] = 2;
    const { sha512 } = await import("@noble/hashes/sha2.js");
    const signatures = [
      ml_dsa65.sign(message, secretKey),
      ml_dsa65.sign(other, secretKey),
      ml_dsa65.sign(preimage, secretKey, { context: utf8("tuf") }),
      ml_dsa65.prehash(sha512).sign(message, secretKey),
      ml_dsa65.prehash(sha512).sign(preimage, secretKey),
    ];
    for (const signature of signatures) expect(await noble.verify(made.value, message, new Uint8Array(signature))).toBe(false);
    expect(await noble.verify(made.value, message, new Uint8Array(ml_dsa65.sign(preimage, secretKey)))).toBe(true);
  });
});

describe("WebCrypto", () => {
  it("is asked under its own name, with the key in its usual wrapping and the message of the draft", async () => {
    const key = KEYS["ml-dsa-65"];
    const handle = {} as CryptoKey; // nothing but this test looks at it
    const importKey = vi.fn().mockResolvedValue(handle);
    const verify = vi.fn().mockResolvedValue(true);
    const signature = key.sign(message);
    expect(await webCryptoVerifier({ importKey, verify } as unknown as SubtleCrypto).verify(key.material, message, signature)).toBe(true); // a platform needs no more than this here
    const spki = Buffer.from(publicKeyOf(key.material).pem.replace(/-----[A-Z ]+-----|\s/g, ""), "base64");
    expect(importKey).toHaveBeenCalledWith("spki", new Uint8Array(spki), "ML-DSA-65", false, ["verify"]);
    expect(verify).toHaveBeenCalledWith("ML-DSA-65", handle, signature, mlDsaMessage(message));
  });
});

const VECTORS = "../shared/vectors/mldsa-vectors.json";

describe.skipIf(!existsSync(VECTORS))(`keys and signatures of securesystemslib${existsSync(VECTORS) ? "" : " (skipped: no ../shared)"}`, () => {
  const parsed = existsSync(VECTORS) ? parseJson(readFileSync(VECTORS)) : undefined;
  const list = parsed?.ok === true && parsed.value.value.kind === "array" ? parsed.value.value.items.filter(isObject) : [];

  it("are three", () => expect(list).toHaveLength(3));

  it.each(list.map((node) => Fields.of(node, "$", "", "4.2")).map((fields) => [fields.object("key").string("scheme"), fields] as const))("of %s verify", async (_, fields) => {
    const key = parseKey(fields.string("keyid") as KeyId, fields.object("key")); // a name from the file
    if (!key.material.ok) throw new Error(key.material.fault.kind);
    expect(key.keyIdForm).toBe("full");
    const signature = fromHex(fields.string("sig")) ?? new Uint8Array();
    const bytes = utf8(fields.string("signed")); // canonical as it stands there
    for (const verifier of [web, noble]) {
      expect(await verifier.verify(key.material.value, bytes, signature)).toBe(true);
      expect(await verifier.verify(key.material.value, utf8("another"), signature)).toBe(false);
    }
  });
});
