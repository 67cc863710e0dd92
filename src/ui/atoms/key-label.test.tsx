// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { mount } from "../testing/mount.tsx";
import { initials, KeyLabel } from "./key-label.tsx";

const ID = "6f260089d5923daf20b21e663dbb71842b666a4e6f2d2b0c8d2a1f9e0c5b7d34";

test("a name that only the metadata gives is a label, not a person", async () => {
  const { text } = await mount(<KeyLabel name="@lance" kind="ECDSA P-256" keyId={ID} />);
  expect(text()).toBe(`laa key labelled @lanceECDSA P-256${ID}`);
});

test("a key in the address book has its name", async () => {
  expect((await mount(<KeyLabel name="@lance" keyId={ID} standing="known" />)).text()).toBe(`la@lance${ID}`);
});

test("a key of this device says so", async () => {
  expect((await mount(<KeyLabel name="Work laptop key" keyId={ID} standing="yours" />)).text()).toContain("on this device");
});

test("a key without a label has no name made up for it", async () => {
  expect((await mount(<KeyLabel keyId={ID} />)).text()).toContain("a key without a label");
});

test.each([["@bobcallaway", "bo"], ["Zoë", "zo"], ["\u202e!", "?"], ["日本", "日本"], ["Ada King Lovelace", "al"], ["Practice: bao", "pb"], ["Root —", "ro"]])("the initials of %j are %j", (name, letters) => {
  expect(initials(name)).toBe(letters);
});
