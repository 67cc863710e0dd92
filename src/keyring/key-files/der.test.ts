import { generateKeyPairSync } from "node:crypto";
import type { BaseBlock } from "asn1js";
import { describe, expect, it } from "vitest";
import { at, readDer } from "./der.ts";

describe("readDer", () => {
  it("wipes every copy that the library made, and neither the input nor what was taken out", () => {
    for (const key of [generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey, generateKeyPairSync("ed25519").privateKey]) {
      const der = new Uint8Array(key.export({ type: "pkcs8", format: "der" }));
      const before = der.slice();
      let block: BaseBlock | undefined;
      const taken = readDer(der, (root) => {
        ({ block } = root);
        return at(root.sequence(), 2).octets();
      });
      const copies = bytesIn(block);
      expect(copies.length).toBeGreaterThan(5);
      expect(copies.flatMap((copy) => [...copy]).every((byte) => byte === 0)).toBe(true);
      expect(der).toEqual(before);
      expect(taken?.some((byte) => byte !== 0)).toBe(true);
    }
  });

  it("wipes them also when the structure is another one, and lets a defect through", () => {
    const der = new Uint8Array(generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "der" }));
    let block: BaseBlock | undefined;
    expect(readDer(der, (root) => { ({ block } = root); return root.oid(); })).toBeUndefined();
    expect(bytesIn(block).flatMap((copy) => [...copy]).every((byte) => byte === 0)).toBe(true);
    expect(() => readDer(der, () => { throw new TypeError("a defect"); })).toThrow(TypeError);
  });

  it("reads exactly one value", () => {
    const der = Buffer.from("020105", "hex");
    expect(readDer(new Uint8Array(der), (root) => root.count())).toBe(5);
    expect(readDer(new Uint8Array([...der, 0]), (root) => root.count())).toBeUndefined();
    expect(readDer(new Uint8Array(der.subarray(0, 2)), (root) => root.count())).toBeUndefined();
    expect(readDer(new Uint8Array(), (root) => root.count())).toBeUndefined();
    expect(readDer(new Uint8Array([2, 1, 0x80]), (root) => root.count())).toBeUndefined(); // −128
  });
});

function bytesIn(value: unknown, seen: Set<unknown> = new Set()): readonly Uint8Array[] {
  if (typeof value !== "object" || value === null || seen.has(value)) return [];
  seen.add(value);
  return value instanceof Uint8Array ? [value] : Object.values(value).flatMap((inner) => bytesIn(inner, seen));
}
