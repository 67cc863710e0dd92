// `npm run interop`: root metadata that was signed here is handed to python-tuf. Prepares Python, builds the app, runs
// e2e/interop, and prints what passed.
import "./require-node.mjs";

const { interop } = await import("./interop-stage.mjs"); // read only once Node is known to be new enough
process.exitCode = await interop(process.argv.slice(2));
