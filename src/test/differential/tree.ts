import { utf8, type Bytes } from "../../lib/bytes.ts";
import { compareCodePoints } from "../../tuf/json/canonical-json.ts";
import type { JsonValue } from "../../tuf/json/json-value.ts";
import { parseJson } from "../../tuf/json/parse-json.ts";

/**
 * A document that is being spoilt. Unlike what the product parses, it can hold a name twice, text in any escapes, and
 * numbers in any form: what is written and what a signature covers are kept apart. Changed in place.
 */
export type Tree = TreeObject | TreeArray | TreeString | TreeRaw;

export interface TreeObject { kind: "object"; members: [name: string, value: Tree][] }
export interface TreeArray { kind: "array"; items: Tree[] }
/** `written`: how it stands in the text, quotes included, where that is not the plain form. */
export interface TreeString { kind: "string"; value: string; written?: string }
/** A number or word as it stands in the text; `canonical`: as its signers would have it in canonical form. */
export interface TreeRaw { kind: "raw"; written: string; canonical: string }

export function treeOf(bytes: Bytes): TreeObject {
  const parsed = parseJson(bytes);
  const tree = parsed.ok ? fromValue(parsed.value.value) : undefined;
  if (tree?.kind !== "object") throw new Error("only good documents are spoilt");
  return tree;
}

function fromValue(value: JsonValue): Tree {
  switch (value.kind) {
    case "object": return { kind: "object", members: [...value.members].map(([name, member]) => [name, fromValue(member)]) };
    case "array": return { kind: "array", items: value.items.map(fromValue) };
    case "string": return text(value.value);
    case "integer":
    case "boolean": return raw(String(value.value));
    case "null": return raw("null");
  }
}

export function text(value: string, written?: string): TreeString {
  return { kind: "string", value, ...(written === undefined ? {} : { written }) };
}

export function raw(written: string, canonical: string = written): TreeRaw {
  return { kind: "raw", written, canonical };
}

export function object(members: Readonly<Record<string, Tree>>): TreeObject {
  return { kind: "object", members: Object.entries(members) };
}

export function list(...items: Tree[]): TreeArray {
  return { kind: "array", items };
}

export function copyOf<T extends Tree>(tree: T): T {
  return structuredClone(tree);
}

/** The last member of this name, as most parsers would have it. */
export function at(tree: Tree | undefined, ...path: readonly (string | number)[]): Tree | undefined {
  return path.reduce<Tree | undefined>((node, step) => {
    if (node?.kind === "object") return node.members.findLast(([name]) => name === step)?.[1];
    return node?.kind === "array" && typeof step === "number" ? node.items[step] : undefined;
  }, tree);
}

/** As `at`, for what is known to be there. */
export function objectAt(tree: Tree, ...path: readonly (string | number)[]): TreeObject {
  const node = at(tree, ...path);
  if (node?.kind !== "object") throw new Error(`no object at ${path.join(".")}`);
  return node;
}

export function arrayAt(tree: Tree, ...path: readonly (string | number)[]): TreeArray {
  const node = at(tree, ...path);
  if (node?.kind !== "array") throw new Error(`no list at ${path.join(".")}`);
  return node;
}

export function put(parent: TreeObject, name: string, value: Tree): void {
  const place = parent.members.findLastIndex(([known]) => known === name);
  if (place === -1) parent.members.push([name, value]);
  else parent.members[place] = [name, value];
}

export function drop(parent: TreeObject, name: string): void {
  parent.members = parent.members.filter(([known]) => known !== name);
}

/** Every object and list in the tree, itself among them. */
export function containers(tree: Tree): (TreeObject | TreeArray)[] {
  if (tree.kind === "object") return [tree, ...tree.members.flatMap(([, member]) => containers(member))];
  return tree.kind === "array" ? [tree, ...tree.items.flatMap(containers)] : [];
}

/** The text of the file. `gap` stands between tokens. */
export function writtenText(tree: Tree, gap = ""): string {
  switch (tree.kind) {
    case "object": return `{${tree.members.map(([name, member]) => `${gap}${JSON.stringify(name)}:${gap}${writtenText(member, gap)}`).join(",")}${gap}}`;
    case "array": return `[${tree.items.map((item) => `${gap}${writtenText(item, gap)}`).join(",")}${gap}]`;
    case "string": return tree.written ?? JSON.stringify(tree.value);
    case "raw": return tree.written;
  }
}

/** What a signer would sign: the last of two members of one name counts, as it does for nearly every parser. */
export function canonicalBytes(tree: Tree): Bytes {
  return utf8(canonicalText(tree));
}

function canonicalText(tree: Tree): string {
  switch (tree.kind) {
    case "object": {
      const members = [...new Map(tree.members)].sort(([a], [b]) => compareCodePoints(a, b));
      return `{${members.map(([name, member]) => `${quote(name)}:${canonicalText(member)}`).join(",")}}`;
    }
    case "array": return `[${tree.items.map(canonicalText).join(",")}]`;
    case "string": return quote(tree.value);
    case "raw": return tree.canonical;
  }
}

function quote(value: string): string {
  return `"${value.replace(/["\\]/g, "\\$&")}"`;
}
