import assert from "node:assert/strict";
import {
  definitionAt,
  highlightsAt,
  navigable,
  referencesAt,
  symbolsIn,
  symbolsMatching,
  templatesAmong,
  type NavigableTemplate,
  type OtherTemplates,
  type Target,
  type TemplateSymbol,
} from "../../server/src/navigation.js";
import { Lines } from "../../server/src/core/lines.js";
import { spanOf } from "../../server/src/core/span.js";
import { readText } from "../support/read.js";

const KEYS = `Parameters:
  Stage: { Type: String }
Resources:
  Key: { Type: AWS::KMS::Key }
  Alias:
    Type: AWS::KMS::Alias
    Properties: { AliasName: !Sub "alias/\${Stage}-orders", TargetKeyId: !Ref Key }
  Setting:
    Type: AWS::SSM::Parameter
    Properties: { Name: /keys/orders, Value: !GetAtt Key.Arn }
Outputs:
  KeyArn: { Value: !GetAtt Key.Arn, Export: { Name: !Sub "\${Stage}-key-arn" } }
  AliasName: { Value: !Ref Alias, Export: { Name: !Sub "\${AWS::StackName}-alias" } }
`;

const TABLES = `Parameters:
  Stage: { Type: String }
  Network: { Type: String }
  KeyArn: { Type: String }
  Setting: { Type: "AWS::SSM::Parameter::Value<String>", Default: /keys/orders }
Resources:
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      A: !ImportValue { "Fn::Sub": "\${Stage}-key-arn" }
      B: !ImportValue { "Fn::Sub": "\${Network}-alias" }
      C: !Sub "arn:aws:kms:eu-west-1:111122223333:alias/\${Stage}-orders"
      D: "{{resolve:ssm:/keys/orders}}"
      E: !GetStackOutput { StackName: keys, OutputName: KeyArn }
      F: !Ref KeyArn
      G: !ImportValue nowhere
`;

const APP = `Resources:
  Keys:
    Type: AWS::CloudFormation::Stack
    Properties: { TemplateURL: ./keys.yaml, Parameters: { Stage: prod } }
  Tables:
    Type: AWS::Serverless::Application
    Properties:
      Location: tables.yaml
      Parameters: { KeyArn: !GetAtt Keys.Outputs.KeyArn, Stage: !Ref "AWS::StackName" }
  More:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: tables.yaml
      Parameters: { KeyArn: x }
  Elsewhere:
    Type: AWS::CloudFormation::Stack
    Properties: { TemplateURL: "https://s3.amazonaws.com/bucket/keys.yaml", Parameters: { Stage: x } }
`;

const WORKSPACE: readonly NavigableTemplate[] = [
  navigable("app/app.yaml", readText(APP)),
  navigable("app/keys.yaml", readText(KEYS)),
  navigable("app/tables.yaml", readText(TABLES)),
];

function at(file: string, cursor: string): { readonly template: NavigableTemplate; readonly offset: number } {
  const template = WORKSPACE.find(({ path }) => path === `app/${file}`);
  assert.ok(template !== undefined);
  const [before = "", after = ""] = cursor.split("|");
  const index = template.outline.text.indexOf(before + after);
  assert.ok(index >= 0, cursor);
  return { template, offset: index + before.length };
}

/** "keys.yaml:12 KeyArn" */
function told({ path, text, span }: Target): string {
  const { line } = new Lines(text).positionAt(span.start);
  return `${path.replace("app/", "")}:${line + 1} ${text.slice(span.start, span.end)}`;
}

function definitions(file: string, cursor: string, others = templatesAmong(WORKSPACE)): readonly string[] {
  const { template, offset } = at(file, cursor);
  return definitionAt(template, offset, others)?.targets.map(told) ?? [];
}

function references(file: string, cursor: string, declarations = false): readonly string[] {
  const { template, offset } = at(file, cursor);
  return referencesAt(template, offset, templatesAmong(WORKSPACE), { declarations }).map(told);
}

