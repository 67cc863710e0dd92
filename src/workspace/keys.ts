import type { Result } from "../lib/result.ts";
import type { KeyringFault, Answer } from "../keyring/keyring.ts";
import type { PasskeyAddress, PasskeyAnswer, PasskeyUse } from "../keyring/passkey.ts";
import { autoLock } from "./auto-lock.ts";
import type { WorkspaceContext } from "./deps.ts";
import { keyFindings } from "./key-findings.ts";
import { writeKeyPreferences } from "./key-preferences.ts";
import type { KeyActions } from "./key-actions.ts";

/** The keyring's list in the store, what a person can do with keys, and the locking that nobody has to think of. */
export function createKeys(context: WorkspaceContext): KeyActions {
  const { store, keyring, passkeys, presence, preferenceStore, readNow } = context;
  const preferences = (): ReturnType<typeof store.getState>["keyPreferences"] => store.getState().keyPreferences;

  const refresh = async (): Promise<void> => {
    const listed = await keyring.list();
    if (!listed.ok) return store.setState({ keyring: { kind: "failed", fault: listed.fault } });
    const findings = keyFindings(listed.value.entries, readNow(), preferences().proveEveryMonths);
    store.setState({ keyring: { kind: "ready", ...listed.value, findings } });
  };
  const thenRefresh = async <T>(done: Promise<Result<T, KeyringFault>>): Promise<Result<T, KeyringFault>> => {
    const result = await done;
    await refresh();
    return result;
  };
  /** The browser's dialog first; what it answers goes to the keyring at once. */
  const withPasskey = async <T>(use: PasskeyUse, credentials: readonly PasskeyAddress[] | "any", signal: AbortSignal | undefined, act: (answer: PasskeyAnswer) => Promise<Answer<T>>): Promise<Answer<T>> => {
    const answered = await passkeys.evaluate({ use, credentials }, signal);
    return answered.ok ? thenRefresh(act(answered.value)) : answered;
  };

  keyring.onChange(() => void refresh());
  void refresh();
  autoLock(presence, preferences, readNow, () => void keyring.lockAll().catch(() => undefined)); // a worker that died holds nothing open

  return {
    createDeviceKey: (name) => thenRefresh(keyring.createDeviceKey({ name, now: readNow() })),
    createPassphraseKey: (request, watch) => thenRefresh(keyring.createPassphraseKey({ ...request, now: readNow() }, watch)),
    openStrengthMeter: context.openStrengthMeter,
    importKey: (request, watch) => thenRefresh(keyring.importKey({ ...request, now: readNow() }, watch)),
    importUnderPasskey: async ({ passkey, acknowledgedSync, ...request }, watch) => {
      const answered = await passkeys.evaluate({ use: "wrap", credentials: [passkey] }, watch.signal);
      if (answered.ok) return thenRefresh(keyring.importKey({ ...request, as: { kind: "wrapped", answer: answered.value, acknowledgedSync }, now: readNow() }, watch));
      request.file.fill(0);
      request.filePassphrase?.fill(0);
      return answered;
    },
    addExternal: (name, publicKey) => thenRefresh(keyring.addExternalKey({ name, publicKey, now: readNow() })),

    passkeyCapability: () => passkeys.capability(),
    registerPasskey: (request, signal) => passkeys.register(request, signal),
    createWrappedKey: ({ passkey, signal, ...request }) =>
      withPasskey("wrap", [passkey], signal, (answer) => keyring.createWrappedKey({ ...request, answer, now: readNow() })),
    addDerivedKey: ({ passkey, signal, ...request }) =>
      withPasskey("derive", passkey === "any" ? "any" : [passkey], signal, (answer) => keyring.addDerivedKey({ ...request, answer, now: readNow() })),
    enrolSpare: ({ entryId, passkey, acknowledgedSync, signal }) =>
      withPasskey("wrap", [passkey], signal, (answer) => keyring.enrolSpare({ entryId, answer, acknowledgedSync, now: readNow() })),
    removeAuthenticator: (id, credentialId) => thenRefresh(keyring.removeAuthenticator(id, credentialId)),

    writeBackup: (entryId, passphrase, watch) => keyring.writeBackup({ entryId, passphrase, now: readNow() }, watch),
    proveBackup: (request, watch) => thenRefresh(keyring.proveBackup({ ...request, now: readNow() }, watch)),

    unlockWithPassphrase: ({ entryId, hold, passphrase }, watch) => thenRefresh(keyring.unlock({ with: "passphrase", entryId, hold, passphrase, now: readNow() }, watch)),
    unlockWithPasskey: ({ entry, hold, signal }) =>
      withPasskey(entry.form === "wrapped" ? "wrap" : "derive", entry.authenticators, signal, (answer) => keyring.unlock({ with: "passkey", entryId: entry.id, hold, answer, now: readNow() })),
    lock: async (id) => {
      await keyring.lock(id);
      await refresh();
    },
    lockAll: async () => {
      await keyring.lockAll();
      await refresh();
    },
    setPreferences: (part) => {
      const next = { ...preferences(), ...part };
      writeKeyPreferences(preferenceStore, next);
      store.setState({ keyPreferences: next });
      void refresh(); // what is overdue depends on them
    },

    rename: (id, name) => thenRefresh(keyring.rename(id, name)),
    remove: (id) => thenRefresh(keyring.remove(id)),
    exportPublic: (id) => keyring.exportPublic(id),

    proveHolding: (entryId) => thenRefresh(keyring.proveHolding({ entryId, now: readNow() })),
    openExternalDrill: (entryId) => thenRefresh(keyring.openExternalDrill({ entryId, now: readNow() })),
    closeExternalDrill: (entryId, signature) => thenRefresh(keyring.closeExternalDrill({ entryId, signature, now: readNow() })),
  };
}
