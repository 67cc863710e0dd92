import { expect, it } from "vitest";
import type { RoleName } from "../../tuf/model/ids.ts";
import { describeWalk } from "./walk-words.ts";

const role = (name: string): RoleName => name as RoleName;
const visit = { role: role("a"), delegator: role("targets"), terminating: false, outcome: { kind: "not-here" }, asksNext: [], givesUp: [], scope: undefined } as const;

it("says how a walk ended, and why", () => {
  const nothing = { found: undefined, fault: undefined, visits: [] };
  expect(describeWalk(nothing)).toMatchObject({ kind: "unknown", answer: "There is nothing to walk through." });
  const fault = { kind: "target-not-found", path: "x", visited: [] } as const;
  expect(describeWalk({ ...nothing, fault })).toMatchObject({ kind: "bad", because: "No role that may sign this path lists it." });
  expect(describeWalk({ ...nothing, fault, visits: [{ ...visit, givesUp: [role("b")] }] }).because).toContain("ends the search");
  expect(describeWalk({ ...nothing, fault: { ...fault, kind: "search-limit", limit: 32 } }).answer).toBe("A client gives up after 32 roles.");
  const refused = describeWalk({ ...nothing, fault: { ...fault, kind: "role-refused", fault: { kind: "not-in-snapshot", role: "\u202ex", spec: "5.6.1" } } });
  expect(refused.answer).toBe("A client stops at “\\u{202e}x”.");
  expect(refused.because).toMatch(/\. What comes after it is not asked\.$/);
});
