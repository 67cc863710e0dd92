import { describe, expect, it } from "vitest";
import { utf8 } from "../../lib/bytes.ts";
import { fromHex } from "../../lib/hex.ts";
import { sha256Digest } from "../model/digest.ts";
import { bytesToWords, digestWords, EVEN_WORDS, ODD_WORDS } from "./word-list.ts";

const spoken = (hex: string): string => bytesToWords(fromHex(hex.replaceAll(" ", "")) ?? new Uint8Array()).join(" ");

describe("the words of a digest", () => {
  it.each([
    ["E582 94F2 E9A2 2748 6E8B 061B 31CC 528F D7FA 3F19", "topmost Istanbul Pluto vagabond treadmill Pacific brackish dictator goldfish Medusa afflict bravado chatter revolver Dupont midsummer stopwatch whimsical cowbell bottomless"],
    ["D1D4 64C0 04F0 0FB5 C9A4 C8D8 E433 E7FB 7FF5 6256", "stairway souvenir flytrap recipe adrift upcoming artist positive spearhead Pandora spaniel stupendous tonic concurrent transit Wichita lockup visitor flagpole escapade"],
    ["0000 FFFF 1717", "aardvark adroitness Zulu Yucatan banjo bookseller"],
  ])("are those that others say for %s", (hex, expected) => expect(spoken(hex)).toBe(expected));

  it("come from two lists of 256 words with none in both and none twice, each in the order of the alphabet but for Apollo", () => {
    expect([EVEN_WORDS.length, ODD_WORDS.length, new Set([...EVEN_WORDS, ...ODD_WORDS]).size]).toEqual([256, 256, 512]);
    for (const list of [EVEN_WORDS, ODD_WORDS.filter((word) => word !== "Apollo")]) expect(list).toEqual(list.toSorted((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)));
  });

  it("are 32 for a SHA-256 digest, and tell every byte", () => {
    const words = digestWords(sha256Digest(utf8("countersign")));
    expect(words).toHaveLength(32);
    const lists = [EVEN_WORDS, ODD_WORDS];
    const back = words.map((word, i) => (lists[i % 2]?.indexOf(word) ?? -1).toString(16).padStart(2, "0")).join("");
    expect(back).toBe(sha256Digest(utf8("countersign")));
  });
});
