import fc from "fast-check";
import { expect, test } from "vitest";
import { DRAFT_STEPS, hrefTo, parseRoute } from "./routes.ts";
import type { Route } from "./routes.ts";

const name: fc.Arbitrary<string> = fc.string({ unit: "binary" }).map((text) => text.toWellFormed());
const filled: fc.Arbitrary<string> = name.filter((text) => text !== "");
const route: fc.Arbitrary<Route> = fc.oneof(
  fc.constantFrom<Route>({ name: "open" }, { name: "keys" }, { name: "people" }, { name: "self-test" }, { name: "about" }),
  filled.map((repository): Route => ({ name: "overview", repository })),
  filled.map((repository): Route => ({ name: "targets", repository })),
  fc.tuple(filled, name).map(([repository, role]): Route => ({ name: "role", repository, role })),
  fc
    .tuple(filled, filled, fc.constantFrom(...DRAFT_STEPS))
    .map(([repository, document, step]): Route => ({ name: "draft", repository, document, step })),
);

test("every route survives its own address, whatever its names hold", () => {
  fc.assert(fc.property(route, (given) => { expect(parseRoute(hrefTo(given).slice(1))).toEqual(given); }));
});

test("an address stays one line of ASCII without a second hash", () => {
  fc.assert(fc.property(route, (given) => { expect(hrefTo(given)).toMatch(/^#\/[!-~]*$/); }));
});

test("a role name with slashes, dots and percent signs is one segment", () => {
  const href = hrefTo({ name: "role", repository: "ab12", role: "../a/b%2F#?" });
  expect(href).toBe("#/r/ab12/roles/..%2Fa%2Fb%252F%23%3F");
});

test.each(["", "keys", "/keys/more", "/r", "/r/", "/r/x/draft", "/r/x/draft/d/skip", "/r/x/roles", "/r/x/targets/a", "/r/x/roles/a/b", "/r/%zz", "/nothing"])(
  "no screen is named by %j",
  (path) => expect(parseRoute(path)).toBeUndefined(),
);

test("no address makes the parser throw", () => {
  fc.assert(fc.property(fc.string(), (path) => void parseRoute(`/${path}`)));
});
