import type { Dialect } from "../core/model.js";
import { textOf, valueOf, type Node } from "../core/node.js";
import { remember } from "../core/remember.js";
import { folderOf, resolvePath } from "../core/paths.js";
import {
  declarationsOf,
  serverlessDeclarations,
  type Declarations,
  type Declared,
} from "../dialects/cloudformation/declarations.js";
import { recognise, wasMeantAsTemplate } from "../dialects/cloudformation/recognise.js";
import type { Outline } from "../formats/format.js";

/** Reads the outline of a document; unchanged blocks of an earlier one are taken over. */
export type OutlineReader = (path: string, text: string, previous?: Outline) => Outline;

const STACK = /AWS::(CloudFormation::Stack|Serverless::Application)/;
const NAMED = /AWS::KMS::|AWS::SSM::Parameter|Custom::CrossRegionExportWriter/;
const USING = /ImportValue|GetStackOutput/;
const INCLUDE = /AWS::Include/;
const LOCATION = /["']?Location["']?\s*:\s*(?:"([^"\n]+)"|'([^'\n]+)'|([^\s"',}]+))/g;

/** A text without any of these has nothing to do with other templates. */
const LINKING =
  /Export|Outputs|AWS::CloudFormation::Stack|AWS::Serverless::Application|AWS::KMS::|AWS::SSM::Parameter|CrossRegionExport|ImportValue|GetStackOutput|AWS::Include|AWS::DynamoDB::|AWS::Serverless::SimpleTable/;

/**
 * Whether a text that may be a template could be linked with others. To read an outline costs much
 * more than this look, and many a manifest of Kubernetes says "resources" and "Exporter".
 */
export function mayLink(text: string): boolean {
  return LINKING.test(text) && (wasMeantAsTemplate(text) || mayBeServerless(text));
}

function mayBeServerless(text: string): boolean {
  return text.includes("provider") && text.includes("resources");
}

/** A template of the workspace, and what of it concerns others, as far as its text shows. */
export class LinkedTemplate {
  /** Nested stacks by logical id: the path of their template, or null where it isn't a local file. */
  readonly stacks: ReadonlyMap<string, string | null>;
  /** Local files that `AWS::Include` names. */
  readonly includes: readonly string[];
  /** Logical ids of keys, aliases and SSM parameters. */
  readonly named: readonly string[];
  /** Its resources use values of other stacks. */
  readonly usesOthers: boolean;

  private constructor(
    readonly path: string,
    readonly text: string,
    readonly dialect: Dialect,
    readonly outline: Outline,
    readonly declarations: Declarations,
  ) {
    const resources = [...declarations.sections.Resources.values()];
    const nested = resources.filter((declared) => wordsOf(declared).stack);
    const located = nested.flatMap((declared): (readonly [string, string | null])[] => {
      const body = declared.read().value;
      return STACK.test(textOf(valueOf(body, "Type")) ?? "")
        ? [[declared.key, this.local(locationOf(body))]]
        : [];
    });
    this.stacks = new Map(located);
    this.includes = INCLUDE.test(text) ? this.locations(text) : [];
    this.named = resources.filter((declared) => wordsOf(declared).named).map(({ key }) => key);
    this.usesOthers = USING.test(text);
  }

  /** Null where the text is no template. */
  static open(
    path: string,
    text: string,
    read: OutlineReader,
    previous: LinkedTemplate | undefined,
  ): LinkedTemplate | null {
    const outline = read(path, text, previous?.outline);
    const dialect = recognise(outline);
    if (dialect === null) return null;
    const serverless = dialect === "serverless-framework";
    const declarations = serverless ? serverlessDeclarations(outline) : declarationsOf(outline);
    return new LinkedTemplate(path, text, dialect, outline, declarations);
  }

  /** The same template, of which nothing has been parsed so far. */
  unread(read: OutlineReader): LinkedTemplate {
    return LinkedTemplate.open(this.path, this.text, read, undefined) ?? this;
  }

  /**
   * The pieces that others can ask for, each with the text it depends on: an equal text means
   * that nobody else has to be judged again.
   */
  faces(): ReadonlyMap<string, string> {
    const { sections } = this.declarations;
    const base = (["Parameters", "Mappings", "Conditions"] as const)
      .flatMap((name) => [...sections[name].values()].map((declared) => declared.text()))
      .join("\n");
    const faces = new Map<string, string>([[`document ${this.path}`, this.dialect]]);
    for (const output of sections.Outputs.values()) {
      faces.set(outputToken(this.path, output.key), `${output.text()}\n${base}`);
    }
    for (const id of [...this.named, ...this.stacks.keys()]) {
      faces.set(resourceToken(this.path, id), `${sections.Resources.get(id)?.text() ?? ""}\n${base}`);
    }
    return faces;
  }

  private local(location: string | undefined): string | null {
    return location === undefined ? null : resolvePath(folderOf(this.path), location);
  }

  private locations(text: string): readonly string[] {
    const found = [...text.matchAll(LOCATION)];
    return found.flatMap((match) => this.local(match[1] ?? match[2] ?? match[3]) ?? []);
  }
}

/** What the text of an entry names. */
interface Words {
  readonly stack: boolean;
  readonly named: boolean;
}

const words = new WeakMap<object, Words>();

/** Looked for once in a text that stays the same. */
function wordsOf(declared: Declared): Words {
  const look = (): Words => {
    const text = declared.text();
    return { stack: STACK.test(text), named: NAMED.test(text) };
  };
  return declared.content === undefined ? look() : remember(words, declared.content, look);
}

/** The pieces that are other ones in a newer text of a template; null for none any more. */
export function changedFaces(before: LinkedTemplate | undefined, after: LinkedTemplate | null): Set<string> {
  const [old, now] = [
    before?.faces() ?? new Map<string, string>(),
    after?.faces() ?? new Map<string, string>(),
  ];
  const changed = new Set<string>();
  // Where a document is read whole, its places are only good for the text they were read from.
  const whole = after?.outline.blockwise === false;
  for (const token of new Set([...old.keys(), ...now.keys()])) {
    if (whole || old.get(token) !== now.get(token)) changed.add(token);
  }
  return changed;
}

export function outputToken(path: string, output: string): string {
  return `output ${path} ${output}`;
}

export function resourceToken(path: string, logicalId: string): string {
  return `resource ${path} ${logicalId}`;
}

/** Where a nested stack's template is, as written; undefined where that isn't plain text. */
function locationOf(body: Node): string | undefined {
  const properties = valueOf(body, "Properties");
  return textOf(valueOf(properties, "TemplateURL")) ?? textOf(valueOf(properties, "Location"));
}
