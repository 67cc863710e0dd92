// @vitest-environment happy-dom
import type { ReactNode } from "react";
import { expect, test } from "vitest";
import { mount } from "../testing/mount.tsx";
import { Announcer, useAnnounce } from "./announcer.tsx";

function Speaker(): ReactNode {
  const announce = useAnnounce();
  return <button type="button" data-speak="" onClick={() => announce("Signature added and verified.")}>Sign</button>;
}

test("a message stands in the polite live region that was there before it, and can be dismissed", async () => {
  const { get, does } = await mount(<Announcer><Speaker /></Announcer>);
  const region = get('[role="status"][aria-live="polite"]');
  expect(region.textContent).toBe("");
  await does(() => get("[data-speak]").click());
  expect(region.textContent).toBe("Signature added and verified.");
  await does(() => get('[aria-label="Dismiss this message"]').click());
  expect(region.textContent).toBe("");
});

test("it goes by itself, but not while it is pointed at", async () => {
  const { get, does } = await mount(<Announcer visibleForMs={20}><Speaker /></Announcer>);
  const region = get('[role="status"]');
  await does(() => get("[data-speak]").click());
  await does(() => region.dispatchEvent(new MouseEvent("mouseover", { bubbles: true })));
  await does(() => new Promise((resolve) => setTimeout(resolve, 60)));
  expect(region.textContent).toContain("verified");
  await does(() => region.dispatchEvent(new MouseEvent("mouseout", { bubbles: true, relatedTarget: document.body })));
  await does(() => new Promise((resolve) => setTimeout(resolve, 60)));
  expect(region.textContent).toBe("");
});
