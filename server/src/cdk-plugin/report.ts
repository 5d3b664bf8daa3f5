import type { Severity } from "../core/finding.js";
import type { Settings } from "../core/settings.js";
import { analyse, type AssemblyRemark } from "../service.js";
import type { AskedTemplate, OpenedApp } from "./app-templates.js";
import type { ValidationContext, ValidationReport, ViolatingResource, Violation } from "./plugin.js";
import type { FailOn } from "./plugin-options.js";
import { severityShown, violationOf } from "./violations.js";

/** The settings of each template, and what is wrong with where they stand. */
export interface AppliedSettings {
  for(path: string): Settings;
  problems(): readonly string[];
}

/** How an app is judged. */
export interface Judging {
  readonly settings: AppliedSettings;
  readonly failOn: FailOn;
  /** ISO date. */
  readonly today: string;
}

/**
 * Judges the templates of an app that the CDK asks about.
 *
 * @throws an `Error` in sentences where the settings make no sense.
 */
export function reportOf(
  { asked, workspace, problems }: OpenedApp,
  { settings, failOn, today }: Judging,
): Pick<ValidationReport, "success" | "violations"> {
  const wanted = asked
    .map((template) => ({ template, settings: settings.for(template.path) }))
    .filter((one) => !one.settings.ignored);
  const wrong = settings.problems();
  if (wrong.length > 0) throw new Error(wrong.join(" "));
  const violations = wanted.flatMap((one) => violationsIn(one, { workspace, failOn, today }));
  violations.push(...problems.map((problem) => unread(problem, asked, failOn)));
  return { success: violations.every(({ severity }) => severity !== "error"), violations };
}

function violationsIn(
  { template, settings }: { readonly template: AskedTemplate; readonly settings: Settings },
  { workspace, failOn, today }: Pick<OpenedApp, "workspace"> & Omit<Judging, "settings">,
): Violation[] {
  const analysis = analyse({ path: template.path, text: template.text }, { settings, today, workspace });
  const open = analysis.findings.filter(({ suppressed }) => suppressed === null);
  return [
    ...open.map((finding) => violationOf(analysis, finding, { template, failOn, settings })),
    ...analysis.problems.map(({ message }) => notChecked(template, message, failOn)),
    ...analysis.failures.map(({ rule, error }) => {
      const message = `The rule '${rule}' failed, which is a fault of the linter: ${said(error)}.`;
      return notChecked(template, message, failOn);
    }),
  ];
}

/**
 * The report of a check that couldn't be made. It is a violation, as the `cdk` command passes over
 * plugins that fail without one.
 */
export function failedReport(
  error: unknown,
  { templatePaths }: Partial<ValidationContext>,
): Pick<ValidationReport, "success" | "violations"> {
  const description = `The DynamoDB encryption lint has checked nothing: ${said(error)}`;
  const [templatePath = ""] = templatePaths ?? [];
  return { success: false, violations: [violationAt({ templatePath }, description, "error")] };
}

/** Said aloud: without it, the template would pass for clean. */
function notChecked({ file, stack, owner }: AskedTemplate, message: string, failOn: FailOn): Violation {
  const constructPath = owner ?? stack.constructPath;
  const at = { templatePath: file, ...(constructPath === null ? {} : { constructPath }) };
  return violationAt(at, message, severityShown("error", failOn));
}

/** It may be a template that is lacking, so it stands at the one that should lead there, or else at the app. */
function unread(
  { path, message }: AssemblyRemark,
  asked: readonly AskedTemplate[],
  failOn: FailOn,
): Violation {
  const template = asked.find((one) => one.path === path);
  if (template !== undefined) return notChecked(template, message, failOn);
  return violationAt({ templatePath: path }, message, severityShown("error", failOn));
}

function violationAt(
  at: Pick<ViolatingResource, "templatePath" | "constructPath">,
  description: string,
  severity: Severity,
): Violation {
  return {
    ruleName: "not-checked",
    description,
    severity,
    ruleMetadata: {},
    violatingResources: [{ ...at, resourceLogicalId: "", locations: [] }],
  };
}

function said(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
