import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromBase64, toBase64 } from "./base64.ts";
import { concatBytes, decodeUtf8, equalBytes, utf8 } from "./bytes.ts";
import { fromHex, toHex } from "./hex.ts";
import { quoted, sizeText } from "./quoted.ts";

const anyBytes = fc.uint8Array({ maxLength: 200 });

describe("hex", () => {
  it("is what Node writes, and comes back the same from either case", () => {
    fc.assert(fc.property(anyBytes, (bytes) => {
      const text = toHex(bytes);
      expect(text).toBe(Buffer.from(bytes).toString("hex"));
      expect(fromHex(text)).toEqual(new Uint8Array(bytes));
      expect(fromHex(text.toUpperCase())).toEqual(new Uint8Array(bytes));
    }));
  });

  it.each(["a", "0g", "0x00", " 00", "00\n", "٠٠", "ff-f"])("refuses %j", (text) => expect(fromHex(text)).toBeUndefined());
});

describe("base64", () => {
  it("is what Node writes, and comes back the same", () => {
    fc.assert(fc.property(anyBytes, (bytes) => {
      const text = toBase64(bytes);
      expect(text).toBe(Buffer.from(bytes).toString("base64"));
      expect(fromBase64(text)).toEqual(new Uint8Array(bytes));
    }));
  });

  it("has one text for one value: what it reads, it writes again", () => {
    const nearly = fc.string({ unit: fc.constantFrom(..."ABCQgw+/=-_ \n"), maxLength: 12 });
    fc.assert(fc.property(nearly, (text) => {
      const bytes = fromBase64(text);
      if (bytes !== undefined) expect(toBase64(bytes)).toBe(text);
    }), { numRuns: 2000 });
  });

  it.each(["A", "AA", "AAA", "AB==", "AAB=", "====", "AA==AA==", "AA=A", "-_-_", "AAAA\n", "A A="])("refuses %j", (text) => expect(fromBase64(text)).toBeUndefined());
});

describe("UTF-8", () => {
  it("comes back the same for every text without lone surrogates", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(decodeUtf8(utf8(text))).toBe(text);
    }));
  });

  it("comes back the same for every array of bytes that decodes at all", () => {
    fc.assert(fc.property(anyBytes, (bytes) => {
      const text = decodeUtf8(bytes);
      if (text !== undefined) expect(utf8(text)).toEqual(new Uint8Array(bytes));
    }), { numRuns: 2000 });
  });

  it.each([
    ["an overlong slash", "c0af"], ["a surrogate", "eda080"], ["a value beyond U+10FFFF", "f4908080"], ["a cut sequence", "e282"], ["a stray continuation", "80"],
  ])("refuses %s", (_, hex) => expect(decodeUtf8(fromHex(hex) ?? new Uint8Array())).toBeUndefined());

  it("keeps a byte order mark in sight", () => expect(decodeUtf8(new Uint8Array([0xef, 0xbb, 0xbf]))).toBe("\ufeff"));
});

describe("bytes", () => {
  it("are equal when their length and every value are", () => {
    fc.assert(fc.property(anyBytes, anyBytes, (a, b) => {
      expect(equalBytes(a, b)).toBe(Buffer.compare(a, b) === 0);
    }));
    fc.assert(fc.property(anyBytes, (a) => {
      expect(equalBytes(a, new Uint8Array(a))).toBe(true);
    }));
  });

  it("are joined in order", () => expect([...concatBytes(new Uint8Array([1]), new Uint8Array(), new Uint8Array([2, 3]))]).toEqual([1, 2, 3]));
});

describe("text from outside", () => {
  it("cannot turn or hide the sentence that it stands in", () => {
    expect(quoted("a\u202eb\u0000c\u200d\n")).toBe("“a\\u{202e}b\\u{0}c\\u{200d}\\u{a}”");
    expect(quoted("x".repeat(1000)).length).toBeLessThan(210);
  });

  it("has its size in the largest unit that leaves at least one", () => {
    expect([0, 1023, 1024, 1536, 512_000, 5 * 1024 ** 3].map(sizeText)).toEqual(["0 bytes", "1023 bytes", "1 KiB", "1.5 KiB", "500 KiB", "5 GiB"]);
  });
});

it("decodes what follows a refused text as if nothing had been", () => {
  for (const bad of [[0xe2, 0x82], [0xff], [0xc3]]) {
    expect(decodeUtf8(new Uint8Array(bad))).toBeUndefined();
    expect(decodeUtf8(new Uint8Array([0xac, 0x61]))).toBeUndefined();
    expect(decodeUtf8(utf8("\uFEFFa€"))).toBe("\uFEFFa€");
  }
});
