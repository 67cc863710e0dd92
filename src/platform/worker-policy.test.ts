import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { isOwnWorkerUrl } from "./worker-policy.ts";

const PAGE = "http://localhost:41787/";
const WORKER = "http://localhost:41787/workers/closed/repository.worker-a1B2_c3-.js";

describe("isOwnWorkerUrl", () => {
  it("passes a built worker, absolute or relative to the page", () => {
    expect(isOwnWorkerUrl(WORKER, PAGE, false)).toBe(true);
    expect(isOwnWorkerUrl("workers/reader/reader.worker-x.js", PAGE, false)).toBe(true);
  });

  it("passes a built worker when the page lives in a folder and has a route", () => {
    const page = "https://example.test/tools/sign/index.html?x=1#/r/1";
    expect(isOwnWorkerUrl("https://example.test/tools/sign/workers/closed/a.js", page, false)).toBe(true);
    expect(isOwnWorkerUrl("https://example.test/workers/closed/a.js", page, false)).toBe(false);
  });

  it.each([
    ["another origin", "https://localhost:41787/workers/closed/a.js"],
    ["another host", "http://127.0.0.1:41787/workers/closed/a.js"],
    ["a blob", "blob:http://localhost:41787/workers/closed/a.js"],
    ["a data address", "data:text/javascript,postMessage(1)"],
    ["a script outside the workers' folders", "/assets/index-x.js"],
    ["a folder that no policy covers", "/workers/a.js"],
    ["a walk out of the folder", "/workers/closed/../../a.js"],
    ["an encoded walk", "/workers/closed/..%2f..%2fa.js"],
    ["a query", `${WORKER}?x`],
    ["a fragment", `${WORKER}#x`],
  ])("refuses %s", (_what, url) => {
    expect(isOwnWorkerUrl(url, PAGE, false)).toBe(false);
  });

  it("passes worker sources on the development server only", () => {
    const source = "/src/workspace/repository.worker.ts?worker_file&type=module";
    expect(isOwnWorkerUrl(source, PAGE, true)).toBe(true);
    expect(isOwnWorkerUrl(source, PAGE, false)).toBe(false);
  });
});

describe("trustedWorkerUrl", () => {
  beforeEach(() => {
    vi.resetModules();
    vi.stubGlobal("location", { href: PAGE });
  });
  afterEach(() => vi.unstubAllGlobals());

  it("creates the policy once, by its one allowed name", async () => {
    const createPolicy = vi.fn((_name: string, rules: object) => rules);
    vi.stubGlobal("trustedTypes", { createPolicy });
    const { trustedWorkerUrl } = await import("./worker-policy.ts");
    expect(trustedWorkerUrl(WORKER)).toBe(WORKER);
    expect(trustedWorkerUrl(WORKER)).toBe(WORKER);
    expect(createPolicy.mock.calls.map(([name]) => name)).toEqual(["countersign-worker"]);
  });

  it("throws for a foreign script, with or without Trusted Types in the browser", async () => {
    const { trustedWorkerUrl } = await import("./worker-policy.ts");
    expect(() => trustedWorkerUrl("https://example.test/a.js")).toThrow("not a worker of this build");
  });
});
