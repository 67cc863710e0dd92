import { describe, expect, it } from "vitest";
import { instantFromMs } from "../lib/utc-instant.ts";
import { ed25519Material } from "../tuf/model/key.ts";
import { fromHex } from "../lib/hex.ts";
import type { Hold, KeyringEntryId } from "./keyring-entry.ts";
import { unlockedKeys, type UnlockedKey } from "./unlocked-keys.ts";

const NOW = instantFromMs(Date.UTC(2026, 10, 23));
const ID = "ed25519:aa" as KeyringEntryId; // any id will do
const MINUTES: Hold = { for: "minutes", minutes: 5 };

/** Of a lock that other tabs see, which may be let go of late. */
function lock(): { readonly release: () => Promise<void>; readonly free: () => void; readonly releases: () => number } {
  let [releases, free] = [0, (): void => undefined];
  const freed = new Promise<void>((resolve) => { free = resolve; });
  return { release: () => { releases++; return freed; }, free: () => free(), releases: () => releases };
}

describe("a key that is unlocked once more", () => {
  it("stays locked when somebody locks everything while the first lock is let go of", async () => {
    const held = unlockedKeys(() => () => undefined, () => undefined);
    const [first, second] = [lock(), lock()];
    await held.add(ID, key(), MINUTES, NOW, first.release);
    const again = held.add(ID, key(), MINUTES, NOW, second.release);
    const locking = held.lockAll();
    for (const { free } of [first, second]) free();
    await Promise.all([again, locking]);
    expect(held.stateOf(ID)).toEqual({ state: "locked" });
    expect([first.releases(), second.releases()]).toEqual([1, 1]);
  });

  it("lets go of the lock of every unlocking but the last, also of two at once", async () => {
    const held = unlockedKeys(() => () => undefined, () => undefined);
    const locks = [lock(), lock(), lock()] as const;
    for (const { free } of locks) free();
    await Promise.all(locks.map(({ release }) => held.add(ID, key(), MINUTES, NOW, release)));
    expect(locks.map(({ releases }) => releases())).toEqual([1, 1, 0]);
    await held.lock(ID);
    expect(locks.map(({ releases }) => releases())).toEqual([1, 1, 1]);
  });
});

function key(): UnlockedKey {
  const material = ed25519Material(fromHex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a") ?? new Uint8Array());
  if (!material.ok) throw new Error(material.fault.kind);
  return { signer: { material: material.value, sign: () => Promise.reject(new Error("nothing signs here")) }, opener: undefined };
}
