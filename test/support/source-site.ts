import { applied } from "../../server/src/dialects/cdk/source-editor/draft.js";
import { Lines } from "../../server/src/core/lines.js";
import { makeSourceEditor } from "../../server/src/dialects/cdk/source-editor/source-editor.js";
import type {
  SourceFix,
  SourceFixes,
  SourcePrices,
  SourceSite,
} from "../../server/src/dialects/cdk/source-editor/source-fix.js";

/** Stands in a source before the place that a finding's trace names. */
export const MARK = "¦";

export const PRICES: SourcePrices = {
  newKeys: "NEW",
  existingKeys: "EXISTING",
  managedKey: "MANAGED",
  otherRegions: ", OTHERS",
  rotation: "ROTATION",
};

const CFN_TYPES: Readonly<Record<string, string>> = {
  "aws_dynamodb.Table": "AWS::DynamoDB::Table",
  "aws_dynamodb.CfnTable": "AWS::DynamoDB::Table",
  "aws_dynamodb.TableV2": "AWS::DynamoDB::GlobalTable",
  "aws_dynamodb.TableV2MultiAccountReplica": "AWS::DynamoDB::GlobalTable",
  "aws_dynamodb.CfnGlobalTable": "AWS::DynamoDB::GlobalTable",
  "aws_sam.CfnSimpleTable": "AWS::Serverless::SimpleTable",
  "aws_dax.CfnCluster": "AWS::DAX::Cluster",
  "aws_kms.Key": "AWS::KMS::Key",
  "aws_kms.CfnKey": "AWS::KMS::Key",
};

/**
 * A finding at the mark of a source. Unless something else is given, it is a table in eu-west-1 with
 * the id Orders that an AWS owned key encrypts.
 *
 * @param kind the construct: `aws_dynamodb.Table`.
 */
export function siteAt(marked: string, kind: string, given: Partial<SourceSite> = {}): SourceSite {
  const at = marked.indexOf(MARK);
  const before = marked.slice(0, at).split(/\r\n|\n/);
  return {
    text: marked.replace(MARK, ""),
    path: "/app/lib/stack.ts",
    position: { line: before.length, column: (before.at(-1) ?? "").length + 1 },
    assignment: null,
    constructId: "Orders",
    constructFqn: `aws-cdk-lib.${kind}`,
    libraryVersion: "2.250.0",
    constructPath: "Shop/Orders",
    cfnType: CFN_TYPES[kind] ?? "",
    rule: "require-customer-managed-key",
    messageId: "awsOwnedByDefault",
    stack: { regionAgnostic: false, region: "eu-west-1" },
    replicaRegions: [],
    resources: ["Orders12345678"],
    accept: "customer-managed",
    ...given,
  };
}

export function fixesAt(site: SourceSite): SourceFixes {
  return makeSourceEditor().sourceFixes(site, PRICES);
}

/** The text with a fix applied. */
export function fixed(site: SourceSite, fix: SourceFix): string {
  return applied(site.text, fix.edits);
}

/** The same finding in the text with a fix applied, as an editor moves it along. */
export function mended(site: SourceSite, fix: SourceFix): SourceSite {
  const { line, column } = site.position;
  const offset = new Lines(site.text).offsetAt({ line: line - 1, character: (column ?? 1) - 1 });
  const before = fix.edits.filter(({ span }) => span.end <= offset);
  const moved = before.reduce((sum, { span, newText }) => sum + newText.length - (span.end - span.start), 0);
  const text = fixed(site, fix);
  const place = new Lines(text).positionAt(offset + moved);
  const position = { line: place.line + 1, column: column === null ? null : place.character + 1 };
  return { ...site, text, position, assignment: null };
}
