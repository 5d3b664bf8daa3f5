import assert from "node:assert/strict";
import { CONDITION_KEYS, KMS_ACTION_NAMES } from "../../server/src/policy/reference.js";
import { conditionKeyHover } from "../../server/src/render/hover-condition-key.js";
import { kmsActionHover } from "../../server/src/render/hover-kms-action.js";
import { principalHover } from "../../server/src/render/hover-principal.js";

describe("the hover on an action of KMS", () => {
  for (const [pattern, place, ...says] of [
    [
      "kms:Decrypt",
      "key-policy",
      /^\*\*kms:Decrypt\*\* \(access level Write, on a key\): Decrypt ciphertext/,
    ],
    [
      "KMS:decrypt",
      "key-policy",
      /whoever reads or writes items needs it\*\*, writers too, and it is all they need/,
    ],
    [
      "kms:CreateGrant",
      "other-policy",
      /whoever creates a table under the key needs it/,
      /kms:GrantIsForAWSResource/,
    ],
    ["kms:Encrypt", "key-policy", /whoever selects the key for a table\*\*\. Callers .* don't need it/],
    ["kms:Sign", "key-policy", /DynamoDB: its callers don't need it/],
    [
      "kms:ScheduleKeyDeletion",
      "key-policy",
      /Within minutes tables under the key can no longer be read or written/,
      /losing-a-key\.md/,
    ],
    ["kms:EnableKeyRotation", "key-policy", /guide\/rotation\.md/],
    ["kms:RevokeGrant", "key-policy", /Without the grant of a live table, DynamoDB can't/],
    ["kms:CreateKey", "key-policy", /\*\*In a key policy it has no effect\*\*.*`Resource: "\*"`/],
    ["kms:CreateKey", "other-policy", /only `Resource: "\*"` permits it/],
    ["kms:CreateAlias", "key-policy", /two permissions: one for the key, and one for the alias/],
    ["kms:Decrypt", "other-policy", /counts where the key's policy leaves the decision to the account/],
    [
      "kms:ReEncrypt*",
      "key-policy",
      /^\*\*kms:ReEncrypt\\\*\*\* matches 2 actions on a key:\n\n- `ReEncryptFrom`/,
    ],
    [
      "kms:Generate*",
      "key-policy",
      /without effect in a key policy: `GenerateRandom`/,
      /: `GenerateDataKey`, `GenerateDataKeyWithoutPlaintext` to select the key for a table\./,
    ],
    [
      "kms:*",
      "key-policy",
      /matches 45 actions on a key/,
      /: `Decrypt` to read and write items; `CreateGrant`, `DescribeKey` to create a table; `Encrypt`, /,
      /for the account root or an administrator/,
    ],
    ["*", "key-policy", /^\*\*\\\*\*\* matches 45 actions on a key/],
    ["kms:*", "other-policy", /matches 56 actions:/],
    ["kms:Sign*", "other-policy", /matches one action:[^]*need of them: none\./],
    [
      "kms:ReEncrypt",
      "key-policy",
      /^There is no action of KMS named `kms:ReEncrypt`, so it permits nothing\.\n\nNearest: `kms:ReEncrypt\*`, `kms:ReEncryptFrom`, `kms:ReEncryptTo`\./,
    ],
    ["kms:DeleteKey", "key-policy", /Nearest: `kms:ScheduleKeyDeletion`/],
    ["kms:Dycrypt*", "key-policy", /No action of KMS matches `kms:Dycrypt\*`[^]*Nearest: `kms:Decrypt`/],
    ["kms:Xyzzyx", "key-policy", /so it permits nothing\.$/],
  ] as const) {
    it(`${pattern} (${place}) says ${String(says[0])}`, () => {
      for (const one of says) assert.match(kmsActionHover(pattern, place), one);
    });
  }

  it("has for each action a line on what it does, its level of access and DynamoDB", () => {
    for (const name of KMS_ACTION_NAMES) {
      for (const place of ["key-policy", "other-policy"] as const) {
        const hover = kmsActionHover(name, place);
        assert.match(hover, /\(access level (Read|List|Write|Tagging|Permissions management)/, name);
        assert.match(hover, /^DynamoDB: /m, name);
        assert.ok(hover.split("\n").filter((line) => line !== "").length <= 6, hover);
      }
    }
  });
});

describe("the hover on a condition key", () => {
  for (const [name, place, says] of [
    ["kms:ViaService", "key-policy", /`dynamodb\.\*\.amazonaws\.com` serves global tables, too/],
    ["KMS:viaservice", "other-policy", /Security Hub KMS\.1 and KMS\.2 ignore it/],
    ["kms:CallerAccount", "key-policy", /everyone of this account, through DynamoDB alone/],
    [
      "kms:EncryptionContext:aws:dynamodb:tableName",
      "key-policy",
      /sends the table's name[^]*beside `kms:DescribeKey`/,
    ],
    ["kms:EncryptionContext:aws:dynamodb:subscriberId", "key-policy", /sends the account id/],
    ["kms:EncryptionContext:purpose", "key-policy", /DynamoDB never sends this one/],
    ["kms:EncryptionContextKeys", "key-policy", /takes `ForAllValues:` or `ForAnyValue:`/],
    ["kms:GrantIsForAWSResource", "other-policy", /It works on `CreateGrant`, `ListGrants`, `RevokeGrant`\./],
    ["aws:SourceVpce", "key-policy", /gets in the way of services/],
    ["aws:SourceArn", "key-policy", /in the name of the caller and don't have it/],
    ["kms:KeySpec", "key-policy", /It works on every action on a key\./],
    ["kms:CustomerMasterKeySpec", "key-policy", /It works on no action any more\./],
    [
      "kms:CallerAcount",
      "key-policy",
      /^There is no condition key `kms:CallerAcount`[^]*Nearest: `kms:CallerAccount`\./,
    ],
  ] as const) {
    it(`${name} (${place}) says ${String(says)}`, () => assert.match(conditionKeyHover(name, place), says));
  }

  it("has for each key its type and what it is", () => {
    for (const { name, suffix } of CONDITION_KEYS) {
      const whole = suffix === undefined ? name : `${name}${suffix === "number" ? "1" : "x"}`;
      assert.match(
        conditionKeyHover(whole, "key-policy"),
        /^\*\*.*\*\* \(\w+(, several values)?\): .+[.…]$/m,
        name,
      );
    }
  });
});

describe("the hover on a principal", () => {
  for (const [principal, says] of [
    [{ kind: "everyone" }, /of every AWS account[^]*`kms:ViaService` alone lets any account in/],
    [{ kind: "root" }, /lets no user or role in, and it keeps the key manageable/],
    [{ kind: "service", name: "dynamodb.amazonaws.com" }, /^\*\*Not needed for a table's key/],
    [{ kind: "service", name: "replication.dynamodb.amazonaws.com" }, /the one documented case/],
    [
      { kind: "service", name: "logs.amazonaws.com" },
      /as itself\*\*.*`aws:SourceArn` or `aws:SourceAccount`/,
    ],
  ] as const) {
    it(`${JSON.stringify(principal)} says ${String(says)}`, () =>
      assert.match(principalHover(principal), says));
  }
});
