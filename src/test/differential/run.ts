import { CLIENT_BEHAVIOUR, MEASURED_VERSIONS, type Answer, type Departure, type MeasuredClient } from "../../tuf/words/client-behaviour.ts";
import { ANSWERS_HERE } from "./answers-here.ts";
import type { Case, Verdict } from "./case.ts";
import { disagreement, explanations } from "./compare.ts";
import { corpusCases } from "./corpus-cases.ts";
import { DEPARTURES, type DepartureAbout } from "./departures.ts";
import { examine, type Examined } from "./examined.ts";
import { startJudge, type Command, type Judge } from "./judge-process.ts";
import { answerOf, outcomeOf, type Outcome } from "./measure.ts";
import { caseNumber } from "./mutate.ts";
import { firstRefusedDelegation, judgeOurselves } from "./ours.ts";

/** Something that is not as it should be. */
export interface Failure {
  readonly about: string;
  readonly words: string;
  /** To be written down, so that it can be asked again. */
  readonly of: Case | undefined;
}

export interface Report {
  readonly passed: number;
  readonly failures: readonly Failure[];
}

export interface Asked {
  readonly commands: readonly Command[];
  readonly seed: number;
  readonly cases: number;
  /** This case alone, and nothing else. */
  readonly replay?: Case | undefined;
}

const MOST_SHRUNK = 20;

/** Everything that `npm run differential` holds: the versions, the rows, and that no disagreement lacks a row. */
export async function differential({ commands, seed, cases, replay }: Asked, tell: (line: string) => void): Promise<Report> {
  const judges = await Promise.all(commands.map(startJudge));
  try {
    const versions = judges.map(checkVersion);
    const rows = replay === undefined ? await inLanes(DEPARTURES, (departure) => measureRow(departure, judges)) : [];
    tell(`Measured ${rows.length} rows of the table.`);
    const made = Array.from({ length: cases }, (_, index) => caseNumber(seed, index));
    const all: readonly Case[] = replay === undefined ? [...made, ...corpusCases(seed, Math.floor(cases / 10))] : [replay];
    const judged = await inLanes(all, (about) => judgeCase(about, judges));
    tell(summary(judged, judges, all.length));
    const failed = judged.flatMap(({ failure }) => (failure === undefined ? [] : [failure]));
    const shrunk = await inLanes(failed.slice(0, MOST_SHRUNK), (failure) => smallestOf(failure, judges));
    const others = [...versions, ...rows].filter((failure) => failure !== undefined);
    const failures = [...others, ...shrunk, ...failed.slice(MOST_SHRUNK)];
    return { passed: versions.length + rows.length + judged.length - failures.length, failures };
  } finally {
    for (const judge of judges) judge.stop();
  }
}

function checkVersion({ client, version }: Judge): Failure | undefined {
  if (version === MEASURED_VERSIONS[client]) return undefined;
  return { about: client, words: `the table speaks of version ${MEASURED_VERSIONS[client]}, and ${version} was asked`, of: undefined };
}

/** One row: its recogniser knows its exhibits, and everybody does with them what the table says. */
async function measureRow({ id, recognise, exhibits }: DepartureAbout, judges: readonly Judge[]): Promise<Failure | undefined> {
  const outcomes = new Map<string, Outcome[]>();
  const wrong: string[] = [];
  for (const { what, changed, ground } of exhibits()) {
    const plain = await judgeOurselves(ground, "client");
    if (plain.stop !== undefined) wrong.push(`${what}: the ground is refused here (${plain.why})`);
    if (!(await examine(changed)).some(recognise)) wrong.push(`${what}: not recognised`);
    const note = (who: string, verdict: Verdict): void => void outcomes.set(who, [...(outcomes.get(who) ?? []), outcomeOf(verdict, plain.found)]);
    note("client", await judgeOurselves(changed, "client"));
    note("strict", await judgeOurselves(changed, "strict"));
    for (const judge of askable(judges, changed)) note(judge.client, await judge.judge(changed));
  }
  for (const [who, seen] of outcomes) {
    const measured = answerOf(seen);
    const written = answerInTable(id, who);
    if (measured !== written) wrong.push(`${who}: the table says ${written ?? "nothing"}, measured ${measured} (${seen.join(", ")})`);
  }
  return wrong.length === 0 ? undefined : { about: `row ${id}`, words: wrong.join("\n    "), of: undefined };
}

