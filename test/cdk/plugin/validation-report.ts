import { parseFrame } from "../../../server/src/dialects/cdk/source-trace.js";

/** What the tests use of a `validation-report.json`. */
export interface ValidationReport {
  readonly pluginReports: readonly PluginReport[];
}

export interface PluginReport {
  readonly pluginName: string;
  readonly pluginVersion: string;
  readonly conclusion: "success" | "failure";
  readonly violations: readonly ReportedViolation[];
  readonly suppressedViolations?: readonly (ReportedViolation & {
    readonly acknowledgedId: string;
    readonly acknowledgedAt?: string;
    readonly reason: string;
  })[];
}

export interface ReportedViolation {
  readonly ruleName: string;
  readonly description: string;
  readonly severity: string;
  readonly suggestedFix?: string;
  readonly ruleMetadata: Readonly<Record<string, string>>;
  readonly violatingConstructs: readonly {
    readonly constructPath: string;
    readonly cloudFormationResource?: {
      readonly templatePath: string;
      readonly logicalId: string;
      readonly propertyPaths?: readonly string[];
    };
    readonly stackTraces?: readonly string[];
  }[];
}

/** Violations in short: the construct and the rule. */
export function inShort(violations: readonly ReportedViolation[] | undefined): readonly string[] {
  return (violations ?? [])
    .flatMap(({ ruleName, violatingConstructs }) =>
      violatingConstructs.map(({ constructPath }) => `${constructPath}: ${ruleName}`),
    )
    .sort();
}

/** The lines of source that the CDK has joined to a violation, one for each trace: `shop.ts:23:5`. */
export function sourcesOf({ violatingConstructs }: ReportedViolation): readonly string[] {
  return violatingConstructs.flatMap(({ stackTraces = [] }) =>
    stackTraces.map((trace) => {
      const position = trace
        .split("\n")
        .map(parseFrame)
        .find((one) => one !== null);
      return `${position?.path.split("/").at(-1)}:${position?.line}:${position?.column}`;
    }),
  );
}
