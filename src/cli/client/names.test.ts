import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hostileName } from "../../test/arbitraries.ts";
import type { TargetFile } from "../../tuf/model/metadata.ts";
import { addressOf } from "./artifacts.ts";
import { safeFileName } from "./file-name.ts";

const text = fc.oneof(hostileName, fc.string({ unit: "binary", maxLength: 400 }));

describe("the file name of a role or a target", () => {
  it("stays in its folder, whatever the text, and is short", () => {
    fc.assert(fc.property(text, (name) => {
      const file = safeFileName(name);
      expect(file).toMatch(/^[\w.%~-]{1,200}$/);
      expect(join("/folder", `${file}.json`)).toBe(`/folder/${file}.json`);
    }));
  });

  it("is another one for another text", () => {
    fc.assert(fc.property(text, text, (a, b) => {
      expect(safeFileName(a) === safeFileName(b)).toBe(a === b);
    }));
    const long = "é".repeat(200);
    expect(safeFileName(`${long}a`)).not.toBe(safeFileName(`${long}b`));
    expect(safeFileName("a~b")).toBe("a%7Eb");
    expect([".", "..", "a/b", "a%2Fb"].map(safeFileName)).toEqual(["%2E", "%2E%2E", "a%2Fb", "a%252Fb"]);
  });
});

describe("the address of a target", () => {
  const file: TargetFile = { lengthBytes: 1, hashes: new Map([["sha512", "ab"], ["sha256", "cd"]]), custom: undefined };
  const base = "https://example.org/targets/";

  it("lies below the base, on its host and without a query, or there is none", () => {
    fc.assert(fc.property(text, fc.boolean(), (path, consistent) => {
      const address = addressOf(path, file, { targetUrl: base, consistent });
      if (address === undefined) return;
      const url = new URL(address);
      expect([url.host, url.search, url.hash, url.pathname.startsWith("/targets/")]).toEqual(["example.org", "", "", true]);
    }));
  });

  it("has the first known hash before the last part, where snapshots are consistent", () => {
    expect(addressOf("a/b.txt", file, { targetUrl: base, consistent: true })).toBe(`${base}a/ab.b.txt`);
    expect(addressOf("a/b.txt", file, { targetUrl: base, consistent: false })).toBe(`${base}a/b.txt`);
    const odd = { ...file, hashes: new Map([["of-tomorrow", "00"]]) };
    expect(addressOf("a", odd, { targetUrl: base, consistent: true })).toBeUndefined();
    expect(addressOf("a", { ...file, hashes: new Map([["sha256", "../x"]]) }, { targetUrl: base, consistent: true })).toBeUndefined();
  });
});
