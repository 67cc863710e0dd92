// @vitest-environment happy-dom
import { expect, test, vi } from "vitest";
import { mount } from "../testing/mount.tsx";
import { CopyButton } from "./copy-button.tsx";

function clipboard(writeText: (text: string) => Promise<void>): void {
  vi.stubGlobal("navigator", { clipboard: { writeText } });
}

test("it copies the exact value, and says that it did", async () => {
  const write = vi.fn(async () => undefined);
  clipboard(write);
  const { get, does, text } = await mount(<CopyButton value="6f26" what="key id" />);
  expect(text()).toBe("Copy key id");
  await does(() => get("button").click());
  expect(write).toHaveBeenCalledWith("6f26");
  expect(text()).toBe("Copied key id");
});

test("a refusal is not called a copy", async () => {
  clipboard(() => Promise.reject(new DOMException("denied", "NotAllowedError")));
  const { get, does, text } = await mount(<CopyButton value="6f26" what="key id" />);
  await does(() => get("button").click());
  expect(text()).toBe("Not copied key id");
});
