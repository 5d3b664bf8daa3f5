import type { Span } from "../core/span.js";
import { groupFindings, plainPath, TrackedPlaces, type MadeResource, type SourceGroup } from "../service.js";
import type { TemplateInSource } from "./template-in-source.js";

/** A place of a source file, and what a synthesis made there. */
export interface SourceSite {
  /** From 1, as recorded. */
  readonly line: number;
  readonly column: number | null;
  readonly groups: readonly SourceGroup[];
  /** Each with its template. */
  readonly made: readonly (readonly [MadeResource, TemplateInSource])[];
  /** What it made was synthesised at this time at the latest, in milliseconds; null where nobody can tell. */
  readonly synthesised: number | null;
}

/** One source file of an app: its places, and where they are in the text as of now. */
export class SourceFileState {
  readonly sites: readonly SourceSite[];
  readonly tracked: TrackedPlaces;
  /** When the file was changed last, in milliseconds since 1970; null where nobody can tell. */
  modified: number | null = null;
  /** Likewise, of the text that the recorded places were taken to be about. */
  followedFrom: number | null = null;
  /** What a parser would underline: how far behind the place, and the text there. */
  private readonly located = new Map<SourceGroup, { readonly behind: number; readonly text: string }>();
  private readonly byUri: ReadonlyMap<string, TemplateInSource>;

  /**
   * @param path the file's plain path.
   * @param text the file's as of now: what was recorded is taken to be about it.
   */
  constructor(
    readonly path: string,
    text: string,
    templates: readonly TemplateInSource[],
  ) {
    this.byUri = new Map(templates.map((template) => [plainPath(template.uri), template]));
    this.sites = sitesOf(path, templates);
    this.tracked = new TrackedPlaces(text, this.sites);
  }

  /** When the newest of what it has made was synthesised; null where nobody can tell. */
  get synthesised(): number | null {
    return Math.max(0, ...this.sites.map(({ synthesised }) => synthesised ?? 0)) || null;
  }

  /** The text is another one; says whether it really is. */
  update(text: string): boolean {
    if (text === this.tracked.now) return false;
    this.tracked.update(text);
    return true;
  }

  /** What stands at a site may have been changed since the synthesis. */
  isStale({ synthesised }: SourceSite): boolean {
    const isNewer = this.modified !== null && synthesised !== null && this.modified > synthesised;
    return isNewer || this.tracked.isEdited;
  }

  /** The file may have been changed between the synthesis and when we first saw it: places may be wrong. */
  mayHaveMoved({ synthesised }: SourceSite): boolean {
    return this.followedFrom !== null && synthesised !== null && this.followedFrom > synthesised;
  }

  /** What to underline for a finding at a site: what a parser has found, as long as that stands there. */
  spanOf(index: number, group: SourceGroup): Span | null {
    const scanned = this.tracked.spanOf(index);
    const located = this.located.get(group);
    if (scanned === null || located === undefined) return scanned;
    const start = scanned.start + located.behind;
    const end = start + located.text.length;
    return this.tracked.now.slice(start, end) === located.text ? { start, end } : scanned;
  }

  /** A parser would underline this in the text as of now; null for nothing better than a scan finds. */
  setLocated(index: number, group: SourceGroup, span: Span | null): void {
    const scanned = this.tracked.spanOf(index);
    if (scanned === null || span === null) {
      this.located.delete(group);
      return;
    }
    const text = this.tracked.now.slice(span.start, span.end);
    this.located.set(group, { behind: span.start - scanned.start, text });
  }

  /** The template that a resource belongs to. */
  templateOf({ template }: MadeResource): TemplateInSource | undefined {
    return this.byUri.get(plainPath(template));
  }
}

function sitesOf(path: string, templates: readonly TemplateInSource[]): readonly SourceSite[] {
  interface Found extends SourceSite {
    readonly made: (readonly [MadeResource, TemplateInSource])[];
    groups: SourceGroup[];
    synthesised: number | null;
  }
  const sites = new Map<string, Found>();
  const siteAt = ({ line, column }: { line: number; column: number | null }, by: TemplateInSource): Found => {
    const key = `${line}:${column ?? ""}`;
    const site = sites.get(key) ?? { line, column, groups: [], made: [], synthesised: by.synthesised };
    // With several assemblies, what the newest says counts.
    site.synthesised = Math.max(site.synthesised ?? 0, by.synthesised ?? 0) || null;
    sites.set(key, site);
    return site;
  };
  const isHere = ({ place }: { readonly place: { readonly path: string } }): boolean =>
    plainPath(place.path) === path;
  for (const template of templates) {
    for (const made of template.made.filter(isHere))
      siteAt(made.place, template).made.push([made.resource, template]);
    for (const finding of template.findings.filter(isHere)) siteAt(finding.place, template);
  }
  for (const group of groupFindings(templates.flatMap(({ findings }) => findings.filter(isHere)))) {
    sites.get(`${group.place.line}:${group.place.column ?? ""}`)?.groups.push(group);
  }
  return [...sites.values()].sort((a, b) => a.line - b.line || (a.column ?? 0) - (b.column ?? 0));
}
