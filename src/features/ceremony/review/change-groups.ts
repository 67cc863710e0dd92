import type { Change, KeyChange } from "../../../tuf/diff/change.ts";

type Move = Extract<KeyChange, { kind: "signer-leaves" | "signer-joins" }>;

/** A change as one row of the list: a key that moves in several roles at once is one row. */
export type ChangeRowData = { readonly change: Change; readonly roles: readonly string[] };

export type GroupId = "alarms" | "keys" | "delegations" | "targets" | "listed" | "document" | "fields" | "not-understood";

export interface ChangeGroup {
  readonly id: GroupId;
  readonly rows: readonly ChangeRowData[];
}

const ORDER: readonly GroupId[] = ["alarms", "keys", "delegations", "targets", "listed", "document", "fields", "not-understood"];

/** What matters most first: alarms, who may sign, what is delegated, the files, dates and versions, and what is not understood. */
export function groupChanges(changes: readonly Change[]): readonly ChangeGroup[] {
  const rows = mergeMoves(changes);
  return ORDER.flatMap((id): readonly ChangeGroup[] => {
    const mine = rows.filter(({ change }) => groupOf(change) === id).toSorted((a, b) => Number(isVersion(a)) - Number(isVersion(b)));
    return mine.length === 0 ? [] : [{ id, rows: mine }];
  });
}

function mergeMoves(changes: readonly Change[]): readonly ChangeRowData[] {
  const out: ChangeRowData[] = [];
  const places = new Map<string, number>();
  for (const change of changes) {
    if (change.kind !== "signer-leaves" && change.kind !== "signer-joins") {
      out.push({ change, roles: [] });
      continue;
    }
    const place = places.get(moveKey(change));
    const row = place === undefined ? undefined : out[place];
    if (place === undefined || row === undefined) {
      places.set(moveKey(change), out.length);
      out.push({ change, roles: [change.role] });
    } else {
      out[place] = { ...row, roles: [...row.roles, change.role] };
    }
  }
  return out;
}

/** The date is a decision; the version only follows. */
function isVersion({ change }: ChangeRowData): boolean {
  return change.kind === "version" && change.byRule;
}

function moveKey({ kind, key, known }: Move): string {
  return `${kind} ${key.identity} ${String(known)}`;
}

function groupOf(change: Change): GroupId {
  switch (change.kind) {
    case "key-material-replaced":
    case "label-reused": return "alarms";
    case "signer-leaves":
    case "signer-joins":
    case "threshold":
    case "key-id-changed":
    case "key-fields-changed":
    case "label-changed":
    case "key-added":
    case "key-removed":
    case "role-added":
    case "role-removed": return "keys";
    case "delegation-added":
    case "delegation-removed":
    case "delegations-reordered":
    case "paths":
    case "terminating":
    case "hash-bins": return "delegations";
    case "target-added":
    case "target-removed":
    case "target-changed": return "targets";
    case "meta-added":
    case "meta-removed":
    case "meta-changed": return "listed";
    case "expires":
    case "version":
    case "spec-version":
    case "consistent-snapshot": return "document";
    case "field": return change.known ? "fields" : "not-understood";
  }
}
