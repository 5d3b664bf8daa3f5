import { join } from "node:path";
import { ALL_RELEVANT, largeTemplateText, scaled } from "../input/large-template.js";
import { Random } from "../input/random.js";
import { smallTemplate } from "../input/small-template.js";
import { MEGABYTE } from "../measuring.js";
import { ServerProcess } from "../server-process.js";
import { atMost, figure, type Subject } from "../subject.js";

const DOCUMENTS = 1000;
/** Code goes on being compiled; that no document is kept is what `test/lsp/memory.test.ts` proves. */
const COMPILED_MEGABYTES = 2;
/** What is loaded and compiled once isn't left behind by documents. */
const BEFORE = 300;

/** The heap of the server, after a collection. */
export const memory: Subject = {
  name: "memory",
  about:
    "the heap of the server's process after a collection: idle, with a large template, and after many documents",
  async measure({ programs, probes, options }) {
    const nodeOptions = ["--expose-gc", "--require", join(probes, "heap.cjs")];
    const server = await ServerProcess.start(programs.server, { nodeOptions });
    const idle = await server.probe("heap");
    await openAndClose(server, BEFORE, "before");
    const before = await server.probe("heap");
    await openAndClose(server, DOCUMENTS, "document");
    const after = await server.probe("heap");
    const large = largeTemplateText(
      new Random(options.seed),
      scaled(ALL_RELEVANT, options.resources),
      "yaml",
    );
    await server.open("file:///app/large.yaml", large, "yaml");
    const withLarge = await server.probe("heap");
    await server.stop();
    return [
      atMost("idle", idle / MEGABYTE, "MB", 60),
      atMost(
        `growth over ${DOCUMENTS} opened and closed documents`,
        (after - before) / MEGABYTE,
        "MB",
        COMPILED_MEGABYTES,
      ),
      figure("with the YAML of 1 MB open", withLarge / MEGABYTE, "MB"),
    ];
  },
};

async function openAndClose(server: ServerProcess, count: number, name: string): Promise<void> {
  for (let index = 0; index < count; index++) {
    const uri = `file:///app/${name}-${index}.yaml`;
    await server.open(uri, smallTemplate(new Random(index)), "yaml");
    await server.close(uri);
  }
}
