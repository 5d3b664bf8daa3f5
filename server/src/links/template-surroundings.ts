import type { Alias, Home, ImportableKey, Key, KeyUser } from "../core/model.js";
import type { Node } from "../core/node.js";
import { folderOf, resolvePath } from "../core/paths.js";
import { spanOf, type Place } from "../core/span.js";
import { displayText, type Text } from "../core/text.js";
import { compatible, keyOf, type Assumption, type Cases } from "../core/cases.js";
import type {
  Deployment,
  Linked,
  LinkedValue,
  StackOutputReference,
  Surroundings,
} from "../dialects/cloudformation/surroundings.js";
import { canHold } from "../dialects/cloudformation/can-hold.js";
import { ALONE } from "../dialects/cloudformation/surroundings.js";
import { keysAmong } from "../dialects/cloudformation/declared-keys.js";
import { readSources } from "../dialects/cloudformation/template.js";
import type { DeclaredKeys } from "../dialects/cloudformation/key-reference.js";
import { deploymentsOf } from "./deployments.js";
import { outputToken, resourceToken, type LinkedTemplate } from "./linked-template.js";
import type { Offer } from "./name-index.js";
import { canonicalName, outputCases, ssmCases } from "./offers.js";
import { keyUsers } from "./users.js";
import { importableKeys } from "./importable-keys.js";
import { Transfer, type Named } from "./transfer.js";
import { instanceName, type Instance, type Workspace } from "./workspace.js";

const NOWHERE = { region: null, account: null };

type Found = Cases<LinkedValue> | { readonly reason: string };

/** What a workspace says about one of its templates; with `instance`, as one stack deploys it. */
export class TemplateSurroundings implements Surroundings {
  constructor(
    private readonly workspace: Workspace,
    private readonly self: Named,
    private readonly instance: Instance | null,
  ) {}

  get deployments(): readonly Deployment[] {
    return deploymentsOf(this.workspace, this.self, this.instance);
  }

  exported(name: Text): Linked {
    const canonical = canonicalName(name);
    const shown = displayText(name);
    const offers = canonical === null ? [] : this.reachable(this.workspace.names.offers("export", canonical));
    if (offers.length === 0) return this.unexported(name);
    const template = this.only(offers);
    if (template === null) return ambiguous(offers, `export '${shown}'`, this.workspace);
    return this.offered(offers, (one) => this.outputOf(one.template, one.id, null));
  }

  stackOutput({ stack, region, output }: StackOutputReference): Linked {
    if (stack === null || output === null) return null;
    const found = this.stacksNamed(stack, region);
    const [template] = found;
    if (template === undefined) return null;
    if (found.length > 1)
      return ambiguousTemplates(found, `are deployed as stack '${stack}'`, this.workspace);
    return this.linkedOutput(template, output, { stackName: stack, region });
  }

  nestedOutput(stackId: string, output: string): Linked {
    const child = this.workspace.childOf(this.self.path, stackId);
    this.workspace.memory.note(resourceToken(this.self.path, stackId));
    if (child === undefined) return this.missingChild(stackId);
    return this.linkedOutput(child, output, { parent: this.self.path, stackId, ...this.within(child) });
  }

  ssmParameter(name: string): Linked {
    const declared = this.workspace.names.offers("ssm", name);
    const all = this.reachable(declared);
    const region = this.homeOf(this.self).region;
    const offers = all.filter((one) => one.region === null || region === null || one.region === region);
    if (offers.length === 0) return null;
    const own = declared.filter((one) => one.template.path === this.self.path && one.region === null);
    if (this.only([...offers, ...own]) === null)
      return ambiguous([...offers, ...own], `set the SSM parameter '${name}'`, this.workspace);
    return this.offered(offers, (one) => this.ssmOf(one.template, one.id, name));
  }

  key(path: string, logicalId: string): Key | undefined {
    const template = this.workspace.template(path);
    if (template === undefined) return undefined;
    this.workspace.memory.note(resourceToken(path, logicalId));
    const key = this.keysOf(template).keys.get(logicalId);
    return key === undefined ? undefined : this.transferFrom(template).key(key, this.homeOf(template));
  }

  alias(path: string, logicalId: string): Alias | undefined {
    const template = this.workspace.template(path);
    if (template === undefined) return undefined;
    this.workspace.memory.note(resourceToken(path, logicalId));
    const alias = this.keysOf(template).aliases.get(logicalId);
    return alias === undefined ? undefined : this.transferFrom(template).alias(alias, this.homeOf(template));
  }

  aliasNamed(name: string): Alias | undefined {
    const offers = this.reachable(this.workspace.names.offers("alias", name));
    const template = this.only(offers);
    const [offer, ...others] = offers;
    if (template === null || offer === undefined || others.length > 0) return undefined;
    return this.alias(template.path, offer.id);
  }

  usersOf(logicalId: string): readonly KeyUser[] {
    return keyUsers(this.workspace, this.self, logicalId);
  }

  followsStack(stackId: string): boolean {
    return this.workspace.childOf(this.self.path, stackId) !== undefined;
  }

