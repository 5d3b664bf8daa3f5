import assert from "node:assert/strict";
import { Lines } from "../../server/src/core/lines.js";
import { spanOf } from "../../server/src/core/span.js";
import { displayText } from "../../server/src/core/text.js";
import type { Occurrence } from "../../server/src/dialects/cloudformation/occurrence.js";
import { occurrencesAt, occurrencesIn } from "../../server/src/dialects/cloudformation/occurrences.js";
import { readText } from "../support/read.js";

/*
 * The names of a template as lines of carets under their text: `declares` or `refers to`, the kind,
 * and the name.
 */
const MARKER = /^# *\^+ (declares|refers to) /;

function withoutMarkers(marked: string): string {
  return marked
    .split("\n")
    .filter((line) => !MARKER.test(line))
    .join("\n");
}

function withMarkers(text: string): string {
  const lines = new Lines(text);
  const names = occurrencesIn(readText(text), () => true);
  return text
    .split("\n")
    .flatMap((line, index) => [
      line,
      ...names.filter((one) => lineOf(lines, one) === index).map((one) => drawn(lines, one)),
    ])
    .join("\n");
}

function lineOf(lines: Lines, { at }: Occurrence): number {
  return lines.positionAt(spanOf(at).start).line;
}

function drawn(lines: Lines, { at, kind, role, name }: Occurrence): string {
  const start = lines.positionAt(spanOf(at).start);
  const end = lines.positionAt(spanOf(at).end);
  const last = end.line === start.line ? end.character : lines.lineText(start.line).length;
  const carets = "^".repeat(last - start.character);
  const verb = role === "declaration" ? "declares" : "refers to";
  return `#${" ".repeat(start.character - 1)}${carets} ${verb} ${kind} ${name}`;
}

/** "declares resource Key" for each name, in document order, of a text that can't hold comments. */
function told(text: string): readonly string[] {
  return occurrencesIn(readText(text), () => true).map(({ at, kind, role, name }) => {
    const { start, end } = spanOf(at);
    const verb = role === "declaration" ? "declares" : "refers to";
    return `${verb} ${kind} ${name} at ${text.slice(start, end)}`;
  });
}

const LOCAL = `
Parameters:
  Stage: { Type: String, AllowedValues: [dev] }
# ^^^^^ declares parameter Stage
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
# ^^^^^^ declares condition IsProd
#                       ^^^^^ refers to parameter Stage
  Both: !And [!Condition IsProd, Condition: IsProd]
# ^^^^ declares condition Both
#                        ^^^^^^ refers to condition IsProd
#                                           ^^^^^^ refers to condition IsProd
Mappings:
  Names: { eu-west-1: { Table: orders } }
# ^^^^^ declares mapping Names
Resources:
  Key:
# ^^^ declares resource Key
    Type: AWS::KMS::Key
    DependsOn: [Topic, "Topic"]
#               ^^^^^ refers to resource Topic
#                       ^^^^^ refers to resource Topic
    Condition: IsProd
#              ^^^^^^ refers to condition IsProd
    Properties:
      KeyPolicy: { Statement: { Condition: { StringEquals: { "kms:CallerAccount": "1" } } } }
  "Orders":
#  ^^^^^^ declares resource Orders
    Type: AWS::DynamoDB::Table
    DependsOn: Key
#              ^^^ refers to resource Key
    Properties:
      SSESpecification: !If
        - IsProd
#         ^^^^^^ refers to condition IsProd
        - KMSMasterKeyId: !GetAtt "Key.Arn"
#                                  ^^^ refers to resource Key
        - KMSMasterKeyId: { "Fn::GetAtt": [Key, Arn] }
#                                          ^^^ refers to resource Key
      TableName: !Sub
        - "\${Key}-\${ Key.Arn }-\${Own}-\${!Key}-\${AWS::Region}-\${Stage}"
#            ^^^ refers to resource Key
#                    ^^^ refers to resource Key
#                                                              ^^^^^ refers to parameter Stage
        - Own: !FindInMap [Names, eu-west-1, Table]
#                          ^^^^^ refers to mapping Names
      Tags:
        - Value: !Sub |
            In a block \${Key.Arn}
#                        ^^^ refers to resource Key
            of two lines: \${Stage}
#                           ^^^^^ refers to parameter Stage
        - Value: !Sub "\\u0041\${Key}\\x21"
#                              ^^^ refers to resource Key
        - Value: !Sub "\\u0024{Key}"
#                      ^^^^^^^^^^^ refers to resource Key
        - Value: { Ref: "AWS::StackName" }
        - &shared !Ref Key
#                      ^^^ refers to resource Key
        - *shared
  Topic: { Type: AWS::SNS::Topic }
# ^^^^^ declares resource Topic
Outputs:
  TableArn: { Condition: IsProd, Value: !GetAtt Orders.Arn }
# ^^^^^^^^ declares output TableArn
#                        ^^^^^^ refers to condition IsProd
#                                               ^^^^^^ refers to resource Orders
`;

