/**
 * The façade's part for going from name to name: definitions, references, highlights and symbols.
 * Pure: templates and offsets in, spans out.
 */
import { fileNameOf, plainPath } from "./core/paths.js";
import { spanOf, type Span } from "./core/span.js";
import { occurrencesAt } from "./dialects/cloudformation/occurrences.js";
import { symbolsOf, type TemplateSymbol } from "./dialects/cloudformation/symbols.js";
import type { ReadTemplate } from "./dialects/cloudformation/template.js";
import { declarationsOf } from "./navigation/declarations.js";
import { referencesOf, sameIn } from "./navigation/references.js";
import { symbolsNamed, type FoundSymbol } from "./navigation/symbols.js";
import {
  Neighbourhood,
  type Hit,
  type NavigableTemplate,
  type OtherTemplates,
} from "./navigation/templates.js";

export { templatesAmong, type NavigableTemplate, type OtherTemplates } from "./navigation/templates.js";
export type { TemplateSymbol } from "./dialects/cloudformation/symbols.js";

/** A place in a document of the workspace. */
export interface Target {
  /** The document, as a plain path (`plainPath`). */
  readonly path: string;
  /** Its text, as of when the offsets were taken. */
  readonly text: string;
  /** The name itself; empty, at the start, where the whole document is meant. */
  readonly span: Span;
  /** The whole resource, output or parameter around it. */
  readonly entry: Span;
}

/** Where a name under the cursor is declared, and the text that leads there. */
export interface Definition {
  readonly origin: Span;
  readonly targets: readonly Target[];
}

/** The same name once more in one document. */
export interface Highlight {
  readonly span: Span;
  readonly role: "declaration" | "reference";
}

/** A symbol of a template somewhere in the workspace. */
export interface WorkspaceSymbolTarget {
  readonly symbol: TemplateSymbol;
  readonly target: Target;
  /** The name of its file, without the folders. */
  readonly container: string;
}

/** A template as names are followed in it. @param path its document; a URI in any spelling, or a path. */
export function navigable(path: string, { outline, scope }: ReadTemplate): NavigableTemplate {
  return { path: plainPath(path), outline, scope };
}

/** Where the name at an offset is declared; null where no name stands, or nothing declares it. */
export function definitionAt(
  template: NavigableTemplate,
  offset: number,
  others: OtherTemplates,
): Definition | null {
  const around = new Neighbourhood(template, others);
  const found = occurrencesAt(template, offset);
  const [first] = found;
  if (first === undefined) return null;
  const targets = found.flatMap((occurrence) => {
    const child =
      occurrence.kind === "nested-template" ? around.childOf(template.path, occurrence.stackId) : null;
    if (child !== null) return [wholeDocument(child)];
    return declarationsOf({ template, occurrence }, around).map(targetOf);
  });
  if (targets.length === 0) return null;
  const at = spanOf(first.at);
  const origin = at.start <= offset && offset <= at.end ? at : spanOf(first.reach);
  return { origin, targets: sorted(targets) };
}

/** Where the name at an offset is referred to, in all templates; sorted, the own document first. */
export function referencesAt(
  template: NavigableTemplate,
  offset: number,
  others: OtherTemplates,
  { declarations }: { readonly declarations: boolean },
): readonly Target[] {
  const around = new Neighbourhood(template, others);
  const hits = occurrencesAt(template, offset)
    .flatMap((occurrence) => referencesOf({ template, occurrence }, around))
    .filter(({ occurrence }) => declarations || occurrence.role === "reference");
  const targets = sorted(hits.map(targetOf));
  const isOwn = ({ path }: Target): boolean => path === template.path;
  return [...targets.filter(isOwn), ...targets.filter((target) => !isOwn(target))];
}

/** Where the name at an offset stands in the same document, itself included; sorted. */
export function highlightsAt(template: NavigableTemplate, offset: number): readonly Highlight[] {
  const hits = occurrencesAt(template, offset).flatMap((occurrence) => sameIn(template, occurrence));
  const highlights = new Map<number, Highlight>();
  for (const { occurrence } of hits) {
    const span = spanOf(occurrence.at);
    highlights.set(span.start, { span, role: occurrence.role });
  }
  return [...highlights.values()].sort((a, b) => a.span.start - b.span.start);
}

/** A template's tables with their replicas, keys, aliases, clusters, streams and vaults. */
export function symbolsIn(read: ReadTemplate): readonly TemplateSymbol[] {
  return symbolsOf(read);
}

/** The symbols of all templates whose logical id has the letters of the query in this order. */
export function symbolsMatching(query: string, others: OtherTemplates): readonly WorkspaceSymbolTarget[] {
  return symbolsNamed(query, others.all()).map(({ template, symbol }: FoundSymbol) => ({
    symbol,
    target: targetAt(template, spanOf(symbol.nameAt), spanOf(symbol.at)),
    container: fileNameOf(template.path),
  }));
}

function targetOf({ template, occurrence }: Hit): Target {
  return targetAt(template, spanOf(occurrence.at), spanOf(occurrence.entry));
}

function targetAt({ path, outline }: NavigableTemplate, span: Span, entry: Span): Target {
  return { path, text: outline.text, span, entry };
}

function wholeDocument(template: NavigableTemplate): Target {
  const start = { start: 0, end: 0 };
  return targetAt(template, start, start);
}

/** By document and position, each place once. */
function sorted(targets: readonly Target[]): readonly Target[] {
  const places = new Map(targets.map((one) => [`${one.path} ${one.span.start} ${one.span.end}`, one]));
  return [...places.values()].sort(
    (a, b) => compare(a.path, b.path) || a.span.start - b.span.start || a.span.end - b.span.end,
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
