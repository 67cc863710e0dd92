import type { Bytes } from "../../lib/bytes.ts";
import { ok, type Result } from "../../lib/result.ts";
import { catchRefusal, Fields, type FieldFault } from "../model/fields.ts";
import { isTopLevelRole } from "../model/ids.ts";
import type { Key } from "../model/key.ts";
import { parseEnvelope, type DocumentFault } from "../model/parse-metadata.ts";
import { parseKeys } from "../model/parse-signed.ts";

/** By which the keys of a targets role hand over to others. Source: TAP 8. */
export interface RotateFile {
  readonly role: string;
  readonly version: number;
  readonly threshold: number;
  readonly keys: readonly Key[];
  readonly signatureCount: number;
}

/** What the path of such a file says of it: `rotate/ROLE.rotate.VERSION`. */
export interface RotateName {
  readonly role: string;
  readonly version: number;
}

/** Never throws. */
export function parseRotateFile(bytes: Bytes): Result<RotateFile, DocumentFault> {
  const opened = parseEnvelope(bytes);
  if (!opened.ok) return opened;
  const { signedNode, text, signatures } = opened.value;
  return catchRefusal((): Result<RotateFile, FieldFault> => {
    const fields = new Fields(signedNode, "signed", text, "TAP 8");
    if (fields.string("_type") !== "rotate") fields.refuse("_type", '"rotate"');
    const role = fields.nonEmptyString("role");
    if (isTopLevelRole(role) && role !== "targets") fields.refuse("role", "a targets role: the others cannot rotate in this way");
    return ok({
      role,
      version: fields.integer("version", 1),
      threshold: fields.integer("threshold", 1),
      keys: [...parseKeys(fields.object("keys"), []).values()],
      signatureCount: signatures.length,
    });
  });
}

/** Undefined for a path that is none. Some repositories may add `.json`, as they do for every other file. */
export function readRotatePath(path: string): RotateName | undefined {
  const m = /(?:^|\/)rotate\/([^/]+)\.rotate\.([1-9]\d{0,14})(?:\.json)?$/.exec(path);
  return m?.[1] === undefined ? undefined : { role: m[1], version: Number(m[2]) };
}
