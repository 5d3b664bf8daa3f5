import assert from "node:assert/strict";
import { literalText } from "../../server/src/core/text.js";
import { guardrailText, type GuardrailInput } from "../../server/src/guardrails/index.js";
import { policyFaults } from "../../server/src/policy/faults.js";
import { USE_ACTIONS } from "../../server/src/policy/key-actions.js";
import { actionsMatching } from "../../server/src/policy/matching-actions.js";
import { plainPolicyValue } from "../../server/src/policy/policy-value.js";
import { readPolicy } from "../../server/src/policy/read-policy.js";
import { ACCOUNT, ADMIN, DUBLIN, INPUTS, NOTHING } from "./inputs.js";

interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Principal?: { readonly AWS: unknown };
  readonly Action: readonly string[];
  readonly Resource: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

describe("the guardrail key-policy", () => {
  const statements = keyPolicyOf(INPUTS["key-policy"]["an administrator and a classification"] ?? NOTHING);
  const [manageable, administer, use] = statements;

  it("lets administrators manage the key, and neither use it nor hand it on", () => {
    assert.deepEqual(administer?.Principal, { AWS: [ADMIN] });
    const allowed = actionsOf([manageable, administer]);
    assert.ok(allowed.has("kms:PutKeyPolicy") && allowed.has("kms:ScheduleKeyDeletion"));
    assert.deepEqual(
      [...USE_ACTIONS, "kms:CreateGrant"].filter((action) => allowed.has(action)),
      [],
    );
  });

  it("lets it be used through DynamoDB of the account only, in any Region", () => {
    assert.deepEqual(use?.Condition, {
      StringEquals: { "kms:CallerAccount": ACCOUNT },
      StringLike: { "kms:ViaService": "dynamodb.*.amazonaws.com" },
    });
    assert.deepEqual(use?.Principal, { AWS: "*" });
  });

  it("keeps the use to the roles that are named", () => {
    const named = keyPolicyOf(INPUTS["key-policy"]["users, too"] ?? NOTHING)[2];
    assert.deepEqual(named?.Principal, { AWS: [`arn:aws:iam::${ACCOUNT}:role/Api`] });
  });

  it("has a name for its alias that KMS takes, whatever the classification is called", () => {
    const classification = { tag: "level", value: "Top Secret!" };
    const text = guardrailText("key-policy", { ...NOTHING, classification }, "yaml") ?? "";
    assert.match(text, /AliasName: alias\/dynamodb-top-secret-\n/);
  });
});

describe("the guardrail scp", () => {
  const byTag = INPUTS.scp["a classification and an exempt role"] ?? NOTHING;
  const byArn = INPUTS.scp["keys and a target"] ?? NOTHING;

  for (const [how, input] of Object.entries({ "by a tag": byTag, "by their ARNs": byArn })) {
    it(`is a policy without faults, of at most 5,120 bytes, with keys named ${how}`, () => {
      const text = guardrailText("scp", input, "policy") ?? "";
      assert.ok(Buffer.byteLength(text) <= 5120);
      const policy = readPolicy(plainPolicyValue(JSON.parse(text)), "identity");
      assert.equal(policy.statements.length > 0, true);
      assert.deepEqual(policyFaults(policy, [literalText(DUBLIN)], ACCOUNT), []);
    });

    it(`denies, and allows nothing, with keys named ${how}`, () => {
      const statements = scpOf(input);
      assert.ok(statements.every(({ Effect }) => Effect === "Deny"));
      assert.ok(statements.every(({ Sid }) => /^[A-Za-z0-9]+$/.test(Sid)));
      const denied = actionsOf(statements);
      assert.ok(["kms:DisableKey", "kms:ScheduleKeyDeletion"].every((action) => denied.has(action)));
    });
  }

  it("never denies what DynamoDB or an ordinary deployment needs", () => {
    const denied = actionsOf([...scpOf(byTag), ...scpOf(byArn)]);
    assert.deepEqual(
      [...USE_ACTIONS, "kms:CreateGrant", "kms:RetireGrant", "kms:DescribeKey", "kms:CreateKey"].filter(
        (action) => denied.has(action),
      ),
      [],
    );
  });

  it("leaves the exempt roles alone in every statement", () => {
    for (const { Sid, Condition } of scpOf(byTag)) {
      assert.deepEqual(Condition?.["ArnNotLike"], { "aws:PrincipalArn": byTag.exemptArns }, Sid);
    }
  });

  it("denies changing key policies only where somebody still may", () => {
    assert.ok(actionsOf(scpOf(byTag)).has("kms:PutKeyPolicy"));
    assert.ok(!actionsOf(scpOf(byArn)).has("kms:PutKeyPolicy"));
  });

  it("keeps the tag on the keys that are found by it", () => {
    const statement = scpOf(byTag).find(({ Sid }) => Sid === "KeepTheTag");
    assert.deepEqual(statement?.Action, ["kms:TagResource", "kms:UntagResource"]);
    assert.deepEqual(statement.Condition?.["ForAnyValue:StringEquals"], {
      "aws:TagKeys": ["data-classification"],
    });
  });

  it("is no policy document where its keys are a parameter", () => {
    assert.equal(guardrailText("scp", NOTHING, "policy"), null);
  });
});

function keyPolicyOf(input: GuardrailInput): readonly PolicyStatement[] {
  const { Resources } = JSON.parse(guardrailText("key-policy", input, "json") ?? "") as {
    Resources: { TableKey: { Properties: { KeyPolicy: { Statement: PolicyStatement[] } } } };
  };
  return Resources.TableKey.Properties.KeyPolicy.Statement;
}

function scpOf(input: GuardrailInput): readonly PolicyStatement[] {
  const { Statement } = JSON.parse(guardrailText("scp", input, "policy") ?? "") as {
    Statement: PolicyStatement[];
  };
  return Statement;
}

function actionsOf(statements: readonly (PolicyStatement | undefined)[]): ReadonlySet<string> {
  const patterns = statements.flatMap((statement) => statement?.Action ?? []);
  return new Set(patterns.flatMap((pattern) => [...actionsMatching(literalText(pattern)).sure]));
}
