import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { utf8 } from "../lib/bytes.ts";
import { zip } from "../test/archives.ts";
import { parseAddress } from "./address.ts";
import type { FetchPort } from "./fetch-file.ts";
import type { Outlet, OutletMessage } from "./outlets.ts";
import { readAddress, readAgainAt } from "./read-address.ts";
import { DEFAULT_SOURCE_LIMITS, LARGE } from "./source-contents.ts";

const BASE = "https://example.test/metadata/";
type Site = Readonly<Record<string, string | Uint8Array<ArrayBuffer> | number | (() => Promise<Response>)>>;

/** A server that has these files below BASE, and the record of what was asked of it. */
function site(files: Site): { readonly fetch: FetchPort; readonly asked: string[]; readonly inits: RequestInit[]; readonly most: () => number } {
  const asked: string[] = [];
  const inits: RequestInit[] = [];
  let open = 0;
  let most = 0;
  const fetch: FetchPort = async (url, init) => {
    asked.push(url);
    inits.push(init);
    most = Math.max(most, ++open);
    await new Promise((resolve) => setTimeout(resolve, 0));
    open--;
    const found = url.startsWith(BASE) ? files[url.slice(BASE.length)] : undefined;
    if (typeof found === "function") return found();
    if (found === undefined || typeof found === "number") return new Response("no", { status: found ?? 404 });
    return new Response(found);
  };
  return { fetch, asked, inits, most: () => most };
}

const noAnswer = (): Promise<Response> => Promise.reject(new TypeError("Failed to fetch"));
const root = (version: number, isConsistent = true): string => JSON.stringify({ signed: { _type: "root", version, consistent_snapshot: isConsistent } });
const timestamp = (version: number): string => JSON.stringify({ signed: { _type: "timestamp", version: 9, meta: { "snapshot.json": { version } } } });
const snapshot = (meta: Readonly<Record<string, number>>): string =>
  JSON.stringify({ signed: { _type: "snapshot", version: 3, meta: Object.fromEntries(Object.entries(meta).map(([name, version]) => [name, { version }])) } });

async function filesOf(files: Site): Promise<readonly string[]> {
  const result = await readAddress(BASE, site(files).fetch);
  if (!result.ok) throw new Error(JSON.stringify(result.fault));
  return result.value.files.map(({ path }) => path);
}

