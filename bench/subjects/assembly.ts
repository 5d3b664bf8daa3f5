import { join } from "node:path";
import { FOLDERS } from "../input/workspace.js";
import { MEGABYTE } from "../measuring.js";
import { atMost, figure, type Subject } from "../subject.js";
import { measured } from "./workspace.js";

/** A CDK assembly. */
export const assembly: Subject = {
  name: "assembly",
  about: "the language server reads a workspace with a large CDK assembly",
  async measure({ folder }) {
    const { files, bytes, seconds, ratio, kept, peak } = await measured(join(folder, FOLDERS.assembly));
    return [
      figure("files", files, "files"),
      figure("text", bytes / MEGABYTE, "MB"),
      figure("time", seconds, "s"),
      figure("time, compared with plain reading", ratio, "×"),
      figure("memory kept (heap after collection)", kept / MEGABYTE, "MB"),
      atMost("memory at most (growth of RSS)", peak / MEGABYTE, "MB", 1000),
    ];
  },
};
