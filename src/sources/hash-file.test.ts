import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { hashFile } from "./hash-file.ts";

const bytes = Uint8Array.from({ length: 300_000 }, (_, i) => (i * 7) & 255);
const expected = { lengthBytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex"), sha512: createHash("sha512").update(bytes).digest("hex") };

it("hashes a file whole or in parts, and says the same", async () => {
  const file = new File([bytes], "a.bin");
  expect(await hashFile(file, crypto.subtle)).toEqual({ ok: true, value: expected });
  expect(await hashFile(file, crypto.subtle, 1000)).toEqual({ ok: true, value: expected });
});

it("says that a file cannot be read", async () => {
  const file = Object.assign(new File([bytes], "gone.bin"), { arrayBuffer: () => Promise.reject(new DOMException("", "NotFoundError")) });
  expect(await hashFile(file, crypto.subtle)).toEqual({ ok: false, fault: { kind: "unreadable", path: "gone.bin", cause: "gone" } });
});
