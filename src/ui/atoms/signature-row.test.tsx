// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { mount } from "../testing/mount.tsx";
import { SignatureList, SignatureRow } from "./signature-row.tsx";
import type { SignatureState } from "./signature-row.tsx";

const ID = "6f260089d5923daf20b21e663dbb71842b666a4e6f2d2b0c8d2a1f9e0c5b7d34";

test.each([
  ["verified", "Verified"],
  ["does-not-verify", "Does not verify"],
  ["unknown-key", "Unknown key"],
  ["duplicate", "Duplicate, not counted"],
  ["waiting", "Waiting"],
  ["cannot-check", "Cannot be checked here"],
  ["yours", "Your turn"],
  ["may-still-sign", "May still sign"],
] as const)("%s is said as %j", async (state, word) => {
  const { text } = await mount(<SignatureRow name="@lance" keyId={ID} state={state} />);
  expect(text()).toBe(`@lance${word}`);
});

test("the ways in which a signature does not count differ in shape, too", async () => {
  const states: readonly SignatureState[] = ["verified", "does-not-verify", "unknown-key", "duplicate", "waiting", "cannot-check"];
  const shapes = new Set<string>();
  for (const state of states) shapes.add((await mount(<SignatureRow keyId={ID} state={state} />)).get("svg").innerHTML);
  expect(shapes.size).toBe(states.length);
});

test("a signer without a name is known by the key id, whole where people compare", async () => {
  const { text } = await mount(<SignatureRow keyId={ID} state="waiting" showKeyId />);
  expect(text()).toContain(ID);
});

test("signatures are a list with a name", async () => {
  const { get } = await mount(
    <SignatureList label="Signatures of root 13">
      <SignatureRow keyId={ID} state="verified" detail="Counted once." />
    </SignatureList>,
  );
  expect(get("ul").getAttribute("aria-label")).toBe("Signatures of root 13");
  expect(get("li").textContent).toContain("Counted once.");
});
