// `npm run verify -- FOLDER|FILE …`: builds dist-node/verify where it is stale, then runs it where npm was called from.
import "./require-node.mjs";
import { spawnSync } from "node:child_process";
import { installMissing } from "./install.mjs";

// What the program prints may be read by another one: everything that is said before it goes to the other stream.
if (!(await installMissing(process.stderr))) process.exitCode = 2;
else {
  const { bundled } = await import("./node-bundle.mjs"); // needs what may just have been installed
  const cwd = process.env["INIT_CWD"] ?? process.cwd();
  process.exitCode = spawnSync(process.execPath, [await bundled("verify"), ...process.argv.slice(2)], { cwd, stdio: "inherit" }).status ?? 2;
}
