import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closedWorkerPolicy, documentPolicy, headersFile, headersFor, readerWorkerPolicy } from "./headers.mjs";
import { serve } from "./serve.mjs";

const parent = mkdtempSync(join(tmpdir(), "countersign-serve-"));
const folder = join(parent, "dist");
/** @type {Awaited<ReturnType<typeof serve>>} */
let server;

beforeAll(async () => {
  mkdirSync(join(folder, "assets"), { recursive: true });
  writeFileSync(join(folder, "index.html"), "<!doctype html>");
  writeFileSync(join(folder, "assets", "a.js"), "1");
  writeFileSync(join(folder, "assets", "a.woff2"), "font");
  writeFileSync(join(parent, "secret.txt"), "secret");
  symlinkSync(join(parent, "secret.txt"), join(folder, "link.txt"));
  server = await serve({ folder, port: 0 });
});

afterAll(async () => {
  await server.close();
  rmSync(parent, { recursive: true });
});

/**
 * Asks with the exact path and headers, which `fetch` would tidy up.
 * @param {string} path
 * @param {{ readonly host?: string, readonly method?: string, readonly address?: string }} [how]
 * @returns {Promise<{ readonly status: number | undefined, readonly headers: import("node:http").IncomingHttpHeaders, readonly body: string }>}
 */
function ask(path, { host = `localhost:${server.port}`, method = "GET", address = "127.0.0.1" } = {}) {
  return new Promise((resolve, reject) => {
    const asking = request({ host: address, port: server.port, path, method, headers: { host } }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text) => (body += text));
      response.on("end", () => resolve({ status: response.statusCode, headers: response.headers, body }));
    });
    asking.on("error", reject).end();
  });
}

describe("the local server", () => {
  it("gives the page and its files with their types", async () => {
    expect(await ask("/")).toMatchObject({ status: 200, body: "<!doctype html>", headers: { "content-type": "text/html; charset=utf-8", "cache-control": "no-cache" } });
    expect(await ask("/assets/a.js?x")).toMatchObject({ status: 200, body: "1", headers: { "content-type": "text/javascript; charset=utf-8" } });
  });

  it("packs text for whoever takes it packed, and leaves fonts and pictures as they are", async () => {
    const packed = await fetch(`${server.origin}/assets/a.js`);
    expect([packed.headers.get("content-encoding"), packed.headers.get("vary"), await packed.text()]).toEqual(["gzip", "Accept-Encoding", "1"]);
    const raw = await new Promise((resolve) => request(`${server.origin}/assets/a.js`, { headers: { "accept-encoding": "br, gzip" } }, (response) => {
      /** @type {Buffer[]} */
      const parts = [];
      response.on("data", (part) => parts.push(part)).on("end", () => resolve(gunzipSync(Buffer.concat(parts)).toString()));
    }).end());
    expect(raw).toBe("1");
    const font = await fetch(`${server.origin}/assets/a.woff2`);
    expect([font.headers.get("content-encoding"), font.headers.get("content-length")]).toEqual([null, "4"]);
  });

  it("answers HEAD with headers alone", async () => {
    expect(await ask("/", { method: "HEAD" })).toMatchObject({ status: 200, body: "", headers: { "content-length": "15" } });
  });

  it.each([["/../secret.txt"], ["/%2e%2e/secret.txt"], ["/..%2fsecret.txt"], ["/assets/..%5c..%5csecret.txt"], ["/link.txt"], ["/assets"], ["/%00"], ["/%"], ["/none"]])(
    "gives nothing for %s",
    async (path) => {
      const { status, body, headers } = await ask(path);
      expect({ status, leaked: body.includes("secret\n") || body === "secret" }).toEqual({ status: 404, leaked: false });
      expect(headers["content-security-policy"]).toBe(documentPolicy);
    },
  );

  it("takes no other method", async () => {
    expect(await ask("/", { method: "POST" })).toMatchObject({ status: 405, headers: { allow: "GET, HEAD" } });
  });

  it("does not answer to a foreign name that was made to point here", async () => {
    expect(await ask("/", { host: `countersign.test:${server.port}` })).toMatchObject({ status: 421 });
  });

  it("sends who comes by number to the name, since keys made there would be lost here", async () => {
    expect(await ask("/x?y", { host: `127.0.0.1:${server.port}` })).toMatchObject({ status: 308, headers: { location: `http://localhost:${server.port}/x?y` } });
  });

  it("refuses a port that is taken instead of moving", async () => {
    await expect(serve({ folder, port: server.port })).rejects.toMatchObject({ code: "EADDRINUSE" });
  });
});

describe("the headers", () => {
  it("give workers the policy of their folder, and everything else the document's", () => {
    expect(headersFor("/workers/reader/reader.worker-1.js")["Content-Security-Policy"]).toBe(readerWorkerPolicy);
    expect(headersFor("/workers/closed/keyring.worker-1.js")["Content-Security-Policy"]).toBe(closedWorkerPolicy);
    expect(headersFor("/workers/readers.js")["Content-Security-Policy"]).toBe(documentPolicy);
  });

  it("let the document connect to itself, the reader anywhere on the web, and other workers nowhere", () => {
    const connect = (/** @type {string} */ policy) => /connect-src ([^;]+)/.exec(policy)?.[1];
    expect([documentPolicy, readerWorkerPolicy, closedWorkerPolicy].map(connect)).toEqual(["'self'", "https: http:", "'none'"]);
  });

  it("are the same in the file for static hosts, with no two rules that set a header for one path", () => {
    const rules = headersFile(["index.html", "icon.svg", "assets/a.js"]).trim().split("\n\n").map((rule) => {
      const [match = "", ...lines] = rule.split("\n");
      return { match, headers: Object.fromEntries(lines.map((line) => /** @type {[string, string]} */ (line.trim().split(/: (.*)/s).slice(0, 2)))) };
    });
    for (const path of ["/", "/index.html", "/icon.svg", "/assets/a.js", "/workers/reader/r.js", "/workers/closed/k.js"]) {
      const matching = rules.filter(({ match }) => match === path || (match.endsWith("*") && path.startsWith(match.slice(0, -1))));
      const names = matching.flatMap(({ headers }) => Object.keys(headers));
      expect(new Set(names).size, path).toBe(names.length);
      expect(Object.assign({}, ...matching.map(({ headers }) => headers)), path).toEqual(headersFor(path));
    }
  });
});