describe("the definition of a name", () => {
  for (const [subject, file, cursor, expected] of [
    ["a resource of the same template", "keys.yaml", "TargetKeyId: !Ref |Key", ["keys.yaml:4 Key"]],
    ["a parameter of the same template", "tables.yaml", "F: !Ref |KeyArn", ["tables.yaml:4 KeyArn"]],
    ["a declaration, which is its own", "keys.yaml", "  |Key:", ["keys.yaml:4 Key"]],
    [
      "an import, by the text of its name",
      "tables.yaml",
      '"${Stage}-key|-arn',
      ["keys.yaml:12 ${Stage}-key-arn"],
    ],
    [
      "an import, by what follows the name of the stack",
      "tables.yaml",
      "${Network}-|alias",
      ["keys.yaml:13 ${AWS::StackName}-alias"],
    ],
    ["an alias", "tables.yaml", "111122223333:al|ias", ["keys.yaml:7 alias/${Stage}-orders"]],
    ["a reference to SSM", "tables.yaml", "{{resolve:ssm:/keys|", ["keys.yaml:10 /keys/orders"]],
    ["the default of an SSM parameter", "tables.yaml", "Default: |/keys", ["keys.yaml:10 /keys/orders"]],
    ["an output of a stack", "tables.yaml", "OutputName: |KeyArn", ["keys.yaml:12 KeyArn"]],
    ["an output of a nested stack", "app.yaml", "Outputs.|KeyArn", ["keys.yaml:12 KeyArn"]],
    ["a nested stack's parameter", "app.yaml", "Parameters: { |KeyArn: !", ["tables.yaml:4 KeyArn"]],
    ["a nested stack's template", "app.yaml", "Location: |tables", ["tables.yaml:1 "]],
    ["an import that nothing exports", "tables.yaml", "!ImportValue |nowhere", []],
    ["a template that is no local file", "app.yaml", 'TemplateURL: "|https', []],
    ["text that is no name", "tables.yaml", "Type: AWS::|DynamoDB", []],
  ] as const) {
    it(`is found for ${subject}`, () => {
      assert.deepEqual(definitions(file, cursor), expected);
    });
  }

  it("is the output of the stack of that name, where its template is known", () => {
    const known = (path: string): OtherTemplates => ({
      ...templatesAmong(WORKSPACE),
      stacksNamed: (name) => (name === "keys" ? [path] : []),
    });
    const cursor = "OutputName: |KeyArn";
    assert.deepEqual(definitions("tables.yaml", cursor, known("app/keys.yaml")), ["keys.yaml:12 KeyArn"]);
    assert.deepEqual(definitions("tables.yaml", cursor, known("app/other.yaml")), []);
  });

  it("names the text that leads to it, and the whole entry it is in", () => {
    const { template, offset } = at("keys.yaml", "!GetAtt Key.A|rn, Export");
    const definition = definitionAt(template, offset, templatesAmong([]));
    const [target] = definition?.targets ?? [];
    assert.ok(definition && target);
    assert.equal(KEYS.slice(definition.origin.start, definition.origin.end), "!GetAtt Key.Arn");
    assert.equal(KEYS.slice(target.entry.start, target.entry.end), "Key: { Type: AWS::KMS::Key }");
  });
});

describe("the references to a name", () => {
  for (const [subject, file, cursor, expected] of [
    ["a key", "keys.yaml", "|Key: { Type", ["keys.yaml:7 Key", "keys.yaml:10 Key", "keys.yaml:12 Key"]],
    [
      "an alias by its resource: by the template, and by its name",
      "keys.yaml",
      "|Alias:",
      ["keys.yaml:13 Alias", "tables.yaml:12 alias/${Stage}-orders"],
    ],
    [
      "an output: by a parent, by stack and by the export",
      "keys.yaml",
      "|KeyArn:",
      ["app.yaml:9 KeyArn", "tables.yaml:10 ${Stage}-key-arn", "tables.yaml:14 KeyArn"],
    ],
    ["an export", "keys.yaml", "StackName}-|alias", ["tables.yaml:11 ${Network}-alias"]],
    [
      "a parameter: by the template and by its parents",
      "tables.yaml",
      "|KeyArn: { Type",
      ["tables.yaml:15 KeyArn", "app.yaml:9 KeyArn", "app.yaml:14 KeyArn"],
    ],
    [
      "what is referred to at the cursor",
      "app.yaml",
      "Parameters: { |KeyArn: x",
      ["app.yaml:9 KeyArn", "app.yaml:14 KeyArn", "tables.yaml:15 KeyArn"],
    ],
    [
      "an SSM parameter",
      "keys.yaml",
      "Name: |/keys",
      ["tables.yaml:5 /keys/orders", "tables.yaml:13 /keys/orders"],
    ],
    [
      "a nested template",
      "app.yaml",
      "Location: |tables",
      ["app.yaml:8 tables.yaml", "app.yaml:13 tables.yaml"],
    ],
    ["an import that nothing exports", "tables.yaml", "!ImportValue |nowhere", ["tables.yaml:16 nowhere"]],
    ["text that is no name", "keys.yaml", "Type: |String", []],
  ] as const) {
    it(`are found for ${subject}`, () => {
      assert.deepEqual(references(file, cursor), expected);
    });
  }

  it("have the declaration among them where it is asked for", () => {
    assert.deepEqual(references("tables.yaml", "Default: |/keys", true), [
      "tables.yaml:5 /keys/orders",
      "tables.yaml:13 /keys/orders",
      "keys.yaml:10 /keys/orders",
    ]);
  });

  it("aren't found by names that hold what only one stack or template has", () => {
    const text = `Resources:
  Key: { Type: AWS::KMS::Key }
Outputs:
  A: { Value: x, Export: { Name: !Sub "\${Key}-arn" } }
  B: { Value: !ImportValue { "Fn::Sub": "\${Key}-arn" } }
`;
    const one = navigable("one.yaml", readText(text));
    const others = templatesAmong([navigable("two.yaml", readText(text))]);
    const found = referencesAt(one, text.indexOf("}-arn"), others, { declarations: true });
    assert.deepEqual(found.map(told), ["one.yaml:2 Key", "one.yaml:4 Key", "one.yaml:5 Key"]);
    const exports = referencesAt(one, text.indexOf("-arn"), others, { declarations: true });
    assert.deepEqual(exports.map(told), ["one.yaml:4 ${Key}-arn", "one.yaml:5 ${Key}-arn"]);
  });
});

