import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { changeAt, hostileName, integer, placesIn, SEED_FILES, tufJson, valueAt, writeLoosely } from "../../test/arbitraries.ts";
import { runs } from "../../test/runs.ts";
import { utf8 } from "../../lib/bytes.ts";
import { formatInstant } from "../../lib/utc-instant.ts";
import { toJsonValue, type PlainJson } from "../edit/write-json.ts";
import { encodeCanonical } from "../json/canonical-json.ts";
import type { Metadata } from "./metadata.ts";
import { parseMetadata, type DocumentFault } from "./parse-metadata.ts";

const documents = fc.constantFrom(...SEED_FILES.map(({ bytes }) => JSON.parse(new TextDecoder().decode(bytes)) as PlainJson)); // made by the simulator

function read(document: PlainJson): Metadata | DocumentFault {
  const result = parseMetadata(utf8(JSON.stringify(document)));
  return result.ok ? result.value : result.fault;
}

function whole(document: PlainJson): Metadata {
  const result = read(document);
  if ("kind" in result) throw new Error(JSON.stringify(result));
  return result;
}

/** Every object below `from` that may take a field of any name: a field that the format does not know. */
function openObjects(document: PlainJson, from: string): readonly (readonly (string | number)[])[] {
  const closed = /^(keys|targets|meta|hashes)$/;
  return [[from], ...placesIn(valueAt(document, [from]), [from])].filter((place) => {
    const value = valueAt(document, place);
    return typeof value === "object" && value !== null && !Array.isArray(value) && !closed.test(String(place.at(-1)));
  });
}

function withField(document: PlainJson, place: readonly (string | number)[], name: string, value: PlainJson): PlainJson {
  return changeAt(document, place, (before) => ({ value: { ...(before as { readonly [name: string]: PlainJson }), [name]: value } })); // an object: chosen so
}

const canonical = (value: PlainJson): string => new TextDecoder().decode(encodeCanonical(toJsonValue(value)));
const unknownName = hostileName.map((name) => `x-${name}`);

describe("an unknown field", () => {
  it("anywhere inside `signed` is read past, and each of its values makes another document", () => {
    fc.assert(fc.property(documents, fc.nat(), unknownName, tufJson, tufJson, (document, at, name, one, two) => {
      const places = openObjects(document, "signed");
      const place = places[at % places.length] ?? [];
      const digests = [document, withField(document, place, name, one), withField(document, place, name, two)].map((each) => whole(each).digest);
      expect(new Set(digests).size).toBe(canonical(one) === canonical(two) ? 2 : 3);
    }), runs(200));
  });

  it("anywhere outside leaves the document what it is", () => {
    fc.assert(fc.property(documents, fc.nat(), unknownName, tufJson, (document, at, name, value) => {
      const places = [[], ...openObjects(document, "signatures")].filter((place) => !Array.isArray(valueAt(document, place)));
      const place = places[at % places.length] ?? [];
      const changed = place.length === 0 ? { ...(document as { readonly [name: string]: PlainJson }), [name]: value } : withField(document, place, name, value); // the envelope
      expect(whole(changed).digest).toBe(whole(document).digest);
    }), runs(200));
  });
});

describe("how a document is written", () => {
  it("changes neither its digest nor anything that is read in it: order of members, white space, escapes", () => {
    fc.assert(fc.property(documents, fc.infiniteStream(fc.nat(7)), (document, choices) => {
      const parsed = parseMetadata(utf8(writeLoosely(document, choices)));
      const other = whole(document);
      if (!parsed.ok) throw new Error(JSON.stringify(parsed.fault));
      const { digest, signatures, signed } = parsed.value;
      expect([digest, signatures.map(({ keyId, sig }) => [keyId, sig]), signed.type, signed.version, signed.expires]).toEqual([other.digest, other.signatures.map(({ keyId, sig }) => [keyId, sig]), other.signed.type, other.signed.version, other.signed.expires]);
      expect(new Set(parsed.value.notes.map((note) => JSON.stringify(note)))).toEqual(new Set(other.notes.map((note) => JSON.stringify(note))));
    }), runs(150));
  });
});

