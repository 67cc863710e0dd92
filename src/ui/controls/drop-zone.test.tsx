// @vitest-environment happy-dom
import { expect, test, vi } from "vitest";
import { mount } from "../testing/mount.tsx";
import { DropZone } from "./drop-zone.tsx";

/** happy-dom has no drag events of its own; the zone reads nothing but these members. */
function drag(type: string, types: readonly string[]): Event & { readonly transfer: DataTransfer } {
  const transfer = { types, dropEffect: "none" } as unknown as DataTransfer; // only what the zone reads
  const event = new Event(type, { bubbles: true, cancelable: true });
  return Object.assign(event, { dataTransfer: transfer, clipboardData: transfer, transfer });
}

test("dropped files are handed over as the browser gave them", async () => {
  const took = vi.fn();
  const { get, does } = await mount(<DropZone label="Drop here" onTransfer={took}>or choose</DropZone>);
  const event = drag("drop", ["Files"]);
  await does(() => get("section").dispatchEvent(event));
  expect(took).toHaveBeenCalledExactlyOnceWith(event.transfer);
  expect(event.defaultPrevented).toBe(true);
});

test("files dropped beside it do not replace the page, and are not taken", async () => {
  const took = vi.fn();
  const { does } = await mount(<DropZone label="Drop here" onTransfer={took}>or choose</DropZone>);
  const event = drag("drop", ["Files"]);
  await does(() => document.body.dispatchEvent(event));
  expect(event.defaultPrevented).toBe(true);
  expect(took).not.toHaveBeenCalled();
});

test("with the whole page as target they are taken", async () => {
  const took = vi.fn();
  const { does } = await mount(<DropZone wholePage label="Drop here" onTransfer={took}>or choose</DropZone>);
  await does(() => document.body.dispatchEvent(drag("drop", ["Files"])));
  expect(took).toHaveBeenCalledOnce();
});

test("text that is dragged about is left alone", async () => {
  const took = vi.fn();
  const { get, does } = await mount(<DropZone label="Drop here" onTransfer={took}>or choose</DropZone>);
  const event = drag("drop", ["text/plain"]);
  await does(() => get("section").dispatchEvent(event));
  expect(event.defaultPrevented).toBe(false);
  expect(took).not.toHaveBeenCalled();
});

test("it shows that it would take what is held over it", async () => {
  const { get, does } = await mount(<DropZone label="Drop here" onTransfer={() => undefined}>or choose</DropZone>);
  await does(() => get("section").dispatchEvent(drag("dragover", ["Files"])));
  expect(get("section").dataset["over"]).toBe("true");
  await does(() => document.body.dispatchEvent(drag("dragover", ["Files"])));
  expect(get("section").dataset["over"]).toBeUndefined();
});

test("whoever cannot drag can reach it and paste", async () => {
  const took = vi.fn();
  const { get, does } = await mount(<DropZone label="Drop here" onTransfer={took}>or choose</DropZone>);
  expect(get("section").tabIndex).toBe(0);
  await does(() => get("section").dispatchEvent(drag("paste", ["Files"])));
  expect(took).toHaveBeenCalledOnce();
});
