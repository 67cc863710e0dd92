import { describe, expect, it } from "vitest";
import type { PublicKeyFault } from "../crypto/public-key.ts";
import type { Digest } from "../tuf/model/ids.ts";
import { describeKeyringFault } from "./describe-keyring-fault.ts";
import type { KeyringEntryId, KeyringFault } from "./keyring.ts";

/** Every fault of the keyring's own, and each of its variants that has words of its own. The compiler asks for what is missing. */
type OwnKind = Exclude<KeyringFault["kind"], PublicKeyFault["kind"]>;
type Examples = { readonly [K in OwnKind]: readonly [Extract<KeyringFault, { readonly kind: K }>, ...Extract<KeyringFault, { readonly kind: K }>[]] };

const [REVIEWED, COMPUTED] = ["aa".repeat(32) as Digest, "bb".repeat(32) as Digest]; // any two
const id = "ed25519:00" as KeyringEntryId; // any
const name = "Root 2026";

const EXAMPLES: Examples = {
  "name-empty": [{ kind: "name-empty" }],
  "name-too-long": [{ kind: "name-too-long", limit: 80 }],
  "name-taken": [{ kind: "name-taken", name }],
  "key-already-here": [{ kind: "key-already-here", id, name, entryKind: "device" }, { kind: "key-already-here", id, name, entryKind: "passkey" }],
  "no-such-entry": [{ kind: "no-such-entry", id }],
  "entry-is-external": [{ kind: "entry-is-external", name }],
  "entry-kind": [{ kind: "entry-kind", name, entryKind: "device", wanted: "wrapped" }, { kind: "entry-kind", name, entryKind: "passkey", wanted: "passphrase" }, { kind: "entry-kind", name, entryKind: "passphrase", wanted: "passkey" }, { kind: "entry-kind", name, entryKind: "external", wanted: "passphrase-or-wrapped" }, { kind: "entry-kind", name, entryKind: "device", wanted: "external" }],
  "key-in-use": [{ kind: "key-in-use", name }],
  "part-missing": [{ kind: "part-missing" }],
  "origin-keeps-no-keys": [{ kind: "origin-keeps-no-keys", protocol: "file:" }],
  "seed-length": [{ kind: "seed-length", found: 31 }],
  "key-locked": [{ kind: "key-locked", name, entryKind: "passphrase" }, { kind: "key-locked", name, entryKind: "passkey" }],
  "passphrase-too-short": [{ kind: "passphrase-too-short", limit: 12, found: 11 }],
  "passphrase-too-long": [{ kind: "passphrase-too-long", limitBytes: 1024 }],
  "passphrase-not-utf8": [{ kind: "passphrase-not-utf8" }],
  "passphrase-wrong": [{ kind: "passphrase-wrong" }],
  cancelled: [{ kind: "cancelled" }],
  "kdf-memory": [{ kind: "kdf-memory", memoryBytes: 2 ** 27 }],
  "backup-awaited": [{ kind: "backup-awaited", name }],
  "backup-unreadable": [{ kind: "backup-unreadable" }],
  "backup-does-not-open": [{ kind: "backup-does-not-open" }],
  "backup-of-another-key": [{ kind: "backup-of-another-key", name }],
  "passkey-unknown": [{ kind: "passkey-unknown", name }],
  "passkey-does-not-open": [{ kind: "passkey-does-not-open", name }],
  "passkey-sync-unacknowledged": [{ kind: "passkey-sync-unacknowledged", backedUp: true }, { kind: "passkey-sync-unacknowledged", backedUp: false }],
  "passkey-eligibility-changed": [{ kind: "passkey-eligibility-changed", name }],
  "last-authenticator": [{ kind: "last-authenticator", name }],
  "document-not-signable": [{ kind: "document-not-signable", document: { kind: "json-truncated", at: 3, line: 1, column: 4 } }],
  "digest-differs": [{ kind: "digest-differs", reviewed: REVIEWED, computed: COMPUTED }],
  "drill-not-open": [{ kind: "drill-not-open", name }],
  "drill-signature-wrong": [{ kind: "drill-signature-wrong", name }],
  "external-signature-empty": [{ kind: "external-signature-empty" }],
  "external-signature-too-large": [{ kind: "external-signature-too-large", lengthBytes: 70_000, limit: 65_536 }],
  "external-signature-unreadable": [{ kind: "external-signature-unreadable" }],
  "external-signature-is-key": [{ kind: "external-signature-is-key", label: "PRIVATE KEY" }],
  "record-newer": [{ kind: "record-newer", version: 3 }],
  "record-damaged": [{ kind: "record-damaged", field: "wraps" }],
  "keyring-storage": (["full", "blocked", "gone", "newer", "failed"] as const).map((trouble) => ({ kind: "keyring-storage", trouble, error: "UnknownError" }) as const) as unknown as Examples["keyring-storage"], // five are more than one
  "passkey-unsupported": [{ kind: "passkey-unsupported" }],
  "passkey-address": [{ kind: "passkey-address", host: "127.0.0.1" }],
  "passkey-refused": [{ kind: "passkey-refused", during: "register" }, { kind: "passkey-refused", during: "use" }],
  "passkey-cancelled": [{ kind: "passkey-cancelled" }],
  "passkey-already-enrolled": [{ kind: "passkey-already-enrolled" }],
  "passkey-algorithm-unsupported": [{ kind: "passkey-algorithm-unsupported" }],
  "passkey-no-prf": [{ kind: "passkey-no-prf", during: "register" }, { kind: "passkey-no-prf", during: "use" }],
  "passkey-prf-length": [{ kind: "passkey-prf-length", found: 31 }],
  "passkey-user-missing": [{ kind: "passkey-user-missing", missing: "presence" }, { kind: "passkey-user-missing", missing: "verification" }],
  "passkey-data-malformed": [{ kind: "passkey-data-malformed" }],
  "passkey-other-host": [{ kind: "passkey-other-host", expected: "keys.example" }],
  "passkey-other-use": [{ kind: "passkey-other-use", expected: "wrap" }, { kind: "passkey-other-use", expected: "derive" }],
  "passkey-failed": [{ kind: "passkey-failed", error: "DataError", during: "register" }, { kind: "passkey-failed", error: "DataError", during: "use" }],
  "key-file-empty": [{ kind: "key-file-empty" }],
  "key-file-too-large": [{ kind: "key-file-too-large", limitBytes: 65_536 }],
  "key-file-unrecognised": [{ kind: "key-file-unrecognised" }],
  "key-file-other-block": [{ kind: "key-file-other-block", label: "CERTIFICATE" }, { kind: "key-file-other-block", label: "DSA PRIVATE KEY" }],
  "key-file-several-keys": [{ kind: "key-file-several-keys" }],
  "key-file-public": [{ kind: "key-file-public" }],
  "key-file-damaged": [{ kind: "key-file-damaged", format: "pkcs8", why: "cut" }, { kind: "key-file-damaged", format: "go-tuf", why: "structure" }, { kind: "key-file-damaged", format: "sec1", why: "not-text" }],
  "key-file-needs-passphrase": [{ kind: "key-file-needs-passphrase", format: "openssh" }],
  "key-file-passphrase-wrong": [{ kind: "key-file-passphrase-wrong", format: "pkcs8" }],
  "key-file-protection-unsupported": [{ kind: "key-file-protection-unsupported", format: "pkcs8", found: "3DES" }],
  "key-file-too-costly": [{ kind: "key-file-too-costly", format: "pkcs8", found: "99999999 iterations" }],
  "key-kind-unsupported": [{ kind: "key-kind-unsupported", found: "Ed448" }, { kind: "key-kind-unsupported", found: "ssh-rsa (OpenSSH)" }],
  "key-file-halves-differ": [{ kind: "key-file-halves-differ", format: "pkcs8" }],
  "device-key-only": [{ kind: "device-key-only", algorithm: "rsa-pss-sha256" }],
  "private-key-out-of-range": [{ kind: "private-key-out-of-range", algorithm: "ecdsa-p256" }],
  "algorithm-unsupported": [{ kind: "algorithm-unsupported", algorithm: "ed25519" }],
  "second-opinion-refused": [{ kind: "second-opinion-refused", algorithm: "ed25519" }],
};

