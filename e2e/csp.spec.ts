import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page, Worker } from "@playwright/test";
import { closedWorkerPolicy, documentPolicy, metaPolicy, readerWorkerPolicy } from "../scripts/headers.mjs";
import { serve } from "../scripts/serve.mjs";
import { expect, test, type Watch } from "./fixtures.ts";

const DIST = fileURLToPath(new URL("../dist", import.meta.url));
const ELSEWHERE = "the body from elsewhere";

const WORKERS = readdirSync(DIST, { recursive: true, encoding: "utf8" })
  .map((file) => file.replaceAll("\\", "/"))
  .filter((file) => /^workers\/\w+\/[\w-]+\.worker-[\w-]+\.js$/.test(file));

/** Another origin that lets everybody read, so that only a policy can stop a reader. */
let elsewhere: { readonly server: Server; readonly url: string; readonly asked: string[] };

test.beforeAll(async () => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    response.writeHead(200, { "Access-Control-Allow-Origin": "*", "Content-Type": "text/plain" }).end(ELSEWHERE);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  elsewhere = { server, url: `http://127.0.0.1:${address.port}/`, asked };
});

test.afterAll(async () => {
  await new Promise((resolve) => elsewhere.server.close(resolve));
});

test("the document cannot read another origin", async ({ page, watch }) => {
  watch.expectComplaint(/^policy: connect-src blocked/);
  watch.expectComplaint(/^console error: .*Content Security Policy/);
  await page.goto("/");
  expect(await fetched(page, elsewhere.url)).toBe("TypeError");
  expect(elsewhere.asked).toEqual([]);
});

test("every file of the build is served with the policy of its folder and the common headers", async ({ request }) => {
  const files = readdirSync(DIST, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== "_headers")
    .map((entry) => join(entry.parentPath, entry.name).slice(DIST.length).replaceAll("\\", "/"));
  expect(files.length).toBeGreaterThan(5);
  for (const path of ["/", "/no-such-file", ...files]) {
    const headers = (await request.get(path)).headers();
    const policy = path.startsWith("/workers/reader/")
      ? readerWorkerPolicy
      : path.startsWith("/workers/")
        ? closedWorkerPolicy
        : documentPolicy;
    expect.soft(headers, path).toMatchObject({
      "content-security-policy": policy,
      "cross-origin-embedder-policy": "require-corp",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
    });
    expect.soft(headers["permissions-policy"], path).toContain("camera=()");
  }
});

test("the document carries the same policy in itself, for hosts that send no headers", async ({ page }) => {
  await page.goto("/");
  const inDocument = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute("content");
  expect(inDocument).toBe(metaPolicy);
  expect(`${inDocument}; frame-ancestors 'none'`.split("; ").toSorted()).toEqual(documentPolicy.split("; ").toSorted());
  expect(readFileSync(join(DIST, "index.html"), "utf8").indexOf("<script")).toBeGreaterThan(
    readFileSync(join(DIST, "index.html"), "utf8").indexOf("Content-Security-Policy"),
  );
});

test("a page that is isolated from other origins by these headers says so", async ({ page }) => {
  await page.goto("/");
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
});

test("the build has the workers whose policies are proven here, each in its folder", () => {
  const names = WORKERS.map((file) => file.replace(/-[\w-]+\.js$/, "")).toSorted();
  expect(names).toEqual(expect.arrayContaining(["workers/closed/keyring.worker", "workers/closed/repository.worker", "workers/closed/shard.worker", "workers/reader/reader.worker"]));
  expect(names.filter((name) => name.startsWith("workers/reader/"))).toEqual(["workers/reader/reader.worker"]);
});

for (const file of WORKERS.filter((path) => !path.startsWith("workers/reader/"))) {
  test(`${file.replace(/-[\w-]+\.js$/, "")} can connect nowhere, not even to its own origin`, async ({ page, watch, appOrigin }) => {
    expectBlockedWorker(watch);
    await openBarePage(page, appOrigin);
    const worker = await started(page, `/${file}`);
    expect(await fetched(worker, elsewhere.url)).toBe("TypeError");
    expect(await fetched(worker, `${appOrigin}/build.json`)).toBe("TypeError");
    expect(elsewhere.asked).toEqual([]);
  });
}

