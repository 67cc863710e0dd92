// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { mount } from "../testing/mount.tsx";
import { Page } from "./page.tsx";
import { PageTitleContext } from "./page-title.ts";
import { Sheet } from "./sheet.tsx";
import { Steps } from "./steps.tsx";
import { Table } from "./table.tsx";

const STEPS = [
  { id: "review", label: "Review", href: "#/a", done: true },
  { id: "compare", label: "Compare", href: "#/b", done: false },
  { id: "sign", label: "Sign", done: false },
];

test("a ceremony shows where one is, and on a phone in one line", async () => {
  const { get, container, text } = await mount(<Steps label="Signing root 13" steps={STEPS} current="compare" />);
  expect(get('[aria-current="step"]').textContent).toBe("2Compare");
  expect(text()).toContain("2 of 3: Compare");
  expect(text()).toContain("Review, done");
  expect(container.querySelectorAll("a")).toHaveLength(2);
});

test("a stacked table is still a table: its roles are spelled out, and each value knows its name", async () => {
  const { container, get } = await mount(
    <Table
      label="Findings"
      rows={[{ id: "1", what: "shared key" }]}
      rowKey={(row) => row.id}
      columns={[
        { id: "what", head: "What", lead: true, cell: (row) => row.what },
        { id: "id", head: "Number", cell: (row) => row.id },
      ]}
    />,
  );
  expect(get('[role="table"]').getAttribute("aria-label")).toBe("Findings");
  expect(container.querySelectorAll('[role="columnheader"]')).toHaveLength(2);
  expect(get('[role="rowheader"]').textContent).toBe("shared key");
  expect(get('[role="cell"]').getAttribute("data-head")).toBe("Number");
});

test("an empty table says what that means", async () => {
  const { text, container } = await mount(<Table label="Findings" rows={[]} rowKey={String} columns={[]} empty="Nothing was found." />);
  expect(text()).toBe("Nothing was found.");
  expect(container.querySelector("table")).toBeNull();
});

test("a sheet is a region with the name of its title", async () => {
  const { get, container } = await mount(<Sheet title="Signatures">x</Sheet>);
  expect(container.querySelector(`[id="${get("section").getAttribute("aria-labelledby")}"]`)?.textContent).toBe("Signatures");
});

test("a screen says its name again after a navigation that leaves it mounted", async () => {
  const said: string[] = [];
  const onTitle = (title: string): void => void said.push(title);
  const page = <Page title="Root 13" />;
  const { rerender } = await mount(<PageTitleContext value={{ onTitle, navigation: 0 }}>{page}</PageTitleContext>);
  await rerender(<PageTitleContext value={{ onTitle, navigation: 1 }}>{page}</PageTitleContext>);
  expect(said).toEqual(["Root 13", "Root 13"]);
});
