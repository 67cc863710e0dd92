import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { refusal, satisfies } from "./require-node.mjs";

const { engines } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
const oldest = readFileSync(new URL("../.nvmrc", import.meta.url), "utf8").trim();

describe("the minimum Node", () => {
  it("is the same in package.json and .nvmrc", () => {
    expect(engines.node.startsWith(`^${oldest} `)).toBe(true);
  });

  it.each([["v20.19.0"], ["v20.20.2"], ["v22.12.0"], ["v23.1.0"], ["v24.0.0"], ["v26.1.0-nightly"]])("lets %s through", (version) => {
    expect(refusal(version)).toBeUndefined();
  });

  it.each([["v12.22.0"], ["v18.20.8"], ["v20.18.3"], ["v21.7.0"], ["v22.11.0"]])("refuses %s with the version that is needed", (version) => {
    expect(refusal(version)).toContain(`this one is ${version}, and it needs 20.19.0 or later in its line, or 22.12.0 or newer`);
  });

  it("does not guess at a range that it cannot read", () => {
    expect(() => satisfies("20.x", "v20.19.0")).toThrow("not understood");
  });

  it.each([["start.mjs"], ["test.mjs"], ["min-node.mjs"]])("is asked for by %s before anything else happens", (script) => {
    const pretend = "data:text/javascript,Object.defineProperty(process,'version',{value:'v18.20.8'})";
    const { status, stdout, stderr } = spawnSync(process.execPath, ["--import", pretend, fileURLToPath(new URL(script, import.meta.url))], {
      encoding: "utf8",
    });
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toContain("Countersign needs another Node: this one is v18.20.8");
  });
});
