import fc from "fast-check";
import { expect, it } from "vitest";
import { runs } from "../../test/runs.ts";
import { simKeys, underAnotherId, type SimKey } from "../../test/repository-simulator.ts";
import { utf8 } from "../../lib/bytes.ts";
import { toHex } from "../../lib/hex.ts";
import { isOfType, parseMetadata } from "../model/parse-metadata.ts";
import type { KeyId } from "../model/ids.ts";
import type { Metadata, Root } from "../model/metadata.ts";
import type { SignatureVerifier } from "./signature-verifier.ts";
import { isMet } from "./verification-report.ts";
import { verifySignatures } from "./verify-signatures.ts";

const pool = simKeys(4);
/** Every key under three ids of its own and one that says nothing. */
const faces: readonly (SimKey & { readonly id: string })[] = pool.flatMap((key, i) =>
  [key, underAnotherId(key), underAnotherId(key, { "x-third": 1 })].map((face) => ({ ...face, id: face.plain.keyId as string })).concat({ ...key, id: `key ${i}` }));

/** Takes whatever stands under a key for its signature: the worst that cryptography could do. */
const credulous: SignatureVerifier = { verify: () => Promise.resolve(true) };
/** Takes a signature only for the one key whose name it bears. */
const literal: SignatureVerifier = { verify: async (key, _message, signature) => key.fingerprint.endsWith(toHex(signature)) };

function rootOf(defined: readonly (typeof faces)[number][], listed: readonly string[], threshold: number): Metadata<Root> {
  const role = { keyids: listed, threshold };
  const keys = Object.fromEntries(defined.map(({ id, plain }) => [id, plain.object]));
  const parsed = parseMetadata(utf8(JSON.stringify({ signatures: [], signed: { _type: "root", spec_version: "1.0.34", version: 1, expires: "2031-01-01T00:00:00Z", consistent_snapshot: true, keys, roles: { root: role, timestamp: role, snapshot: role, targets: role } } })));
  if (!parsed.ok || !isOfType(parsed.value, "root")) throw new Error("it was built as a root");
  return parsed.value;
}

it("no role is ever met by fewer distinct keys than its threshold, even if every signature of every key verified", async () => {
  const ids = fc.array(fc.constantFrom(...faces.map(({ id }) => id), "nobody"), { maxLength: 10 });
  const sigs = fc.constantFrom("", "00", "zz", ...pool.map(({ node }) => node.material.fingerprint.split(":")[1] ?? ""));
  // Any text is a key id.
  const entries = fc.array(fc.record({ keyId: fc.constantFrom(...faces.map(({ id }) => id), "nobody").map((id) => id as KeyId), sig: sigs }), { maxLength: 12 });
  await fc.assert(fc.asyncProperty(fc.subarray([...faces]), ids, entries, fc.integer({ min: 1, max: 6 }), fc.constantFrom(credulous, literal), async (defined, listed, signatures, threshold, verifier) => {
    const { signed: { roles, keys }, signedBytes } = rootOf(defined, listed, threshold);
    const role = roles.get("targets");
    if (role === undefined) throw new Error("a root has the four roles");
    const signed = await verifySignatures({ signedBytes, signatures }, role, keys, verifier);
    const able = signatures.filter(({ keyId, sig }) => listed.includes(keyId) && sig !== "" && sig !== "zz" && defined.some(({ id }) => id === keyId));
    const nodes = new Set(able.map(({ keyId }) => faces.find(({ id }) => id === keyId)?.node));
    expect(signed.counted).toBeLessThanOrEqual(nodes.size);
    if (verifier === credulous) expect(signed.counted).toBe(nodes.size);
    expect(isMet(signed)).toBe(signed.counted >= threshold);
    expect(signed.signatures.filter(({ verdict }) => verdict.kind === "verified")).toHaveLength(signed.counted);
    expect(signed.signers.filter(({ state }) => state === "signed")).toHaveLength(signed.counted);
    expect(new Set(signed.signers.map(({ fingerprint }) => fingerprint)).size).toBe(signed.signers.length);
  }), runs(400));
});
