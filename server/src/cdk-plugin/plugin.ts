/**
 * The door for CDK apps: `import { DynamoDbEncryptionPlugin } from "dynamodb-encryption-lint/cdk"`.
 * Its declarations are shipped as they stand here, so their types are spelt out: no user needs the
 * types of this project, nor those of one version of the CDK.
 */
import { version } from "../../../package.json";
import { rules } from "../service.js";
import { AppSettings } from "./app-settings.js";
import { openApp } from "./app-templates.js";
import { failedReport, reportOf } from "./report.js";
import { tell } from "./passing-report.js";
import { parseOptions } from "./plugin-options.js";

/** What a rule reports with, or `off`. */
export type RuleLevel = "error" | "warning" | "info" | "off";

/** How the plugin judges. */
export interface DynamoDbEncryptionPluginOptions {
  /** Rules by id: a severity, or a severity and the rule's options. */
  readonly rules?: Readonly<
    Record<string, RuleLevel | readonly [RuleLevel, Readonly<Record<string, string | number>>?]>
  >;
  /**
   * The other settings, named as in the editor without their prefix: `{ reportUndecided: true }`.
   * Regions and accounts needn't be set: those of each stack hold.
   */
  readonly settings?: Readonly<Record<string, unknown>>;
  /**
   * The least severity that fails the synthesis: `error` by default, `never` for none. What fails it
   * is reported as an error, all else at most as a warning: for the CDK this is one and the same.
   */
  readonly failOn?: "error" | "warning" | "info" | "never";
  /**
   * The project's configuration: a file, relative to the folder that the app runs in, or `false` for
   * none. By default the nearest `.dynamodb-encryption-lint.yaml` (or its like) is read. What stands
   * here as an option wins over it.
   */
  readonly config?: string | false;
}

/** What the plugin uses of the CDK's `IPolicyValidationContext`; older versions name the templates alone. */
export interface ValidationContext {
  readonly templatePaths: readonly string[];
  readonly stackTemplates?: readonly StackTemplatePath[] | undefined;
}

/** A stack's template on the disk. */
export interface StackTemplatePath {
  readonly stackConstructPath: string;
  readonly templatePath: string;
  readonly accountId?: string | undefined;
  readonly region?: string | undefined;
}

/** The CDK's `PolicyValidationPluginReport`, and its predecessor. */
export interface ValidationReport {
  readonly success: boolean;
  readonly violations: Violation[];
  readonly pluginVersion: string;
}

/** A finding. */
export interface Violation {
  /** The id of one of our rules, or `not-checked`, for what couldn't be read or judged. */
  readonly ruleName: string;
  readonly description: string;
  readonly severity: "error" | "warning" | "info";
  readonly fix?: string;
  readonly ruleMetadata: Readonly<Record<string, string>>;
  readonly violatingResources: ViolatingResource[];
}

/** The resource that a finding is about. */
export interface ViolatingResource {
  /** Empty where it is about the template itself. */
  readonly resourceLogicalId: string;
  readonly templatePath: string;
  /** As in `Properties.SSESpecification`. */
  readonly locations: string[];
  /** Set where the CDK can't tell it from the logical id. */
  readonly constructPath?: string;
}

/**
 * Checks how the DynamoDB tables of an app are encrypted whenever it is synthesised. One object
 * serves `Validations.of(app).addPlugins(plugin)` and the older
 * `new App({ policyValidationBeta1: [plugin] })`.
 */
export class DynamoDbEncryptionPlugin {
  readonly name: string = "dynamodb-encryption-lint";
  readonly version: string = version;
  readonly ruleIds: string[] = rules.map(({ id }) => id);
  private readonly options: DynamoDbEncryptionPluginOptions;

  constructor(options: DynamoDbEncryptionPluginOptions = {}) {
    this.options = options;
  }

  /** Called by the CDK once the templates are written. Never throws. */
  validate(context: ValidationContext): ValidationReport {
    try {
      const options = parseOptions(this.options);
      const settings = new AppSettings(options, process.cwd());
      const app = openApp(context);
      const today = new Date().toISOString().slice(0, "YYYY-MM-DD".length);
      const report: ValidationReport = {
        ...reportOf(app, { settings, failOn: options.failOn, today }),
        pluginVersion: this.version,
      };
      if (context.stackTemplates === undefined) tell(report, this.name);
      return report;
    } catch (error) {
      return { ...failedReport(error, context), pluginVersion: this.version };
    }
  }
}
