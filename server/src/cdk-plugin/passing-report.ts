import type { ValidationReport } from "./plugin.js";

/**
 * Older versions of the CDK (before 2.262) show nothing of a plugin that lets the app pass: then its
 * warnings are written to the error output here.
 */
export function tell({ success, violations }: ValidationReport, plugin: string): void {
  if (!success || violations.length === 0) return;
  process.stderr.write(`${passingReport(violations, plugin)}\n`);
}

/** One paragraph for each violation. */
export function passingReport(violations: ValidationReport["violations"], plugin: string): string {
  return violations
    .map(({ severity, description, fix, ruleName, violatingResources }) =>
      [
        `${severity.toUpperCase()} ${description} (${plugin})`,
        ...violatingResources.map(({ templatePath, resourceLogicalId }) =>
          resourceLogicalId === "" ? templatePath : `${templatePath}: ${resourceLogicalId}`,
        ),
        ...(fix === undefined ? [] : fix.split("\n")),
        `Rule ${ruleName}`,
      ].join("\n   "),
    )
    .join("\n\n");
}
