import { Buffer } from "node:buffer";
import { concatBytes, utf8, type Bytes } from "../../lib/bytes.ts";
import { isTopLevelRole } from "../../tuf/model/ids.ts";
import { roleOfFile, type Case } from "./case.ts";
import { spoilDates, spoilDelegations, spoilKeys, spoilLists, spoilMeta, spoilRoles, spoilTargets, spoilWords } from "./mutate-fields.ts";
import { randomFrom, type Random } from "./random.ts";
import { caseOf, REPOSITORIES, signAgain, treeOfFile, type Repository } from "./repositories.ts";
import { arrayAt, containers, copyOf, raw, text, writtenText, type Tree, type TreeObject } from "./tree.ts";

/** What a mutation did, and whether the verdict now turns on the time. */
export interface Done { readonly name: string; readonly turnsOnTime?: boolean }

/** Changes what is signed, before it is signed again; undefined where there is nothing of the kind to change. */
export type Spoil = (signed: TreeObject, random: Random) => Done | undefined;

const SPOILS: readonly { readonly share: number; readonly spoil: Spoil }[] = [
  { share: 8, spoil: spoilAnything },
  { share: 4, spoil: spoilDates },
  { share: 5, spoil: spoilKeys },
  { share: 5, spoil: spoilRoles },
  { share: 5, spoil: spoilDelegations },
  { share: 4, spoil: spoilMeta },
  { share: 4, spoil: spoilTargets },
  { share: 3, spoil: spoilWords },
  { share: 2, spoil: spoilLists },
];
const WEIGHTED: readonly Spoil[] = SPOILS.flatMap(({ share, spoil }) => Array.from({ length: share }, () => spoil));

/** The case of this number over one of these repositories: the same for the same seed, whatever else is asked. */
export function caseNumber(seed: number, index: number, repositories: readonly Repository[] = REPOSITORIES): Case {
  const random = randomFrom(Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) + Math.imul(index + 1, 0xc2b2ae35));
  const repository = random.pick(repositories);
  const changed = new Map<string, Bytes | undefined>();
  const done: Done[] = [];
  const times = random.chance(0.2) ? 2 : 1;
  for (let i = 0; i < times; i++) done.push(change(repository, changed, random));
  const about = `${index} ${repository.name}: ${done.map(({ name }) => name).join("; ")}`;
  return caseOf(repository, { name: about, changed, turnsOnTime: done.some(({ turnsOnTime }) => turnsOnTime === true) });
}

function change(repository: Repository, changed: Map<string, Bytes | undefined>, random: Random): Done {
  const names = [...repository.files.keys()];
  const top = random.chance(0.65); // bins are many and alike
  const choice = names.filter((name) => isTopLevelRole(roleOfFile(name)) === top);
  const file = random.pick(choice.length === 0 ? names : choice);
  if (random.chance(0.05)) return exchangeFiles(repository, changed, file, random);
  const document = treeOfFile(repository, file);
  const how: string[] = [];
  let turnsOnTime = false;
  if (random.chance(0.75)) {
    for (let tries = 0; how.length === 0 && tries < 30; tries++) {
      const done = random.pick(WEIGHTED)(signedOf(document), random);
      if (done === undefined) continue;
      how.push(done.name);
      turnsOnTime ||= done.turnsOnTime === true;
    }
    const signers = repository.signers.get(file);
    if (random.chance(0.9) && signers !== undefined) signAgain(document, signers);
    else how.push("not signed again");
  }
  if (how.length === 0 || random.chance(0.15)) how.push(spoilSignatures(document, repository, random));
  if (random.chance(0.05)) {
    escapeSome(document, random);
    how.push("some letters escaped");
  }
  const written = writtenText(document, random.chance(0.1) ? random.pick([" ", "\n", "\t", "\r\n  "]) : "");
  const bytes = random.chance(0.08) ? spoilBytes(utf8(written), how, random) : utf8(written);
  changed.set(file, bytes);
  return { name: `${file} ${how.join(", ")}`, turnsOnTime };
}

function signedOf(document: TreeObject): TreeObject {
  const signed = document.members.find(([name]) => name === "signed")?.[1];
  if (signed?.kind !== "object") throw new Error("a good document has signed");
  return signed;
}

