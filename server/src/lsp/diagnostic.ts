import type { Diagnostic } from "vscode-languageserver";
import { DiagnosticSeverity, DiagnosticTag } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { Finding, Severity } from "../core/finding.js";
import type { Problem } from "../core/problem.js";
import { docsUrl } from "../service.js";
import type { Judged } from "./analyses.js";
import type { ClientSupport } from "./client-support.js";
import { rangeOf } from "./convert.js";
import { referTo } from "./finding-reference.js";

/** Names us in the client's list of diagnostics. */
export const SOURCE = "dynamodb-encryption";

const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
};

/** What the client is to show: what can't be read, and every finding that nobody suppressed. */
export function diagnosticsOf(judged: Judged, support: ClientSupport): Diagnostic[] {
  const { document, analysis } = judged;
  const findings = analysis.findings.filter((finding) => finding.suppressed === null);
  return [
    ...analysis.problems.map((problem) => problemDiagnostic(document, problem)),
    ...findings.map((finding) => findingDiagnostic(judged, finding, support)),
  ];
}

/** A finding as the client's diagnostic, with as much detail as the client takes. */
export function findingDiagnostic(judged: Judged, finding: Finding, support: ClientSupport): Diagnostic {
  const { document, analysis } = judged;
  const related = finding.related.map(({ span, message }) => ({
    location: { uri: document.uri, range: rangeOf(document, span) },
    message,
  }));
  return {
    range: rangeOf(document, finding.span),
    severity: SEVERITIES[finding.severity],
    source: SOURCE,
    code: finding.rule,
    message: finding.message,
    ...(support.codeDescription && { codeDescription: { href: docsUrl(finding.rule) } }),
    ...(support.relatedInformation && related.length > 0 && { relatedInformation: related }),
    ...(support.unnecessaryTag && finding.unnecessary && { tags: [DiagnosticTag.Unnecessary] }),
    ...(support.diagnosticData && { data: referTo(analysis, finding) }),
  };
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
