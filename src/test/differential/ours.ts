import { webCryptoVerifier } from "../../crypto/webcrypto-verifier.ts";
import type { Bytes } from "../../lib/bytes.ts";
import type { OfferedFile } from "../../tuf/client/checks.ts";
import type { ClientFault } from "../../tuf/client/client-fault.ts";
import { DelegatedRoles } from "../../tuf/client/delegated-roles.ts";
import { findTarget } from "../../tuf/client/find-target.ts";
import { CLIENT_LIMITS } from "../../tuf/client/limits.ts";
import type { Profile } from "../../tuf/client/profile.ts";
import type { RepositoryView } from "../../tuf/client/repository-view.ts";
import { updateClient, type ClientUpdate } from "../../tuf/client/update.ts";
import type { RoleName } from "../../tuf/model/ids.ts";
import { isOfType, parseMetadata } from "../../tuf/model/parse-metadata.ts";
import { memoVerifier } from "../../tuf/verify/memo-verifier.ts";
import type { Case, Found, Verdict } from "./case.ts";

const verifier = memoVerifier(webCryptoVerifier(globalThis.crypto.subtle));

/** What the product's own client says. */
export async function judgeOurselves({ root, files, now, targets }: Case, profile: Profile): Promise<Verdict> {
  const anchor = parseMetadata(root);
  if (!anchor.ok || !isOfType(anchor.value, "root")) {
    return { stop: "root", why: anchor.ok ? "not a root" : JSON.stringify(anchor.fault), trusted: {}, found: [] };
  }
  const view = viewOfFiles(files);
  const context = { verifier, now, profile };
  const update = await updateClient(view, anchor.value, context);
  const trusted = versionsOf(update);
  if (update.refusal !== undefined) return { stop: update.refusal.role, why: wordsOf(update.refusal), trusted, found: [] };
  if (update.snapshot === undefined || update.targets === undefined) throw new Error("an update that is not refused has everything");
  const consistent = update.root.signed.consistentSnapshot === true;
  const roles = new DelegatedRoles({ view, snapshot: update.snapshot.signed, consistent }, context);
  const found: Found[] = [];
  for (const path of targets) {
    const search = await findTarget(path, update.targets, roles, CLIENT_LIMITS.delegations);
    if (search.ok) found.push({ kind: "found", sha256: search.value.file.hashes.get("sha256") ?? "" });
    else if (search.fault.kind === "role-refused") found.push({ kind: "stopped", role: search.fault.fault.role, why: wordsOf(search.fault.fault) });
    else found.push({ kind: "nothing" });
  }
  return { stop: undefined, why: undefined, trusted, found };
}

/** The role that a client refuses which reads every delegated role before it answers, as tough does. */
export async function firstRefusedDelegation({ root, files, now }: Case, profile: Profile): Promise<string | undefined> {
  const anchor = parseMetadata(root);
  if (!anchor.ok || !isOfType(anchor.value, "root")) return undefined;
  const view = viewOfFiles(files);
  const context = { verifier, now, profile };
  const { snapshot, targets, root: last } = await updateClient(view, anchor.value, context);
  if (snapshot === undefined || targets === undefined) return undefined;
  const roles = new DelegatedRoles({ view, snapshot: snapshot.signed, consistent: last.signed.consistentSnapshot === true }, context);
  const seen = new Set<RoleName>();
  const visit = async (role: RoleName, delegations = targets.signed.delegations): Promise<string | undefined> => {
    for (const { name } of delegations?.roles ?? []) {
      if (seen.has(name) || delegations === undefined) continue;
      seen.add(name);
      const loaded = await roles.load(name, delegations, role);
      const refused = loaded.ok ? await visit(name, loaded.value.signed.delegations) : name;
      if (refused !== undefined) return refused;
    }
    return undefined;
  };
  return visit("targets" as RoleName); // the one role whose delegations were given
}

function versionsOf({ root, timestamp, snapshot, targets }: ClientUpdate): Verdict["trusted"] {
  const version = (of: { readonly signed: { readonly version: number } } | undefined, name: string): object => (of === undefined ? {} : { [name]: of.signed.version });
  return { ...version(root, "root"), ...version(timestamp, "timestamp"), ...version(snapshot, "snapshot"), ...version(targets, "targets") };
}

function wordsOf(fault: ClientFault): string {
  return JSON.stringify(fault);
}

function viewOfFiles(files: ReadonlyMap<string, Bytes>): RepositoryView {
  const offer = (path: string): OfferedFile | undefined => {
    const bytes = files.get(path);
    return bytes === undefined ? undefined : { path, bytes, parsed: parseMetadata(bytes) };
  };
  const name = (role: string, version: number, consistent: boolean): string => `${consistent ? `${version}.` : ""}${encodeURIComponent(role)}.json`;
  return {
    root: (version) => offer(`${version}.root.json`),
    timestamp: () => offer("timestamp.json"),
    snapshot: (version, consistent) => offer(name("snapshot", version, consistent)),
    targets: (role, version, consistent) => offer(name(role, version, consistent)),
  };
}
