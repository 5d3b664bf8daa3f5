/**
 * `npm start`: installs what is missing, builds, and lints the examples.
 * `npm start -- path/to/templates` lints those instead; everything after `--` goes to the command line tool.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { installPackages, root } from "./install.mjs";

installPackages();
runScript("scripts/build.mjs");
console.log("");
lint(process.argv.slice(2));

function runScript(script) {
  const { status } = spawnSync(process.execPath, [join(root, script)], { cwd: root, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}

/** Ends with 0 where there are findings (they are shown), and with what went wrong where something did. */
function lint(given) {
  const byDefault = given.length === 0;
  // npm moves to the root of the package; paths are meant from where the person stands.
  const cwd = byDefault ? root : (process.env.INIT_CWD ?? process.cwd());
  const failOn = given.some((one) => one.startsWith("--fail-on")) ? [] : ["--fail-on", "never"];
  const command = [join(root, "dist/cli.js"), ...failOn, ...(byDefault ? ["examples"] : given)];
  const { status } = spawnSync(process.execPath, command, { cwd, stdio: "inherit" });
  process.exitCode = status ?? 1;
}
