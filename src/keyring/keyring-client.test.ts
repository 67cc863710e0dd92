import { describe, expect, it } from "vitest";
import { utf8 } from "../lib/bytes.ts";
import { instantFromMs } from "../lib/utc-instant.ts";
import { KEYRING_CHANNEL } from "./keyring-channel.ts";
import { createKeyring, type KeyringPort } from "./keyring-client.ts";

/** A worker whose script does not load: it takes messages, answers none, and can be made to say so. */
class SilentWorker extends EventTarget implements KeyringPort {
  readonly received: unknown[] = [];
  postMessage(message: unknown, options?: Transferable[] | StructuredSerializeOptions): void {
    this.received.push(structuredClone(message, Array.isArray(options) ? { transfer: options } : options));
  }
  isEnded = false;
  terminate(): void {
    this.isEnded = true;
  }
  fail(): void {
    this.dispatchEvent(new Event("error"));
  }
}

describe("createKeyring", () => {
  it("starts no worker before the first question, and one for many", () => {
    const workers: SilentWorker[] = [];
    const keyring = createKeyring(() => workers[workers.push(new SilentWorker()) - 1] ?? new SilentWorker());
    expect(workers).toHaveLength(0);
    void keyring.list().catch(() => undefined);
    void keyring.list().catch(() => undefined);
    expect(workers).toHaveLength(1);
    expect(workers[0]?.received).toHaveLength(2);
  });

  it("rejects what is being asked when the worker dies, and starts another for the next question", async () => {
    const workers: SilentWorker[] = [];
    const keyring = createKeyring(() => workers[workers.push(new SilentWorker()) - 1] ?? new SilentWorker());
    const asked = keyring.list();
    workers[0]?.fail();
    await expect(asked).rejects.toThrow("the keyring worker failed");
    expect(workers[0]?.isEnded).toBe(true); // one that threw may live on, with keys that are unlocked
    void keyring.list().catch(() => undefined);
    expect(workers).toHaveLength(2);
  });

  it("leaves no copy of a secret on the page, also when it is part of a larger buffer", () => {
    const keyring = createKeyring(() => new SilentWorker());
    const file = utf8("....-----BEGIN PRIVATE KEY-----....");
    const pem = file.subarray(4, 31);
    void keyring.importKey({ name: "x", file: pem, as: { kind: "device" }, now: instantFromMs(0) }).catch(() => undefined);
    expect(new TextDecoder().decode(file)).toBe(`....${"\0".repeat(27)}....`);
    const whole = utf8("-----BEGIN PRIVATE KEY-----");
    void keyring.importKey({ name: "x", file: whole, as: { kind: "device" }, now: instantFromMs(0) }).catch(() => undefined);
    expect(whole.length).toBe(0);
  });

  it("hears of changes from any tab until it stops listening", async () => {
    const keyring = createKeyring(() => new SilentWorker());
    const otherTab = new BroadcastChannel(KEYRING_CHANNEL);
    const heard = new Promise<void>((resolve) => {
      const stop = keyring.onChange(() => {
        stop();
        resolve();
      });
    });
    otherTab.postMessage("changed");
    await expect(heard).resolves.toBeUndefined();
    otherTab.close();
  });
});
