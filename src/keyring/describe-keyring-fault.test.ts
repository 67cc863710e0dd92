import { describe, expect, it } from "vitest";
import type { Digest } from "../tuf/model/ids.ts";
import { describeKeyringFault } from "./describe-keyring-fault.ts";

describe("describeKeyringFault", () => {
  it("shows both digests in full when the file is not the reviewed one", () => {
    const [reviewed, computed] = ["aa".repeat(32) as Digest, "bb".repeat(32) as Digest]; // any two
    expect(describeKeyringFault({ kind: "digest-differs", reviewed, computed })).toMatch(new RegExp(`${reviewed}.*${computed}`));
  });

  it("names the other kind of key", () => {
    expect(describeKeyringFault({ kind: "key-kind-unsupported", found: "Ed448" })).toContain("another kind: Ed448");
  });

  it("has words for faults of public keys and of their JSON", () => {
    expect(describeKeyringFault({ kind: "public-key-is-private" })).toContain("nothing of it was kept");
    expect(describeKeyringFault({ kind: "json-truncated", at: 3, line: 1, column: 4 })).toContain("line 1, column 4");
  });
});
