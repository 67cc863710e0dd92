import { SIM_NOW } from "../repository-simulator.ts";
import { addDays, formatInstant, instantFromMs } from "../../lib/utc-instant.ts";
import type { Done, Spoil } from "./mutate.ts";
import type { Random } from "./random.ts";
import { at, copyOf, drop, list, put, raw, text, type Tree, type TreeObject } from "./tree.ts";

/** Seconds from now, as a date is written. */
export function dateText(seconds: number): string {
  return formatInstant(instantFromMs(SIM_NOW + seconds * 1000));
}

const FAR = formatInstant(addDays(SIM_NOW, 300));

const DATES: readonly string[] = [
  FAR.replace("Z", ".5Z"), FAR.replace("Z", ".123456789Z"), FAR.replace("Z", "+00:00"), FAR.replace("Z", "+02:00"), FAR.replace("Z", "-23:59"), FAR.replace("Z", "z"), FAR.replace("T", "t"), FAR.replace("T", " "),
  FAR.replace("Z", ""), FAR.slice(0, 10), `${FAR} `, ` ${FAR}`, FAR.replace("T00", "T24"), "2030-13-01T00:00:00Z", "2030-02-30T00:00:00Z", "2031-1-1T0:0:0Z", "2031-01-01T00:00Z", "20310101T000000Z", "2030-12-31T23:59:60Z",
  "not a date", "", "1", "9999-12-31T23:59:59Z", "0000-01-01T00:00:00Z", "10000-01-01T00:00:00Z", "+002031-01-01T00:00:00Z", "-2031-01-01T00:00:00Z", "1999-01-01T00:00:00Z", "2031-01-01T00:00:00Z\n", "２031-01-01T00:00:00Z", "Wed, 01 Jan 2031 00:00:00 GMT", "2031-W01-1", "2031-001",
];

export const spoilDates: Spoil = (signed, random) => {
  if (random.chance(0.25)) {
    const seconds = random.pick([0, -1, 1, -60]);
    put(signed, "expires", text(dateText(seconds)));
    return { name: `expires ${seconds} s from now`, turnsOnTime: true };
  }
  const date = random.pick(DATES);
  put(signed, "expires", text(date));
  return { name: `expires ${JSON.stringify(date)}` };
};

const SPEC_VERSIONS: readonly string[] = ["1.0", "1.0.0", "1.0.34", "1.99.99", "1", "1.", "1.0.0.0", "1.x", "01.0.0", "1.00.0", "1.0.0-rc1", "v1.0.0", " 1.0.0", "2.0.0", "0.9.0", "", "1.0.0 ", "1.-1.0", "1.+1", "1._0", "1.0_0.1", "١.0.0"];
const TYPES: readonly string[] = ["root", "timestamp", "snapshot", "targets", "Root", "mirrors", "rotate", "", "target"];

/** Fields that every kind has. */
export const spoilWords: Spoil = (signed, random) => {
  if (random.chance(0.5)) {
    const version = random.pick(SPEC_VERSIONS);
    put(signed, "spec_version", text(version));
    return { name: `spec_version ${JSON.stringify(version)}` };
  }
  if (random.chance(0.5)) {
    const type = random.pick(TYPES);
    put(signed, "_type", text(type));
    return { name: `_type ${JSON.stringify(type)}` };
  }
  const version = random.pick(["0", "1", "2", "3", "-1", "1.0", "2e0", "9007199254740993", "01"]);
  put(signed, "version", raw(version));
  return { name: `version ${version}` };
};

/** One of the key objects of a root or of delegations, with the list that it stands in. */
function someKey(signed: TreeObject, random: Random): { readonly keys: TreeObject; readonly member: [string, Tree]; readonly key: TreeObject; readonly keyval: TreeObject } | undefined {
  const keys = at(signed, "keys") ?? at(signed, "delegations", "keys");
  if (keys?.kind !== "object" || keys.members.length === 0) return undefined;
  const member = random.pick(keys.members);
  const keyval = at(member[1], "keyval");
  return member[1].kind === "object" && keyval?.kind === "object" ? { keys, member, key: member[1], keyval } : undefined;
}

