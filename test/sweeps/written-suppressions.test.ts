import assert from "node:assert/strict";
import { lint, TODAY } from "../support/linting.js";
import { BLOCK, EVERY_TOOL, optionsOf, written } from "../support/written-suppressions.js";
import type { Analysis } from "../../server/src/service.js";

const SOME_METADATA = `Resources:
  First:
    Type: AWS::SQS::Queue
  Orders:
    Type: AWS::DynamoDB::Table
    Metadata:
      checkov: { skip: [] }
      cfn_nag:
        rules_to_suppress:
          - id: W78
            reason: backups # elsewhere
      guard: { SuppressedRules: [DYNAMODB_PITR_ENABLED] }
  Key:
    Type: AWS::KMS::Key
    Metadata:
      Note: by hand
      cfn-lint: { config: { regions: [eu-west-1] } }
      cdk_nag: { rules_to_suppress: [{ id: AwsSolutions-X, reason: other }] }
`;

const ONE_LINE_JSON =
  '{"Resources":{"Queue":{"Type":"AWS::SQS::Queue"},"Orders":{"Type":"AWS::DynamoDB::Table"},"Key":{"Type":"AWS::KMS::Key","Metadata":{"a":1}}}}';

/** A name, a path, a text, and whether comments can be written at its resources. */
const TEXTS: readonly (readonly [string, string, string, boolean])[] = [
  ["block YAML", "t.yaml", BLOCK, true],
  ["CRLF", "t.yaml", BLOCK.replaceAll("\n", "\r\n"), true],
  ["no final newline", "t.yaml", BLOCK.trimEnd(), true],
  ["metadata and lists that are there", "t.yaml", SOME_METADATA, true],
  [
    "flow maps",
    "t.yaml",
    "Resources:\n  A: {Type: 'AWS::SQS::Queue'}\n  Orders: {Type: AWS::DynamoDB::Table}\n  Key: { Type: AWS::KMS::Key, Metadata: {} }\n",
    true,
  ],
  [
    "one flow map",
    "t.yaml",
    "Resources: {A: {Type: AWS::SQS::Queue}, Orders: {Type: AWS::DynamoDB::Table}, Key: {Type: AWS::KMS::Key}}",
    false,
  ],
  ["one-line JSON", "t.json", ONE_LINE_JSON, false],
  ["JSON", "t.json", JSON.stringify(JSON.parse(ONE_LINE_JSON), null, 1), false],
  [
    "JSON with CRLF",
    "t.json",
    JSON.stringify(JSON.parse(ONE_LINE_JSON), null, 4).replaceAll("\n", "\r\n"),
    false,
  ],
];

const REASONS = ["holds public data", 'it\'s "fine": #1, {really} -- see trivy:ignore:AWS-0024 [x=y]'];

describe("suppressions that are written", () => {
  for (const [name, path, text, hasComments] of TEXTS) {
    it(`set the finding aside in every syntax that is offered: ${name}`, () => {
      const before = lint(path, text);
      const tools = new Set<string>();
      for (const { rule, resource } of before.findings) {
        for (const { syntax, takesDay } of optionsOf(before, rule, resource)) {
          tools.add(syntax);
          for (const reason of REASONS) {
            for (const until of takesDay ? [null, TODAY] : [null]) {
              const after = written(path, text, rule, resource, { syntax, reason, until });
              const found = after.findings.find((one) => one.rule === rule && one.resource === resource);
              const label = `${syntax} for ${rule}:\n${after.source.text}`;
              assert.deepEqual(after.problems, [], label);
              const by = found?.suppressed?.by;
              assert.ok(syntax === "own" ? by === "comment" || by === "metadata" : by === syntax, label);
              assert.equal(found?.suppressed?.until, until, label);
              assert.deepEqual(othersIn(after, rule, resource), othersIn(before, rule, resource), label);
              if (path.endsWith(".json"))
                assert.doesNotThrow(() => void JSON.parse(after.source.text), label);
            }
          }
        }
      }
      assert.deepEqual(
        [...tools].sort(),
        EVERY_TOOL.filter((tool) => hasComments || !isComment(tool)).sort(),
      );
    });
  }
});

function isComment(tool: string): boolean {
  return tool === "kics" || tool === "trivy";
}

/** What is found elsewhere, and isn't KICS's, which sets aside all it finds in a resource. */
function othersIn({ findings }: Analysis, rule: string, resource: string | null): readonly string[] {
  return findings.filter((one) => one.rule !== rule || one.resource !== resource).map((one) => one.message);
}
