import assert from "node:assert/strict";
import type { RawSettings } from "../../server/src/core/settings.js";
import { costHints, type CostHint } from "../../server/src/service.js";
import { lint } from "../support/linting.js";
import { globalTable, key, table, template } from "./templates.js";

const KMS = "SSEEnabled: true, SSEType: KMS, KMSMasterKeyId";
const ROTATING = key("{ EnableKeyRotation: true }");
const ARN = "arn:aws:kms:us-east-1:999999999999:key/8f6a2c4e-1b3d-4f5a-9c7e-0d2b4a6c8e1f";

function hintsOf(text: string, settings: RawSettings = {}, path = "template.yaml"): readonly CostHint[] {
  return costHints(lint(path, text, settings), { start: 0, end: text.length });
}

/** The hints as `text before it‹label›`, with the last word before each. */
function labels(text: string, settings: RawSettings = {}, path?: string): readonly string[] {
  return hintsOf(text, settings, path).map(({ offset, label }) => {
    return `${/[\w:.!"/-]*$/.exec(text.slice(0, offset))?.[0] ?? ""} ‹${label}›`;
  });
}

/** The tooltip of the hint with this label. */
function tooltip(text: string, label: RegExp, settings: RawSettings = {}): readonly string[] {
  const hint = hintsOf(text, settings).find((one) => label.test(one.label));
  assert.ok(hint !== undefined, `no hint is ${label.source}`);
  return hint
    .tooltip()
    .split("\n")
    .filter((line) => line !== "");
}

/** A table of this name, with this specification. */
function named(name: string, specification: string, metadata = ""): string {
  return table(specification).replace("Orders:", `${name}:`) + metadata;
}

