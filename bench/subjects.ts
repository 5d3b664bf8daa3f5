import type { Subject } from "./subject.js";
import { assembly } from "./subjects/assembly.js";
import { commandLine } from "./subjects/command-line.js";
import { costHintSubject } from "./subjects/cost-hints.js";
import { keyEdit } from "./subjects/key-edit.js";
import { keyPolicy } from "./subjects/key-policy.js";
import { longTemplates } from "./subjects/long-template.js";
import { others, workspace } from "./subjects/workspace.js";

/** Everything that is measured, in the order of the report. */
export const SUBJECTS: readonly Subject[] = [
  others,
  workspace,
  assembly,
  keyEdit,
  commandLine,
  longTemplates,
  keyPolicy,
  costHintSubject,
];
