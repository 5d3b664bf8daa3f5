import { Cells } from "../../core/cells.js";
import type { Dialect, Template } from "../../core/model.js";
import type { Problem } from "../../core/problem.js";
import type { Settings } from "../../core/settings.js";
import type { Comment, Outline } from "../../formats/format.js";
import { conditionCycles } from "./cycles.js";
import { declarationsOf, serverlessDeclarations, type Declarations } from "./declarations.js";
import { expandForEach, isForEach } from "./for-each.js";
import { readIgnores } from "./ignores.js";
import { withIncludes } from "./includes.js";
import { NO_PEERS, readPeerIgnores, type PeerInput } from "./peer-ignores.js";
import type { ResourceSource } from "./resource.js";
import { sourcesMatching } from "./resource-sources.js";
import { scopeOf, type Scope } from "./scope.js";
import { ALONE, type Surroundings } from "./surroundings.js";
import { MODELLED_TYPES, templateModel, type TemplateModel } from "./template-model.js";
import { TrackedDeclarations } from "./tracked-declarations.js";

/** A template together with what its editor needs to write into it. */
export interface ReadTemplate {
  readonly outline: Outline;
  readonly template: Template;
  readonly declarations: Declarations;
  readonly scope: Scope;
  readonly sources: ReadonlyMap<string, ResourceSource>;
}

/** Everything a value of the template may refer to; nothing but the outline is read for it. */
export function openTemplate(
  outline: Outline,
  dialect: Dialect,
  settings: Settings,
  surroundings: Surroundings,
): Scope {
  const serverless = dialect === "serverless-framework";
  const cells = new Cells();
  const written = serverless ? serverlessDeclarations(outline) : declarationsOf(outline);
  const included = withIncludes(written, surroundings);
  const isTracked = !serverless && outline.blockwise && included === written;
  const declarations = isTracked ? new TrackedDeclarations(cells, outline) : included;
  return scopeOf(
    cells,
    declarations,
    settings,
    serverless ? "serverless" : null,
    surroundings,
    loopResources,
  );
}

/**
 * Reads the model of a template in one of the CloudFormation dialects.
 *
 * @param previous the reading of an earlier version that this one may go on from: what rests on
 * nothing that has changed stays. It must not be used afterwards.
 * @param peers what other tools' suppressions may mean, and where they may stand.
 */
export function readTemplate(
  outline: Outline,
  dialect: Dialect,
  comments: readonly Comment[],
  settings: Settings,
  surroundings: Surroundings = ALONE,
  previous?: ReadTemplate,
  peers: PeerInput = NO_PEERS,
): ReadTemplate {
  const scope =
    continued(outline, dialect, previous) ?? openTemplate(outline, dialect, settings, surroundings);
  const { declarations } = scope;
  const model = scope.derived(templateModel);
  const sources = model.sources();
  const template: Template = Object.assign(Object.create(model) as TemplateModel, {
    dialect,
    ignores: [
      ...readIgnores(declarations, outline.text, comments),
      ...readPeerIgnores(peers, outline.text, declarations, sources),
    ],
    problems: [...outline.problems(), ...conditionCycles(declarations)].sort(byPosition),
  });
  return { outline, template, declarations, scope, sources };
}

/** The scope of the earlier reading, which then goes on with the new text; null where nothing can go on. */
function continued(outline: Outline, dialect: Dialect, previous: ReadTemplate | undefined): Scope | null {
  if (previous === undefined || outline.continues?.outline !== previous.outline) return null;
  const { declarations } = previous.scope;
  if (!(declarations instanceof TrackedDeclarations) || previous.template.dialect !== dialect) return null;
  declarations.follow(outline);
  // A template that begins to include files is read anew.
  return withIncludes(declarations, previous.scope.surroundings) === declarations ? previous.scope : null;
}

/** The resources of modelled types, those included that loops make. */
export function readSources(scope: Scope): readonly ResourceSource[] {
  return sourcesMatching(scope, MODELLED_TYPES);
}

/** The types of the resources that loops make, by logical id. */
function loopResources(scope: Scope): ReadonlyMap<string, string> {
  const loops = [...scope.declarations.sections.Resources.values()].filter(({ key }) => isForEach(key));
  const made = loops.flatMap((loop) => expandForEach(scope, loop));
  return new Map(made.map(({ logicalId, type }) => [logicalId, type]));
}

function byPosition(a: Problem, b: Problem): number {
  return a.span.start - b.span.start;
}
