import { webCryptoVerifier } from "../crypto/webcrypto-verifier.ts";
import type { Bytes } from "../lib/bytes.ts";
import { PROFILES } from "../tuf/client/profile.ts";
import { updateClient } from "../tuf/client/update.ts";
import type { RoleKeys } from "../tuf/model/metadata.ts";
import { isOfType, parseMetadata } from "../tuf/model/parse-metadata.ts";
import { assessRepository } from "../tuf/repository/assess.ts";
import { takeInventory, type RepositoryFile } from "../tuf/repository/inventory.ts";
import { viewOf } from "../tuf/repository/view.ts";
import { verifySignatures } from "../tuf/verify/verify-signatures.ts";
import { hostileFolders, hostileShapes, offeredAsOne, plainTargets, repositoryAround } from "./hostile-shapes.ts";
import { offered, SIM_NOW } from "./repository-simulator.ts";

/** Times in milliseconds, the best of a few rounds; `heldPerByte`: what the parsed document keeps, for each of its bytes. */
export interface CoreFigures {
  readonly name: string;
  readonly bytes: number;
  readonly parseMs: number;
  readonly verifyMs: number;
  readonly updateMs: number;
  readonly assessMs: number;
  readonly heldPerByte: number | undefined;
}

const ROUNDS = 3;

/** The first line is plain valid metadata: what the others are to be compared with. `collect` frees what nothing holds. */
export async function measureCore(size: number, only: string, collect: (() => void) | undefined): Promise<readonly CoreFigures[]> {
  const plain = plainTargets(size);
  const shapes = [plain, ...hostileShapes(size)].filter(({ name }) => name === plain.name || name.includes(only));
  const out: CoreFigures[] = [];
  for (let warm = 0; warm < ROUNDS; warm++) parseMetadata(plain.bytes);
  for (const shape of shapes) {
    const files = offered(repositoryAround(shape));
    out.push({
      name: shape.name,
      bytes: shape.bytes.length,
      parseMs: await best(() => parseMetadata(shape.bytes)),
      verifyMs: await verifyMs(shape.bytes),
      ...(await repositoryMs(files, "published")),
      heldPerByte: collect === undefined ? undefined : heldPerByte(shape.bytes, collect),
    });
  }
  for (const folder of hostileFolders(size).filter(({ name }) => name.includes(only))) {
    const files = offeredAsOne(folder);
    out.push({ name: folder.name, bytes: files.reduce((sum, { bytes }) => sum + bytes.length, 0), parseMs: await best(() => offeredAsOne(folder)), verifyMs: 0, ...(await repositoryMs(files, "loose")), heldPerByte: undefined });
  }
  return out;
}

async function repositoryMs(files: readonly RepositoryFile[], layout: "published" | "loose"): Promise<Pick<CoreFigures, "updateMs" | "assessMs">> {
  const anchor = files.find(({ parsed }) => parsed.ok && isOfType(parsed.value, "root") && parsed.value.signed.version === 1)?.parsed;
  if (anchor?.ok !== true || !isOfType(anchor.value, "root")) throw new Error("every repository begins with a root");
  const root = anchor.value;
  const view = viewOf(takeInventory(files), "opened", Number.MAX_SAFE_INTEGER, layout === "published");
  return {
    updateMs: await best(async () => {
      for (const profile of PROFILES) await updateClient(view, root, { now: SIM_NOW, verifier: freshVerifier(), profile });
    }),
    assessMs: await best(() => assessRepository({ layout, files, anchor: undefined, seen: undefined, invitations: [], now: SIM_NOW }, freshVerifier())),
  };
}

/** Under all keys that the document itself defines. */
async function verifyMs(bytes: Bytes): Promise<number> {
  const parsed = parseMetadata(bytes);
  if (!parsed.ok) return 0;
  const { signed } = parsed.value;
  const keys = signed.type === "root" ? signed.keys : signed.type === "targets" ? signed.delegations?.keys : undefined;
  const role = (): RoleKeys => ({ keyIds: [...(keys?.keys() ?? [])], threshold: 1 }); // fresh: what is remembered of a role is not to help
  return best(() => verifySignatures(parsed.value, role(), keys ?? new Map(), freshVerifier()));
}

function heldPerByte(bytes: Bytes, collect: () => void): number {
  const before = held(collect);
  const parsed = parseMetadata(new Uint8Array(bytes));
  const after = held(collect);
  return parsed.ok ? (after - before) / bytes.length : Number.NaN; // read here, so that it is held until now
}

function held(collect: () => void): number {
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

function freshVerifier(): ReturnType<typeof webCryptoVerifier> {
  return webCryptoVerifier(globalThis.crypto.subtle);
}

async function best(work: () => unknown): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    await work();
    least = Math.min(least, performance.now() - start);
  }
  return least;
}
