/**
 * The façade: the only door for `lsp/`, `cli/` and `cdk-plugin/`. Pure: texts and settings in, results out.
 * Nothing here reads a file, a clock or the environment.
 */
import { parseSettings as parseRawSettings, type RawSettings, type Settings } from "./core/settings.js";
import type { Finding } from "./core/finding.js";
import { Lines } from "./core/lines.js";
import { spanOf, type Place, type Span } from "./core/span.js";
import { hoverTarget } from "./dialects/cloudformation/hover-target.js";
import { placeInResource, type PlaceInResource } from "./dialects/cloudformation/property-path.js";
import {
  policyCompletions,
  principalsIn,
  type Completion,
  type NamedPrincipal,
} from "./dialects/cloudformation/policy-completion.js";
import type { ReadTemplate } from "./dialects/cloudformation/template.js";
import type { CostInput } from "./pricing/priced.js";
import { pricesOf } from "./pricing/prices.js";
import { costHintsOf, type CostHint } from "./render/cost-hints.js";
import { hoverFor } from "./render/hover.js";
import { printedSettings } from "./project-config/printed-settings.js";
import { readConfig, type ProjectConfig } from "./project-config/project-config.js";
import { ProjectSettings, type ProjectSources } from "./project-config/project-settings.js";
import { ConfigFolders } from "./project-config/search.js";
import { SettingsInForce } from "./project-config/settings-in-force.js";
import { rules } from "./rules/index.js";
import { internalsOf, type Analysis } from "./analysis.js";
import { basisOf, costInputOf } from "./costs.js";
import { partOf, type InventoryPart } from "./inventory/part.js";
import { TemplateWorkspace } from "./workspace.js";

export type { Control } from "./compliance/controls.js";
export { describeCase } from "./core/cases.js";
export { fingerprints } from "./core/fingerprint.js";
export { FRAMEWORKS } from "./core/frameworks.js";
export { Lines } from "./core/lines.js";
export { isCalendarDate } from "./core/suppression.js";
export { nearestName } from "./core/nearest.js";
export { peerOf, suppressedInWords } from "./core/peers.js";
export { rules };
export { mayBeTemplate, mayMatter, namesModelledType } from "./dialects/cloudformation/recognise.js";
export { analyse, type Analysis, type AnalyseOptions, type Source } from "./analysis.js";
export {
  applyEdits,
  fixAll,
  fixesFor,
  suppressionEdits,
  suppressionOptions,
  tryEdits,
  whyNotFixed,
  type BulkFix,
  type FixedTogether,
  type ResolvedFix,
  type SuppressionOption,
} from "./fixes.js";
export { plainPath } from "./core/paths.js";
export { isSamConfig } from "./deployments/deployment-files.js";
export type { NamedParameterFiles } from "./deployments/deployment-files.js";
export { readCdkJson } from "./deployments/cdk-json.js";
export { parameterFileFormat, readParameterFile } from "./deployments/parameter-file.js";
export { globMatcher } from "./deployments/globs.js";
export {
  openAssembly,
  openAssemblySync,
  type AssemblyAccess,
  type AssemblyRemark,
  type OpenedAssembly,
} from "./assemblies.js";
export { topAssembly } from "./dialects/cdk/top-assembly.js";
export type { PlaceInResource } from "./dialects/cloudformation/property-path.js";
export type { StackTemplate } from "./dialects/cdk/assembly.js";
export {
  resourcesInSource,
  sourceFindings,
  type MadeAt,
  type MadeResource,
  type SourceFinding,
  type SourcePosition,
} from "./source-findings.js";
export { readConstructTree, type ConstructKind } from "./dialects/cdk/construct-tree.js";
export { isSourceFile, TrackedPlaces } from "./source-text.js";
export { counted, groupFindings, listed, resourcesOf, type SourceGroup } from "./source-groups.js";
export type { Completion } from "./dialects/cloudformation/policy-completion.js";
export { CONFIG_FILES, isConfigFile } from "./project-config/config-files.js";
export { withinFolder, type ProjectConfig } from "./project-config/project-config.js";
export type { ProjectSources } from "./project-config/project-settings.js";
export { searchLater } from "./project-config/search.js";
export { TemplateWorkspace, type GeneratedTemplate, type MadeBy } from "./workspace.js";
export { basisOf, costOfChange, joinedCosts } from "./costs.js";
export { estimateCosts, type Costs, type Estimate } from "./pricing/estimate.js";
export type { ConfigFolders } from "./project-config/search.js";
export type { ProjectSettings } from "./project-config/project-settings.js";
export type { SettingsInForce } from "./project-config/settings-in-force.js";
export type { CostHint } from "./render/cost-hints.js";
export type { CostInput } from "./pricing/priced.js";
export { inventoryReport, type ReportFrame } from "./reports.js";
export { resourceChanges } from "./resource-changes.js";
export { controlsOf, docsUrl, explainRule } from "./rule-catalogue.js";
export { monthlyInShort, monthlyRange, priceSource } from "./pricing/words.js";
export { takeInventory } from "./inventory/take.js";
export { canWork, verdictOf, VERDICTS, type EncryptionVerdict } from "./inventory/verdict.js";
export type * from "./inventory/inventory.js";
export type { InventoryPart, PartFinding, PartSuppression, Spot } from "./inventory/part.js";
export type { KeySummary, ReaderSummary, TableCase, TableSummary } from "./summaries.js";

