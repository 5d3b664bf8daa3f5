import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { assemblyFiles } from "./assembly.js";
import { OTHER_TEXTS, type OtherText } from "./other-texts.js";
import { Random } from "./random.js";
import {
  exportOf,
  jsonTemplate,
  keyTemplate,
  nestedTemplate,
  parentTemplate,
  PLATFORM_EXPORT,
  tableTemplate,
} from "./templates.js";

/** A file of the input; the path is relative, with `/`. */
export interface GeneratedFile {
  readonly path: string;
  readonly text: string;
}

export interface InputOptions {
  readonly seed: number;
  /** Files of the workspace, without those of the assembly. */
  readonly files: number;
  /** How many percent of them are templates with tables and keys. */
  readonly share: number;
  /** Of the assembly. */
  readonly assemblyBytes: number;
  /** Of the one long template. */
  readonly templateBytes: number;
  /** Resources of the largest templates: as many as CloudFormation takes, unless something else is asked for. */
  readonly resources: number;
}

/** Where what lies in the input's folder. */
export const FOLDERS = {
  /** Templates with tables and keys, linked with one another. */
  templates: "workspace/apps",
  /** Everything else that lies about in a workspace. */
  others: "workspace/others",
  workspace: "workspace",
  assembly: "assembly",
} as const;

/** An app's templates: its key, those that use it, and nested stacks. */
const APP_SIZE = 10;
const APPS_WITH_PLATFORM_KEY = 100;
const FILES_IN_A_FOLDER = 50;

/** The input of all subjects: the same files, byte by byte, for the same options. */
export function* inputFiles(options: InputOptions): Iterable<GeneratedFile> {
  const templates = Math.max(2, Math.round((options.files * options.share) / 100));
  yield* below(FOLDERS.templates, templateFiles(new Random(options.seed), templates));
  yield* below(FOLDERS.others, otherFiles(new Random(options.seed + 1), options.files - templates));
  yield* below(FOLDERS.assembly, assemblyFiles(new Random(options.seed + 2), options.assemblyBytes));
}

/** Writes the input into a folder. */
export function writeInput(folder: string, options: InputOptions): void {
  const made = new Set<string>();
  for (const name of Object.values(FOLDERS)) mkdirSync(join(folder, name), { recursive: true });
  for (const { path, text } of inputFiles(options)) {
    const file = join(folder, path);
    const parent = dirname(file);
    if (!made.has(parent)) mkdirSync(parent, { recursive: true });
    made.add(parent);
    writeFileSync(file, text);
  }
}

function* below(folder: string, files: Iterable<GeneratedFile>): Iterable<GeneratedFile> {
  for (const { path, text } of files) yield { path: `${folder}/${path}`, text };
}

function* templateFiles(random: Random, count: number): Iterable<GeneratedFile> {
  for (let index = 0; index < count; index++) {
    const number = Math.floor(index / APP_SIZE);
    const app = `app-${String(number).padStart(5, "0")}`;
    const { name, text } = templateOf(random, app, number, index % APP_SIZE);
    yield { path: `${app}/${name}`, text };
  }
}

function templateOf(
  random: Random,
  app: string,
  number: number,
  place: number,
): { readonly name: string; readonly text: string } {
  switch (place) {
    case 0:
      return { name: "keys.yaml", text: keyTemplate(app, number === 0) };
    case 1: {
      const shared = number < APPS_WITH_PLATFORM_KEY ? [PLATFORM_EXPORT] : [];
      return { name: "tables-1.yaml", text: tableTemplate(random, [exportOf(app), ...shared]) };
    }
    case 7:
      return { name: "parent.yaml", text: parentTemplate(random, app, ["nested.yaml"]) };
    case 8:
      return { name: "nested.yaml", text: nestedTemplate(random) };
    case 9:
      return { name: "service.json", text: jsonTemplate(random, app) };
    default:
      return { name: `tables-${place}.yaml`, text: tableTemplate(random, [exportOf(app)]) };
  }
}

function* otherFiles(random: Random, count: number): Iterable<GeneratedFile> {
  for (let index = 0; index < count; index++) {
    const kind = kindOf(random.between(0, 99));
    const folder = `part-${Math.floor(index / FILES_IN_A_FOLDER)}`;
    yield { path: `${folder}/${kind.stem}-${index}${kind.ending}`, text: kind.write(random) };
  }
}

/** @param place from 0 to 99. */
function kindOf(place: number): OtherText {
  let sum = 0;
  for (const kind of OTHER_TEXTS) {
    sum += kind.share;
    if (place < sum) return kind;
  }
  throw new Error("The shares of all kinds add up to less than a hundred.");
}