export const spoilKeys: Spoil = (signed, random) => {
  const found = someKey(signed, random);
  const value = at(found?.keyval, "public");
  if (found === undefined || value?.kind !== "string") return undefined;
  const { keys, member, key, keyval } = found;
  const [keyId] = member;
  const isPem = value.value.startsWith("-----");
  switch (random.below(isPem ? 13 : 11)) {
    case 0: put(key, "x-owner", text("@somebody")); return { name: "an unknown field in a key" };
    case 1: put(key, "keyid_hash_algorithms", list(text("sha256"), text("sha512"))); return { name: "keyid_hash_algorithms in a key" };
    case 2: { const name = random.pick(["x", keyId.toUpperCase(), `${keyId}0`, keyId.slice(0, 10)]); renameKey(signed, keyId, name); member[0] = name; return { name: "a key under another id" }; }
    case 3: { const other = `${keyId.slice(0, 60)}beef`; keys.members.push([other, copyOf(key)]); for (const ids of keyIdLists(signed)) if (ids.some((id) => id.kind === "string" && id.value === keyId)) ids.push(text(other)); return { name: "a key twice, under two ids" }; }
    case 4: { const type = random.pick(["unknown", "ecdsa", "ED25519", "", "rsa", "ml-dsa", "sigstore-oidc"]); put(key, "keytype", text(type)); return { name: `keytype ${JSON.stringify(type)}` }; }
    case 5: { const scheme = random.pick(["unknown", "ecdsa-sha2-nistp384", "ED25519", "", "rsassa-pss-sha256"]); put(key, "scheme", text(scheme)); return { name: `scheme ${JSON.stringify(scheme)}` }; }
    case 6: put(keyval, "private", text("")); return { name: "an empty private part in a key" };
    case 7: drop(random.chance(0.5) ? key : keyval, random.pick(["keytype", "scheme", "keyval", "public"])); return { name: "a key without one of its fields" };
    case 8: keys.members.push(["spare", { kind: "object", members: [["keytype", text("x-future")], ["scheme", text("x-future")], ["keyval", { kind: "object", members: [["public", text("00")]] }]] }]); return { name: "a key of an unknown kind that no role names" };
    case 9: keys.members = keys.members.filter((one) => one !== member); return { name: "a key taken out of keys" };
    case 10: { const [words, changed] = random.pick([["in capitals", value.value.toUpperCase()], ["cut", value.value.slice(0, -2)], ["not hex", `zz${value.value.slice(2)}`], ["of zeros", "00".repeat(32)], ["with a space", `${value.value} `]] as const); put(keyval, "public", text(changed)); return { name: `a public key ${words}` }; }
    case 11: put(keyval, "public", text(value.value.replace(/\n$/, ""))); return { name: "a PEM without its last newline" };
    default: put(keyval, "public", text(value.value.replaceAll("\n", "\r\n"))); return { name: "a PEM with CRLF" };
  }
};

function keyIdLists(signed: TreeObject): Tree[][] {
  const roles = [at(signed, "roles"), at(signed, "delegations", "roles"), at(signed, "delegations", "succinct_roles")];
  const each = roles.flatMap((node) => (node?.kind === "array" ? node.items : node?.kind === "object" ? [node, ...node.members.map(([, member]) => member)] : []));
  return each.flatMap((role) => { const ids = at(role, "keyids"); return ids?.kind === "array" ? [ids.items] : []; });
}

function renameKey(signed: TreeObject, from: string, to: string): void {
  for (const ids of keyIdLists(signed)) ids.forEach((id, i) => { if (id.kind === "string" && id.value === from) ids[i] = text(to); });
}

/** Roles of a root or of delegations: thresholds and who may sign. */
export const spoilRoles: Spoil = (signed, random) => {
  const roles = at(signed, "roles") ?? at(signed, "delegations", "roles") ?? at(signed, "delegations");
  const choices = roles?.kind === "object" ? roles.members.map(([, role]) => role) : roles?.kind === "array" ? roles.items : [];
  const role = choices.length === 0 ? undefined : random.pick(choices);
  const ids = at(role, "keyids");
  if (role?.kind !== "object" || ids?.kind !== "array") return undefined;
  switch (random.below(6)) {
    case 0: { const threshold = random.pick(["0", "-1", "2", "3", "100", "1.0", "18446744073709551616"]); put(role, "threshold", raw(threshold)); return { name: `threshold ${threshold}` }; }
    case 1: ids.items.push(...ids.items.slice(0, 1).map((id) => copyOf(id))); return { name: "a key id listed twice" };
    case 2: ids.items = []; return { name: "no key ids" };
    case 3: ids.items.push(text(random.pick(["", "x", "00".repeat(32)]))); return { name: "a key id that no key has" };
    case 4: put(role, "x-unknown", raw("1")); return { name: "an unknown field in a role" };
    default: {
      if (roles?.kind !== "object" || at(signed, "roles") === undefined) return undefined;
      const [name] = random.pick([["mirrors"], ["extra"], ["Root"]] as const);
      roles.members.push([name, copyOf(role)]);
      return { name: `a role ${name} more in root` };
    }
  }
};

