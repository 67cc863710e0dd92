import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { concatBytes, utf8, type Bytes } from "../lib/bytes.ts";
import { authenticatorData, FLAGS } from "../test/authenticator.ts";
import { toBase64Url } from "./base64url.ts";
import { passkeyCeremony, type PasskeyPage } from "./passkey-ceremony.ts";
import type { PasskeyCeremony, PasskeyFault } from "./passkey.ts";

const HOST = "keys.example";
const BOTH = FLAGS.present | FLAGS.verified;
const ID = new Uint8Array([1, 2, 3, 250, 251]);

interface Browser {
  readonly page: PasskeyPage;
  /** What was asked of `navigator.credentials`. */
  readonly asked: { creation?: PublicKeyCredentialCreationOptions; request?: PublicKeyCredentialRequestOptions };
  /** What the browser gave as the PRF's result, to see it wiped. */
  readonly prf: Bytes;
}

interface Behaviour {
  readonly flags?: number;
  readonly host?: string;
  readonly prf?: { readonly enabled?: boolean; readonly results?: { readonly first: BufferSource } } | undefined;
  readonly userHandle?: Bytes | null;
  readonly throws?: string;
  readonly answersNull?: boolean;
  readonly hangs?: boolean;
}

function browser({ flags = BOTH, host = HOST, throws, answersNull = false, hangs = false, ...rest }: Behaviour = {}): Browser {
  const asked: Browser["asked"] = {};
  const prf = new Uint8Array(32).fill(9);
  const results = "prf" in rest ? rest.prf : { enabled: true, results: { first: prf } };
  const userHandle = rest.userHandle === undefined ? utf8("countersign wrap v1:....") : rest.userHandle;
  const credential = {
    rawId: ID.buffer,
    getClientExtensionResults: () => ({ prf: results }),
    response: {
      getAuthenticatorData: () => authenticatorData(host, flags).buffer,
      getTransports: () => ["usb", "nfc"],
      authenticatorData: authenticatorData(host, flags).buffer,
      userHandle: userHandle === null ? null : userHandle.slice().buffer,
    },
  };
  const answer = (): Promise<Credential | null> => {
    if (hangs) return new Promise(() => undefined);
    if (throws !== undefined) return Promise.reject(new DOMException("refused", throws));
    return Promise.resolve(answersNull ? null : (credential as unknown as Credential)); // as much of one as is read
  };
  const page: PasskeyPage = {
    credentials: {
      create: (options) => { asked.creation = options?.publicKey ?? fail(); return answer(); },
      get: (options) => { asked.request = options?.publicKey ?? fail(); return answer(); },
    },
    host: HOST,
    subtle: crypto.subtle,
    random: (length) => new Uint8Array(length).fill(5),
    capabilities: undefined,
  };
  return { page, asked, prf };
}

const register = (ceremony: PasskeyCeremony, signal?: AbortSignal): ReturnType<PasskeyCeremony["register"]> => ceremony.register({ use: "wrap", keyName: "Root", exclude: ["AQI"] }, signal);
const evaluate = (ceremony: PasskeyCeremony, signal?: AbortSignal): ReturnType<PasskeyCeremony["evaluate"]> => ceremony.evaluate({ use: "wrap", credentials: [{ credentialId: toBase64Url(ID), transports: ["usb"] }] }, signal);

describe("registering a passkey", () => {
  it("demands user verification and PRF, and refuses an authenticator that has one already", async () => {
    const { page, asked } = browser();
    const made = await register(passkeyCeremony(page));
    expect(made).toEqual({ ok: true, value: { credentialId: "AQID-vs", transports: ["usb", "nfc"], use: "wrap", rpId: HOST, backupEligible: false, backedUp: false } });
    expect(asked.creation).toMatchObject({
      rp: { name: "Countersign" },
      authenticatorSelection: { userVerification: "required", residentKey: "discouraged", requireResidentKey: false },
      excludeCredentials: [{ type: "public-key", id: new Uint8Array([1, 2]) }],
      attestation: "none",
      extensions: { prf: {} },
    });
    expect(asked.creation?.pubKeyCredParams.map(({ alg }) => alg)).toEqual([-8, -7, -257]);
    expect(asked.creation?.challenge.byteLength).toBe(32);
  });

  it("wants one that the authenticator keeps and lists, where a key is derived from it", async () => {
    const { page, asked } = browser();
    await passkeyCeremony(page).register({ use: "derive", keyName: "Root", exclude: [] });
    expect(asked.creation?.authenticatorSelection).toMatchObject({ residentKey: "required", requireResidentKey: true });
    expect(new TextDecoder().decode(new Uint8Array(asked.creation?.user.id as ArrayBuffer)).startsWith("countersign derive v1:")).toBe(true); // it was made of bytes
  });

  it.each<[string, Behaviour, PasskeyFault]>([
    ["an authenticator without PRF", { prf: { enabled: false } }, { kind: "passkey-no-prf", during: "register" }],
    ["a browser that knows no PRF", { prf: undefined }, { kind: "passkey-no-prf", during: "register" }],
    ["an authenticator that did not verify its user", { flags: FLAGS.present }, { kind: "passkey-user-missing", missing: "verification" }],
    ["an answer for another host", { host: "evil.example" }, { kind: "passkey-other-host", expected: HOST }],
    ["a person who cancels", { throws: "NotAllowedError" }, { kind: "passkey-refused", during: "register" }],
    ["a browser that answers nothing", { answersNull: true }, { kind: "passkey-refused", during: "register" }],
    ["an authenticator that is enrolled", { throws: "InvalidStateError" }, { kind: "passkey-already-enrolled" }],
    ["an address that is no name", { throws: "SecurityError" }, { kind: "passkey-address", host: HOST }],
    ["an authenticator of other algorithms", { throws: "NotSupportedError" }, { kind: "passkey-algorithm-unsupported" }],
    ["an extension that breaks it", { throws: "ConstraintError" }, { kind: "passkey-failed", error: "ConstraintError", during: "register" }],
  ])("is refused for %s", async (_, behaviour, fault) => {
    expect(await register(passkeyCeremony(browser(behaviour).page))).toEqual({ ok: false, fault });
  });

  it("wipes a secret that it did not ask for", async () => {
    const { page, prf } = browser();
    await register(passkeyCeremony(page));
    expect(prf.every((byte) => byte === 0)).toBe(true);
  });
});

