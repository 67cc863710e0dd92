// @vitest-environment happy-dom
import fc from "fast-check";
import { expect, test } from "vitest";
import { mount } from "../testing/mount.tsx";
import { foreignRuns } from "./foreign-runs.ts";
import { ForeignText } from "./foreign-text.tsx";

const named = (text: string): readonly string[] => foreignRuns(text).flatMap((run) => (run.kind === "named" ? [run.name] : []));

test("the runs, joined, are the text: nothing is lost and nothing is added", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(foreignRuns(text).map((run) => run.text).join("")).toBe(text);
    }),
  );
});

test.each([
  ["a right-to-left override", "safe\u202egnp.exe", ["U+202E"]],
  ["a bidi isolate", "a\u2066b\u2069", ["U+2066", "U+2069"]],
  ["a zero width space", "ro\u200bot", ["U+200B"]],
  ["a control", "a\u0000\u001bb", ["U+0000", "U+001B"]],
  ["a line break", "a\nb", ["U+000A"]],
  ["a no-break space", "a\u00a0b", ["U+00A0"]],
  ["a tag character", "a\u{e0041}", ["U+E0041"]],
  ["a Hangul filler", "a\u3164b", ["U+3164"]],
  ["a lone surrogate", "a\ud800b", ["U+D800"]],
  ["spaces at the edges", " root ", ["space", "space"]],
  ["marks that paint over other lines", "a\u0301\u0301\u0301", ["U+0301"]],
  ["a mark with no letter", "\u0301a", ["U+0301"]],
])("%s is named", (_what, text, names) => {
  expect(named(text)).toEqual(names);
});

test.each(["npm-provenance/*", "@bobcallaway", "Zoë", "日本語", "مفتاح", "root 13"])("%j is drawn as it is", (text) => {
  expect(named(text)).toEqual([]);
});

test("markup and addresses stay text, in a direction of their own", async () => {
  const { container, text } = await mount(<ForeignText text={'<a href="https://example.org">x</a><img src=x>'} />);
  expect(text()).toBe('<a href="https://example.org">x</a><img src=x>');
  expect(container.querySelectorAll("a, img")).toHaveLength(0);
  expect(container.querySelectorAll("bdi")).toHaveLength(1);
});

test("an empty text is said to be empty", async () => {
  expect((await mount(<ForeignText text="" />)).text()).toBe("⟨empty⟩");
});

test("a very long text is cut at first, and says how long it is", async () => {
  const { get, text, does } = await mount(<ForeignText text={"x".repeat(5000)} />);
  expect(text()).toContain("show all 5,000 characters");
  await does(() => get("button").click());
  expect(text()).toBe("x".repeat(5000));
});
