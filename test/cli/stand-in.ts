import { controlsAmong } from "../../server/src/compliance/controls.js";
import { describeCase } from "../../server/src/core/cases.js";
import type { Finding } from "../../server/src/core/finding.js";
import { FRAMEWORKS } from "../../server/src/core/frameworks.js";
import { defineRule, type Rule } from "../../server/src/core/rule.js";
import type { Settings } from "../../server/src/core/settings.js";
import type { Analyser } from "../../server/src/cli/analyser.js";
import { printedSettings } from "../../server/src/project-config/printed-settings.js";
import { readConfig } from "../../server/src/project-config/project-config.js";
import { ProjectSettings } from "../../server/src/project-config/project-settings.js";
import { openWorkspace, takeInventory, type Analysis, type ResolvedFix } from "../../server/src/service.js";

/**
 * A tiny analysis, so that the command line is tested by itself: a text that names a table type is
 * a template, and single words stand for what is found.
 *
 * weak: a warning with a review fix ("strong"). loose: an error with a safe fix ("tight").
 * hint: an info without a fix. hushed: a suppressed warning. BROKEN: a syntax problem.
 */
export const standIn: Analyser = {
  openWorkspace,
  rules: [
    rule("require-customer-managed-key", "warning", "Tables use a key of the customer's own."),
    rule("valid-sse-specification", "error", "The encryption settings make sense together."),
    rule("no-hints", "off", "Hints are said aloud."),
  ],
  mayMatter: (holds) => holds("AWS::DynamoDB::"),
  mayBeTemplate: (text) => text.includes("AWS::DynamoDB::"),
  analyse: (source, { settings }) => analysisOf(source, settings),
  fixesFor: (_, finding) => fixesOf(finding),
  fixAll: (analysis, { rule: wanted }) => {
    const fixed = analysis.findings.filter(
      (finding) =>
        finding.suppressed === null &&
        fixesOf(finding).some(({ applicability }) =>
          wanted === null ? applicability === "safe" : finding.rule === wanted,
        ),
    );
    return { fixed, edits: fixed.flatMap((finding) => fixesOf(finding)[0]?.edits ?? []) };
  },
  whyNotFixed: () => "nobody knows how",
  costInput: () => null,
  docsUrl: (id) => `https://example.com/rules/${id}.md`,
  explainRule: (id) =>
    `# ${id}\n\nA **page** with \`code\` and a [link](https://example.com/).\n\n\`\`\`yaml\nbad: true\n\`\`\`\n`,
  parseSettings: (raw) => {
    const region = typeof raw?.["region"] === "string" ? raw["region"] : null;
    const settings = {
      ...NO_SETTINGS,
      region,
      rules: rulesIn(raw?.["rules"]),
      parameters: mapIn(raw?.["parameters"]),
      frameworks: (raw?.["frameworks"] ?? []) as Settings["frameworks"],
    };
    return { settings, problems: region === "nowhere" ? ["'nowhere' is no Region."] : [] };
  },
  openProject: (sources) => new ProjectSettings(standIn.rules, sources),
  readProjectConfig: (path, text, folder) => readConfig(path, text, standIn.rules, folder),
  printSettings: (settings) => printedSettings(settings, standIn.rules),
  applyEdits: (text, edits) =>
    [...edits]
      .reverse()
      .reduce((rest, { span, newText }) => rest.slice(0, span.start) + newText + rest.slice(span.end), text),
  describeCase,
  inventoryPart: () => null,
  takeInventory,
  inventoryReport: (format, _, { today, problems }) => `${format} of ${today}, ${problems.length} problems\n`,
  FRAMEWORKS,
  controlsOf: (id, frameworks) =>
    id === "valid-sse-specification"
      ? controlsAmong(["Security Hub KMS.4", "FedRAMP SC-12"], frameworks)
      : [],
};

const NO_SETTINGS: Settings = {
  rules: new Map(),
  region: null,
  account: null,
  partition: null,
  parameters: new Map(),
  parameterFiles: [],
  parameterFilesFrom: null,
  reportUndecided: false,
  allKeys: false,
  trustedAccounts: new Set(),
  newKeyPolicy: "iam",
  classificationTags: new Map(),
  cost: { show: true, activeCallers: 10, currency: "$", prices: {} },
  codeLens: false,
  ignored: false,
  cdkSourceDiagnostics: "auto",
  frameworks: [],
  honoured: new Set(),
  workspace: { maximumFiles: 1, maximumBytes: 1, exclude: [] },
};

