// `npm start`: from a fresh clone to the app in the browser, with Node and nothing else.
import "./require-node.mjs";

const { start } = await import("./start-app.mjs"); // read only once Node is known to be new enough
process.exitCode = await start();
