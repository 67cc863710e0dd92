import { join } from "node:path";
import { buildIdentity } from "./build-identity.mjs";
import { buildIfStale } from "./build.mjs";
import { installMissing } from "./install.mjs";
import { ROOT } from "./process.mjs";
import { serve, SERVER_NAME } from "./serve.mjs";

/** Fixed for good: a browser keeps keys by origin, and the port is part of it. */
const PORT = 41787;
const ADDRESS = `http://localhost:${PORT}`;

/** @returns {Promise<number | undefined>} the exit code, or undefined while the server runs */
export async function start() {
  if (!(await installMissing())) return 1;
  if (!(await buildIfStale())) return 1;
  try {
    const { origin, close } = await serve({ folder: join(ROOT, "dist"), port: PORT });
    const { version, digest } = buildIdentity(ROOT);
    console.log(`Countersign ${version}, build ${digest.slice(0, 16)}, is at\n\n  ${origin}\n\nStop it with Ctrl-C.`);
    for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) process.once(signal, () => void close());
    return undefined;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EADDRINUSE") throw error;
    return explainTakenPort();
  }
}

async function explainTakenPort() {
  const holder = await runningBuild();
  if (holder === undefined) {
    console.error(
      [
        `Port ${PORT} of this machine is taken by another program, so Countersign does not start.`,
        `It will not move to another port: the browser keeps your keys for ${ADDRESS} and for no other address.`,
        `Stop that program and run this again. To see which it is: ${whoHolds()}`,
      ].join("\n"),
    );
    return 1;
  }
  const { version, digest } = buildIdentity(ROOT);
  if (holder.digest === digest) {
    console.log(`Countersign ${version} is already running at\n\n  ${ADDRESS}\n`);
    return 0;
  }
  console.error(
    [
      `Another build of Countersign (${holder.version}, build ${holder.digest.slice(0, 16)}) is already running at ${ADDRESS}.`,
      "Stop it first to serve this one. Both would use the same keys, since those belong to the address.",
    ].join("\n"),
  );
  return 1;
}

/** @returns {Promise<{ readonly version: string, readonly digest: string } | undefined>} undefined when it is not Countersign */
async function runningBuild() {
  try {
    const response = await fetch(`${ADDRESS}/build.json`, { signal: AbortSignal.timeout(2000), redirect: "error" });
    if (response.headers.get("server") !== SERVER_NAME) return undefined;
    const { version, digest } = await response.json();
    return typeof version === "string" && /^[0-9a-f]{64}$/.test(digest) ? { version, digest } : undefined;
  } catch {
    return undefined; // whatever holds the port does not speak as we do
  }
}

function whoHolds() {
  if (process.platform === "win32") return `netstat -ano | findstr :${PORT}`;
  return process.platform === "darwin" ? `lsof -nP -iTCP:${PORT} -sTCP:LISTEN` : `ss -ltnp 'sport = :${PORT}'`;
}
