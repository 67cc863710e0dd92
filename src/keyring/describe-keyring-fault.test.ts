import { describe, expect, it } from "vitest";
import type { Digest } from "../tuf/model/ids.ts";
import { describeKeyringFault } from "./describe-keyring-fault.ts";

describe("describeKeyringFault", () => {
  it("says that an encrypted key cannot be opened by this release, and the way round", () => {
    const words = describeKeyringFault({ kind: "pem-encrypted", form: "pkcs8" });
    expect(words).toContain("this release cannot open encrypted PKCS#8");
    expect(words).toContain("openssl pkcs8 -topk8 -nocrypt");
  });

  it("sends a SEC 1 key through the command that converts it", () => {
    expect(describeKeyringFault({ kind: "pem-label", label: "EC PRIVATE KEY" })).toMatch(/older form.*openssl pkcs8/);
  });

  it("shows both digests in full when the file is not the reviewed one", () => {
    const [reviewed, computed] = ["aa".repeat(32) as Digest, "bb".repeat(32) as Digest]; // any two
    expect(describeKeyringFault({ kind: "digest-differs", reviewed, computed })).toMatch(new RegExp(`${reviewed}.*${computed}`));
  });

  it("names the other kind of key", () => {
    expect(describeKeyringFault({ kind: "pkcs8-algorithm", found: "RSA" })).toBe(
      "This is a private key of another kind: RSA. Ed25519 and ECDSA P-256 can be imported.",
    );
  });

  it("has words for faults of public keys and of their JSON", () => {
    expect(describeKeyringFault({ kind: "public-key-is-private" })).toContain("nothing of it was kept");
    expect(describeKeyringFault({ kind: "json-truncated", at: 3, line: 1, column: 4 })).toContain("line 1, column 4");
  });
});
