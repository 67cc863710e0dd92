import type { FormatNote } from "../model/metadata.ts";
import { kindOfNote } from "../model/limit-notes.ts";
import type { DocumentSummary, RepositoryReport } from "../repository/report.ts";
import { clientsThat, type ClientName, type Departure } from "./client-behaviour.ts";
import { rareKind } from "./format-note.ts";
import { documentWords, listWords, versionsWords } from "./report-words.ts";

/** What a client is known to refuse among these documents, though the workflow of the specification lets it pass. */
export interface ClientReading {
  readonly client: ClientName;
  /** On the way of an update. */
  readonly refuses: readonly RefusedDeparture[];
  /** Where it looks for targets of delegated roles. */
  readonly refusesBelow: readonly RefusedDeparture[];
  /** The oldest root from which it meets nothing of that in an update; undefined when there is no such root. */
  readonly followsFrom: number | undefined;
}

export interface RefusedDeparture {
  readonly departure: NotedDeparture;
  readonly documents: readonly { readonly role: string; readonly version: number }[];
}

type Noted = Pick<DocumentSummary, "role" | "version" | "notes">;

/** The clients that are known to refuse something here, those that refuse most first. A client that is not named is not known to. */
export function clientReadings(report: Pick<RepositoryReport, "steps" | "documents" | "anchor">): readonly ClientReading[] {
  const way = onTheWay(report);
  const below = report.documents.filter(({ type, role, publication }) => type === "targets" && role !== "targets" && publication === "published");
  const names = [...new Set(NOTED.flatMap((departure) => clientsThat(departure, "refuses")))];
  return names
    .map((client): ClientReading => {
      const refuses = refusedBy(client, way);
      return { client, refuses, refusesBelow: refusedBy(client, below), followsFrom: followsFrom(refuses, way) };
    })
    .filter(({ refuses, refusesBelow }) => refuses.length + refusesBelow.length > 0)
    .toSorted((a, b) => weight(b) - weight(a));
}

/** "Refuses before root 5, and follows from there", and why. `clients`: of how many it is said. */
export function readingWords({ refuses, refusesBelow, followsFrom }: ClientReading, clients: number): { readonly answer: string; readonly because: readonly string[] } {
  const one = clients === 1;
  const verb = one ? "refuses" : "refuse";
  const because = [
    ...refuses.map((departure) => `${one ? "It" : "They"} ${verb} ${refusedWords(departure)}.`),
    ...refusesBelow.map((departure) => `Looking for targets, ${one ? "it" : "they"} ${verb} ${refusedWords(departure)}.`),
  ];
  if (refuses.length === 0) return { answer: `${one ? "Updates" : "Update"}, and ${verb} some targets.`, because };
  const start = one ? "Refuses" : "Refuse";
  return { answer: followsFrom === undefined ? `${start} it.` : `${start} before root ${followsFrom}, and ${one ? "follows" : "follow"} from there.`, because };
}

export interface GroupedReading {
  readonly clients: readonly ClientName[];
  readonly answer: string;
  readonly because: readonly string[];
}

/** Clients of which the same is said, together. */
export function groupReadings(readings: readonly ClientReading[]): readonly GroupedReading[] {
  const groups = new Map<string, { readonly clients: ClientName[]; readonly reading: ClientReading }>();
  for (const reading of readings) {
    const { client, ...about } = reading;
    const key = JSON.stringify(about);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { clients: [client], reading });
    else group.clients.push(client);
  }
  return [...groups.values()].map(({ clients, reading }) => ({ clients, ...readingWords(reading, clients.length) }));
}

/** In one sentence: whether anybody reads these documents otherwise. */
export function otherReadingsWords(report: Pick<RepositoryReport, "strict" | "steps" | "documents" | "anchor">): string {
  const clients = clientReadings(report).map(({ client }) => client);
  const strict = report.strict === undefined ? [] : ["Read strictly it does not pass"];
  const named = clients.length === 0 ? [] : [`${strict.length > 0 ? "some of it" : "Some of it"} is refused by ${listWords(clients)}`];
  return strict.length + named.length === 0 ? "Read strictly it passes as well." : `${[...strict, ...named].join("; ")}.`;
}

