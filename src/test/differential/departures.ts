import type { Departure } from "../../tuf/words/client-behaviour.ts";
import type { Recogniser } from "./examined.ts";
import type { Exhibit } from "./exhibit.ts";
import { OF_DELEGATIONS } from "./departures-of-delegations.ts";
import { OF_FIELDS } from "./departures-of-fields.ts";
import { OF_KEYS } from "./departures-of-keys.ts";
import { OF_TEXT } from "./departures-of-text.ts";

/** What the table says of a departure beyond who refuses it, and how it is found and shown. */
export interface DepartureAbout {
  readonly id: Departure;
  /** What the document does. */
  readonly what: string;
  /** Who is right, and why. */
  readonly right: string;
  readonly recognise: Recogniser;
  readonly exhibits: () => readonly Exhibit[];
}

export const DEPARTURES: readonly DepartureAbout[] = [...OF_TEXT, ...OF_FIELDS, ...OF_KEYS, ...OF_DELEGATIONS];
