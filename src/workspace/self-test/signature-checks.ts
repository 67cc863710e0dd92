import { readPublicKey } from "../../crypto/public-key.ts";
import { utf8, type Bytes } from "../../lib/bytes.ts";
import { fromHex, toHex } from "../../lib/hex.ts";
import { sha256Digest } from "../../tuf/model/digest.ts";
import { isUsableEd25519Point } from "../../tuf/model/ed25519-point.ts";
import type { KeyMaterial } from "../../tuf/model/key.ts";
import { isOfType, parseMetadata } from "../../tuf/model/parse-metadata.ts";
import { reportUnderRoot } from "../../tuf/client/checks.ts";
import type { SignatureVerifier } from "../../tuf/verify/signature-verifier.ts";
import { failed, limited, passed, type Check, type CheckResult } from "./check.ts";
import known from "./vectors.json";

/** Whose answers are checked. Tests hand in verifiers that lie. */
export interface VerifiersUnderTest {
  /** The one that judges what is opened here, over the platform's cryptography. */
  readonly platform: (subtle: SubtleCrypto) => SignatureVerifier;
  /** The second opinion, in plain JavaScript. */
  readonly plain: SignatureVerifier;
  readonly subtle: SubtleCrypto;
}

const MESSAGE = bytesOf(known.message);

/** Vectors of our own, each a signature that must verify and variations that must not. */
export function signatureChecks(under: VerifiersUnderTest): readonly Check[] {
  const check = (id: string, title: string, run: () => Promise<CheckResult>): Check => ({ id, title, group: "signatures", where: "worker", run });
  return [
    check("hashes", "SHA-256 and SHA-512", () => hashes(under.subtle)),
    ...known.vectors.map((vector, i) => check(`vector-${i}`, vector.title, () => oneVector(vector, under))),
    check("ed25519-form", "Ed25519: a second form of one signature", () => secondForm(under)),
    check("ed25519-weak", "Ed25519: keys that fit every message", weakKeys),
    check("root", "A root document that needs two keys", () => rootDocument(under)),
  ];
}

async function oneVector(vector: (typeof known.vectors)[number], { platform, plain, subtle }: VerifiersUnderTest): Promise<CheckResult> {
  const key = readPublicKey(JSON.stringify(vector.key));
  if (!key.ok) return failed("The public key of the vector was not read.");
  const { material } = key.value;
  const signature = bytesOf(vector.signature);
  const used = observed(subtle);
  const wrong = (await wrongAnswer(platform(used.subtle), material, signature)) ?? (await wrongAnswer(plain, material, signature, "The second implementation"));
  if (wrong !== undefined) return failed(wrong);
  if (used.asked()) return passed("This browser’s cryptography and a second implementation agree.");
  return limited("This browser has no cryptography of its own for it. It is checked in plain JavaScript alone, so there is no second opinion.");
}

/** The first answer that is not the right one, in words. */
async function wrongAnswer(verifier: SignatureVerifier, key: KeyMaterial, signature: Bytes, who = "The verifier"): Promise<string | undefined> {
  if (!(await verifier.verify(key, MESSAGE, signature))) return `${who} refused a good signature.`;
  if (await verifier.verify(key, flipped(MESSAGE, MESSAGE.length - 1), signature)) return `${who} accepted a signature of another message.`;
  for (const at of [0, signature.length >> 1, signature.length - 1]) {
    if (await verifier.verify(key, MESSAGE, flipped(signature, at))) return `${who} accepted a signature that was changed at byte ${at}.`;
  }
  if (await verifier.verify(key, MESSAGE, signature.subarray(1))) return `${who} accepted a signature that was cut short.`;
  if (await verifier.verify(key, MESSAGE, new Uint8Array(signature.length))) return `${who} accepted a signature of nothing but zeros.`;
  return undefined;
}

async function hashes(subtle: SubtleCrypto): Promise<CheckResult> {
  const [sha256, sha512] = await Promise.all([subtle.digest("SHA-256", MESSAGE), subtle.digest("SHA-512", MESSAGE)]);
  if (toHex(new Uint8Array(sha256)) !== known.sha256 || toHex(new Uint8Array(sha512)) !== known.sha512) return failed("This browser’s cryptography gave another digest than it should.");
  return sha256Digest(MESSAGE) === known.sha256 ? passed("Two implementations give the digest that they should.") : failed("The digests that documents are known by came out wrong.");
}

