import type { Settings } from "../core/settings.js";
import {
  plainPath,
  resourcesOf,
  type ConstructKind,
  type MadeResource,
  type SourceFinding,
  type SourceGroup,
} from "../service.js";
import type { SourceSite } from "../source-fixes.js";
import type { ConstructTrees } from "./construct-trees.js";
import type { Session } from "./session.js";
import type { SourceSite as PlacedSite, SourceFileState } from "./source-file-state.js";
import { uriOf } from "./uris.js";

/** What has to be read for a fix: what the construct is, and the settings of its template. */
export interface Facts {
  readonly kind: ConstructKind | null;
  readonly settings: Settings | null;
}

/** Enough to find a construct's text, not to mend it. */
export const UNREAD: Facts = { kind: null, settings: null };

const KEY_RULE = "require-customer-managed-key";
/** The CDK gives this id to the resource that stands for a whole construct. */
const OWN_RESOURCE = /\/(Resource|Default)$/;

/** Reads what there is to know of the construct that a finding is about. */
export async function factsOf(
  { configuration, index }: Session,
  trees: ConstructTrees,
  { findings }: SourceGroup,
): Promise<Facts> {
  const [first] = findings;
  if (first === undefined) return UNREAD;
  const { template, construct } = first.resource;
  const manifest = index.manifestFor(template);
  const kind = manifest === null ? null : await trees.kindOf(manifest, construct.replace(OWN_RESOURCE, ""));
  return { kind, settings: await configuration.settingsFor(uriOf(template)) };
}

/**
 * What one rule says about a place, for the editor of sources, in the text as of now. Null where the
 * construct isn't created in this file, or its text is gone.
 *
 * @param at the place's index among the sites of its file.
 */
export function siteOf(
  state: SourceFileState,
  at: number,
  { findings, rule, kind: placeKind }: SourceGroup,
  { kind, settings }: Facts,
): SourceSite | null {
  const [first] = findings;
  const place = state.sites[at];
  const here = state.tracked.positionOf(at);
  const created = first === undefined ? null : createdAt(state, first, at);
  const position = created === null ? null : state.tracked.positionOf(created);
  if (first === undefined || place === undefined || created === null || position === null) return null;
  if (placeKind === "around") return null;
  const constructPath = first.resource.construct.replace(OWN_RESOURCE, "");
  const regions = new Set(findings.map(({ resource: { region } }) => region));
  const [region = null] = regions;
  return {
    text: state.tracked.now,
    path: state.path,
    position,
    mayHaveMoved: state.mayHaveMoved(place),
    assignment: placeKind === "assigned" ? here : null,
    constructId: constructPath.slice(constructPath.lastIndexOf("/") + 1),
    constructFqn: kind?.fqn ?? null,
    libraryVersion: kind?.version ?? null,
    constructPath,
    cfnType: first.resource.type,
    rule,
    messageId: first.messageId,
    stack: { regionAgnostic: regions.has(null), region: regions.size === 1 ? region : null },
    replicaRegions: [...new Set(findings.flatMap((one) => one.replicaRegions))],
    resources: resourcesOf(findings).map(({ logicalId }) => logicalId),
    others: othersMade(state.sites[created]?.made ?? [], findings),
    accept: acceptIn(settings?.rules.get(KEY_RULE)?.options),
  };
}

/** The index of the site where the construct is created, for a finding of the site at another one. */
function createdAt(state: SourceFileState, { created }: SourceFinding, at: number): number | null {
  if (created === null) return at;
  if (plainPath(created.path) !== state.path) return null;
  const index = state.sites.findIndex(
    ({ line, column }) => line === created.line && column === created.column,
  );
  return index < 0 ? null : index;
}

/** What else of the type is made where the findings' resources are: a change there is one of all. */
function othersMade(made: PlacedSite["made"], findings: readonly SourceFinding[]): readonly string[] {
  const meant = new Set(findings.map(({ resource }) => nameOf(resource)));
  const type = findings[0]?.resource.type;
  const others = made.flatMap(([one]) => (one.type !== type || meant.has(nameOf(one)) ? [] : one));
  return [...new Set(others.map(({ construct }) => construct.replace(OWN_RESOURCE, "")))];
}

function nameOf({ template, logicalId }: MadeResource): string {
  return `${template}\n${logicalId}`;
}

function acceptIn(options: Readonly<Record<string, unknown>> | undefined): SourceSite["accept"] {
  return options?.["accept"] === "aws-managed" ? "aws-managed" : "customer-managed";
}
