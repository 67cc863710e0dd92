import { execFileSync } from "node:child_process";
import { constants, createPublicKey, verify } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { mlDsaMessage } from "../crypto/ml-dsa.ts";
import { nobleVerifier } from "../crypto/noble-verifier.ts";
import { utf8 } from "../lib/bytes.ts";
import { makeNodeKey, type NodeAlgorithm } from "../test/node-keys.ts";
import { ALGORITHMS, ECDSA, isEcdsa, isMlDsa, isRsa, RSA, type KeyAlgorithm } from "../tuf/model/key-algorithm.ts";
import { externalCommands, jobFiles } from "./external-commands.ts";

const job = { ...jobFiles("root", 13), lengthBytes: 3722 } as const;
const BYTES = utf8('{"_type":"root"}');
const ALL = Object.keys(ALGORITHMS) as readonly KeyAlgorithm[]; // the table's own keys

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

function inFolder(work: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), "commands-"));
  try {
    writeFileSync(join(folder, job.bytesFile), BYTES);
    work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe("the OpenSSL command line", () => {
  const signing = ALL.filter((algorithm): algorithm is NodeAlgorithm => !isMlDsa(algorithm));

  it.each(signing)("for %s makes a signature that verifies over the bytes", async (algorithm) => {
    const key = makeNodeKey(algorithm);
    const signatures: Uint8Array[] = [];
    inFolder((folder) => {
      writeFileSync(join(folder, "KEY.pem"), key.privateKey.export({ type: "pkcs8", format: "pem" }));
      const [openssl] = externalCommands({ ...job, algorithm });
      const [program = "", ...args] = (openssl?.command ?? "").split(" ");
      execFileSync(program, args, { cwd: folder });
      signatures.push(new Uint8Array(readFileSync(join(folder, job.signatureFile))));
    });
    const [signature = new Uint8Array()] = signatures;
    expect(await nobleVerifier().verify(key.material, BYTES, signature)).toBe(true);
    const isPss = isRsa(algorithm) && RSA[algorithm].padding === "pss";
    const hash = isEcdsa(algorithm) ? ECDSA[algorithm].hash : isRsa(algorithm) ? RSA[algorithm].hash : null;
    const publicKey = createPublicKey(key.privateKey);
    const how = isPss ? { key: publicKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST } : publicKey;
    expect(verify(hash?.replace("-", "").toLowerCase(), BYTES, how, signature)).toBe(true);
  });

  it.each(ALL.filter(isMlDsa))("for %s first makes what the draft has signed", (algorithm) => {
    inFolder((folder) => {
      const [openssl] = externalCommands({ ...job, algorithm });
      const [first = "", second = ""] = (openssl?.command ?? "").split(" && ");
      execFileSync("sh", ["-c", first], { cwd: folder });
      expect(new Uint8Array(readFileSync(join(folder, "root-13.tap21")))).toEqual(mlDsaMessage(BYTES));
      expect(second).toBe("openssl pkeyutl -sign -rawin -inkey KEY.pem -in root-13.tap21 -out root-13.sig");
      expect(openssl?.note).toContain("draft");
    });
  });
});

describe("the AWS command line", () => {
  const aws = (lengthBytes: number): string => externalCommands({ ...job, algorithm: "ecdsa-p256", lengthBytes }).find(({ id }) => id.startsWith("aws"))?.command ?? "";

  it("sends the document as it is where AWS takes it, and its digest where it is too long", () => {
    expect(aws(4096)).toContain("--message-type RAW");
    expect(aws(4097)).toMatch(/^openssl dgst -sha256 -binary .* && aws kms sign .* --message-type DIGEST/);
  });
});

describe("PKCS#11 and the clouds", () => {
  const tools = (algorithm: KeyAlgorithm): string => externalCommands({ ...job, algorithm }).map(({ command }) => command).join("\n");

  it("name hash, mask and salt of the key's scheme", () => {
    expect(tools("rsa-pss-sha512")).toContain("--mechanism SHA512-RSA-PKCS-PSS --mgf MGF1-SHA512 --salt-len 64 ");
    expect(tools("rsa-pkcs1v15-sha384")).toContain("--mechanism SHA384-RSA-PKCS ");
    expect(tools("ecdsa-p521")).toContain("openssl dgst -sha512 -binary -out root-13.digest root-13.canonical && pkcs11-tool --module MODULE.so --login --sign --id ID --mechanism ECDSA --signature-format openssl --input-file root-13.digest");
    expect(tools("ecdsa-p521")).toContain("--signing-algorithm ECDSA_SHA_512");
    expect(tools("rsa-pkcs1v15-sha256")).toContain("--signing-algorithm RSASSA_PKCS1_V1_5_SHA_256");
    expect(tools("rsa-pss-sha512")).toContain("--digest-algorithm sha512");
    expect(tools("ml-dsa-65")).toContain("--message fileb://root-13.tap21 --message-type RAW --signing-algorithm ML_DSA_SHAKE_256");
  });

  it("name Key Vault's algorithm, and hand it the digest", () => {
    expect(tools("ecdsa-p384")).toContain('"{\\"alg\\":\\"ES384\\",\\"value\\":\\"$(openssl dgst -sha384 -binary root-13.canonical |');
    expect(tools("rsa-pss-sha256")).toContain('\\"PS256\\"');
    expect(tools("rsa-pkcs1v15-sha512")).toContain('\\"RS512\\"');
    expect(tools("ed25519")).not.toContain("vault.azure.net");
  });

  it("sign Ed25519 messages themselves, so AWS takes no long ones", () => {
    expect(tools("ed25519")).toContain("--message-type RAW --signing-algorithm ED25519_SHA_512");
    expect(externalCommands({ ...job, lengthBytes: 4097, algorithm: "ed25519" }).map(({ tool }) => tool)).not.toContain("AWS KMS");
  });

  it.each(["ecdsa-p521", "ml-dsa-44", "rsa-pss-sha384"] as const)("are not offered where they have no %s", (algorithm) => {
    expect(tools(algorithm)).not.toContain("gcloud");
  });
});

it("offers no tool for a kind of key that it does not have", () => {
  expect(externalCommands({ ...job, algorithm: "ed25519" }).map(({ tool }) => tool)).not.toContain("YubiKey PIV, slot 9c");
});

describe("go-tuf and cosign", () => {
  const tools = (role: string, algorithm: KeyAlgorithm): readonly string[] => externalCommands({ ...job, ...jobFiles(role, 13), algorithm }).map(({ id }) => id.slice(0, id.indexOf("-")));

  it("are offered for what they sign", () => {
    expect(tools("root", "ed25519")).toContain("gotuf");
    expect(tools("root", "ecdsa-p256")).toContain("cosign");
    expect(tools("root", "ecdsa-p256")).not.toContain("gotuf");
    expect(tools("root", "rsa-pss-sha256")).not.toContain("cosign");
  });

  it.each(["a b", "x; rm -rf *", "$(id)", "-x", "ключ"])("go-tuf is not, for a role called %j, which a shell would read", (role) => {
    expect(tools(role, "ed25519")).not.toContain("gotuf");
  });

  it("go-tuf is not for what is no metadata", () => {
    expect(externalCommands({ ...job, role: undefined, algorithm: "ed25519" }).map(({ id }) => id)).not.toContain("gotuf-ed25519");
  });
});
