import { PlainCall, type Plain } from "../core/plain.js";
import type { JudgedPolicy } from "./judged-policies.js";

/**
 * The account of the deployment, to be written into a policy. A policy in a string takes no
 * intrinsic functions, so there it is a number, where that is known.
 */
export function ownAccount({ written, own }: JudgedPolicy): Plain {
  return written.inString && own !== null ? own : new PlainCall("Ref", "AWS::AccountId");
}

/** The same as a principal: the account decides by its IAM policies. */
export function ownAccountRoot(policy: JudgedPolicy): Plain {
  const account = ownAccount(policy);
  return typeof account === "string"
    ? account
    : new PlainCall("Fn::Sub", "arn:${AWS::Partition}:iam::${AWS::AccountId}:root");
}

/** The statement that AWS KMS gives a key by default. */
export function ownAccountStatement(policy: JudgedPolicy): Plain {
  return {
    Sid: "Let IAM policies of this account decide",
    Effect: "Allow",
    Principal: { AWS: ownAccountRoot(policy) },
    Action: "kms:*",
    Resource: "*",
  };
}
