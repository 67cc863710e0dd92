// @vitest-environment happy-dom
import { expect, test, vi } from "vitest";
import { mount } from "../testing/mount.tsx";
import { FileButton } from "./file-button.tsx";

test("the button opens the browser's picker, and what was chosen is handed over", async () => {
  const took = vi.fn();
  const { get, does } = await mount(<FileButton onFiles={took}>Choose files</FileButton>);
  const opened = vi.fn();
  get("input").addEventListener("click", opened);
  await does(() => get("button").click());
  expect(opened).toHaveBeenCalledOnce();
  const file = new File(["{}"], "root.json");
  Object.defineProperty(get("input"), "files", { value: [file], configurable: true });
  await does(() => get("input").dispatchEvent(new Event("change", { bubbles: true })));
  expect(took).toHaveBeenCalledWith([file]);
});

test("a folder is asked for in the one way that every browser knows", async () => {
  const { get } = await mount(<FileButton folder onFiles={() => undefined}>Choose a folder</FileButton>);
  expect(get("input").hasAttribute("webkitdirectory")).toBe(true);
});
