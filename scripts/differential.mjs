// `npm run differential [-- --seed N] [--cases N] [--without CLIENT] [--replay FILE]`: thousands of spoilt repositories,
// judged by the core here and by other clients. A verdict that no row of docs/differences.md tells fails, and so does a
// row that is no longer so. `--write-table` writes that page from the table in the code.
import "./require-node.mjs";

const { differential } = await import("./differential-stage.mjs"); // read only once Node is known to be new enough
process.exitCode = await differential(process.argv.slice(2));