function exchangeFiles(repository: Repository, changed: Map<string, Bytes | undefined>, file: string, random: Random): Done {
  const other = random.pick([...repository.files.keys()]);
  if (random.chance(0.4) && file !== "1.root.json") {
    changed.set(file, undefined);
    return { name: `${file} taken away` };
  }
  changed.set(file, repository.files.get(other));
  return { name: `${file} is ${other}` };
}

/** Writes texts in other escapes, which changes neither what is read nor what is signed. */
function escapeSome(document: TreeObject, random: Random): void {
  const escaped = (value: string): string => [...JSON.stringify(value).slice(1, -1)].map((char) => (/[a-z0-9é/]/.test(char) && random.chance(0.2) ? `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}` : char)).join("");
  for (const parent of containers(document)) {
    const values = parent.kind === "array" ? parent.items : parent.members.map(([, member]) => member);
    for (const value of values) if (value.kind === "string" && value.written === undefined && !/["\\\u0000-\u001f]/.test(value.value) && random.chance(0.5)) value.written = `"${escaped(value.value)}"`;
  }
}

const ODD_VALUES: readonly (readonly [string, () => Tree])[] = [
  ["null", () => raw("null")], ["true", () => raw("true")], ["false", () => raw("false")], ["0", () => raw("0")], ["1", () => raw("1")], ["-1", () => raw("-1")], ["2", () => raw("2")], ["17", () => raw("17")],
  ["1.0", () => raw("1.0", "1")], ["1e0", () => raw("1e0", "1")], ["1.5", () => raw("1.5")], ["-0", () => raw("-0", "0")], ["2^53", () => raw("9007199254740992")], ["2^53+1", () => raw("9007199254740993")], ["2^64", () => raw("18446744073709551616")], ["400 digits", () => raw("9".repeat(400))],
  ["empty text", () => text("")], ["text", () => text("x")], ["digits in text", () => text("1")], ["empty list", () => ({ kind: "array", items: [] })], ["empty object", () => ({ kind: "object", members: [] })],
  ["list of null", () => ({ kind: "array", items: [raw("null")] })], ["text with a newline", () => text("a\nb")], ["text beyond ASCII", () => text("é\u{1f600}")], ["NUL", () => text("a\u0000b")],
  ["lone surrogate", () => text("\ufffd", '"\\ud800"')], ["decomposed", () => text("e\u0301")], ["nested", () => Array.from({ length: 70 }).reduce<Tree>((inner) => ({ kind: "array", items: [inner] }), raw("0"))],
];

/** Any place of any document, changed in any of the ways that need no knowledge of it. */
function spoilAnything(signed: TreeObject, random: Random): Done | undefined {
  const parent = random.pick(containers(signed));
  if (parent.kind === "array") return spoilItems(parent.items, random);
  const member = parent.members.length === 0 ? undefined : random.pick(parent.members);
  const how = random.below(9);
  if (member === undefined || how === 0) {
    const [name, value] = [random.pick(["x-unknown", "", "__proto__", "Version", "constructor", "\u00e9", "toString", "threshold"]), random.pick(ODD_VALUES)];
    if (parent.members.some(([known]) => known === name)) return undefined;
    parent.members.push([name, value[1]()]);
    return { name: `added ${JSON.stringify(name)}: ${value[0]}` };
  }
  const [name] = member;
  const label = JSON.stringify(name.length > 20 ? `${name.slice(0, 8)}…` : name);
  switch (how) {
    case 1: parent.members = parent.members.filter((one) => one !== member); return { name: `without ${label}` };
    case 2: parent.members.push([name, copyOf(member[1])]); return { name: `${label} twice, the same` };
    case 3: { const [words, value] = random.pick(ODD_VALUES); parent.members.splice(random.below(parent.members.length + 1), 0, [name, value()]); return { name: `${label} twice, once ${words}` }; }
    case 4: { const other = random.pick([name.toUpperCase(), `${name} `, `${name[0]?.toUpperCase() ?? "X"}${name.slice(1)}`, name.slice(0, -1)]); member[0] = other; return { name: `${label} renamed` }; }
    case 5: parent.members = random.shuffled(parent.members); return { name: `members around ${label} in another order` };
    case 6: { const other = random.pick(parent.members); [member[1], other[1]] = [other[1], member[1]]; return { name: `${label} exchanged with ${JSON.stringify(other[0].slice(0, 8))}` }; }
    default: { const [words, value] = random.pick(ODD_VALUES); member[1] = value(); return { name: `${label}: ${words}` }; }
  }
}

function spoilItems(items: Tree[], random: Random): Done {
  const place = random.below(items.length + 1);
  const before = items[place];
  const [words, value] = random.pick(ODD_VALUES);
  if (before === undefined || random.chance(0.3)) { items.splice(place, 0, value()); return { name: `item ${place} added: ${words}` }; }
  if (random.chance(0.3)) { items.splice(place, 1); return { name: `item ${place} taken out` }; }
  if (random.chance(0.3)) { items.push(copyOf(before)); return { name: `item ${place} twice` }; }
  items[place] = value();
  return { name: `item ${place}: ${words}` };
}

function spoilSignatures(document: TreeObject, repository: Repository, random: Random): string {
  const { items } = arrayAt(document, "signatures");
  const place = random.below(Math.max(1, items.length));
  const entry = items[place];
  if (entry?.kind !== "object") return "no signatures";
  const sig = entry.members.find(([name]) => name === "sig");
  const keyid = entry.members.find(([name]) => name === "keyid");
  if (sig?.[1].kind !== "string" || keyid?.[1].kind !== "string") return "no entry";
  const hex = sig[1].value;
  const others = [...repository.signers.values()].flat();
  const someId = (): string => (others.length === 0 ? "00".repeat(32) : random.pick(others).plain.keyId);
  switch (random.below(13)) {
    case 0: items.splice(place, 1); return "a signature less";
    case 1: items.push(copyOf(entry)); return "a signature twice";
    case 2: sig[1] = text(`${hex.slice(0, -1)}${hex.endsWith("0") ? "1" : "0"}`); return "a digit of a signature";
    case 3: sig[1] = text(""); return "an empty signature";
    case 4: sig[1] = text(hex.toUpperCase()); return "a signature in capitals";
    case 5: sig[1] = text(random.pick(["xyz", hex.slice(1), `0x${hex}`, ` ${hex}`, hex.slice(0, 20), `${hex}00`])); return `a signature badly written: ${sig[1].value.slice(0, 6)}…`;
    case 6: keyid[1] = text(someId()); return "another key id";
    case 7: items.push({ kind: "object", members: [["keyid", text(random.pick(["", "x", someId()]))], ["sig", text("00".repeat(64))]] }); return "a worthless signature more";
    case 8: entry.members.push(["x-method", text("ed25519")]); return "an unknown field in an entry";
    case 9: entry.members = entry.members.filter((one) => one !== sig); return "an entry without sig";
    case 10: items.push(raw(random.pick(["null", "1", "true"]))); return "an item that is no entry";
    case 11: items.reverse(); return "signatures in another order";
    default: document.members.push([random.pick(["x-more", "signed", "signatures"]), copyOf(random.pick(document.members)[1])]); return "a member more beside signed";
  }
}

function spoilBytes(bytes: Bytes, how: string[], random: Random): Bytes {
  const place = random.below(bytes.length);
  const say = (words: string, changed: Bytes): Bytes => { how.push(words); return changed; };
  switch (random.below(8)) {
    case 0: return say(`bit ${place} flipped`, bytes.map((byte, i) => (i === place ? byte ^ (1 << random.below(8)) : byte)));
    case 1: return say(`cut at ${place}`, bytes.slice(0, place));
    case 2: return say("byte order mark", concatBytes(new Uint8Array([0xef, 0xbb, 0xbf]), bytes));
    case 3: return say("UTF-16", new Uint8Array(Buffer.from(new TextDecoder().decode(bytes), "utf16le")));
    case 4: return say("something behind", concatBytes(bytes, utf8(random.pick(["\n", " {}", "x", "\u0000", "]"]))));
    case 5: return say("something before", concatBytes(utf8(random.pick(["\n", "\u000b", "\u00a0", "{}"])), bytes));
    case 6: return say(`invalid UTF-8 at ${place}`, concatBytes(bytes.subarray(0, place), new Uint8Array([random.pick([0xff, 0xc0, 0xed])]), bytes.subarray(place)));
    default: return say("spaces up to 20,000 bytes", concatBytes(bytes, new Uint8Array(Math.max(0, 20_000 - bytes.length)).fill(0x20)));
  }
}
