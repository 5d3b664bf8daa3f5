import type { CodeAction } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { counted, plainPath, resourcesOf, type SourceFinding, type SourceGroup } from "../service.js";
import { sourcePrices, type SourceEditor, type SourceSite, type TracedPlace } from "../source-fixes.js";
import type { ConstructTrees } from "./construct-trees.js";
import { workspaceEdit } from "./convert.js";
import type { Session } from "./session.js";
import type { ShownSite } from "./source-diagnostic.js";
import type { SourceFileState } from "./source-file-state.js";

/** The fixes for what one rule says about a place in a source file, as code actions without a kind. */
export type SourceFixer = (
  state: SourceFileState,
  document: TextDocument,
  shown: ShownSite,
  group: SourceGroup,
) => Promise<readonly Omit<CodeAction, "kind">[]>;

const KEY_RULE = "require-customer-managed-key";

/**
 * Fixes by the editor of sources, which looks at the text as of now: where that isn't what the
 * synthesis has seen, it refuses.
 *
 * @param load gives the editor; null where there is none, and so no fixes.
 */
export function sourceFixer(
  session: Session,
  trees: ConstructTrees,
  load: () => Promise<SourceEditor | null>,
): SourceFixer {
  return async (state, document, shown, group) => {
    const editor = await load();
    const site = editor === null ? null : await siteOf(session, trees, state, shown, group);
    if (editor === null || site === null) return [];
    const settings = await session.configuration.settingsFor(document.uri);
    const { fixes } = editor.sourceFixes(site, sourcePrices(site, settings));
    const affected = site.resources.length;
    return fixes.map(({ title, edits, isPreferred }) => ({
      title:
        affected > 1 && !/\baffects \d/.test(title)
          ? `${title} (affects ${counted(resourcesOf(group.findings))})`
          : title,
      edit: workspaceEdit(document, edits, session.support.documentChanges),
      ...(isPreferred && { isPreferred }),
    }));
  };
}

/** Null where the construct isn't created in this file, or its text is gone. */
async function siteOf(
  session: Session,
  trees: ConstructTrees,
  state: SourceFileState,
  shown: ShownSite,
  group: SourceGroup,
): Promise<SourceSite | null> {
  const { configuration, index } = session;
  const { findings, rule } = group;
  const [first] = findings;
  const here = state.tracked.positionOf(shown.index);
  const position = first === undefined ? null : createdAt(state, first, here);
  if (first === undefined || position === null || group.kind === "around") return null;
  const { resource, messageId } = first;
  const constructPath = resource.construct.replace(/\/(Resource|Default)$/, "");
  const manifest = index.manifestFor(resource.template);
  const kind = manifest === null ? null : await trees.kindOf(manifest, constructPath);
  const settings = await configuration.settingsFor(resource.template);
  const regions = new Set(findings.map(({ resource: { region } }) => region));
  const [region = null] = regions;
  return {
    text: state.tracked.now,
    path: state.path,
    position,
    assignment: group.kind === "assigned" ? here : null,
    constructId: constructPath.slice(constructPath.lastIndexOf("/") + 1),
    constructFqn: kind?.fqn ?? null,
    libraryVersion: kind?.version ?? null,
    constructPath,
    cfnType: resource.type,
    rule,
    messageId,
    stack: { regionAgnostic: regions.has(null), region: regions.size === 1 ? region : null },
    replicaRegions: [...new Set(findings.flatMap((one) => one.replicaRegions))],
    resources: resourcesOf(findings).map(({ logicalId }) => logicalId),
    accept: acceptIn(settings.rules.get(KEY_RULE)?.options),
  };
}

/** Where the construct is created, as of now. */
function createdAt(
  state: SourceFileState,
  { created }: SourceFinding,
  here: TracedPlace | null,
): TracedPlace | null {
  if (created === null) return here;
  if (plainPath(created.path) !== state.path) return null;
  const index = state.sites.findIndex(
    ({ line, column }) => line === created.line && column === created.column,
  );
  return index < 0 ? null : state.tracked.positionOf(index);
}

function acceptIn(options: Readonly<Record<string, unknown>> | undefined): SourceSite["accept"] {
  return options?.["accept"] === "aws-managed" ? "aws-managed" : "customer-managed";
}