const WORDS = {
  weak: { rule: "require-customer-managed-key", severity: "warning" },
  hushed: { rule: "require-customer-managed-key", severity: "warning" },
  loose: { rule: "valid-sse-specification", severity: "error" },
  hint: { rule: "no-hints", severity: "info" },
} as const;

function analysisOf(source: Analysis["source"], settings: Settings): Analysis {
  const broken = source.text.indexOf("BROKEN");
  return {
    source,
    dialect: source.text.includes("Transform:") ? "sam" : "cloudformation",
    problems:
      broken === -1 ? [] : [{ message: "This can't be parsed.", span: { start: broken, end: broken + 6 } }],
    findings: [...source.text.matchAll(/\b(weak|hushed|loose|hint)\b/g)].flatMap((match) =>
      findingOf(match[1] as keyof typeof WORDS, match.index, settings),
    ),
    tables: [...source.text.matchAll(/(\w+): AWS::DynamoDB::Table/g)].map((match) => ({
      resource: match[1] ?? "",
      type: "AWS::DynamoDB::Table",
      replica: null,
      span: { start: match.index, end: match.index + match[0].length },
      cases: [
        {
          when: [{ kind: "condition", name: "IsProd", is: false, byDefault: true }],
          key: "aws-owned",
          reference: null,
          reason: null,
          keyAt: null,
        },
        { when: [], key: "undecided", reference: "KeyArn", reason: "it comes from elsewhere", keyAt: null },
      ],
      readers: () => [
        {
          principal: "role 'Api'",
          path: source.path,
          resource: "Api",
          when: [],
          through: [{ path: source.path, span: { start: match.index, end: match.index + 1 } }],
          verdict: "allowed",
          reason: null,
        },
      ],
    })),
    keys: [],
    generated: false,
    frameworks: settings.frameworks,
    madeBy: () => null,
    parameters: ["Stage", "KeyArn"],
    failures: source.text.includes("CRASH") ? [{ rule: "no-hints", error: new Error("oops") }] : [],
  };
}

function findingOf(word: keyof typeof WORDS, start: number, settings: Settings): Finding[] {
  const { rule: id, severity } = WORDS[word];
  const chosen = settings.rules.get(id)?.severity ?? severity;
  if (chosen === "off") return [];
  const span = { start, end: start + word.length };
  return [
    {
      rule: id,
      messageId: word,
      message: `The word '${word}' stands here in ${settings.region ?? "no Region"}.`,
      severity: chosen,
      resource: "Orders",
      replica: word === "loose" ? "eu-west-1" : null,
      case: [{ kind: "parameter", name: "Stage", is: null, byDefault: true }],
      span,
      related: word === "loose" ? [{ span: { start: 0, end: 1 }, message: "It begins here." }] : [],
      fixes: () => [],
      suppressed: word === "hushed" ? { by: "comment", reason: "a test", until: "2030-01-01" } : null,
      unnecessary: false,
    },
  ];
}

function fixesOf({ messageId, span }: Finding): ResolvedFix[] {
  if (messageId === "loose") {
    const title = "Write 'tight' (nothing deployed changes)";
    return [{ id: "tight", title, applicability: "safe", bulk: true, edits: [{ span, newText: "tight" }] }];
  }
  if (messageId !== "weak") return [];
  const title = "Write 'strong' ($1 a month)";
  return [{ id: "strong", title, applicability: "review", bulk: true, edits: [{ span, newText: "strong" }] }];
}

function rule(id: string, severity: Rule["severity"], summary: string): Rule {
  return defineRule({
    id,
    severity,
    docs: { summary, why: "Because.", bad: "", good: "", cost: "None.", references: [] },
    messages: { word: "The word '{{word}}' stands here." },
  });
}

function rulesIn(raw: unknown): Settings["rules"] {
  return new Map(
    [...mapIn(raw)].map(([id, severity]) => [
      id,
      { severity: severity as Rule["severity"], chosen: true, options: {} },
    ]),
  );
}

function mapIn(raw: unknown): ReadonlyMap<string, string> {
  return new Map(Object.entries((raw ?? {}) as Record<string, string>));
}
