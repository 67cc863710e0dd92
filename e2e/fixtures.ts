import { fileURLToPath } from "node:url";
import { AxeBuilder } from "@axe-core/playwright";
import {
  test as base,
  expect,
  type BrowserContext,
  type Page,
  type PlaywrightTestArgs,
  type PlaywrightTestOptions,
  type PlaywrightWorkerArgs,
  type PlaywrightWorkerOptions,
  type TestType,
} from "@playwright/test";
import { serve } from "../scripts/serve.mjs";

export { expect };

/** What watches the browser through a test, and fails it for any complaint that it did not announce. */
export type Watch = {
  /** Violations of policy, console errors and warnings, uncaught errors, failed and foreign requests, so far. */
  readonly complaints: readonly string[];
  /** Announces that this test asks the app to read another origin. A request to any other fails the test. */
  allowOrigin(origin: string): void;
  /** Announces a complaint that this test provokes. It fails the test too when it does not come. */
  expectComplaint(pattern: RegExp): void;
};

type TestFixtures = { readonly watch: Watch };

type WorkerFixtures = {
  /** Where the built app is served, with its real headers, for this worker alone. */
  readonly appOrigin: string;
};

/** The sizes at which every screen is looked at. */
export const VIEWPORTS = {
  wide: { width: 1440, height: 900 },
  tablet: { width: 1024, height: 768 },
  phone: { width: 390, height: 844 },
} as const;

/** What a browser has to say about a worker comes a little after the fact. */
const SETTLE_MS = 100;

const DIST = fileURLToPath(new URL("../dist", import.meta.url));

export const test: TestType<
  PlaywrightTestArgs & PlaywrightTestOptions & TestFixtures,
  PlaywrightWorkerArgs & PlaywrightWorkerOptions & WorkerFixtures
> = base.extend<TestFixtures, WorkerFixtures>({
  appOrigin: [
    async ({}, use) => {
      const server = await serve({ folder: DIST, port: 0 });
      await use(server.origin);
      await server.close();
    },
    { scope: "worker" },
  ],

  baseURL: async ({ appOrigin }, use) => use(appOrigin),

  watch: [
    async ({ context, appOrigin }, use) => {
      const complaints: string[] = [];
      const expected: RegExp[] = [];
      const origins = new Set([appOrigin]);
      await listenTo(context, complaints, origins);
      await use({
        complaints,
        allowOrigin: (origin) => void origins.add(new URL(origin).origin),
        expectComplaint: (pattern) => void expected.push(pattern),
      });
      const come = (pattern: RegExp): boolean => complaints.some((complaint) => pattern.test(complaint));
      await expect.poll(() => expected.every(come), { timeout: 2000 }).toBe(true).catch(() => undefined); // told below, by name
      await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
      const unexpected = complaints.filter((complaint) => !expected.some((pattern) => pattern.test(complaint)));
      expect(unexpected, "the browser complained").toEqual([]);
      const missing = expected.filter((pattern) => !come(pattern));
      expect(missing.map(String), "complaints that were to be provoked and did not come").toEqual([]);
    },
    { auto: true },
  ],
});

/** What axe finds on the page as it stands. It is put in by evaluation, which no policy of the page limits. */
export async function axe(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.html}`));
}

/** Runs `look` at each size that screens are made for. */
export async function atEachViewport(page: Page, look: (name: keyof typeof VIEWPORTS) => Promise<void>): Promise<void> {
  for (const name of ["wide", "tablet", "phone"] as const) {
    await page.setViewportSize(VIEWPORTS[name]);
    await look(name);
  }
}

async function listenTo(context: BrowserContext, complaints: string[], origins: ReadonlySet<string>): Promise<void> {
  await context.exposeBinding("reportPolicyViolation", (_source, text: string) => void complaints.push(`policy: ${text}`));
  await context.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) => {
      const { effectiveDirective, blockedURI, sourceFile, lineNumber } = event;
      const report: unknown = Reflect.get(globalThis, "reportPolicyViolation"); // the binding made just above
      if (typeof report === "function") report(`${effectiveDirective} blocked ${blockedURI} (${sourceFile}:${lineNumber})`);
    });
  });
  // What the browser itself says about a worker, violations of its policy from the first line on, reaches the log of its
  // page and nothing else.
  context.on("page", (page) => void listenToWorkers(context, page, complaints));
  context.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(`console ${message.type()}: ${message.text()}`);
  });
  context.on("weberror", (error) => void complaints.push(`uncaught: ${error.error().message}`));
  context.on("request", (request) => {
    const url = new URL(request.url());
    const local = url.protocol === "blob:" || url.protocol === "data:";
    if (!local && !origins.has(url.origin)) complaints.push(`foreign request: ${url.href}`);
  });
  context.on("requestfailed", (request) => {
    complaints.push(`failed request: ${request.url()} ${request.failure()?.errorText ?? ""}`);
  });
  context.on("response", (response) => {
    if (response.status() >= 400 && origins.has(new URL(response.url()).origin)) complaints.push(`${response.status()}: ${response.url()}`);
  });
}

async function listenToWorkers(context: BrowserContext, page: Page, complaints: string[]): Promise<void> {
  try {
    const session = await context.newCDPSession(page);
    session.on("Log.entryAdded", ({ entry }) => {
      if (entry.source === "worker" && (entry.level === "error" || entry.level === "warning")) complaints.push(`worker ${entry.level}: ${entry.text}`);
    });
    await session.send("Log.enable"); // gives what was said before as well
  } catch (error) {
    if (!page.isClosed()) throw error;
  }
}