describe("asking a passkey", () => {
  it("asks under the salt of its use, demands user verification, and hands over the secret and what it was given with", async () => {
    const { page, asked, prf } = browser();
    const answered = await evaluate(passkeyCeremony(page));
    expect(answered).toMatchObject({ ok: true, value: { credentialId: "AQID-vs", transports: ["usb"], use: "wrap", rpId: HOST, authenticatorData: authenticatorData(HOST, BOTH) } });
    expect(asked.request).toMatchObject({ userVerification: "required", allowCredentials: [{ type: "public-key", id: ID, transports: ["usb"] }] });
    const salt = asked.request?.extensions?.prf?.eval?.first;
    expect(Buffer.from(salt as Bytes).toString("hex")).toBe(createHash("sha256").update("countersign passkey prf v1: wrap a signing key").digest("hex")); // bytes were given
    expect(answered.ok && answered.value.prf.length).toBe(32);
    expect(prf.every((byte) => byte === 0) || (answered.ok && answered.value.prf.buffer === prf.buffer)).toBe(true); // no second copy is left
  });

  it("asks for whichever the person picks, and takes none but those that a key is derived from", async () => {
    const picked = browser({ userHandle: utf8("countersign derive v1:1234567890123456") });
    const answered = await passkeyCeremony(picked.page).evaluate({ use: "derive", credentials: "any" });
    expect(answered).toMatchObject({ ok: true, value: { use: "derive", transports: [] } });
    expect(picked.asked.request).not.toHaveProperty("allowCredentials");
    const salt = picked.asked.request?.extensions?.prf?.eval?.first;
    expect(Buffer.from(salt as Bytes).toString("hex")).toBe(createHash("sha256").update("countersign passkey prf v1: derive a signing key").digest("hex")); // bytes were given
    for (const userHandle of [utf8("countersign wrap v1:1234567890123456"), utf8("of another site's making"), null]) {
      expect(await passkeyCeremony(browser({ userHandle }).page).evaluate({ use: "derive", credentials: "any" })).toEqual({ ok: false, fault: { kind: "passkey-other-use", expected: "derive" } });
    }
  });

  it.each<[string, Behaviour, PasskeyFault]>([
    ["no secret in it", { prf: {} }, { kind: "passkey-no-prf", during: "use" }],
    ["a secret of another length", { prf: { results: { first: new Uint8Array(16) } } }, { kind: "passkey-prf-length", found: 16 }],
    ["a user who was not verified", { flags: FLAGS.present }, { kind: "passkey-user-missing", missing: "verification" }],
    ["another host in it", { host: "evil.example" }, { kind: "passkey-other-host", expected: HOST }],
    ["a refusal", { throws: "NotAllowedError" }, { kind: "passkey-refused", during: "use" }],
    ["a state that cannot be", { throws: "InvalidStateError" }, { kind: "passkey-failed", error: "InvalidStateError", during: "use" }],
  ])("is refused for an answer with %s", async (_, behaviour, fault) => {
    expect(await evaluate(passkeyCeremony(browser(behaviour).page))).toEqual({ ok: false, fault });
  });

  it("wipes the secret of an answer that is refused, also where it lies in a larger buffer", async () => {
    const whole = concatBytes(new Uint8Array(4).fill(1), new Uint8Array(32).fill(9), new Uint8Array(4).fill(1));
    const { page } = browser({ flags: FLAGS.present, prf: { results: { first: whole.subarray(4, 36) } } });
    expect((await evaluate(passkeyCeremony(page))).ok).toBe(false);
    expect([...whole]).toEqual([1, 1, 1, 1, ...new Uint8Array(32), 1, 1, 1, 1]);
  });

  it("ends when the person gives up, before or while the browser asks, even when the browser hangs", async () => {
    expect(await evaluate(passkeyCeremony(browser().page), AbortSignal.abort())).toEqual({ ok: false, fault: { kind: "passkey-cancelled" } });
    const stop = new AbortController();
    const asked = evaluate(passkeyCeremony(browser({ hangs: true }).page), stop.signal);
    stop.abort();
    expect(await asked).toEqual({ ok: false, fault: { kind: "passkey-cancelled" } });
  });
});

describe("a browser", () => {
  it("without WebAuthn says so, and is asked for nothing", async () => {
    const page = { ...browser().page, credentials: undefined };
    expect(await passkeyCeremony(page).capability()).toBe("no-webauthn");
    expect(await register(passkeyCeremony(page))).toEqual({ ok: false, fault: { kind: "passkey-unsupported" } });
    expect(await evaluate(passkeyCeremony(page))).toEqual({ ok: false, fault: { kind: "passkey-unsupported" } });
  });

  it.each([[{ "extension:prf": true }, "prf"], [{ "extension:prf": false }, "no-prf"], [{}, "unknown"]] as const)("with the capabilities %o is taken for %s", async (capabilities, expected) => {
    expect(await passkeyCeremony({ ...browser().page, capabilities: () => Promise.resolve(capabilities) }).capability()).toBe(expected);
  });
});

function fail(): never {
  throw new Error("it was called without its options");
}
