import { describe, expect, it } from "vitest";
import { webCryptoVerifier } from "../../crypto/webcrypto-verifier.ts";
import { utf8, type Bytes } from "../../lib/bytes.ts";
import { signedFile } from "../../test/neighbour-files.ts";
import { RepositorySimulator, simKey } from "../../test/repository-simulator.ts";
import type { PlainJson } from "../edit/write-json.ts";
import type { Result } from "../../lib/result.ts";
import { parseMetadata, type DocumentFault } from "../model/parse-metadata.ts";
import { verifySignatures } from "../verify/verify-signatures.ts";
import type { MultiRoleTargets } from "./multi-role.ts";
import { neighbourOf } from "./recognise.ts";
import { readRotatePath, type RotateFile } from "./rotate-file.ts";

const verifier = webCryptoVerifier(globalThis.crypto.subtle);
const alice = simKey();
const bob = simKey();

function file(signed: PlainJson): Bytes {
  return signedFile(signed, [alice]);
}

function multiRole(signed: PlainJson): Result<MultiRoleTargets, DocumentFault> {
  const neighbour = neighbourOf("targets.json", file(signed));
  if (neighbour?.kind !== "multi-role-targets") throw new Error(`taken for ${neighbour?.kind ?? "nothing"}`);
  return neighbour.read;
}

function rotate(signed: PlainJson): Result<RotateFile, DocumentFault> {
  const neighbour = neighbourOf("", file(signed));
  if (neighbour?.kind !== "rotate") throw new Error(`taken for ${neighbour?.kind ?? "nothing"}`);
  return neighbour.read;
}

/** The example of TAP 3, in short. */
const DELEGATION = {
  name: "shared", paths: ["shared/*"], terminating: true, min_roles_in_agreement: 2,
  roleinfo: [{ rolename: "alice", keyids: [alice.plain.keyId], threshold: 1 }, { rolename: "bob", keyids: [bob.plain.keyId], threshold: 1 }],
};
const MULTI_ROLE = {
  _type: "targets", spec_version: "1.0.34", version: 3, expires: "2031-01-01T00:00:00Z", targets: { "a.txt": { length: 1, hashes: { sha256: "00" } } },
  keys_for_delegations: { [alice.plain.keyId]: alice.plain.object, [bob.plain.keyId]: bob.plain.object }, delegations: [DELEGATION],
};

describe("delegations to several roles (TAP 3)", () => {
  it("are read for showing, with their signatures over the whole of it; to a client the file is unreadable", async () => {
    const bytes = file(MULTI_ROLE);
    expect(parseMetadata(bytes)).toMatchObject({ ok: false, fault: { kind: "multi-role-delegations" } });
    const read = multiRole(MULTI_ROLE);
    if (!read.ok) throw new Error(JSON.stringify(read.fault));
    const { signed, delegations, delegationCount, fault } = read.value;
    expect([signed.version, signed.targets.size, signed.delegations, delegationCount, fault]).toEqual([3, 1, undefined, 1, undefined]);
    expect(delegations).toEqual([{ name: "shared", paths: ["shared/*"], terminating: true, minRolesInAgreement: 2, roles: [{ name: "alice", keyIds: [alice.plain.keyId], threshold: 1 }, { name: "bob", keyIds: [bob.plain.keyId], threshold: 1 }] }]);
    const sim = RepositorySimulator.published((s) => (s.roles.targets = { keys: [alice], threshold: 1 }));
    const root = sim.root(1);
    const role = root.signed.roles.get("targets");
    if (role === undefined) throw new Error("a root has the four roles");
    expect((await verifySignatures(read.value, role, root.signed.keys, verifier)).counted).toBe(1);
  });

  it("are told from delegations of TUF 1.x by their list, whatever stands beside them", () => {
    expect(neighbourOf("targets.json", file({ ...MULTI_ROLE, delegations: { keys: {}, roles: [] } }))).toBeUndefined();
    expect(neighbourOf("targets.json", file({ ...MULTI_ROLE, keys_for_delegations: undefined as unknown as null, delegations: ["x"] }))).toBeUndefined(); // left out of the text
    expect(multiRole({ ...MULTI_ROLE, delegations: [] })).toMatchObject({ ok: true, value: { delegationCount: 0 } });
  });

  it.each<readonly [string, PlainJson, string]>([
    ["a top-level role", { ...DELEGATION, roleinfo: [{ rolename: "root", keyids: [], threshold: 1 }] }, "signed.delegations[1].roleinfo[0].rolename"],
    ["no agreement", { ...DELEGATION, min_roles_in_agreement: 0 }, "signed.delegations[1].min_roles_in_agreement"],
    ["no name", { ...DELEGATION, name: "" }, "signed.delegations[1].name"],
    ["no object", 7, "signed.delegations[1]"],
  ])("are read up to the first that is none: %s", (_, bad, path) => {
    const read = multiRole({ ...MULTI_ROLE, delegations: [DELEGATION, bad, DELEGATION] });
    expect(read).toMatchObject({ ok: true, value: { delegationCount: 3, delegations: [{ name: "shared" }], fault: { kind: "field", path, spec: "TAP 3" } } });
  });

  it("stand in targets alone, and the rest of the document is held to its rules", () => {
    expect(neighbourOf("root.json", file({ ...MULTI_ROLE, _type: "snapshot", meta: {} }))).toBeUndefined();
    const bad = file({ ...MULTI_ROLE, targets: { a: { length: -1, hashes: { sha256: "00" } } } });
    expect([parseMetadata(bad), neighbourOf("targets.json", bad)]).toMatchObject([{ ok: false, fault: { kind: "field" } }, undefined]); // what a client meets first
  });
});

