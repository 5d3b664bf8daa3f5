import { mapCases } from "../../core/cases.js";
import type { Dialect, Key, KeyUser, Stream, StreamDestination, Table, Template } from "../../core/model.js";
import { textOf, valueOf, type Node } from "../../core/node.js";
import type { Problem } from "../../core/problem.js";
import type { Settings } from "../../core/settings.js";
import type { Comment, Outline } from "../../formats/format.js";
import { simpleTableGlobals } from "../sam.js";
import { declarationsOf, serverlessDeclarations, type Declarations } from "./declarations.js";
import type { Evaluation } from "./evaluation.js";
import { expandForEach, isForEach } from "./for-each.js";
import { readGlobalTable } from "./global-table.js";
import { readIgnores } from "./ignores.js";
import { withIncludes } from "./includes.js";
import { KEY_KINDS, readAlias, readKey, usersOf } from "./key.js";
import { declaredKey, type DeclaredKeys } from "./key-reference.js";
import { readBackupVault, readDaxCluster, readStream } from "./other-resources.js";
import { once } from "./once.js";
import { readPolicyHolders, readPrincipals } from "./principals.js";
import { casesOf, placeIdentity, propertyValue, resourceSource, type ResourceSource } from "./resource.js";
import { scopeOf, type Scope } from "./scope.js";
import { readTable } from "./table.js";
import type { Value } from "./value.js";
import { soleHole, type ResourceValue } from "../../core/text.js";
import { ALONE, type Surroundings } from "./surroundings.js";
import { canHold } from "./can-hold.js";
import { conditionCycles } from "./cycles.js";

/** A template together with what its editor needs to write into it. */
export interface ReadTemplate {
  readonly outline: Outline;
  readonly template: Template;
  readonly declarations: Declarations;
  readonly scope: Scope;
  readonly sources: ReadonlyMap<string, ResourceSource>;
}

/** Types whose resources are read; the text of every other resource is only searched. */
const MODELLED_TYPES =
  /AWS::(DynamoDB::|KMS::|DAX::Cluster|Kinesis::Stream|Backup::(LogicallyAirGapped)?BackupVault|Serverless::SimpleTable)/;

/** What a text has to say for any resource in it to write out an IAM policy, itself or by a fragment. */
const POLICY_WORDS = /(?<!AssumeRole)Polic|Fn::Transform|AWS::Include/;

const KEY_PARAMETER = /(kms|cmk|encryption).*(key|arn|id)|key.?(arn|id)$/i;

/** Everything a value of the template may refer to; nothing but the outline is read for it. */
export function openTemplate(
  outline: Outline,
  dialect: Dialect,
  settings: Settings,
  surroundings: Surroundings,
): Scope {
  const serverless = dialect === "serverless-framework";
  const written = serverless ? serverlessDeclarations(outline) : declarationsOf(outline);
  const declarations = withIncludes(written, surroundings);
  return scopeOf(declarations, settings, serverless ? "serverless" : null, surroundings, loopResources);
}

/** Reads the model of a template in one of the CloudFormation dialects. */
export function readTemplate(
  outline: Outline,
  dialect: Dialect,
  comments: readonly Comment[],
  settings: Settings,
  surroundings: Surroundings = ALONE,
): ReadTemplate {
  const scope = openTemplate(outline, dialect, settings, surroundings);
  const { declarations } = scope;
  const sources = readSources(scope);
  const ofType = (...types: readonly string[]): readonly ResourceSource[] =>
    sources.filter((source) => types.includes(source.type));
  const declared = readKeys(scope, sources, (logicalId) => usersOf(scope, logicalId));
  const keys = [...declared.keys.values()];
  const aliases = [...declared.aliases.values()];
  const streams = ofType("AWS::Kinesis::Stream").map(readStream);
  const tables = sources.flatMap((source) => {
    const table = readAnyTable(source, declared, declarations);
    return table === undefined ? [] : [{ ...table, streamDestinations: streamDestinations(source, streams) }];
  });
  const template: Template = {
    dialect,
    tables,
    keys,
    aliases,
    streams,
    daxClusters: ofType("AWS::DAX::Cluster").map(readDaxCluster),
    backupVaults: ofType("AWS::Backup::BackupVault", "AWS::Backup::LogicallyAirGappedBackupVault").map(
      readBackupVault,
    ),
    keyParameters: keyParameters(declarations),
    principals: once(() => readPrincipals(scope)),
    policyHolders: once(() => (mayWritePolicies(outline.text) ? readPolicyHolders(scope) : [])),
    importableKeys: () => surroundings.importableKeys(),
    ignores: readIgnores(declarations, outline.text, comments),
    problems: [...outline.problems(), ...conditionCycles(declarations)].sort(byPosition),
    canHold: (when) => canHold(scope, when),
    context: scope.settings,
  };
  return {
    outline,
    template,
    declarations,
    scope,
    sources: new Map(sources.map((source) => [source.logicalId, source])),
  };
}

