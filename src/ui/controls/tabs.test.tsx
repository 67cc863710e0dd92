// @vitest-environment happy-dom
import { useState } from "react";
import type { ReactNode } from "react";
import { expect, test } from "vitest";
import { mount } from "../testing/mount.tsx";
import { TabLinks, Tabs } from "./tabs.tsx";

type View = "raw" | "canonical" | "diff";
const TABS = [{ id: "raw", label: "Raw" }, { id: "canonical", label: "Canonical" }, { id: "diff", label: "Diff" }] as const;

function Example(): ReactNode {
  const [view, setView] = useState<View>("raw");
  return <Tabs label="Views" tabs={TABS} selected={view} onSelect={setView}>panel of {view}</Tabs>;
}

test("the list is one stop for Tab, and the panel is named by the chosen tab", async () => {
  const { container, get } = await mount(<Example />);
  expect([...container.querySelectorAll('[role="tab"]')].map((tab) => tab.getAttribute("tabindex"))).toEqual(["0", "-1", "-1"]);
  expect(get('[role="tabpanel"]').getAttribute("aria-labelledby")).toBe(get('[aria-selected="true"]').id);
});

test.each([
  [["ArrowRight"], "canonical"],
  [["ArrowLeft"], "diff"],
  [["End"], "diff"],
  [["End", "ArrowRight"], "raw"],
  [["End", "Home"], "raw"],
  [["x"], "raw"],
])("%j leads to %s, and focus goes with it", async (keys, view) => {
  const { get, does, text } = await mount(<Example />);
  get('[data-tab="raw"]').focus();
  for (const key of keys) await does(() => document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true })));
  expect(text()).toContain(`panel of ${view}`);
  expect(document.activeElement).toBe(get(`[data-tab="${view}"]`));
});

test("views with an address are links, and the current one says so", async () => {
  const { get } = await mount(<TabLinks label="Views" links={[{ href: "#/a", label: "A", current: true }, { href: "#/b", label: "B", current: false }]} />);
  expect(get('[aria-current="page"]').getAttribute("href")).toBe("#/a");
});
