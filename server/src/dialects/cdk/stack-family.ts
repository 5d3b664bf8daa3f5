import { acknowledgedAmong } from "./acknowledgements.js";
import type { ParentStack, StackTemplate, TemplateElement } from "./assembly.js";
import type { ConstructMetadata } from "./construct-metadata.js";
import { pathOfNestedStack, type NestedStackResource } from "./nested-stacks.js";

/** A template of a family, while its relatives are still being found. */
export interface Member {
  readonly path: string;
  readonly stackName: string | null;
  readonly constructPath: string | null;
  readonly parents: ParentStack[];
}

/**
 * A stack and those nested in it, at any depth. They share one metadata file, in which logical ids
 * may occur once per template: which template an entry is about follows from its construct path.
 */
export class StackFamily {
  private readonly members: Member[] = [];

  constructor(
    private readonly artifactId: string,
    private readonly environment: Pick<StackTemplate, "region" | "account">,
    readonly metadata: ConstructMetadata,
  ) {}

  root(path: string, { stackName, constructPath }: Pick<Member, "stackName" | "constructPath">): Member {
    return this.add({ path, stackName, constructPath, parents: [] });
  }

  child(path: string, parent: ParentStack, constructPath: string | null): Member {
    return this.add({ path, stackName: null, constructPath, parents: [parent] });
  }

  /** The construct path of the nested stack that a resource deploys; null where none is known. */
  pathOf(parent: Member, { logicalId, constructPath }: NestedStackResource): string | null {
    if (constructPath !== null) return pathOfNestedStack(constructPath);
    if (parent.constructPath === null) return null;
    const within = `${parent.constructPath}/`;
    const paths = this.metadata.elements
      .filter((element) => element.logicalId === logicalId && element.constructPath.startsWith(within))
      .map((element) => element.constructPath);
    // A stack nested deeper may use the same id; its path is longer by the stack between.
    const [shortest] = paths.sort((a, b) => a.length - b.length);
    return shortest === undefined ? null : pathOfNestedStack(shortest);
  }

  templates(): readonly (readonly [string, StackTemplate])[] {
    const elementsOf = this.elementsByMember();
    return this.members.map((member) => {
      const elements = elementsOf.get(member) ?? new Map<string, TemplateElement>();
      return [
        member.path,
        {
          ...member,
          ...this.environment,
          artifactId: this.artifactId,
          source: this.metadata.sources.get(member.constructPath ?? "") ?? null,
          elements,
          acknowledged: acknowledgedAmong(elements, this.metadata.acknowledged),
        },
      ];
    });
  }

  private add(member: Member): Member {
    this.members.push(member);
    return member;
  }

  private elementsByMember(): ReadonlyMap<Member, ReadonlyMap<string, TemplateElement>> {
    const byPath = new Map(this.members.map((member) => [member.constructPath ?? "", member]));
    const found = new Map(this.members.map((member) => [member, new Map<string, TemplateElement>()]));
    for (const { logicalId, ...element } of this.metadata.elements) {
      const member = closest(byPath, element.constructPath) ?? this.members[0];
      const elements = member === undefined ? undefined : found.get(member);
      if (elements?.has(logicalId) === false) elements.set(logicalId, element);
    }
    return found;
  }
}

/** The member whose stack a construct lies in: the innermost of those around it. */
function closest(byPath: ReadonlyMap<string, Member>, constructPath: string): Member | undefined {
  for (let end = constructPath.lastIndexOf("/"); end > 0; end = constructPath.lastIndexOf("/", end - 1)) {
    const member = byPath.get(constructPath.slice(0, end));
    if (member !== undefined) return member;
  }
  return undefined;
}
