import type { Context, Replica, Table } from "../../core/model.js";
import type { Text } from "../../core/text.js";
import { resourceText } from "../callers.js";
import { generatedName } from "../generated-name.js";
import type { Spellings } from "../spellings.js";

/** What requests for a table's data name, each in all ways a template may write it. */
export interface TableArns {
  readonly table: Spellings;
  /** Any of its indexes. */
  readonly index: Spellings;
  /** Its stream. */
  readonly stream: Spellings;
}

/** The ARNs of a table, or of one replica of a global table, in the Region where it lies. */
export function tableArns(table: Table, replica: Replica, context: Context): TableArns {
  const names = [resourceText(table.logicalId, null), table.name() ?? generatedName(table.logicalId)];
  const written = names.map((name) => arnOf(name, replica, context));
  // `GetAtt` gives the ARNs in the Region of the stack.
  const own = replica.local ? [resourceText(table.logicalId, "Arn")] : [];
  const arns = [...own, ...written];
  const stream = replica.local ? [resourceText(table.logicalId, "StreamArn")] : [];
  return {
    table: arns,
    index: arns.map((arn) => below(arn, "index")),
    stream: [...stream, ...arns.map((arn) => below(arn, "stream"))],
  };
}

/** The Region of a table or replica, as far as known. */
export function regionText(replica: Replica): Text {
  if (replica.regionName !== null) return { parts: [replica.regionName] };
  const isStack = replica.local || replica.region === null;
  return isStack ? pseudo("AWS::Region") : (replica.region ?? pseudo("AWS::Region"));
}

function arnOf(name: Text, replica: Replica, { partition, account }: Context): Text {
  return {
    parts: [
      "arn:",
      ...(partition === null ? pseudo("AWS::Partition").parts : [partition]),
      ":dynamodb:",
      ...regionText(replica).parts,
      ":",
      ...(account === null ? pseudo("AWS::AccountId").parts : [account]),
      ":table/",
      ...name.parts,
    ],
  };
}

function below(arn: Text, kind: "index" | "stream"): Text {
  return {
    parts: [...arn.parts, `/${kind}/`, { name: `the name of the ${kind}`, reason: "it isn't looked at" }],
  };
}

function pseudo(name: string): Text {
  return { parts: [{ name, reason: "it depends on where the template is deployed" }] };
}
