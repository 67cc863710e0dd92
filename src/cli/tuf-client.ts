import { webCryptoVerifier } from "../crypto/webcrypto-verifier.ts";
import { instantFromMs } from "../lib/utc-instant.ts";
import { runClient } from "./client/run-client.ts";

/** Composition root of the conformance client. Its protocol: docs/conformance.md. */
void runClient(process.argv.slice(2), {
  fetch: (url, init) => fetch(url, init),
  verifier: webCryptoVerifier(globalThis.crypto.subtle),
  now: instantFromMs(Date.now()),
  say: (line) => console.error(line),
}).then((code) => {
  process.exitCode = code;
});
