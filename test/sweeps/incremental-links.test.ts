import assert from "node:assert/strict";
import fc from "fast-check";
import { analyse, parseSettings, TemplateWorkspace, type Analysis } from "../../server/src/service.js";
import { TODAY } from "../support/linting.js";

const { settings } = parseSettings();

const DOCUMENTS = ["a.yaml", "b.yaml", "c.yaml", "d.yaml"];
const FRAGMENT = "sse.yaml";
const SAMCONFIG = "samconfig.toml";

/** What stands in one section of a template, by the section's name. */
type Piece = readonly [section: string, text: string];

/** A document's new text, or null for a document that goes. */
interface Edit {
  readonly path: string;
  readonly text: string | null;
}

const documents = fc.constantFrom(...DOCUMENTS);
const flag = fc.boolean();
const name = fc.constantFrom("X", "${Env}-X", "${AWS::StackName}-X");
const source = fc.constantFrom(
  "!GetAtt Key.Arn",
  "!Ref Arn",
  "!ImportValue X",
  "!Sub '${Env}'",
  "!GetAtt Stack.Outputs.Arn",
  "!If [IsProd, !GetAtt Key.Arn, alias/aws/dynamodb]",
  "!GetStackOutput { StackName: one, OutputName: Arn }",
  "'{{resolve:ssm:/x}}'",
  "alias/x",
);

const piece: fc.Arbitrary<Piece> = fc.oneof(
  flag.map((given): Piece => ["Parameters", `  Env: { Type: String${given ? ", Default: prod" : ""} }`]),
  flag.map((given): Piece => ["Parameters", `  Arn: { Type: String${given ? ", Default: alias/z" : ""} }`]),
  fc
    .constantFrom("prod", "dev")
    .map((value): Piece => ["Conditions", `  IsProd: !Equals [!Ref Env, ${value}]`]),
  flag.map((enabled): Piece => [
    "Resources",
    `  Key: { Type: AWS::KMS::Key, Properties: { Enabled: ${enabled} } }`,
  ]),
  source.map((target): Piece => [
    "Resources",
    `  Alias: { Type: AWS::KMS::Alias, Properties: { AliasName: alias/x, TargetKeyId: ${target} } }`,
  ]),
  source.map((value): Piece => [
    "Resources",
    `  Parameter: { Type: AWS::SSM::Parameter, Properties: { Name: /x, Type: String, Value: ${value} } }`,
  ]),
  fc
    .record({ child: documents, env: fc.constantFrom("prod", "!Ref Env"), arn: source })
    .map(({ child, env, arn }): Piece => [
      "Resources",
      `  Stack: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: ${child}, Parameters: { Env: ${env}, Arn: ${arn} } } }`,
    ]),
  source.map((value): Piece => ["Outputs", `  Arn: { Value: ${value} }`]),
  fc
    .record({ name, value: source, isProd: flag })
    .map(({ name: exported, value, isProd }): Piece => [
      "Outputs",
      `  Exported: { ${isProd ? "Condition: IsProd, " : ""}Value: ${value}, Export: { Name: !Sub '${exported}' } }`,
    ]),
  source.map((key): Piece => [
    "Resources",
    `  Table: { Type: AWS::DynamoDB::Table, Properties: { SSESpecification: { SSEEnabled: true, SSEType: KMS, KMSMasterKeyId: ${key} } } }`,
  ]),
  name.map((imported): Piece => [
    "Resources",
    `  Other: { Type: AWS::DynamoDB::Table, Properties: { SSESpecification: { SSEEnabled: true, SSEType: KMS, KMSMasterKeyId: !ImportValue { 'Fn::Sub': '${imported}' } } } }`,
  ]),
  fc.constant<Piece>([
    "Resources",
    `  Included: { Type: AWS::DynamoDB::Table, Properties: { SSESpecification: { 'Fn::Transform': { Name: AWS::Include, Parameters: { Location: ${FRAGMENT} } } } } }`,
  ]),
  fc.constant<Piece>([
    "Outputs",
    `  'Fn::Transform': { Name: AWS::Include, Parameters: { Location: ${FRAGMENT} } }`,
  ]),
);

