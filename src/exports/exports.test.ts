import { unzipSync } from "fflate";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeUtf8, utf8 } from "../lib/bytes.ts";
import { parseInstant } from "../lib/utc-instant.ts";
import { sha256Digest } from "../tuf/model/digest.ts";
import { roleName, type Fingerprint, type KeyId } from "../tuf/model/ids.ts";
import { goTufSignatures, rstufSignature } from "./detached-signatures.ts";
import { fileName } from "./download.ts";
import { encodeReceipt, type Receipt } from "./receipt.ts";
import { zipFiles } from "./zip-files.ts";

const KEY_ID = "0a1b" as KeyId; // any text is a key id

describe("zipFiles", () => {
  it("gives back what went in, in the order given, the same bytes every time", () => {
    const names = fc.uniqueArray(fc.string({ minLength: 1, unit: "grapheme" }).filter((name) => name !== "__proto__"), { maxLength: 5 });
    fc.assert(fc.property(names, fc.uint8Array({ maxLength: 500 }), (paths, body) => {
      const files = paths.map((path) => ({ path, bytes: new Uint8Array(body) }));
      const zip = zipFiles(files);
      expect(zipFiles(files)).toEqual(zip);
      const back = unzipSync(zip);
      expect(new Set(Object.keys(back))).toEqual(new Set(paths));
      for (const path of paths) expect(back[path]).toEqual(new Uint8Array(body));
    }), { numRuns: 50 });
  });

  it("carries no time of day and no time zone", () => {
    const zone = process.env["TZ"];
    const files = [{ path: "1.root.json", bytes: utf8("{}") }];
    try {
      process.env["TZ"] = "Pacific/Auckland";
      const there = zipFiles(files);
      process.env["TZ"] = "America/Los_Angeles";
      expect(zipFiles(files)).toEqual(there);
      expect([...there.subarray(10, 14)]).toEqual([0, 0, 0x21, 0]); // 1980-01-01 00:00
    } finally {
      if (zone === undefined) delete process.env["TZ"];
      else process.env["TZ"] = zone;
    }
  });

  it("refuses two files of one path", () => {
    const file = { path: "root.json", bytes: utf8("{}") };
    expect(() => zipFiles([file, file])).toThrow("two files of one path");
  });
});

describe("detached signatures", () => {
  it("have the shape that go-tuf and RSTUF read", () => {
    expect(decodeUtf8(goTufSignatures([{ keyId: KEY_ID, sig: "00ff" }]))).toBe('[{"keyid":"0a1b","sig":"00ff"}]\n');
    expect(decodeUtf8(rstufSignature(roleName("root"), { keyId: KEY_ID, sig: "00ff" }))).toBe('{"role":"root","signature":{"keyid":"0a1b","sig":"00ff"}}\n');
  });
});

describe("encodeReceipt", () => {
  const at = parseInstant("2026-11-20T13:58:18Z");
  if (at === undefined) throw new Error("the example date is one");
  const receipt: Receipt = {
    repository: sha256Digest(utf8("root 1")), role: roleName("root"), version: 15, signedDigest: sha256Digest(utf8("root 15")),
    key: { fingerprint: "ed25519:00" as Fingerprint, keyIds: [KEY_ID], name: "Work laptop key" },
    signature: "00ff", signedAt: at.instant, build: { version: "0.1.0", digest: "ab" },
  };

  it("writes RFC 8785 JSON with every fact", () => {
    const expected =
      '{"build":{"digest":"ab","version":"0.1.0"},"format":"countersign-receipt/1",' +
      '"key":{"fingerprint":"ed25519:00","keyids":["0a1b"],"name":"Work laptop key"},' +
      `"repository":{"anchor_sha256":"${receipt.repository}"},"signature":"00ff",` +
      `"signed":{"role":"root","sha256":"${receipt.signedDigest}","version":15},"when":"2026-11-20T13:58:18Z"}`;
    expect(decodeUtf8(encodeReceipt(receipt))).toBe(expected);
  });

  it("takes any key name, half a character too", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (name) => {
      const text = decodeUtf8(encodeReceipt({ ...receipt, key: { ...receipt.key, name: `${name}\ud800` } })) ?? "";
      expect(JSON.parse(text)).toMatchObject({ key: { name: `${name}\ud800`.toWellFormed() } });
    }));
  });
});

describe("fileName", () => {
  it("makes one plain name of any role's name", () => {
    expect(fileName("2.root.json")).toBe("2.root.json");
    expect(fileName("../a/b\u202e.json")).toBe("__a_b_.json");
    expect(fileName("")).toBe("file");
  });
});
