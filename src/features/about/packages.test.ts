import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { BUNDLED_PACKAGES } from "./packages.ts";

test("there is a licence for everything that the app is built from", () => {
  expect(BUNDLED_PACKAGES.length).toBeGreaterThan(5);
  expect(BUNDLED_PACKAGES.filter((bundled) => bundled.licence === "")).toEqual([]);
});

test.each(BUNDLED_PACKAGES)("$name is installed as $version under $licence", ({ name, version, licence }) => {
  const path = new URL(`../../../node_modules/${name}/package.json`, import.meta.url);
  const installed = JSON.parse(readFileSync(path, "utf8")) as { readonly version: string; readonly license: string }; // npm requires both
  expect({ version: installed.version, licence: installed.license }).toEqual({ version, licence });
});
