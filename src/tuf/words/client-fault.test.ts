import { describe, expect, it } from "vitest";
import type { ClientFault } from "../client/client-fault.ts";
import { describeClientFault } from "./client-fault.ts";

const FAULTS: readonly ClientFault[] = [
  { kind: "missing", role: "targets", spec: "5.6.1", version: 7 },
  { kind: "missing", role: "timestamp", spec: "5.4.1", version: undefined },
  { kind: "unreadable", role: "snapshot", spec: "5.5.1", path: "metadata/snapshot.json", fault: { kind: "json-empty" } },
  { kind: "wrong-type", role: "root", spec: "5.3.3", expected: "root", found: "targets" },
  { kind: "too-large", role: "targets", spec: "5.6.1", bytes: 6_000_000, limit: 5_000_000 },
  { kind: "length", role: "snapshot", spec: "5.5.2", expected: 100, found: 101 },
  { kind: "hash", role: "snapshot", spec: "5.5.2", algorithm: "sha256", expected: "aa", found: "bb" },
  { kind: "hash-algorithm-unknown", role: "snapshot", spec: "5.5.2", algorithm: "md5\u202e" },
  { kind: "threshold", role: "root", spec: "5.3.4", by: "root 4", threshold: 3, counted: 1 },
  { kind: "version", role: "root", spec: "5.3.5", expected: 5, found: 6 },
  { kind: "rollback", role: "snapshot", spec: "5.4.3", have: 12, found: 9 },
  { kind: "removed-from-snapshot", role: "jku", spec: "5.5.5" },
  { kind: "expired", role: "root", spec: "5.3.10", version: 4, expires: "2026-02-03T13:55:30Z" },
  { kind: "not-in-snapshot", role: "jku", spec: "5.6.1" },
];

describe("what a client refuses", () => {
  it.each(FAULTS.map((fault) => [fault.kind, fault] as const))("has four answers, none empty: %s", (_, fault) => {
    const answers = Object.values(describeClientFault(fault));
    expect(answers).toHaveLength(4);
    for (const answer of answers) {
      expect(answer).toMatch(/^\S.*[.]$/s);
      expect(answer).not.toMatch(/undefined|NaN|\binvalid\b/i);
      expect(answer).not.toContain("\u202e");
    }
  });

  it("names both versions of a rollback, and that a client keeps what it has", () => {
    const { happened, client } = describeClientFault({ kind: "rollback", role: "snapshot", spec: "5.4.3", have: 12, found: 9 });
    expect(happened).toBe("This repository went backwards: snapshot 12 was seen before, now it offers 9.");
    expect(client).toContain("keeps what it has");
  });

  it("says that keys are counted, not signatures", () => {
    expect(describeClientFault({ kind: "threshold", role: "root", spec: "5.3.4", by: "root 4", threshold: 3, counted: 1 }).evidence)
      .toBe("1 key of root 4 signed it, 3 are needed. Distinct keys are counted, not signatures.");
  });

  it("asks the online key to sign again, or the people, whoever it was that let it expire", () => {
    const you = (role: string): string => describeClientFault({ kind: "expired", role, spec: "5.4.4", version: 1, expires: "2026-01-01T00:00:00Z" }).you;
    expect(you("timestamp")).toContain("online key");
    expect(you("targets")).toContain("signers");
  });
});
