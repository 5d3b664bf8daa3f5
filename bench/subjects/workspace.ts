import { join } from "node:path";
import { bytesOf, filesBelow, readPlainly } from "../input/read.js";
import { FOLDERS } from "../input/workspace.js";
import { LanguageServer } from "../language-server.js";
import { MEGABYTE, MemoryGrowth, timed } from "../measuring.js";
import { atLeast, atMost, figure, type Figure, type Input, type Subject } from "../subject.js";

/** Text that doesn't concern us. */
export const others: Subject = {
  name: "workspace-others",
  about: "the language server reads a workspace in which nothing is a template with tables or keys",
  async measure({ folder, options }) {
    if (options.share === 100) return [];
    const { files, bytes, seconds, ratio, kept, peak } = await measured(join(folder, FOLDERS.others));
    return [
      figure("files", files, "files"),
      figure("text", bytes / MEGABYTE, "MB"),
      atLeast("speed", bytes / MEGABYTE / seconds, "MB/s", 100),
      figure("time, compared with plain reading", ratio, "×"),
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
    const { files, bytes, seconds, ratio, kept, peak } = await measured(
      join(input.folder, FOLDERS.workspace),
    );
    return [
      figure("files", files, "files"),
      figure("linked templates among them", input.options.files * (input.options.share / 100), "files"),
      figure("text", bytes / MEGABYTE, "MB"),
      figure("speed", bytes / MEGABYTE / seconds, "MB/s"),
      figure("time, compared with plain reading", ratio, "×"),
      figure("memory kept (heap after collection)", kept / MEGABYTE, "MB"),
      atMost("memory at most (growth of RSS)", peak / MEGABYTE, "MB", 300),
    ];
  },
};

/** What it takes the server to read a folder. The files have just been written: the system still has them at hand. */
export async function measured(folder: string) {
  const server = await LanguageServer.start(folder);
  const growth = new MemoryGrowth();
  const { value: files, milliseconds } = await timed(() => server.readWorkspace());
  const { peak, kept } = growth.end();
  // Only now, as what it leaves behind would hide how the server's memory grows.
  const paths = filesBelow(folder);
  const plain = await timed(() => readPlainly(paths));
  const ratio = milliseconds / plain.milliseconds;
  return { files, bytes: await bytesOf(paths), seconds: milliseconds / 1000, ratio, peak, kept };
}
