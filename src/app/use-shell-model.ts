import { useMemo } from "react";
import type { HeldKey, OpenRepository } from "../workspace/state.ts";
import { build } from "../platform/build.ts";
import type { RepositoryReport } from "../tuf/repository/report.ts";
import { useWorkspaceState } from "../workspace/react.tsx";
import type { Route } from "../workspace/routes.ts";
import type { AnchorState, InboxNav, RepositoryNav, ShellModel } from "./shell-model.ts";

/** What the shell shows beside a screen: read from the stores, and remade only when they change. */
export function useShellModel(route: Route | undefined): ShellModel {
  const id = route !== undefined && "repository" in route ? route.repository : undefined;
  const repository = useWorkspaceState((state) => (id === undefined ? undefined : state.repositories[id]));
  const keyring = useWorkspaceState((state) => state.keyring);
  const people = useWorkspaceState((state) => state.people);
  const clock = useWorkspaceState((state) => state.clock);
  return useMemo(() => {
    const entries = keyring.kind === "ready" ? keyring.entries : [];
    return {
      repository: repository === undefined ? undefined : repositoryNav(repository, entries),
      keyCount: keyring.kind === "ready" ? entries.length : undefined,
      peopleCount: people.kind === "ready" && people.known.length > 0 ? people.known.length : undefined,
      clock,
      build,
    };
  }, [repository, keyring, people, clock]);
}

function repositoryNav(repository: OpenRepository, entries: readonly HeldKey[]): RepositoryNav {
  const { id, name, practice, report } = repository;
  const inbox = report.inbox.map((item): InboxNav => {
    const document = report.documents.find((one) => one.id === item.document);
    const waiting = document?.quorums.flatMap((quorum) => quorum.report.signers).filter(({ state }) => state === "waiting") ?? [];
    const yours = waiting.some(({ fingerprint }) => entries.some((entry) => entry.fingerprint === fingerprint));
    const standing = item.kind !== "needs-signatures" ? "complete" : yours ? "yours" : "waiting";
    return { document: item.document, title: `${item.role} ${item.version}`, standing };
  });
  return { id, name, practice, anchor: anchorState(repository, report), roles: roleNames(report).map((role) => ({ role })), inbox };
}

function anchorState(repository: OpenRepository, report: RepositoryReport): AnchorState {
  const { version } = report.anchor;
  if (report.findings.some(({ kind }) => kind === "rollback")) return { kind: "broken", rootVersion: version };
  if (!report.anchor.confirmed || repository.anchorConfirmedAt === undefined) return { kind: "unconfirmed", rootVersion: version };
  return { kind: "confirmed", rootVersion: version, at: repository.anchorConfirmedAt };
}

/** The four of the top level, then those delegated to directly; bins and deeper ones are reached through the tree. */
function roleNames({ roles, tree }: RepositoryReport): readonly string[] {
  const delegated = tree?.children.flatMap((child) => (child.kind === "role" ? [child.role] : [])) ?? [];
  return [...roles.filter(({ document }) => document !== undefined).map(({ role }) => role), ...delegated.slice(0, 12)];
}
