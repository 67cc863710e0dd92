import { createPublicKey, verify } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { utf8 } from "../../lib/bytes.ts";
import { toHex } from "../../lib/hex.ts";
import { parseInstant } from "../../lib/utc-instant.ts";
import { makeNodeKey, type NodeKey } from "../../test/node-keys.ts";
import { roleName, type KeyId } from "../model/ids.ts";
import type { Metadata, Root } from "../model/metadata.ts";
import { parseMetadata } from "../model/parse-metadata.ts";
import { ed25519Spki } from "../model/spki.ts";
import { isMet } from "../verify/verification-report.ts";
import type { SignatureVerifier } from "../verify/signature-verifier.ts";
import { verifySignatures } from "../verify/verify-signatures.ts";
import { buildRoot, buildSnapshot, buildTargets, buildTimestamp, tufKey, type PlainKey } from "./build-metadata.ts";
import { parseDetachedSignatures } from "./detached-signatures.ts";
import { mergeSignatures, type OfferedSignatures } from "./merge-signatures.ts";
import { writeSignatures, type NewSignature } from "./replace-signatures.ts";
import { keyIdsFor, signingRequest, type Delegator } from "./signing-request.ts";
import { TUF_ON_CI_STYLE, writeJson } from "./write-json.ts";

const expires = parseInstant("2030-01-01T00:00:00Z")?.instant;
if (expires === undefined) throw new Error("a good date");

function plainKey(key: NodeKey, label?: string): PlainKey {
  if (key.material.algorithm !== "ed25519") throw new Error("these tests use Ed25519");
  const extra = label === undefined ? {} : { "x-tuf-on-ci-keyowner": label };
  return tufKey({ keytype: "ed25519", scheme: "ed25519", public: toHex(key.material.publicKey), extra });
}

function rootWith(version: number, keys: readonly PlainKey[], threshold: number): Metadata<Root> {
  const role = { keys, threshold };
  return buildRoot({ version, expires: expires ?? fail(), consistentSnapshot: true, roles: { root: role, targets: role, snapshot: role, timestamp: role } });
}

function fail(): never {
  throw new Error("unreachable");
}

function rootDelegator(root: Metadata<Root>): Delegator {
  return { role: root.signed.roles.get("root") ?? fail(), keys: root.signed.keys };
}

const verifier: SignatureVerifier = {
  verify(key, message, signature) {
    if (key.algorithm !== "ed25519") throw new Error("these tests use Ed25519");
    const publicKey = createPublicKey({ key: Buffer.from(ed25519Spki(key.publicKey)), format: "der", type: "spki" });
    return Promise.resolve(verify(null, message, publicKey, signature));
  },
};
const [alice, bob, carol] = [makeNodeKey("ed25519"), makeNodeKey("ed25519"), makeNodeKey("ed25519")];
const root1 = rootWith(1, [plainKey(alice), plainKey(bob)], 2);
const root2 = rootWith(2, [plainKey(alice, "@alice"), plainKey(bob), plainKey(carol, "@carol")], 2);

async function offer(from: string, signatures: readonly NewSignature[], document: Metadata = root2): Promise<OfferedSignatures> {
  const judge = async ({ role, keys }: Delegator): Promise<OfferedSignatures["judgements"][number]> =>
    (await verifySignatures({ signedBytes: root2.signedBytes, signatures }, role, keys, verifier)).signatures;
  return { from, digest: document.digest, signatures, judgements: [await judge(rootDelegator(root1)), await judge(rootDelegator(root2))] };
}

const idOf = (key: NodeKey, label?: string): KeyId => plainKey(key, label).keyId;
const by = (key: NodeKey, keyId: KeyId): NewSignature => ({ keyId, sig: toHex(key.sign(root2.signedBytes)) });

describe("a signing request", () => {
  it("names a key once, with its ids in the old and in the new root", () => {
    const request = signingRequest(roleName("root"), root2, [rootDelegator(root1)]);
    expect(request.signers.map((signer) => [signer.keyIds.length, signer.label])).toEqual([[2, "@alice"], [1, undefined], [1, "@carol"]]);
    expect(keyIdsFor(alice.material.fingerprint, root2, [rootDelegator(root1)])).toEqual([idOf(alice), idOf(alice, "@alice")]);
    expect(keyIdsFor(makeNodeKey("ed25519").material.fingerprint, root2, [rootDelegator(root1)])).toEqual([]);
  });

  it("written under every id meets the old and the new threshold", async () => {
    const delegators = [rootDelegator(root1)];
    const add = [alice, bob].flatMap((key) => keyIdsFor(key.material.fingerprint, root2, delegators).map((keyId) => by(key, keyId)));
    const signed = parseMetadata(writeSignatures(root2, add).bytes);
    if (!signed.ok) throw new Error(signed.fault.kind);
    for (const { role, keys } of [rootDelegator(root1), rootDelegator(root2)]) expect(isMet(await verifySignatures(signed.value, role, keys, verifier))).toBe(true);
  });

  it("for targets holds only the ids that the delegator lists", () => {
    const targets = buildTargets({ version: 1, expires, targets: {} });
    const request = signingRequest(roleName("targets"), targets, [{ role: root2.signed.roles.get("targets") ?? fail(), keys: root2.signed.keys }]);
    expect(request.signers.map((signer) => signer.keyIds)).toEqual([[idOf(alice, "@alice")], [idOf(bob)], [idOf(carol, "@carol")]]);
  });
});

