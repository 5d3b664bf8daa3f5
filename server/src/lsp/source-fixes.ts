import type { TextEdit } from "../core/edit.js";
import type { SourceGroup } from "../service.js";
import { sourcePrices, type SourceEditor, type SourceFixes, type SourceSite } from "../source-fixes.js";
import type { ConstructTrees } from "./construct-trees.js";
import type { Session } from "./session.js";
import type { SourceFileState } from "./source-file-state.js";
import { factsOf, siteOf, type Facts } from "./source-sites.js";

/** What may be done about what one rule says of a place. */
export interface SourceOffer extends SourceFixes {
  /** The text that its fixes are edits of. */
  readonly text: string;
}

/** What one rule says of a place of a source file. */
interface Found {
  readonly index: number;
  readonly group: SourceGroup;
}

/**
 * Fixes by the editor of sources, which looks at the text as of now: where that isn't what the
 * synthesis has seen, it refuses.
 */
export class SourceFixer {
  /** Editors ask at every move of the cursor. */
  private readonly offers = new WeakMap<SourceGroup, { readonly key: string; readonly offer: SourceOffer }>();

  /** @param load gives the editor; null where there is none, and so no fixes. */
  constructor(
    private readonly session: Session,
    private readonly trees: ConstructTrees,
    readonly load: () => Promise<SourceEditor | null>,
  ) {}

  /** Null where nothing can be told: no editor, or a construct that is created elsewhere. */
  async offerFor(state: SourceFileState, { index, group }: Found): Promise<SourceOffer | null> {
    const editor = await this.load();
    if (editor === null) return null;
    const facts = await factsOf(this.session, this.trees, group);
    const site = siteOf(state, index, group, facts);
    if (site === null || facts.settings === null) return null;
    const { position, assignment, text } = site;
    const key = JSON.stringify([position, assignment]);
    const known = this.offers.get(group);
    if (known?.key === key && known.offer.text === text) return known.offer;
    const offer = { text, ...editor.sourceFixes(site, sourcePrices(site, facts.settings)) };
    this.offers.set(group, { key, offer });
    return offer;
  }

  /** Whether more than one place has something of a rule that can be mended at once. */
  async mendsSeveral(state: SourceFileState, rule: string): Promise<boolean> {
    let count = 0;
    for (const found of foundBy(state, rule)) {
      const offer = await this.offerFor(state, found);
      if (offer?.fixes.some(({ isPreferred }) => isPreferred) === true) count += 1;
      if (count > 1) return true;
    }
    return false;
  }

  /** The preferred fixes of all that a rule says of a file; null where there are none. */
  async mendAll(
    state: SourceFileState,
    rule: string,
  ): Promise<{ readonly text: string; readonly edits: readonly TextEdit[] } | null> {
    const editor = await this.load();
    if (editor === null) return null;
    const read: (readonly [Found, Facts])[] = [];
    for (const found of foundBy(state, rule)) {
      read.push([found, await factsOf(this.session, this.trees, found.group)]);
    }
    // From here on nothing is waited for: all sites are of one text.
    const settings = new Map<SourceSite, NonNullable<Facts["settings"]>>();
    for (const [{ index, group }, facts] of read) {
      const site = siteOf(state, index, group, facts);
      if (site !== null && facts.settings !== null) settings.set(site, facts.settings);
    }
    const text = state.tracked.now;
    const { edits } = editor.mendAll(text, [...settings.keys()], (site) => {
      const own = settings.get(site);
      if (own === undefined) throw new Error("The editor of sources asks about a site that it wasn't given.");
      return sourcePrices(site, own);
    });
    return edits.length === 0 ? null : { text, edits };
  }
}

function foundBy(state: SourceFileState, rule: string): readonly Found[] {
  return state.sites.flatMap(({ groups }, index) =>
    groups.filter((group) => group.rule === rule).map((group) => ({ index, group })),
  );
}
