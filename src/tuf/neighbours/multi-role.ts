import type { Bytes } from "../../lib/bytes.ts";
import { fail, ok, type Result } from "../../lib/result.ts";
import { encodeCanonical, type CanonicalBytes } from "../json/canonical-json.ts";
import type { JsonArray, JsonValue } from "../json/json-value.ts";
import { catchRefusal, Fields, type FieldFault } from "../model/fields.ts";
import { isTopLevelRole } from "../model/ids.ts";
import type { Signed, SignatureEntry, Targets } from "../model/metadata.ts";
import { parseEnvelope, type DocumentFault } from "../model/parse-metadata.ts";
import { multiRoleDelegations, parseSigned } from "../model/parse-signed.ts";

/**
 * Targets metadata with the delegations of TAP 3. To a client it is unreadable, and so it is to everything here that
 * follows clients: it is nobody's document and delegates to nobody. This reading is for showing alone.
 */
export interface MultiRoleTargets {
  /** Without delegations. */
  readonly signed: Targets;
  readonly signedBytes: CanonicalBytes;
  readonly signatures: readonly SignatureEntry[];
  /** In the order of the document, up to the first that is not what TAP 3 asks for. */
  readonly delegations: readonly MultiRoleDelegation[];
  readonly delegationCount: number;
  /** Of the first that is none. */
  readonly fault: FieldFault | undefined;
}

/** Source: TAP 3. */
export interface MultiRoleDelegation {
  readonly name: string;
  readonly paths: readonly string[];
  readonly terminating: boolean;
  readonly minRolesInAgreement: number;
  readonly roles: readonly { readonly name: string; readonly keyIds: readonly string[]; readonly threshold: number }[];
}

/** Reads what `parseMetadata` refused as `multi-role-delegations`. Never throws. */
export function parseMultiRoleTargets(bytes: Bytes): Result<MultiRoleTargets, DocumentFault> {
  const opened = parseEnvelope(bytes);
  if (!opened.ok) return opened;
  const { signedNode, text, signatures, notes } = opened.value;
  const list = multiRoleDelegations(signedNode);
  if (list === undefined) return fail({ kind: "not-metadata", looksLike: undefined });
  const rest = { ...signedNode, members: new Map([...signedNode.members].filter(([name]) => name !== "delegations")) };
  const signed = catchRefusal((): Result<Signed, DocumentFault> => parseSigned(rest, text, notes));
  if (!signed.ok) return signed;
  if (signed.value.type !== "targets") return fail({ kind: "unknown-type", type: signed.value.type });
  const signedBytes = encodeCanonical(signedNode);
  return ok({ signed: signed.value, signedBytes, signatures, delegationCount: list.items.length, ...parseDelegations(list, text) });
}

/** Stops at the first fault: telling its line takes as long as the file is. */
function parseDelegations(list: JsonArray, text: string): Pick<MultiRoleTargets, "delegations" | "fault"> {
  const delegations: MultiRoleDelegation[] = [];
  const read = catchRefusal((): Result<readonly MultiRoleDelegation[], FieldFault> => {
    list.items.forEach((item, i) => delegations.push(parseDelegation(item, `signed.delegations[${i}]`, text)));
    return ok(delegations);
  });
  return { delegations, fault: read.ok ? undefined : read.fault };
}

/** Throws `FieldRefusal`. */
function parseDelegation(item: JsonValue, path: string, text: string): MultiRoleDelegation {
  const fields = Fields.of(item, path, text, "TAP 3");
  return {
    name: fields.nonEmptyString("name"),
    paths: fields.strings("paths"),
    terminating: fields.boolean("terminating"),
    minRolesInAgreement: fields.integer("min_roles_in_agreement", 1),
    roles: fields.objects("roleinfo").map((role) => {
      const name = role.nonEmptyString("rolename");
      if (isTopLevelRole(name)) role.refuse("rolename", "a name other than the four top-level roles");
      return { name, keyIds: role.strings("keyids"), threshold: role.integer("threshold", 1) };
    }),
  };
}
