// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import { mount, type Mounted } from "../../ui/testing/mount.tsx";
import type { CheckResult } from "../../workspace/self-test/check.ts";
import type { SelfTest } from "../../workspace/self-test/start-self-test.ts";
import { SelfTestScreen } from "./index.tsx";

const LIST = [
  { id: "vector-0", title: "Ed25519", group: "signatures", where: "worker" },
  { id: "passkeys", title: "Passkeys", group: "keys", where: "page" },
  { id: "policy", title: "Policy", group: "page", where: "page" },
] as const;
const RESULTS: Readonly<Record<string, CheckResult>> = {
  "vector-0": { state: "passed", words: "Both agree." },
  passkeys: { state: "not-asked", words: "Only asking tells." },
  policy: { state: "limited", words: "Only from the page." },
};

function fake(change: Partial<SelfTest> = {}): SelfTest & { stops: number } {
  return { stops: 0, list: async () => LIST, run: async (id) => RESULTS[id] ?? { state: "failed", words: "?" }, askPasskey: async () => ({ state: "passed", words: "Twice the same." }), stop() { this.stops++; }, ...change };
}

const show = (start: () => SelfTest): Promise<Mounted> =>
  mount(<SelfTestScreen start={start} build={{ version: "1.0.0", digest: "ab".repeat(32) }} browser="Test/1" readNow={() => "2026-11-26T12:00:00Z"} />);

const lines = (screen: Mounted): readonly string[] => [...screen.container.querySelectorAll<HTMLElement>("[data-check]")].map((line) => `${line.dataset["check"]} ${line.dataset["checkState"]}`);

describe("the self-test on screen", () => {
  it("shows each result as soon as it is there, with a shape and a word", async () => {
    let release: (result: CheckResult) => void = () => undefined;
    const test = fake({ run: (id) => (id === "passkeys" ? new Promise((resolve) => (release = resolve)) : Promise.resolve(RESULTS[id] ?? { state: "failed", words: "?" })) });
    const screen = await show(() => test);
    await screen.shows("1 of 3 checks done.");
    expect(lines(screen)).toEqual(["vector-0 passed", "passkeys running", "policy running"]);
    expect(screen.get('[data-check="vector-0"] [data-state="ok"] svg')).toBeDefined();
    await screen.does(() => release({ state: "failed", words: "It cannot." }));
    await screen.shows("One check failed. Do not trust a verdict, and sign nothing, in this browser");
    expect(lines(screen)).toEqual(["vector-0 passed", "passkeys failed", "policy limited"]);
  });

  it("asks an authenticator only when the person presses, and takes the answer in", async () => {
    const screen = await show(() => fake());
    await screen.shows("Nothing failed. One thing works here with limits");
    expect(lines(screen)).toContain("passkeys not-asked");
    await screen.does(() => screen.get('[data-check="passkeys"] button').click());
    await screen.shows("Twice the same.");
    expect(lines(screen)).toContain("passkeys passed");
  });

  it("gives a report to copy, and stops the worker when it runs again or is left", async () => {
    const tests: ReturnType<typeof fake>[] = [];
    const start = (): SelfTest => {
      const test = fake();
      tests.push(test);
      return test;
    };
    const screen = await show(start);
    await screen.shows("The report");
    expect(screen.get("pre").textContent).toContain("Limited   Policy (in the page): Only from the page.");
    await screen.does(() => [...screen.container.querySelectorAll("button")].find((button) => button.textContent?.includes("Run again"))?.click());
    expect(tests.map(({ stops }) => stops)).toEqual([1, 0]);
  });

  it("says so when the worker does not start", async () => {
    const screen = await show(() => fake({ list: async () => undefined }));
    await screen.shows("The worker of the self-test could not be started.");
  });
});
