import type { Result } from "../../lib/result.ts";
import { parseInstant, type DateForm, type UtcInstant } from "../../lib/utc-instant.ts";
import type { JsonObject, JsonValue } from "../json/json-value.ts";
import { placeOf } from "../json/parse-json.ts";

/** A field that is not what the format asks for. `path` is written as in JavaScript: `signed.roles.root.threshold`. */
export interface FieldFault {
  readonly kind: "field";
  readonly path: string;
  readonly expected: string;
  readonly found: string;
  readonly line: number;
  readonly spec: string;
}

export interface Expires {
  readonly text: string;
  readonly instant: UtcInstant;
  readonly form: DateForm;
}

/** Internal way out of nested parsing; every parser that uses `Fields` turns it into a fault, by `catchRefusal`. */
export class FieldRefusal extends Error {
  readonly fault: FieldFault;
  constructor(fault: FieldFault) {
    super(`${fault.path}: expected ${fault.expected}`);
    this.fault = fault;
  }
}

/** Runs a reader of fields; where it is refused one, the refusal is the fault. */
export function catchRefusal<T, F>(read: () => Result<T, F>): Result<T, F | FieldFault> {
  try {
    return read();
  } catch (error) {
    if (error instanceof FieldRefusal) return { ok: false, fault: error.fault };
    throw error;
  }
}

/** Typed access to the members of one JSON object, which remembers where it stands for the sake of the message. */
export class Fields {
  readonly node: JsonObject;
  private readonly path: string;
  private readonly text: string;
  private readonly spec: string;

  constructor(node: JsonObject, path: string, text: string, spec: string) {
    this.node = node;
    this.path = path;
    this.text = text;
    this.spec = spec;
  }

  static of(value: JsonValue | undefined, path: string, text: string, spec: string): Fields {
    if (value?.kind === "object") return new Fields(value, path, text, spec);
    throw refusal(value, path, "an object", text, spec);
  }

  has(name: string): boolean {
    return this.node.members.has(name);
  }

  get(name: string): JsonValue | undefined {
    return this.node.members.get(name);
  }

  object(name: string): Fields {
    return Fields.of(this.get(name), this.at(name), this.text, this.spec);
  }

  string(name: string): string {
    const value = this.get(name);
    return value?.kind === "string" ? value.value : this.refuse(name, "a string");
  }

  nonEmptyString(name: string): string {
    const value = this.string(name);
    return value === "" ? this.refuse(name, "a string that is not empty") : value;
  }

  integer(name: string, min: number): number {
    const value = this.get(name);
    if (value?.kind === "integer" && value.value >= min) return value.value;
    return this.refuse(name, `an integer of at least ${min}`);
  }

  optionalInteger(name: string, min: number): number | undefined {
    return this.has(name) ? this.integer(name, min) : undefined;
  }

  boolean(name: string): boolean {
    const value = this.get(name);
    return value?.kind === "boolean" ? value.value : this.refuse(name, "true or false");
  }

  array(name: string): readonly JsonValue[] {
    const value = this.get(name);
    return value?.kind === "array" ? value.items : this.refuse(name, "a list");
  }

  strings(name: string): readonly string[] {
    return this.array(name).map((item, i) => {
      if (item.kind === "string") return item.value;
      throw refusal(item, `${this.at(name)}[${i}]`, "a string", this.text, this.spec);
    });
  }

  objects(name: string): readonly Fields[] {
    return this.array(name).map((item, i) => Fields.of(item, `${this.at(name)}[${i}]`, this.text, this.spec));
  }

  /** Every member as an object, in the order of the text. */
  entries(): readonly (readonly [string, Fields])[] {
    return [...this.node.members].map(([name, value]) => [name, Fields.of(value, this.at(name), this.text, this.spec)]);
  }

  /** Shape of hashes: a non-empty object of algorithm to hex text. */
  hashes(name: string): ReadonlyMap<string, string> {
    const members = this.object(name);
    if (members.node.members.size === 0) this.refuse(name, "at least one hash");
    return new Map([...members.node.members.keys()].map((algorithm) => [algorithm, members.string(algorithm)]));
  }

  /** Source: TUF 1.0.34, 4.2.3. A date that cannot be read is a fault: it must never mean "does not expire". */
  expires(name: string): Expires {
    const text = this.string(name);
    const parsed = parseInstant(text);
    return parsed === undefined ? this.refuse(name, "a date such as 2030-01-31T00:00:00Z") : { text, ...parsed };
  }

  refuse(name: string, expected: string): never {
    throw refusal(this.get(name), this.at(name), expected, this.text, this.spec, this.node);
  }

  private at(name: string): string {
    if (!/^[A-Za-z_][\w-]*$/.test(name)) return `${this.path}[${JSON.stringify(name)}]`;
    return this.path === "" ? name : `${this.path}.${name}`;
  }
}

function refusal(value: JsonValue | undefined, path: string, expected: string, text: string, spec: string, parent?: JsonObject): FieldRefusal {
  const at = value?.start ?? parent?.start ?? 0;
  return new FieldRefusal({ kind: "field", path, expected, found: describe(value), line: placeOf(text, at).line, spec });
}

function describe(value: JsonValue | undefined): string {
  if (value === undefined) return "nothing";
  switch (value.kind) {
    case "object": return "an object";
    case "array": return value.items.length === 0 ? "an empty list" : "a list";
    case "string": return JSON.stringify(value.value.length > 60 ? `${value.value.slice(0, 60)}…` : value.value);
    case "null": return "null";
    case "integer":
    case "boolean": return String(value.value);
  }
}
