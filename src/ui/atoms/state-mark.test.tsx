// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { mount } from "../testing/mount.tsx";
import { StateMark } from "./state-mark.tsx";
import type { StateKind } from "./state-mark.tsx";

const KINDS: readonly StateKind[] = ["ok", "warn", "bad", "unknown", "wait", "pen"];

test("each state has a word and a shape of its own: the colour is never alone", async () => {
  const shapes = new Set<string>();
  for (const kind of KINDS) {
    const { get, text } = await mount(<StateMark kind={kind}>word for {kind}</StateMark>);
    expect(text()).toBe(`word for ${kind}`);
    expect(get("svg").getAttribute("aria-hidden")).toBe("true");
    shapes.add(get("svg").innerHTML);
  }
  expect(shapes.size).toBe(KINDS.length);
});
