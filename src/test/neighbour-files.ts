import { toBase64 } from "../lib/base64.ts";
import { utf8, type Bytes } from "../lib/bytes.ts";
import { toHex } from "../lib/hex.ts";
import type { NamedBytes } from "../lib/named-bytes.ts";
import { toJsonValue, type PlainJson } from "../tuf/edit/write-json.ts";
import { encodeCanonical } from "../tuf/json/canonical-json.ts";
import type { Metadata } from "../tuf/model/metadata.ts";
import { preAuthEncoding, TUF_PAYLOAD_TYPE } from "../tuf/neighbours/dsse.ts";
import { simKey, type SimKey } from "./repository-simulator.ts";

/** The metadata of a file in an envelope, as python-tuf's experimental SimpleEnvelope writes it. */
export function inEnvelope(metadata: Metadata, signers: readonly SimKey[], payloadType: string = TUF_PAYLOAD_TYPE): Bytes {
  const payload = utf8(metadata.text.slice(metadata.signedNode.start, metadata.signedNode.end));
  const message = preAuthEncoding(payloadType, payload);
  const signatures = signers.map(({ plain, node }) => ({ keyid: plain.keyId, sig: toBase64(node.sign(message)) }));
  return utf8(JSON.stringify({ payload: toBase64(payload), payloadType, signatures }));
}

/** Any `signed`, signed as metadata is. */
export function signedFile(signed: PlainJson, signers: readonly SimKey[]): Bytes {
  const message = encodeCanonical(toJsonValue(signed));
  return utf8(JSON.stringify({ signatures: signers.map(({ plain, node }) => ({ keyid: plain.keyId, sig: toHex(node.sign(message)) })), signed }));
}

/** Two of three repositories must agree on everything but what lies under `local/`. */
export const MAP_FILE: PlainJson & object = {
  repositories: { here: ["https://here.example/"], mirror: ["https://mirror.example/", "https://mirror2.example/"], vendor: ["https://vendor.example/tuf"] },
  mapping: [
    { paths: ["local/*"], repositories: ["here"], threshold: 1, terminating: true },
    { paths: ["*", "*/*"], repositories: ["here", "mirror", "vendor"], threshold: 2, terminating: false },
  ],
};

/** One file of each neighbouring format, beside the files of a repository. */
export function neighbourFiles(root: Metadata, rootSigners: readonly SimKey[], targetsSigners: readonly SimKey[]): readonly NamedBytes[] {
  const [alice, bob] = [simKey(), simKey()];
  const multiRole = {
    _type: "targets", spec_version: "1.0.34", version: 3, expires: "2031-01-01T00:00:00Z", targets: { "a.txt": { length: 1, hashes: { sha256: "00" } } },
    keys_for_delegations: { [alice.plain.keyId]: alice.plain.object, [bob.plain.keyId]: bob.plain.object },
    delegations: [{
      name: "shared", paths: ["shared/*"], terminating: true, min_roles_in_agreement: 2,
      roleinfo: [{ rolename: "alice", keyids: [alice.plain.keyId], threshold: 1 }, { rolename: "bob", keyids: [bob.plain.keyId], threshold: 1 }],
    }],
  };
  const rotate = { _type: "rotate", version: 2, role: "packages", keys: { [bob.plain.keyId]: bob.plain.object }, threshold: 1 };
  return [
    { path: "root.dsse.json", bytes: inEnvelope(root, rootSigners) },
    { path: "3.targets.json", bytes: signedFile(multiRole, targetsSigners) },
    { path: "map.json", bytes: utf8(JSON.stringify(MAP_FILE)) },
    { path: "rotate/packages.rotate.2", bytes: signedFile(rotate, [alice]) },
  ];
}