for (const file of WORKERS.filter((path) => path.startsWith("workers/reader/"))) {
  // The policy lets it read any address, since it cannot know which one a person will name. That it asks for no other
  // is what the fixture checks in every journey: a request that a test did not announce fails it.
  test("the reader worker may read another origin", async ({ page, watch, appOrigin }) => {
    watch.allowOrigin(elsewhere.url);
    await openBarePage(page, appOrigin);
    expect(await fetched(await started(page, `/${file}`), elsewhere.url)).toBe(ELSEWHERE);
  });
}

test("the folder decides: the same script reads another origin from the reader's folder alone", async ({ page, watch }) => {
  const folder = mkdtempSync(join(tmpdir(), "countersign-probe-"));
  for (const name of ["closed", "reader"]) {
    mkdirSync(join(folder, "workers", name), { recursive: true });
    writeFileSync(join(folder, "workers", name, "probe.js"), "export {};");
  }
  writeFileSync(join(folder, "build.json"), "{}");
  const server = await serve({ folder, port: 0 });
  try {
    watch.allowOrigin(server.origin);
    watch.expectComplaint(/^foreign request: http:\/\/127\.0\.0\.1/); // not announced here, so this sees that workers are watched
    expectBlockedWorker(watch);
    await openBarePage(page, server.origin);
    expect(await fetched(await started(page, "/workers/reader/probe.js"), elsewhere.url)).toBe(ELSEWHERE);
    expect(await fetched(await started(page, "/workers/closed/probe.js"), elsewhere.url)).toBe("TypeError");
  } finally {
    await server.close();
    rmSync(folder, { recursive: true });
  }
});

test("scripts and markup made from strings are refused, and so is any policy but the app's", async ({ page, watch, appOrigin }) => {
  watch.expectComplaint(/^policy: require-trusted-types-for/);
  watch.expectComplaint(/^policy: trusted-types/);
  watch.expectComplaint(/^console error: .*(Trusted|policy)/i);
  await openBarePage(page, appOrigin);
  const refusals = await page.evaluate(() => {
    const factory = Reflect.get(globalThis, "trustedTypes");
    const outcome = (act: () => unknown): string => {
      try {
        act();
        return "allowed";
      } catch (error) {
        return error instanceof Error ? error.name : String(error);
      }
    };
    const createPolicy = (name: string): unknown => factory.createPolicy(name, { createScriptURL: (url: string) => url });
    return [
      outcome(() => new Worker("/workers/closed/x.js")),
      outcome(() => (document.body.innerHTML = "<b>x</b>")),
      outcome(() => createPolicy("another")),
      outcome(() => createPolicy("countersign-worker")),
      outcome(() => createPolicy("countersign-worker")), // a second one of the same name
    ];
  });
  expect(refusals).toEqual(["TypeError", "TypeError", "TypeError", "allowed", "TypeError"]);
});

/** A page of the app's origin, under its policy, on which none of its code runs: here the test may be the one to name the policy. */
async function openBarePage(page: Page, origin: string): Promise<void> {
  await page.route("**/favicon.ico", (route) => route.fulfill({ status: 204 })); // asked for, since this page names no icon
  await page.goto(`${origin}/build.json`);
}

/** Starts a worker of the app's origin from the bare page. */
async function started(page: Page, path: string): Promise<Worker> {
  const [worker] = await Promise.all([
    page.waitForEvent("worker"),
    page.evaluate((url) => {
      const factory = Reflect.get(globalThis, "trustedTypes");
      const key = Symbol.for("countersign test policy");
      const known = Reflect.get(globalThis, key);
      const policy = known ?? factory.createPolicy("countersign-worker", { createScriptURL: (text: string) => text });
      Reflect.set(globalThis, key, policy);
      const running = [Reflect.get(globalThis, Symbol.for("countersign test worker")), new Worker(policy.createScriptURL(url), { type: "module" })];
      Reflect.set(globalThis, Symbol.for("countersign test worker"), running); // or it is collected while it runs
    }, path),
  ]);
  return worker;
}

/** What came back from an address, or the name of the error that stopped it. */
function fetched(from: { evaluate(read: (url: string) => Promise<string>, url: string): Promise<string> }, url: string): Promise<string> {
  return from.evaluate(async (address) => {
    try {
      return await (await fetch(address)).text();
    } catch (error) {
      return error instanceof Error ? error.name : String(error);
    }
  }, url);
}

function expectBlockedWorker(watch: Watch): void {
  watch.expectComplaint(/^worker error: .*connect-src 'none'/);
  watch.expectComplaint(/^worker error: Fetch API cannot load .*Content Security Policy/);
}
