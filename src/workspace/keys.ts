import type { Result } from "../lib/result.ts";
import type { KeyringFault } from "../keyring/keyring.ts";
import type { WorkspaceContext } from "./deps.ts";
import type { KeyActions } from "./workspace.ts";

/** The keyring's list in the store, and what a person can do with keys. */
export function createKeys({ store, keyring, readNow }: WorkspaceContext): KeyActions {
  const refresh = async (): Promise<void> => {
    const listed = await keyring.list();
    store.setState({ keyring: listed.ok ? { kind: "ready", ...listed.value } : { kind: "failed", fault: listed.fault } });
  };
  const thenRefresh = async <T>(done: Promise<Result<T, KeyringFault>>): Promise<Result<T, KeyringFault>> => {
    const result = await done;
    await refresh();
    return result;
  };
  keyring.onChange(() => void refresh());
  void refresh();
  return {
    createDeviceKey: (name) => thenRefresh(keyring.createDeviceKey({ name, now: readNow() })),
    importPem: (name, pem) => thenRefresh(keyring.importPkcs8Pem({ name, pem, now: readNow() })),
    addExternal: (name, publicKey) => thenRefresh(keyring.addExternalKey({ name, publicKey, now: readNow() })),
    rename: (id, name) => thenRefresh(keyring.rename(id, name)),
    remove: (id) => thenRefresh(keyring.remove(id)),
    exportPublic: (id) => keyring.exportPublic(id),
  };
}
