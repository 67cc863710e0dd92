import { concatBytes, equalBytes, utf8, type Bytes } from "../lib/bytes.ts";
import { fail, ok, type Result } from "../lib/result.ts";
import { readAuthenticatorData } from "./authenticator-data.ts";
import { fromBase64Url, toBase64Url } from "./base64url.ts";
import type { EvaluatePasskey, PasskeyAddress, PasskeyCapability, PasskeyCeremony, PasskeyFault, PasskeyMoment, PasskeyUse, RegisterPasskey } from "./passkey.ts";
import { checkPrfLength, prfSalt } from "./passkey-key.ts";

/** What the ceremony needs of a page; tests bring their own. */
export interface PasskeyPage {
  /** Undefined on insecure pages and in some engines. */
  readonly credentials: Pick<CredentialsContainer, "create" | "get"> | undefined;
  /** The host name of the page, which passkeys are bound to. */
  readonly host: string;
  readonly subtle: SubtleCrypto;
  readonly random: (length: number) => Bytes;
  /** `PublicKeyCredential.getClientCapabilities`, where the browser has it. */
  readonly capabilities: (() => Promise<Readonly<Record<string, boolean>>>) | undefined;
}

/** The page of this browser. To be called where there is one. */
export function browserPage(): PasskeyPage {
  const known = (globalThis as { readonly PublicKeyCredential?: typeof PublicKeyCredential }).PublicKeyCredential; // not in every engine
  return {
    credentials: known === undefined ? undefined : navigator.credentials,
    host: location.hostname,
    subtle: crypto.subtle,
    random: (length) => crypto.getRandomValues(new Uint8Array(length)),
    capabilities: typeof known?.getClientCapabilities === "function" ? async () => ({ ...(await known.getClientCapabilities()) }) : undefined,
  };
}

/** EdDSA, ES256, RS256: an authenticator has at least one. Its own signatures are not used. */
const ALGORITHMS = [-8, -7, -257] as const;
const TIMEOUT_MS = 120_000;
/** Some browsers let a request hang beyond its timeout. */
const PATIENCE_MS = TIMEOUT_MS + 10_000;
const CHALLENGE_LENGTH = 32;
const HANDLE_RANDOM_LENGTH = 16;
/** The user handle says what a passkey is for, since it is all that comes back from one that is picked from a list. */
const HANDLE_PREFIX: Readonly<Record<PasskeyUse, Bytes>> = { wrap: utf8("countersign wrap v1:"), derive: utf8("countersign derive v1:") };

export function passkeyCeremony(page: PasskeyPage): PasskeyCeremony {
  const { host, subtle, random } = page;
  return {
    async capability(): Promise<PasskeyCapability> {
      if (page.credentials === undefined) return "no-webauthn";
      const prf = (await page.capabilities?.())?.["extension:prf"];
      return prf === undefined ? "unknown" : prf ? "prf" : "no-prf";
    },

    async register(request, signal) {
      const { credentials } = page;
      if (credentials === undefined) return fail({ kind: "passkey-unsupported" });
      const answered = await ask("register", host, signal, (abort) => credentials.create({ publicKey: creation(page, request), signal: abort }));
      if (!answered.ok) return answered;
      const credential = answered.value;
      const response = credential.response as AuthenticatorAttestationResponse; // of `create`
      const flags = readAuthenticatorData(new Uint8Array(response.getAuthenticatorData()), host);
      if (!flags.ok) return flags;
      const { prf } = credential.getClientExtensionResults();
      wipe(prf?.results?.first); // not asked for; some give it all the same
      if (prf?.enabled !== true) return fail({ kind: "passkey-no-prf", during: "register" });
      return ok({ credentialId: idOf(credential), transports: response.getTransports(), use: request.use, rpId: host, ...flags.value });
    },

    async evaluate(request, signal) {
      const { credentials } = page;
      if (credentials === undefined) return fail({ kind: "passkey-unsupported" });
      const publicKey = assertion(request, random(CHALLENGE_LENGTH), await prfSalt(subtle, request.use));
      const answered = await ask("use", host, signal, (abort) => credentials.get({ publicKey, signal: abort }));
      if (!answered.ok) return answered;
      const credential = answered.value;
      const response = credential.response as AuthenticatorAssertionResponse; // of `get`
      const first = credential.getClientExtensionResults().prf?.results?.first;
      if (first === undefined) return fail({ kind: "passkey-no-prf", during: "use" });
      const prf = ownBytes(first);
      const authenticatorData = new Uint8Array(response.authenticatorData);
      const checked = checkAssertion(request, prf, authenticatorData, response.userHandle, host);
      if (!checked.ok) {
        prf.fill(0);
        return checked;
      }
      const credentialId = idOf(credential);
      const transports = request.credentials === "any" ? [] : (request.credentials.find((one) => one.credentialId === credentialId)?.transports ?? []);
      return ok({ credentialId, transports, use: request.use, rpId: host, authenticatorData, prf });
    },
  };
}

