import { ok } from "../lib/result.ts";
import type { WorkspaceContext } from "./deps.ts";
import type { Opening } from "./opening.ts";
import type { Workspace } from "./workspace.ts";

type TargetActions = Pick<Workspace, "readRole" | "findTargets" | "readTarget" | "resolvePath" | "identifyFile">;

/** Questions about targets, which the worker that holds the repository answers. */
export function createTargets({ service, reader }: WorkspaceContext, { sessionOf }: Opening): TargetActions {
  return {
    readRole: (id, role) => service.role(sessionOf(id), role),
    findTargets: (id, question, most) => service.findTargets(sessionOf(id), question, most),
    readTarget: (id, document, path) => service.targetDetail(sessionOf(id), document, path),
    resolvePath: (id, path) => service.resolvePath(sessionOf(id), path),
    async identifyFile(id, file) {
      const hashed = await reader.hashFile(file);
      return hashed.ok ? ok(await service.identifyFile(sessionOf(id), { name: file.name, ...hashed.value })) : hashed;
    },
  };
}
