/** The façade's part for one document: its text, read and judged. */
import { judge, mayReportErrors } from "./core/engine.js";
import type { Finding } from "./core/finding.js";
import type { FrameworkId } from "./core/frameworks.js";
import type { Dialect } from "./core/model.js";
import type { Problem } from "./core/problem.js";
import { remember } from "./core/remember.js";
import type { Rule } from "./core/rule.js";
import type { Settings } from "./core/settings.js";
import { IGNORE_MARKER } from "./dialects/cloudformation/ignores.js";
import {
  couldBeTemplate,
  mayBeTemplate,
  recognise,
  wasMeantAsTemplate,
} from "./dialects/cloudformation/recognise.js";
import { ALONE } from "./dialects/cloudformation/surroundings.js";
import { readTemplate, type ReadTemplate } from "./dialects/cloudformation/template.js";
import { formatOf } from "./formats/detect.js";
import type { Format, Outline } from "./formats/format.js";
import { rules } from "./rules/index.js";
import { keySummary, summaries, type KeySummary, type TableSummary } from "./summaries.js";
import type { MadeBy, TemplateWorkspace } from "./workspace.js";

/** A text to be judged. */
export interface Source {
  /** Path or URI; its extension helps to tell YAML from JSON, the content decides. */
  readonly path: string;
  readonly text: string;
}

export interface AnalyseOptions {
  readonly settings: Settings;
  /** ISO date `YYYY-MM-DD`: suppressions that ended before it are expired. */
  readonly today: string;
  /**
   * The analysis of an earlier version of the same document: unchanged blocks aren't parsed again,
   * and what rests on them alone isn't judged again. It must not be used for anything afterwards but
   * its findings and summaries that were asked for before.
   */
  readonly previous?: Analysis;
  /** The other templates that its values may come from. */
  readonly workspace?: TemplateWorkspace;
  /** The text is only tried: the previous analysis is used afterwards, once its blocks are taken back. */
  readonly isTrial?: boolean;
  /** Only errors in resources are asked for: rules that never report one, and those about suppressions, don't run. */
  readonly onlyErrors?: boolean;
}

/** What is known about one document. */
export interface Analysis {
  readonly source: Source;
  /** Null where the text is no template: then all lists but `problems` are empty. */
  readonly dialect: Dialect | null;
  /** What can't be read, in document order. */
  readonly problems: readonly Problem[];
  /** In document order; suppressed ones included and marked. */
  readonly findings: readonly Finding[];
  readonly tables: readonly TableSummary[];
  readonly keys: readonly KeySummary[];
  /** CDK has written it into an assembly: it isn't edited by hand. */
  readonly generated: boolean;
  /** The frameworks whose controls are to stand beside its findings, as the settings have them. */
  readonly frameworks: readonly FrameworkId[];
  /** The construct that made a resource of a generated template. */
  readonly madeBy: (resource: string) => MadeBy | null;
  /** The names of the parameters that the template declares. */
  readonly parameters: readonly string[];
  /** Rules that failed on this document: defects of ours, to be logged. The other rules have run. */
  readonly failures: readonly { readonly rule: string; readonly error: unknown }[];
}

/** What an analysis keeps for fixes, hovers and the like. */
export interface Internals {
  readonly options: AnalyseOptions;
  readonly format: Format;
  readonly outline: Outline;
  readonly read: ReadTemplate;
}

const internals = new WeakMap<Analysis, Internals>();

/** What an analysis keeps; undefined where its text is no template. */
export function internalsOf(analysis: Analysis): Internals | undefined {
  return internals.get(analysis);
}

/** Judges one document; of one that the project leaves out nothing is said. Never throws for whatever text. */
export function analyse(source: Source, options: AnalyseOptions): Analysis {
  const nothing: Analysis = {
    source,
    dialect: null,
    problems: [],
    findings: [],
    tables: [],
    keys: [],
    generated: false,
    frameworks: options.settings.frameworks,
    madeBy: () => null,
    parameters: [],
    failures: [],
  };
  if (options.settings.ignored || !mayBeTemplate(source.text) || !couldBeTemplate(source.text))
    return nothing;
  const format = formatOf(source.path, source.text);
  const previous = options.previous === undefined ? undefined : internals.get(options.previous);
  const outline = format.outline(
    source.text,
    previous?.format === format ? previous.outline : undefined,
    options.workspace?.outlineOf(source.path),
  );
  const dialect = recognise(outline);
  if (dialect === null) {
    return wasMeantAsTemplate(source.text) ? { ...nothing, problems: outline.problems() } : nothing;
  }
  const comments = source.text.includes(IGNORE_MARKER) ? format.comments(source.text, IGNORE_MARKER) : [];
  const { settings, today, workspace } = options;
  const surroundings = workspace?.surroundingsOf(source.path, settings) ?? ALONE;
  const earlier =
    previous !== undefined && goesOn(previous, options, source.path) ? previous.read : undefined;
  const asked = options.onlyErrors === true ? rules.filter((rule) => isAboutErrors(rule, settings)) : rules;
  const look = () => {
    const read = readTemplate(outline, dialect, comments, settings, surroundings, earlier);
    const { findings, failures } = judge(read.template, asked, settings, today);
    return { read, findings, failures };
  };
  const { read, findings, failures } = workspace?.judging(source.path, look, earlier !== undefined) ?? look();
  const { template } = read;
  const analysis: Analysis = {
    ...nothing,
    dialect,
    problems: template.problems,
    findings,
    get tables() {
      return tablesOf(analysis);
    },
    get keys() {
      return keysOf(analysis);
    },
    generated: workspace?.isGenerated(source.path) ?? false,
    madeBy: (resource) => workspace?.madeBy(source.path, resource) ?? null,
    parameters: [...read.declarations.sections.Parameters.keys()],
    failures,
  };
  internals.set(analysis, { options, format, outline, read });
  return analysis;
}

function isAboutErrors(rule: Rule, settings: Settings): boolean {
  return rule.ignore === undefined && mayReportErrors(rule, settings);
}

/** Whether what was read of an earlier version still stands for all that has not changed since. */
function goesOn({ options: before }: Internals, options: AnalyseOptions, path: string): boolean {
  const { settings, workspace, isTrial } = options;
  const isSame = before.settings === settings && before.workspace === workspace;
  return isSame && isTrial !== true && workspace?.holds(path) !== false;
}

const tables = new WeakMap<Analysis, readonly TableSummary[]>();
const keys = new WeakMap<Analysis, readonly KeySummary[]>();

function tablesOf(analysis: Analysis): readonly TableSummary[] {
  return remember(tables, analysis, () => {
    const template = internals.get(analysis)?.read.template;
    return template?.tables.flatMap((table) => summaries(table, template, analysis.source.path)) ?? [];
  });
}

function keysOf(analysis: Analysis): readonly KeySummary[] {
  return remember(keys, analysis, () => {
    const template = internals.get(analysis)?.read.template;
    return template?.keys.map((key) => keySummary(key, template.context)) ?? [];
  });
}
