import { isObject, type JsonObject, type JsonValue } from "../json/json-value.ts";
import type { Metadata } from "../model/metadata.ts";
import { memberShape, shapeOf, type Shape } from "./known-fields.ts";

/** Names, and places in lists, from the document downwards; `signed` first. */
export type FieldPath = readonly (string | number)[];

export interface FieldDifference {
  readonly path: FieldPath;
  readonly before: JsonValue | undefined;
  readonly after: JsonValue | undefined;
  readonly known: boolean;
}

/** Every place where two documents of one type differ, each as high up as nothing known is passed over. */
export function differingFields(before: Metadata, after: Metadata): readonly FieldDifference[] {
  const out: FieldDifference[] = [];
  compare(comparable(before.signedNode), comparable(after.signedNode), ["signed"], shapeOf(after.signed.type), out);
  return out;
}

/** The differences inside one object of which nothing is asked but its fields, such as a key. */
export function differingMembers(before: JsonObject, after: JsonObject, path: FieldPath, shape: Shape | undefined): readonly FieldDifference[] {
  const out: FieldDifference[] = [];
  compare(before, after, path, shape, out);
  return out;
}

export interface Field {
  readonly path: FieldPath;
  readonly value: JsonValue;
  readonly known: boolean;
}

/** Every field of `signed` that holds a value: scalars, lists of scalars, and objects and lists with nothing in them. */
export function flatFields(metadata: Metadata): readonly Field[] {
  const out: Field[] = [];
  flatten(comparable(metadata.signedNode), ["signed"], shapeOf(metadata.signed.type), out);
  return out;
}

/** As in JavaScript, and as the faults of the parser write it. */
export function formatPath(path: FieldPath): string {
  return path.reduce<string>((out, step) => {
    if (typeof step === "number" || !/^[A-Za-z_][\w-]*$/.test(step)) return `${out}[${JSON.stringify(step)}]`;
    return out === "" ? step : `${out}.${step}`;
  }, "");
}

/** JSON on one line, members in the order of the document, characters as they are. */
export function jsonText(value: JsonValue): string {
  switch (value.kind) {
    case "object": return `{${[...value.members].map(([name, member]) => `${JSON.stringify(name)}: ${jsonText(member)}`).join(", ")}}`;
    case "array": return `[${value.items.map(jsonText).join(", ")}]`;
    case "string": return JSON.stringify(value.value);
    case "null": return "null";
    case "integer":
    case "boolean": return String(value.value);
  }
}

/** The same for two values that differ in nothing but the order of their members. */
export function sortedText(value: JsonValue): string {
  return jsonText(sorted(value));
}

function compare(before: JsonValue | undefined, after: JsonValue | undefined, path: FieldPath, shape: Shape | undefined, out: FieldDifference[]): void {
  if (before === undefined && after === undefined) return;
  const descend = isObject(before) && isObject(after) && shape?.kind !== "value";
  if (descend || opens(before, after, shape)) {
    const [a, b] = [membersOf(before), membersOf(after)];
    const names = new Set([...b.keys(), ...a.keys()]);
    for (const name of names) compare(a.get(name), b.get(name), [...path, name], memberShape(shape, name), out);
    if (names.size > 0 || descend) return;
  } else if (before?.kind === "array" && after?.kind === "array" && before.items.length === after.items.length && !before.items.every(isScalar)) {
    before.items.forEach((item, i) => compare(item, after.items[i], [...path, i], undefined, out));
    return;
  }
  if (before !== undefined && after !== undefined && sortedText(before) === sortedText(after)) return;
  out.push({ path, before, after, known: shape !== undefined });
}

/** An object of known shape that comes or goes is looked into, so that a stranger inside it gets a line of its own. */
function opens(before: JsonValue | undefined, after: JsonValue | undefined, shape: Shape | undefined): boolean {
  if (shape === undefined || shape.kind === "value") return false;
  return (before === undefined && isObject(after)) || (after === undefined && isObject(before));
}

function flatten(value: JsonValue, path: FieldPath, shape: Shape | undefined, out: Field[]): void {
  if (isObject(value) && value.members.size > 0 && shape?.kind !== "value") {
    for (const [name, member] of value.members) flatten(member, [...path, name], memberShape(shape, name), out);
  } else if (value.kind === "array" && !value.items.every(isScalar)) {
    value.items.forEach((item, i) => flatten(item, [...path, i], undefined, out));
  } else {
    out.push({ path, value, known: shape !== undefined });
  }
}

/** Delegated roles by name: their order has a change of its own. Names are unique, the parser sees to it. */
function comparable(signed: JsonObject): JsonObject {
  const delegations = signed.members.get("delegations");
  const roles = isObject(delegations) ? delegations.members.get("roles") : undefined;
  if (!isObject(delegations) || roles?.kind !== "array") return signed;
  const byName = new Map(roles.items.flatMap((item): [string, JsonValue][] => {
    const name = isObject(item) ? item.members.get("name") : undefined;
    return name?.kind === "string" ? [[name.value, item]] : [];
  }));
  const named: JsonObject = { ...roles, kind: "object", members: byName };
  return { ...signed, members: new Map([...signed.members, ["delegations", { ...delegations, members: new Map([...delegations.members, ["roles", named]]) }]]) };
}

function isScalar(value: JsonValue): boolean {
  return value.kind !== "object" && value.kind !== "array";
}

function membersOf(value: JsonValue | undefined): ReadonlyMap<string, JsonValue> {
  return isObject(value) ? value.members : new Map<string, JsonValue>();
}

function sorted(value: JsonValue): JsonValue {
  if (value.kind === "array") return { ...value, items: value.items.map(sorted) };
  if (value.kind !== "object") return value;
  return { ...value, members: new Map([...value.members].map(([name, member]): [string, JsonValue] => [name, sorted(member)]).toSorted(([a], [b]) => (a < b ? -1 : 1))) };
}
