import { utf8, type Bytes } from "../lib/bytes.ts";
import type { Digest } from "../tuf/model/ids.ts";
import type { Metadata } from "../tuf/model/metadata.ts";
import { parseMetadata } from "../tuf/model/parse-metadata.ts";

/** Some root to sign, with a field that no specification names. */
export const DOCUMENT: Bytes = utf8(`{
  "signed": {"_type": "root", "spec_version": "1.0.31", "version": 1, "expires": "2030-01-01T00:00:00Z",
    "consistent_snapshot": true, "keys": {}, "x-note": "kept", "roles": {
      "root": {"keyids": ["a"], "threshold": 1}, "timestamp": {"keyids": ["a"], "threshold": 1},
      "snapshot": {"keyids": ["a"], "threshold": 1}, "targets": {"keyids": ["a"], "threshold": 1}}},
  "signatures": []
}`);

export const REVIEWED: Digest = parsed().digest;

export function signedBytes(): Bytes {
  return parsed().signedBytes;
}

function parsed(): Metadata {
  const document = parseMetadata(DOCUMENT);
  if (!document.ok) throw new Error(document.fault.kind);
  return document.value;
}
