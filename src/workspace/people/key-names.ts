import type { Fingerprint } from "../../tuf/model/ids.ts";
import type { WorkspaceState } from "../state.ts";

/** What the person calls a key. `yours`: its private part is on this device. `known`: it stands in the address book, or was added as held elsewhere. */
export interface KeyName {
  readonly name: string;
  readonly standing: "yours" | "known";
}

/** Undefined for a key that the person has no name for: then it is at most "a key labelled …". */
export function keyName({ keyring, people }: Pick<WorkspaceState, "keyring" | "people">, fingerprint: Fingerprint | undefined): KeyName | undefined {
  if (fingerprint === undefined) return undefined;
  const own = keyring.kind === "ready" ? keyring.entries.find((entry) => entry.fingerprint === fingerprint) : undefined;
  if (own !== undefined) return { name: own.name, standing: own.kind === "external" ? "known" : "yours" };
  const known = people.kind === "ready" ? people.known.find((key) => key.fingerprint === fingerprint) : undefined;
  return known === undefined ? undefined : { name: known.name, standing: "known" };
}