  fragment(location: string, at: Place): Node | undefined {
    const path = resolvePath(folderOf(this.self.path), location);
    if (path === null) return undefined;
    const id = `fragment of ${this.self.path} at ${spanOf(at).start} ${path}`;
    return this.workspace.memory.remember(
      id,
      () => {
        const text = this.workspace.fragmentText(path);
        return text === undefined ? undefined : placedAt(this.workspace.environment.outline(path, text), at);
      },
      () => undefined,
    );
  }

  canHold(name: string, when: readonly Assumption[]): boolean {
    const template = this.workspace.templateNamed(name);
    if (template === undefined || when.length < 2) return true;
    const id = `can hold ${template.path} ${when.map(keyOf).join("&")}`;
    const scope = this.workspace.scopeOf(template, null);
    return this.workspace.memory.remember(
      id,
      () => canHold(scope, when),
      () => true,
    );
  }

  importableKeys(): readonly ImportableKey[] {
    return importableKeys(this.workspace, this, this.self.path);
  }

  /** Where the stack of a template is deployed, as far as all its deployments agree. */
  homeOf({ path }: { readonly path: string }): Home {
    const template = this.workspace.template(path);
    const { name } = this.workspace.named(path);
    const settings = template === undefined ? null : this.workspace.scopeOf(template, null).settings;
    return { path, name, region: settings?.region ?? null, account: settings?.account ?? null };
  }

  /** The value of an output of another template. */
  outputOf(template: LinkedTemplate, output: string, instance: Instance | null): Found {
    const { path } = template;
    return this.workspace.memory.remember<Found>(
      `output ${path} ${output} ${instanceName(instance)}`,
      () => {
        this.workspace.memory.note(outputToken(path, output));
        const { name } = this.workspace.named(path);
        return outputCases(this.workspace.scopeOf(template, instance), output, name);
      },
      (reason) => ({ reason }),
      `output '${output}' of ${this.workspace.named(path).name} depends on itself`,
    );
  }

  private ssmOf(template: LinkedTemplate, id: string, name: string): Found {
    return this.workspace.memory.remember<Found>(
      `ssm ${template.path} ${id} ${name}`,
      () => {
        this.workspace.memory.note(resourceToken(template.path, id));
        return ssmCases(this.workspace.scopeOf(template, null), id, name);
      },
      (reason) => ({ reason }),
      `the SSM parameter '${name}' depends on itself`,
    );
  }

  private keysOf(template: LinkedTemplate): DeclaredKeys {
    const nothing: DeclaredKeys = { keys: new Map(), aliases: new Map(), elsewhere: ALONE, place: NOWHERE };
    return this.workspace.memory.remember(
      `keys ${template.path}`,
      () => {
        for (const id of template.named) this.workspace.memory.note(resourceToken(template.path, id));
        const scope = this.workspace.scopeOf(template, null);
        const sources = readSources(scope).filter(({ type }) => type.startsWith("AWS::KMS::"));
        return keysAmong(
          scope,
          () => sources,
          () => [],
        );
      },
      () => nothing,
    );
  }

  /** Offers of templates that may be deployed to the same Region and account; never its own. */
  private reachable(offers: readonly Offer[]): readonly Offer[] {
    const own = this.homeOf(this.self);
    return offers.filter(({ template, region }) => {
      if (template.path === this.self.path) return false;
      const other = this.homeOf(template);
      return agree(region ?? other.region, own.region) && agree(other.account, own.account);
    });
  }

  /** The one template that makes all the offers; null where several do. */
  private only(offers: readonly Offer[]): LinkedTemplate | null {
    const [first] = offers;
    return first !== undefined && offers.every(({ template }) => template === first.template)
      ? first.template
      : null;
  }

  /** The values of all offers of one template: in each of its cases another one may hold. */
  private offered(offers: readonly Offer[], read: (offer: Offer) => Found): Linked {
    const [first] = offers;
    if (first === undefined) return null;
    const verb = first.template.named.includes(first.id) ? "resource" : "output";
    const all: Cases<LinkedValue>[number][] = [];
    for (const offer of offers) {
      const found = read(offer);
      if ("reason" in found) return found;
      // The name that is asked for exists in these cases only; which of several gives it has to be said.
      const when = offers.length > 1 ? offer.when : offer.when.map((each) => ({ ...each, implied: true }));
      const cases = found
        .filter((one) => compatible(offer.when, one.when))
        .map((one) => ({ ...one, when: [...when, ...one.when] }));
      all.push(...this.traced(offer.template, cases, stepOf(verb, offer.id)));
    }
    return { cases: all };
  }

  /** The instance whose stack is asked for, where it matters which one; stacks that nest one another end. */
  private within(child: LinkedTemplate): { readonly within?: Instance } {
    const { instance } = this;
    if (instance === null || ("within" in instance && instance.within !== undefined)) return {};
    if (child.path === this.self.path || [...child.stacks.values()].includes(this.self.path)) return {};
    return deploymentsOf(this.workspace, this.self, null).length > 1 ? { within: instance } : {};
  }