describe("a rotate file (TAP 8)", () => {
  const ROTATE = { _type: "rotate", version: 2, role: "packages", keys: { [bob.plain.keyId]: bob.plain.object }, threshold: 1 };

  it("is read as what it is, beside what its path says", () => {
    const bytes = file(ROTATE);
    expect(parseMetadata(bytes)).toMatchObject({ ok: false, fault: { kind: "unknown-type", type: "rotate" } });
    const neighbour = neighbourOf("metadata/rotate/packages.rotate.2", bytes);
    expect(neighbour).toMatchObject({ kind: "rotate", named: { role: "packages", version: 2 }, read: { ok: true, value: { role: "packages", version: 2, threshold: 1, signatureCount: 1, keys: [{ keyId: bob.plain.keyId }] } } });
    expect(neighbourOf("elsewhere.json", bytes)).toMatchObject({ kind: "rotate", named: undefined });
  });

  it.each([
    ["rotate/a.rotate.1", { role: "a", version: 1 }], ["rotate/a.rotate.12.json", { role: "a", version: 12 }], ["x/rotate/a.b.rotate.1", { role: "a.b", version: 1 }],
    ["rotate/a.rotate.0", undefined], ["rotate/a.rotate.01", undefined], ["rotated/a.rotate.1", undefined], ["rotate/a/b.rotate.1", undefined], ["rotate/.rotate.1", undefined], ["a.rotate.1", undefined],
  ])("%s is the path of %j", (path, expected) => {
    expect(readRotatePath(path)).toEqual(expected);
  });

  it("may hand over targets roles and no others", () => {
    expect(rotate({ ...ROTATE, role: "targets" })).toMatchObject({ ok: true });
    for (const role of ["root", "snapshot", "timestamp", ""]) expect(rotate({ ...ROTATE, role })).toMatchObject({ ok: false, fault: { kind: "field", path: "signed.role", spec: "TAP 8" } });
  });

  it.each([["version", 0], ["threshold", 0], ["keys", []]] as const)("needs its %s", (field, value) => {
    expect(rotate({ ...ROTATE, [field]: value })).toMatchObject({ ok: false, fault: { kind: "field", path: `signed.${field}` } });
  });
});

describe("what is no neighbour", () => {
  it.each<readonly [string, Bytes]>([
    ["metadata", RepositorySimulator.published().served.get("timestamp.json") ?? utf8("")],
    ["no JSON", utf8("{")],
    ["another object", utf8('{"a":1}')],
    ["metadata of an unknown kind", file({ _type: "mirrors", spec_version: "1.0.34", version: 1, expires: "2031-01-01T00:00:00Z" })],
    ["a list of signatures", utf8('[{"keyid":"a","sig":"00"}]')],
  ])("%s", (_, bytes) => {
    expect(neighbourOf("x.json", bytes)).toBeUndefined();
  });
});
