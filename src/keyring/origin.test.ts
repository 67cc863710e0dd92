import { describe, expect, it } from "vitest";
import { describeOrigin, describeOriginWarning } from "./origin.ts";

function report(address: string): ReturnType<typeof describeOrigin> {
  return describeOrigin(new URL(address));
}

describe("an address of one's own", () => {
  it.each(["https://countersign.example/", "https://countersign.example/index.html", "http://localhost:41787/", "https://sign.example.org:8443/"])("%s keeps keys, and there is nothing to say", (address) => {
    expect(report(address)).toEqual({ keepsKeys: true, warnings: [] });
  });
});

describe("an address that others can use too", () => {
  it.each([
    ["https://someone.github.io/countersign/", "shared-host"],
    ["https://someone.github.io/", "shared-host"],
    ["https://group.sub.gitlab.io/countersign/", "shared-host"],
    ["https://someone.codeberg.page/countersign/", "shared-host"],
    ["https://cdn.jsdelivr.net/gh/x/y/index.html", "shared-host"],
    ["https://s3.eu-central-1.amazonaws.com/bucket/index.html", "shared-host"],
    ["https://tools.example.org/countersign/", "shared-folder"],
    ["https://tools.example.org/countersign/index.html", "shared-folder"],
    ["http://localhost:3000/", "local-port"],
    ["http://localhost/", "local-port"],
    ["http://my.localhost:5173/", "local-port"],
    ["https://192.0.2.7/", "no-passkeys-at-address"],
  ])("%s keeps keys, with the warning %s", (address, kind) => {
    const { keepsKeys, warnings } = report(address);
    expect(keepsKeys).toBe(true);
    expect(warnings.map((warning) => warning.kind)).toContain(kind);
  });

  it("is not confused with a name that only begins or ends like one", () => {
    expect(report("https://github.io.example.org/").warnings).toEqual([]);
    expect(report("https://notgithub.io/").warnings).toEqual([]);
    expect(report("https://localhost.example.org/").warnings).toEqual([]);
  });

  it("says which host, folder or port it is, and what to do", () => {
    const words = ["https://tools.example.org/countersign/", "http://localhost:3000/", "https://someone.github.io/x/"].flatMap((address) => report(address).warnings.map(describeOriginWarning));
    expect(words[0]).toContain("/countersign/ of tools.example.org");
    expect(words[1]).toMatch(/localhost port 3000 .* 41787/);
    expect(words[2]).toContain("someone.github.io");
  });
});

describe("an address where other pages read the same storage", () => {
  it.each(["file:///home/me/countersign/index.html", "data:text/html,x", "blob:https://example.org/1"])("%s keeps no key", (address) => {
    expect(report(address).keepsKeys).toBe(false);
  });
});
