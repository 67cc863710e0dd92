import "fake-indexeddb/auto";
import { readdirSync, readFileSync } from "node:fs";
import { IDBFactory } from "fake-indexeddb";
import { beforeEach, describe, expect, it } from "vitest";
import { nobleVerifier } from "../../crypto/noble-verifier.ts";
import { webCryptoVerifier } from "../../crypto/webcrypto-verifier.ts";
import { fail, ok } from "../../lib/result.ts";
import type { PasskeyCeremony, RegisteredPasskey } from "../../keyring/passkey.ts";
import type { SignatureVerifier } from "../../tuf/verify/signature-verifier.ts";
import { askPasskey } from "./ask-passkey.ts";
import { passed, settle, type Check, type CheckResult } from "./check.ts";
import { keyChecks } from "./key-checks.ts";
import { pageChecks, type PageUnderTest } from "./page-checks.ts";
import { reportText } from "./self-test-report.ts";
import { signatureChecks, type VerifiersUnderTest } from "./signature-checks.ts";
import { infoOf } from "./worker-checks.ts";

const { subtle } = globalThis.crypto;
const GOOD: VerifiersUnderTest = { platform: webCryptoVerifier, plain: nobleVerifier(), subtle };

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

async function results(checks: readonly Check[]): Promise<Readonly<Record<string, CheckResult>>> {
  return Object.fromEntries(await Promise.all(checks.map(async (check) => [check.title, await settle(() => check.run())] as const)));
}

async function states(checks: readonly Check[]): Promise<Readonly<Record<string, string>>> {
  return Object.fromEntries(Object.entries(await results(checks)).map(([title, { state }]) => [title, state]));
}

/** A verifier whose answer is changed. */
function lying(change: (right: boolean, signature: Uint8Array) => boolean, honest: SignatureVerifier = webCryptoVerifier(subtle)): SignatureVerifier {
  return { verify: async (key, message, signature) => change(await honest.verify(key, message, signature), signature) };
}

describe("signatures in the self-test", () => {
  it("pass with the verifiers of the product; what this platform lacks is limited and never failed", async () => {
    const found = await results(signatureChecks(GOOD));
    expect(Object.entries(found).filter(([, { state }]) => state !== "passed" && state !== "limited")).toEqual([]);
    expect(Object.entries(found).filter(([title, { state }]) => state === "limited" && !title.startsWith("ML-DSA"))).toEqual([]);
    expect(Object.keys(found).length).toBeGreaterThanOrEqual(16);
  });

  it.each<readonly [string, Partial<VerifiersUnderTest>, string]>([
    ["accepts everything", { platform: () => lying(() => true) }, "The verifier accepted a signature of another message."],
    ["refuses everything", { platform: () => lying(() => false) }, "The verifier refused a good signature."],
    ["accepts what is made of zeros", { platform: () => lying((right, signature) => right || signature.every((byte) => byte === 0)) }, "The verifier accepted a signature of nothing but zeros."],
    ["is a second opinion that agrees with everything", { plain: lying(() => true, nobleVerifier()) }, "The second implementation accepted a signature of another message."],
  ])("fail in words for a verifier that %s", async (_, change, words) => {
    const found = await results(signatureChecks({ ...GOOD, ...change }).filter(({ id }) => id.startsWith("vector-")));
    for (const [title, result] of Object.entries(found)) expect([title, result]).toEqual([title, { state: "failed", words }]);
  });

  it("fail when the second form of a signature is taken, a document's signatures count after a change, or a digest is wrong", async () => {
    const yes = await results(signatureChecks({ ...GOOD, platform: () => lying(() => true) }));
    expect(yes["Ed25519: a second form of one signature"]).toMatchObject({ state: "failed", words: expect.stringContaining("anyone could rewrite signatures") as string });
    expect(yes["A root document that needs two keys"]).toMatchObject({ state: "failed", words: expect.stringContaining("its signatures still count") as string });
    const no = await results(signatureChecks({ ...GOOD, platform: () => lying(() => false) }));
    expect(no["A root document that needs two keys"]).toMatchObject({ state: "failed", words: expect.stringContaining("0 were counted") as string });
    const digest = { ...subtleOf(), digest: async () => new ArrayBuffer(32) } as unknown as SubtleCrypto; // only what the check asks
    expect((await results(signatureChecks({ ...GOOD, subtle: digest })))["SHA-256 and SHA-512"]).toMatchObject({ state: "failed" });
  });

  it("are limited, in words, where the platform has no Ed25519", async () => {
    const without = new Proxy(subtle, {
      get: (target, name) => (name === "importKey" ? () => Promise.reject(new DOMException("no", "NotSupportedError")) : (Reflect.get(target, name) as (...args: readonly unknown[]) => unknown).bind(target)),
    });
    const [check] = signatureChecks({ ...GOOD, subtle: without }).filter(({ title }) => title === "Ed25519");
    expect(await check?.run()).toMatchObject({ state: "limited", words: expect.stringContaining("no second opinion") as string });
  });
});