const SHARED = `
Parameters:
  Stage: { Type: String, AllowedValues: [dev] }
# ^^^^^ declares parameter Stage
  KeyName: { Type: "AWS::SSM::Parameter::Value<String>", Default: /keys/orders }
# ^^^^^^^ declares parameter KeyName
#                                                                 ^^^^^^^^^^^^ refers to ssm-parameter /keys/orders
Resources:
  Alias:
# ^^^^^ declares resource Alias
    Type: AWS::KMS::Alias
    Properties: { AliasName: !Sub "alias/\${Stage}-orders" }
#                                  ^^^^^^^^^^^^^^^^^^^^^ declares alias alias/dev-orders
#                                          ^^^^^ refers to parameter Stage
  Orders:
# ^^^^^^ declares resource Orders
    Type: AWS::DynamoDB::Table
    Properties:
      A: alias/aws/dynamodb
#        ^^^^^^^^^^^^^^^^^^ refers to alias alias/aws/dynamodb
      B: "arn:aws:kms:eu-west-1:111122223333:alias/orders"
#                                            ^^^^^^^^^^^^ refers to alias alias/orders
      C: !Sub arn:\${AWS::Partition}:kms:eu-west-1:\${AWS::AccountId}:alias/\${Stage}-orders
#                                                                   ^^^^^^^^^^^^^^^^^^^^^ refers to alias alias/dev-orders
#                                                                           ^^^^^ refers to parameter Stage
      D: !Join [":", [arn:aws:kms, !Ref "AWS::Region", !Ref "AWS::AccountId", alias/orders]]
#                                                                             ^^^^^^^^^^^^ refers to alias alias/orders
      E: see alias/orders or alias/*
      F: "{{resolve:ssm:/keys/orders:1}}"
#                       ^^^^^^^^^^^^ refers to ssm-parameter /keys/orders
      G: !Sub "{{resolve:ssm:/keys/\${Stage}/orders}}"
#                            ^^^^^^^^^^^^^^^^^^^^^ refers to ssm-parameter /keys/dev/orders
#                                    ^^^^^ refers to parameter Stage
      H: !ImportValue "orders-key"
#                      ^^^^^^^^^^ refers to export orders-key
      I: !ImportValue { "Fn::Sub": "\${Network}-key" }
#                                   ^^^^^^^^^^^^^^ refers to export \${Network}-key
#                                     ^^^^^^^ refers to resource Network
      J: !GetStackOutput { StackName: network, OutputName: KeyArn }
#                                                          ^^^^^^ refers to stack-output KeyArn
  Child:
# ^^^^^ declares resource Child
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: "./child.yaml"
#                   ^^^^^^^^^^^^ refers to nested-template ./child.yaml
      Parameters:
        KeyArn: !GetAtt Other.Outputs.KeyArn
#       ^^^^^^ refers to nested-parameter KeyArn
#                       ^^^^^ refers to resource Other
#                                     ^^^^^^ refers to nested-output KeyArn
        Name: !Sub "\${Other.Outputs.Name}-\${Other.Outputs}"
#       ^^^^ refers to nested-parameter Name
#                     ^^^^^ refers to resource Other
#                                   ^^^^ refers to nested-output Name
#                                           ^^^^^ refers to resource Other
        Id: !GetAtt [Other, Outputs.Id]
#       ^^ refers to nested-parameter Id
#                    ^^^^^ refers to resource Other
#                                   ^^ refers to nested-output Id
  Other:
# ^^^^^ declares resource Other
    Type: AWS::Serverless::Application
    Properties: { Location: other.yaml }
#                           ^^^^^^^^^^ refers to nested-template other.yaml
  Setting:
# ^^^^^^^ declares resource Setting
    Type: AWS::SSM::Parameter
    Properties: { Name: /keys/orders, Value: !Ref Alias }
#                       ^^^^^^^^^^^^ declares ssm-parameter /keys/orders
#                                                 ^^^^^ refers to resource Alias
Outputs:
  KeyArn:
# ^^^^^^ declares output KeyArn
    Value: !Ref Alias
#               ^^^^^ refers to resource Alias
    Export: { Name: !Sub "\${AWS::StackName}-KeyArn" }
#                         ^^^^^^^^^^^^^^^^^^^^^^^^ declares export \${AWS::StackName}-KeyArn
`;

