import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { bytesOf, filesBelow, readPlainly } from "../input/read.js";
import { FOLDERS } from "../input/workspace.js";
import { MEGABYTE, timed } from "../measuring.js";
import { figure, type Subject } from "../subject.js";

/** The command line, from its start to its end. */
export const commandLine: Subject = {
  name: "command-line",
  about: "the command line lints the whole workspace, in a process of its own",
  async measure({ folder, commandLine: program }) {
    const cwd = join(folder, FOLDERS.workspace);
    const paths = filesBelow(cwd);
    const bytes = await bytesOf(paths);
    await readPlainly(paths);
    const plain = await timed(() => readPlainly(paths));
    const { value, milliseconds } = await timed(() =>
      spawnSync(process.execPath, [program, "--format", "json"], { cwd, maxBuffer: 1000 * MEGABYTE }),
    );
    // 1 says that there are findings.
    if (value.status !== 0 && value.status !== 1) {
      throw new Error(`The command line has failed:\n${value.stderr.toString()}`);
    }
    return [
      figure("text", bytes / MEGABYTE, "MB"),
      figure("time", milliseconds / 1000, "s"),
      figure("speed", bytes / MEGABYTE / (milliseconds / 1000), "MB/s"),
      figure("time, compared with plain reading", milliseconds / plain.milliseconds, "×"),
    ];
  },
};