const NAMES: readonly string[] = ["1", "a", "root", "targets", "snapshot", "", "..", "../a", "/a", "a/b", "é", "e\u0301", "a b", "a?b", "a#b", "a%2fb", "__proto__", "constructor", "A", "1.a", "CON", "a\nb", "x".repeat(300)];
const PATTERNS: readonly string[] = ["*", "**", "*/*", "a/*", "", "/", "/*", "a/", "[a]/*", "[!b]/*", "[^b]/*", "{a,b}/*", "\\a/*", "!(b)/*", "#*", "?/*", "a/one.txt", "A/*", "a/*.txt", "[", "[]", "[a", "a/[[:alpha:]]*", "+(a)/*", "a/**"];

export const spoilDelegations: Spoil = (signed, random) => {
  const delegations = at(signed, "delegations");
  if (delegations?.kind !== "object") return undefined;
  const roles = at(delegations, "roles");
  const succinct = at(delegations, "succinct_roles");
  if (succinct?.kind === "object") return spoilSuccinct(delegations, succinct, random);
  if (roles?.kind !== "array" || roles.items.length === 0) return undefined;
  const role = random.pick(roles.items);
  if (role.kind !== "object") return undefined;
  switch (random.below(11)) {
    case 0: { const name = random.pick(NAMES); put(role, "name", text(name)); return { name: `a delegation to ${JSON.stringify(name.slice(0, 12))}` }; }
    case 1: roles.items.push(copyOf(role)); return { name: "a delegation twice" };
    case 2: drop(role, "terminating"); return { name: "a delegation without terminating" };
    case 3: drop(role, "paths"); drop(role, "path_hash_prefixes"); return { name: "a delegation without scope" };
    case 4: put(role, "paths", list(text("*"))); put(role, "path_hash_prefixes", list(text(""))); return { name: "a delegation with both scopes" };
    case 5: { const pattern = random.pick(PATTERNS); drop(role, "path_hash_prefixes"); put(role, "paths", list(text(pattern))); return { name: `a delegation of ${JSON.stringify(pattern)}` }; }
    case 6: { const prefix = random.pick(["", "0", "00", "F", "f", "zz", "0123456789abcdef"]); drop(role, "paths"); put(role, "path_hash_prefixes", list(text(prefix))); return { name: `a delegation of hash prefix ${JSON.stringify(prefix)}` }; }
    case 7: roles.items = random.shuffled(roles.items); return { name: "delegations in another order" };
    case 8: { const value = at(role, "terminating"); put(role, "terminating", raw(value?.kind === "raw" && value.written === "true" ? "false" : "true")); return { name: "terminating turned round" }; }
    case 9: put(delegations, "succinct_roles", { kind: "object", members: [["keyids", list()], ["threshold", raw("1")], ["bit_length", raw("1")], ["name_prefix", text("bin")]] }); return { name: "succinct roles beside roles" };
    default: put(role, random.pick(["paths", "path_hash_prefixes"]), random.pick<() => Tree>([() => list(), () => list(raw("1")), () => text("*"), () => raw("null")])()); return { name: "a scope of another shape" };
  }
};

function spoilSuccinct(delegations: TreeObject, succinct: TreeObject, random: Random): Done {
  switch (random.below(4)) {
    case 0: { const bits = random.pick(["0", "1", "3", "32", "33", "2.0", "-1"]); put(succinct, "bit_length", raw(bits)); return { name: `bit_length ${bits}` }; }
    case 1: { const prefix = random.pick(["", "x", "bin-", "a/b"]); put(succinct, "name_prefix", text(prefix)); return { name: `name_prefix ${JSON.stringify(prefix)}` }; }
    case 2: put(delegations, "roles", list()); return { name: "an empty list of roles beside succinct roles" };
    default: drop(succinct, random.pick(["keyids", "threshold", "bit_length", "name_prefix"])); return { name: "succinct roles without one of their fields" };
  }
}