describe("merging signatures", () => {
  const bad = (keyId: KeyId): NewSignature => ({ keyId, sig: "00".repeat(64) });

  it("fills empty slots, adds new ones and keeps what is there", async () => {
    const base = await offer("base", [{ keyId: idOf(bob), sig: "" }, by(carol, idOf(carol, "@carol"))]);
    const merged = mergeSignatures(root2.digest, base, [await offer("bob", [by(bob, idOf(bob))]), await offer("alice", [by(alice, idOf(alice)), by(alice, idOf(alice, "@alice"))])]);
    expect(merged.signatures.map((s) => s.keyId)).toEqual([idOf(bob), idOf(carol, "@carol"), idOf(alice), idOf(alice, "@alice")]);
    expect(merged.toWrite.map((s) => s.keyId)).toEqual([idOf(bob), idOf(alice), idOf(alice, "@alice")]);
    expect(merged.leftOut).toEqual([]);
  });

  it("lets a verified signature replace one that does not verify, and says so", async () => {
    const merged = mergeSignatures(root2.digest, await offer("base", [bad(idOf(bob))]), [await offer("bob", [by(bob, idOf(bob))])]);
    expect(merged.signatures).toEqual([by(bob, idOf(bob))]);
    expect(merged.leftOut).toEqual([{ from: "base", keyId: idOf(bob), reason: { kind: "replaced-by-verified", by: "bob" } }]);
  });

  it("never gives up a verified one, and explains each that it leaves out", async () => {
    const base = await offer("base", [by(bob, idOf(bob))]);
    const stranger = "stranger" as KeyId; // a test's own name
    const merged = mergeSignatures(root2.digest, base, [
      await offer("worse", [bad(idOf(bob)), { keyId: idOf(alice), sig: "" }, { keyId: idOf(carol, "@carol"), sig: "zz" }, bad(stranger)]),
      await offer("again", [by(bob, idOf(bob))]),
      await offer("stale", [by(alice, idOf(alice))], root1),
    ]);
    expect(merged.signatures).toEqual(base.signatures);
    expect(merged.toWrite).toEqual([]);
    expect(merged.leftOut.map(({ from, reason }) => [from, reason.kind])).toEqual([
      ["worse", "does-not-verify"], ["worse", "empty"], ["worse", "not-hex"], ["worse", "not-in-role"], ["again", "already-collected"], ["stale", "other-document"],
    ]);
  });
});

describe("detached signatures", () => {
  it("are read in go-tuf's and in RSTUF's form", () => {
    expect(parseDetachedSignatures(utf8('[{"keyid":"a","sig":"00"},{"keyid":"b","sig":"11"}]'))).toMatchObject({ ok: true, value: { role: undefined, signatures: [{ keyId: "a", sig: "00" }, { keyId: "b", sig: "11" }] } });
    expect(parseDetachedSignatures(utf8('{"role":"root","signature":{"keyid":"a","sig":"00"}}'))).toMatchObject({ ok: true, value: { role: "root", signatures: [{ keyId: "a", sig: "00" }] } });
  });

  it.each(["[]", "{}", '[{"keyid":"a"}]', '[{"keyid":"","sig":"00"}]', '{"role":"root","signature":[]}', "[1]"])("are not found in %s", (text) => {
    expect(parseDetachedSignatures(utf8(text))).toEqual({ ok: false, fault: { kind: "not-detached-signatures" } });
  });

  it("are refused with one key id twice", () => {
    expect(parseDetachedSignatures(utf8('[{"keyid":"a","sig":"00"},{"keyid":"a","sig":"11"}]'))).toMatchObject({ fault: { kind: "duplicate-signature" } });
  });
});

describe("built metadata", () => {
  it("has key ids that are the hash of the whole key object, labels included", () => {
    const ids = [idOf(alice, "@alice"), idOf(bob), idOf(carol, "@carol")];
    expect(ids.map((keyId) => root2.signed.keys.get(keyId)).map((key) => [key?.keyIdForm, key?.label])).toEqual([["full", "@alice"], ["full", undefined], ["full", "@carol"]]);
    expect(root2.notes).toEqual([]);
  });

  it("of every kind reads back as it was meant", () => {
    const hashes = { sha256: "00".repeat(32) };
    expect(buildTimestamp({ version: 2, expires, snapshot: { version: 7, length: 9, hashes } }).signed.snapshot).toMatchObject({ version: 7, lengthBytes: 9 });
    expect([...buildSnapshot({ version: 2, expires, meta: { targets: { version: 1 }, "a/b": { version: 2 } } }).signed.meta.keys()]).toEqual(["a/b", "targets"]);
    const delegation = { name: "jku", keys: [plainKey(alice)], threshold: 1, terminating: true, paths: ["jku/*"] };
    const targets = buildTargets({ version: 2, expires, targets: { "é.txt": { length: 1, hashes } }, delegations: [delegation], extra: { "x-note": "n" } });
    expect([...targets.signed.targets].map(([path]) => path)).toEqual(["é.txt"]);
    expect(targets.signed.delegations?.roles[0]).toMatchObject({ name: "jku", terminating: true, scope: { kind: "paths", patterns: ["jku/*"] } });
    expect(targets.signedNode.members.has("x-note")).toBe(true);
  });

  it.skipIf(!existsSync("../shared/corpora/sigstore-roots"))("is laid out as tuf-on-ci does: its own root 15 written again is the same text (skipped: no ../shared)", () => {
    const text = readFileSync("../shared/corpora/sigstore-roots/15.root.json", "utf8");
    expect(writeJson(JSON.parse(text) as Parameters<typeof writeJson>[0], TUF_ON_CI_STYLE)).toBe(text); // a fixture of plain JSON
  });

  it("escapes everything beyond ASCII, as Python does", () => {
    expect(writeJson({ b: "é\u007f😀", a: [] }, TUF_ON_CI_STYLE)).toBe('{\n "a": [],\n "b": "\\u00e9\\u007f\\ud83d\\ude00"\n}');
  });
});
