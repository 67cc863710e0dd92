// Every kind of key both ways: what securesystemslib signed counts here, twice over, and what was signed here counts there.
import { writeFile } from "node:fs/promises";
import { expect, test } from "@playwright/test";
import { nobleVerifier } from "../../src/crypto/noble-verifier.ts";
import { webCryptoVerifier } from "../../src/crypto/webcrypto-verifier.ts";
import { utf8 } from "../../src/lib/bytes.ts";
import { fromHex, toHex } from "../../src/lib/hex.ts";
import { simKey } from "../../src/test/repository-simulator.ts";
import { toJsonValue, type PlainJson } from "../../src/tuf/edit/write-json.ts";
import { Fields } from "../../src/tuf/model/fields.ts";
import type { KeyId } from "../../src/tuf/model/ids.ts";
import { ALGORITHMS, type KeyAlgorithm } from "../../src/tuf/model/key-algorithm.ts";
import { parseKey, type Key } from "../../src/tuf/model/key.ts";
import { python } from "./python.ts";

const ALL = Object.keys(ALGORITHMS) as readonly KeyAlgorithm[]; // the table's own keys
const VERIFIERS = { WebCrypto: webCryptoVerifier(globalThis.crypto.subtle), ours: nobleVerifier() } as const;
const message = utf8('{"_type":"timestamp","version":1}');
const other = utf8('{"_type":"timestamp","version":2}');

interface Signed {
  readonly keyid: string;
  readonly key: { readonly [name: string]: PlainJson };
  readonly sig: string;
}

interface Question extends Signed {
  readonly message: string;
}

test("what securesystemslib signs with each kind verifies here, with both implementations, under the key id that it computes", async () => {
  const made = await asked<readonly Signed[]>(["make", toHex(message)]);
  const seen = new Set<KeyAlgorithm>();
  for (const { keyid, key: object, sig } of made) {
    const key = readKey(keyid, object);
    if (!key.material.ok) throw new Error(`${key.scheme}: ${key.material.fault.kind}`);
    seen.add(key.material.value.algorithm);
    expect(key.keyIdForm, key.scheme).toBe("full");
    for (const [name, verifier] of Object.entries(VERIFIERS)) {
      const signature = fromHex(sig) ?? new Uint8Array();
      expect(await verifier.verify(key.material.value, message, signature), `${key.scheme}, ${name}`).toBe(true);
      expect(await verifier.verify(key.material.value, other, signature), `${key.scheme}, ${name}, another text`).toBe(false);
    }
  }
  expect([...seen].toSorted()).toEqual(ALL.toSorted());
});

test("what is signed here with each kind verifies with securesystemslib, and nothing else does", async ({}, info) => {
  const keys = ALL.map((algorithm) => simKey(algorithm));
  const questions = keys.flatMap((key, i): readonly Question[] => {
    const about = { keyid: key.plain.keyId, key: key.plain.object as Signed["key"] }; // its members are plain JSON
    const sig = toHex(key.node.sign(message));
    const next = keys[(i + 1) % keys.length] ?? key;
    return [
      { ...about, message: toHex(message), sig },
      { ...about, message: toHex(other), sig },
      { ...about, message: toHex(message), sig: toHex(next.node.sign(message)) },
    ];
  });
  const answers = await judged(info.outputPath("questions.json"), questions);
  expect(answers).toEqual(ALL.flatMap(() => ["verifies", "does not verify", "does not verify"]));
});

test("the longest salt of RSA-PSS, which go-tuf writes, verifies there as here", async ({}, info) => {
  const key = simKey("rsa-pss-sha256");
  const about = { keyid: key.plain.keyId, key: key.plain.object as Signed["key"] }; // as above
  const questions = [32, 222].map((salt): Question => ({ ...about, message: toHex(message), sig: toHex(key.node.sign(message, salt)) }));
  expect(await judged(info.outputPath("questions.json"), questions)).toEqual(["verifies", "verifies"]);
  for (const { sig } of questions) expect(await VERIFIERS.ours.verify(key.node.material, message, fromHex(sig) ?? new Uint8Array())).toBe(true);
});

test("one constant signature fits every text under a key of small order there, and such a key never counts here", async ({}, info) => {
  const object = { keytype: "ed25519", scheme: "ed25519", keyval: { public: `01${"00".repeat(31)}` } };
  const question = { keyid: "weak", key: object, sig: `01${"00".repeat(63)}` };
  const answers = await judged(info.outputPath("questions.json"), [message, other].map((text) => ({ ...question, message: toHex(text) })));
  expect(answers).toEqual(["verifies", "verifies"]);
  expect(readKey("weak", object).material).toEqual({ ok: false, fault: { kind: "key-weak-point" } });
});

function readKey(keyid: string, object: Signed["key"]): Key {
  return parseKey(keyid as KeyId, Fields.of(toJsonValue(object), "key", "", "4.2.2")); // any text is a key id
}

async function judged(file: string, questions: readonly Question[]): Promise<readonly string[]> {
  await writeFile(file, JSON.stringify(questions));
  return asked<readonly string[]>(["judge", file]);
}

async function asked<T>(args: readonly string[]): Promise<T> {
  const { code, stdout, stderr } = await python("key_kinds.py", args);
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as T; // as the script says
}
