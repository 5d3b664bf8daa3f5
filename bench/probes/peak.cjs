/** Loaded into a process before its program: writes the largest resident set, in bytes, to the file PEAK_FILE. */
const { writeFileSync } = require("node:fs");
const { isMainThread } = require("node:worker_threads");

if (isMainThread) {
  process.on("exit", () => {
    writeFileSync(process.env.PEAK_FILE, String(process.resourceUsage().maxRSS * 1024));
  });
}
