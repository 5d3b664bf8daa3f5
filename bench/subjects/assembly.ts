import { join } from "node:path";
import { FOLDERS } from "../input/workspace.js";
import { MEGABYTE } from "../measuring.js";
import { atMost, compared, figure, type Subject } from "../subject.js";
import { measured } from "./workspace.js";

/** A CDK assembly. */
export const assembly: Subject = {
  name: "assembly",
  about: "the language server reads a workspace with a large CDK assembly",
  async measure({ folder, seconds }) {
    const { files, bytes, times, floor, kept, peak } = await measured(
      join(folder, FOLDERS.assembly),
      seconds,
    );
    return [
      figure("files", files, "files"),
      figure("text", bytes / MEGABYTE, "MB"),
      compared("time", times, floor),
      figure("memory kept (heap after collection)", kept / MEGABYTE, "MB"),
      atMost("memory at most (growth of RSS)", peak / MEGABYTE, "MB", 1000),
    ];
  },
};