describe("the highlights of a name", () => {
  it("are its places in the document, each told as declaration or reference", () => {
    const { template, offset } = at("keys.yaml", "!Ref |Key");
    assert.deepEqual(
      highlightsAt(template, offset).map(
        ({ span, role }) => `${role} ${KEYS.slice(span.start - 4, span.end)}`,
      ),
      ["declaration :\n  Key", "reference Ref Key", "reference Att Key", "reference Att Key"],
    );
  });

  it("are none on text that is no name", () => {
    const { template, offset } = at("keys.yaml", "Type: |String");
    assert.deepEqual(highlightsAt(template, offset), []);
  });
});

describe("the symbols of a template", () => {
  const text = `Resources:
  Orders:
    Type: AWS::DynamoDB::GlobalTable
    Properties:
      Replicas:
        - Region: eu-west-1
        - { Region: !Ref "AWS::Region" }
  Topic: { Type: AWS::SNS::Topic }
  Key: { Type: AWS::KMS::Key }
  Alias: { Type: AWS::KMS::Alias }
  Cache: { Type: AWS::DAX::Cluster }
  Stream: { Type: AWS::Kinesis::Stream }
  Vault: { Type: AWS::Backup::BackupVault }
  Fn::ForEach::Tables:
    - Name
    - [A, B]
    - "Table\${Name}": { Type: AWS::DynamoDB::Table }
`;
  const told = ({ kind, name, detail, children }: TemplateSymbol): string =>
    `${kind} ${name} ${detail}${children.map((child) => `, ${child.kind} ${child.name}`).join("")}`;

  it("are its tables with their replicas, keys, aliases, clusters, streams and vaults", () => {
    assert.deepEqual(symbolsIn(readText(text)).map(told), [
      "table Orders AWS::DynamoDB::GlobalTable, replica eu-west-1, replica AWS::Region",
      "key Key AWS::KMS::Key",
      "alias Alias AWS::KMS::Alias",
      "cluster Cache AWS::DAX::Cluster",
      "stream Stream AWS::Kinesis::Stream",
      "vault Vault AWS::Backup::BackupVault",
      "table TableA AWS::DynamoDB::Table",
      "table TableB AWS::DynamoDB::Table",
    ]);
  });

  it("enclose their names and their children", () => {
    const check = ({ at: outer, nameAt, children }: TemplateSymbol): void => {
      for (const inner of [nameAt, ...children.map((child) => child.at)]) {
        assert.ok(spanOf(outer).start <= spanOf(inner).start && spanOf(inner).end <= spanOf(outer).end);
      }
      children.forEach(check);
    };
    symbolsIn(readText(text)).forEach(check);
  });

  for (const [query, expected] of [
    ["", ["Key", "Alias", "Orders"]],
    ["ord", ["Orders"]],
    ["KY", ["Key"]],
    ["als", ["Alias"]],
    ["none", []],
  ] as const) {
    it(`are found in the workspace by '${query}'`, () => {
      const found = symbolsMatching(query, templatesAmong(WORKSPACE));
      assert.deepEqual(
        found.map(({ symbol }) => symbol.name),
        expected,
      );
    });
  }

  it("say in which file they are", () => {
    const [found] = symbolsMatching("orders", templatesAmong(WORKSPACE));
    assert.deepEqual([found?.container, found?.target.path], ["tables.yaml", "app/tables.yaml"]);
  });
});
