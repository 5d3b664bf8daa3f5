/**
 * Loaded into the server's process before the server, which has an IPC channel beside its streams and
 * was started with --expose-gc: tells how much of the heap is in use after a pause and a collection, each time that
 * it is asked; with the word "mentions", how many strings of the heap hold the text behind it.
 */
const v8 = require("node:v8");
const { setTimeout: pause } = require("node:timers/promises");

/** What the server has begun is done by then, and lets go of what it was about. */
const SETTLED_MILLISECONDS = 300;

process.on("message", async (asked) => {
  await pause(SETTLED_MILLISECONDS);
  globalThis.gc();
  const [what, text] = asked;
  if (what === "heap") process.send(process.memoryUsage().heapUsed);
  else mentions(text).then((count) => process.send(count));
});

async function mentions(text) {
  const chunks = [];
  for await (const chunk of v8.getHeapSnapshot()) chunks.push(chunk);
  // The heap may know the text we ask for, too: what is looked for goes on after it.
  const { strings } = JSON.parse(Buffer.concat(chunks).toString("utf8"));
  return strings.filter((one) => one.includes(text) && one !== text).length;
}
