import { expose } from "comlink";
import { describe, expect, it } from "vitest";
import { readItems } from "./read-items.ts";
import type { ReaderApi } from "./reader-api.ts";
import { createReader } from "./reader-client.ts";

/** A worker as the client sees one: two ports of one channel, with an API behind the other. */
function fakeWorker(api: ReaderApi): { readonly worker: Worker; readonly isTerminated: () => boolean; readonly fail: (message: string) => void } {
  const { port1, port2 } = new MessageChannel();
  let isTerminated = false;
  expose(api, port2);
  port1.start();
  const worker = Object.assign(port1, {
    terminate: () => {
      isTerminated = true;
      port1.close();
    },
  });
  return {
    worker: worker as unknown as Worker, // a test double
    isTerminated: () => isTerminated,
    fail: (message) => void port1.dispatchEvent(Object.assign(new Event("error"), { message })),
  };
}

const reading: ReaderApi = {
  readFiles: (items) => readItems(items), // Node cannot clone a File: reading through the port is left to the browser's tests
  readOne: () => new Promise(() => undefined),
  hashFile: () => new Promise(() => undefined),
  readUrlAgain: () => new Promise(() => undefined),
  readUrl: () => new Promise(() => undefined), // a server that never ends its answer
};

describe("createReader", () => {
  it("answers while another reading is cancelled, and starts a new worker afterwards", async () => {
    const workers = [fakeWorker(reading), fakeWorker(reading)];
    let spawned = 0;
    const reader = createReader(() => workers[spawned++]?.worker ?? expect.unreachable("a third worker"));
    const endless = reader.readUrl("https://example.test/");
    const began = performance.now();
    reader.cancel();
    expect(await endless).toEqual({ ok: false, fault: { kind: "cancelled" } });
    expect(performance.now() - began).toBeLessThan(100);
    expect(workers[0]?.isTerminated()).toBe(true);
    expect(await reader.readFiles([])).toEqual({ ok: false, fault: { kind: "nothing-given" } });
    expect(spawned).toBe(2);
    reader.cancel();
  });

  it("ends a worker that read something large once it is asked for nothing else", async () => {
    const contents = { name: "r", kind: "tar" as const, files: [], sent: { files: 600, bytes: 9e6 }, notRead: [], passedOver: 0 };
    const waiting: (() => void)[] = [];
    const large = (): ReturnType<typeof fakeWorker> => fakeWorker({
      ...reading,
      readFiles: async () => ({ ok: true, value: contents }),
      readUrlAgain: () => new Promise((resolve) => waiting.push(() => resolve(undefined))),
    });
    const workers = [large(), large()];
    let spawned = 0;
    const reader = createReader(() => workers[spawned++]?.worker ?? expect.unreachable("a third worker"));
    expect(await reader.readFiles([])).toMatchObject({ ok: true });
    expect([spawned, workers[0]?.isTerminated()]).toEqual([1, true]);
    const slow = reader.readUrlAgain("https://example.test/", "a.json");
    expect(await reader.readFiles([])).toMatchObject({ ok: true });
    await expect.poll(() => waiting.length).toBe(1);
    expect([spawned, workers[1]?.isTerminated()]).toEqual([2, false]);
    waiting[0]?.();
    expect(await slow).toBeUndefined();
    expect(workers[1]?.isTerminated()).toBe(true);
  });

  it("leaves a worker alone whatever becomes of the one before it", async () => {
    const workers = [fakeWorker(reading), fakeWorker(reading)];
    let spawned = 0;
    const reader = createReader(() => workers[spawned++]?.worker ?? expect.unreachable("a third worker"));
    const first = reader.readUrl("https://example.test/");
    reader.cancel();
    expect(await first).toEqual({ ok: false, fault: { kind: "cancelled" } });
    const second = reader.readUrl("https://example.test/");
    workers[0]?.fail("too late");
    reader.cancel();
    expect(await second).toEqual({ ok: false, fault: { kind: "cancelled" } });
    expect([spawned, workers[1]?.isTerminated()]).toEqual([2, true]);
  });

  it("starts no worker before it is needed, and cancelling nothing does nothing", () => {
    createReader(() => expect.unreachable("spawned without need")).cancel();
  });

  it("carries a defect of the worker to the caller as an exception, and can be used again", async () => {
    const [broken, sound] = [fakeWorker(reading), fakeWorker(reading)];
    const waiting = [broken, sound];
    const reader = createReader(() => waiting.shift()?.worker ?? expect.unreachable("a third worker"));
    const endless = reader.readUrl("https://example.test/");
    broken.fail("boom");
    await expect(endless).rejects.toThrow("the reader's worker stopped: boom");
    expect(await reader.readFiles([])).toMatchObject({ ok: false });
    reader.cancel();
  });
});
