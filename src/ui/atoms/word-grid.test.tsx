// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { mount } from "../testing/mount.tsx";
import { DigestText } from "./digest-text.tsx";
import { WordGrid } from "./word-grid.tsx";

const words = Array.from({ length: 32 }, (_, index) => `word${index}`);
const digest = Array.from({ length: 32 }, (_, index) => index.toString(16).padStart(2, "0")).join("");

test("32 words stand in four numbered rows of eight, in their order", async () => {
  const { container } = await mount(<WordGrid words={words} />);
  const rows = [...container.querySelectorAll(":scope > div > ol > li")];
  expect(rows.map((row) => row.querySelectorAll("ol > li").length)).toEqual([8, 8, 8, 8]);
  expect(rows.map((row) => row.querySelector("span")?.textContent)).toEqual(["Row 1", "Row 2", "Row 3", "Row 4"]);
  expect([...container.querySelectorAll("ol ol > li")].map((word) => word.textContent)).toEqual(words);
});

test("the rows of the digest hold the same bytes as the rows of words", async () => {
  const { container } = await mount(<DigestText rows value={digest} label="SHA-256" />);
  const rows = [...container.querySelectorAll("ol > li > span:last-child")].map((row) => row.textContent);
  expect(rows).toEqual([digest.slice(0, 16), digest.slice(16, 32), digest.slice(32, 48), digest.slice(48)]);
});

test("a digest is never cut short", async () => {
  expect((await mount(<DigestText value={digest} label="SHA-256" />)).text()).toContain(digest);
});
