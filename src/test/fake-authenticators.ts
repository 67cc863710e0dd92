import { createHmac, randomBytes } from "node:crypto";
import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes, utf8, type Bytes } from "../lib/bytes.ts";
import { fail, ok } from "../lib/result.ts";
import type { PasskeyAnswer, PasskeyCapability, PasskeyCeremony, PasskeyFault, PasskeyUse } from "../keyring/passkey.ts";

/**
 * Authenticators in memory, behind the port that a page's real ones stand behind: each passkey has a secret of its own
 * and answers with it alone. What a person does with them is set from outside.
 */
export interface FakeAuthenticators extends PasskeyCeremony {
  /** The one that is plugged in: new passkeys are made on it, and only its own answer. */
  plugIn(name: string): void;
  /** What the next dialogs end with; undefined lets them succeed. */
  refuseWith(fault: PasskeyFault | undefined): void;
  synced: boolean;
  reports: PasskeyCapability;
}

const HOST = "localhost";

interface Passkey {
  readonly credentialId: string;
  readonly authenticator: string;
  readonly use: PasskeyUse;
  readonly secret: Uint8Array;
  readonly backupEligible: boolean;
}

export function fakeAuthenticators(): FakeAuthenticators {
  const passkeys: Passkey[] = [];
  let plugged = "first";
  let fault: PasskeyFault | undefined;
  const self: FakeAuthenticators = {
    synced: false,
    reports: "prf",
    plugIn: (name) => {
      plugged = name;
    },
    refuseWith: (next) => {
      fault = next;
    },
    capability: () => Promise.resolve(self.reports),
    register: ({ use, exclude }) => {
      if (fault !== undefined) return Promise.resolve(fail(fault));
      if (passkeys.some(({ credentialId, authenticator }) => authenticator === plugged && exclude.includes(credentialId))) return Promise.resolve(fail({ kind: "passkey-already-enrolled" }));
      const passkey: Passkey = { credentialId: randomBytes(16).toString("base64url"), authenticator: plugged, use, secret: randomBytes(32), backupEligible: self.synced };
      passkeys.push(passkey);
      return Promise.resolve(ok({ credentialId: passkey.credentialId, transports: ["usb"], use, rpId: HOST, backupEligible: self.synced, backedUp: false }));
    },
    evaluate: ({ use, credentials }) => {
      if (fault !== undefined) return Promise.resolve(fail(fault));
      const wanted = passkeys.findLast((one) => one.authenticator === plugged && one.use === use && (credentials === "any" || credentials.some(({ credentialId }) => credentialId === one.credentialId)));
      return Promise.resolve(wanted === undefined ? fail({ kind: "passkey-refused", during: "use" }) : ok(answerOf(wanted)));
    },
  };
  return self;
}

function answerOf({ credentialId, use, secret, backupEligible }: Passkey): PasskeyAnswer {
  const prf: Bytes = new Uint8Array(createHmac("sha256", secret).update(use).digest());
  return { credentialId, transports: ["usb"], use, rpId: HOST, authenticatorData: authenticatorData(backupEligible), prf };
}

/** User present and verified; backup eligible when it is so. */
function authenticatorData(backupEligible: boolean): Bytes {
  return concatBytes(sha256(utf8(HOST)), Uint8Array.of(0x01 | 0x04 | (backupEligible ? 0x08 : 0), 0, 0, 0, 1));
}
