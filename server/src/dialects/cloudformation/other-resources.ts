import { mapCases } from "../../core/cases.js";
import type { BackupVault, DaxCluster, Stream } from "../../core/model.js";
import { valueOf, walk, type Node } from "../../core/node.js";
import { booleanOf } from "./key.js";
import { givenOrNot, propertyCases, resourceOf, type ResourceSource } from "./resource.js";
import type { Scope } from "./scope.js";
import { readString } from "./value.js";

/** Reads an `AWS::DAX::Cluster`. */
export function readDaxCluster(resource: ResourceSource): DaxCluster {
  return {
    ...resourceOf(resource),
    encrypted: propertyCases(resource, ["SSESpecification", "SSEEnabled"], booleanOf),
    endpointEncryption: propertyCases(resource, ["ClusterEndpointEncryptionType"], readString),
  };
}

/** Reads an `AWS::Kinesis::Stream`: encrypted where `StreamEncryption` is given. */
export function readStream(resource: ResourceSource): Stream {
  return {
    ...resourceOf(resource),
    encrypted: propertyCases(resource, ["StreamEncryption"], givenOrNot),
  };
}

/** Reads an `AWS::Backup::BackupVault`. */
export function readBackupVault(resource: ResourceSource): BackupVault {
  const key = propertyCases(resource, ["EncryptionKeyArn"], givenOrNot);
  return {
    ...resourceOf(resource),
    hasKey: mapCases(key, (read) => read !== null, String),
    takesTables: plansWithTables(resource.scope).some((plan) => mentions(plan, resource.logicalId)),
  };
}

/** Bodies of the backup plans that a selection of DynamoDB tables (by reference or ARN) belongs to. */
function plansWithTables(scope: Scope): readonly Node[] {
  const resources = [...scope.declarations.sections.Resources.values()];
  const bodies = (type: string): Node[] =>
    resources
      .filter((declared) => declared.text().includes(type) && scope.resourceType(declared.key) === type)
      .map((declared) => declared.read().value);
  const selections = bodies("AWS::Backup::BackupSelection").filter((body) => selectsTables(scope, body));
  return resources
    .filter((declared) => declared.text().includes("AWS::Backup::BackupPlan"))
    .filter((declared) => scope.resourceType(declared.key) === "AWS::Backup::BackupPlan")
    .filter((declared) => selections.some((selection) => mentions(selection, declared.key)))
    .map((declared) => declared.read().value);
}

function selectsTables(scope: Scope, selection: Node): boolean {
  const resources = valueOf(valueOf(valueOf(selection, "Properties"), "BackupSelection"), "Resources");
  if (resources === undefined) return false;
  let found = false;
  walk(resources, (node) => {
    if (node.kind !== "scalar") return;
    const logicalId = node.text.replace(/^\$\{|\}$/g, "").split(".")[0] ?? "";
    const type = scope.declarations.sections.Resources.has(logicalId)
      ? scope.resourceType(logicalId)
      : undefined;
    if (node.text.includes(":dynamodb:") || type?.startsWith("AWS::DynamoDB::") === true) found = true;
    if (type === "AWS::Serverless::SimpleTable") found = true;
  });
  return found;
}

/** The body refers to the logical id in some intrinsic. */
function mentions(body: Node, logicalId: string): boolean {
  let found = false;
  walk(body, (node) => {
    if (node.kind !== "scalar" || !node.text.includes(logicalId)) return;
    if (node.text.split(/[^A-Za-z0-9]/).includes(logicalId)) found = true;
  });
  return found;
}
