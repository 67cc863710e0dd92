import { describe, expect, it } from "vitest";
import { instantFromMs } from "../../lib/utc-instant.ts";
import { roleName } from "../../tuf/model/ids.ts";
import type { ReviewModel } from "../../workspace/review-model.ts";
import { acceptedFrom, rehearsalWords, stoppedOtherwise } from "./rehearsal-words.ts";

type Rehearsal = ReviewModel["rehearsal"];

const ROOT_3 = { role: roleName("root"), version: 3 };
const THRESHOLD = { kind: "threshold", role: "root", spec: "5.3.4", by: "root", threshold: 3, counted: 2 } as const;
const EXPIRED = { kind: "expired", role: "root", spec: "5.3.10", version: 3, expires: "2026-01-01T00:00:00Z" } as const;

function rehearsal(part: Partial<Rehearsal>): Rehearsal {
  return { at: instantFromMs(0), starts: [{ root: 1, refused: undefined }, { root: 2, refused: undefined }], missing: [], signAgain: [], faults: [], ...part };
}

describe("what a rehearsal says", () => {
  it("names the oldest root from which every client gets through", () => {
    const gap = rehearsal({ starts: [{ root: 1, refused: { ...THRESHOLD, kind: "missing", version: 2 } }, { root: 2, refused: undefined }] });
    expect(acceptedFrom(gap)).toBe(2);
    expect(rehearsalWords(gap, ROOT_3)).toMatchObject({ verdict: "ok", headline: "Clients that hold root 2 or later will accept root 3." });
  });

  it("counts a missing signature as missing, not as a refusal", () => {
    const open = rehearsal({ starts: [{ root: 1, refused: THRESHOLD }, { root: 2, refused: THRESHOLD }], missing: [{ role: "root", version: 2, signatures: 1, threshold: 3 }] });
    expect(rehearsalWords(open, ROOT_3)).toMatchObject({
      verdict: "open", headline: "Once the missing signatures are there, clients that hold root 1 or later will accept root 3.", missing: ["1 of 3 signatures by the root 2 keys"],
    });
  });

  it("calls a broken threshold a refusal once nothing is missing here", () => {
    expect(rehearsalWords(rehearsal({ starts: [{ root: 2, refused: THRESHOLD }] }), ROOT_3).verdict).toBe("bad");
  });

  it("tells a fault of the document once, however many clients it stops", () => {
    const expired = rehearsal({ starts: [{ root: 1, refused: EXPIRED }, { root: 2, refused: EXPIRED }], faults: [EXPIRED] });
    expect(rehearsalWords(expired, ROOT_3)).toMatchObject({ verdict: "bad", headline: "Clients would refuse root 3, however many sign it." });
    expect(stoppedOtherwise(expired)).toEqual([]);
  });

  it("names the online roles that follow, and that this is no refusal", () => {
    const again = rehearsal({ signAgain: [{ role: "timestamp", why: "keys" }, { role: "snapshot", why: "keys" }] });
    expect(rehearsalWords(again, ROOT_3)).toMatchObject({ verdict: "ok", signAgain: expect.stringMatching(/^Timestamp and snapshot must be signed again by their online key.*no refusal\.$/) });
    const targets = rehearsal({ starts: [], signAgain: [{ role: "snapshot", why: "names-it" }] });
    expect(rehearsalWords(targets, { role: roleName("targets"), version: 7 })).toMatchObject({
      headline: "Clients will accept targets 7.", signAgain: expect.stringContaining("so that they name targets 7"),
    });
  });
});
