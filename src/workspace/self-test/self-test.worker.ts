import { expose } from "comlink";
import { nobleVerifier } from "../../crypto/noble-verifier.ts";
import { webCryptoVerifier } from "../../crypto/webcrypto-verifier.ts";
import { settle } from "./check.ts";
import { keyChecks } from "./key-checks.ts";
import { signatureChecks } from "./signature-checks.ts";
import { infoOf, type WorkerSelfTest } from "./worker-checks.ts";

// A worker of its own, under the policy of those that verify and hold keys: the same code as theirs, and never their data.

const checks = [
  ...signatureChecks({ platform: webCryptoVerifier, plain: nobleVerifier(), subtle: crypto.subtle }),
  ...keyChecks(crypto.subtle, (navigator as { readonly locks?: LockManager }).locks), // missing in some browsers, whatever its type says
];

const selfTest: WorkerSelfTest = {
  list: async () => checks.map(infoOf),
  run: async (id) => {
    const check = checks.find((one) => one.id === id);
    if (check === undefined) throw new Error(`there is no check ${id}`);
    return settle(() => check.run());
  },
};

expose(selfTest);
