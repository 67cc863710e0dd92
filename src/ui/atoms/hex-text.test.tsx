// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { mount } from "../testing/mount.tsx";
import { HexText } from "./hex-text.tsx";

const ID = "6f260089d5923daf20b21e663dbb71842b666a4e6f2d2b0c8d2a1f9e0c5b7d34";

test("the whole value stands in the page without typed gaps, so that selecting copies it", async () => {
  expect((await mount(<HexText value={ID} />)).text()).toBe(ID);
});

test("it is drawn in groups of four", async () => {
  const { container } = await mount(<HexText value="00112233445566778" />);
  const groups = [...container.querySelectorAll("wbr")].map((wbr) => wbr.previousElementSibling?.textContent);
  expect(groups).toContain("0011");
  expect(groups).toContain("8");
});

test("the short form keeps the whole value for copying, hovering and reading aloud", async () => {
  const { container, get } = await mount(<HexText value={ID} short />);
  expect(get("[title]").title).toBe(ID);
  expect(get('[aria-hidden="true"]').textContent).toBe("6f260089…7d34");
  const aloud = [...container.querySelectorAll("span")].some((span) => span.textContent === ID && span.closest('[aria-hidden="true"]') === null);
  expect(aloud).toBe(true);
});

test("an id that is not hex is foreign text, shown whole even where short is asked for", async () => {
  const { text } = await mount(<HexText value={"sha256:\u202e0123456789abcdef0123456789"} short />);
  expect(text()).toBe("sha256:⟨U+202E⟩0123456789abcdef0123456789");
});
