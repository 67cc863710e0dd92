import { schemeProbe } from "../crypto/scheme-probe.ts";
import { webCryptoVerifier } from "../crypto/webcrypto-verifier.ts";
import { instantFromMs } from "../lib/utc-instant.ts";
import { runVerify } from "./verify/run-verify.ts";

/** Composition root of the command line. What it prints: docs/verify.md. */
void runVerify(process.argv.slice(2), {
  verifier: webCryptoVerifier(globalThis.crypto.subtle),
  probe: schemeProbe(),
  now: instantFromMs(Date.now()),
  print: (text) => process.stdout.write(text),
  printError: (text) => process.stderr.write(text),
}).then((code) => {
  process.exitCode = code;
});
