// `npm test`: every gate in order, stopping at the first that fails. `node scripts/test.mjs lint unit` runs some.
import "./require-node.mjs";

const { test } = await import("./test-stages.mjs"); // read only once Node is known to be new enough
process.exitCode = await test(process.argv.slice(2));
