import canonicalize from "canonicalize";
import { utf8, type Bytes } from "../../lib/bytes.ts";
import { fail, ok, type Result } from "../../lib/result.ts";
import { formatInstant } from "../../lib/utc-instant.ts";
import { parseJson, type JsonFault } from "../../tuf/json/parse-json.ts";
import { catchRefusal, Fields, type FieldFault } from "../../tuf/model/fields.ts";
import type { Digest, Fingerprint, KeyId } from "../../tuf/model/ids.ts";
import { LONGEST_TEXT, MOST_KEYS, MOST_PLACES, type KeyPlace, type KnownKey } from "./known-key.ts";

export const ADDRESS_BOOK_FORMAT = "countersign-address-book/1";

export type BookFault =
  | JsonFault
  | FieldFault
  /** A later build wrote it, or it is another of this app's files. */
  | { readonly kind: "book-format"; readonly found: string };

const LIMITS = { maxBytes: 8 * 1024 * 1024, maxDepth: 8 } as const;
const RULE = "the address book format of this app";
const MEMBERS = {
  book: ["format", "keys"],
  key: ["added", "fingerprint", "name", "note", "seen"],
  place: ["by", "key_id", "label", "repository", "role", "version"],
  repository: ["anchor_sha256", "name"],
} as const;

/** RFC 8785 JSON, in the order of the fingerprints: equal books are equal bytes. Holds nothing secret. */
export function encodeAddressBook(keys: readonly KnownKey[]): Bytes {
  const text = canonicalize({
    format: ADDRESS_BOOK_FORMAT,
    keys: keys.toSorted((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1)).map(({ fingerprint, name, note, addedAt, seen }) => ({
      fingerprint,
      name: name.toWellFormed(), // a name may hold half a character
      note: note.toWellFormed(),
      added: formatInstant(addedAt),
      seen: seen.map((place) => ({
        repository: { anchor_sha256: place.repository, name: place.repositoryName.toWellFormed() },
        by: place.by,
        version: place.version,
        role: place.role,
        key_id: place.keyId,
        ...(place.label === undefined ? {} : { label: place.label.toWellFormed() }),
      })),
    })),
  });
  if (text === undefined) throw new Error("an address book is an object, which always has a text");
  return utf8(text);
}

/** Strict: a field that this build does not know is refused, not dropped. White space and order are free. Never throws. */
export function parseAddressBook(bytes: Uint8Array): Result<readonly KnownKey[], BookFault> {
  const parsed = parseJson(bytes, LIMITS);
  if (!parsed.ok) return parsed;
  const { text, value } = parsed.value;
  return catchRefusal((): Result<readonly KnownKey[], BookFault> => {
    const book = Fields.of(value, "", text, RULE);
    const format = book.string("format");
    if (format !== ADDRESS_BOOK_FORMAT) return fail({ kind: "book-format", found: format });
    onlyMembers(book, MEMBERS.book);
    const keys = book.objects("keys");
    if (keys.length > MOST_KEYS) book.refuse("keys", `at most ${MOST_KEYS} keys`);
    const fingerprints = new Set<Fingerprint>();
    return ok(keys.map((fields) => {
      const key = readKey(fields);
      if (fingerprints.size === fingerprints.add(key.fingerprint).size) fields.refuse("fingerprint", "each key once");
      return key;
    }));
  });
}

function readKey(fields: Fields): KnownKey {
  onlyMembers(fields, MEMBERS.key);
  const fingerprint = fields.string("fingerprint");
  if (!/^[a-z0-9-]{1,40}:[0-9a-f]{16,16384}$/.test(fingerprint)) fields.refuse("fingerprint", "a fingerprint such as ed25519: and hex digits");
  const name = shortText(fields, "name");
  if (name.trim() === "") fields.refuse("name", "a name that is not empty");
  const seen = fields.objects("seen");
  if (seen.length > MOST_PLACES) fields.refuse("seen", `at most ${MOST_PLACES} places`);
  return {
    fingerprint: fingerprint as Fingerprint, // one of the makers of this brand: the shape is checked, and it is only ever compared
    name, note: shortText(fields, "note"), addedAt: fields.expires("added").instant, seen: seen.map(readPlace),
  };
}

function readPlace(fields: Fields): KeyPlace {
  onlyMembers(fields, MEMBERS.place);
  const repository = fields.object("repository");
  onlyMembers(repository, MEMBERS.repository);
  const digest = repository.string("anchor_sha256");
  if (!/^[0-9a-f]{64}$/.test(digest)) repository.refuse("anchor_sha256", "64 lower-case hex digits");
  return {
    repository: digest as Digest, // checked just above; it is only ever compared
    repositoryName: shortText(repository, "name"),
    by: fields.nonEmptyString("by"),
    version: fields.integer("version", 1),
    role: fields.nonEmptyString("role"),
    keyId: fields.nonEmptyString("key_id") as KeyId, // any text is a key id
    label: fields.has("label") ? shortText(fields, "label") : undefined,
  };
}

function shortText(fields: Fields, name: string): string {
  const text = fields.string(name);
  return text.length > LONGEST_TEXT ? fields.refuse(name, `at most ${LONGEST_TEXT} characters`) : text;
}

function onlyMembers(fields: Fields, known: readonly string[]): void {
  const stranger = [...fields.node.members.keys()].find((name) => !known.includes(name));
  if (stranger !== undefined) fields.refuse(stranger, `nothing but ${known.join(", ")}`);
}