describe("the hint at the key choice of a table", () => {
  for (const [title, text, expected] of [
    ["the AWS owned key", template(table("{ SSEEnabled: false }")), ["false ‹AWS owned key · $0›"]],
    [
      "the AWS managed key",
      template(table("{ SSEEnabled: true }")),
      ["true ‹AWS managed key · about $0.23 a month›"],
    ],
    [
      "a key of the template",
      template(ROTATING, table(`{ ${KMS}: !Ref OrdersKey }`)),
      [
        "AWS::KMS::Key ‹1 table · $1.00 to $3.00 a month›",
        "OrdersKey ‹customer managed · about $1.23 a month›",
      ],
    ],
    [
      "a key that isn't declared in reach",
      template(table(`{ ${KMS}: "${ARN}" }`)),
      [`"${ARN}" ‹customer managed · about $0.23 a month, key's fee not included›`],
    ],
    [
      "a KMS key of unknown kind",
      template(table(`{ ${KMS}: !Ref Free }`)),
      ["Free ‹key undecided · about $0.23 a month for requests›"],
    ],
    ["what can't be decided at all", template(table("{ SSEEnabled: !Ref Free }")), ["Free ‹key undecided›"]],
    [
      "what is refused",
      template(table(`{ SSEEnabled: true, KMSMasterKeyId: alias/orders }`)),
      ["alias/orders ‹refused when deployed›"],
    ],
    [
      "a key that can't work",
      template(table(`{ ${KMS}: alias/aws/s3 }`)),
      ["alias/aws/s3 ‹key can't be used›"],
    ],
    [
      "the key of AWS's examples",
      template(table(`{ ${KMS}: 1234abcd-12ab-34cd-56ef-1234567890ab }`)),
      ["1234abcd-12ab-34cd-56ef-1234567890ab ‹key can't be used›"],
    ],
    [
      "a table and a key that may not exist, as where they do",
      template(ROTATING, table(`{ ${KMS}: !Ref OrdersKey }`)).replaceAll(
        /Type: AWS::(KMS::Key|DynamoDB::Table)/g,
        "Condition: IsProd\n    $&",
      ),
      [
        "AWS::KMS::Key ‹1 table · $1.00 to $3.00 a month›",
        "OrdersKey ‹customer managed · about $1.23 a month›",
      ],
    ],
    [
      "branches of a condition",
      template(table("{ SSEEnabled: !If [IsProd, true, false] }")),
      [
        "true ‹AWS managed key · about $0.23 a month when IsProd is true›",
        "false ‹AWS owned key · $0 when IsProd is false›",
      ],
    ],
    [
      "a default",
      template(table(`{ ${KMS}: !Ref KeyArn }`)),
      ["KeyArn ‹AWS managed key · about $0.23 a month unless parameter KeyArn is set›"],
    ],
    [
      "a global table, for all its Regions at once",
      template(globalTable("{ SSEEnabled: true }", "{ Region: eu-west-1 }", "{ Region: us-east-1 }")),
      ["true ‹AWS managed key · about $0.50 a month in 2 Regions›"],
    ],
    [
      "the replicas of a global table, each at its own key",
      template(
        ROTATING,
        globalTable(
          "{ SSEEnabled: true, SSEType: KMS }",
          "{ Region: !Ref AWS::Region, SSESpecification: { KMSMasterKeyId: !Ref OrdersKey } }",
          `{ Region: us-east-1, SSESpecification: { KMSMasterKeyId: "${ARN}" } }`,
        ),
      ),
      [
        "AWS::KMS::Key ‹1 table · $1.00 to $3.00 a month›",
        "OrdersKey ‹customer managed · about $1.23 a month›",
        `"${ARN}" ‹customer managed · about $0.23 a month, key's fee not included›`,
      ],
    ],
    [
      "a shared key",
      template(
        ROTATING,
        named("A", `{ ${KMS}: !Ref OrdersKey }`),
        named("B", `{ ${KMS}: !Ref OrdersKey }`),
        named("C", `{ ${KMS}: !Ref OrdersKey }`),
      ),
      [
        "AWS::KMS::Key ‹3 tables · $1.00 to $3.00 a month›",
        ...["A", "B", "C"].map(
          () => "OrdersKey ‹customer managed · about $0.57 a month, key shared by 3 tables›",
        ),
      ],
    ],
    ["a key that no table uses", template(key("{}")), ["AWS::KMS::Key ‹no table in reach · $1.00 a month›"]],
  ] as const) {
    it(`tells of ${title}`, () => {
      assert.deepEqual(labels(text), expected);
    });
  }

  it("stands behind the type where nothing is chosen, in JSON too", () => {
    const json = JSON.stringify(
      { Resources: { Orders: { Type: "AWS::DynamoDB::Table", Properties: {} } } },
      null,
      1,
    );
    assert.deepEqual(labels(json, {}, "template.json"), ['"AWS::DynamoDB::Table" ‹AWS owned key · $0›']);
  });

  it("tells several cases of one place together", () => {
    const text = `Parameters: { Stage: { Type: String, AllowedValues: [dev, test, prod] } }
Mappings: { Keys: { dev: { K: alias/aws/dynamodb }, test: { K: alias/aws/dynamodb }, prod: { K: alias/orders } } }
Resources:
${table(`{ ${KMS}: !FindInMap [Keys, !Ref Stage, K] }`)}
`;
    assert.deepEqual(labels(text), [
      " ‹AWS managed key · about $0.23 a month in 2 cases; customer managed · about $0.23 a month, key's fee not included when parameter Stage is prod›",
    ]);
  });

  it("tells several tables of one place together", () => {
    const simple = (name: string): string => `  ${name}: { Type: AWS::Serverless::SimpleTable }\n`;
    const text = `Transform: AWS::Serverless-2016-10-31
Globals: { SimpleTable: { SSESpecification: { SSEEnabled: true } } }
Resources:
${simple("A")}${simple("B")}`;
    assert.deepEqual(labels(text), ["true ‹2 tables, each: AWS managed key · about $0.23 a month›"]);
  });

  it("counts the table's own callers, and the prices and callers of the settings", () => {
    const managed = template(table("{ SSEEnabled: true }"));
    const own = managed.replace(
      "    Properties",
      "    Metadata: { DynamoDBEncryption: { activeCallers: 100 } }\n    Properties",
    );
    const settings = {
      "cost.currency": "EUR",
      "cost.prices": { requestsPer10000: 0.06 },
      "cost.activeCallers": 20,
    };
    assert.deepEqual(labels(own), ["true ‹AWS managed key · about $2.61 a month›"]);
    assert.deepEqual(labels(managed, settings), ["true ‹AWS managed key · about EUR 0.99 a month›"]);
    assert.deepEqual(labels(managed, { "cost.activeCallers": 0 }), ["true ‹AWS managed key · $0›"]);
  });

  it("isn't shown where the setting says so, or the text has syntax errors", () => {
    assert.deepEqual(labels(template(table("{ SSEEnabled: true }")), { "cost.show": false }), []);
    assert.deepEqual(labels(template(table("{ SSEEnabled: true, [ }"))), []);
  });

  it("stands at the end of the first line of what takes several", () => {
    const text = template(
      "  Orders:\n    Type: AWS::DynamoDB::GlobalTable\n    Properties:\n      Replicas:\n        Fn::Transform:\n          Name: Other\n",
    );
    assert.ok(hintsOf(text).every(({ offset }) => /^\s*(\n|$)/.test(text.slice(offset))));
  });
});