const LOOPS = `
Transform: AWS::LanguageExtensions
Parameters:
  Names: { Type: CommaDelimitedList, Default: "A,B" }
# ^^^^^ declares parameter Names
Resources:
  Fn::ForEach::Tables:
    - Name
    - !Ref Names
#          ^^^^^ refers to parameter Names
    - "Table\${Name}":
#      ^^^^^^^^^^^^ declares resource TableA
#      ^^^^^^^^^^^^ declares resource TableB
        Type: AWS::DynamoDB::Table
        Properties:
          TableName: !Sub "x-\${Name}-\${Key}"
#                                      ^^^ refers to resource Key
          Arn: !GetAtt "Table\${Name}.Arn"
#                       ^^^^^^^^^^^^^^^^ refers to resource TableA
#                       ^^^^^^^^^^^^^^^^ refers to resource TableB
          Fn::ForEach::Tags: [Tag, [x], { "\${Tag}": !Ref Tag }]
  Key: { Type: AWS::KMS::Key }
# ^^^ declares resource Key
Outputs:
  Fn::ForEach::Arns:
    - Name
    - !Ref Names
#          ^^^^^ refers to parameter Names
    - "Arn\${Name}": { Value: !Ref Name }
`;

const SERVERLESS = `
service: orders
provider:
  name: aws
  environment:
    TABLE: !Ref Orders
#               ^^^^^^ refers to resource Orders
    KEY: \${self:custom.key}
functions:
  read: { handler: a.b, environment: { KEY: !GetAtt Key.Arn } }
#                                                   ^^^ refers to resource Key
resources:
  - Resources:
      Orders:
#     ^^^^^^ declares resource Orders
        Type: AWS::DynamoDB::Table
        Properties: { TableName: !Sub "\${self:service}-\${Key}" }
#                                                        ^^^ refers to resource Key
  - Resources:
      Key: { Type: AWS::KMS::Key }
#     ^^^ declares resource Key
`;

