// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { mount } from "../testing/mount.tsx";
import { QuorumBar, QuorumRing } from "./quorum.tsx";
import { quorumState, quorumWords } from "./quorum-words.ts";

test.each([
  [{ signed: 2, threshold: 3, keys: 5 }, "open", "2 of 3 signed, 1 missing"],
  [{ signed: 3, threshold: 3, keys: 5 }, "met", "3 of 3 signed"],
  [{ signed: 5, threshold: 3, keys: 5 }, "met", "5 signed, 3 needed"],
  [{ signed: 0, threshold: 2, keys: 1 }, "impossible", "0 of 2 signed; only 1 key may sign"],
  [{ signed: 0, threshold: 1, keys: 0 }, "impossible", "0 of 1 signed; only 0 keys may sign"],
] as const)("%j is %s: %s", (count, state, words) => {
  expect(quorumState(count)).toBe(state);
  expect(quorumWords(count)).toBe(words);
});

test("the ring has one segment per key that may sign, thick when it has, and the threshold in the middle", async () => {
  const { container, get } = await mount(<QuorumRing signed={2} threshold={3} keys={5} />);
  const widths = [...container.querySelectorAll("path")].map((path) => path.getAttribute("stroke-width"));
  expect(widths).toEqual(["4.5", "4.5", "1.5", "1.5", "1.5"]);
  expect(get("text").textContent).toBe("3");
  expect(get("svg").getAttribute("aria-label")).toBe("2 of 3 signed, 1 missing");
});

test("a ring of very many keys becomes one arc", async () => {
  const { container } = await mount(<QuorumRing signed={20} threshold={30} keys={16000} />);
  expect(container.querySelectorAll("path")).toHaveLength(2);
});

test("a ring with no key at all is drawn, and is not full", async () => {
  const { container, get } = await mount(<QuorumRing signed={0} threshold={1} keys={0} />);
  expect(container.querySelectorAll("path")).toHaveLength(0);
  expect(get("svg").getAttribute("aria-label")).toContain("only 0 keys may sign");
});

test("the bar has one slot per signature that is needed, and says the same in words", async () => {
  const { get, text } = await mount(<QuorumBar label="By the root 12 keys" signed={2} threshold={3} keys={5} />);
  expect(get('[aria-hidden="true"]').children).toHaveLength(3);
  expect(text()).toBe("By the root 12 keys2 of 3 signed, 1 missing");
});

test("a bar of very many slots becomes one line", async () => {
  const { get } = await mount(<QuorumBar signed={13} threshold={4000} keys={9000} />);
  expect(get('[aria-hidden="true"]').children).toHaveLength(1);
});
