import type { Brand } from "../../lib/brand.ts";

/** The name of a key in one metadata file; by TAP 12 a name and nothing more. */
export type KeyId = Brand<string, "KeyId">;

/** `root`, `targets`, … or the name of a delegated role: any text that is not empty. */
export type RoleName = Brand<string, "RoleName">;

export type TargetPath = Brand<string, "TargetPath">;

/** What makes two keys the same key: algorithm and public part, whatever the key ids say. Shape: `ALGORITHM:HEX`. */
export type Fingerprint = Brand<string, "Fingerprint">;

/** Shape: 64 lower-case hex digits, SHA-256 of canonical bytes unless said otherwise. */
export type Digest = Brand<string, "Digest">;

export type TopLevelRole = "root" | "timestamp" | "snapshot" | "targets";

export const TOP_LEVEL_ROLES: readonly TopLevelRole[] = ["root", "timestamp", "snapshot", "targets"];

export function isTopLevelRole(name: string): name is TopLevelRole {
  return (TOP_LEVEL_ROLES as readonly string[]).includes(name); // widened only to ask
}

export function roleName(text: string): RoleName {
  if (text === "") throw new Error("a role name cannot be empty");
  return text as RoleName;
}
