import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const css = readFileSync(new URL("./tokens.css", import.meta.url), "utf8");
const tokens: ReadonlyMap<string, readonly [light: string, dark: string]> = new Map(
  [...css.matchAll(/--([\w-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)/g)].map(([, name = "", light = "", dark = ""]) => [
    name,
    [light, dark],
  ]),
);

const SURFACES = ["paper", "sheet", "well"];
const MEANINGS = ["ok", "warn", "bad", "unknown"];
/** Text on ground. */
const READ: readonly (readonly [string, string])[] = [
  ...["ink", "ink-2", "ink-3", "pen", "pen-strong"].flatMap((ink) => SURFACES.map((ground) => [ink, ground] as const)),
  ...MEANINGS.flatMap((m) => [...SURFACES, `trust-${m}-wash`].map((ground) => [`trust-${m}`, ground] as const)),
  ...[...MEANINGS.map((m) => `trust-${m}-wash`), "pen-wash"].flatMap((ground) => ["ink", "ink-2"].map((ink) => [ink, ground] as const)),
  ["pen", "pen-wash"],
  ["pen-strong", "pen-wash"],
  ["pen-ink", "pen"],
  ["pen-ink", "pen-strong"],
  ["trust-warn", "sheet"],
];
/** Edges of controls and signs. */
const SEEN: readonly (readonly [string, string])[] = [
  ...SURFACES.map((ground) => ["line-control", ground] as const),
  ...SURFACES.map((ground) => ["pen", ground] as const),
];

describe.each(["light", "dark"] as const)("in the %s scheme", (scheme) => {
  test.each(READ)("%s can be read on %s", (ink, ground) => {
    expect(contrast(colour(ink, scheme), colour(ground, scheme))).toBeGreaterThanOrEqual(4.5);
  });
  test.each(SEEN)("%s can be seen on %s", (edge, ground) => {
    expect(contrast(colour(edge, scheme), colour(ground, scheme))).toBeGreaterThanOrEqual(3);
  });
});

test("the measure of contrast is WCAG's", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
  expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
});

function colour(name: string, scheme: "light" | "dark"): string {
  const pair = tokens.get(name);
  if (pair === undefined) throw new Error(`no token --${name}`);
  return pair[scheme === "light" ? 0 : 1];
}

/** Source: WCAG 2.2, relative luminance and contrast ratio. */
function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
