import { agreeOnTarget, type Agreement, type RepositoryAnswer } from "../tuf/map-file/agree-on-target.ts";
import type { MapFileSummary } from "../tuf/repository/neighbours.ts";
import type { TargetRefusal } from "../tuf/repository/ask-target.ts";
import type { OpenRepository } from "./state.ts";

/** Which repositories of a map file are open here, what each says of a target, and whether enough of them agree. */
export interface MapAnswer {
  readonly path: string;
  readonly repositories: readonly MapRepositoryAnswer[];
  readonly agreement: Agreement;
}

export interface MapRepositoryAnswer {
  readonly name: string;
  /** Undefined for one that is not open here: it was not asked. */
  readonly open: { readonly id: string; readonly name: string; readonly anchored: boolean; readonly answer: RepositoryAnswer<TargetRefusal> } | undefined;
}

/** Asks those that are open. One that is not, or cannot be trusted, agrees with nobody. */
export async function askMapFile(map: MapFileSummary, path: string, opened: readonly OpenRepository[], ask: (id: string) => Promise<RepositoryAnswer<TargetRefusal>>): Promise<MapAnswer> {
  const repositories = await Promise.all(map.repositories.map(async (mapped): Promise<MapRepositoryAnswer> => {
    const found = opened.find((one) => isMapped(one, mapped));
    return { name: mapped.name, open: found === undefined ? undefined : { id: found.id, name: found.name, anchored: found.report.anchor.confirmed, answer: await ask(found.id) } };
  }));
  const answers = new Map(repositories.flatMap(({ name, open }) => (open === undefined ? [] : [[name, open.answer] as const])));
  const file = { repositories: new Map(map.repositories.map(({ name, urls }) => [name, { urls }])), mappings: map.mappings };
  return { path, repositories, agreement: agreeOnTarget(file, path, answers) };
}

/** By the address that it was read from, or by the name that the person gave it. */
export function isMapped({ name, source }: Pick<OpenRepository, "name" | "source">, mapped: { readonly name: string; readonly urls: readonly string[] }): boolean {
  const read = source.kind === "url" ? withoutSlash(source.name) : undefined;
  // Metadata may lie one folder below the address of the repository.
  return name === mapped.name || (read !== undefined && mapped.urls.some((url) => [withoutSlash(url), `${withoutSlash(url)}/metadata`].includes(read)));
}

function withoutSlash(address: string): string {
  return address.replace(/\/+$/, "");
}
