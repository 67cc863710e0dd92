import { execFileSync } from "node:child_process";
import { createPublicKey, generateKeyPairSync, verify, constants } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { externalCommands, jobFiles } from "./external-commands.ts";

const job = { ...jobFiles("root", 13), lengthBytes: 3722 } as const;

describe("file names of a signing job", () => {
  it.each([
    ["root", "root-13.canonical"],
    ["team/a b; rm -rf *", "team-a-b-rm-rf-13.canonical"],
    ["../../etc", "etc-13.canonical"],
    ["ключ", "document-13.canonical"],
  ])("of %j need no quoting in any shell", (role, file) => {
    expect(jobFiles(role, 13).bytesFile).toBe(file);
  });
});

describe("the OpenSSL command line", () => {
  const keys = {
    ed25519: () => generateKeyPairSync("ed25519").privateKey,
    "ecdsa-p256": () => generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey,
    "ecdsa-p384": () => generateKeyPairSync("ec", { namedCurve: "P-384" }).privateKey,
    "rsa-pss-sha256": () => generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey,
  } as const;

  it.each(["ed25519", "ecdsa-p256", "ecdsa-p384", "rsa-pss-sha256"] as const)("for %s makes a signature that verifies over the bytes", (algorithm) => {
    const folder = mkdtempSync(join(tmpdir(), "commands-"));
    try {
      const key = keys[algorithm]();
      const bytes = Buffer.from('{"_type":"root"}');
      writeFileSync(join(folder, "KEY.pem"), key.export({ type: "pkcs8", format: "pem" }));
      writeFileSync(join(folder, job.bytesFile), bytes);
      const [openssl] = externalCommands({ ...job, algorithm });
      const [program = "", ...args] = (openssl?.command ?? "").split(" ");
      execFileSync(program, args, { cwd: folder });
      const signature = readFileSync(join(folder, job.signatureFile));
      const hash = algorithm === "ed25519" ? null : algorithm === "ecdsa-p384" ? "sha384" : "sha256";
      const publicKey = createPublicKey(key);
      const pss = algorithm === "rsa-pss-sha256" ? { key: publicKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 } : publicKey;
      expect(verify(hash, bytes, pss, signature)).toBe(true);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe("the AWS command line", () => {
  const aws = (lengthBytes: number): string => externalCommands({ ...job, algorithm: "ecdsa-p256", lengthBytes }).find(({ id }) => id.startsWith("aws"))?.command ?? "";

  it("sends the document as it is where AWS takes it, and its digest where it is too long", () => {
    expect(aws(4096)).toContain("--message-type RAW");
    expect(aws(4097)).toMatch(/^openssl dgst -sha256 -binary .* && aws kms sign .* --message-type DIGEST/);
  });
});

it("offers no tool for a kind of key that it does not have", () => {
  expect(externalCommands({ ...job, algorithm: "ed25519" }).map(({ tool }) => tool)).not.toContain("YubiKey PIV, slot 9c");
});
