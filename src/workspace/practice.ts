import { utf8, type Bytes } from "../lib/bytes.ts";
import type { NamedBytes } from "../lib/named-bytes.ts";
import { addDays, type UtcInstant } from "../lib/utc-instant.ts";
import { buildRoot, buildSnapshot, buildTargets, buildTimestamp, tufKey, type PlainDelegation, type PlainKey, type PlainRole, type PlainTargetFile } from "../tuf/edit/build-metadata.ts";
import { writeSignatures } from "../tuf/edit/replace-signatures.ts";
import { sha256Digest } from "../tuf/model/digest.ts";
import type { Metadata } from "../tuf/model/metadata.ts";

/** Signs with one of the practice people's keys, which the keyring holds. Whoever joins in root 3 is never asked here. */
export interface PracticePerson {
  readonly name: PersonName;
  /** What the metadata calls them, after “@”. */
  readonly label: string;
  readonly publicKey: Pick<Parameters<typeof tufKey>[0], "keytype" | "scheme" | "public">;
  readonly sign: (metadata: Metadata) => Promise<string>;
}

export const PRACTICE_PEOPLE = ["ada", "bao", "chidi", "dana", "elif", "farid", "online"] as const;
export type PersonName = (typeof PRACTICE_PEOPLE)[number];
/** Joins in root 3 and has signed nothing: a seat that a key of the person's own can take. */
export const JOINING: PersonName = "farid";

/** Units: days. Firmware is made to fall into its signing window at once. */
const DAYS = { root: 365, targets: 180, firmware: 6, packages: 120, docs: 150, online: 90 } as const;
const WINDOW = { root: 60, targets: 45, firmware: 14, packages: 30, docs: 30, online: 10 } as const;
const BINS = 16;

/**
 * A realistic repository of several parties, laid out as tuf-on-ci keeps it: roots 1 and 2 published, root 3 pending
 * with two of three signatures, nested delegations, hash bins, one role about to expire. Everything is signed by
 * throw-away keys; the caller brings time and keys.
 */
