import assert from "node:assert/strict";
import { hoverOn } from "../support/hovers.js";
import { globalTable, key, table, template } from "./templates.js";

const TYPE = "AWS::DynamoDB::";
const KMS = "SSEEnabled: true, SSEType: KMS, KMSMasterKeyId";
const ARN = "arn:aws:kms:us-east-1:999999999999:key/12345678-1234-1234-1234-123456789012";

const HEADLINES: readonly (readonly [title: string, text: string, headline: string, why: string])[] = [
  [
    "no block",
    template(table(null)),
    "**Orders** is encrypted with an **AWS owned key**.",
    "there is no `SSESpecification`",
  ],
  [
    "SSE switched off",
    template(table("{ SSEEnabled: false }")),
    "**Orders** is encrypted with an **AWS owned key**.",
    "`SSEEnabled` is false",
  ],
  [
    "SSE without a key",
    template(table("{ SSEEnabled: true }")),
    "**Orders** is encrypted with the **AWS managed key** `aws/dynamodb`.",
    "`SSEEnabled` is true and no `KMSMasterKeyId` is given",
  ],
  [
    "a parameter that keeps its default",
    template(table(`{ ${KMS}: !Ref KeyArn }`)),
    "**Orders** is encrypted with the **AWS managed key** `aws/dynamodb` unless parameter KeyArn is set.",
    "`KMSMasterKeyId` is `alias/aws/dynamodb`, the alias of the AWS managed key (parameter 'KeyArn' is 'alias/aws/dynamodb' unless it is set)",
  ],
  [
    "a key of the template",
    template(key("{}"), table(`{ ${KMS}: !GetAtt OrdersKey.Arn }`)),
    "**Orders** is encrypted with a **customer managed key**: `OrdersKey`.",
    "`KMSMasterKeyId` is a reference (`OrdersKey.Arn`) to a key of this template",
  ],
  [
    "an alias of the template",
    template(
      key("{}"),
      "  Name: { Type: AWS::KMS::Alias, Properties: { AliasName: alias/orders, TargetKeyId: !Ref OrdersKey } }",
      table(`{ ${KMS}: !Ref Name }`),
    ),
    "**Orders** is encrypted with a **customer managed key**: `OrdersKey`.",
    "`KMSMasterKeyId` is the alias `alias/orders` (`Name`) of the key `OrdersKey`, followed only once, when it is set",
  ],
  [
    "a key ARN",
    template(table(`{ ${KMS}: "${ARN}" }`)),
    `**Orders** is encrypted with a **customer managed key**: \`${ARN}\`.`,
    "`KMSMasterKeyId` is a key ARN (us-east-1, account 999999999999) that isn't declared in this template",
  ],
  [
    "a parameter without default",
    template(table(`{ ${KMS}: !Ref Free }`)),
    "Which key encrypts **Orders** **can't be decided** from this template.",
    "parameter 'Free' has no default",
  ],
  [
    "a combination that is refused",
    template(table("{ SSEEnabled: true, KMSMasterKeyId: alias/orders }")),
    "**Orders** has an encryption that is **refused** when it is deployed.",
    "KMSMasterKeyId is given without SSEType: KMS",
  ],
  [
    "an asymmetric key",
    template(key("{ KeySpec: RSA_2048, KeyUsage: SIGN_VERIFY }"), table(`{ ${KMS}: !Ref OrdersKey }`)),
    "**Orders** names a key that **can't work**: `OrdersKey`.",
    "`KMSMasterKeyId` is a reference (`OrdersKey`) to a key of this template, but `OrdersKey` is `RSA_2048`, and DynamoDB takes symmetric encryption keys only",
  ],
  [
    "a key that is disabled in some case",
    template(key("{ Enabled: !If [IsProd, true, false] }"), table(`{ ${KMS}: !Ref OrdersKey }`)),
    "**Orders** is encrypted with a **customer managed key**: `OrdersKey`.",
    "`KMSMasterKeyId` is a reference (`OrdersKey`) to a key of this template, but `OrdersKey` is disabled when IsProd is false",
  ],
  [
    "another service's alias",
    template(table(`{ ${KMS}: alias/aws/s3 }`)),
    "**Orders** names a key that **can't work**: `alias/aws/s3`.",
    "`KMSMasterKeyId` is an alias, followed only once, when it is set, but `alias/aws/s3` is the key of another AWS service",
  ],
  [
    "text that is no key, and is Markdown",
    template(table(`{ ${KMS}: "a \`<b>\` [x](y)" }`)),
    "**Orders** names a key that **can't work**: ``a `<b>` [x](y)``.",
    "`KMSMasterKeyId` is ``a `<b>` [x](y)``, but it is neither a key ID, a key ARN, an alias name nor an alias ARN",
  ],
];

