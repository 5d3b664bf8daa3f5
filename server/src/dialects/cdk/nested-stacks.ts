import { entriesOf, parsedJson, textIn, valueIn } from "./untrusted.js";

/** A resource that deploys another template. */
export interface NestedStackResource {
  readonly logicalId: string;
  /** As in `Prod/Data/Nested.NestedStack/Nested.NestedStackResource`; null where the template doesn't tell. */
  readonly constructPath: string | null;
  /** Its template's file, relative to the folder of this template; null where the template doesn't tell. */
  readonly file: string | null;
  /** The hash in the URL that its template is deployed from; null where there is none. */
  readonly hash: string | null;
}

const TYPE = "AWS::CloudFormation::Stack";
const HASH = /\b[0-9a-f]{64}\b/;

/** The nested stacks of a template. Most templates have none, which one search tells. */
export function nestedStacksIn(template: string): readonly NestedStackResource[] {
  if (!template.includes(TYPE)) return [];
  return entriesOf(valueIn(parsedJson(template), "Resources")).flatMap(([logicalId, resource]) => {
    if (textIn(resource, "Type") !== TYPE) return [];
    const metadata = valueIn(resource, "Metadata");
    const url = valueIn(valueIn(resource, "Properties"), "TemplateURL");
    return [
      {
        logicalId,
        constructPath: textIn(metadata, "aws:cdk:path") ?? null,
        file: textIn(metadata, "aws:asset:path") ?? null,
        hash: HASH.exec(JSON.stringify(url ?? null))?.[0] ?? null,
      },
    ];
  });
}

/**
 * The path of the nested stack that a `NestedStack` construct makes, from the path of its resource:
 * the two stand side by side. null for a resource that was made otherwise.
 */
export function pathOfNestedStack(resourcePath: string): string | null {
  const [, stack, name, again] =
    /^((?:.*\/)?([^/]+))\.NestedStack\/([^/]+)\.NestedStackResource$/.exec(resourcePath) ?? [];
  return stack !== undefined && name === again ? stack : null;
}

/** The files that an asset manifest (`….assets.json`) lists, by hash. */
export function assetFiles(text: string): ReadonlyMap<string, string> {
  const files = entriesOf(valueIn(parsedJson(text), "files"));
  const paths = files.map(([hash, file]) => [hash, textIn(valueIn(file, "source"), "path")] as const);
  return new Map(paths.filter((entry): entry is [string, string] => entry[1] !== undefined));
}
