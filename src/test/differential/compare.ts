import { CLIENT_BEHAVIOUR, type Answer, type Departure, type MeasuredClient } from "../../tuf/words/client-behaviour.ts";
import type { Found, Verdict } from "./case.ts";
import { DEPARTURES } from "./departures.ts";
import type { Examined } from "./examined.ts";
import { ANSWERS_HERE } from "./answers-here.ts";

/** Where two verdicts part: the first document on which they say different things. */
export interface Disagreement {
  readonly client: MeasuredClient;
  /** `*` where no one document can be named. */
  readonly role: string;
  readonly ours: "accepts" | "refuses";
  readonly theirs: "accepts" | "refuses" | "differs";
  /** They part in the search for a target, after an update that both let through. */
  readonly searching: boolean;
  /** Both refuse in the end. */
  readonly bothRefuse: boolean;
  readonly words: string;
}

const ORDER: readonly string[] = ["root", "timestamp", "snapshot", "targets"];

export function disagreement(client: MeasuredClient, ours: Verdict, theirs: Verdict): Disagreement | undefined {
  const bothRefuse = ours.stop !== undefined && theirs.stop !== undefined;
  const words = `here ${inWords(ours)}; ${client} ${inWords(theirs)}`;
  if (ours.stop !== theirs.stop) {
    const mine = rank(ours.stop);
    const other = rank(theirs.stop);
    if (mine === other) return undefined; // two delegated roles, both refused, asked for in another order
    if (mine < other) return { client, role: ours.stop ?? "*", ours: "refuses", theirs: "accepts", searching: false, bothRefuse, words };
    return { client, role: theirs.stop ?? "*", ours: "accepts", theirs: "refuses", searching: false, bothRefuse, words };
  }
  if (ours.stop !== undefined) return undefined;
  if (versions(ours) !== versions(theirs)) return { client, role: "*", ours: "accepts", theirs: "differs", searching: false, bothRefuse, words };
  for (const [i, mine] of ours.found.entries()) {
    const part = partOf(mine, theirs.found[i]);
    if (part !== undefined) return { client, ...part, searching: true, bothRefuse, words };
  }
  return undefined;
}

function partOf(ours: Found, theirs: Found | undefined): Pick<Disagreement, "role" | "ours" | "theirs"> | undefined {
  if (theirs === undefined) throw new Error("one answer for each path");
  if (ours.kind === "stopped" && theirs.kind === "stopped") return undefined;
  if (ours.kind === "stopped") return { role: ours.role, ours: "refuses", theirs: "accepts" };
  if (theirs.kind === "stopped") return { role: theirs.role === "?" ? "*" : theirs.role, ours: "accepts", theirs: "refuses" };
  if (ours.kind === theirs.kind && (ours.kind === "nothing" || theirs.kind === "nothing" || ours.sha256.toLowerCase() === theirs.sha256.toLowerCase())) return undefined;
  return { role: "*", ours: "accepts", theirs: "differs" };
}

/** The rows of the table that say that this client does so, for something that stands in the documents in question. */
export function explanations({ client, role, ours, theirs, searching, bothRefuse }: Disagreement, documents: readonly Examined[]): readonly Departure[] {
  const concerned = documents.filter((document) => concerns(document.role, role));
  return DEPARTURES.filter(({ id, recognise }) => {
    const said = CLIENT_BEHAVIOUR[id].measured[client];
    // Who reads a delegation in another way goes elsewhere, and may meet anything there or miss it.
    const elsewhere = searching && LEADS_ELSEWHERE.includes(id) && said !== "accepts";
    // Who looks at a thing later than others refuses another document for it.
    const late = bothRefuse && ours === "refuses" && said !== undefined && fits(ANSWERS_HERE[id].client, "refuses") && fits(said, "refuses");
    return said !== undefined && (elsewhere || late || (fits(ANSWERS_HERE[id].client, ours) && fits(said, theirs))) && concerned.some(recognise);
  }).map(({ id }) => id);
}

const LEADS_ELSEWHERE: readonly Departure[] = ["path-pattern", "star-over-slash", "path-hash-prefixes", "diamond"];

function fits(answer: Answer, did: "accepts" | "refuses" | "differs"): boolean {
  return answer === did || answer === "depends" || (answer === "differs" && did === "accepts");
}

/** A document, whoever gives its role keys, and what lists its version and hashes. */
function concerns(role: string, parted: string): boolean {
  if (parted === "*" || role === parted || role === "root") return true;
  if (parted === "root" || parted === "timestamp") return false;
  return parted === "snapshot" ? role === "timestamp" : role === "snapshot" || !ORDER.includes(role) || role === "targets";
}

function rank(stop: string | undefined): number {
  if (stop === undefined) return ORDER.length + 1;
  const place = ORDER.indexOf(stop);
  return place === -1 ? ORDER.length : place;
}

function versions({ trusted }: Verdict): string {
  return JSON.stringify(Object.entries(trusted).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function inWords({ stop, why, found }: Verdict): string {
  if (stop !== undefined) return `refuses ${stop} (${(why ?? "").slice(0, 200)})`;
  return `accepts, and finds ${found.map((one) => (one.kind === "found" ? one.sha256.slice(0, 4) : one.kind === "nothing" ? "nothing" : `${one.role} refused (${one.why.slice(0, 120)})`)).join(", ")}`;
}
