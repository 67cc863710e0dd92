import { describe, expect, it } from "vitest";
import { parseInstant, type UtcInstant } from "../../lib/utc-instant.ts";
import type { Digest } from "../model/ids.ts";
import type { DocumentId } from "../repository/inventory.ts";
import type { Headline, RootLink } from "../repository/report.ts";
import { describeHeadline, type HeadlineText } from "./headline.ts";

const THEN = parseInstant("2025-12-07T18:00:00Z")?.instant;

function words(headline: Headline, confirmed: boolean, asOf?: UtcInstant, roots: readonly RootLink[] = []): HeadlineText {
  const anchor = { confirmed, version: 1, digest: "aa" as Digest, document: "aa" as DocumentId }; // any will do
  return describeHeadline({ headline, anchor, roots }, asOf);
}

const CAN = { kind: "can-update", fromRoot: 1, toRoot: 4, providedRootIsOut: false } as const;
const EXPIRED = { kind: "expired", role: "timestamp", spec: "5.4.4", version: 3, expires: "2025-01-01T00:00:00Z" } as const;

describe("can a client update right now?", () => {
  it("is green only from an anchor that the person confirmed", () => {
    expect(words(CAN, true)).toMatchObject({ mark: "ok", answer: "A client can update.", because: ["From root 1 to root 4 every step was signed by the old and the new keys."] });
    expect(words(CAN, false)).toMatchObject({ mark: "unknown", answer: "Consistent with its own root 1, which you have not confirmed." });
  });

  it("says at what time, when it is not now", () => {
    expect(words(CAN, true, THEN).answer).toBe("At 2025-12-07 18:00 UTC a client could update.");
    expect(words(CAN, false, THEN).because[0]).toBe("A client that starts from this root could at 2025-12-07 18:00 UTC update.");
    expect(words({ kind: "cannot-update", fault: EXPIRED }, true, THEN).answer).toBe("At 2025-12-07 18:00 UTC a client could not update.");
  });

  it("names the condition that a working folder leaves open, and what would settle it", () => {
    const { answer, because, settles } = words({ ...CAN, providedRootIsOut: true }, true);
    expect(answer).toBe("A client can update, provided that root 4 is published.");
    expect(because.join(" ")).toContain("Root 3 has expired");
    expect(settles).toContain("published repository");
  });

  it("hands on the refusal, anchored or not", () => {
    expect(words({ kind: "cannot-update", fault: EXPIRED }, true)).toMatchObject({ mark: "bad", answer: "A client cannot update.", refusal: EXPIRED });
    expect(words({ kind: "cannot-update", fault: EXPIRED }, false)).toMatchObject({ mark: "bad", answer: "A client that starts from root 1 cannot update." });
  });

  it("says why it cannot tell, how far the roots go all the same, and what would settle it", () => {
    const roots = [1, 2, 3].map((version): RootLink => ({ document: "aa" as DocumentId, version, accepted: version < 3, fault: undefined })); // any id
    const { mark, because, settles } = words({ kind: "cannot-tell", why: { kind: "no-timestamp" } }, true, undefined, roots);
    expect(mark).toBe("unknown");
    expect(because).toEqual(["There is no timestamp among these files, and a client begins with it.", "From root 1 to root 2 every step was signed by the old and the new keys."]);
    expect(settles).toContain("compare");
  });

  it("shows both cases where it turns on a root's publication", () => {
    const fault = { kind: "threshold", role: "timestamp", spec: "5.4.2", by: "root 4", threshold: 1, counted: 0 } as const;
    const { because } = words({ kind: "cannot-tell", why: { kind: "root-publication", version: 4, without: undefined, with: fault } }, true);
    expect(because).toContain("While root 4 is not published, a client can update.");
    expect(because).toContain("Once root 4 is published, it cannot: timestamp has 0 signatures that root 4 counts, of 1 needed.");
  });

  it("names what was overwritten, by what", () => {
    expect(words({ kind: "cannot-tell", why: { kind: "overwritten", role: "targets", named: 6, here: [7] } }, true).because[0])
      .toBe("The metadata names targets 6, which clients still fetch. Here it lies overwritten: this folder holds targets 7.");
  });
});
