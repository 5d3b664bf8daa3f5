import { describeCase } from "./cases.js";
import type { Finding, Related, Severity } from "./finding.js";
import type { Resource, Template } from "./model.js";
import type { Report, Rule, RuleContext } from "./rule.js";
import { settingOf, type Settings } from "./settings.js";
import { spanOf } from "./span.js";
import { applyIgnores } from "./suppression.js";

/** What came of running the rules over one template. */
export interface Judgement {
  /** In document order, suppressed ones included and marked. */
  readonly findings: readonly Finding[];
  /** Rules that threw, by name: each is its own, the others have run. */
  readonly failures: readonly { readonly rule: string; readonly error: unknown }[];
}

/**
 * Runs every rule that isn't switched off over a template.
 *
 * @param today ISO date; suppressions whose last day lies before it no longer hold.
 */
export function judge(
  template: Template,
  rules: readonly Rule[],
  settings: Settings,
  today: string,
): Judgement {
  const findings: Finding[] = [];
  const failures: { rule: string; error: unknown }[] = [];
  const attempt = (rule: Rule, run: (context: RuleContext) => void): void => {
    const { severity, chosen } = settingOf(settings, rule);
    if (severity === "off") return;
    const context = contextFor(rule, template, settings, (report) => {
      findings.push(findingOf(rule, report, chosen ? severity : null));
    });
    try {
      run(context);
    } catch (error) {
      failures.push({ rule: rule.id, error });
    }
  };
  for (const rule of rules) attempt(rule, (context) => visit(rule, template, context));
  const ruleNames = rules.map((rule) => rule.id);
  const outcome = applyIgnores(template.ignores, findings, today);
  findings.splice(0, findings.length, ...outcome.findings);
  for (const rule of rules) {
    const judgeIgnore = rule.ignore;
    if (judgeIgnore === undefined) continue;
    attempt(rule, (context) => {
      for (const { ignore, used, expired } of outcome.ignores) {
        const target = rules.find((one) => one.id === ignore.rule);
        const ruleOff = target !== undefined && settingOf(settings, target).severity === "off";
        const state = { used, expired, ruleExists: target !== undefined, ruleOff, ruleNames };
        judgeIgnore(ignore, state, context);
      }
    });
  }
  return { findings: findings.sort(byPosition), failures };
}

function visit(rule: Rule, template: Template, context: RuleContext): void {
  rule.template?.(template, context);
  for (const table of sound(template.tables)) rule.table?.(table, context);
  for (const key of sound(template.keys)) rule.key?.(key, context);
  for (const cluster of sound(template.daxClusters)) rule.daxCluster?.(cluster, context);
  for (const stream of sound(template.streams)) rule.stream?.(stream, context);
  for (const vault of sound(template.backupVaults)) rule.backupVault?.(vault, context);
}

/** The resources whose text can be read as it is meant. */
function sound<R extends Resource>(resources: readonly R[]): readonly R[] {
  return resources.filter((resource) => !resource.broken);
}

function contextFor(
  rule: Rule,
  template: Template,
  settings: Settings,
  report: (report: Report) => void,
): RuleContext {
  const { options } = settingOf(settings, rule);
  return {
    template,
    settings,
    report,
    option: (name) => options[name] ?? rule.options[name]?.default ?? "",
  };
}

function findingOf(rule: Rule, report: Report, chosen: Severity | null): Finding {
  const when = report.case ?? [];
  const natural = report.severity ?? (rule.severity === "off" ? "info" : rule.severity);
  return {
    rule: rule.id,
    messageId: report.message,
    message: messageOf(rule, report),
    severity: chosen ?? natural,
    resource: report.resource ?? null,
    replica: report.replica ?? null,
    case: when,
    span: spanOf(report.at),
    related: (report.related ?? []).map(relatedOf),
    fixes: report.fixes ?? [],
    suppressed: null,
    unnecessary: report.unnecessary ?? false,
  };
}

function relatedOf({ at, message }: NonNullable<Report["related"]>[number]): Related {
  return { span: spanOf(at), message, ...(at.path === undefined ? {} : { path: at.path }) };
}

/** The message with its data filled in, and its case in front: "When IsProd is false, table …". */
function messageOf(rule: Rule, report: Report): string {
  const message = (rule.messages[report.message] ?? report.message).replace(
    /\{\{(\w+)\}\}/g,
    (_whole, name: string) => String(report.data?.[name] ?? ""),
  );
  const when = describeCase(report.case ?? []).trim();
  if (when === "") return message;
  return `${when.charAt(0).toUpperCase()}${when.slice(1)}, ${message.charAt(0).toLowerCase()}${message.slice(1)}`;
}

function byPosition(a: Finding, b: Finding): number {
  return a.span.start - b.span.start || a.span.end - b.span.end || a.rule.localeCompare(b.rule);
}
