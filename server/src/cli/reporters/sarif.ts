import type { Rule } from "../../core/rule.js";
import {
  isOpen,
  type FileReport,
  type Range,
  type Report,
  type ReportedFinding,
  type ReportedFix,
} from "../report.js";
import { controlTags, taxaOf, taxonomiesOf } from "./sarif-taxonomies.js";

const LEVELS = { error: "error", warning: "warning", info: "note", off: "none" } as const;
const SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

/** The report as a SARIF 2.1.0 log, with the fixes and the suppressed findings in it. */
export function sarifReport(report: Report): string {
  const ruleIndex = new Map(report.rules.map((rule, index) => [rule.id, index]));
  const taxonomies = taxonomiesOf(report);
  const log = {
    $schema: SCHEMA,
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "DynamoDB Encryption Lint",
            version: report.version,
            semanticVersion: report.version,
            rules: report.rules.map((rule) => descriptorOf(rule, report)),
            ...(taxonomies.length === 0
              ? {}
              : { supportedTaxonomies: taxonomies.map(({ name }, index) => ({ name, index })) }),
          },
        },
        ...(taxonomies.length === 0 ? {} : { taxonomies }),
        columnKind: "utf16CodeUnits",
        invocations: [
          {
            executionSuccessful: !report.files.some((file) => file.problems.length > 0),
            exitCode: report.exitCode,
            toolExecutionNotifications: report.files.flatMap(notificationsOf),
          },
        ],
        artifacts: report.files.map((file) => ({ location: artifactLocation(file.path) })),
        results: report.files.flatMap((file, index) =>
          file.findings.map((finding) => resultOf(file, index, finding, ruleIndex, report)),
        ),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function descriptorOf(rule: Rule, report: Report) {
  const page = report.explainRule(rule.id);
  const taxa = taxaOf(report, rule.id);
  return {
    id: rule.id,
    shortDescription: { text: rule.docs.summary },
    fullDescription: { text: rule.docs.why, markdown: rule.docs.why },
    ...(page === null ? {} : { help: { text: page, markdown: page } }),
    helpUri: report.docsUrl(rule.id),
    // A disabled rule still has the level it would report with.
    defaultConfiguration:
      rule.severity === "off"
        ? { enabled: false, level: "warning" }
        : { enabled: true, level: LEVELS[rule.severity] },
    messageStrings: Object.fromEntries(
      Object.entries(rule.messages).map(([id, text]) => [
        id,
        { text: text.replace(/\{\{(\w+)\}\}/g, "<$1>") },
      ]),
    ),
    ...(taxa.length === 0 ? {} : { relationships: taxa.map((target) => ({ target, kinds: ["relevant"] })) }),
    properties: {
      tags: ["security", "encryption", "dynamodb", ...controlTags(report, rule.id)],
      precision: "high",
      equivalents: rule.equivalents,
    },
  };
}

function notificationsOf(file: FileReport) {
  return file.problems.map(({ message, range }) => ({
    level: "error",
    message: { text: message },
    locations: [
      {
        physicalLocation: {
          artifactLocation: artifactLocation(file.path),
          ...(range === null ? {} : { region: regionOf(range) }),
        },
      },
    ],
  }));
}

function resultOf(
  { path }: FileReport,
  fileIndex: number,
  finding: ReportedFinding,
  ruleIndex: ReadonlyMap<string, number>,
  report: Report,
) {
  const index = ruleIndex.get(finding.rule);
  const taxa = taxaOf(report, finding.rule);
  return {
    ruleId: finding.rule,
    ...(index === undefined ? {} : { ruleIndex: index }),
    level: LEVELS[finding.severity],
    message: { text: finding.message },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { ...artifactLocation(path), index: fileIndex },
          region: regionOf(finding),
        },
        ...(finding.resource === null
          ? {}
          : { logicalLocations: [{ name: finding.resource, kind: "resource" }] }),
      },
    ],
    relatedLocations: finding.related.map((related, id) => ({
      id,
      physicalLocation: { artifactLocation: artifactLocation(related.path), region: regionOf(related) },
      message: { text: related.message },
    })),
    partialFingerprints: { "dynamodbEncryption/v1": finding.fingerprint },
    // Either all results of a run say whether they are suppressed, or none may.
    suppressions: suppressionsOf(finding),
    // A baseline doesn't hold what is suppressed; but that is none of the news, either.
    ...(finding.inBaseline === null ? {} : { baselineState: isOpen(finding) ? "new" : "unchanged" }),
    ...fixesOf(path, finding),
    ...(taxa.length === 0 ? {} : { taxa }),
    properties: {
      messageId: finding.messageId,
      replica: finding.replica,
      case: finding.case.map(({ kind, name, is }) => ({ kind, name, is })),
      ...(finding.controls.length === 0 ? {} : { tags: finding.controls }),
    },
  };
}

function suppressionsOf({ suppressed, inBaseline }: ReportedFinding): readonly object[] {
  if (suppressed !== null) return [suppressionOf(suppressed)];
  return inBaseline === true ? [{ kind: "external", justification: "It is in the baseline." }] : [];
}

function suppressionOf({ by, reason, until }: NonNullable<ReportedFinding["suppressed"]>) {
  return {
    // What the app's source acknowledges isn't in the template.
    kind: by === "cdk" ? "external" : "inSource",
    ...(reason === null ? {} : { justification: reason }),
    properties: { by, until },
  };
}

/** A change in SARIF replaces something at least once, so a fix without edits is none. */
function fixesOf(path: string, { fixes }: ReportedFinding) {
  const written = fixes.filter(({ edits }) => edits.length > 0).map((fix) => fixOf(path, fix));
  return written.length === 0 ? {} : { fixes: written };
}

function fixOf(path: string, fix: ReportedFix) {
  return {
    description: { text: fix.title },
    artifactChanges: [
      {
        artifactLocation: artifactLocation(path),
        replacements: fix.edits.map((edit) => ({
          deletedRegion: regionOf(edit),
          insertedContent: { text: edit.newText },
        })),
      },
    ],
    properties: { applicability: fix.applicability },
  };
}

function artifactLocation(path: string) {
  const encoded = path.split("/").map(encodeURIComponent).join("/");
  return { uri: encoded, uriBaseId: "%SRCROOT%" };
}

function regionOf({ start, end }: Range) {
  return {
    startLine: start.line,
    startColumn: start.column,
    endLine: end.line,
    endColumn: end.column,
    charOffset: start.offset,
    charLength: end.offset - start.offset,
  };
}
