import assert from "node:assert/strict";
import { resourceChanges } from "../server/src/resource-changes.js";

const BEFORE = `Resources:
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      TableName: !Sub "\${Stage}-orders"
      Tags:
        - { Key: a, Value: "1" }
        - { Key: b, Value: "2" }
  Key:
    Type: AWS::KMS::Key
`;

describe("a resource, from one version of its template to the next", () => {
  const same: readonly [string, string][] = [
    ["another indentation", BEFORE.replace(/^ +/gm, (spaces) => spaces.repeat(2))],
    ["comments and blank lines", BEFORE.replace("    Properties:", "    # Why\n\n    Properties: # what")],
    ["another order of properties", BEFORE.replace('{ Key: a, Value: "1" }', "{ Value: '1', Key: a }")],
    [
      "the long form of a function",
      BEFORE.replace('!Sub "${Stage}-orders"', '{ "Fn::Sub": "${Stage}-orders" }'),
    ],
    ["other line ends", BEFORE.replaceAll("\n", "\r\n")],
    ["another resource that changes", BEFORE.replace("KMS::Key", "KMS::Alias")],
    [
      "JSON in place of YAML",
      JSON.stringify({
        Resources: {
          Key: {},
          Orders: {
            Type: "AWS::DynamoDB::Table",
            Properties: {
              TableName: { "Fn::Sub": "${Stage}-orders" },
              Tags: [
                { Key: "a", Value: "1" },
                { Key: "b", Value: "2" },
              ],
            },
          },
        },
      }),
    ],
  ];
  for (const [title, after] of same) {
    it(`is the same with ${title}`, () => {
      const changed = resourceChanges({ path: "a.yaml", text: BEFORE }, { path: "a.yaml", text: after });
      assert.equal(changed("Orders"), false);
    });
  }

  const different: readonly [string, string][] = [
    ["another value", BEFORE.replace("-orders", "-sales")],
    ["another order of a list", BEFORE.replace(/( +- .*\n)( +- .*\n)/, "$2$1")],
    ["a number in place of a string", BEFORE.replace('"1"', "1")],
    ["a property more", BEFORE.replace("    Properties:", "    DeletionPolicy: Retain\n    Properties:")],
    ["a text that can't be read", BEFORE.replace("- { Key: a", "- { Key: [")],
    ["another name", BEFORE.replace("Orders", "Sales")],
  ];
  for (const [title, after] of different) {
    it(`has changed with ${title}`, () => {
      const changed = resourceChanges({ path: "a.yaml", text: BEFORE }, { path: "a.yaml", text: after });
      assert.equal(changed("Orders"), true);
    });
  }

  it("has changed where it is new, and not where it has never been", () => {
    const changed = resourceChanges({ path: "a.yaml", text: "jobs: {}" }, { path: "a.yaml", text: BEFORE });
    assert.deepEqual([changed("Orders"), changed("Absent")], [true, false]);
  });

  it("is found below the Serverless Framework's resources", () => {
    const below = (name: string): string =>
      `service: shop\nprovider:\n  name: aws\nresources:\n  Resources:\n    Orders:\n      Type: AWS::DynamoDB::Table\n      Properties:\n        TableName: ${name}\n`;
    const from = { path: "serverless.yml", text: below("a") };
    assert.equal(resourceChanges(from, { path: "serverless.yml", text: below("b") })("Orders"), true);
    assert.equal(resourceChanges(from, { path: "serverless.yml", text: `\n${below("a")}` })("Orders"), false);
  });
});
