// `npm run conformance:build`: writes dist-node/tuf-client, which speaks the protocol of the TUF conformance suite.
import "./require-node.mjs";
import { installMissing } from "./install.mjs";

if (!(await installMissing())) process.exitCode = 1;
else {
  const { bundled } = await import("./node-bundle.mjs"); // needs what may just have been installed
  console.log(await bundled("tuf-client"));
}