export async function makePracticeRepository(people: readonly PracticePerson[], now: UtcInstant): Promise<readonly NamedBytes[]> {
  const keys = new Map(people.map((person) => [person.name, keyOf(person)]));
  const role = (threshold: number, ...names: readonly PersonName[]): PlainRole => ({ threshold, keys: names.map((name) => pick(keys, name)) });
  const signed = (metadata: Metadata, ...names: readonly PersonName[]): Promise<Bytes> => signAs(metadata, people.filter(({ name }) => names.includes(name)), keys);
  const online = { ...role(1, "online"), extra: { "x-tuf-on-ci-signing-period": WINDOW.online } };
  const root = (version: number, days: number, holders: readonly PersonName[]): Metadata => buildRoot({
    version,
    expires: addDays(now, days),
    consistentSnapshot: true,
    roles: { root: role(3, ...holders), targets: role(2, "ada", "bao", "chidi"), snapshot: online, timestamp: online },
    extra: { "x-tuf-on-ci-expiry-period": DAYS.root, "x-tuf-on-ci-signing-period": WINDOW.root },
  });
  const first = ["ada", "bao", "chidi", "dana", "elif"] as const;
  const pendingRoot = await signed(root(3, DAYS.root, ["ada", "bao", "chidi", "dana", "farid"]), "bao", "chidi");

  const firmware = buildTargets({ ...dated(now, 3, DAYS.firmware, WINDOW.firmware), targets: files("firmware/board-a.bin", "firmware/board-b.bin") });
  const docs = buildTargets({ ...dated(now, 2, DAYS.docs, WINDOW.docs), targets: files("docs/guide.html", "docs/faq.html") });
  const binNames = Array.from({ length: BINS }, (_, i) => `packages-${i.toString(16)}`);
  const packages = buildTargets({
    ...dated(now, 5, DAYS.packages, WINDOW.packages),
    targets: {},
    delegations: binNames.map((name, i): PlainDelegation => ({ ...role(1, "online"), name, terminating: true, pathHashPrefixes: [i.toString(16)] })),
  });
  const packagePaths = Array.from({ length: 48 }, (_, i) => `packages/tool-${i + 1}.tar.gz`);
  const bins = binNames.map((_, i) => buildTargets({
    version: 1,
    expires: addDays(now, DAYS.online),
    targets: files(...packagePaths.filter((path) => sha256Digest(utf8(path)).startsWith(i.toString(16)))),
  }));
  const targets = buildTargets({
    ...dated(now, 4, DAYS.targets, WINDOW.targets),
    targets: files("install.sh", "trusted_keys.json"),
    delegations: [
      { ...role(1, "dana", "elif"), name: "docs", terminating: false, paths: ["docs/*"] },
      { ...role(2, "chidi", "dana", "elif"), name: "packages", terminating: true, paths: ["packages/*"] },
      { ...role(1, "dana"), name: "firmware", terminating: true, paths: ["firmware/*"] },
    ],
  });
  const snapshot = buildSnapshot({
    version: 12,
    expires: addDays(now, DAYS.online),
    meta: Object.fromEntries([["targets", 4], ["docs", 2], ["packages", 5], ["firmware", 3], ...binNames.map((name) => [name, 1] as const)].map(([name, version]) => [name, { version: Number(version) }])),
  });
  const timestamp = buildTimestamp({ version: 31, expires: addDays(now, DAYS.online), snapshot: { version: 12 } });

  const out = async (path: string, bytes: Promise<Bytes>): Promise<NamedBytes> => ({ path: `metadata/${path}`, bytes: await bytes });
  return Promise.all([
    out("root_history/1.root.json", signed(root(1, DAYS.root / 4, first), ...first)),
    out("root_history/2.root.json", signed(root(2, DAYS.root / 2, first), "ada", "bao", "dana", "elif")),
    out("root_history/3.root.json", Promise.resolve(pendingRoot)),
    out("root.json", Promise.resolve(pendingRoot)),
    out("targets.json", signed(targets, "ada", "chidi")),
    out("docs.json", signed(docs, "elif")),
    out("packages.json", signed(packages, "chidi", "elif")),
    out("firmware.json", signed(firmware, "dana")),
    ...bins.map((bin, i) => out(`${binNames[i] ?? ""}.json`, signed(bin, "online"))),
    out("snapshot.json", signed(snapshot, "online")),
    out("timestamp.json", signed(timestamp, "online")),
  ]);
}

function keyOf({ name, label, publicKey }: PracticePerson): PlainKey {
  const extra = name === "online" ? { "x-tuf-on-ci-online-uri": "practice:online" } : { "x-tuf-on-ci-keyowner": `@${label}` };
  return tufKey({ ...publicKey, extra });
}

function pick(keys: ReadonlyMap<PersonName, PlainKey>, name: PersonName): PlainKey {
  const key = keys.get(name);
  if (key === undefined) throw new Error(`the practice repository needs a key for ${name}`);
  return key;
}

function dated(now: UtcInstant, version: number, days: number, window: number): { readonly version: number; readonly expires: UtcInstant; readonly extra: Readonly<Record<string, number>> } {
  return { version, expires: addDays(now, days), extra: { "x-tuf-on-ci-expiry-period": days, "x-tuf-on-ci-signing-period": window } };
}

/** Made-up content: the hashes are real, of a line that names the file. */
function files(...paths: readonly string[]): Readonly<Record<string, PlainTargetFile>> {
  return Object.fromEntries(paths.map((path) => {
    const bytes = utf8(`practice content of ${path}\n`);
    return [path, { length: bytes.length, hashes: { sha256: sha256Digest(bytes) } }];
  }));
}

async function signAs(metadata: Metadata, signers: readonly PracticePerson[], keys: ReadonlyMap<PersonName, PlainKey>): Promise<Bytes> {
  const signatures = await Promise.all(signers.map(async (person) => ({ keyId: pick(keys, person.name).keyId, sig: await person.sign(metadata) })));
  return writeSignatures(metadata, signatures).bytes;
}
