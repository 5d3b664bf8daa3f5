import { DYNAMODB_KEY_ACTIONS } from "./key-actions.js";

/** What an action on a key is to DynamoDB's callers. */
export type DynamoDbNeed =
  /** DynamoDB calls it in the name of whoever reads or writes items. */
  | "every-caller"
  /** DynamoDB calls it in the name of whoever makes a table under the key. */
  | "table-maker"
  /** Its documentation asks it of whoever selects the key for a table. */
  | "documented"
  | "none";

/**
 * Whether callers of DynamoDB need the action of KMS (with prefix), and for what: AWS's documented six,
 * and its map of forward access sessions for what is called as whom.
 */
export function dynamoDbNeed(action: string): DynamoDbNeed {
  const name = action.toLowerCase();
  if (name === "kms:decrypt") return "every-caller";
  if (name === "kms:describekey" || name === "kms:creategrant") return "table-maker";
  return DYNAMODB_KEY_ACTIONS.some((one) => one.toLowerCase() === name) ? "documented" : "none";
}
