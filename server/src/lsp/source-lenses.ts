import type { CodeLens, Command } from "vscode-languageserver";
import { counted, resourcesOf, type MadeResource } from "../service.js";
import type { CdkSources } from "./cdk-sources.js";
import type { Session } from "./session.js";
import { shownSites } from "./source-diagnostic.js";
import type { SourceSite } from "./source-file-state.js";
import { openDocument } from "./uris.js";

/** The client's command: shows the resources that a place in the source has made. */
const REVEAL_IN_TEMPLATE = "dynamodbEncryption.revealInTemplate";
const MOST_TEXTS = 2;

/** What stands above the constructs of a source file: "AWS owned key · $0"; null for a file that is none. */
export function sourceLenses(
  { documents, support }: Session,
  sources: CdkSources,
  uri: string,
): CodeLens[] | null {
  const state = sources.stateOf(uri);
  const document = openDocument(documents, uri);
  if (state === null || document === undefined) return null;
  state.update(document.getText());
  return shownSites(state).flatMap(({ site, range }) => {
    const title = lensTitle(site);
    if (title === null) return [];
    const reveal: Command = {
      title: "Reveal in template",
      command: REVEAL_IN_TEMPLATE,
      arguments: [{ uri, position: range.start }],
    };
    const lens = { range, command: { title, command: "" } };
    return support.cdkCommands ? [lens, { range, command: reveal }] : [lens];
  });
}

/** What a place has made, in short; null where that is nothing with a key of its own. */
export function lensTitle({ made }: SourceSite): string | null {
  const told = made.flatMap(([resource, { lenses }]) => {
    const text = lenses.get(resource.logicalId);
    return text === undefined || text === "" ? [] : [{ resource, text }];
  });
  const resources = resourcesOf(told);
  if (resources.length === 0) return null;
  const texts = [...new Set(told.map(({ text }) => text))];
  const shown =
    texts.length > MOST_TEXTS ? `${texts.slice(0, MOST_TEXTS).join(" / ")} / …` : texts.join(" / ");
  return resources.length === 1 ? shown : `${countedByKind(resources)}: ${shown}`;
}

/** A table that the CDK makes a key for stands with its key at one place: "1 table and 1 key". */
function countedByKind(resources: readonly MadeResource[]): string {
  const kinds = new Map<string, MadeResource[]>();
  for (const resource of resources) {
    const noun = counted([resource]);
    kinds.set(noun, [...(kinds.get(noun) ?? []), resource]);
  }
  return [...kinds.values()].map(counted).join(" and ");
}
