import type { TargetQuestion } from "../../workspace/targets-model.ts";

/** Eight hex digits and more are the beginning of a hash, in whatever case and grouping they were copied; anything else is part of a path. */
export function readQuestion(typed: string): TargetQuestion {
  const digits = typed.replace(/[\s:]/g, "").toLowerCase();
  return /^[0-9a-f]{8,128}$/.test(digits) ? { kind: "hash", digits } : { kind: "path", text: typed };
}
