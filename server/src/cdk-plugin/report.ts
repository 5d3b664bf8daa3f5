import type { Settings } from "../core/settings.js";
import { analyse, type AssemblyRemark } from "../service.js";
import type { AskedTemplate, OpenedApp } from "./app-templates.js";
import type { ValidationReport, Violation } from "./plugin.js";
import type { FailOn } from "./plugin-options.js";
import { severityShown, violationOf } from "./violations.js";

/** How an app is judged. */
export interface Judging {
  readonly settings: Settings;
  readonly failOn: FailOn;
  /** ISO date. */
  readonly today: string;
}

/** Judges the templates of an app that the CDK asks about. Pure. */
export function reportOf(
  { asked, workspace, problems }: OpenedApp,
  { settings, failOn, today }: Judging,
): Pick<ValidationReport, "success" | "violations"> {
  const violations = asked.flatMap((template): readonly Violation[] => {
    const analysis = analyse({ path: template.path, text: template.text }, { settings, today, workspace });
    return [
      ...analysis.findings
        .filter(({ suppressed }) => suppressed === null)
        .map((finding) => violationOf(analysis, finding, { template, failOn, settings })),
      ...analysis.problems.map(({ message }) => notChecked(template, message, failOn)),
      ...analysis.failures.map(({ rule, error }) =>
        notChecked(
          template,
          `The rule '${rule}' failed, which is a fault of the linter: ${said(error)}.`,
          failOn,
        ),
      ),
    ];
  });
  violations.push(...problems.map((problem) => unread(problem, asked, failOn)));
  return { success: violations.every(({ severity }) => severity !== "error"), violations };
}

/** Said aloud: without it, the template would pass for clean. */
function notChecked({ file, stack, owner }: AskedTemplate, message: string, failOn: FailOn): Violation {
  const constructPath = owner ?? stack.constructPath;
  return {
    ruleName: "not-checked",
    description: message,
    severity: severityShown("error", failOn),
    ruleMetadata: {},
    violatingResources: [
      {
        resourceLogicalId: "",
        templatePath: file,
        locations: [],
        ...(constructPath === null ? {} : { constructPath }),
      },
    ],
  };
}

/** It may be a template that is lacking, so it stands at the one that should lead there, or else at the app. */
function unread(
  { path, message }: AssemblyRemark,
  asked: readonly AskedTemplate[],
  failOn: FailOn,
): Violation {
  const template = asked.find((one) => one.path === path);
  if (template !== undefined) return notChecked(template, message, failOn);
  return {
    ruleName: "not-checked",
    description: message,
    severity: severityShown("error", failOn),
    ruleMetadata: {},
    violatingResources: [{ resourceLogicalId: "", templatePath: path, locations: [] }],
  };
}

function said(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