describe("a version, a threshold, a length", () => {
  const places: readonly (readonly [file: string, place: readonly (string | number)[], min: number, of: (metadata: Metadata) => number | undefined])[] = [
    ["1.root.json", ["signed", "version"], 1, ({ signed }) => signed.version],
    ["1.root.json", ["signed", "roles", "root", "threshold"], 1, ({ signed }) => (signed.type === "root" ? signed.roles.get("root")?.threshold : undefined)],
    ["1.targets.json", ["signed", "delegations", "roles", 0, "threshold"], 1, ({ signed }) => (signed.type === "targets" ? signed.delegations?.roles[0]?.threshold : undefined)],
    ["1.targets.json", ["signed", "targets", "a/b.txt", "length"], 0, ({ signed }) => (signed.type === "targets" ? [...signed.targets][0]?.[1].lengthBytes : undefined)],
    ["1.snapshot.json", ["signed", "meta", "targets.json", "version"], 1, ({ signed }) => (signed.type === "snapshot" ? [...signed.meta].find(([role]) => role === "targets")?.[1].version : undefined)],
    ["1.snapshot.json", ["signed", "meta", "targets.json", "length"], 0, ({ signed }) => (signed.type === "snapshot" ? [...signed.meta].find(([role]) => role === "targets")?.[1].lengthBytes : undefined)],
    ["timestamp.json", ["signed", "meta", "snapshot.json", "version"], 1, ({ signed }) => (signed.type === "timestamp" ? signed.snapshot.version : undefined)],
  ];

  it.each(places)("in %s at %j is exactly the integer that is written, or refused under its path", (file, place, min, of) => {
    const seed = SEED_FILES.find(({ path }) => path === file);
    const document = JSON.parse(new TextDecoder().decode(seed?.bytes)) as PlainJson; // made by the simulator
    fc.assert(fc.property(fc.oneof(integer, fc.integer({ min: -2, max: 3 }), tufJson), (value) => {
      const result = read(changeAt(document, place, () => ({ value })));
      if (typeof value === "number" && value >= min) expect("kind" in result ? result : of(result)).toBe(value);
      else expect(result).toMatchObject({ kind: "field", expected: `an integer of at least ${min}` });
    }), runs(100));
  });
});

describe("a date of expiry", () => {
  it("is exactly the moment that is written, or refused: never none", () => {
    const two = fc.integer({ min: 0, max: 99 }).map((n) => String(n).padStart(2, "0"));
    const near = fc.tuple(fc.integer({ min: 0, max: 9999 }), two, two, two, two, two, fc.constantFrom("Z", "Z", "Z", "z", "", "+00:00", "-12:30", ".5Z", ".123456789Z", " Z", "Z\n"), fc.constantFrom("T", "T", "T", " ", "t"))
      .map(([year, month, day, hour, minute, second, zone, t]) => `${String(year).padStart(4, "0")}-${month}-${day}${t}${hour}:${minute}:${second}${zone}`);
    const moment = fc.integer({ min: Date.UTC(0, 0, 1) / 1000, max: Date.UTC(9999, 11, 31) / 1000 }).map((seconds) => new Date(seconds * 1000).toISOString().replace(".000Z", "Z"));
    fc.assert(fc.property(documents, fc.oneof(near, moment, tufJson), (document, expires) => {
      const result = read(changeAt(document, ["signed", "expires"], () => ({ value: expires })));
      if ("kind" in result) {
        expect(result).toMatchObject({ kind: "field", path: "signed.expires" });
        // What the specification's form can say is never refused.
        if (typeof expires === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(expires)) expect(isCalendarDate(expires)).toBe(false);
        return;
      }
      const { text, instant, form } = result.signed.expires;
      expect(text).toBe(expires);
      expect(instant).toBe(Math.floor(Date.parse(text)));
      if (form === "conforming") expect(formatInstant(instant)).toBe(text);
      else expect(result.notes).toContainEqual({ kind: "date-form", text });
    }), runs(400));
  });
});

/** By JavaScript's own calendar, which turns 30 February into 2 March. */
function isCalendarDate(text: string): boolean {
  const date = new Date(text);
  return !Number.isNaN(date.valueOf()) && date.toISOString() === text.replace("Z", ".000Z");
}
