import type { Diagnostic, DiagnosticRelatedInformation } from "vscode-languageserver";
import { DiagnosticSeverity, DiagnosticTag } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { Finding, Severity } from "../core/finding.js";
import type { Problem } from "../core/problem.js";
import { controlsOf, docsUrl, type Analysis } from "../service.js";
import type { Judged } from "./analyses.js";
import type { Session } from "./session.js";
import { uriOf } from "./uris.js";
import { rangeOf } from "./convert.js";
import { referTo } from "./finding-reference.js";

/** Names us in the client's list of diagnostics. */
export const SOURCE = "dynamodb-encryption";

export const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
};

/** What the client is to show: what can't be read, and every finding that nobody suppressed. */
export function diagnosticsOf(judged: Judged, session: DiagnosticContext): Diagnostic[] {
  const { document, analysis } = judged;
  const findings = analysis.findings.filter((finding) => finding.suppressed === null);
  return [
    ...analysis.problems.map((problem) => problemDiagnostic(document, problem)),
    ...findings.map((finding) => findingDiagnostic(judged, finding, session)),
  ];
}

/** What a diagnostic is made with. */
export type DiagnosticContext = Pick<Session, "support" | "index">;

/**
 * A finding as the client's diagnostic, with as much detail as the client takes. In a template that
 * CDK has written it is a hint: what is to be changed stands in the app's source.
 */
export function findingDiagnostic(
  judged: Judged,
  finding: Finding,
  { support, index }: DiagnosticContext,
): Diagnostic {
  const { document, analysis } = judged;
  const related = [
    ...madeBy(judged, finding),
    ...finding.related.flatMap(({ span, message, path }): DiagnosticRelatedInformation[] => {
      if (path === undefined)
        return [{ location: { uri: document.uri, range: rangeOf(document, span) }, message }];
      const place = index.templates.locate(path, span);
      if (place === null) return [];
      return [{ location: { uri: place.path, range: { start: place.start, end: place.end } }, message }];
    }),
  ];
  return {
    range: rangeOf(document, finding.span),
    severity: analysis.generated ? DiagnosticSeverity.Hint : SEVERITIES[finding.severity],
    source: SOURCE,
    code: finding.rule,
    message: withControls(finding.message, finding.rule, analysis.frameworks),
    ...(support.codeDescription && { codeDescription: { href: docsUrl(finding.rule) } }),
    ...(support.relatedInformation && related.length > 0 && { relatedInformation: related }),
    ...(support.unnecessaryTag && finding.unnecessary && { tags: [DiagnosticTag.Unnecessary] }),
    ...(support.diagnosticData && { data: referTo(analysis, finding) }),
  };
}

/** The finding's own message; behind it the controls that the settings ask for, which every editor shows there. */
export function withControls(message: string, rule: string, frameworks: Analysis["frameworks"]): string {
  const controls = controlsOf(rule, frameworks).map(({ id }) => id);
  return controls.length === 0 ? message : `${message} [${controls.join("; ")}]`;
}

/** The construct that made the resource, at its place in the app's source. */
function madeBy({ document, analysis }: Judged, { resource, span }: Finding): DiagnosticRelatedInformation[] {
  const maker = resource === null ? null : analysis.madeBy(resource);
  if (maker === null) return [];
  const { construct, source } = maker;
  if (source === null) {
    const location = { uri: document.uri, range: rangeOf(document, span) };
    return [{ location, message: `Made by the construct ${construct}.` }];
  }
  const start = { line: source.line - 1, character: (source.column ?? 1) - 1 };
  const location = { uri: uriOf(source.path), range: { start, end: start } };
  return [{ location, message: `Made by the construct ${construct}, which is created here.` }];
}

function problemDiagnostic(document: TextDocument, { span, message }: Problem): Diagnostic {
  return {
    range: rangeOf(document, span),
    severity: DiagnosticSeverity.Error,
    source: SOURCE,
    code: "syntax",
    message,
  };
}