function answerInTable(id: Departure, who: string): Answer | undefined {
  if (who === "client" || who === "strict") return ANSWERS_HERE[id][who];
  return CLIENT_BEHAVIOUR[id].measured[who as MeasuredClient]; // the other keys are the judges' own names
}

interface Judged {
  readonly failure: Failure | undefined;
  readonly accepted: boolean;
  readonly disagreements: readonly (readonly [MeasuredClient, readonly Departure[]])[];
}

async function judgeCase(about: Case, judges: readonly Judge[]): Promise<Judged> {
  const [ours, strict] = [await judgeOurselves(about, "client"), await judgeOurselves(about, "strict")];
  const accepted = ours.stop === undefined;
  const wrong = [...(strict.stop === undefined && !accepted ? ["strict accepts what client refuses"] : [])];
  const disagreements: (readonly [MeasuredClient, readonly Departure[]])[] = [];
  let documents: readonly Examined[] | undefined;
  for (const judge of askable(judges, about)) {
    const theirs = await judge.judge(about);
    const parted = disagreement(judge.client, await asFarAs(judge, about, ours), theirs);
    if (parted === undefined) continue;
    documents ??= await examine(about);
    const rows = explanations(parted, documents);
    disagreements.push([judge.client, rows]);
    if (rows.length === 0) wrong.push(`no row says this: ${parted.words}`);
    else if (parted.ours === "accepts" && passes(strict) && rows.every((id) => ANSWERS_HERE[id].strict === "refuses")) wrong.push(`strict accepts what the table says that it refuses (${rows.join(", ")}): ${parted.words}`);
  }
  return { accepted, disagreements, failure: wrong.length === 0 ? undefined : { about: about.name, words: wrong.join("\n    "), of: about } };
}

/** Nothing of it is refused. */
function passes({ stop, found }: Verdict): boolean {
  return stop === undefined && found.every(({ kind }) => kind !== "stopped");
}

/** Puts back one spoilt file after another, as long as the failure stays. */
async function smallestOf(failure: Failure, judges: readonly Judge[]): Promise<Failure> {
  let least = failure;
  for (const [name, bytes] of failure.of?.plain ?? []) {
    const { of } = least;
    if (of === undefined || bytes === (name === TRUSTED ? of.root : of.files.get(name))) continue;
    const tried: Case = name === TRUSTED ? { ...of, root: bytes } : { ...of, files: new Map([...of.files, [name, bytes]]) };
    const again = (await judgeCase(tried, judges)).failure;
    if (again !== undefined) least = again;
  }
  return least;
}

const TRUSTED = "1.root.json";

/** tough reads every delegated role before it says anything; what it refuses there is to be compared with the same question. */
async function asFarAs({ client }: Judge, about: Case, ours: Verdict): Promise<Verdict> {
  if (client !== "tough" || ours.stop !== undefined) return ours;
  const refused = await firstRefusedDelegation(about, "client");
  return refused === undefined ? ours : { ...ours, stop: refused, why: "a delegated role, which is read for this comparison", found: [] };
}

/** tough has the machine's clock and no other. */
function askable(judges: readonly Judge[], about: Case): readonly Judge[] {
  return judges.filter(({ client }) => client !== "tough" || !about.turnsOnTime);
}

/** Several cases at once, so that every judge has one to work on; each judge answers in the order it is asked. */
async function inLanes<T, R>(all: readonly T[], judge: (about: T) => Promise<R>): Promise<readonly R[]> {
  const judged: R[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let i = next++; i < all.length; i = next++) {
      const about = all[i];
      if (about !== undefined) judged[i] = await judge(about);
    }
  };
  await Promise.all(Array.from({ length: 4 }, lane));
  return judged;
}

function summary(judged: readonly Judged[], judges: readonly Judge[], count: number): string {
  const accepted = judged.filter((one) => one.accepted).length;
  const lines = [`${count} cases, of which ${accepted} are accepted here.`];
  for (const { client, version } of judges) {
    const parted = judged.flatMap(({ disagreements }) => disagreements.filter(([who]) => who === client));
    lines.push(`  ${client} ${version}: ${parted.length} judged otherwise, ${parted.filter(([, rows]) => rows.length === 0).length} of them without a row`);
  }
  return lines.join("\n");
}
