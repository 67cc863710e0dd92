import type { PasskeyCapability } from "../../keyring/passkey.ts";
import { failed, limited, passed, type Check, type CheckResult } from "./check.ts";

/** What the page knows of itself. Tests bring their own. */
export interface PageUnderTest {
  readonly secure: boolean;
  /** The Content Security Policy that this page is under, word for word; undefined when there is none or it cannot be read. */
  readonly policy: () => Promise<string | undefined>;
  readonly trustedTypes: boolean;
  /** Name and policy of every worker of this build, as this host serves it. */
  readonly workerPolicies: () => Promise<readonly { readonly name: string; readonly policy: string | undefined; readonly closed: boolean }[]>;
  /** Undefined on insecure pages and in some engines. */
  readonly storage: Pick<StorageManager, "persisted" | "estimate"> | undefined;
  readonly openChannel: (() => Pick<BroadcastChannel, "postMessage" | "close" | "onmessage">) | undefined;
  /** What can be known of passkeys without a dialog. */
  readonly passkeys: () => Promise<PasskeyCapability>;
  readonly canWriteFolders: boolean;
  readonly canCopy: boolean;
}

/** Nothing here asks the person, and nothing tries what the policy forbids: that would raise the alarm it is there to raise. */
export function pageChecks(page: PageUnderTest): readonly Check[] {
  const check = (id: string, title: string, group: Check["group"], run: () => Promise<CheckResult>): Check => ({ id, title, group, where: "page", run });
  return [
    check("persistence", "Storage that the browser promises to keep", "keys", () => persistence(page.storage)),
    check("quota", "Room for what is kept", "keys", () => quota(page.storage)),
    check("tabs", "Tabs hear of each other’s changes", "keys", () => channel(page.openChannel)),
    check("passkeys", "Passkeys that can guard a key", "keys", () => passkeys(page.passkeys)),
    check("secure", "A page that nobody changed on its way", "page", async () => (page.secure
      ? passed("It came over https, or from this very machine.")
      : failed("It came over an open connection. The browser switches off cryptography here, and anyone on the way could have changed the page."))),
    check("policy", "A policy that keeps foreign code out", "page", () => policyOf(page)),
    check("trusted-types", "Text that cannot become script", "page", () => trustedTypes(page)),
    check("workers", "Workers that can reach no other host", "page", () => workers(page)),
    check("folders", "Writing back into a folder", "page", async () => (page.canWriteFolders
      ? passed("This browser can write signatures back into the folder that you opened.")
      : limited("This browser cannot write into folders. Signed files are saved as downloads instead."))),
    check("clipboard", "Copying", "page", async () => (page.canCopy ? passed("Digests and command lines can be copied.") : limited("This browser does not let the page copy. Select the text instead."))),
  ];
}

async function persistence(storage: PageUnderTest["storage"]): Promise<CheckResult> {
  if (storage === undefined) return limited("This browser does not say whether it keeps this site’s data. Keep keys that matter elsewhere.");
  return (await storage.persisted())
    ? passed("The browser keeps this site’s data until you clear it.")
    : limited("The browser may clear this site’s data, keys included, when the disk is full. Under Keys you can ask it to keep them.");
}

async function quota(storage: PageUnderTest["storage"]): Promise<CheckResult> {
  const { usage, quota: allowed } = (await storage?.estimate()) ?? {};
  if (usage === undefined || allowed === undefined) return limited("This browser does not say how much it would keep.");
  const left = Math.max(0, allowed - usage);
  const words = `${megabytes(usage)} in use, ${megabytes(left)} left.`;
  return left >= LEAST_ROOM ? passed(words) : limited(`${words} A large repository may not be kept.`);
}

/** As much as one repository may take. Units: bytes. */
const LEAST_ROOM = 64 * 1024 * 1024;

function megabytes(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

async function channel(open: PageUnderTest["openChannel"]): Promise<CheckResult> {
  if (open === undefined) return limited("This browser has no channel between tabs. After a change in one tab, reload the others.");
  const [one, other] = [open(), open()];
  try {
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error("nothing was heard")), 3000);
      other.onmessage = () => {
        clearTimeout(timer);
        resolve();
      };
      one.postMessage("hello");
    });
    return passed("What one tab says, another hears.");
  } catch {
    return limited("What one tab says, another does not hear. After a change in one tab, reload the others.");
  } finally {
    one.close();
    other.close();
  }
}

async function passkeys(capability: PageUnderTest["passkeys"]): Promise<CheckResult> {
  switch (await capability()) {
    case "no-webauthn": return limited("This browser has no passkeys, or not on this page. Keys guarded by a passkey cannot be made here.");
    case "no-prf": return limited("This browser has passkeys, and cannot ask them for a secret (the PRF extension). They cannot guard a key here.");
    case "prf": return { state: "not-asked", words: "This browser can ask a passkey for a secret. Whether your authenticator can, only asking it tells." };
    case "unknown": return { state: "not-asked", words: "This browser has passkeys and does not tell more. Only asking your authenticator does." };
  }
}

async function policyOf({ policy }: PageUnderTest): Promise<CheckResult> {
  const text = await policy();
  if (text === undefined) return failed("No content security policy was found. Do not sign here: use a copy that is served with its headers.");
  const missing = ["default-src 'none'", "script-src 'self'", "connect-src 'self'", "base-uri 'none'"].filter((directive) => !text.includes(directive));
  return missing.length === 0
    ? passed("Only this build’s own code runs, and this page connects to no other host.")
    : failed(`The policy of this page is not the one that this build was made with: it lacks ${missing.join(" and ")}.`);
}

async function trustedTypes({ policy, trustedTypes: known }: PageUnderTest): Promise<CheckResult> {
  if (!((await policy())?.includes("require-trusted-types-for 'script'") ?? false)) return failed("The policy of this page does not ask for Trusted Types.");
  return known
    ? passed("The browser refuses to make markup or script of any text.")
    : limited("This browser does not know Trusted Types. The app makes no markup of text; nothing but its own code sees to that here.");
}

async function workers({ workerPolicies }: PageUnderTest): Promise<CheckResult> {
  const all = await workerPolicies();
  const bare = all.filter(({ policy }) => policy === undefined).map(({ name }) => name);
  if (bare.length > 0) return failed(`This host sends no policy with the workers ${bare.join(", ")}: nothing but their own code keeps them from connecting elsewhere.`);
  const open = all.filter(({ policy, closed }) => closed && !(policy ?? "").includes("connect-src 'none'")).map(({ name }) => name);
  if (open.length > 0) return failed(`The workers ${open.join(", ")} may connect elsewhere, and must not.`);
  return passed(`${all.filter(({ closed }) => closed).map(({ name }) => name).join(", ")}: each may connect to nothing. The reader alone may, and it never sees a key.`);
}
