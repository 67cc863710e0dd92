// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { mount } from "../testing/mount.tsx";
import { LongList } from "./long-list.tsx";

const items = Array.from({ length: 100_000 }, (_, i) => `row ${i}`);

test("only rows near the window are in the page, and each says where it stands", async () => {
  const { container, get } = await mount(<LongList label="Rows" items={items} itemKey={(item) => item} rowPx={40} maxRows={10} row={(item) => item} />);
  const rows = [...container.querySelectorAll("li[aria-posinset]")];
  expect(rows.length).toBeLessThan(50);
  expect(rows[0]?.textContent).toBe("row 0");
  expect([rows[0]?.getAttribute("aria-posinset"), rows[0]?.getAttribute("aria-setsize")]).toEqual(["1", "100000"]);
  expect(get("ul").getAttribute("aria-label")).toBe("Rows");
});

test("a short list is as high as its rows, and is drawn whole", async () => {
  const { container } = await mount(<LongList label="Rows" items={items.slice(0, 3)} itemKey={(item) => item} rowPx={40} row={(item) => item} />);
  expect([...container.querySelectorAll("li")].map((row) => row.textContent)).toEqual(["row 0", "row 1", "row 2"]);
});
