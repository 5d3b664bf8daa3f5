import assert from "node:assert/strict";
import { dynamoDbActions } from "../../scripts/generate-kms-reference.js";
import {
  ADMINISTRATION_ACTIONS,
  DATA_ACTIONS,
  DYNAMODB_KEY_ACTIONS,
  USE_ACTIONS,
} from "../../server/src/policy/key-actions.js";
import { managedPolicy } from "../../server/src/policy/managed-policies.js";
import { readPolicy } from "../../server/src/policy/read-policy.js";
import { readOperator } from "../../server/src/policy/operators.js";
import {
  actionCanHave,
  conditionKey,
  kmsAction,
  KMS_ACTIONS,
  nearestConditionKey,
} from "../../server/src/policy/reference.js";
import { hasShared, sharedFiles } from "../support/shared.js";
import { allow, verdictOf, ROOT } from "./asking.js";

interface Shared {
  readonly actions: readonly {
    readonly action: string;
    readonly effectiveInKeyPolicy: boolean;
    readonly conditionKeys: readonly string[];
  }[];
  readonly conditionKeys: readonly {
    readonly key: string;
    readonly type: string;
    readonly multiValued: boolean;
    readonly appliesTo: string | readonly string[];
  }[];
}

describe("the reference of KMS", () => {
  it("knows an action and a condition key whatever the letter case", () => {
    assert.equal(kmsAction("KMS:decrypt")?.name, "Decrypt");
    assert.equal(conditionKey("KMS:viaservice")?.name, "kms:ViaService");
    assert.equal(conditionKey("aws:principaltag/Team")?.name, "aws:PrincipalTag/");
    assert.equal(conditionKey("kms:RecipientAttestation:PCR31")?.suffix, "number");
    assert.equal(conditionKey("kms:RecipientAttestation:PCRx"), undefined);
    assert.equal(conditionKey("kms:EncryptionContext:"), undefined);
  });

  it("suggests the key of a family with what was written behind", () => {
    assert.equal(
      nearestConditionKey("kms:EncryptionContexts:aws:dynamodb:tableName"),
      "kms:EncryptionContext:aws:dynamodb:tableName",
    );
    assert.equal(nearestConditionKey("aws:PrincipleTag/team"), "aws:PrincipalTag/team");
  });

  it("has a sentence for each action and condition key", () => {
    assert.ok(KMS_ACTIONS.every(({ does }) => /^[A-Z].*\.$/.test(does)));
  });

  it("knows every action that is named by hand", () => {
    for (const name of [...USE_ACTIONS, ...ADMINISTRATION_ACTIONS, ...DYNAMODB_KEY_ACTIONS])
      assert.ok(kmsAction(name), name);
    const real = new Set(dynamoDbActions().map((name) => `dynamodb:${name}`));
    assert.deepEqual(
      DATA_ACTIONS.filter(({ name }) => !real.has(name)),
      [],
    );
  });

  it("takes operators apart, whatever their letter case", () => {
    const { set, base, ifExists, negated } = readOperator("foranyvalue:stringnotlikeifexists") ?? {};
    assert.deepEqual([set, base, ifExists, negated], ["any", "StringNotLike", true, true]);
    for (const none of ["StringIs", "NullIfExists", "ForAllValues:Null", "ForSomeValues:StringLike", ""]) {
      assert.equal(readOperator(none), null, none);
    }
  });

  it("agrees with the table made for this project, action by action and key by key", function () {
    if (!hasShared("kms-reference.json")) return this.skip();
    const [file] = sharedFiles("", (path) => path === "kms-reference.json");
    const shared = JSON.parse(file?.text ?? "{}") as Shared;
    assert.deepEqual(
      KMS_ACTIONS.map(({ name, notOnKey }) => [`kms:${name}`, notOnKey !== true]),
      shared.actions.map(({ action, effectiveInKeyPolicy }) => [action, effectiveInKeyPolicy]),
    );
    for (const { key, type, multiValued } of shared.conditionKeys) {
      const row = conditionKey(key.replace(/\$\{.*\}/, "x"));
      assert.deepEqual(
        [row?.type, row?.multiValued === true],
        [type.replace(/^ArrayOf/, "").replace("ARN", "Arn"), multiValued],
        key,
      );
    }
    for (const { action, conditionKeys } of shared.actions) {
      const wrong = conditionKeys.filter((key) => !actionCanHave(action, key.replace(/\$\{.*\}/, "x")));
      assert.deepEqual(wrong, [], action);
    }
  });
});

describe("AWS managed policies", () => {
  const rootOnly = allow({ Principal: { AWS: ROOT }, Action: "kms:*" });
  const decides = (name: string, action: string): string => {
    const policy = managedPolicy(name);
    return policy === null
      ? "unknown"
      : verdictOf({ key: rootOnly, iam: readPolicy(policy, "identity"), action });
  };

  it("are judged as written down", () => {
    assert.equal(decides("AdministratorAccess", "kms:Decrypt"), "allowed");
    assert.equal(decides("PowerUserAccess", "kms:Decrypt"), "allowed");
    assert.equal(decides("PowerUserAccess", "iam:GetRole"), "not-allowed");
    assert.equal(decides("AmazonDynamoDBFullAccess", "kms:Decrypt"), "not-allowed");
    assert.equal(decides("AmazonDynamoDBReadOnlyAccess", "kms:DescribeKey"), "allowed");
    assert.equal(decides("AWSLambdaBasicExecutionRole", "kms:Decrypt"), "not-allowed");
    assert.equal(decides("SomebodyElsesPolicy", "kms:Decrypt"), "unknown");
  });
});