describe("the tooltip of a hint", () => {
  it("says of a key that can't work no more than that", () => {
    const text = template(table(`{ ${KMS}: 1234abcd-12ab-34cd-56ef-1234567890ab }`));
    assert.equal(
      tooltip(text, /can't/)[0],
      "**Orders**: a key that **can't work**, `1234abcd-12ab-34cd-56ef-1234567890ab`.",
    );
  });

  it("says of a table that may not exist that it may cost nothing", () => {
    const text = template(table("{ SSEEnabled: true }")).replace("Type: AWS", "Condition: IsProd\n    $&");
    assert.ok(tooltip(text, /managed/).includes("- It costs nothing where its condition is false."));
  });

  const shared = template(
    ROTATING,
    named("A", `{ ${KMS}: !Ref OrdersKey }`),
    named("B", `{ ${KMS}: !Ref OrdersKey }`),
  );

  it("shows the working: ranges, years, what is taken for granted, and whose prices they are", () => {
    assert.deepEqual(tooltip(shared, /^customer managed/), [
      "**A**: **customer managed key** `OrdersKey`, $0.70 to $0.77 a month before its key is rotated, $0.70 to $1.77 over the years.",
      "A month costs about $0.73 in year 1, about $1.23 in year 2, about $1.73 in year 3 and after.",
      "- OrdersKey costs \\$1.00 a month at first, \\$2.00 from the second year, \\$3.00 from the third year on; 2 tables share it, each half of it.",
      "- 10 callers active all month (as cost.activeCallers says): 86,400 to 89,280 KMS requests, one for each caller every five minutes, at \\$0.03 per 10,000.",
      "- The low end has all 20,000 free requests of the account, the high end none.",
      "AWS's list prices of 2026-04-21: [AWS KMS pricing](https://aws.amazon.com/kms/pricing/).",
    ]);
  });

  it("of a key says how its fee rises", () => {
    assert.deepEqual(tooltip(shared, /^2 tables/).slice(0, 2), [
      "**OrdersKey**: 2 tables · \\$1.00 to \\$3.00 a month.",
      "- OrdersKey costs \\$1.00 a month at first, \\$2.00 from the second year, \\$3.00 from the third year on.",
    ]);
  });

  it("compares with throughput where capacity is provisioned and requests are charged", () => {
    const provisioned = template(table("{ SSEEnabled: true }")).replace(
      "SSESpecification",
      "ProvisionedThroughput: { ReadCapacityUnits: 1000, WriteCapacityUnits: 1000 }\n      SSESpecification",
    );
    assert.match(tooltip(provisioned, /managed/).join("\n"), /which no AWS page supports/);
    const owned = provisioned.replace("SSEEnabled: true", "SSEEnabled: false");
    assert.doesNotMatch(tooltip(owned, /owned/).join("\n"), /throughput/);
  });

  it("names the Regions of a global table, and that each is charged for", () => {
    const text = template(
      globalTable("{ SSEEnabled: true }", "{ Region: eu-west-1 }", "{ Region: us-east-1 }"),
    );
    const lines = tooltip(text, /2 Regions/);
    assert.match(
      lines[0] ?? "",
      /^\*\*Orders\*\* in `eu-west-1`, `us-east-1`: .*\$0\.46 to \$0\.54 a month\.$/,
    );
    assert.ok(lines.includes("- Requests are charged for in each of the 2 Regions."));
  });

  it("says why a key is undecided, refused or of no use", () => {
    for (const [specification, says] of [
      [
        `{ ${KMS}: !Ref Free }`,
        /can't be decided\*\*, because .* Requests cost \$0\.20 to \$0\.27 a month\./,
      ],
      ["{ SSEEnabled: !Ref Free }", /can't be decided\*\*, because SSEEnabled isn't known/],
      [
        "{ SSEEnabled: true, KMSMasterKeyId: alias/orders }",
        /refused\*\* when deployed, because KMSMasterKeyId/,
      ],
      [`{ ${KMS}: alias/aws/s3 }`, /can't work\*\*, `alias\/aws\/s3`, because .* another AWS service/],
    ] as const) {
      assert.match(tooltip(template(table(specification)), /./)[0] ?? "", says);
    }
  });

  it("says that prices are those of the settings", () => {
    const settings = { "cost.prices": { keyMonth: 2, asOf: "2027-01-31" } };
    assert.equal(tooltip(shared, /^customer/, settings).at(-1), "Prices of the settings of 2027-01-31.");
  });

  it("says nothing of years where the key isn't rotated once a year", () => {
    const quarterly = shared.replace(
      "EnableKeyRotation: true",
      "EnableKeyRotation: true, RotationPeriodInDays: 90",
    );
    const lines = tooltip(quarterly, /^customer/).join("\n");
    assert.doesNotMatch(lines, /in year 1/);
    assert.match(lines, /from day 90/);
  });
});