/** The resources of modelled types, those included that loops make. */
export function readSources(scope: Scope): readonly ResourceSource[] {
  return [...scope.declarations.sections.Resources.values()]
    .filter((declared) => MODELLED_TYPES.test(declared.text()))
    .flatMap((declared) => {
      if (isForEach(declared.key)) return expandForEach(scope, declared);
      const source = resourceSource(scope, declared);
      return source === undefined ? [] : [source];
    });
}

/** The types of the resources that loops make, by logical id. */
function loopResources(scope: Scope): ReadonlyMap<string, string> {
  const loops = [...scope.declarations.sections.Resources.values()].filter(({ key }) => isForEach(key));
  const made = loops.flatMap((loop) => expandForEach(scope, loop));
  return new Map(made.map(({ logicalId, type }) => [logicalId, type]));
}

function readAnyTable(
  source: ResourceSource,
  declared: DeclaredKeys,
  declarations: Declarations,
): Omit<Table, "streamDestinations"> | undefined {
  switch (source.type) {
    case "AWS::DynamoDB::Table":
      return readTable(source, "table", declared, undefined);
    case "AWS::DynamoDB::GlobalTable":
      return readGlobalTable(source, declared);
    case "AWS::Serverless::SimpleTable":
      return readTable(source, "simple-table", declared, simpleTableGlobals(declarations, ownSse(source)));
    default:
      return undefined;
  }
}

function ownSse(source: ResourceSource): Node | undefined {
  return valueOf(valueOf(source.body, "Properties"), "SSESpecification");
}

/**
 * The keys and aliases among these resources: primaries before their replicas, keys before their aliases.
 *
 * @param usersOf the resources that refer to a key.
 */
export function readKeys(
  scope: Scope,
  sources: readonly ResourceSource[],
  usersOf: (logicalId: string) => readonly KeyUser[],
): DeclaredKeys {
  const elsewhere = scope.surroundings;
  const keys = new Map<string, Key>();
  const keyOf = (resource: ResourceValue): Key | null => declaredKey(resource, { keys, elsewhere });
  for (const kind of ["key", "replica-key"] as const) {
    for (const source of sources.filter(({ type }) => KEY_KINDS[type] === kind)) {
      keys.set(source.logicalId, readKey(source, kind, keyOf, usersOf(source.logicalId)));
    }
  }
  const aliases = sources.filter(({ type }) => type === "AWS::KMS::Alias");
  const named = aliases.map((source) => [source.logicalId, readAlias(source, keyOf)] as const);
  return { keys, aliases: new Map(named), elsewhere, place: scope.settings };
}

/** The streams that receive a table's items: by its own setting, and by that of each replica. */
function streamDestinations(source: ResourceSource, streams: readonly Stream[]): Table["streamDestinations"] {
  const cases = casesOf<readonly Omit<StreamDestination, "when">[]>(
    source,
    (evaluation) => {
      const own = propertyValue(evaluation, source, ["KinesisStreamSpecification", "StreamArn"]);
      const replicas = evaluation.items(propertyValue(evaluation, source, ["Replicas"])) ?? [];
      const values = [own, ...replicas.map((replica) => streamArn(evaluation, replica))];
      return values.flatMap((value) => {
        const target = value.kind === "text" ? soleHole(value.text)?.resource?.logicalId : undefined;
        const stream = streams.find((one) => one.logicalId === target);
        return stream === undefined ? [] : [{ stream, at: value.at }];
      });
    },
    (found) => found.map(destinationIdentity).join(),
    () => [],
  );
  const all = new Map(cases.flatMap(({ value }) => value).map((one) => [destinationIdentity(one), one]));
  return [...all].flatMap(([id, destination]) =>
    mapCases(cases, (found) => found.some((one) => destinationIdentity(one) === id), String)
      .filter(({ value }) => value)
      .map(({ when }) => ({ ...destination, when })),
  );
}

function streamArn(evaluation: Evaluation, replica: Value): Value {
  const specification = valueOf(nodeOf(replica), "KinesisStreamSpecification");
  const value = evaluation.value(specification, replica.at);
  return evaluation.value(valueOf(nodeOf(value), "StreamArn"), value.at);
}

function nodeOf(value: Value): Node | undefined {
  return value.kind === "map" ? value.node : undefined;
}

function destinationIdentity({ stream, at }: Omit<StreamDestination, "when">): string {
  return `${stream.logicalId} ${placeIdentity(at)}`;
}

function keyParameters(declarations: Declarations): readonly string[] {
  return (
    [...declarations.sections.Parameters.values()]
      .filter((declared) => KEY_PARAMETER.test(declared.key))
      .filter((declared) => textOf(valueOf(declared.read().value, "Type")) === "String")
      // A default or a list of values has been chosen for some other use, or names no key at all.
      .filter((declared) => valueOf(declared.read().value, "Default") === undefined)
      .filter((declared) => valueOf(declared.read().value, "AllowedValues") === undefined)
      .map((declared) => declared.key)
  );
}

/** Most roles of most templates have no policy but the one that says who may take them on. */
function mayWritePolicies(text: string): boolean {
  return POLICY_WORDS.test(text);
}

function byPosition(a: Problem, b: Problem): number {
  return a.span.start - b.span.start;
}