describe("the hover on a table", () => {
  for (const [title, text, headline, why] of HEADLINES) {
    it(`says which key encrypts it, and why: ${title}`, () => {
      const [first, second] = hoverOn(text, TYPE).split("\n\n");
      assert.equal(first, headline);
      assert.equal(second, `Why: ${why}.`);
    });
  }

  it("lists the cases of a condition, each with its reason", () => {
    const text = template(key("{}"), table(`!If [IsProd, { ${KMS}: !Ref OrdersKey }, !Ref AWS::NoValue]`));
    const [first, second] = hoverOn(text, TYPE).split("\n\n");
    assert.equal(first, "**Orders** has a key that depends on how the stack is deployed:");
    assert.deepEqual(second?.split("\n"), [
      "- when IsProd is true: **customer managed key** `OrdersKey`, because `KMSMasterKeyId` is a reference (`OrdersKey`) to a key of this template",
      "- when IsProd is false: **AWS owned key**, because there is no `SSESpecification`",
    ]);
  });

  it("lists the replicas of a global table by Region", () => {
    const text = template(
      key("{}"),
      globalTable(
        "{ SSEEnabled: true, SSEType: KMS }",
        "{ Region: !Ref AWS::Region, SSESpecification: { KMSMasterKeyId: !Ref OrdersKey } }",
        `{ Region: eu-west-1, SSESpecification: { KMSMasterKeyId: "${ARN}" } }`,
      ),
    );
    const [first, second] = hoverOn(text, TYPE).split("\n\n");
    assert.equal(first, "**Orders** has a key for each Region:");
    assert.deepEqual(second?.split("\n"), [
      "- `AWS::Region`: **customer managed key** `OrdersKey`, because `KMSMasterKeyId` is a reference (`OrdersKey`) to a key of this template",
      `- \`eu-west-1\`: a key that **can't work**, \`${ARN}\`, because \`KMSMasterKeyId\` is a key ARN (us-east-1, account 999999999999) that isn't declared in this template, but the key lies in us-east-1 and the table in eu-west-1`,
    ]);
    const replica = hoverOn(text, "Region: eu-west-1").split("\n\n")[0];
    assert.equal(
      replica,
      `The replica of **Orders** in \`eu-west-1\` names a key that **can't work**: \`${ARN}\`.`,
    );
  });

  it("says it once where all replicas agree", () => {
    const text = template(globalTable(null, "{ Region: us-east-1 }", "{ Region: eu-west-1 }"));
    assert.equal(hoverOn(text, TYPE).split("\n\n")[0], "**Orders** is encrypted with an **AWS owned key**.");
  });

  it("warns of replica keys without SSEType", () => {
    const replica = "{ Region: !Ref AWS::Region, SSESpecification: { KMSMasterKeyId: !Ref OrdersKey } }";
    const without = template(key("{}"), globalTable("{ SSEEnabled: true }", replica));
    const complete = template(key("{}"), globalTable("{ SSEEnabled: true, SSEType: KMS }", replica));
    assert.match(hoverOn(without, TYPE), /the deployment may be refused/);
    assert.doesNotMatch(hoverOn(complete, TYPE), /may be refused/);
  });

  it("names the price with its date for keys that cost something, and the loss of a key of one's own", () => {
    const owned = hoverOn(template(table(null)), TYPE);
    const managed = hoverOn(template(table("{ SSEEnabled: true }")), TYPE);
    const own = hoverOn(template(key("{}"), table(`{ ${KMS}: !Ref OrdersKey }`)), TYPE);
    assert.match(owned, /Price: nothing\./);
    assert.match(managed, /no monthly fee; \$0\.03 per 10,000 .*\(prices of \d{4}-\d\d-\d\d\)/);
    assert.match(own, /\$1\.00 a month .* \$3\.00 at most.*\(prices of \d{4}-\d\d-\d\d\)/);
    assert.match(own, /after 7 days the table is archived/);
    assert.doesNotMatch(managed, /archived/);
  });

  it("tells a global table's loss of a key from a table's", () => {
    const replica = "{ Region: !Ref AWS::Region, SSESpecification: { KMSMasterKeyId: !Ref OrdersKey } }";
    const text = template(key("{}"), globalTable("{ SSEEnabled: true, SSEType: KMS }", replica));
    assert.match(hoverOn(text, TYPE), /after 20 hours a replica irreversibly becomes a table of its own/);
  });

  it("says why no fix is offered where the text repeats resources", () => {
    const text = `Transform: AWS::LanguageExtensions
Resources:
  Fn::ForEach::Tables: [Name, [Orders, Users], { "\${Name}": { Type: AWS::DynamoDB::Table } }]
`;
    assert.match(hoverOn(text, TYPE), /No fix is offered here: its text makes several resources/);
  });

  it("never says that a table isn't encrypted", () => {
    for (const [, text] of HEADLINES)
      assert.doesNotMatch(hoverOn(text, TYPE), /not encrypted|isn't encrypted|unencrypted/i);
  });

  it("stays within fifteen lines that hold text", () => {
    const longest = template(
      key("{}"),
      globalTable(
        `!If [IsProd, { SSEEnabled: true, SSEType: KMS }, { SSEEnabled: false }]`,
        ...Array.from({ length: 12 }, (_, index) => `{ Region: eu-west-${index + 1} }`),
      ),
    );
    for (const text of [longest, ...HEADLINES.map(([, one]) => one)]) {
      for (const word of [TYPE, "SSESpecification"]) {
        if (!text.includes(word)) continue;
        const lines = hoverOn(text, word)
          .split("\n")
          .filter((line) => line !== "");
        assert.ok(lines.length <= 15, `${lines.length} lines:\n${lines.join("\n")}`);
      }
    }
    assert.match(hoverOn(longest, TYPE), /^- and \d+ more$/m);
  });
});