function creation({ random }: PasskeyPage, { use, keyName, exclude }: RegisterPasskey): PublicKeyCredentialCreationOptions {
  const resident = use === "derive" ? "required" : "discouraged";
  return {
    rp: { name: "Countersign" }, // its id is this host
    user: { id: concatBytes(HANDLE_PREFIX[use], random(HANDLE_RANDOM_LENGTH)), name: keyName, displayName: keyName },
    challenge: random(CHALLENGE_LENGTH),
    pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: "public-key", alg })),
    authenticatorSelection: { residentKey: resident, requireResidentKey: use === "derive", userVerification: "required" },
    excludeCredentials: exclude.flatMap((credentialId) => descriptor({ credentialId, transports: [] })),
    attestation: "none",
    timeout: TIMEOUT_MS,
    extensions: { prf: {}, credProps: true },
  };
}

function assertion({ credentials }: EvaluatePasskey, challenge: Bytes, salt: Bytes): PublicKeyCredentialRequestOptions {
  return {
    challenge,
    userVerification: "required",
    timeout: TIMEOUT_MS,
    extensions: { prf: { eval: { first: salt } } },
    ...(credentials === "any" ? {} : { allowCredentials: credentials.flatMap(descriptor) }),
  };
}

function descriptor({ credentialId, transports }: PasskeyAddress): PublicKeyCredentialDescriptor[] {
  const id = fromBase64Url(credentialId);
  // Transports are hints that an authenticator gave; a browser skips those that it does not know.
  return id === undefined ? [] : [{ type: "public-key", id, ...(transports.length === 0 ? {} : { transports: transports as AuthenticatorTransport[] }) }];
}

function checkAssertion({ use, credentials }: EvaluatePasskey, prf: Bytes, data: Bytes, userHandle: ArrayBuffer | null, host: string): Result<unknown, PasskeyFault> {
  const length = checkPrfLength(prf);
  if (!length.ok) return length;
  const prefix = HANDLE_PREFIX[use];
  const isOurs = userHandle === null ? credentials !== "any" : equalBytes(new Uint8Array(userHandle).subarray(0, prefix.length), prefix);
  return isOurs ? readAuthenticatorData(data, host) : fail({ kind: "passkey-other-use", expected: use });
}

/** One dialog of the browser. Whatever it ends with is data; what extensions put in its place may throw anything. */
async function ask(
  during: PasskeyMoment,
  host: string,
  signal: AbortSignal | undefined,
  request: (abort: AbortSignal) => Promise<Credential | null>,
): Promise<Result<PublicKeyCredential, PasskeyFault>> {
  const patience = AbortSignal.timeout(PATIENCE_MS);
  const abort = signal === undefined ? patience : AbortSignal.any([signal, patience]);
  try {
    abort.throwIfAborted();
    const credential = await Promise.race([request(abort), rejection(abort)]);
    if (credential === null) return fail({ kind: "passkey-refused", during });
    return ok(credential as PublicKeyCredential); // no other kind was asked for
  } catch (error) {
    if (signal?.aborted === true) return fail({ kind: "passkey-cancelled" });
    return fail(faultOf(error instanceof Error ? error.name : "unknown", during, host));
  }
}

function faultOf(error: string, during: PasskeyMoment, host: string): PasskeyFault {
  switch (error) {
    case "NotAllowedError":
    case "AbortError":
    case "TimeoutError":
      return { kind: "passkey-refused", during };
    case "SecurityError":
      return { kind: "passkey-address", host };
    case "InvalidStateError":
      return during === "register" ? { kind: "passkey-already-enrolled" } : { kind: "passkey-failed", error, during };
    case "NotSupportedError":
      return { kind: "passkey-algorithm-unsupported" };
    default:
      return { kind: "passkey-failed", error, during };
  }
}

function rejection(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener("abort", () => reject(new DOMException("ended", "AbortError")), { once: true }));
}

function idOf(credential: PublicKeyCredential): string {
  return toBase64Url(new Uint8Array(credential.rawId));
}

function ownBytes(source: BufferSource): Bytes {
  if (source instanceof ArrayBuffer) return new Uint8Array(source);
  const own = new Uint8Array(new Uint8Array(source.buffer, source.byteOffset, source.byteLength));
  wipe(source);
  return own;
}

function wipe(source: BufferSource | undefined): void {
  if (source instanceof ArrayBuffer) new Uint8Array(source).fill(0);
  else if (source !== undefined) new Uint8Array(source.buffer, source.byteOffset, source.byteLength).fill(0);
}
