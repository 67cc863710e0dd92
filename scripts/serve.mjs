// Serves the built app on this machine alone, with the headers that a good host would send, and packed as it would. Used by `npm start` and by
// the journeys in e2e/. No dependencies.
import { createReadStream, realpathSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, sep } from "node:path";
import { pipeline } from "node:stream";
import { createGzip } from "node:zlib";
import { headersFor } from "./headers.mjs";

/** Tells `npm start` that what holds the port is Countersign. */
export const SERVER_NAME = "countersign";

/** `localhost` may mean either; a browser tries both, so both must be ours. */
const LOOPBACK = ["127.0.0.1", "::1"];

/** @type {Readonly<Record<string, string>>} */
const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".map": "application/json; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".webmanifest": "application/manifest+json; charset=utf-8",
  ".woff2": "font/woff2",
};

/**
 * @typedef {object} Running
 * @property {string} origin where the app is: always by the name `localhost`, since keys belong to an origin
 * @property {number} port
 * @property {() => Promise<void>} close
 */

/**
 * @param {{ readonly folder: string, readonly port: number }} options port 0 takes any free one
 * @returns {Promise<Running>} rejects with Node's error (`EADDRINUSE`) when the port is taken on either loopback address
 */
export async function serve({ folder, port }) {
  const root = realpathSync(folder);
  for (let attempt = 1; ; attempt++) {
    /** @type {import("node:http").Server[]} */
    const servers = [];
    let bound = port;
    try {
      for (const address of LOOPBACK) {
        const server = createServer((request, response) => answer(root, bound, request, response));
        const got = await listen(server, address, bound);
        if (got === undefined) continue; // this machine has no such address
        servers.push(server);
        bound = got;
      }
      return { origin: `http://localhost:${bound}`, port: bound, close: () => closeAll(servers) };
    } catch (error) {
      await closeAll(servers);
      // A port that was free on one address may be taken on the other; only a port of our own choice can be chosen again.
      if (port !== 0 || attempt === 5) throw error;
    }
  }
}

/**
 * @param {string} root
 * @param {number} port
 * @param {import("node:http").IncomingMessage} request
 * @param {import("node:http").ServerResponse} response
 */
function answer(root, port, request, response) {
  const url = new URL(request.url ?? "/", `http://localhost:${port}`);
  const headers = { ...headersFor(url.pathname), Server: SERVER_NAME };
  /** @type {(status: number, text: string, more?: Readonly<Record<string, string>>) => void} */
  const refuse = (status, text, more = {}) => {
    response.writeHead(status, { ...headers, ...more, "Cache-Control": "no-store", "Content-Type": "text/plain; charset=utf-8" });
    response.end(`${text}\n`);
  };
  if (request.method !== "GET" && request.method !== "HEAD") return refuse(405, "Only GET and HEAD.", { Allow: "GET, HEAD" });
  const { host } = request.headers;
  if (host === `127.0.0.1:${port}` || host === `[::1]:${port}`) {
    // Another origin in the browser's eyes: keys made there would not be found here.
    return refuse(308, "Countersign lives at localhost.", { Location: url.href });
  }
  // A foreign name that was made to point here must not get an answer (DNS rebinding).
  if (host !== `localhost:${port}`) return refuse(421, "This server answers to localhost only.");

  const file = fileFor(root, url.pathname);
  if (file === undefined) return refuse(404, "No such file in this build.");
  const type = TYPES[extname(file.path)] ?? "application/octet-stream";
  const isText = /^(text|application)\/|\+xml/.test(type) && type !== "application/octet-stream";
  const isPacked = isText && /\bgzip\b/.test(String(request.headers["accept-encoding"] ?? ""));
  response.writeHead(200, {
    ...headers,
    "Content-Type": type,
    ...(isText ? { Vary: "Accept-Encoding" } : {}),
    ...(isPacked ? { "Content-Encoding": "gzip" } : { "Content-Length": file.lengthBytes }),
  });
  /** @param {unknown} error */
  const done = (error) => { if (error !== undefined && error !== null) response.destroy(); };
  if (request.method === "HEAD") response.end();
  else if (isPacked) pipeline(createReadStream(file.path), createGzip(), response, done);
  else pipeline(createReadStream(file.path), response, done);
}

/**
 * @param {string} root
 * @param {string} pathname
 */
function fileFor(root, pathname) {
  try {
    const asked = join(root, decodeURIComponent(pathname.endsWith("/") ? `${pathname}index.html` : pathname));
    const path = realpathSync(asked); // throws when there is none
    const stat = statSync(path);
    return stat.isFile() && path.startsWith(root + sep) ? { path, lengthBytes: stat.size } : undefined;
  } catch {
    return undefined; // not there, or not a name that could be there
  }
}

/**
 * @param {import("node:http").Server} server
 * @param {string} address
 * @param {number} port
 * @returns {Promise<number | undefined>} the port, or undefined where the address does not exist
 */
function listen(server, address, port) {
  return new Promise((resolve, reject) => {
    server.once("error", (/** @type {NodeJS.ErrnoException} */ error) => {
      if (error.code === "EADDRNOTAVAIL" || error.code === "EAFNOSUPPORT") resolve(undefined);
      else reject(error);
    });
    server.listen({ host: address, port, exclusive: true }, () => {
      const bound = server.address();
      resolve(typeof bound === "object" && bound !== null ? bound.port : port);
    });
  });
}

/** @param {readonly import("node:http").Server[]} servers */
async function closeAll(servers) {
  await Promise.all(
    servers.map((server) => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    }),
  );
}
