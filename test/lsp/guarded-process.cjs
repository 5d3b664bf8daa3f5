/**
 * Loaded into the server's process before the server: writes a line to the file GUARD_LOG for every
 * child process that is started, every file that is read and everything that is watched.
 */
const childProcess = require("node:child_process");
const fs = require("node:fs");

const log = process.env.GUARD_LOG;
const append = fs.appendFileSync;

for (const name of ["spawn", "spawnSync", "exec", "execSync", "execFile", "execFileSync", "fork"]) {
  watchCalls(childProcess, name);
}
for (const name of [
  "readFile",
  "readFileSync",
  "open",
  "openSync",
  "createReadStream",
  "opendir",
  "readdir",
]) {
  watchCalls(fs, name);
}
for (const name of ["readdirSync", "watch", "watchFile"]) watchCalls(fs, name);
for (const name of ["readFile", "open", "opendir", "readdir", "watch"]) watchCalls(fs.promises, name);

function watchCalls(object, name) {
  const original = object[name];
  object[name] = function (...given) {
    append(log, `${name} ${String(given[0])}\n`);
    return original.apply(this, given);
  };
}
