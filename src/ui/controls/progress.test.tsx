// @vitest-environment happy-dom
import { expect, test, vi } from "vitest";
import { mount } from "../testing/mount.tsx";
import { Progress } from "./progress.tsx";

test("it says what is done and how much is left, and can be stopped", async () => {
  const stop = vi.fn();
  const { get, does, text } = await mount(<Progress label="Checking signatures" detail="212 of 1,004 documents" value={212} max={1004} onCancel={stop} />);
  expect(get("label").getAttribute("for")).toBe(get("progress").id);
  expect(get("progress").getAttribute("value")).toBe("212");
  expect(text()).toContain("212 of 1,004 documents");
  await does(() => get("button").click());
  expect(stop).toHaveBeenCalledOnce();
});

test("work of unknown length claims no value", async () => {
  expect((await mount(<Progress label="Reading" />)).get("progress").hasAttribute("value")).toBe(false);
});
