import { describeCase } from "./cases.js";
import type { Fix } from "./edit.js";
import type { Finding, Related, Severity } from "./finding.js";
import type { Resource, Template } from "./model.js";
import { remember } from "./remember.js";
import type { Report, Rule, RuleContext } from "./rule.js";
import { settingOf, type Settings } from "./settings.js";
import { spanOf, type Place } from "./span.js";
import { applyIgnores } from "./suppression.js";

/** What came of running the rules over one template. */
export interface Judgement {
  /** In document order, suppressed ones included and marked. */
  readonly findings: readonly Finding[];
  /** Rules that threw, each once: the others have run, and so has it on other resources. */
  readonly failures: readonly { readonly rule: string; readonly error: unknown }[];
}

/** What one rule has said about one piece of a template. */
interface Said {
  readonly reports: readonly PlacedFinding[];
  readonly failure: { readonly rule: string; readonly error: unknown } | null;
}

/** A finding whose places move with the text. */
interface PlacedFinding {
  readonly finding: Omit<Finding, "span" | "related">;
  readonly at: Place;
  readonly related: NonNullable<Report["related"]>;
}

/**
 * Runs every rule that isn't switched off over a template. What a rule has said about a resource is
 * kept with the template's model, as long as that rests on nothing that has changed.
 *
 * @param today ISO date; suppressions whose last day lies before it no longer hold.
 */
export function judge(
  template: Template,
  rules: readonly Rule[],
  settings: Settings,
  today: string,
): Judgement {
  const said = visit(rules, template, settings);
  const outcome = applyIgnores(
    template.ignores,
    said.flatMap(({ reports }) => reports.map(findingAt)),
    today,
  );
  const ruleNames = rules.map((rule) => rule.id);
  const aboutIgnores = rules.map((rule) =>
    listen(rule, template, settings, (context) => {
      for (const { ignore, used, expired } of outcome.ignores) {
        const target = rules.find((one) => one.id === ignore.rule);
        const ruleOff = target !== undefined && settingOf(settings, target).severity === "off";
        const state = { used, expired, ruleExists: target !== undefined, ruleOff, ruleNames };
        rule.ignore?.(ignore, state, context);
      }
    }),
  );
  const findings = [...outcome.findings, ...aboutIgnores.flatMap(({ reports }) => reports.map(findingAt))];
  const failures = new Map<string, NonNullable<Said["failure"]>>();
  for (const { failure } of [...said, ...aboutIgnores])
    if (failure !== null) failures.set(failure.rule, failure);
  return { findings: findings.sort(byPosition), failures: [...failures.values()] };
}

/** Whether a finding of the rule can be an error, as rules and settings have it. */
export function mayReportErrors(rule: Rule, settings: Settings): boolean {
  const { severity, chosen } = settingOf(settings, rule);
  return severity === "error" || (!chosen && rule.gravest === "error");
}

/** What the rules say about the template and about each of its resources. */
function visit(rules: readonly Rule[], template: Template, settings: Settings): readonly Said[] {
  const active = rules.filter((rule) => settingOf(settings, rule).severity !== "off");
  const about = <P extends object>(
    pieces: readonly P[],
    hookOf: (rule: Rule) => ((piece: P, context: RuleContext) => void) | undefined,
  ): readonly Said[] => {
    const hooks = active.flatMap((rule) => {
      const hook = hookOf(rule);
      return hook === undefined ? [] : [{ rule, hook, name: `rule ${numberOf(rule)} ${numberOf(settings)}` }];
    });
    const together = `rules ${hooks.map(({ name }) => name).join()}`;
    const said = template.each(pieces, together, (piece) =>
      hooks.map(({ rule, hook, name }) =>
        template.once(piece, name, () => listen(rule, template, settings, (context) => hook(piece, context))),
      ),
    );
    return said.flat();
  };
  return [
    // The context stands for the template as a whole: it is the same from version to version.
    ...about([template.context], ({ template: hook }) => hook && ((_, context) => hook(template, context))),
    ...about(sound(template.tables), ({ table }) => table),
    ...about(sound(template.keys), ({ key }) => key),
    ...about(sound(template.daxClusters), ({ daxCluster }) => daxCluster),
    ...about(sound(template.streams), ({ stream }) => stream),
    ...about(sound(template.backupVaults), ({ backupVault }) => backupVault),
  ];
}

const numbers = new WeakMap<object, number>();
let given = 0;

/** Tells one object from all others, as part of a name. */
function numberOf(one: object): number {
  return remember(numbers, one, () => (given += 1));
}

/** Lets a rule speak. One that throws is reported, and what it has said until then holds. */
function listen(
  rule: Rule,
  template: Template,
  settings: Settings,
  run: (context: RuleContext) => void,
): Said {
  const { severity, chosen } = settingOf(settings, rule);
  if (severity === "off") return { reports: [], failure: null };
  const reports: PlacedFinding[] = [];
  const context = contextFor(rule, template, settings, (report) => {
    reports.push(placed(rule, report, chosen ? severity : null));
  });
  try {
    run(context);
    return { reports, failure: null };
  } catch (error) {
    return { reports, failure: { rule: rule.id, error } };
  }
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

function placed(rule: Rule, report: Report, chosen: Severity | null): PlacedFinding {
  const natural = report.severity ?? (rule.severity === "off" ? "info" : rule.severity);
  const finding = {
    rule: rule.id,
    messageId: report.message,
    message: messageOf(rule, report),
    severity: chosen ?? natural,
    resource: report.resource ?? null,
    replica: report.replica ?? null,
    case: report.case ?? [],
    fixes: fixesOf(report),
    suppressed: null,
    unnecessary: report.unnecessary ?? false,
  };
  return { finding, at: report.at, related: report.related ?? [] };
}

/** Worked out anew each time: what they look at may have changed without the finding having done so. */
function fixesOf({ fixes = [] }: Report): () => readonly Fix[] {
  return typeof fixes === "function" ? fixes : () => fixes;
}

/** A finding at its places as of now. */
function findingAt({ finding, at, related }: PlacedFinding): Finding {
  return { ...finding, span: spanOf(at), related: related.map(relatedOf) };
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
