import { textOf, valueOf, walk, type ListNode, type Node } from "../../core/node.js";
import { PlainCall, type Plain, type PlainMap } from "../../core/plain.js";
import type { Scope } from "./scope.js";
import { subPieces } from "./strings.js";

/** A list in an IAM policy to which a statement can be added for those who use a table. */
export interface PolicyList {
  readonly list: ListNode;
  /** `statements` of a policy document, or the `policies` of a SAM function. */
  readonly holds: "statements" | "policies";
}

const POLICY_TYPES = new Set([
  "AWS::IAM::Role",
  "AWS::IAM::Policy",
  "AWS::IAM::ManagedPolicy",
  "AWS::IAM::RolePolicy",
  "AWS::IAM::User",
  "AWS::IAM::Group",
]);
const SAM_TYPES = new Set(["AWS::Serverless::Function", "AWS::Serverless::StateMachine"]);

/**
 * The lists of statements (or of SAM policies) in this template that give somebody access to the
 * table. Policies that aren't written out here can't be seen.
 */
export function policyListsFor(scope: Scope, tableId: string): readonly PolicyList[] {
  const found: PolicyList[] = [];
  for (const declared of scope.declarations.sections.Resources.values()) {
    if (!declared.text().includes(tableId)) continue;
    const type = scope.resourceType(declared.key) ?? "";
    const properties = valueOf(declared.read().value, "Properties");
    if (properties === undefined || declared.read().broken) continue;
    if (SAM_TYPES.has(type)) {
      const policies = valueOf(properties, "Policies");
      if (policies?.kind === "list" && refersTo(policies, tableId))
        found.push({ list: policies, holds: "policies" });
    } else if (POLICY_TYPES.has(type)) {
      found.push(...statementLists(properties, tableId));
    }
  }
  return found;
}

/** What a role needs to read and write a table under a customer managed key. */
export function decryptStatement(keyArn: Plain): PlainMap {
  return {
    Effect: "Allow",
    Action: "kms:Decrypt",
    Resource: keyArn,
    Condition: { StringLike: { "kms:ViaService": "dynamodb.*.amazonaws.com" } },
  };
}

/** The ARN of a key that the template declares. */
export function arnOf(keyId: string): Plain {
  return new PlainCall("Fn::GetAtt", [keyId, "Arn"]);
}

function statementLists(properties: Node, tableId: string): readonly PolicyList[] {
  const found: PolicyList[] = [];
  walk(properties, (node) => {
    const statements = valueOf(node, "Statement");
    if (statements?.kind !== "list") return;
    if (statements.items.some((statement) => allowsTable(statement, tableId))) {
      found.push({ list: statements, holds: "statements" });
    }
  });
  return found;
}

function allowsTable(statement: Node, tableId: string): boolean {
  if (textOf(valueOf(statement, "Effect")) !== "Allow") return false;
  const resource = valueOf(statement, "Resource");
  return resource !== undefined && refersTo(resource, tableId);
}

/** Somewhere below the node an intrinsic names the resource. */
export function refersTo(node: Node, logicalId: string): boolean {
  let found = false;
  walk(node, (one) => {
    if (one.kind !== "call") return;
    const first = one.argument.kind === "list" ? one.argument.items[0] : one.argument;
    const text = textOf(first);
    if (text === undefined) return;
    if (one.name === "Ref" && text === logicalId) found = true;
    if (one.name === "Fn::GetAtt" && (text === logicalId || text.startsWith(`${logicalId}.`))) found = true;
    if (one.name === "Fn::Sub") {
      found ||= subPieces(text).some((piece) => "name" in piece && piece.name.split(".")[0] === logicalId);
    }
  });
  return found;
}
