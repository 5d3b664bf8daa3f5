import { join } from "node:path";
import { bytesOf, filesBelow, readPlainly } from "../input/read.js";
import { FOLDERS } from "../input/workspace.js";
import { LanguageServer } from "../language-server.js";
import { MEGABYTE, MemoryGrowth, repeated, Times } from "../measuring.js";
import { atLeast, atMost, compared, figure, type Figure, type Input, type Subject } from "../subject.js";

/** Text that doesn't concern us. */
export const others: Subject = {
  name: "workspace-others",
  about: "the language server reads a workspace in which nothing is a template with tables or keys",
  async measure({ folder, options, seconds }) {
    if (options.share === 100) return [];
    const { files, bytes, times, floor, kept, peak } = await measured(join(folder, FOLDERS.others), seconds);
    return [
      figure("files", files, "files"),
      figure("text", bytes / MEGABYTE, "MB"),
      compared("time", times, floor),
      atLeast("speed", bytes / MEGABYTE / (times.median / 1000), "MB/s", 100),
      figure("memory kept (heap after collection)", kept / MEGABYTE, "MB"),
      figure("memory at most (growth of RSS)", peak / MEGABYTE, "MB"),
    ];
  },
};

/** All files. */
export const workspace: Subject = {
  name: "workspace",
  about: "the language server reads the whole workspace, linked templates among other files",
  async measure(input: Input): Promise<readonly Figure[]> {
    const folder = join(input.folder, FOLDERS.workspace);
    const { files, bytes, times, floor, kept, peak } = await measured(folder, input.seconds);
    return [
      figure("files", files, "files"),
      figure("linked templates among them", input.options.files * (input.options.share / 100), "files"),
      figure("text", bytes / MEGABYTE, "MB"),
      compared("time", times, floor),
      figure("speed", bytes / MEGABYTE / (times.median / 1000), "MB/s"),
      figure("memory kept (heap after collection)", kept / MEGABYTE, "MB"),
      atMost("memory at most (growth of RSS)", peak / MEGABYTE, "MB", 300),
    ];
  },
};

/** What it takes a server to read a folder. The files have just been written: the system still has them at hand. */
export async function measured(folder: string, seconds: number) {
  const [times, plain] = [new Times(), new Times()];
  const server = await LanguageServer.start(folder);
  const growth = new MemoryGrowth();
  const files = await times.wait(() => server.readWorkspace());
  const { peak, kept } = growth.end();
  // Only now, as what others leave behind would hide how the first server's memory grows.
  const paths = filesBelow(folder);
  await plain.wait(() => readPlainly(paths));
  await repeated({ runs: 4, seconds: 2 * seconds }, async () => {
    const another = await LanguageServer.start(folder);
    await times.wait(() => another.readWorkspace());
    await plain.wait(() => readPlainly(paths));
  });
  return {
    files,
    bytes: await bytesOf(paths),
    times,
    floor: { what: "plain reading", times: plain },
    peak,
    kept,
  };
}
