// @vitest-environment happy-dom
import { expect, test, vi } from "vitest";
import { mount } from "../testing/mount.tsx";
import { Button } from "./button.tsx";

test("a press does the act, and never sends a form by accident", async () => {
  const act = vi.fn();
  const { get, does } = await mount(<Button onClick={act}>Sign root 15</Button>);
  await does(() => get("button").click());
  expect(act).toHaveBeenCalledOnce();
  expect(get("button").getAttribute("type")).toBe("button");
});

test("while busy it keeps its place and focus, says so, and ignores presses", async () => {
  const act = vi.fn();
  const { get, does } = await mount(<Button busy onClick={act}>Sign</Button>);
  await does(() => get("button").click());
  expect(act).not.toHaveBeenCalled();
  expect(get("button").getAttribute("aria-busy")).toBe("true");
  expect(get("button").hasAttribute("disabled")).toBe(false);
});

test("held by other work it looks as ever and ignores presses", async () => {
  const act = vi.fn();
  const { get, does, text } = await mount(<Button held onClick={act}>Choose files</Button>);
  await does(() => get("button").click());
  expect(act).not.toHaveBeenCalled();
  expect(get("button").getAttribute("aria-disabled")).toBe("true");
  expect(get("button").children.length).toBe(0);
  expect(text()).toBe("Choose files");
});

test("what cannot be pressed says why, to everybody", async () => {
  const act = vi.fn();
  const { get, does, container } = await mount(<Button unavailable="Compare the words first" onClick={act}>Sign</Button>);
  await does(() => get("button").click());
  expect(act).not.toHaveBeenCalled();
  const reason = container.querySelector(`[id="${get("button").getAttribute("aria-describedby")}"]`);
  expect(reason?.textContent).toBe("Compare the words first");
  expect(get("button").title).toBe("Compare the words first");
});

test("a button that sends a form is held back too", async () => {
  const send = vi.fn((event: { preventDefault: () => void }) => event.preventDefault());
  const { get, does } = await mount(
    <form onSubmit={send}>
      <Button type="submit" busy>Send</Button>
    </form>,
  );
  await does(() => get("button").click());
  expect(send).not.toHaveBeenCalled();
});
