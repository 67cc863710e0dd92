// @vitest-environment happy-dom
import { expect, test, vi } from "vitest";
import { instantFromMs } from "../lib/utc-instant.ts";
import { mount, typeInto } from "../ui/testing/mount.tsx";
import type { Mounted } from "../ui/testing/mount.tsx";
import { anchorWords } from "./anchor-mark.tsx";
import { Shell } from "./shell.tsx";
import type { ClockActions, RepositoryNav, ShellModel } from "./shell-model.ts";

const NOW = instantFromMs(Date.UTC(2025, 6, 9, 13, 6));
const repository: RepositoryNav = {
  id: "ab12",
  name: "Sigstore\u202e",
  practice: false,
  anchor: { kind: "confirmed", rootVersion: 1, at: NOW },
  roles: [{ role: "root" }, { role: "a/b" }],
  inbox: [{ document: "root-13", title: "root 13", standing: "yours" }],
};
const model: ShellModel = { repository, keyCount: 3, peopleCount: 2, clock: { kind: "now" }, build: { version: "0.1.0", digest: "6533baad79c6" } };

function actions(over: Partial<ClockActions> = {}): ClockActions {
  return { readNow: () => NOW, onNow: () => undefined, onAsOf: () => undefined, ...over };
}

function show(given: Partial<ShellModel>, clockActions: ClockActions = actions()): Promise<Mounted> {
  return mount(
    <Shell model={{ ...model, ...given }} route={{ name: "draft", repository: "ab12", document: "root-13", step: "sign" }} clockActions={clockActions}>
      <h1>Screen</h1>
    </Shell>,
  );
}

test("every step of a ceremony belongs to its entry in the navigation", async () => {
  const { get } = await show({});
  expect(get('[aria-current="page"]').getAttribute("href")).toBe("#/r/ab12/draft/root-13/review");
});

test("a repository's name is foreign text, here too", async () => {
  expect((await show({})).text()).toContain("Sigstore⟨U+202E⟩: anchored at root 1");
});

test("the usual case carries no banner", async () => {
  const { container } = await show({});
  expect(container.querySelectorAll('section[aria-label="Reference time"], section[aria-label="Practice"]')).toHaveLength(0);
});

test("a chosen reference time stands on every screen, and one press leads back", async () => {
  const onNow = vi.fn();
  const { get, text, does } = await show({ clock: { kind: "as-of", instant: NOW } }, actions({ onNow }));
  expect(text()).toContain("As of 2025-07-09 13:06 UTC, not now.");
  expect(text()).toContain("nothing can be signed in it");
  await does(() => get('section[aria-label="Reference time"] button').click());
  expect(onNow).toHaveBeenCalledOnce();
});

test("practice is marked on every screen", async () => {
  expect((await show({ repository: { ...repository, practice: true } })).text()).toContain("Practice.");
});

test("the clock shows the present and goes on without a live region", async () => {
  vi.useFakeTimers();
  let now = NOW;
  const { get, does } = await show({}, actions({ readNow: () => now }));
  const clock = get('button[aria-haspopup="dialog"]:not([aria-label])');
  expect(clock.textContent).toContain("Now 2025-07-09 13:06 UTC");
  now = instantFromMs(NOW + 60_000);
  await does(() => vi.advanceTimersByTimeAsync(1000));
  vi.useRealTimers();
  expect(clock.textContent).toContain("13:07 UTC");
  expect(clock.isConnected).toBe(true);
  expect(clock.closest("[aria-live]")).toBeNull();
});

test("a moment is chosen in words that are checked", async () => {
  const onAsOf = vi.fn();
  const { get, does, text } = await show({}, actions({ onAsOf }));
  await does(() => get('button[aria-haspopup="dialog"]:not([aria-label])').click());
  await does(() => typeInto(get("dialog input"), "2025-02-29 12:00"));
  await does(() => get('dialog button[type="submit"]').click());
  expect(text()).toContain("2025-02-29 is not in the calendar");
  expect(onAsOf).not.toHaveBeenCalled();
  await does(() => typeInto(get("dialog input"), "2025-02-28 12:00"));
  await does(() => get('dialog button[type="submit"]').click());
  expect(onAsOf).toHaveBeenCalledWith(Date.UTC(2025, 1, 28, 12));
});

test("the first stop leads past the navigation without touching the address", async () => {
  const { get, does } = await show({});
  const before = location.href;
  await does(() => get('a[href="#content"]').click());
  expect(document.activeElement).toBe(get("main"));
  expect(location.href).toBe(before);
});

test("nothing is green until the person has confirmed the anchor", () => {
  expect(anchorWords({ kind: "none" }).kind).toBe("unknown");
  expect(anchorWords({ kind: "unconfirmed", rootVersion: 1 }).kind).toBe("unknown");
  expect(anchorWords({ kind: "broken", rootVersion: 1 }).kind).toBe("bad");
  expect(anchorWords({ kind: "confirmed", rootVersion: 1, at: NOW }).kind).toBe("ok");
});
