// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { mount } from "../testing/mount.tsx";
import { FaultPanel } from "./fault-panel.tsx";

test("a fault gives four answers and the rule", async () => {
  const { container, get } = await mount(
    <FaultPanel what="It went backwards." evidence="targets 9 after 12" client="It stops." you="Ask." spec="5.5.5" />,
  );
  const pairs = [...container.querySelectorAll("dt")].map((term) => [term.textContent, term.nextElementSibling?.textContent]);
  expect(get("h3").textContent).toBe("It went backwards.");
  expect(pairs.slice(0, 3)).toEqual([
    ["Evidence", "targets 9 after 12"],
    ["What a client does", "It stops."],
    ["What you can do", "Ask."],
  ]);
  expect(pairs[3]?.[1]).toContain("TUF 1.0.34, 5.5.5");
});

test("an answer that is not known is not made up", async () => {
  const { container } = await mount(<FaultPanel what="It could not be read." evidence="byte 12" />);
  expect([...container.querySelectorAll("dt")].map((term) => term.textContent)).toEqual(["Evidence"]);
});

test("only what has just happened interrupts a screen reader", async () => {
  expect((await mount(<FaultPanel what="x" alert />)).get("section").getAttribute("role")).toBe("alert");
  expect((await mount(<FaultPanel what="x" />)).get("section").getAttribute("role")).toBeNull();
});
