import { utf8, type Bytes } from "../lib/bytes.ts";
import { toPem } from "../lib/pem.ts";
import { fail, ok, type Result } from "../lib/result.ts";
import type { KeyringFault } from "./keyring-fault.ts";
import type { Watch } from "./keyring.ts";
import { decryptPrivateKeyInfo, encryptPrivateKeyInfo } from "./key-files/pbes2.ts";
import { readPrivatePem } from "./key-files/pem.ts";
import { readPrivateKeyInfo } from "./key-files/private-key-info.ts";
import type { SealingTools } from "./passphrase-key.ts";
import type { PrivateSecret } from "./private-secret.ts";

// A backup is an encrypted PKCS#8 file, under scrypt and AES-256-CBC. It opens with `openssl pkey`.

/** The caller wipes `pkcs8`. Shape of the result: PEM. */
export async function writeBackup(tools: SealingTools, pkcs8: Bytes, passphrase: Bytes, watch: Watch): Promise<Result<Bytes, KeyringFault>> {
  const written = await encryptPrivateKeyInfo(tools, pkcs8, passphrase, watch);
  return written.ok ? ok(utf8(toPem("ENCRYPTED PRIVATE KEY", written.value))) : written;
}

/** Reads what `writeBackup` wrote, or another tool of the same form, and hands the secret over while it lives; it is wiped when `work` settles. */
export async function openBackup<T>(tools: SealingTools, file: Bytes, passphrase: Bytes, watch: Watch, work: (key: PrivateSecret) => Promise<Result<T, KeyringFault>>): Promise<Result<T, KeyringFault>> {
  const block = readPrivatePem(file);
  if (!block.ok || block.value.label !== "ENCRYPTED PRIVATE KEY") return fail({ kind: "backup-unreadable" });
  const info = await decryptPrivateKeyInfo(tools, block.value.content, [passphrase], watch);
  if (!info.ok) return fail(backupFault(info.fault));
  const key = readPrivateKeyInfo(info.value);
  info.value.fill(0);
  if (!key.ok) return fail(backupFault(key.fault));
  try {
    return await work(key.value.secret);
  } finally {
    key.value.secret.secret.fill(0);
  }
}

function backupFault(fault: KeyringFault): KeyringFault {
  switch (fault.kind) {
    case "cancelled":
    case "kdf-memory":
    case "key-file-too-costly":
    case "key-file-protection-unsupported":
      return fault;
    case "key-file-passphrase-wrong":
      return { kind: "backup-does-not-open" };
    default:
      return { kind: "backup-unreadable" };
  }
}
