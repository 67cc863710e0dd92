import type { UtcInstant } from "../lib/utc-instant.ts";

/** What the shell shows. It is data, so that stores can be wired to it without the shell knowing them. */
export type ShellModel = {
  /** The repository on screen; undefined on the screens that belong to none. */
  readonly repository: RepositoryNav | undefined;
  /** Undefined hides the count. */
  readonly keyCount: number | undefined;
  /** Keys in the address book; undefined hides the count, and none are not counted. */
  readonly peopleCount: number | undefined;
  readonly clock: ClockState;
  readonly build: BuildLabel;
};

export type RepositoryNav = {
  readonly id: string;
  /** What the person calls it, or where it was read from: foreign text. */
  readonly name: string;
  readonly practice: boolean;
  readonly anchor: AnchorState;
  readonly roles: readonly RoleNav[];
  readonly inbox: readonly InboxNav[];
};

export type RoleNav = { readonly role: string };
/** `document` is the id in the draft's address; `title` is "root 13"; `yours`: a key on this device is asked. */
export type InboxNav = { readonly document: string; readonly title: string; readonly standing: "yours" | "waiting" | "complete" };

/** Nothing is green until the person has confirmed the anchor. */
export type AnchorState =
  | { readonly kind: "none" }
  | { readonly kind: "unconfirmed"; readonly rootVersion: number }
  | { readonly kind: "confirmed"; readonly rootVersion: number; readonly at: UtcInstant }
  | { readonly kind: "broken"; readonly rootVersion: number };

/** `now` is live; `as-of` is a view: it moves no pin and cannot sign. */
export type ClockState = { readonly kind: "now" } | { readonly kind: "as-of"; readonly instant: UtcInstant };

export type ClockActions = {
  /** The real present, read whenever the shown text may have changed. */
  readonly readNow: () => UtcInstant;
  readonly onNow: () => void;
  readonly onAsOf: (instant: UtcInstant) => void;
};

/** Shape: `digest` is lower-case hex. */
export type BuildLabel = { readonly version: string; readonly digest: string };