  /** An output of one of the stacks that a template is deployed as. */
  private linkedOutput(template: LinkedTemplate, output: string, instance: Instance): Linked {
    const found = this.outputOf(template, output, instance);
    const named = this.workspace.named(template.path);
    const [deployment, ...others] = deploymentsOf(this.workspace, named, instance);
    const isOneOfMany = deploymentsOf(this.workspace, named, null).length > 1 && others.length === 0;
    if ("reason" in found || deployment === undefined || !isOneOfMany)
      return this.linked(template, found, stepOf("output", output));
    // What the template's resources are in other stacks is nothing to whoever takes this one's output.
    const by: Assumption = { kind: "deployment", name: "deployment", is: deployment.label, implied: true };
    const cases = found.map((one) => ({ ...one, when: [by, ...one.when] }));
    return this.linked(template, cases, stepOf("output", output));
  }

  private linked(template: LinkedTemplate, found: Found, step: string): Linked {
    return "reason" in found ? found : { cases: this.traced(template, found, step) };
  }

  /** Values of another template, as this one sees them, with one more step to tell where they are from. */
  private traced(template: LinkedTemplate, found: Cases<LinkedValue>, step: string): Cases<LinkedValue> {
    const at = this.placeOf(template, step);
    const text = `it comes from ${step} of ${this.workspace.named(template.path).name}`;
    const traced =
      at === undefined
        ? found
        : found.map((one) => ({
            ...one,
            value: { ...one.value, trace: [{ at, text }, ...one.value.trace] },
          }));
    return this.transferFrom(template).values(traced);
  }

  private placeOf(template: LinkedTemplate, step: string): Place | undefined {
    const id = /'(.*)'/.exec(step)?.[1] ?? "";
    const { Outputs, Resources } = template.declarations.sections;
    return (step.startsWith("output") ? Outputs : Resources).get(id)?.keyAt;
  }

  private transferFrom(template: LinkedTemplate): Transfer {
    return new Transfer(this.workspace.named(template.path), this.self);
  }

  private unexported(name: Text): Linked {
    const canonical = canonicalName(name);
    if (canonical !== null) this.workspace.memory.note(`export ${canonical}`);
    const others = this.workspace.names.couldExport(name).filter((path) => path !== this.self.path);
    if (others.length === 0) return null;
    const names = others.slice(0, 3).map((path) => this.workspace.named(path).name);
    const may = `${names.join(" or ")} may make it, depending on the name of the stack`;
    return { reason: `it comes from the export '${displayText(name)}' of another stack (${may})` };
  }

  private missingChild(stackId: string): Linked {
    const location = this.workspace.template(this.self.path)?.stacks.get(stackId) ?? null;
    if (location === null) return null;
    const { name } = this.workspace.named(location);
    return { reason: `it comes from the nested stack '${stackId}', whose template ${name} isn't there` };
  }

  private stacksNamed(stack: string, region: string | null): readonly LinkedTemplate[] {
    const found: LinkedTemplate[] = [];
    for (const path of this.workspace.stacksNamed(stack)) {
      const template = this.workspace.template(path);
      if (template !== undefined && agree(this.homeOf(template).region, region)) found.push(template);
    }
    return found;
  }
}

function agree(a: string | null, b: string | null): boolean {
  return a === null || b === null || a === b;
}

function stepOf(what: "output" | "resource", id: string): string {
  return `${what} '${id}'`;
}

function ambiguous(offers: readonly Offer[], what: string, workspace: Workspace): Linked {
  const templates = [...new Set(offers.map(({ template }) => template))];
  return ambiguousTemplates(templates, what, workspace);
}

function ambiguousTemplates(
  templates: readonly LinkedTemplate[],
  what: string,
  workspace: Workspace,
): Linked {
  const names = templates.map(({ path }) => workspace.named(path).name).sort();
  const shown = names.length > 3 ? [...names.slice(0, 3), `${names.length - 3} more`] : names;
  return { reason: `${shown.slice(0, -1).join(", ")} and ${shown.at(-1) ?? ""} ${what}` };
}

/** The content of a document as one node that stands at a place of another and is never edited. */
function placedAt(outline: ReturnType<Workspace["environment"]["outline"]>, at: Place): Node | undefined {
  if (outline.sections.length === 0) return undefined;
  const { origin, from, to } = at;
  const place = { origin, from, to, shared: true };
  const moved = (node: Node): Node => {
    switch (node.kind) {
      case "scalar":
        return { ...node, ...place };
      case "list":
        return { ...node, ...place, items: node.items.map(moved) };
      case "call":
        return { ...node, ...place, argument: moved(node.argument) };
      case "map":
        return {
          ...node,
          ...place,
          entries: node.entries.map((entry) => ({
            ...entry,
            ...place,
            keyAt: { origin, from, to },
            value: moved(entry.value),
          })),
        };
    }
  };
  const entries = outline.sections.map((section) => ({
    key: section.key,
    keyAt: { origin, from, to },
    value: moved(section.value()),
    merged: false,
    origin,
    from,
    to,
  }));
  return { kind: "map", style: "block", entries, ...place };
}
