import { describePasskeyFault } from "../../keyring/describe-passkey-fault.ts";
import type { PasskeyCeremony } from "../../keyring/passkey.ts";
import { failed, limited, passed, type CheckResult } from "./check.ts";

/** What the browser's dialog, and some authenticators' lists, call the throw-away passkey. */
export const TRIAL_NAME = "Countersign self-test";

/**
 * Makes a throw-away passkey and asks it twice for its secret, as guarding a key would. Opens the browser's dialogs, so
 * only after a click.
 */
export async function askPasskey(ceremony: PasskeyCeremony, signal?: AbortSignal): Promise<CheckResult> {
  const made = await ceremony.register({ use: "wrap", keyName: TRIAL_NAME, exclude: [] }, signal);
  if (!made.ok) return made.fault.kind === "passkey-refused" || made.fault.kind === "passkey-cancelled" ? { state: "not-asked", words: describePasskeyFault(made.fault) } : limited(describePasskeyFault(made.fault));
  const secrets: string[] = [];
  for (let turn = 0; turn < 2; turn++) {
    const answer = await ceremony.evaluate({ use: "wrap", credentials: [made.value] }, signal);
    if (!answer.ok) return limited(describePasskeyFault(answer.fault));
    secrets.push(answer.value.prf.join());
    answer.value.prf.fill(0);
  }
  if (secrets[0] !== secrets[1]) return failed("The authenticator gave another secret the second time. It cannot guard a key.");
  const synced = made.value.backupEligible ? " It is of a kind that may be copied to a cloud account." : "";
  return passed(`Your authenticator gave the same secret twice, after asking for you.${synced} If a passkey called “${TRIAL_NAME}” stands in its list, delete it there.`);
}
