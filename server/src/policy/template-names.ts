import type { Context as Deployment } from "../core/model.js";
import { literalText, type Hole, type Text } from "../core/text.js";
import { resourceText } from "./callers.js";
import type { Spellings } from "./spellings.js";

/** The ARN of a key of the template, in all its spellings. */
export function templateKeyArn(logicalId: string, deployment: Deployment): Spellings {
  const id = resourceText(logicalId, null);
  return [resourceText(logicalId, "Arn"), arnOf("kms", ["key/", ...id.parts], deployment)];
}

/** A literal ARN as the only spelling. */
export function literalArn(arn: string): Spellings {
  return [literalText(arn)];
}

function arnOf(service: string, resource: Text["parts"], { partition, region, account }: Deployment): Text {
  return {
    parts: [
      "arn:",
      partition ?? pseudo("AWS::Partition"),
      `:${service}:`,
      region ?? pseudo("AWS::Region"),
      ":",
      account ?? pseudo("AWS::AccountId"),
      ":",
      ...resource,
    ],
  };
}

function pseudo(name: string): Hole {
  return { name, reason: "it depends on where the template is deployed" };
}
