import type { PasskeyFault, PasskeyMoment } from "./passkey.ts";

/** What came of asking an authenticator, and what to do. */
export function describePasskeyFault(fault: PasskeyFault): string {
  switch (fault.kind) {
    case "passkey-unsupported":
      return "This browser has no passkeys, or the page did not come over https or localhost.";
    case "passkey-address":
      return `Passkeys are bound to host names, and this browser allows none for “${fault.host}”. Open the app at “localhost” or at a name, over https.`;
    case "passkey-refused":
      return fault.during === "register"
        ? "No passkey was made: the request was cancelled or ran out of time, or the authenticator cannot ask for a PIN or fingerprint."
        : "No passkey answered: the request was cancelled or ran out of time, or none of the passkeys of this key is on the authenticator.";
    case "passkey-cancelled":
      return "Cancelled.";
    case "passkey-already-enrolled":
      return "This authenticator already holds a passkey of this key. Use another one.";
    case "passkey-algorithm-unsupported":
      return "This authenticator makes passkeys of no kind that is known here.";
    case "passkey-no-prf":
      return `${PRF_MISSING[fault.during]} Without WebAuthn’s PRF extension (hmac-secret) a passkey cannot guard a key. Security keys with FIDO2 have it; some platforms do not.`;
    case "passkey-prf-length":
      return `The authenticator gave a secret of ${fault.found} bytes where 32 are due. It was not used.`;
    case "passkey-user-missing":
      return fault.missing === "verification"
        ? "The authenticator did not ask for a PIN or fingerprint. Without it the authenticator gives another secret, so this answer was not used. Set a PIN on it and try again."
        : "The authenticator answered without being touched, so its answer was not used.";
    case "passkey-data-malformed":
      return "The authenticator’s answer is not what WebAuthn describes, so it was not used.";
    case "passkey-other-host":
      return `This passkey belongs to another address than “${fault.expected}”, and passkeys answer nowhere else.`;
    case "passkey-other-use":
      return fault.expected === "derive"
        ? "This passkey was made to open a stored key, not to derive one from."
        : "This passkey was made to derive a key from, not to open a stored one.";
    case "passkey-failed":
      return `The browser failed while ${MOMENTS[fault.during]} (${fault.error}).`;
  }
}

const PRF_MISSING: Readonly<Record<PasskeyMoment, string>> = {
  register: "The passkey was made, but this authenticator or browser cannot compute secrets with it, so it is not used. Delete it from the authenticator.",
  use: "The passkey answered without the secret that was asked for.",
};

const MOMENTS: Readonly<Record<PasskeyMoment, string>> = { register: "making a passkey", use: "asking a passkey" };
