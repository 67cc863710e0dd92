import { expect } from "vitest";
import { simKeys } from "../../src/test/repository-simulator.ts";
import { conformance, type Case } from "./conformance.ts";

function unusual(role: string, requested: string): Case {
  return async (bench) => {
    const { sim, client, host } = bench;
    const keys = simKeys(1);
    sim.top.delegations = [{ name: role, keys, threshold: 1, terminating: false, paths: ["*"] }];
    sim.targetsOf(role, keys);
    bench.publish(role, "targets", "snapshot", "timestamp");
    await bench.init();
    expect(await client.download("no such target")).toBe(1);
    expect(host.metadataRequests.at(-1)).toBe(requested);
    expect(client.files()).toHaveLength(5);
  };
}

conformance("quoting_issues", {
  "test_unusual_role_name[?]": unusual("?", "1.%3F.json"),
  "test_unusual_role_name[#]": unusual("#", "1.%23.json"),
  "test_unusual_role_name[/delegatedrole]": unusual("/delegatedrole", "1.%2Fdelegatedrole.json"),
  "test_unusual_role_name[../delegatedrole]": unusual("../delegatedrole", "1...%2Fdelegatedrole.json"),
});