/** The order of the Ed25519 group. Source: RFC 8032, 5.1. */
const ED25519_ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;

/** S and S + L solve the same equation; only the first may stand in a signature. Source: RFC 8032, 5.1.7. */
async function secondForm({ platform, plain, subtle }: VerifiersUnderTest): Promise<CheckResult> {
  const [vector] = known.vectors;
  const key = vector === undefined ? undefined : readPublicKey(JSON.stringify(vector.key));
  if (vector === undefined || key?.ok !== true) return failed("The public key of the vector was not read.");
  const signature = bytesOf(vector.signature);
  const s = BigInt(`0x${toHex(signature.slice(32).toReversed())}`) + ED25519_ORDER;
  signature.set(bytesOf(s.toString(16).padStart(64, "0")).toReversed(), 32);
  for (const [verifier, who] of [[platform(subtle), "The verifier"], [plain, "The second implementation"]] as const) {
    if (await verifier.verify(key.value.material, MESSAGE, signature)) return failed(`${who} accepted a signature in its second form: anyone could rewrite signatures.`);
  }
  return passed("It is refused, so nobody can rewrite a signature that was given.");
}

/** The points of small order in every encoding that some library takes, and one that is not reduced. Source: RFC 7748, 6.1; RFC 8032, 5.1.3. */
const WEAK_KEYS: readonly string[] = [
  `01${"00".repeat(31)}`, `00${"00".repeat(31)}`, `00${"00".repeat(30)}80`, `01${"00".repeat(30)}80`,
  `ec${"ff".repeat(30)}7f`, `ec${"ff".repeat(30)}ff`, `ed${"ff".repeat(30)}7f`, `ee${"ff".repeat(30)}7f`,
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05", "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a", "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
];

async function weakKeys(): Promise<CheckResult> {
  const taken = WEAK_KEYS.filter((hex) => isUsableEd25519Point(bytesOf(hex)));
  if (taken.length > 0) return failed(`The key ${taken[0] ?? ""} was taken, under which one signature fits every message.`);
  return passed(`All ${WEAK_KEYS.length} such keys are refused as signers, whatever this browser thinks of them.`);
}

/** The core as a whole: strict JSON, canonical form, key material counted once, thresholds. */
async function rootDocument({ platform, subtle }: VerifiersUnderTest): Promise<CheckResult> {
  const verifier = platform(subtle);
  const counted = async (text: string): Promise<number | undefined> => {
    const parsed = parseMetadata(utf8(text));
    if (!parsed.ok || !isOfType(parsed.value, "root")) return undefined;
    return (await reportUnderRoot(parsed.value, "root", parsed.value.signed, verifier)).counted;
  };
  const good = await counted(known.root);
  if (good === undefined) return failed("A good root was not read.");
  if (good !== 2) return failed(`Two keys have signed it, one of them under two ids, and ${good} ${good === 1 ? "was" : "were"} counted.`);
  const forged = await counted(known.root.replace("2037-01-01", "2038-01-01"));
  if (forged !== 0) return failed("Its date was changed after it was signed, and its signatures still count.");
  const twice = known.root.replace('"version":1', '"version":1,"version":2');
  if ((await counted(twice)) !== undefined) return failed("A document that says its version twice was read.");
  return passed("Two keys of three ids count as two; a changed date and a name that stands twice are refused.");
}

/** Whether the platform was really asked for a verification. */
function observed(subtle: SubtleCrypto): { readonly subtle: SubtleCrypto; readonly asked: () => boolean } {
  let asked = false;
  const watched = new Proxy(subtle, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== "function") return member;
      if (name === "verify") asked = true;
      return (...args: readonly unknown[]): unknown => Reflect.apply(member, target, args); // its methods refuse any other `this`
    },
  });
  return { subtle: watched, asked: () => asked };
}

function flipped(bytes: Bytes, at: number): Bytes {
  const copy = bytes.slice();
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}

function bytesOf(hex: string): Bytes {
  const bytes = fromHex(hex);
  if (bytes === undefined) throw new Error("a vector is not hex");
  return bytes;
}
