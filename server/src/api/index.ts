import { version as packageVersion } from "../../../package.json";
import {
  analyse as analyseText,
  applyEdits as applySpans,
  docsUrl,
  openWorkspace,
  parseSettings,
  plainPath,
  rules as allRules,
  type TemplateWorkspace,
} from "../service.js";
import { reportOf } from "./report.js";
import type { Analysis, AnalyseOptions, Document, Edit, RuleDescription } from "./types.js";

export type * from "./types.js";

/** The version of this package. */
export const version: string = packageVersion;

/** The rules there are. */
export const rules: readonly RuleDescription[] = allRules.map(({ id, severity, docs }) => ({
  id,
  severity,
  summary: docs.summary,
  docs: docsUrl(id),
}));

/**
 * Judges documents, linked with one another: templates, the fragments they include, the `samconfig.toml`
 * or the parameter files they are deployed with. Reads no file and sends nothing anywhere.
 *
 * Whatever the texts are, it doesn't throw: what can't be read is a problem of the result.
 *
 * @throws TypeError where it isn't called as described.
 */
export function analyse(documents: Document | readonly Document[], options: AnalyseOptions = {}): Analysis {
  const all = checkedDocuments(documents);
  const today = checkedToday(options.today);
  const { settings, problems } = parseSettings(checkedSettings(options.settings));
  const workspace = openWorkspace();
  for (const { path, text } of all) {
    if (workspace.isDeploymentFile(path)) workspace.putDeploymentFile(path, text);
    else workspace.put(path, text);
  }
  putWanted(workspace, all);
  workspace.deploy(settings, [""]);
  const withFixes = options.fixes ?? true;
  return {
    documents: all.map((document) =>
      reportOf(analyseText(document, { settings, today, workspace }), workspace, withFixes),
    ),
    settingProblems: problems,
  };
}

/**
 * Applies the edits of a fix to the text of its document.
 *
 * @throws RangeError where the edits overlap, aren't in order, or lie outside the text.
 */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let rest = 0;
  for (const { start, end } of edits) {
    if (start.offset < rest || end.offset < start.offset || end.offset > text.length) {
      throw new RangeError("Edits are applied in order to the text they were made for, and don't overlap.");
    }
    rest = end.offset;
  }
  return applySpans(
    text,
    edits.map(({ start, end, newText }) => ({ span: { start: start.offset, end: end.offset }, newText })),
  );
}

/** What templates name may itself name others: fragments, parameter files. */
function putWanted(workspace: TemplateWorkspace, documents: readonly Document[]): void {
  const known = new Map(documents.map((document) => [plainPath(document.path), document]));
  const tried = new Set<string>();
  const untried = (): readonly string[] => [...workspace.wanted()].filter((path) => !tried.has(path));
  for (let paths = untried(); paths.length > 0; paths = untried()) {
    for (const path of paths) {
      tried.add(path);
      const document = known.get(path);
      if (document !== undefined) workspace.putWanted(document.path, document.text);
    }
  }
}

function checkedDocuments(documents: unknown): readonly Document[] {
  const all: readonly unknown[] = Array.isArray(documents) ? documents : [documents];
  const paths = new Set<string>();
  for (const document of all) {
    if (!isDocument(document)) {
      throw new TypeError("analyse takes a document, or a list of them: { path: string, text: string }.");
    }
    const path = plainPath(document.path);
    if (paths.has(path)) throw new TypeError(`Two documents have the path '${document.path}'.`);
    paths.add(path);
  }
  return all as readonly Document[];
}

function isDocument(value: unknown): value is Document {
  if (typeof value !== "object" || value === null) return false;
  const { path, text } = value as Partial<Record<keyof Document, unknown>>;
  return typeof path === "string" && path !== "" && typeof text === "string";
}

function checkedToday(today: unknown): string {
  if (today === undefined) return new Date().toISOString().slice(0, 10);
  if (typeof today === "string" && /^\d{4}-\d{2}-\d{2}$/.test(today)) return today;
  throw new TypeError("today is a date, such as 2026-01-31.");
}

function checkedSettings(settings: unknown): Readonly<Record<string, unknown>> {
  if (settings === undefined) return {};
  if (typeof settings === "object" && settings !== null && !Array.isArray(settings)) {
    return settings as Readonly<Record<string, unknown>>;
  }
  throw new TypeError("settings is an object, such as { region: 'eu-west-1' }.");
}
