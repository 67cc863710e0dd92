import type { Route } from "../../workspace/routes.ts";
import { hrefTo, type DraftStep } from "../../workspace/routes.ts";
import { NEW_CEREMONY, ceremonyKey } from "../../workspace/ceremony.ts";
import { useAnswer, useWorkspace, useWorkspaceState, type Loaded } from "../../workspace/react.tsx";
import type { ReviewModel } from "../../workspace/review-model.ts";
import type { Ceremony, OpenRepository } from "../../workspace/state.ts";
import type { KeyEntry } from "./standing.ts";

/** What every step of one ceremony shares. */
export interface CeremonyView {
  readonly repository: OpenRepository;
  readonly review: ReviewModel;
  readonly ceremony: Ceremony;
  /** Every key of this device's keyring; empty while it is read. */
  readonly entries: readonly KeyEntry[];
  /** The clock shows another time than the present: nothing can be signed. */
  readonly asOf: boolean;
}

/** One review for all steps, made anew whenever the repository was looked at again: after each signature, for one. */
export function useReview(repository: OpenRepository, document: ReviewModel["document"]["id"]): Loaded<ReviewModel> {
  const workspace = useWorkspace();
  return useAnswer(`${repository.id}/${document}/${looksOf(repository.report)}`, () => workspace.readReview(repository.id, document));
}

export function useCeremonyState(id: string, document: ReviewModel["document"]["id"]): Ceremony {
  return useWorkspaceState(({ ceremonies }) => ceremonies[ceremonyKey(id, document)] ?? NEW_CEREMONY);
}

export function useKeyEntries(): readonly KeyEntry[] {
  const keyring = useWorkspaceState((state) => state.keyring);
  return keyring.kind === "ready" ? keyring.entries : NO_ENTRIES;
}

export function stepHref({ repository, review }: Pick<CeremonyView, "repository" | "review">, step: DraftStep): string {
  return hrefTo(stepRoute(repository, review, step));
}

/** Goes there as if the link had been followed: the address changes, and the shell moves focus to the new heading. */
export function goToStep({ repository, review }: Pick<CeremonyView, "repository" | "review">, step: DraftStep): void {
  globalThis.location.hash = hrefTo(stepRoute(repository, review, step));
}

const NO_ENTRIES: readonly KeyEntry[] = [];

function stepRoute(repository: OpenRepository, review: ReviewModel, step: DraftStep): Route {
  return { name: "draft", repository: repository.id, document: review.document.id, step };
}

const looks = new WeakMap<object, number>();
let lastLook = 0;

/** A number for each report object, so that identity can be part of a key. */
export function looksOf(report: OpenRepository["report"]): number {
  const known = looks.get(report);
  if (known !== undefined) return known;
  lastLook += 1;
  looks.set(report, lastLook);
  return lastLook;
}