const template = fc.array(piece, { minLength: 1, maxLength: 9 }).map((pieces) =>
  ["Parameters", "Conditions", "Resources", "Outputs"]
    .flatMap((section) => {
      const lines = pieces.flatMap(([where, text]) => (where === section ? [text] : []));
      const first = new Map(lines.map((line) => [line.slice(0, line.indexOf(":")), line]));
      return first.size === 0 ? [] : [`${section}:\n${[...first.values()].join("\n")}\n`];
    })
    .join(""),
);

const fragment = fc.constantFrom(
  "SSEEnabled: true\nSSEType: KMS\nKMSMasterKeyId: alias/x\n",
  "SSEEnabled: false\n",
  "Arn: { Value: alias/aws/dynamodb }\n",
  "Arn: { Value: !GetAtt Key.Arn }\n",
);

const deployment = fc
  .record({ path: documents, other: documents, env: fc.constantFrom("prod", "dev") })
  .map(({ path, other, env }) =>
    [
      "version = 0.1",
      "[default.deploy.parameters]",
      `template_file = "${path}"`,
      'stack_name = "one"',
      `parameter_overrides = "Env=${env}"`,
      "[two.deploy.parameters]",
      `template_file = "${other}"`,
      'stack_name = "two"',
    ].join("\n"),
  );

const edit: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ path: documents, text: template }) },
  { weight: 1, arbitrary: fc.record({ path: documents, text: fc.constant(null) }) },
  { weight: 1, arbitrary: fragment.map((text) => ({ path: FRAGMENT, text })) },
  { weight: 1, arbitrary: deployment.map((text) => ({ path: SAMCONFIG, text })) },
);

/** A workspace as an editor keeps it: what an edit touches is judged again, and nothing else. */
class Edited {
  readonly texts = new Map<string, string>();
  readonly workspace = new TemplateWorkspace();
  readonly told = new Map<string, string>();

  change({ path, text }: Edit): void {
    if (text === null) this.texts.delete(path);
    else this.texts.set(path, text);
    const affected = new Set(this.put(path, text));
    for (let last = "", next = this.wanted(); next !== last; last = next, next = this.wanted()) {
      for (const wanted of this.workspace.wanted()) {
        const found = this.texts.get(wanted);
        if (found !== undefined) this.workspace.putWanted(wanted, found).forEach((one) => affected.add(one));
      }
    }
    this.workspace.deploy(settings, [""]).forEach((one) => affected.add(one));
    if (text === null) this.told.delete(path);
    for (const one of [path, ...affected]) {
      const now = this.texts.get(one);
      if (now !== undefined && DOCUMENTS.includes(one)) this.told.set(one, told(this.judge(one, now)));
    }
  }

  judge(path: string, text: string): Analysis {
    return analyse({ path, text }, { settings, today: TODAY, workspace: this.workspace });
  }

  private put(path: string, text: string | null): ReadonlySet<string> {
    if (path === FRAGMENT) return this.workspace.putWanted(path, text);
    if (path !== SAMCONFIG) return this.workspace.put(path, text);
    this.workspace.putDeploymentFile(path, text);
    return new Set();
  }

  private wanted(): string {
    return [...this.workspace.wanted()].join(" ");
  }
}

/** What an analysis says, without the places in other documents: text that isn't asked for may move those. */
function told({ tables, keys, findings, failures }: Analysis): string {
  const said = findings.map(({ rule, message, span, related }) => ({
    rule,
    message,
    span,
    related: related.map(({ path, message: what }) => ({ path, what })),
  }));
  return JSON.stringify({ tables, keys, said, failures }, null, 1);
}

describe("a workspace that is edited", () => {
  it("comes to what a new one with the same texts does, and says which documents have to be judged again", () => {
    fc.assert(
      fc.property(fc.array(edit, { minLength: 2, maxLength: 12 }), (edits) => {
        const edited = new Edited();
        for (const one of edits) edited.change(one);
        const fresh = new Edited();
        for (const [path, text] of edited.texts) fresh.change({ path, text });
        for (const path of DOCUMENTS) {
          const text = edited.texts.get(path);
          const expected = text === undefined ? undefined : told(fresh.judge(path, text));
          assert.equal(edited.told.get(path), expected, `${path} after ${JSON.stringify(edits, null, 1)}`);
        }
      }),
      { seed: 4, numRuns: 20 },
    );
  });
});