describe("the names in a template", () => {
  for (const [subject, marked] of [
    ["parameters, conditions, mappings, resources and outputs", LOCAL],
    ["what other templates know: exports, aliases, nested stacks, SSM parameters", SHARED],
    ["what loops make, by each of its names, and no loop variables", LOOPS],
    ["those of a Serverless Framework file, outside of its resources, too", SERVERLESS],
  ] as const) {
    it(`are found with their exact places: ${subject}`, () => {
      const text = withoutMarkers(marked);
      assert.equal(withMarkers(text), marked);
    });
  }

  it("are the same in JSON", () => {
    const text = `{
      "Conditions": { "IsProd": { "Fn::Equals": [{ "Ref": "AWS::Region" }, "x"] } },
      "Resources": {
        "Key": { "Type": "AWS::KMS::Key", "DependsOn": "Alias" },
        "Alias": { "Type": "AWS::KMS::Alias", "Properties": { "AliasName": "alias/orders" } },
        "Orders": {
          "Type": "AWS::DynamoDB::Table",
          "Condition": "IsProd",
          "Properties": { "A": { "Fn::GetAtt": ["Key", "Arn"] }, "B": { "Fn::Sub": "\\"\${Key.Arn}\\"" }, "C": "alias/orders" }
        }
      },
      "Outputs": { "KeyArn": { "Value": { "Ref": "Key" }, "Export": { "Name": "key-arn" } } }
    }`;
    assert.deepEqual(told(text), [
      "declares condition IsProd at IsProd",
      "declares resource Key at Key",
      "refers to resource Alias at Alias",
      "declares resource Alias at Alias",
      "declares alias alias/orders at alias/orders",
      "declares resource Orders at Orders",
      "refers to condition IsProd at IsProd",
      "refers to resource Key at Key",
      "refers to resource Key at Key",
      "refers to alias alias/orders at alias/orders",
      "declares output KeyArn at KeyArn",
      "refers to resource Key at Key",
      "declares export key-arn at key-arn",
    ]);
  });

  it("have a text for each case where they depend on conditions or parameters", () => {
    const text = `Conditions: { IsProd: !Equals [!Ref AWS::Region, eu-west-1] }
Resources: { Key: { Type: AWS::KMS::Key } }
Outputs:
  KeyArn: { Value: !Ref Key, Export: { Name: !If [IsProd, prod-key, !Sub "\${Stack}-key"] } }
`;
    const exported = occurrencesIn(readText(text), () => true).find(({ kind }) => kind === "export");
    assert.ok(exported?.kind === "export");
    assert.deepEqual(exported.texts.map(displayText), ["prod-key", "${Stack}-key"]);
  });

  it("are looked for only in the entries whose text the filter takes", () => {
    const plain =
      "Resources:\n  Key: { Type: AWS::KMS::Key }\n  Topic: { Type: AWS::SNS::Topic, X: !Ref Key }\n";
    const found = occurrencesIn(readText(plain), (text) => text.includes("SNS"));
    assert.deepEqual(
      found.map(({ role, name }) => `${role} ${name}`),
      ["declaration Topic", "reference Key"],
    );
  });

  it("don't make broken text fail", () => {
    for (const value of [
      "!Ref",
      "!GetAtt",
      "!GetAtt []",
      "!Sub",
      "!Sub [",
      "!If x",
      "!FindInMap",
      "!ImportValue",
    ]) {
      const text = `Resources:\n  Orders:\n    Type: AWS::DynamoDB::Table\n    DependsOn:\n    A: ${value}\n`;
      const names = occurrencesIn(readText(text), () => true);
      assert.equal(names[0]?.name, "Orders", value);
    }
  });
});

describe("the name under a cursor", () => {
  const shared = withoutMarkers(SHARED);
  const local = withoutMarkers(LOCAL);
  for (const [text, before, after, expected] of [
    [local, "!Ge", 'tAtt "Key.Arn"', "resource Key"],
    [local, '!GetAtt "Key.A', 'rn"', "resource Key"],
    [local, "${Key}-$", "{ Key.Arn }", "resource Key"],
    [local, "${ Key.Arn", " }", "resource Key"],
    [local, "- ", "*shared", "resource Key"],
    [local, "Type: AWS", "::KMS::Key", null],
    [shared, "!Import", 'Value "orders-key"', "export orders-key"],
    [shared, '"Fn::Sub": "${Net', "work}-key", "resource Network"],
    [shared, '"Fn::Sub": "${Network}-k', "ey", "export ${Network}-key"],
    [shared, "Other.Out", "puts.KeyArn", "nested-output KeyArn"],
    [shared, "!GetAtt Oth", "er.Outputs.KeyArn", "resource Other"],
    [shared, "kms:eu-west-1:111122223333:al", "ias/orders", "alias alias/orders"],
    [shared, 'B: "arn:aws:k', "ms:", "alias alias/orders"],
  ] as const) {
    it(`is ${expected ?? "none"} at ${before}|${after}`, () => {
      const offset = text.indexOf(before + after) + before.length;
      assert.ok(offset >= before.length);
      const [name, ...more] = occurrencesAt(readText(text), offset);
      assert.equal(name === undefined ? null : `${name.kind} ${name.name}`, expected);
      assert.deepEqual(more, []);
    });
  }

  it("is that of all resources which a loop makes of one text", () => {
    const text = withoutMarkers(LOOPS);
    const names = occurrencesAt(readText(text), text.indexOf("Table${Name}"));
    assert.deepEqual(
      names.map(({ name }) => name),
      ["TableA", "TableB"],
    );
  });
});
