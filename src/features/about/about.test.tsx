// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { mount } from "../../ui/testing/mount.tsx";
import { About } from "./about.tsx";
import { bytesText } from "./about-model.ts";
import type { PolicyState } from "./about-model.ts";

const build = { version: "0.1.0", digest: "6533baad79c6d6367c672214e3f508952c9eddbf043e001641c686e69fa94510" } as const;

test.each([
  [{ kind: "header", policy: "default-src 'none'" }, "ok", "sent by the server"],
  [{ kind: "meta", policy: "default-src 'none'" }, "warn", "its workers are not"],
  [{ kind: "none" }, "bad", "Do not sign here"],
  [{ kind: "unknown", why: "The page is a file." }, "unknown", "The page is a file."],
] as const satisfies readonly (readonly [PolicyState, string, string])[])("a policy that is %j is shown as %s", async (policy, kind, words) => {
  const { container, text } = await mount(<About build={build} policy={policy} storage={undefined} />);
  expect(text()).toContain(words);
  expect(container.querySelector(`[data-state="${kind}"]`)).not.toBeNull();
});

test("it says what the policy cannot do", async () => {
  const { text } = await mount(<About build={build} policy={undefined} storage={undefined} />);
  expect(text()).toContain("It cannot stop this app’s own code from being wrong");
});

test("the digest of the build is shown whole", async () => {
  const { text } = await mount(<About build={build} policy={undefined} storage={undefined} />);
  for (const group of build.digest.match(/.{4}/g) ?? []) expect(text()).toContain(group);
});

test("storage that may be cleared is a warning, and what clearing means stands there", async () => {
  const { text } = await mount(<About build={build} policy={undefined} storage={{ usageBytes: 3_210_000, quotaBytes: 1e10, persisted: false }} />);
  expect(text()).toContain("3.2 MB in use, of 10.0 GB");
  expect(text()).toContain("may clear it");
  expect(text()).toContain("nobody can bring them back");
});

test.each([[0, "0 B"], [999, "999 B"], [1000, "1.0 kB"], [123_456, "123 kB"], [3_210_000, "3.2 MB"]])("%d bytes are %s", (bytes, text) => {
  expect(bytesText(bytes)).toBe(text);
});
