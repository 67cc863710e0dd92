// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { mount } from "../testing/mount.tsx";
import { SpecLink } from "./spec-link.tsx";

test("it names the section, leaves the tab where it is and does not say where one came from", async () => {
  const { get, text } = await mount(<SpecLink section="5.3.4" />);
  const link = get("a");
  expect(text()).toMatch(/^TUF 1\.0\.34, 5\.3\.4/);
  expect(link.getAttribute("href")).toBe("https://theupdateframework.github.io/specification/latest/");
  expect(link.getAttribute("rel")).toBe("noreferrer");
  expect(link.getAttribute("target")).toBe("_blank");
});
