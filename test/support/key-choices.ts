import assert from "node:assert/strict";
import type { KeyChoices } from "../../server/src/key-change.js";
import { parseSettings } from "../../server/src/service.js";
import { keyChoicesFor } from "./all-key-choices.js";
import { lint } from "./linting.js";

const { settings } = parseSettings({});

export const KMS = "SSEEnabled: true, SSEType: KMS";
export const UNDER_MINE = `${KMS}, KMSMasterKeyId: !GetAtt Mine.Arn`;
/** Of a key that no template declares. */
export const ARN = "arn:aws:kms:eu-west-1:098765432109:key/8f6a2c4e-1b3d-4f5a-9c7e-0d2b4a6c8e1f";
export const KEY = "Type: AWS::KMS::Key, DeletionPolicy: Retain, UpdateReplacePolicy: Retain";
export const ROTATED = "Properties: { EnableKeyRotation: true }";
/** A role that reads the table. */
export const READER = `  Api:
    Type: AWS::IAM::Role
    Properties:
      Policies:
        - PolicyName: read
          PolicyDocument:
            Statement: { Effect: Allow, Action: dynamodb:GetItem, Resource: !GetAtt Orders.Arn }
`;

/** A table with this specification, two keys, and what else is given. */
export function template(sse: string, rest = ""): string {
  const block = sse === "" ? "" : `, SSESpecification: ${sse}`;
  return `Conditions:
  IsProd: !Equals [!Ref AWS::Region, eu-west-1]
Resources:
  Orders: { Type: AWS::DynamoDB::Table, Properties: { BillingMode: PAY_PER_REQUEST${block} } }
  Mine: { ${KEY}, ${ROTATED} }
  Other: { ${KEY}, ${ROTATED} }
${rest}`;
}

/** The choices for a table of a template. */
export function choicesOf(text: string, chosen: number | null = null, resource = "Orders"): KeyChoices {
  const found = keyChoicesFor(lint("template.yaml", text), resource, chosen, settings);
  assert.ok(found !== null);
  return found;
}

/** One of them. */
export function choice(found: KeyChoices, id: string): KeyChoices["choices"][number] {
  const one = found.choices.find((each) => each.id === id);
  assert.ok(one !== undefined, `${id} is among ${found.choices.map((each) => each.id).join()}`);
  return one;
}