const hints = new WeakMap<Analysis, ReturnType<typeof costHintsOf>>();

/** What there is to say about the text at an offset, as Markdown; null for nothing. */
export function hoverAt(
  analysis: Analysis,
  offset: number,
): { readonly markdown: string; readonly span: Span } | null {
  const inner = internalsOf(analysis);
  if (inner === undefined) return null;
  const target = hoverTarget(inner.read, offset);
  if (target === null) return null;
  const lines = new Lines(analysis.source.text);
  const lineOf = (place: Place): number => lines.positionAt(spanOf(place).start).line + 1;
  const prices = pricesOf(inner.options.settings.cost);
  return { markdown: hoverFor(target.subject, lineOf, prices), span: target.span };
}

/**
 * What can be written at an offset; only inside key policies is there anything to offer. The text
 * may be half typed.
 */
export function completionsAt(analysis: Analysis, offset: number): readonly Completion[] {
  const inner = internalsOf(analysis);
  if (inner === undefined || analysis.generated) return [];
  const principals = (): readonly NamedPrincipal[] => principalsIn(inner.read.declarations);
  return policyCompletions(analysis.source.text, offset, inner.format.id, principals);
}

/** Where in its resource a finding stands; null for a finding of the template itself. */
export function placeOfFinding(analysis: Analysis, { resource, span }: Finding): PlaceInResource | null {
  const inner = internalsOf(analysis);
  return inner === undefined || resource === null
    ? null
    : placeInResource(inner.read.declarations, resource, span);
}

/** What was read of a template, to follow its names; null where the text is none. */
export function readOf(analysis: Analysis): ReadTemplate | null {
  return internalsOf(analysis)?.read ?? null;
}

/**
 * What tables and keys in a span cost, to be shown beside them; nothing where the setting `cost.show`
 * is off. The first call works out where there is something to show, further ones are cheap.
 */
export function costHints(analysis: Analysis, span: Span): readonly CostHint[] {
  const inner = internalsOf(analysis);
  if (inner === undefined || !inner.options.settings.cost.show) return [];
  const { settings } = inner.options;
  const { template } = inner.read;
  const { path, text } = analysis.source;
  const known = hints.get(analysis);
  const hintsIn =
    known ?? costHintsOf(template, costInputOf(template, path, settings), basisOf(settings), text);
  hints.set(analysis, hintsIn);
  return hintsIn(span);
}

/** What the template adds to the costs of a workspace; null where the text is none. */
export function costInput(analysis: Analysis): CostInput | null {
  const inner = internalsOf(analysis);
  return inner === undefined
    ? null
    : costInputOf(inner.read.template, analysis.source.path, inner.options.settings);
}

/** The template's part of an inventory, to be kept without its text; null where the text is no template. */
export function inventoryPart(analysis: Analysis): InventoryPart | null {
  const inner = internalsOf(analysis);
  if (inner === undefined) return null;
  const { source, findings, generated, madeBy } = analysis;
  const { settings, today } = inner.options;
  const constructOf = (resource: string): string | null => madeBy(resource)?.construct ?? null;
  const { template } = inner.read;
  return partOf({ source, template, findings, generated, constructOf, settings, today });
}

/** Settings from several sources, the later ones winning; see `core/settings.ts`. */
export function parseSettings(...sources: readonly RawSettings[]): {
  readonly settings: Settings;
  readonly problems: readonly string[];
} {
  return parseRawSettings(sources, rules);
}

/** The settings of a project's files, each by the configuration that is nearest to it. */
export function openProject(sources: ProjectSources): ProjectSettings {
  return new ProjectSettings(rules, sources);
}

/** The configurations of a project's folders, for those who have to wait for files. */
export function openConfigFolders(): ConfigFolders {
  return new ConfigFolders(rules);
}

/** Makes the settings for each file of the sources that hold for it. */
export function settingsInForce(): SettingsInForce {
  return new SettingsInForce(rules);
}

/** Reads a configuration file; see `project-config/project-config.ts`. */
export function readProjectConfig(path: string, text: string, folder?: string): ProjectConfig | null {
  return readConfig(path, text, rules, folder);
}

/** Complete settings as a configuration writes them. */
export function printSettings(settings: Settings): Readonly<Record<string, unknown>> {
  return printedSettings(settings, rules);
}

/** A workspace without documents; `nameOf` as in `TemplateWorkspace`. */
export function openWorkspace(nameOf?: (path: string) => string): TemplateWorkspace {
  return new TemplateWorkspace(nameOf);
}
