import type { Alias, Key, KeyReference } from "../../core/model.js";
import {
  displayText,
  firstHole,
  knownText,
  nameOfText,
  soleHole,
  splitText,
  type Hole,
  type ResourceValue,
  type Text,
} from "../../core/text.js";
import type { KnownDeployment } from "./scope.js";
import type { Surroundings } from "./surroundings.js";
import type { TextValue } from "./value.js";

/** The keys and aliases that a template declares, by logical id, and those of other templates. */
export interface DeclaredKeys {
  readonly keys: Named<Key>;
  readonly aliases: Named<Alias>;
  readonly elsewhere: Pick<Surroundings, "key" | "alias" | "aliasNamed">;
  /** The stack's own Region and account; null for what isn't known. */
  readonly place: Pick<KnownDeployment, "region" | "account">;
}

/** What is declared, by logical id. */
interface Named<T> {
  get(logicalId: string): T | undefined;
  values(): Iterable<T>;
}

/** A key by what refers to it: `Ref` or one of its attributes; null for anything else. */
export function declaredKey(
  { logicalId, attribute, path }: ResourceValue,
  { keys, elsewhere }: Pick<DeclaredKeys, "keys" | "elsewhere">,
): Key | null {
  if (attribute !== null && attribute !== "Arn" && attribute !== "KeyId") return null;
  return (path === undefined ? keys.get(logicalId) : elsewhere.key(path, logicalId)) ?? null;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const MULTI_REGION_ID = /^mrk-[0-9a-f]{32}$/i;
const ALIAS_NAME = /^alias\/[A-Za-z0-9/_-]+$/;

/** Pseudo parameters whose form is known, so that a string around them can be told from an alias. */
const HOLE_PATTERNS: Readonly<Record<string, string>> = {
  "AWS::Region": "[a-z0-9-]+",
  "AWS::AccountId": "\\d+",
  "AWS::Partition": "[a-z-]+",
  "AWS::StackName": "[A-Za-z0-9-]+",
};

/**
 * What the value of a key property points at: a key or alias of this template, an ARN, an alias
 * name, a key id, or nothing that could be a key.
 */
export function keyReferenceOf(value: TextValue, declared: DeclaredKeys): KeyReference {
  const base = { text: nameOfText(value.text), at: value.at, trace: value.trace };
  const hole = soleHole(value.text);
  if (hole !== undefined) return { ...base, ...resourceReference(hole, declared) };
  const segments = splitText(value.text, ":");
  if (startsWith(segments[0], "arn") && segments.length > 1)
    return { ...base, ...arnReference(segments, value.text, declared) };
  return { ...base, ...nameReference(value.text, declared) };
}

/** Whether the reference is to the AWS managed key `alias/aws/dynamodb`, by name or ARN. */
export function isAwsManagedAlias(reference: KeyReference): boolean {
  const named = reference.kind === "alias-name" || reference.kind === "alias-arn";
  return named && reference.name === "alias/aws/dynamodb";
}

type Target = KeyReference extends infer R
  ? R extends KeyReference
    ? Omit<R, "text" | "at" | "trace">
    : never
  : never;

function resourceReference(hole: Hole, declared: DeclaredKeys): Target {
  const target = hole.resource === undefined ? undefined : declaredTarget(hole.resource, declared);
  return target ?? { kind: "unknown", reason: hole.reason };
}

function declaredTarget(resource: ResourceValue, declared: DeclaredKeys): Target | undefined {
  const key = declaredKey(resource, declared);
  if (key !== null) return { kind: "key", key };
  const { logicalId, attribute, path } = resource;
  const alias =
    path === undefined ? declared.aliases.get(logicalId) : declared.elsewhere.alias(path, logicalId);
  if (alias === undefined || attribute !== null) return undefined;
  return aliasTarget(alias);
}

function aliasTarget(alias: Alias): Target {
  return { kind: "alias", alias, key: alias.key };
}

function arnReference(segments: readonly Text[], whole: Text, declared: DeclaredKeys): Target {
  const [, partition, service, region, account, ...rest] = segments;
  const resource = rest[0];
  if (resource === undefined || rest.length > 1) {
    const open = firstHole(whole);
    return open === undefined
      ? { kind: "malformed", reason: "an ARN has six parts: arn:partition:service:region:account:resource" }
      : { kind: "unknown", reason: open.reason };
  }
  const serviceName = known(service);
  if (serviceName !== null && serviceName !== "kms") {
    return { kind: "malformed", reason: `it is an ARN of the service '${serviceName}', not of KMS` };
  }
  const place = { partition: known(partition), region: known(region), account: known(account) };
  const misplaced = placeFault(place.region, place.account);
  if (misplaced !== undefined) return { kind: "malformed", reason: misplaced };
  const target = arnTarget(resource, declared);
  if (target !== undefined) return target.kind === "key" ? { ...target, arnRegion: place.region } : target;
  const name = knownText(resource) ?? null;
  const text = displayText(resource);
  if (text.startsWith("key/")) {
    const id = name?.slice("key/".length) ?? null;
    if (id !== null && !isKeyId(id)) return { kind: "malformed", reason: `'${id}' isn't a key ID` };
    return { kind: "key-arn", ...place, name: id };
  }
  if (text.startsWith("alias/")) {
    const open = couldBeAwsManaged(resource);
    if (name === null && open !== undefined) return { kind: "unknown", reason: open.reason };
    if (name !== null && !ALIAS_NAME.test(name))
      return { kind: "malformed", reason: `'${name}' isn't an alias name` };
    const alias = name === null ? undefined : aliasAt(name, segments, declared);
    return alias === undefined ? { kind: "alias-arn", ...place, name: name ?? text } : aliasTarget(alias);
  }
  const open = firstHole(resource);
  return open === undefined
    ? { kind: "malformed", reason: "the ARN names neither a key (key/…) nor an alias (alias/…)" }
    : { kind: "unknown", reason: open.reason };
}

/**
 * The declared alias that an alias ARN names: one in the ARN's own Region and account, which are
 * the stack's where the template leaves them to the deployment.
 */
function aliasAt(name: string, segments: readonly Text[], declared: DeclaredKeys): Alias | undefined {
  const { place } = declared;
  const isHere = (segment: Text | undefined, pseudo: string, own: string | null): boolean =>
    segment !== undefined && (nameOfText(segment) === pseudo || (own !== null && knownText(segment) === own));
  const here =
    isHere(segments[3], "AWS::Region", place.region) && isHere(segments[4], "AWS::AccountId", place.account);
  return here ? aliasNamed(name, declared) : undefined;
}

function aliasNamed(name: string, { aliases, elsewhere }: DeclaredKeys): Alias | undefined {
  return [...aliases.values()].find((one) => knownText(one.name) === name) ?? elsewhere.aliasNamed(name);
}

/** What is wrong with an ARN's Region or account, as far as they are known. */
function placeFault(region: string | null, account: string | null): string | undefined {
  if (region === "") return "the ARN names no Region";
  if (account !== null && !/^\d{12}$/.test(account)) return "an account in an ARN has twelve digits";
  return undefined;
}

/** `…:key/${Key}` and `…:${Alias}` point at what the template declares. */
function arnTarget(resource: Text, declared: DeclaredKeys): Target | undefined {
  const parts = resource.parts;
  const hole =
    parts.length === 1 ? parts[0] : parts[0] === "key/" && parts.length === 2 ? parts[1] : undefined;
  return typeof hole === "object" && hole.resource !== undefined
    ? declaredTarget(hole.resource, declared)
    : undefined;
}

function nameReference(text: Text, declared: DeclaredKeys): Target {
  const name = knownText(text);
  if (name === undefined) {
    const open = startsWith(text, "alias/") ? couldBeAwsManaged(text) : firstHole(text);
    return open === undefined
      ? { kind: "alias-name", name: displayText(text) }
      : { kind: "unknown", reason: open.reason };
  }
  if (name.startsWith("alias/")) {
    const alias = aliasNamed(name, declared);
    if (alias !== undefined) return aliasTarget(alias);
    return ALIAS_NAME.test(name)
      ? { kind: "alias-name", name }
      : { kind: "malformed", reason: `'${name}' isn't an alias name` };
  }
  if (isKeyId(name)) return { kind: "key-id", name };
  if (name === "") return { kind: "malformed", reason: "it is empty" };
  return { kind: "malformed", reason: "it is neither a key ID, a key ARN, an alias name nor an alias ARN" };
}

/** The hole that would have to be known to tell an alias from alias/aws/dynamodb. */
function couldBeAwsManaged(text: Text): Hole | undefined {
  const pattern = text.parts.map((part) =>
    typeof part === "string" ? escape(part) : (HOLE_PATTERNS[part.name] ?? ".*"),
  );
  return new RegExp(`^${pattern.join("")}$`).test("alias/aws/dynamodb") ? firstHole(text) : undefined;
}

function isKeyId(text: string): boolean {
  return UUID.test(text) || MULTI_REGION_ID.test(text);
}

function startsWith(text: Text | undefined, prefix: string): boolean {
  const first = text?.parts[0];
  return typeof first === "string" && first.startsWith(prefix);
}

function known(text: Text | undefined): string | null {
  return text === undefined ? null : (knownText(text) ?? null);
}

function escape(literal: string): string {
  return literal.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