const FAULTS: readonly KeyringFault[] = Object.values(EXAMPLES).flat();

describe("describeKeyringFault", () => {
  it("has words of its own for every fault", () => {
    const words = FAULTS.map(describeKeyringFault);
    expect(words.filter((each, index) => words.indexOf(each) !== index)).toEqual([]);
  });

  it.each(FAULTS.map((fault) => [JSON.stringify(fault), fault] as const))("ends as a sentence and leaves nothing open: %s", (_, fault) => {
    const words = describeKeyringFault(fault);
    expect(words).toMatch(/^[A-Z“].*[.)]$/s);
    expect(words).not.toMatch(/undefined|\[object|NaN/);
  });

  it.each(FAULTS.filter((fault) => "name" in fault).map((fault) => [fault.kind, fault] as const))("names the key that it is about: %s", (_, fault) => {
    expect(describeKeyringFault(fault)).toContain(`“${name}”`);
  });

  it("shows both digests in full when the file is not the reviewed one", () => {
    expect(describeKeyringFault({ kind: "digest-differs", reviewed: REVIEWED, computed: COMPUTED })).toMatch(new RegExp(`${REVIEWED}.*${COMPUTED}`));
  });

  it("has words for faults of public keys and of their JSON", () => {
    expect(describeKeyringFault({ kind: "public-key-is-private" })).toContain("nothing of it was kept");
    expect(describeKeyringFault({ kind: "json-truncated", at: 3, line: 1, column: 4 })).toContain("line 1, column 4");
  });
});
