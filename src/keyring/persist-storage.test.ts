import { describe, expect, it } from "vitest";
import { persistStorage } from "./persist-storage.ts";

describe("persistStorage", () => {
  it.each([
    ["granted", () => Promise.resolve(true)],
    ["refused", () => Promise.resolve(false)],
    ["refused", () => Promise.reject(new TypeError("opaque origin"))],
    ["unanswered", () => new Promise<boolean>(() => undefined)],
  ] as const)("is %s", async (answer, persist) => {
    expect(await persistStorage({ persist }, 10)).toBe(answer);
  });

  it("is unsupported where the browser has no storage manager", async () => {
    expect(await persistStorage(undefined)).toBe("unsupported");
  });
});