describe("readAddress", () => {
  const published: Site = {
    "1.root.json": root(1), "2.root.json": root(2), "timestamp.json": timestamp(3),
    "3.snapshot.json": snapshot({ "targets.json": 4, "a/b?.json": 1, "gone.json": 2 }), "4.targets.json": "{}", "1.a%2Fb%3F.json": "{}",
  };

  it("sends what is large on as it comes, and reads one file of it again, but none of an archive", async () => {
    const names = Array.from({ length: LARGE.files + 40 }, (_, i) => `r${i}`);
    const large: Site = { ...published, "3.snapshot.json": snapshot(Object.fromEntries(names.map((name) => [`${name}.json`, 1]))), ...Object.fromEntries(names.map((name) => [`1.${name}.json`, `{"name":"${name}"}`])) };
    const messages: OutletMessage[] = [];
    const outlet: Outlet = { postMessage: (message, transfer) => void messages.push(structuredClone(message, { transfer })) };
    const result = await readAddress(BASE, site(large).fetch, undefined, DEFAULT_SOURCE_LIMITS, { ask: async () => [outlet] });
    expect(result).toMatchObject({ ok: true, value: { files: [], sent: { files: names.length + 4 } } });
    expect(messages.flatMap((message) => (message.kind === "files" ? message.files : [])).map(({ path }) => path).toSorted()).toEqual(["1.root.json", "2.root.json", "3.snapshot.json", "timestamp.json", ...names.map((name) => `1.${name}.json`)].toSorted());
    const { fetch, asked } = site(large);
    expect(new TextDecoder().decode(await readAgainAt(BASE, "1.r7.json", fetch))).toBe('{"name":"r7"}');
    expect(await readAgainAt(BASE, "1.gone.json", fetch)).toBeUndefined();
    expect(await readAgainAt(`${BASE}all.tar`, "1.r7.json", fetch)).toBeUndefined();
    expect(asked).toEqual([`${BASE}1.r7.json`, `${BASE}1.gone.json`]);
  });

  it("walks every root, then what timestamp and snapshot name, and notes what is missing", async () => {
    const result = await readAddress("https://example.test/metadata", site(published).fetch);
    expect(result).toMatchObject({
      ok: true,
      value: {
        name: BASE, kind: "url",
        files: ["1.a%2Fb%3F.json", "1.root.json", "2.root.json", "3.snapshot.json", "4.targets.json", "timestamp.json"].map((path) => ({ path })),
        notRead: [{ path: "2.gone.json", why: { kind: "http", status: 404 } }, { path: "3.root.json", why: { kind: "http", status: 404 } }],
      },
    });
  });

  it("sends nothing personal and follows nothing", async () => {
    const server = site(published);
    await readAddress(BASE, server.fetch);
    expect(server.inits.every((init) => init.credentials === "omit" && init.redirect === "manual" && init.referrerPolicy === "no-referrer" && init.cache === "no-store")).toBe(true);
  });

  it("reads a repository without consistent snapshots, and one that keeps only its newest root", async () => {
    const plain = { "timestamp.json": timestamp(3), "snapshot.json": snapshot({ "targets.json": 4 }), "targets.json": "{}" };
    expect(await filesOf({ "1.root.json": root(1, false), ...plain })).toEqual(["1.root.json", "snapshot.json", "targets.json", "timestamp.json"]);
    expect(await filesOf({ "root.json": root(7, false), "8.root.json": root(8, false), ...plain })).toContain("8.root.json");
  });

  it("looks one folder further down when the address holds no root", async () => {
    const below = { "metadata/1.root.json": root(1), "metadata/timestamp.json": timestamp(3) };
    const { fetch } = site(below);
    const shifted: FetchPort = (url, init) => fetch(url.replace("https://example.test/", BASE), init);
    const result = await readAddress("https://example.test/", shifted);
    expect(result.ok && result.value.files.map(({ path }) => path)).toEqual(["metadata/1.root.json", "metadata/timestamp.json"]);
  });

  it("never takes a failure for the end of the roots", async () => {
    expect(await readAddress(BASE, site({ ...published, "3.root.json": noAnswer }).fetch)).toEqual({ ok: false, fault: { kind: "address-no-answer", url: `${BASE}3.root.json` } });
    expect(await readAddress(BASE, site({ ...published, "3.root.json": 500 }).fetch)).toEqual({ ok: false, fault: { kind: "address-status", url: `${BASE}3.root.json`, status: 500 } });
    expect(await readAddress(BASE, site({ ...published, "3.root.json": 403 }).fetch)).toMatchObject({ ok: true });
  });

  it("tells a file without an answer from a missing one", async () => {
    const result = await readAddress(BASE, site({ ...published, "4.targets.json": noAnswer }).fetch);
    expect(result.ok && result.value.notRead.find(({ path }) => path === "4.targets.json")?.why).toEqual({ kind: "no-answer" });
  });

  it("says when the server does not let it read, redirects, or has no root", async () => {
    expect(await readAddress(BASE, site({ "1.root.json": noAnswer }).fetch)).toMatchObject({ fault: { kind: "address-no-answer" } });
    expect(await readAddress(BASE, site({ "1.root.json": 302 }).fetch)).toMatchObject({ fault: { kind: "address-redirects" } });
    expect(await readAddress(BASE, site({}).fetch)).toMatchObject({ fault: { kind: "address-without-root", tried: ["1.root.json", "root.json"] } });
  });

  it("cuts an endless body off while it arrives", async () => {
    let sent = 0;
    const endless = async (): Promise<Response> => new Response(new ReadableStream({
      pull: (controller) => {
        sent += 1024;
        controller.enqueue(new Uint8Array(1024));
      },
    }));
    const result = await readAddress(BASE, site({ "1.root.json": endless }).fetch, undefined, { ...DEFAULT_SOURCE_LIMITS, maxFileBytes: 10_000 });
    expect(result).toEqual({ ok: false, fault: { kind: "address-too-large", url: `${BASE}1.root.json`, limitBytes: 10_000 } });
    expect(sent).toBeLessThan(20_000);
  });

  it("keeps at most six requests open, and stops asking when a limit is reached", async () => {
    const roles = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`bin-${i}`, 1]));
    const many: Site = {
      "1.root.json": root(1), "timestamp.json": timestamp(3),
      "3.snapshot.json": snapshot(Object.fromEntries(Object.entries(roles).map(([name, version]) => [`${name}.json`, version]))),
      ...Object.fromEntries(Object.keys(roles).map((name) => [`1.${name}.json`, "{}"])),
    };
    const server = site(many);
    expect(await readAddress(BASE, server.fetch)).toMatchObject({ ok: true, value: { files: { length: 103 } } });
    expect(server.most()).toBe(6);
    const limited = site(many);
    expect(await readAddress(BASE, limited.fetch, undefined, { ...DEFAULT_SOURCE_LIMITS, maxFiles: 10 })).toEqual({ ok: false, fault: { kind: "too-many-files", limit: 10 } });
    expect(limited.asked.length).toBeLessThan(20);
  });

  it("asks for nothing outside the folder, whatever the metadata says", async () => {
    await fc.assert(fc.asyncProperty(fc.string({ unit: "binary" }), fc.nat(), async (role, version) => {
      const server = site({ "1.root.json": root(1, false), "timestamp.json": timestamp(1), "snapshot.json": snapshot({ [`${role}.json`]: version + 1 }) });
      await readAddress(BASE, server.fetch);
      for (const url of server.asked) expect([new URL(url).origin, new URL(".", url).href, new URL(url).search]).toEqual(["https://example.test", BASE, ""]);
    }), { numRuns: 60 });
  });

  it("reads one file or one archive, by content", async () => {
    const archive = zip([{ name: "metadata/root.json", body: utf8(root(1)) }]);
    const server = site({ "repo.zip": archive, "5.root.json": root(5) });
    expect(await readAddress(`${BASE}repo.zip`, server.fetch)).toMatchObject({ ok: true, value: { kind: "url", name: `${BASE}repo.zip`, files: [{ path: "metadata/root.json" }] } });
    expect(await readAddress(`${BASE}5.root.json`, server.fetch)).toMatchObject({ ok: true, value: { files: [{ path: "5.root.json" }] } });
  });

  const PUBLISHED = "../shared/corpora/tuf-on-ci-published/metadata";
  it.skipIf(!existsSync(PUBLISHED))("reads a real published repository (skipped: no ../shared)", async () => {
    const fetch: FetchPort = async (url) => {
      const file = join(PUBLISHED, url.slice(BASE.length));
      return existsSync(file) ? new Response(readFileSync(file)) : new Response(null, { status: 404 });
    };
    const result = await readAddress(BASE, fetch);
    expect(result.ok && result.value.files.map(({ path }) => path)).toEqual(["1.root.json", "1.targets.json", "2.delegatedrole.json", "2.snapshot.json", "timestamp.json"]);
  });
});

describe("parseAddress", () => {
  it.each([
    ["not an address", "not-an-address"], ["ftp://example.test/", "scheme"], ["javascript:alert(1)", "scheme"], ["file:///etc/", "scheme"],
    ["https://me:secret@example.test/", "credentials"], ["https://example.test/?token=1", "query"],
  ])("refuses %s: %s", (written, fault) => expect(parseAddress(written)).toEqual({ ok: false, fault }));

  it("makes a folder of what names no file", () => {
    expect(parseAddress(" https://example.test/a#b ")).toEqual({ ok: true, value: { kind: "folder", url: "https://example.test/a/" } });
    expect(parseAddress("https://example.test/a.tar.gz")).toEqual({ ok: true, value: { kind: "file", url: "https://example.test/a.tar.gz" } });
  });
});
