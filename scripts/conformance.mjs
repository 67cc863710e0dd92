// `npm run conformance [-- FILTER]`: builds the conformance client and runs e2e/conformance against it. Where
// TUF_CONFORMANCE names a checkout of theupdateframework/tuf-conformance, the public suite runs as well.
import "./require-node.mjs";

const { conformance } = await import("./conformance-stage.mjs"); // read only once Node is known to be new enough
process.exitCode = await conformance(process.argv.slice(2));
