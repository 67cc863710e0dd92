import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { expect, test } from "vitest";

const SRC = join(import.meta.dirname, "..");
const files = ["ui", "app", "features"].flatMap((folder) =>
  readdirSync(join(SRC, folder), { recursive: true, encoding: "utf8" }).map((file) => join(SRC, folder, file)),
);
const sheets = files.filter((file) => file.endsWith(".module.css"));
const code = files.filter((file) => file.endsWith(".tsx"));
const tokens = readFileSync(join(SRC, "ui/tokens.css"), "utf8");

test("there are sheets to look at", () => {
  expect(sheets.length).toBeGreaterThan(20);
});

test("every class that a component names stands in its sheet, as nothing else would notice a slip", () => {
  const missing = code.flatMap((file) => {
    const text = readFileSync(file, "utf8");
    return [...text.matchAll(/import (\w+) from "(\.[^"]+\.module\.css)"/g)].flatMap(([, name = "", path = ""]) => {
      const sheet = readFileSync(join(dirname(file), path), "utf8");
      const used = [...text.matchAll(new RegExp(`(?<![./\\w-])${name}\\.(\\w+)`, "g"))].map(([, used = ""]) => used);
      return used.filter((used) => !new RegExp(`\\.${used}\\b`).test(sheet)).map((used) => `${basename(file)}: .${used}`);
    });
  });
  expect(missing).toEqual([]);
});

test("colours stand in the token file alone", () => {
  const strays = sheets.filter((sheet) => /#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)\(/i.test(readFileSync(sheet, "utf8")));
  expect(strays.map((sheet) => basename(sheet))).toEqual([]);
});

test("every token that a sheet reads is defined, there or in the sheet's own component", () => {
  const unknown = sheets.flatMap((sheet) => {
    const text = readFileSync(sheet, "utf8");
    const users = code.map((file) => readFileSync(file, "utf8")).filter((file) => file.includes(`/${basename(sheet)}"`));
    const isDefined = (name: string): boolean => tokens.includes(`${name}:`) || new RegExp(`(?<![\\w-])${name}:`).test(text) || users.some((file) => file.includes(`"${name}":`));
    return [...text.matchAll(/var\((--[\w-]+)/g)].map(([, name = ""]) => name).filter((name) => !isDefined(name)).map((name) => `${basename(sheet)}: ${name}`);
  });
  expect(unknown).toEqual([]);
});

test("nothing is rendered as markup from a string", () => {
  expect(code.filter((file) => readFileSync(file, "utf8").includes("dangerouslySetInner")).map((file) => basename(file))).toEqual([]);
});