/** The entries by which timestamp and snapshot name other files. */
export const spoilMeta: Spoil = (signed, random) => {
  const meta = at(signed, "meta");
  if (meta?.kind !== "object" || meta.members.length === 0) return undefined;
  const member = random.pick(meta.members);
  const entry = member[1];
  if (entry.kind !== "object") return undefined;
  switch (random.below(9)) {
    case 0: { const length = random.pick(["0", "1", "-1", "100000", "1.0", "1e3"]); put(entry, "length", raw(length)); return { name: `meta length ${length}` }; }
    case 1: put(entry, "hashes", { kind: "object", members: [] }); return { name: "meta hashes empty" };
    case 2: { const [words, hash] = random.pick([["wrong", "00".repeat(32)], ["not hex", "zz"], ["empty", ""], ["short", "00"]] as const); put(entry, "hashes", { kind: "object", members: [["sha256", text(hash)]] }); return { name: `meta hash ${words}` }; }
    case 3: { const hashes = at(entry, "hashes"); const algorithm = random.pick(["md5", "sha1", "sha3-256", "blake2b", "SHA256"]); if (hashes?.kind === "object") hashes.members.push([algorithm, text("00")]); else put(entry, "hashes", { kind: "object", members: [[algorithm, text("00")]] }); return { name: `meta hash by ${algorithm}` }; }
    case 4: { const version = random.pick(["0", "2", "-1", "1.0", "9007199254740993"]); put(entry, "version", raw(version)); return { name: `meta version ${version}` }; }
    case 5: { const name = random.pick(["targets", "targets.JSON", "other.json", ".json", "root.json", "Targets.json"]); member[0] = name; return { name: `meta entry renamed ${name}` }; }
    case 6: { const name = random.pick(["other.json", "other", "root.json", "targets.json", "snapshot.json", ""]); if (meta.members.some(([known]) => known === name)) return undefined; meta.members.push([name, { kind: "object", members: [["version", raw("1")]] }]); return { name: `meta entry ${JSON.stringify(name)} more` }; }
    case 7: { const hashes = at(entry, "hashes", "sha256"); if (hashes?.kind !== "string") return undefined; hashes.value = hashes.value.toUpperCase(); return { name: "meta hash in capitals" }; }
    default: drop(entry, "version"); return { name: "meta without version" };
  }
};

export const spoilTargets: Spoil = (signed, random) => {
  const targets = at(signed, "targets");
  if (targets?.kind !== "object") return undefined;
  const member = targets.members.length === 0 ? undefined : random.pick(targets.members);
  const entry = member?.[1];
  if (member === undefined || entry?.kind !== "object" || random.chance(0.2)) {
    const name = random.pick(["", "/abs", "../up", "a//b", "é", "e\u0301", "a b", "__proto__", "x".repeat(500), "foo", "foo bar"]);
    if (targets.members.some(([known]) => known === name)) return undefined;
    targets.members.push([name, { kind: "object", members: [["length", raw("1")], ["hashes", { kind: "object", members: [["sha256", text("11".repeat(32))]] }]] }]);
    return { name: `a target ${JSON.stringify(name.slice(0, 12))} more` };
  }
  switch (random.below(7)) {
    case 0: { const length = random.pick(["0", "-1", "1.0", "9007199254740993", "1e2"]); put(entry, "length", raw(length)); return { name: `target length ${length}` }; }
    case 1: put(entry, "hashes", { kind: "object", members: [] }); return { name: "target hashes empty" };
    case 2: { const hash = random.pick(["zz", "", "00", "AB".repeat(32)]); put(entry, "hashes", { kind: "object", members: [["sha256", text(hash)]] }); return { name: `target hash ${JSON.stringify(hash.slice(0, 4))}` }; }
    case 3: { const algorithm = random.pick(["md5", "sha512", "unknown"]); put(entry, "hashes", { kind: "object", members: [[algorithm, text("00")]] }); return { name: `target hash by ${algorithm} alone` }; }
    case 4: { const [words, custom] = random.pick<readonly [string, () => Tree]>([["object", () => ({ kind: "object", members: [["any", list(raw("1"), raw("null"))]] })], ["text", () => text("x")], ["null", () => raw("null")], ["list", () => list()], ["float inside", () => ({ kind: "object", members: [["n", raw("1.5")]] })]]); put(entry, "custom", custom()); return { name: `custom: ${words}` }; }
    case 5: drop(entry, random.pick(["length", "hashes"])); return { name: "a target without length or hashes" };
    default: put(entry, "x-unknown", text("é")); return { name: "an unknown field in a target" };
  }
};

/** What stands beside the known fields of a kind, or is missing there. */
export const spoilLists: Spoil = (signed, random) => {
  if (at(signed, "roles") !== undefined) {
    if (random.chance(0.4)) { drop(signed, "consistent_snapshot"); return { name: "no consistent_snapshot" }; }
    const [words, value] = random.pick([["true", "true"], ["false", "false"], ["null", "null"], ["1", "1"]] as const);
    put(signed, "consistent_snapshot", raw(value));
    return { name: `consistent_snapshot ${words}` };
  }
  if (at(signed, "targets") === undefined) return undefined;
  if (random.chance(0.5)) { put(signed, "delegations", random.pick<() => Tree>([() => raw("null"), () => ({ kind: "object", members: [] }), () => list(), () => ({ kind: "object", members: [["keys", { kind: "object", members: [] }], ["roles", list()]] })])()); return { name: "delegations of another shape" }; }
  drop(signed, "delegations");
  return { name: "no delegations" };
};
