import type { CancellationToken, Hover, HoverParams } from "vscode-languageserver";
import { MarkupKind } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { hoverAt, type MadeResource } from "../service.js";
import type { CdkApps } from "./cdk-apps.js";
import { meet, spanOfRange } from "./convert.js";
import type { Session } from "./session.js";
import { shownSites, type ShownSite } from "./source-diagnostic.js";
import type { SourceFileState } from "./source-file-state.js";
import { openDocument } from "./uris.js";

const MOST_OTHERS = 5;

/**
 * What there is to say about a construct in the source of a CDK app: what its template says of the
 * first resource that was made there, and why a finding has no fix. Null elsewhere.
 */
export async function sourceHover(
  session: Session,
  apps: CdkApps,
  { textDocument: { uri }, position }: HoverParams,
  token: CancellationToken,
): Promise<Hover | null> {
  const state = apps.sources.stateOf(uri);
  const document = openDocument(session.documents, uri);
  if (state === null || document === undefined) return null;
  state.update(document.getText());
  const place = { start: document.offsetAt(position), end: document.offsetAt(position) };
  const shown = shownSites(state).find((site) => isAt(document, site, place));
  if (shown === undefined) return null;
  const { range } = shown;
  const parts = [
    ...(await madeHere(apps, state, shown, token)),
    ...(await refusalsAt(apps, state, shown)).map((one) => `*${one}*`),
  ];
  if (parts.length === 0) return null;
  const kind = session.support.hoverMarkdown ? MarkupKind.Markdown : MarkupKind.PlainText;
  return { contents: { kind, value: parts.join("\n\n") }, range };
}

function isAt(
  document: TextDocument,
  { range, found }: ShownSite,
  place: ReturnType<typeof spanOfRange>,
): boolean {
  return [range, ...found.map((one) => one.range)].some((one) => meet(spanOfRange(document, one), place));
}

/** The hover of the first resource that has one in its template, and which others there are. */
async function madeHere(
  { judge }: CdkApps,
  state: SourceFileState,
  { site }: ShownSite,
  token: CancellationToken,
): Promise<readonly string[]> {
  for (const [resource, template] of site.made) {
    const judged = await judge(template.uri, token);
    if (judged === null || judged === "skipped") return [];
    const hover = hoverAt(judged.analysis, resource.span.start);
    if (hover === null) continue;
    const others = site.made.flatMap(([one]) => (one === resource ? [] : one));
    const stale = state.isStale(site) ? " This is from the last synth." : "";
    return [hover.markdown, `${whereMade(resource)}${alsoMade(others)}${stale}`];
  }
  return [];
}

function whereMade({ template, logicalId, stack }: MadeResource): string {
  const file = template.slice(template.lastIndexOf("/") + 1);
  return `From \`${file}\` (stack ${stack}), where it is called \`${logicalId}\`.`;
}

function alsoMade(others: readonly MadeResource[]): string {
  if (others.length === 0) return "";
  const shown = others.slice(0, MOST_OTHERS).map(({ name, stack }) => `${name} (stack ${stack})`);
  const more = others.length > shown.length ? ` and ${others.length - shown.length} more` : "";
  return ` Made here as well: ${shown.join(", ")}${more}.`;
}

async function refusalsAt(
  { fixer }: CdkApps,
  state: SourceFileState,
  { site, index }: ShownSite,
): Promise<readonly string[]> {
  const refusals: string[] = [];
  for (const group of site.groups) {
    refusals.push(...((await fixer.offerFor(state, { index, group }))?.refusals ?? []));
  }
  return [...new Set(refusals)];
}
