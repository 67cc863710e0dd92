// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { mount } from "../testing/mount.tsx";
import { Why } from "./why.tsx";

const TEXT = { happened: "It would verify \u202eover. It is not counted.", evidence: "E.", signers: undefined, client: "C.", you: "Y." };

function open(details: HTMLElement, to: boolean): void {
  details.toggleAttribute("open", to); // which tells React, by the event
}

test("nothing is asked before it is opened, and then once", async () => {
  let asked = 0;
  let answer: (text: typeof TEXT) => void = () => undefined;
  const screen = await mount(<Why about="the signature by @lance" ask={() => { asked++; return new Promise((resolve) => { answer = resolve; }); }} />);
  const details = screen.get("details");
  expect([asked, screen.get("summary").textContent]).toEqual([0, "Why? What is the matter with the signature by @lance"]);
  await screen.does(() => open(details, true));
  expect(asked).toBe(1);
  expect(screen.get("[role=status]").textContent).toContain("Looking for what would verify");
  await screen.does(() => answer(TEXT));
  await screen.does(() => open(details, false));
  await screen.does(() => open(details, true));
  expect(asked).toBe(1);
  const { textContent } = screen.get("[role=status]");
  expect(textContent).toContain("It is not counted.");
  expect(textContent).not.toContain("\u202e");
  expect([...screen.container.querySelectorAll("dt")].map((term) => term.textContent)).toEqual(["Evidence", "Clients", "You"]);
});