/** The methods that the checks use, each bound to the real ones. */
function subtleOf(): Pick<SubtleCrypto, "importKey" | "verify"> {
  return { importKey: subtle.importKey.bind(subtle), verify: subtle.verify.bind(subtle) };
}

describe("keys of this device in the self-test", () => {
  const locks = (grant: boolean): Pick<LockManager, "request"> => ({
    request: async (name: string, ...rest: readonly unknown[]) => {
      const work = rest.at(-1) as (lock: Lock | null) => unknown; // the callback comes last, with options or without
      return work(rest.length === 1 || grant ? { name, mode: "exclusive" } : null);
    },
  });

  it("say when a lock has two holders, or there are none", async () => {
    expect((await results(keyChecks(subtle, locks(false))))["One tab at a time"]?.state).toBe("passed");
    expect((await results(keyChecks(subtle, locks(true))))["One tab at a time"]).toEqual({ state: "failed", words: "Two holders got one lock." });
    expect((await results(keyChecks(subtle, undefined)))["One tab at a time"]?.words).toContain("no Web Locks");
  });

  const deviceKey = async (of: SubtleCrypto): Promise<CheckResult | undefined> => Object.values(await results(keyChecks(of, locks(false)).slice(0, 1)))[0];

  it("pass when a key comes back from storage and cannot be taken out, and leave nothing behind", async () => {
    expect(await deviceKey(subtle)).toMatchObject({ state: "passed" });
    expect(await indexedDB.databases()).toEqual([]);
  });

  it("fail when the key can be taken out after all, signs something else, or storage is refused", async () => {
    const changed = (change: Partial<SubtleCrypto>): SubtleCrypto => new Proxy(subtle, {
      get: (target, name) => Reflect.get(change, name) ?? (Reflect.get(target, name) as (...args: readonly unknown[]) => unknown).bind(target),
    });
    expect((await deviceKey(changed({ exportKey: (async () => new ArrayBuffer(32)) as unknown as SubtleCrypto["exportKey"] })))?.words).toContain("could be exported after all"); // one form is enough
    expect((await deviceKey(changed({ sign: async () => new ArrayBuffer(64) })))?.words).toContain("does not verify");
    globalThis.indexedDB = { open: () => { throw new DOMException("blocked", "SecurityError"); }, deleteDatabase: () => { throw new DOMException("blocked", "SecurityError"); } } as unknown as IDBFactory; // a browser that refuses
    expect(await deviceKey(subtle)).toMatchObject({ state: "failed", words: expect.stringContaining("keys cannot be kept here") as string });
  });

  it("are limited where the browser makes no Ed25519 keys", async () => {
    const without = { generateKey: () => Promise.reject(new DOMException("no", "NotSupportedError")) } as unknown as SubtleCrypto; // only what the check asks first
    const [found] = Object.values(await results(keyChecks(without, locks(false)).slice(0, 1)));
    expect(found).toMatchObject({ state: "limited" });
  });
});

const POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'; base-uri 'none'; require-trusted-types-for 'script'";
const PAGE: PageUnderTest = {
  secure: true, policy: async () => POLICY, trustedTypes: true,
  workerPolicies: async () => [{ name: "keyring", policy: "connect-src 'none'", closed: true }, { name: "reader", policy: "connect-src https:", closed: false }],
  storage: { persisted: async () => true, estimate: async () => ({ usage: 1e6, quota: 1e9 }) },
  openChannel: () => new BroadcastChannel("self-test-in-a-test"),
  passkeys: async () => "prf", canWriteFolders: true, canCopy: true,
};

