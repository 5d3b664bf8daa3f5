import { readdirSync, readFileSync, writeFileSync, existsSync } from "node:fs";
import { join, relative, sep } from "node:path";
import type { RawSettings } from "../../server/src/core/settings.js";
import { describeCase } from "../../server/src/core/cases.js";
import {
  analyse,
  isSamConfig,
  openAssembly,
  fixesFor,
  parseSettings,
  TemplateWorkspace,
  type Analysis,
} from "../../server/src/service.js";
import { TODAY } from "../support/linting.js";

const FOLDER = join(import.meta.dirname, "../fixtures/links");
const SETTINGS = "settings.json";
const EXPECTED = "expected.txt";

/** The folders of linked templates, by name. */
export function linkedFolders(): readonly string[] {
  return readdirSync(FOLDER).sort();
}

/** What the folder's templates are expected to come to; empty where nobody has written it down yet. */
export function expectationOf(folder: string): string {
  const path = join(FOLDER, folder, EXPECTED);
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}

export function writeExpectation(folder: string, text: string): void {
  writeFileSync(join(FOLDER, folder, EXPECTED), text);
}

/** The templates of a folder, linked and judged; `settings.json` are the settings. */
export async function judged(folder: string): Promise<Judged> {
  const files = filesOf(folder);
  const textOf = (wanted: string): string | null => files.find(({ path }) => path === wanted)?.text ?? null;
  const { settings } = parseSettings(JSON.parse(textOf(SETTINGS) ?? "{}") as RawSettings);
  const workspace = new TemplateWorkspace();
  const assemblies = files.filter(({ path }) => path.endsWith("cdk.out/manifest.json"));
  const access = {
    read: (path: string) => Promise.resolve(textOf(path)),
    readSource: (path: string) => Promise.resolve(textOf(path)),
    exists: (path: string) => Promise.resolve(textOf(path) !== null),
  };
  const opened = await Promise.all(
    assemblies.map(({ path }) => openAssembly(path.slice(0, path.lastIndexOf("/")), [""], access)),
  );
  for (const { path, text } of files) {
    if (isSamConfig(path) || path.startsWith("parameters/")) workspace.putDeploymentFile(path, text);
    else workspace.put(path, text);
  }
  for (const wanted of workspace.wanted()) {
    const text = textOf(wanted);
    if (text !== null) workspace.putWanted(wanted, text);
  }
  workspace.setGenerated(opened.flatMap(({ templates }) => templates));
  workspace.deploy(settings, [""]);
  const analyses = files
    .filter(({ path }) => path !== SETTINGS)
    .map((source) => analyse(source, { settings, today: TODAY, workspace }))
    .filter(({ dialect }) => dialect !== null);
  return { analyses, problems: workspace.deploymentProblems };
}

/** What came of a folder. */
interface Judged {
  /** In the order of the paths. */
  readonly analyses: readonly Analysis[];
  /** What is wrong with its deployment files. */
  readonly problems: TemplateWorkspace["deploymentProblems"];
}

/** The verdict on each table, and what is found, with the places it leads through and the fixes on offer. */
export function told({ analyses, problems }: Judged): string {
  return [
    ...problems.map(({ path, problem }) => `${path}: problem at ${problem.span.start}: ${problem.message}\n`),
    ...analyses.flatMap((analysis) => [...verdicts(analysis), ...findings(analysis)]),
  ].join("");
}

function verdicts({ source, tables }: Analysis): readonly string[] {
  return tables.flatMap(({ resource, replica, cases }) =>
    cases.map(({ when, key, keyAt, reason }) => {
      const at = keyAt === null ? "" : `, ${keyAt.resource} of ${keyAt.path}`;
      const why = reason === null ? "" : `, because ${reason}`;
      const subject = replica === null ? resource : `${resource} in ${replica}`;
      return `${source.path}: ${subject} is ${key}${at}${describeCase(when)}${why}\n`;
    }),
  );
}

function findings(analysis: Analysis): readonly string[] {
  const { source } = analysis;
  return analysis.findings.flatMap((finding) => [
    `${source.path}: ${finding.severity} ${finding.rule} at '${firstLine(source.text.slice(finding.span.start, finding.span.end))}'\n`,
    `  ${finding.message}\n`,
    ...finding.related.map(({ message, path }) => `  - ${path ?? source.path}: ${message}\n`),
    ...fixesFor(analysis, finding).map(({ title }) => `  * ${title}\n`),
  ]);
}

function filesOf(folder: string): readonly { readonly path: string; readonly text: string }[] {
  const root = join(FOLDER, folder);
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== EXPECTED)
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => ({
      path: relative(root, file).split(sep).join("/"),
      text: readFileSync(file, "utf8"),
    }));
}

function firstLine(text: string): string {
  return text.split("\n")[0] ?? "";
}
