import assert from "node:assert/strict";
import { analyse, openWorkspace, parseSettings } from "../../server/src/service.js";
import { keyChoicesFor } from "../support/all-key-choices.js";
import { ARN, choice, choicesOf, KMS, template, UNDER_MINE } from "../support/key-choices.js";
import { TODAY } from "../support/linting.js";

const { settings } = parseSettings({});

describe("the steps about a key that a table gives up", () => {
  it("tell when it can go, and nothing of one that AWS keeps", () => {
    const left = choice(choicesOf(template(`{ ${UNDER_MINE} }`)), "key-Other").afterwards;
    assert.deepEqual(left, [
      "Keep the old key enabled until the table's SSEDescription shows the new key with the status ENABLED.",
      "On-demand backups that were made before go on needing the old key.",
      "The old key is charged for until its deletion is scheduled.",
    ]);
    assert.deepEqual(choice(choicesOf(template("{ SSEEnabled: true }")), "key-Other").afterwards, []);
  });

  it("name who still needs it: other tables, other resources, and the table's own other cases", () => {
    const others = `  Carts: { Type: AWS::DynamoDB::Table, Properties: { SSESpecification: { ${UNDER_MINE} } } }
  Files: { Type: AWS::S3::Bucket, Properties: { BucketName: !Ref Mine } }
`;
    const shared = choice(choicesOf(template(`{ ${UNDER_MINE} }`, others)), "key-Other").afterwards;
    assert.deepEqual(shared, [
      "Don't disable the key 'Mine': 'Carts' and 'Files' still refer to it.",
      "On-demand backups that were made before go on needing the old key.",
    ]);
    const cases = template(
      `!If [IsProd, { ${UNDER_MINE} }, { SSEEnabled: true, SSEType: KMS, KMSMasterKeyId: !Ref Mine }]`,
    );
    assert.equal(
      choice(choicesOf(cases, 0), "key-Other").afterwards[0],
      "Don't disable the key 'Mine': 'Orders' still has it when IsProd is false.",
    );
    const given = template(`{ ${KMS}, KMSMasterKeyId: ${ARN} }`, others.replace("!GetAtt Mine.Arn", ARN));
    assert.equal(
      choice(choicesOf(given), "key-Other").afterwards[0],
      `Don't disable the key ${ARN}: 'Carts' still refers to it.`,
    );
  });

  it("name who still needs it in another template", () => {
    const workspace = openWorkspace();
    const text = `${template(`{ ${UNDER_MINE} }`)}Outputs:
  Arn: { Value: !GetAtt Mine.Arn, Export: { Name: mine } }
`;
    workspace.put("keys.yaml", text);
    workspace.put(
      "carts.yaml",
      `Resources:
  Carts: { Type: AWS::DynamoDB::Table, Properties: { SSESpecification: { ${KMS}, KMSMasterKeyId: !ImportValue mine } } }
`,
    );
    const analysis = analyse({ path: "keys.yaml", text }, { settings, today: TODAY, workspace });
    const found = keyChoicesFor(analysis, "Orders", null, settings);
    assert.ok(found !== null);
    assert.equal(
      choice(found, "key-Other").afterwards[0],
      "Don't disable the key 'Mine': 'Carts' of carts.yaml still refers to it.",
    );
  });
});
