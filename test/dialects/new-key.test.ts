import assert from "node:assert/strict";
import {
  analyse,
  applyEdits,
  fixAll,
  fixesFor,
  parseSettings,
  type Analysis,
} from "../../server/src/service.js";
import type { RawSettings } from "../../server/src/core/settings.js";
import { dependsOn } from "../../server/src/dialects/cloudformation/dependencies.js";
import { readText, spellings, verdicts } from "../support/read.js";

const RULE = "require-customer-managed-key";

function judged(text: string, settings: RawSettings = {}): Analysis {
  return analyse(
    { path: "template", text },
    { settings: parseSettings(settings).settings, today: "2026-01-01" },
  );
}

function titlesFor(text: string): readonly string[] {
  const analysis = judged(text);
  const finding = analysis.findings.find((one) => one.rule === RULE);
  return finding === undefined ? [] : fixesFor(analysis, finding).map((fix) => fix.title);
}

const TABLE = { Type: "AWS::DynamoDB::Table", Properties: { BillingMode: "PAY_PER_REQUEST" } };
const ROLE = {
  Type: "AWS::IAM::Role",
  Properties: {
    Policies: [
      {
        PolicyName: "orders",
        PolicyDocument: {
          Statement: [
            { Effect: "Allow", Action: "dynamodb:*", Resource: { "Fn::GetAtt": ["Orders", "Arn"] } },
          ],
        },
      },
    ],
  },
};
const keyFor = (principal: unknown): unknown => ({
  Type: "AWS::KMS::Key",
  Properties: {
    KeyPolicy: {
      Statement: [{ Effect: "Allow", Principal: { AWS: principal }, Action: "kms:*", Resource: "*" }],
    },
  },
});

describe("a fix with a key of the template", () => {
  const chained = {
    Resources: { Orders: TABLE, Reader: ROLE, OrdersKey: keyFor({ "Fn::GetAtt": ["Reader", "Arn"] }) },
  };
  const free = {
    Resources: { Orders: TABLE, Reader: ROLE, OrdersKey: keyFor("arn:aws:iam::999900001111:root") },
  };

  for (const { format, text } of spellings(chained)) {
    it(`isn't offered where the key itself needs the table (${format})`, () => {
      const read = readText(text);
      assert.equal(dependsOn(read.declarations, "OrdersKey", "Orders"), true);
      assert.deepEqual(
        titlesFor(text).filter((title) => title.includes("'OrdersKey'")),
        [],
      );
      assert.notDeepEqual(titlesFor(text), []);
    });
  }

  for (const { format, text } of spellings(free)) {
    it(`is offered where the key needs nothing of it (${format})`, () => {
      assert.equal(titlesFor(text).filter((title) => title.includes("'OrdersKey'")).length, 1);
    });
  }
});

describe("a new key", () => {
  const template = { Resources: { Orders: TABLE, Carts: TABLE, Reader: ROLE } };

  for (const { format, text } of spellings(template)) {
    it(`is shared by all tables of a template (${format})`, () => {
      const fixed = applyEdits(text, fixAll(judged(text), { rule: RULE }).edits);
      const read = readText(fixed);
      assert.deepEqual(verdicts(read), ["customer-managed", "customer-managed"]);
      assert.deepEqual(
        read.template.keys.map((key) => key.logicalId),
        ["TableKey"],
      );
      assert.deepEqual(judged(fixed).findings, []);
    });

    it(`takes no name that is taken (${format})`, () => {
      const taken = JSON.parse(JSON.stringify(template)) as { Resources: Record<string, unknown> };
      taken.Resources["TableKey"] = { Type: "AWS::SNS::Topic" };
      const again = spellings(taken).find((one) => one.format === format)?.text ?? "";
      const fixed = applyEdits(again, fixAll(judged(again), { rule: RULE }).edits);
      assert.deepEqual(
        readText(fixed).template.keys.map((key) => key.logicalId),
        ["TableKey2"],
      );
    });

    it(`that leaves all to IAM lets the policies that give access to a table decrypt (${format})`, () => {
      const analysis = judged(text, { newKey: { policy: "iam" } });
      const fixed = applyEdits(text, fixAll(analysis, { rule: RULE }).edits);
      assert.equal(fixed.match(/kms:Decrypt/g)?.length, 1);
      assert.doesNotMatch(fixed, /kms:CallerAccount/);
      assert.equal(dependsOn(readText(fixed).declarations, "TableKey", "Orders"), false);
      assert.deepEqual(judged(fixed).findings, []);
    });
  }
});
