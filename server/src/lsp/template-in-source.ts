import type { Range } from "vscode-languageserver";
import type { Settings } from "../core/settings.js";
import { lensTexts } from "../lenses.js";
import {
  plainPath,
  resourcesInSource,
  sourceFindings,
  type Analysis,
  type MadeAt,
  type MadeResource,
  type SourceFinding,
} from "../service.js";
import type { Judged } from "./analyses.js";
import { rangeOf } from "./convert.js";

/** What stays of a generated template for those who show it in the app's source: plain, without its text. */
export interface TemplateInSource {
  readonly uri: string;
  /** When it was synthesised, in milliseconds since 1970; null where nobody can tell. */
  readonly synthesised: number | null;
  readonly findings: readonly SourceFinding[];
  /** Its tables and keys, and whatever else is found fault with. */
  readonly made: readonly MadeAt[];
  /** What stands above tables and keys, by logical id. Empty where the setting is off. */
  readonly lenses: ReadonlyMap<string, string>;
  readonly frameworks: Analysis["frameworks"];
  /** The plain paths of the source files that made something of it. */
  readonly sources: ReadonlySet<string>;
  /** Where a resource, or what is found about it, is in the template. */
  rangeOf(resource: MadeResource): Range | null;
}

/** @param synthesised milliseconds since 1970; null where nobody can tell. */
export function takeFromTemplate(
  { document, analysis }: Judged,
  settings: Settings,
  synthesised: number | null,
): TemplateInSource {
  const findings = settings.cdkSourceDiagnostics === "off" ? [] : sourceFindings(analysis);
  const modelled = new Set([...analysis.tables, ...analysis.keys].map(({ resource }) => resource));
  for (const { resource } of findings) modelled.add(resource.logicalId);
  const made = resourcesInSource(analysis).filter(({ resource }) => modelled.has(resource.logicalId));
  const spans = [...findings, ...made].map(({ resource }) => resource.span);
  const ranges = new Map(spans.map((span) => [`${span.start}-${span.end}`, rangeOf(document, span)]));
  return {
    uri: document.uri,
    synthesised,
    findings,
    made,
    lenses: settings.codeLens ? lensTexts(analysis, settings) : new Map<string, string>(),
    frameworks: analysis.frameworks,
    sources: new Set([...findings, ...made].map(({ place }) => plainPath(place.path))),
    rangeOf: ({ span }) => ranges.get(`${span.start}-${span.end}`) ?? null,
  };
}
