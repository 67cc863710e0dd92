import type { ReactNode } from "react";
import { StateMark } from "../../ui/atoms/state-mark.tsx";
import type { PasskeyCapability } from "../../workspace/key-types.ts";

/** Why passkeys cannot be used here at all; undefined where they may. */
export function hinders(capability: PasskeyCapability): string | undefined {
  switch (capability) {
    case "no-webauthn":
      return "This browser has no passkeys for this page";
    case "no-prf":
      return "This browser lacks the PRF extension";
    case "prf":
    case "unknown":
      return undefined;
  }
}

export function CapabilityNote({ capability }: { readonly capability: PasskeyCapability | undefined }): ReactNode {
  switch (capability) {
    case undefined:
    case "prf":
      return null;
    case "unknown":
      return <StateMark kind="unknown" wrap>This browser does not say whether it has the PRF extension. It shows when the passkey is made.</StateMark>;
    case "no-prf":
      return <StateMark kind="bad" wrap>This browser makes passkeys, but without the PRF extension (hmac-secret) they cannot open a key. A newer browser may have it.</StateMark>;
    case "no-webauthn":
      return <StateMark kind="bad" wrap>This browser offers no passkeys to this page: it is too old, or the page was not loaded over https or from localhost.</StateMark>;
  }
}
