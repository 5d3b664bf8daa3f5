import { logFailure } from "./messages.js";
import type { CdkSources } from "./cdk-sources.js";
import type { Session } from "./session.js";
import type { SourceFileState } from "./source-file-state.js";
import type { SourceFixer } from "./source-fixes.js";
import { siteOf, UNREAD } from "./source-sites.js";
import { openDocument, uriOf } from "./uris.js";

/** Reading a file takes up to a tenth of a second: that waits until nobody types. */
const PAUSE_MILLISECONDS = 400;

/**
 * Has a parser say what to underline in the files that are open: the property, where there is one,
 * rather than the construct that a scan finds.
 *
 * @param onDidLocate is told of files, by plain path, whose findings are to be underlined otherwise.
 * @returns is to be told of files with findings, by plain path, whose text or findings are new.
 */
export function startLocating(
  { connection, documents }: Session,
  sources: CdkSources,
  { load }: Pick<SourceFixer, "load">,
  onDidLocate: (path: string) => void,
): (path: string) => void {
  const waiting = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  return (path) => {
    if (openDocument(documents, uriOf(path)) === undefined) return;
    waiting.add(path);
    clearTimeout(timer);
    timer = setTimeout(() => {
      locateAll().catch((error: unknown) => logFailure(connection, "Reading the source of CDK apps", error));
    }, PAUSE_MILLISECONDS);
  };

  async function locateAll(): Promise<void> {
    const paths = [...waiting];
    waiting.clear();
    const editor = await load();
    if (editor === null) return;
    for (const path of paths) {
      const state = sources.stateOf(path);
      if (state !== null && locateIn(state, editor)) onDidLocate(path);
    }
  }
}

/** Returns whether something else is to be underlined now. */
function locateIn(
  state: SourceFileState,
  editor: NonNullable<Awaited<ReturnType<SourceFixer["load"]>>>,
): boolean {
  let isOther = false;
  state.sites.forEach((place, index) => {
    // A property that has been written since isn't what is found fault with.
    if (state.isStale(place)) return;
    // What was set later on, or made by a construct around it, is found where that is.
    for (const group of place.groups.filter(({ kind }) => kind === "created")) {
      const site = siteOf(state, index, group, UNREAD);
      const range = site === null ? null : editor.locate(site);
      const before = state.spanOf(index, group);
      state.setLocated(index, group, range === null ? null : (range.property ?? range.construct));
      const after = state.spanOf(index, group);
      isOther ||= before?.start !== after?.start || before?.end !== after?.end;
    }
  });
  return isOther;
}
