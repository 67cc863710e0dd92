// @vitest-environment happy-dom
import { useEffect, useState, type ReactNode } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { instantFromMs } from "../lib/utc-instant.ts";
import { mount, unmount } from "../ui/testing/mount.tsx";
import type { Mounted } from "../ui/testing/mount.tsx";
import { Page } from "../ui/layout/page.tsx";
import type { Route } from "../workspace/routes.ts";
import { App } from "./app.tsx";
import { errorReport } from "./error-boundary.tsx";
import { NotFound } from "./not-found.tsx";

const build = { version: "0.1.0", digest: "6533baad79c6" } as const;
const clockActions = { readNow: () => instantFromMs(0), onNow: () => undefined, onAsOf: () => undefined } as const;
let broken = false;

function Screen({ route }: { readonly route: Route }): ReactNode {
  if (broken && route.name === "keys") throw new TypeError("a defect of ours");
  return <Page title={`Screen ${route.name}`} />;
}

/** Puts another heading in the place of the first before anything was drawn, as a screen does that has its answer at once. */
function HastyScreen(): ReactNode {
  const [shown, setShown] = useState("Waiting");
  useEffect(() => void Promise.resolve("Answered").then(setShown), []);
  return <Page key={shown} title={shown} />;
}

function open(): Promise<Mounted> {
  return mount(
    <App
      useShellModel={() => ({ repository: undefined, keyCount: undefined, peopleCount: undefined, clock: { kind: "now" }, build })}
      clockActions={clockActions}
      screen={(route, path) => (route === undefined ? <NotFound path={path} /> : route.name === "self-test" ? <HastyScreen /> : <Screen route={route} />)}
    />,
  );
}

async function goTo(mounted: Mounted, hash: string): Promise<void> {
  await mounted.does(() => {
    location.hash = hash;
    window.dispatchEvent(new Event("hashchange"));
  });
}

beforeEach(() => {
  broken = false;
  location.hash = "";
});
afterEach(async () => {
  await unmount();
  location.hash = "";
});

test("each screen names the window; its heading takes focus after a navigation, not on first load", async () => {
  const app = await open();
  expect(document.title).toBe("Screen open · Countersign");
  expect(document.activeElement).toBe(document.body);
  await goTo(app, "#/about");
  expect(document.title).toBe("Screen about · Countersign");
  expect(document.activeElement).toBe(app.get("h1"));
});

test("focus comes to the heading also where the screen stays mounted and only its subject changes", async () => {
  const app = await open();
  await goTo(app, "#/r/x/roles/root");
  app.get("nav a").focus();
  await goTo(app, "#/r/x/roles/targets");
  expect(document.activeElement).toBe(app.get("h1"));
});

test("focus comes to the heading that is drawn, where one took the place of another before", async () => {
  const app = await open();
  const scrolled = vi.spyOn(window, "scrollTo");
  await goTo(app, "#/self-test");
  await vi.waitFor(() => expect(document.activeElement).toBe(app.get("h1")));
  expect(app.get("h1").textContent).toBe("Answered");
  expect(scrolled).toHaveBeenCalledTimes(1);
});

test("a window that draws nothing for a while, as one that is hidden, gives focus to the last screen alone", async () => {
  const app = await open();
  const frames = new Map<number, FrameRequestCallback>();
  vi.spyOn(window, "requestAnimationFrame").mockImplementation((draw) => (frames.set(frames.size + 1, draw), frames.size));
  vi.spyOn(window, "cancelAnimationFrame").mockImplementation((frame) => void frames.set(frame, () => undefined));
  await goTo(app, "#/about");
  await goTo(app, "#/r/x/roles/root");
  await goTo(app, "#/keys");
  const scrolled = vi.spyOn(window, "scrollTo");
  for (const draw of frames.values()) draw(0);
  expect(document.activeElement).toBe(app.get("h1"));
  expect(scrolled).toHaveBeenCalledTimes(1);
});

test("an address that names no screen is shown as text", async () => {
  const app = await open();
  await goTo(app, "#/nothing/<b>");
  expect(app.text()).toContain("Nothing stands at this address");
  expect(app.container.querySelectorAll("main b")).toHaveLength(0);
});

test("a screen that breaks says so, keeps the shell, and another screen is a way out", async () => {
  vi.spyOn(console, "error").mockImplementation(() => undefined); // React reports what the boundary catches
  broken = true;
  const app = await open();
  await goTo(app, "#/keys");
  expect(app.text()).toContain("This screen has stopped");
  expect(app.text()).toContain("TypeError: a defect of ours");
  expect(app.get('[role="alert"]')).toBeDefined();
  await goTo(app, "#/about");
  expect(app.get("h1").textContent).toBe("Screen about");
});

test("it can be drawn again", async () => {
  vi.spyOn(console, "error").mockImplementation(() => undefined); // as above
  broken = true;
  const app = await open();
  await goTo(app, "#/keys");
  broken = false;
  const again = [...app.container.querySelectorAll("button")].find((button) => button.textContent === "Draw it again");
  await app.does(() => again?.click());
  expect(app.get("h1").textContent).toBe("Screen keys");
});

test("the report names the build and the fault, and not what was on screen", () => {
  const report = errorReport(new TypeError("a defect"), "at Screen", build);
  expect(report).toContain("build 6533baad79c6");
  expect(report).toContain("TypeError: a defect");
  expect(report).not.toContain("#/");
});
