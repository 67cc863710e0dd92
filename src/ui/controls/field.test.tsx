// @vitest-environment happy-dom
import { expect, test, vi } from "vitest";
import { mount, typeInto } from "../testing/mount.tsx";
import { Select, TextField } from "./field.tsx";

test("label, hint and error belong to the control", async () => {
  const { container, get } = await mount(
    <TextField label="As of" hint="in UTC" error="2025-02-30 is not in the calendar" value="2025-02-30" onChange={() => undefined} />,
  );
  const input = get("input");
  expect(get("label").getAttribute("for")).toBe(input.id);
  expect(input.getAttribute("aria-invalid")).toBe("true");
  const described = (input.getAttribute("aria-describedby") ?? "").split(" ").map((id) => container.querySelector(`[id="${id}"]`)?.textContent);
  expect(described).toEqual(["in UTC", "2025-02-30 is not in the calendar"]);
});

test("the live region for the error is there before the error", async () => {
  const { container, get } = await mount(<TextField label="As of" value="" onChange={() => undefined} />);
  expect(container.querySelectorAll('[aria-live="polite"]')).toHaveLength(1);
  expect(get("input").hasAttribute("aria-invalid")).toBe(false);
  expect(get("input").hasAttribute("aria-describedby")).toBe(false);
});

test("typing is told as text; nothing corrects a digest", async () => {
  const changed = vi.fn();
  const { get, does } = await mount(<TextField code label="Digest" value="" onChange={changed} />);
  await does(() => typeInto(get("input"), "6f26"));
  expect(changed).toHaveBeenCalledWith("6f26");
  expect(get("input").getAttribute("spellcheck")).toBe("false");
});

test("a choice is told as one of the values that it was given", async () => {
  const chosen = vi.fn();
  const options = [{ value: "a", label: "A" }, { value: "b", label: "B" }] as const;
  const { get, does } = await mount(<Select label="Kind" value="a" options={options} onChange={chosen} />);
  await does(() => {
    const select = get("select");
    if (select instanceof HTMLSelectElement) select.value = "b";
    select.dispatchEvent(new Event("change", { bubbles: true }));
  });
  expect(chosen).toHaveBeenCalledWith("b");
});
