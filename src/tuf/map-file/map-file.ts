import { ok, type Result } from "../../lib/result.ts";
import type { JsonValue } from "../json/json-value.ts";
import { catchRefusal, Fields, type FieldFault } from "../model/fields.ts";

/** Which repositories must agree on which targets: a client's own configuration, never fetched. Source: TAP 4. */
export interface MapFile {
  /** By name, which is also that of the folder where a client keeps the repository's metadata. */
  readonly repositories: ReadonlyMap<string, MappedRepository>;
  /** In order of priority. */
  readonly mappings: readonly Mapping[];
}

export interface MappedRepository {
  readonly urls: readonly string[];
}

export interface Mapping {
  readonly paths: readonly string[];
  /** In the order in which they are asked. Each is defined, and named once. */
  readonly repositories: readonly string[];
  /** More than there are repositories can never be met. */
  readonly threshold: number;
  readonly terminating: boolean;
}

/** Never throws. Unknown members are passed over. */
export function parseMapFile(value: JsonValue, text: string): Result<MapFile, FieldFault> {
  return catchRefusal(() => {
    const fields = Fields.of(value, "", text, "TAP 4");
    const defined = fields.object("repositories");
    const repositories = new Map([...defined.node.members.keys()].map((name) => [name, parseRepository(defined, name)]));
    return ok({ repositories, mappings: fields.objects("mapping").map((mapping) => parseMapping(mapping, repositories)) });
  });
}

/** Throws `FieldRefusal`, as all below. */
function parseRepository(defined: Fields, name: string): MappedRepository {
  if (!mayBeFolder(name)) defined.refuse(name, "a name that a folder may have");
  const urls = defined.strings(name);
  return urls.length > 0 && urls.every((url) => url !== "") ? { urls } : defined.refuse(name, "at least one address, and no empty one");
}

function parseMapping(fields: Fields, defined: ReadonlyMap<string, MappedRepository>): Mapping {
  const repositories = fields.strings("repositories");
  if (repositories.length === 0) fields.refuse("repositories", "at least one repository");
  const seen = new Set<string>();
  for (const name of repositories) {
    if (!defined.has(name)) fields.refuse("repositories", `repositories that are defined above (${JSON.stringify(name.slice(0, 60))} is not)`);
    if (seen.has(name)) fields.refuse("repositories", `each repository once (${JSON.stringify(name.slice(0, 60))} stands there twice)`);
    seen.add(name);
  }
  return { paths: fields.strings("paths"), repositories, threshold: fields.integer("threshold", 1), terminating: fields.boolean("terminating") };
}

/** A name out of a file must not lead to another folder than its own. */
function mayBeFolder(name: string): boolean {
  return name !== "" && name !== "." && name !== ".." && !/[/\\\u0000]/.test(name);
}