describe("the page in the self-test", () => {
  it("passes as it should be served, and leaves passkeys for the person to ask", async () => {
    const found = await states(pageChecks(PAGE));
    expect(Object.entries(found).filter(([, state]) => state !== "passed")).toEqual([["Passkeys that can guard a key", "not-asked"]]);
  });

  it.each<readonly [string, Partial<PageUnderTest>, string, string, RegExp]>([
    ["an open connection", { secure: false }, "A page that nobody changed on its way", "failed", /open connection/],
    ["no policy", { policy: async () => undefined }, "A policy that keeps foreign code out", "failed", /Do not sign here/],
    ["a wider policy", { policy: async () => POLICY.replace("script-src 'self'", "script-src *") }, "A policy that keeps foreign code out", "failed", /lacks script-src 'self'/],
    ["a policy without Trusted Types", { policy: async () => "default-src 'none'" }, "Text that cannot become script", "failed", /does not ask/],
    ["a browser without Trusted Types", { trustedTypes: false }, "Text that cannot become script", "limited", /does not know/],
    ["a worker without a policy", { workerPolicies: async () => [{ name: "keyring", policy: undefined, closed: true }] }, "Workers that can reach no other host", "failed", /keyring/],
    ["a worker that may connect", { workerPolicies: async () => [{ name: "keyring", policy: "connect-src 'self'", closed: true }] }, "Workers that can reach no other host", "failed", /must not/],
    ["storage that may go", { storage: { persisted: async () => false, estimate: async () => ({}) } }, "Storage that the browser promises to keep", "limited", /disk is full/],
    ["no word on storage", { storage: undefined }, "Room for what is kept", "limited", /does not say/],
    ["little room", { storage: { persisted: async () => true, estimate: async () => ({ usage: 1, quota: 1e6 }) } }, "Room for what is kept", "limited", /may not be kept/],
    ["storage that never answers", { storage: { persisted: () => new Promise(() => undefined), estimate: async () => ({}) } }, "Storage that the browser promises to keep", "failed", /no answer within/],
    ["no passkeys", { passkeys: async () => "no-webauthn" }, "Passkeys that can guard a key", "limited", /no passkeys/],
    ["no channel", { openChannel: undefined }, "Tabs hear of each other’s changes", "limited", /reload the others/],
  ])("tells of %s", async (_, change, title, state, words) => {
    const check = pageChecks({ ...PAGE, ...change }).find((one) => one.title === title);
    const result = await settle(() => check?.run() ?? Promise.resolve(passed("no such check")), 50);
    expect(result.state).toBe(state);
    expect(result.words).toMatch(words);
  });
});

describe("asking an authenticator", () => {
  const made: RegisteredPasskey = { credentialId: "aa", transports: [], use: "wrap", rpId: "localhost", backupEligible: false, backedUp: false };
  const ceremony = (secrets: readonly number[]): PasskeyCeremony & { readonly given: Uint8Array[] } => {
    const given: Uint8Array[] = [];
    return {
      given,
      capability: async () => "prf",
      register: async () => ok(made),
      evaluate: async () => {
        const prf = new Uint8Array(32).fill(secrets[given.length] ?? 0);
        given.push(prf);
        return ok({ ...made, authenticatorData: new Uint8Array(37), prf });
      },
    };
  };

  it("passes when it gives the same secret twice, and wipes both", async () => {
    const asked = ceremony([7, 7]);
    expect(await askPasskey(asked)).toMatchObject({ state: "passed" });
    expect(asked.given.map((prf) => prf.every((byte) => byte === 0))).toEqual([true, true]);
  });

  it("fails when the secrets differ, is limited without the extension, and not asked when the person says no", async () => {
    expect(await askPasskey(ceremony([7, 8]))).toMatchObject({ state: "failed", words: expect.stringContaining("another secret") as string });
    expect(await askPasskey({ ...ceremony([]), register: async () => fail({ kind: "passkey-no-prf", during: "register" }) })).toMatchObject({ state: "limited" });
    expect(await askPasskey({ ...ceremony([]), register: async () => fail({ kind: "passkey-refused", during: "register" }) })).toMatchObject({ state: "not-asked" });
  });
});

it("every worker of the product is among those whose policy is looked at", () => {
  const source = new URL("../../", import.meta.url);
  const workers = readdirSync(source, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".worker.ts")).map((path) => path.slice(path.lastIndexOf("/") + 1));
  const looked = readFileSync(new URL("this-page.ts", import.meta.url), "utf8");
  expect(workers.length).toBeGreaterThanOrEqual(4);
  expect(workers.filter((name) => !looked.includes(`/${name}?worker&url`))).toEqual([]);
});

it("a check that throws, or that never answers, is a finding in words", async () => {
  expect(await settle(() => Promise.reject(new TypeError("no such thing")))).toEqual({ state: "failed", words: "It stopped with an error: TypeError: no such thing." });
  expect((await settle(() => new Promise<CheckResult>(() => undefined), 10)).words).toBe("It gave no answer within 0.01 seconds.");
});

it("the report is plain text with build, browser and date, one line for each check", async () => {
  const [check] = pageChecks(PAGE);
  if (check === undefined) throw new Error("there are checks");
  const text = reportText([{ info: infoOf(check), result: await check.run() }, { info: infoOf(check), result: undefined }], { build: { version: "1.0.0", digest: "ab".repeat(32) }, browser: "Test/1", when: "2026-11-26T12:00:00Z" });
  expect(text).toMatch(/^Countersign self-test\nBuild {4}1\.0\.0 (ab){32}\nBrowser {2}Test\/1\nDate {5}2026-11-26T12:00:00Z\n\nPassed {4}Storage .*\nRunning {3}Storage .*\n$/);
});
