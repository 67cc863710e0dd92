import type { Signed } from "../model/metadata.ts";

/**
 * Which fields mean something to the specification or to this app, as a tree over a document. `each` stands for
 * names that the document chooses; `value` is where reading stops, even if a whole object stands there (`custom`).
 */
export type Shape = { readonly kind: "value" } | { readonly kind: "fields"; readonly fields: ReadonlyMap<string, Shape> } | { readonly kind: "each"; readonly shape: Shape };

const VALUE: Shape = { kind: "value" };
const PERIODS: readonly string[] = ["x-tuf-on-ci-expiry-period", "x-tuf-on-ci-signing-period"];
const BASE: readonly string[] = ["_type", "spec_version", "version", "expires", ...PERIODS];

function fields(values: readonly string[], nested: Readonly<Record<string, Shape>> = {}): Shape {
  return { kind: "fields", fields: new Map([...values.map((name): [string, Shape] => [name, VALUE]), ...Object.entries(nested)]) };
}

function each(shape: Shape): Shape {
  return { kind: "each", shape };
}

const HASHES = each(VALUE);
const KEY = fields(
  ["keytype", "scheme", "x-tuf-on-ci-keyowner", "x-tuf-on-ci-online-uri", "x-rstuf-key-name", "x-rstuf-online-key-uri"],
  { keyval: fields(["public"]) },
);
const KEYS = each(KEY);
const ROLE_FIELDS: readonly string[] = ["keyids", "threshold", ...PERIODS];
const META = each(fields(["version", "length"], { hashes: HASHES }));

const DELEGATIONS = fields([], {
  keys: KEYS,
  // Compared by name: `comparable` turns the list into an object.
  roles: each(fields([...ROLE_FIELDS, "name", "terminating", "paths", "path_hash_prefixes"])),
  succinct_roles: fields([...ROLE_FIELDS, "bit_length", "name_prefix"]),
});

const SHAPES: Readonly<Record<Signed["type"], Shape>> = {
  root: fields([...BASE, "consistent_snapshot"], {
    keys: KEYS,
    roles: fields([], { root: fields(ROLE_FIELDS), timestamp: fields(ROLE_FIELDS), snapshot: fields(ROLE_FIELDS), targets: fields(ROLE_FIELDS), mirrors: fields(ROLE_FIELDS) }),
  }),
  timestamp: fields(BASE, { meta: META }),
  snapshot: fields(BASE, { meta: META }),
  targets: fields(BASE, { targets: each(fields(["length", "custom"], { hashes: HASHES })), delegations: DELEGATIONS }),
};

/** Source: TUF 1.0.34, 4.3 to 4.6; TAP 15; the fields of tuf-on-ci and RSTUF that the model reads. */
export function shapeOf(type: Signed["type"]): Shape {
  return SHAPES[type];
}

export function keyShape(): Shape {
  return KEY;
}

/** Undefined: nothing is known about this member. */
export function memberShape(shape: Shape | undefined, name: string): Shape | undefined {
  if (shape?.kind === "each") return shape.shape;
  return shape?.kind === "fields" ? shape.fields.get(name) : undefined;
}
