import assert from "node:assert/strict";
import { KEY_PROPERTIES } from "../../server/src/core/hover.js";
import { KMS_PRICES } from "../../server/src/pricing/prices.js";
import { more } from "../../server/src/render/pages.js";
import { hoverOn } from "../support/hovers.js";
import { globalTable, key, table, template } from "./templates.js";

const TYPE = "AWS::KMS::Key";
const USER = table("{ SSEEnabled: true, SSEType: KMS, KMSMasterKeyId: !Ref OrdersKey }");

describe("the hover on a key", () => {
  it("says what it is, who uses it, and its rotation, end and price", () => {
    const hover = hoverOn(
      template(key("{ EnableKeyRotation: true, PendingWindowInDays: 7 }", "DeletionPolicy: Delete"), USER),
      TYPE,
    );
    assert.deepEqual(
      hover.split("\n").filter((line) => line !== ""),
      [
        "**OrdersKey** is a **customer managed key**: symmetric, for encryption, so DynamoDB can use it.",
        "- Tables of this template: **Orders**.",
        "- Rotation: every 365 days.",
        "- When its stack is deleted: KMS schedules the key's deletion at once and deletes it after 7 days.",
        `- Price: $1.00 a month for each key and Region, rising with rotation to $3.00 at most, requests extra (prices of ${KMS_PRICES.asOf}). Pending deletion costs nothing.`,
        "If the key is disabled or its deletion is scheduled:",
        "- **within minutes** reads and writes fail: the table keys that DynamoDB holds in memory last about five. The table becomes `INACCESSIBLE_ENCRYPTION_CREDENTIALS`, and AWS sends an email.",
        "- **after 7 days** the table is archived as a backup, which is billed, and which only this key can restore, as a new table.",
        "- **after 7 to 30 days** (`PendingWindowInDays`) a key whose deletion is scheduled is gone. Until then it can be had back: cancel the deletion, then enable the key.",
        more("losing-a-key", "rotation", "grants-and-via-service"),
      ],
    );
  });

  for (const [title, properties, attributes, says] of [
    ["rotation that isn't given", "{}", [], "Rotation: off (`EnableKeyRotation` isn't given)."],
    [
      "a period of its own",
      "{ EnableKeyRotation: true, RotationPeriodInDays: 180 }",
      [],
      "Rotation: every 180 days.",
    ],
    [
      "rotation in one case",
      "{ EnableKeyRotation: !If [IsProd, true, false] }",
      [],
      "Rotation: every 365 days when IsProd is true; off when IsProd is false.",
    ],
    [
      "rotation that isn't known",
      "{ EnableKeyRotation: !Ref Free }",
      [],
      "Rotation: not known, because parameter 'Free' has no default.",
    ],
    [
      "imported material",
      "{ Origin: EXTERNAL }",
      [],
      "Rotation: none; KMS rotates only symmetric keys with material of its own making.",
    ],
    ["retention", "{}", ["DeletionPolicy: Retain"], "When its stack is deleted: the key stays (`Retain`)."],
    [
      "no retention",
      "{}",
      [],
      "When its stack is deleted: KMS schedules the key's deletion at once and deletes it after 30 days.",
    ],
  ] as const) {
    it(`tells of ${title}`, () => {
      const lines = hoverOn(template(key(properties, ...attributes), USER), TYPE).split("\n");
      assert.ok(lines.includes(`- ${says}`), lines.join("\n"));
    });
  }

  it("says that DynamoDB can't use an asymmetric key, and neither its rotation price nor a loss", () => {
    const hover = hoverOn(template(key("{ KeySpec: RSA_2048, KeyUsage: SIGN_VERIFY }"), USER), TYPE);
    assert.match(hover, /DynamoDB \*\*can't use\*\*: `OrdersKey` is `RSA_2048`/);
    assert.doesNotMatch(hover, /\$3\.00|archived/);
  });

  it("leaves open whether DynamoDB can use a key that isn't known in full", () => {
    assert.match(
      hoverOn(template(key("{ KeySpec: !Ref Free }")), TYPE),
      /can't be decided from this template/,
    );
  });

  it("finds tables that use it through an alias or in a replica, and what else refers to it", () => {
    const hover = hoverOn(
      template(
        key("{}"),
        globalTable(
          "{ SSEEnabled: true, SSEType: KMS }",
          "{ Region: !Ref AWS::Region, SSESpecification: { KMSMasterKeyId: !Ref Name } }",
        ),
        "  Name: { Type: AWS::KMS::Alias, Properties: { AliasName: alias/orders, TargetKeyId: !Ref OrdersKey } }",
        "  Topic: { Type: AWS::SNS::Topic, Properties: { KmsMasterKeyId: !Ref OrdersKey } }",
      ),
      TYPE,
    );
    assert.match(hover, /Tables of this template: \*\*Orders\*\*\. Also referred to by \*\*Topic\*\*\./);
    assert.match(hover, /\*\*after 20 hours\*\* a replica irreversibly becomes a table of its own/);
  });

  it("names the primary of a replica key", () => {
    const text = template(
      key("{ MultiRegion: true }"),
      "  Copy: { Type: AWS::KMS::ReplicaKey, Properties: { PrimaryKeyArn: !GetAtt OrdersKey.Arn, KeyPolicy: {} } }",
    );
    assert.match(hoverOn(text, "AWS::KMS::ReplicaKey"), /the replica of the key `OrdersKey`/);
    assert.match(hoverOn(text, "AWS::KMS::ReplicaKey"), /Rotation: as its primary key is set/);
  });
});

describe("the hover on a property of a key", () => {
  const values: Readonly<Record<string, string>> = {
    EnableKeyRotation: "true",
    RotationPeriodInDays: "180",
    PendingWindowInDays: "7",
    KeySpec: "SYMMETRIC_DEFAULT",
    KeyUsage: "ENCRYPT_DECRYPT",
    Origin: "AWS_KMS",
    Enabled: "true",
    MultiRegion: "false",
    BypassPolicyLockoutSafetyCheck: "false",
    DeletionPolicy: "Retain",
    UpdateReplacePolicy: "Retain",
  };
  for (const property of KEY_PROPERTIES) {
    it(`says what ${property} is, may be, does, and how it changes`, () => {
      const given = `${property}: ${values[property] ?? ""}`;
      const attribute = property.endsWith("Policy");
      const hover = hoverOn(template(attribute ? key("{}", given) : key(`{ ${given} }`)), property);
      const [first, , last] = hover.split("\n\n");
      assert.equal(first, `**${property}** of **OrdersKey**: \`${values[property] ?? ""}\`.`);
      assert.match(last ?? "", /^Values: .*if not given.*(interruption|can't be changed|deployed key)/);
    });
  }

  it("shows its value in each case", () => {
    const hover = hoverOn(
      template(key("{ RotationPeriodInDays: !If [IsProd, 90, !Ref AWS::NoValue] }")),
      "RotationPeriod",
    );
    assert.equal(
      hover.split("\n")[0],
      "**RotationPeriodInDays** of **OrdersKey**: `90` when IsProd is true; not given when IsProd is false.",
    );
  });
});

describe("the hover on an alias", () => {
  it("says which key it is of, who names it, and that tables don't follow it", () => {
    const hover = hoverOn(
      template(
        key("{}"),
        "  Name: { Type: AWS::KMS::Alias, Properties: { AliasName: alias/orders, TargetKeyId: !Ref OrdersKey } }",
        table("{ SSEEnabled: true, SSEType: KMS, KMSMasterKeyId: !Ref Name }"),
      ),
      "AWS::KMS::Alias",
    );
    assert.match(
      hover,
      /^`alias\/orders` is an alias of the key `OrdersKey`\.\n\nTables that name it: \*\*Orders\*\*\./,
    );
    assert.match(hover, /moving the alias later doesn't move the table/);
  });
});
