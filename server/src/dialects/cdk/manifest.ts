import { asObject, entriesOf, itemsOf, parsedJson, textIn, valueIn, type JsonObject } from "./untrusted.js";

/** A value that the app asked for and didn't get. */
export interface MissingContext {
  /** Which kind of look-up, as in `key-provider`. */
  readonly provider: string;
  /** JSON that stands in the template for the answer, as in `{ keyId: "1234abcd-…" }`; null where none is known. */
  readonly dummyValue: unknown;
}

/** A `manifest.json`, as far as it makes sense. */
export interface Manifest {
  readonly path: string;
  readonly version: string | null;
  /** Its schema is one whose metadata we can read. */
  readonly isKnown: boolean;
  readonly artifacts: readonly Artifact[];
  readonly missing: readonly MissingContext[];
}

export interface Artifact {
  readonly id: string;
  readonly type: string | undefined;
  readonly properties: JsonObject;
  readonly json: JsonObject;
}

/** The type of the artifacts that are assemblies themselves: stages. */
export const NESTED_ASSEMBLY = "cdk:cloud-assembly";
/** The newest major version of the schema that this was written for; older ones hold the same, or less. */
const NEWEST_SCHEMA = 55;
const ENVIRONMENT = /^aws:\/\/([^/]+)\/([^/]+)$/;
const REGION = /^[a-z]{2,}(-[a-z]+)+-\d+$/;
const ACCOUNT = /^\d{12}$/;

/** Reads a manifest; null for what is none. */
export function readManifest(path: string, text: string): Manifest | null {
  const json = parsedJson(text);
  const artifacts = asObject(valueIn(json, "artifacts"));
  if (artifacts === undefined) return null;
  const version = textIn(json, "version") ?? null;
  const major = Number(/^(\d+)\./.exec(version ?? "")?.[1]);
  return {
    path,
    version,
    isKnown: major <= NEWEST_SCHEMA,
    artifacts: entriesOf(artifacts).map(([id, artifact]) => ({
      id,
      type: textIn(artifact, "type"),
      properties: asObject(valueIn(artifact, "properties")) ?? {},
      json: asObject(artifact) ?? {},
    })),
    missing: itemsOf(valueIn(json, "missing")).flatMap(missingContext),
  };
}

/** Where a stack is deployed, as far as its app says. */
export function environmentOf({ json }: Artifact): {
  readonly region: string | null;
  readonly account: string | null;
} {
  const [, account = "", region = ""] = ENVIRONMENT.exec(textIn(json, "environment") ?? "") ?? [];
  return {
    region: REGION.test(region) ? region : null,
    account: ACCOUNT.test(account) ? account : null,
  };
}

function missingContext(entry: unknown): readonly MissingContext[] {
  const provider = textIn(entry, "provider");
  if (provider === undefined) return [];
  return [{ provider, dummyValue: valueIn(valueIn(entry, "props"), "dummyValue") ?? null }];
}
