// @vitest-environment happy-dom
import { expect, test, vi } from "vitest";
import { mount } from "../testing/mount.tsx";
import { Dialog } from "./dialog.tsx";

test("it is modal, has the name of its title, and holds nothing while it is shut", async () => {
  const modal = vi.spyOn(HTMLDialogElement.prototype, "showModal");
  const { get, text, rerender, container } = await mount(<Dialog open={false} onClose={() => undefined} title="Delete it?">Gone for good.</Dialog>);
  expect(text()).toBe("");
  await rerender(<Dialog open onClose={() => undefined} title="Delete it?">Gone for good.</Dialog>);
  expect(modal).toHaveBeenCalledOnce();
  expect(container.querySelector(`[id="${get("dialog").getAttribute("aria-labelledby")}"]`)?.textContent).toBe("Delete it?");
  await rerender(<Dialog open={false} onClose={() => undefined} title="Delete it?">Gone for good.</Dialog>);
  expect(get("dialog").hasAttribute("open")).toBe(false);
});

test("Esc, the cross and a press beside it ask the caller to close it", async () => {
  const close = vi.fn();
  const { get, does } = await mount(<Dialog open onClose={close} title="x">y</Dialog>);
  const cancel = new Event("cancel", { cancelable: true });
  await does(() => get("dialog").dispatchEvent(cancel));
  expect(cancel.defaultPrevented).toBe(true);
  await does(() => get('[aria-label="Close"]').click());
  await does(() => get("dialog").dispatchEvent(new MouseEvent("mousedown", { bubbles: true })));
  expect(close).toHaveBeenCalledTimes(3);
});

test("a press inside, and a file picker that is cancelled inside, leave it open", async () => {
  const close = vi.fn();
  const { get, does } = await mount(<Dialog open onClose={close} title="x"><input type="file" /></Dialog>);
  await does(() => get("input").dispatchEvent(new MouseEvent("mousedown", { bubbles: true })));
  await does(() => get("input").dispatchEvent(new Event("cancel", { bubbles: true })));
  expect(close).not.toHaveBeenCalled();
});
