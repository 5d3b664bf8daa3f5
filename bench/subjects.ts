import type { Subject } from "./subject.js";
import { assembly } from "./subjects/assembly.js";
import { commandLine } from "./subjects/command-line.js";
import { costHintSubject } from "./subjects/cost-hints.js";
import { keyEdit } from "./subjects/key-edit.js";
import { keyPolicy } from "./subjects/key-policy.js";
import { longTemplates } from "./subjects/long-template.js";
import { memory } from "./subjects/memory.js";
import { opening } from "./subjects/opening.js";
import { startUp } from "./subjects/start-up.js";
import { typing } from "./subjects/typing.js";
import { others, workspace } from "./subjects/workspace.js";

/** Everything that is measured, in the order of the report. */
export const SUBJECTS: readonly Subject[] = [
  typing,
  opening,
  commandLine,
  startUp,
  memory,
  others,
  workspace,
  assembly,
  keyEdit,
  longTemplates,
  keyPolicy,
  costHintSubject,
];
