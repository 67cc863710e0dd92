import { expect, it } from "vitest";
import { utf8 } from "../../lib/bytes.ts";
import { parseMetadata } from "../model/parse-metadata.ts";
import type { RoleKeys } from "../model/metadata.ts";
import { verifySignatures } from "./verify-signatures.ts";

// Not timed: a list of this length, walked once for each of its members, would run into the limit of any test.
const MANY = 120_000;

it("parses and judges a list of key ids as long as a file may be", async () => {
  const ids = Array.from({ length: MANY }, (_, i) => `k${i}`);
  const role = (keyids: readonly string[]): object => ({ keyids, threshold: 1 });
  const root = {
    signatures: ids.map((keyid) => ({ keyid, sig: "00" })),
    signed: {
      _type: "root", spec_version: "1.0.34", version: 1, expires: "2031-01-01T00:00:00Z", consistent_snapshot: true, keys: {},
      roles: { root: role(ids), timestamp: role(["k1"]), snapshot: role(["k1"]), targets: role(["k1"]) },
    },
  };
  const parsed = parseMetadata(utf8(JSON.stringify(root)));
  if (!parsed.ok || parsed.value.signed.type !== "root") throw new Error("it is a root, if an odd one");
  const roleKeys: RoleKeys | undefined = parsed.value.signed.roles.get("root");
  if (roleKeys === undefined) throw new Error("a root has root keys");
  const report = await verifySignatures(parsed.value, roleKeys, parsed.value.signed.keys, { verify: () => Promise.resolve(true) });
  expect([report.counted, report.signatures.length, report.signatures[0]?.verdict.kind]).toEqual([0, MANY, "unknown-key"]);
});
