import assert from "node:assert/strict";
import { guardrailText, type GuardrailInput } from "../../server/src/guardrails/index.js";
import { DUBLIN, FRANKFURT, keyArn, NOTHING } from "./inputs.js";

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
interface JsonMap {
  readonly [key: string]: Json;
}

const OTHER = keyArn("eu-west-1", 9);

describe("the guardrail eventbridge", () => {
  const withKeys = alerts({ ...NOTHING, keyArns: [DUBLIN, FRANKFURT] });
  const without = alerts(NOTHING);

  const calls: readonly [string, string, JsonMap, readonly string[], readonly string[]][] = [
    ["a table made without a key", "CreateTable", {}, ["NewTables"], ["NewTables"]],
    ["a table made with a listed key", "CreateTable", sse(DUBLIN), [], ["NewTables"]],
    ["a table made with another key", "CreateTable", sse(OTHER), ["NewTables"], ["NewTables"]],
    ["a listed key of another Region", "CreateTable", sse(FRANKFURT), ["NewTables"], ["NewTables"]],
    ["a change to the AWS managed key", "UpdateTable", sse(null), ["ChangedTables"], ["ChangedTables"]],
    [
      "a change back to an AWS owned key",
      "UpdateTable",
      { sSESpecification: { enabled: false } },
      ["ChangedTables"],
      ["ChangedTables"],
    ],
    ["a change to a listed key", "UpdateTable", sse(DUBLIN), [], ["ChangedTables"]],
    ["a change to another key", "UpdateTable", sse(OTHER), ["ChangedTables"], ["ChangedTables"]],
    ["a change of the capacity", "UpdateTable", { billingMode: "PAY_PER_REQUEST" }, [], []],
    [
      "a new replica",
      "UpdateTable",
      { replicaUpdates: [{ create: { regionName: "us-east-1" } }] },
      ["CopiedTables"],
      ["CopiedTables"],
    ],
    ["a restored table", "RestoreTableToPointInTime", {}, ["CopiedTables"], ["CopiedTables"]],
    ["a deleted table", "DeleteTable", {}, [], []],
  ];
  for (const [what, eventName, requestParameters, listed, unlisted] of calls) {
    const event = { eventName, requestParameters: { tableName: "Orders", ...requestParameters } };
    it(`${listed.length > 0 ? "alerts at" : "is silent about"} ${what}`, () => {
      assert.deepEqual(withKeys(event), listed);
    });
    it(`without keys, ${unlisted.length > 0 ? "alerts at" : "is silent about"} ${what}`, () => {
      assert.deepEqual(without(event), unlisted);
    });
  }

  it("is silent about calls that have failed", () => {
    const event = { eventName: "CreateTable", errorCode: "ValidationException", requestParameters: {} };
    assert.deepEqual(withKeys(event), []);
  });

  it("makes no topic where there is one", () => {
    const topicArn = "arn:aws:sns:eu-west-1:730335112233:alerts";
    const { Resources } = templateOf({ ...NOTHING, topicArn });
    assert.deepEqual(Object.keys(Resources), ["NewTables", "ChangedTables", "CopiedTables"]);
    assert.ok(Object.values(Resources).every(({ Properties }) => Properties.Targets[0]?.Arn === topicArn));
  });
});

function sse(key: string | null): JsonMap {
  return {
    sSESpecification: { enabled: true, sSEType: "KMS", ...(key === null ? {} : { kMSMasterKeyId: key }) },
  };
}

interface EventTemplate {
  readonly Mappings?: { readonly KeysByRegion: Readonly<Record<string, { readonly Arns: Json }>> };
  readonly Resources: Readonly<
    Record<
      string,
      {
        readonly Properties: {
          readonly EventPattern?: JsonMap;
          readonly Targets: readonly { Arn: unknown }[];
        };
      }
    >
  >;
}

function templateOf(input: GuardrailInput): EventTemplate {
  return JSON.parse(guardrailText("eventbridge", input, "json") ?? "") as EventTemplate;
}

/** Which of the guardrail's rules an event in eu-west-1 meets. */
function alerts(input: GuardrailInput): (detail: JsonMap) => readonly string[] {
  const { Mappings, Resources } = templateOf(input);
  const listed = Mappings?.KeysByRegion["eu-west-1"]?.Arns ?? null;
  return (detail) => {
    const event: JsonMap = {
      source: "aws.dynamodb",
      "detail-type": "AWS API Call via CloudTrail",
      detail: { eventSource: "dynamodb.amazonaws.com", ...detail },
    };
    return Object.entries(Resources).flatMap(([name, { Properties }]) => {
      const pattern = Properties.EventPattern;
      return pattern !== undefined && meets([event], resolved(pattern, listed) as JsonMap) ? [name] : [];
    });
  };
}

/** The pattern with the keys of the Region in the place of the mapping. */
function resolved(value: Json, listed: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map((each) => resolved(each, listed));
  if (typeof value !== "object" || value === null) return value;
  if ("Fn::FindInMap" in value) return listed;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, resolved(each, listed)]));
}

/** EventBridge's rules: fields are all met, a field by any of its matchers, `$or` by any of its patterns. */
function meets(values: readonly Json[], pattern: JsonMap): boolean {
  return Object.entries(pattern).every(([field, wanted]) => {
    if (field === "$or") return (wanted as readonly JsonMap[]).some((each) => meets(values, each));
    const found = values.flatMap((value) => membersOf(value, field));
    if (!Array.isArray(wanted)) return meets(found, wanted as JsonMap);
    return (wanted as readonly Json[]).some((matcher) => matches(found, matcher));
  });
}

/** The elements of a list are looked at each by itself. */
function membersOf(value: Json, field: string): readonly Json[] {
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap((each) => membersOf(each, field));
  const member = typeof value === "object" && value !== null ? (value as JsonMap)[field] : undefined;
  return member === undefined ? [] : [member];
}

/** `exists` looks at leaves; `anything-but` needs a value that differs. */
function matches(found: readonly Json[], matcher: Json): boolean {
  if (typeof matcher !== "object" || matcher === null) return found.includes(matcher);
  const { exists, "anything-but": others } = matcher as JsonMap;
  const leaves = found.filter((value) => typeof value !== "object" || value === null);
  if (typeof exists === "boolean") return exists === leaves.length > 0;
  return leaves.some((value) => !(others as readonly Json[]).includes(value));
}
