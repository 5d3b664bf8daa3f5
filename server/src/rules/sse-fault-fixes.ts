import { compatible, type Assumption } from "../core/cases.js";
import type { Fix } from "../core/edit.js";
import type { KeyReference, SseFault, Table, Template } from "../core/model.js";
import type { Settings } from "../core/settings.js";
import { nameOfText } from "../core/text.js";
import { costOfKeys, feeOfNewKeys } from "./key-costs.js";

/**
 * The ways to mend a combination that is refused: add the one missing property, or take out what
 * contradicts the rest. Where both are as likely, neither is taken by a bulk fix.
 */
export function faultFixes(
  table: Table,
  fault: SseFault,
  when: readonly Assumption[],
  template: Template,
  settings: Pick<Settings, "cost">,
): readonly Fix[] {
  const name = `'${table.logicalId}'`;
  // The AWS managed key costs as much as one that is paid for already.
  const price = costOfKeys(table, when, () => "existing-key", template, settings);
  const complete = (title: string, bulk: boolean): Fix => ({
    id: "complete",
    title,
    applicability: "review",
    bulk,
    edits: (editor) => editor.completeSse(table, fault, when),
  });
  const remove = (title: string): Fix => ({
    id: "remove",
    title,
    applicability: "review",
    bulk: false,
    edits: (editor) => editor.removeSseContradiction(table, fault, when),
  });
  switch (fault.kind) {
    case "missing-enabled":
      return [complete(`Set SSEEnabled to true, so that ${name} is encrypted with KMS (${price})`, true)];
    case "empty-block":
      if (fault.replica !== null) return [];
      return [complete(`Set SSEEnabled to true: the AWS managed key encrypts ${name} (${price})`, false)];
    case "not-a-boolean":
      return [complete(`Set SSEEnabled to true, so that ${name} is encrypted with KMS (${price})`, false)];
    case "key-without-type":
    case "key-without-type-global":
      return [complete(`Add SSEType KMS, so that the named key encrypts ${name} (${price})`, true)];
    case "unsupported-type":
      return [complete(`Set SSEType to KMS, the only type that DynamoDB takes (${price})`, true)];
    case "key-while-disabled":
      return [
        complete(`Set SSEEnabled to true, so that the named key encrypts ${name} (${price})`, false),
        remove(`Leave SSEEnabled false and name no key: an AWS owned key encrypts ${name} (free)`),
      ];
    case "type-while-disabled":
      return [
        complete(`Set SSEEnabled to true, so that ${name} is encrypted with KMS (${price})`, false),
        remove(
          `Leave SSEEnabled false and remove what contradicts it: an AWS owned key encrypts ${name} (free)`,
        ),
      ];
    case "key-at-top-level":
      return [remove("Remove KMSMasterKeyId here (free; the replicas' own settings decide)")];
    case "replica-key-without-sse":
      return [
        complete(
          `Enable encryption with KMS for ${name}, so that the replicas' keys are used (${price})`,
          true,
        ),
        remove(`Remove the replicas' keys: an AWS owned key encrypts ${name} (free)`),
      ];
    case "replica-without-key":
      return replicaKeyFixes(table, fault, when, complete, template, settings);
    case "not-a-map":
    case "mixed-key-types":
      return [];
  }
}

/**
 * A replica is given a key of the kind the other replicas have: kinds may not mix. Where they already do,
 * no key for this one would mend it.
 */
function replicaKeyFixes(
  table: Table,
  fault: SseFault,
  when: readonly Assumption[],
  complete: (title: string, bulk: boolean) => Fix,
  template: Template,
  settings: Pick<Settings, "cost">,
): readonly Fix[] {
  const replica = fault.replica === null ? "" : nameOfText(fault.replica);
  const named = table.replicas
    .flatMap((one) => one.encryption)
    .filter((one) => compatible(one.when, when))
    .flatMap(({ value: { key } }) => (key === null ? [] : [key]));
  if (!named.some(isManagedAlias)) {
    const price = costOfKeys(table, when, () => "existing-key", template, settings);
    const fee = feeOfNewKeys("if the key is new", settings);
    return [complete(`Take the key of replica ${replica} from a new parameter (${price}${fee})`, true)];
  }
  if (!named.every(isManagedAlias)) return [];
  const price = costOfKeys(table, when, () => "aws-managed", template, settings);
  return [
    {
      id: "aws-managed-key",
      title: `Use the AWS managed key in replica ${replica}, too (${price})`,
      applicability: "review",
      bulk: false,
      edits: (editor) => editor.encryptReplicaWithManagedKey(table, fault),
    },
  ];
}

function isManagedAlias(key: KeyReference): boolean {
  return (key.kind === "alias-name" || key.kind === "alias-arn") && key.name === "alias/aws/dynamodb";
}