/** What a client of that name would meet, with the documents grouped: "the expiry dates of root 1 to 3". */
function refusedWords({ departure, documents }: RefusedDeparture): string {
  const byRole = new Map<string, number[]>();
  for (const { role, version } of documents) byRole.set(role, [...(byRole.get(role) ?? []), version]);
  const where = [...byRole].map(([role, versions]) => `${documentWords(role, undefined)} ${versionsWords(versions)}`);
  return `${DEPARTURES[departure]} in ${listWords(where)}`;
}

/** What a note can tell of. A key under two ids is not here: whether a client refuses for it turns on the threshold. */
const DEPARTURES: Readonly<Record<NotedDeparture, string>> = {
  "date-form": "the form of the expiry date",
  "hex-point-key": "keys that are bare curve points",
  "key-id-not-hash": "key ids that are not the hash of their key",
  "unknown-keytype": "kinds of keys that it does not know",
  "p384-key": "ECDSA keys of P-384",
  "p521-key": "ECDSA keys of P-521",
  "rare-rsa-scheme": "RSA keys with a scheme that it does not know",
  "ml-dsa-key": "ML-DSA keys",
  "key-not-listed": "key ids for which there is no key",
  "key-id-repeated": "key ids that are listed twice",
  "terminating-missing": "delegations that do not say whether they end the search",
  "scope-missing": "delegations that name no paths",
  "extra-role": "a role that it does not know",
  "consistent-snapshot-missing": "the missing consistent_snapshot",
};

type NotedDeparture = Extract<
  Departure,
  | "date-form" | "hex-point-key" | "key-id-not-hash" | "unknown-keytype" | "p384-key" | "p521-key" | "rare-rsa-scheme" | "ml-dsa-key" | "key-not-listed" | "key-id-repeated" | "terminating-missing" | "scope-missing" | "extra-role" | "consistent-snapshot-missing"
>;
const NOTED = Object.keys(DEPARTURES) as readonly NotedDeparture[]; // the table's own keys

/** The documents that an update from the anchor looks at, those that only an audit reaches among them. */
function onTheWay({ steps, documents, anchor }: Pick<RepositoryReport, "steps" | "documents" | "anchor">): readonly Noted[] {
  return [...new Set(steps.flatMap(({ role, path }) => documents.find((one) => (path === undefined ? role === "root" && one.id === anchor.document : one.role === role && one.paths.includes(path))) ?? []))];
}

function refusedBy(client: ClientName, documents: readonly Noted[]): readonly RefusedDeparture[] {
  const found = new Map<NotedDeparture, Noted[]>();
  for (const document of documents) {
    for (const departure of new Set(document.notes.flatMap((note) => departureOf(note) ?? []))) {
      if (clientsThat(departure, "refuses").includes(client)) found.set(departure, [...(found.get(departure) ?? []), document]);
    }
  }
  return [...found].map(([departure, list]) => ({ departure, documents: list.map(({ role, version }) => ({ role, version })) }));
}

/** Every client reads the root that it starts from, and all that follow. */
function followsFrom(refuses: readonly RefusedDeparture[], way: readonly Noted[]): number | undefined {
  const refused = refuses.flatMap(({ documents }) => documents);
  if (refused.some(({ role }) => role !== "root")) return undefined;
  const last = refused.reduce((most, { version }) => Math.max(most, version), 0);
  const later = way.filter(({ role, version }) => role === "root" && version > last).map(({ version }) => version);
  return later.length === 0 ? undefined : Math.min(...later);
}

function departureOf(note: FormatNote): NotedDeparture | undefined {
  if (note.kind === "rare-key-kind") return rareKind(note.algorithm);
  if (note.kind === "unusable-key") return note.problem.kind === "key-unknown-scheme" || note.problem.kind === "key-is-identity" ? "unknown-keytype" : undefined;
  const kind = kindOfNote(note);
  return isDeparture(kind) ? kind : undefined;
}

function isDeparture(kind: string): kind is NotedDeparture {
  return Object.hasOwn(DEPARTURES, kind);
}

function weight({ refuses, refusesBelow, followsFrom: from }: ClientReading): number {
  return (refuses.length > 0 && from === undefined ? 1_000_000 : 0) + 1000 * refuses.length + refusesBelow.length;
}
