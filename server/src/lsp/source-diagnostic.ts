import type { Diagnostic, DiagnosticRelatedInformation, Range } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { docsUrl, plainPath, type SourceFinding, type SourceGroup, type SourcePosition } from "../service.js";
import { rangeOf } from "./convert.js";
import { SEVERITIES, SOURCE, withControls } from "./diagnostic.js";
import type { Session } from "./session.js";
import type { SourceFileState, SourceSite } from "./source-file-state.js";
import { uriOf } from "./uris.js";

/** Behind the message where the source has changed since. */
const STALE = "(from the last synth)";
const MOST_PLACES = 8;
const MOST_CALLERS = 4;

/** A place of a source file in its text as of now, and what is found there. */
export interface ShownSite {
  readonly site: SourceSite;
  /** In the order of the state's sites. */
  readonly index: number;
  readonly range: Range;
  readonly found: readonly ShownGroup[];
}

/** What one rule says about a place, and what to underline for it. */
export interface ShownGroup {
  readonly group: SourceGroup;
  readonly range: Range;
}

/** The places of a source file whose text is still there. */
export function shownSites(state: SourceFileState): readonly ShownSite[] {
  const document = TextDocument.create("", "", 0, state.tracked.now);
  return state.sites.flatMap((site, index) => {
    const span = state.tracked.spanOf(index);
    if (span === null) return [];
    const found = site.groups.map((group) => ({
      group,
      range: rangeOf(document, state.spanOf(index, group) ?? span),
    }));
    return [{ site, index, range: rangeOf(document, span), found }];
  });
}

/** What the client is to show in a source file. */
export function sourceDiagnostics(
  state: SourceFileState,
  session: Pick<Session, "support">,
  sites = shownSites(state),
): Diagnostic[] {
  return sites.flatMap(({ site, found }) => found.map((one) => sourceDiagnostic(state, site, one, session)));
}

/** What one rule says about one place. */
export function sourceDiagnostic(
  state: SourceFileState,
  site: SourceSite,
  { group: { rule, severity, message, findings }, range }: ShownGroup,
  { support }: Pick<Session, "support">,
): Diagnostic {
  const related = relatedTo(state, findings);
  const frameworks = findings.flatMap(({ resource }) => state.templateOf(resource)?.frameworks ?? []);
  const said = withControls(message, rule, [...new Set(frameworks)]);
  return {
    range,
    severity: SEVERITIES[severity],
    source: SOURCE,
    code: rule,
    message: state.isStale(site) ? `${said} ${STALE}` : said,
    ...(support.codeDescription && { codeDescription: { href: docsUrl(rule) } }),
    ...(support.relatedInformation && related.length > 0 && { relatedInformation: related }),
  };
}

/** The resources in their templates, where they are created if that isn't here, and the calls that lead here. */
function relatedTo(
  state: SourceFileState,
  findings: readonly SourceFinding[],
): DiagnosticRelatedInformation[] {
  const [first] = findings;
  const resources = findings.flatMap(({ resource, message, messageId }): DiagnosticRelatedInformation[] => {
    const template = state.templateOf(resource);
    const range = template?.rangeOf(resource) ?? null;
    if (template === undefined || range === null) return [];
    const where = `'${resource.name}' in the template of stack ${resource.stack}`;
    // Another replica, or another case, may have something else to it.
    const isAlone = findings.filter((one) => one.resource.logicalId === resource.logicalId).length === 1;
    const told = isAlone && messageId === first?.messageId ? `${where}.` : `${where}: ${message}`;
    return [{ location: { uri: template.uri, range }, message: told }];
  });
  const created = placesOf(findings.flatMap(({ created: at }) => at ?? []));
  const callers = placesOf(findings.flatMap((finding) => finding.callers));
  return [
    ...created.slice(0, MOST_CALLERS).map((at) => ({ location: locationOf(at), message: "Created here." })),
    ...callers
      .slice(0, MOST_CALLERS)
      .map((at) => ({ location: locationOf(at), message: "Called from here." })),
    ...resources.slice(0, MOST_PLACES),
  ];
}

/** Each once, in order. */
function placesOf(places: readonly SourcePosition[]): readonly SourcePosition[] {
  return [
    ...new Map(places.map((at) => [`${plainPath(at.path)}:${at.line}:${at.column ?? ""}`, at])).values(),
  ];
}

function locationOf({ path, line, column }: SourcePosition): { uri: string; range: Range } {
  const start = { line: line - 1, character: (column ?? 1) - 1 };
  return { uri: uriOf(path), range: { start, end: start } };
}
