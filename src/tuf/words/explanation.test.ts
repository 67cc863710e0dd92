import { describe, expect, it } from "vitest";
import type { Difference, Explanation, JsonEscapes, JsonLayout, SignatureOddity, WholeFileForm } from "../explain/explanation.ts";
import type { Fingerprint, KeyId, RoleName } from "../model/ids.ts";
import type { DocumentId } from "../repository/inventory.ts";
import { describeExplanation } from "./explanation.ts";

// Names and ids come from parsers; any will do here.
const KEY = "k\u202e1" as KeyId;
const ROLE = "targets" as RoleName;
const FINGERPRINT = "ed25519:00" as Fingerprint;
const PLACE = { keyId: KEY, role: ROLE, version: 7 };
const OTHER = { kind: "other-key", label: undefined, bearsId: false, listedAs: undefined, places: [PLACE] } as const;
const COPIED = { kind: "other-document", document: "d" as DocumentId, role: ROLE, version: 6, path: "6.targets.json", relation: "previous-version" } as const;

const LAYOUTS: readonly JsonLayout[] = ["one-line", "one-line-spaced", "1-space", "2-spaces", "4-spaces", "tab"];
const ESCAPES: readonly JsonEscapes[] = ["json", "ascii", "html"];
const FILES: readonly WholeFileForm[] = ["as-it-stands", "own-place-empty", "without-signatures", "canonical", "written-anew"];
const EVERY: readonly Difference[] = [
  { kind: "raw-bytes", path: undefined }, { kind: "raw-bytes", path: "a\u202e.json" },
  { kind: "canonical-newline" }, { kind: "rfc8785" }, { kind: "tough-form" }, { kind: "php-form" }, { kind: "utf16-order" },
  ...LAYOUTS.flatMap((layout) => ESCAPES.flatMap((escapes) => [true, false].map((on): Difference => ({ kind: "json-text", layout, escapes, sorted: on, newline: on })))),
  { kind: "pre-auth-encoding", of: "canonical" }, { kind: "pre-auth-encoding", of: "raw" },
  ...(["bytes", "hex", "hex-line"] as const).map((written): Difference => ({ kind: "digest", hash: "SHA-256", written })),
  ...FILES.map((form): Difference => ({ kind: "whole-file", form })),
  COPIED, { ...COPIED, relation: "another-role" },
  { kind: "base64", alphabet: "standard" }, { kind: "base64", alphabet: "url" }, { kind: "decorated-hex" }, { kind: "text-in-hex", text: "base64" }, { kind: "fixed-width" },
  { kind: "key-not-in-role" }, OTHER, { ...OTHER, label: "\u202e@x" }, { ...OTHER, listedAs: KEY }, { ...OTHER, bearsId: true }, { ...OTHER, bearsId: true, listedAs: KEY },
  { kind: "other-pss", hash: "SHA-256", saltLengthBytes: 20 }, { kind: "pkcs1v15", hash: "SHA-512" }, { kind: "other-hash", hash: "SHA-256" }, { kind: "without-prefix" },
];

function explanation(differences: readonly Difference[], oddity?: SignatureOddity, complete = true): Explanation {
  const [first, ...others] = differences;
  return { keyId: KEY, wouldVerify: first === undefined ? undefined : { differences: [first, ...others], fingerprint: FINGERPRINT }, oddity, tried: { checks: 1234, complete } };
}

describe("an explanation in words", () => {
  it.each(EVERY.map((difference) => [JSON.stringify(difference), difference] as const))("says what would verify, and that it is not counted: %s", (_, difference) => {
    const { happened, evidence, signers, client, you } = describeExplanation(explanation([difference]));
    expect(happened).toMatch(/^It would verify \S.* It is not counted\.$/);
    for (const sentence of [evidence, client, you, signers ?? "."]) expect(sentence).toMatch(/[.]$/);
    expect(`${happened} ${evidence} ${client} ${you} ${signers}`).not.toMatch(/undefined \S|NaN|\[object|\u202e|  |\.\./);
  });

  it("no two differences read the same", () => {
    const said = EVERY.map((difference) => { const { happened, evidence } = describeExplanation(explanation([difference])); return `${happened} ${evidence}`; });
    expect(new Set(said).size).toBe(EVERY.length);
  });

  it("joins what it takes together, and then promises no client", () => {
    const { happened, client, you } = describeExplanation(explanation([{ kind: "utf16-order" }, { kind: "base64", alphabet: "standard" }]));
    expect(happened).toBe("It would verify over the canonical form with its names in the order of UTF-16 units and when it is read as base64. It is not counted.");
    expect(client).toBe("Every client counts it as no signature.");
    expect(you).toContain("sign the canonical form");
    expect(you).toContain("read in either form, and written in hex");
  });

  it.each<readonly [SignatureOddity | undefined, string]>([
    [undefined, "1,234 checks found nothing"],
    [{ kind: "of-other-content", padding: "pss", hash: "SHA-256" }, "The key itself made it, with PSS padding and SHA-256"],
    [{ kind: "of-other-content", padding: "pkcs1v15", hash: "SHA-512" }, "with PKCS#1 v1.5 padding and SHA-512"],
    [{ kind: "unreadable" }, "neither hex nor base64"],
    [{ kind: "not-der", found: 70 }, "70 bytes are no pair of integers"],
    [{ kind: "wrong-length", found: 71, expected: 64, looksLike: "der" }, "It has 71 bytes; a signature by this key has 64. It looks like one by an ECDSA key."],
  ])("where nothing was found it says what can be seen, and what was tried: %j", (oddity, words) => {
    const { happened, evidence } = describeExplanation(explanation([], oddity));
    expect(happened).toBe("Nothing that was tried makes it verify. It is not counted.");
    expect(evidence).toContain(words);
    expect(evidence).not.toContain("not all of them");
    expect(describeExplanation(explanation([], oddity, false)).evidence).toContain("not all of them could be tried");
  });
});
