import { deleteDB, openDB } from "idb";
import { verifyEd25519 } from "../../crypto/ed25519.ts";
import { utf8 } from "../../lib/bytes.ts";
import { failed, limited, passed, type Check, type CheckResult } from "./check.ts";

const DATABASE = "countersign-self-test";
const LOCK = "countersign-self-test";
const TEXT = utf8("Countersign self-test: whoever signs this has agreed to nothing.");

/** What a key of this device needs of the browser. Its own database, so that no real key is ever near. */
export function keyChecks(subtle: SubtleCrypto, locks: Pick<LockManager, "request"> | undefined): readonly Check[] {
  const check = (id: string, title: string, run: () => Promise<CheckResult>): Check => ({ id, title, group: "keys", where: "worker", run });
  return [
    check("device-key", "A key that scripts cannot take out, kept in this browser", () => deviceKey(subtle)),
    check("locks", "One tab at a time", () => exclusive(locks)),
    check("random", "Randomness", random),
  ];
}

/** Made, stored, read back by a new connection, and signed with; exporting it must be refused. */
async function deviceKey(subtle: SubtleCrypto): Promise<CheckResult> {
  const pair = await makeKey(subtle);
  if (pair === undefined) return limited("This browser cannot make Ed25519 keys itself. Device keys cannot be made here; other kinds of keys can.");
  const publicKey = new Uint8Array(await subtle.exportKey("raw", pair.publicKey));
  try {
    const kept = await throughDatabase(pair.privateKey);
    if (kept.extractable || (await canExport(subtle, kept))) return failed("The key could be exported after all: scripts could take it out.");
    const signature = new Uint8Array(await subtle.sign("Ed25519", kept, TEXT));
    if (!verifyEd25519(publicKey, TEXT, signature)) return failed("The key that came back from storage made a signature that does not verify.");
    return passed("It was stored, read back and signed with; exporting it was refused. Whoever can read this browser’s profile on the disk is not stopped by that.");
  } catch (error) {
    return failed(`This browser’s storage refused the key: ${String(error)}. In private windows some do; keys cannot be kept here.`);
  } finally {
    await forgetDatabase();
  }
}

/** Nothing of worth is left when it cannot be done: the key signs nothing but the text above. */
async function forgetDatabase(): Promise<void> {
  try {
    await deleteDB(DATABASE);
  } catch {
    // where storage is refused there is nothing to delete
  }
}

async function makeKey(subtle: SubtleCrypto): Promise<CryptoKeyPair | undefined> {
  try {
    return await subtle.generateKey("Ed25519", false, ["sign", "verify"]);
  } catch (error) {
    if (error instanceof Error && error.name === "NotSupportedError") return undefined;
    throw error;
  }
}

async function throughDatabase(key: CryptoKey): Promise<CryptoKey> {
  const open = (): ReturnType<typeof openDB> => openDB(DATABASE, 1, { upgrade: (database) => void database.createObjectStore("keys") });
  const first = await open();
  await first.put("keys", key, "key");
  first.close();
  const second = await open();
  const kept: unknown = await second.get("keys", "key");
  second.close();
  return kept as CryptoKey; // what was put in; whatever else it is fails in its first use
}

async function canExport(subtle: SubtleCrypto, key: CryptoKey): Promise<boolean> {
  try {
    await subtle.exportKey("pkcs8", key);
    return true;
  } catch {
    return false; // InvalidAccessError, as it should
  }
}

async function exclusive(locks: Pick<LockManager, "request"> | undefined): Promise<CheckResult> {
  if (locks === undefined) return failed("This browser has no Web Locks: two tabs could change the keyring at once. Keep one tab open.");
  return locks.request(`${LOCK}-${crypto.randomUUID()}`, async (held) => {
    const second = await locks.request(held?.name ?? LOCK, { ifAvailable: true }, (lock) => lock !== null);
    return second ? failed("Two holders got one lock.") : passed("While one tab holds the keyring’s lock, no other gets it.");
  });
}

async function random(): Promise<CheckResult> {
  const draw = (): string => crypto.getRandomValues(new Uint8Array(32)).join();
  const draws = new Set(Array.from({ length: 64 }, draw));
  return draws.size === 64 ? passed("64 draws of 32 bytes are all different. More than that no test can say.") : failed("The browser’s randomness repeats itself. Make no keys here.");
}
