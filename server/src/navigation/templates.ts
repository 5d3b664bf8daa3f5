import { textOf, valueOf } from "../core/node.js";
import { folderOf, resolvePath } from "../core/paths.js";
import { STACK_TYPES, type Occurrence, type OpenTemplate } from "../dialects/cloudformation/occurrence.js";

/** A template that names can lead to. */
export interface NavigableTemplate extends OpenTemplate {
  /** Its document, as a plain path (`plainPath`). */
  readonly path: string;
}

/** The templates of a workspace, to go from one to another. */
export interface OtherTemplates {
  /** All there are. The one that somebody asks from may be among them, or not. */
  all(): Iterable<NavigableTemplate>;
  /**
   * The template of a nested stack; null where it isn't there.
   *
   * @param path the parent's document, as a plain path.
   * @param stackId the logical id of the stack's resource in the parent.
   */
  childOf(path: string, stackId: string): NavigableTemplate | null;
  /** The documents of templates that are known to be deployed as a stack of this name; plain paths. */
  stacksNamed(name: string): readonly string[];
}

/** A name, and the template it stands in. */
export interface Hit {
  readonly template: NavigableTemplate;
  readonly occurrence: Occurrence;
}

/** The template that somebody asks from, and those around it. */
export class Neighbourhood {
  constructor(
    readonly own: NavigableTemplate,
    private readonly others: OtherTemplates,
  ) {}

  /** Every template once, the own one first and as it is now. */
  *all(): Iterable<NavigableTemplate> {
    yield this.own;
    for (const template of this.others.all()) if (template.path !== this.own.path) yield template;
  }

  childOf(path: string, stackId: string): NavigableTemplate | null {
    const child = this.others.childOf(path, stackId);
    return child?.path === this.own.path ? this.own : child;
  }

  /** Whether a template may be deployed as a stack of this name, as far as anybody knows. */
  mayBeStack(path: string, name: string): boolean {
    const known = this.others.stacksNamed(name);
    return known.length === 0 || known.includes(path);
  }
}

/** Templates of which nothing is known but their texts: nested stacks are found by their location. */
export function templatesAmong(templates: readonly NavigableTemplate[]): OtherTemplates {
  const at = (path: string): NavigableTemplate | null => templates.find((one) => one.path === path) ?? null;
  return {
    all: () => templates,
    childOf: (path, stackId) => {
      const location = locationOf(at(path), stackId);
      const child = location === undefined ? null : resolvePath(folderOf(path), location);
      return child === null ? null : at(child);
    },
    stacksNamed: () => [],
  };
}

function locationOf(template: NavigableTemplate | null, stackId: string): string | undefined {
  const body = template?.scope.declarations.sections.Resources.get(stackId)?.read().value;
  if (!STACK_TYPES.has(textOf(valueOf(body, "Type")) ?? "")) return undefined;
  const properties = valueOf(body, "Properties");
  return textOf(valueOf(properties, "TemplateURL")) ?? textOf(valueOf(properties, "Location"));
}
