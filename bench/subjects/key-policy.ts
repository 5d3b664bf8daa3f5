import { grantedSets } from "../../server/src/policy/granted-sets.js";
import {
  canBeAdministered,
  dynamoDbPermissions,
  callerOf,
  grantees,
} from "../../server/src/policy/grantees.js";
import { policyFaults } from "../../server/src/policy/faults.js";
import { plainPolicyValue } from "../../server/src/policy/policy-value.js";
import { describeSet } from "../../server/src/policy/principal-words.js";
import { readPolicy } from "../../server/src/policy/read-policy.js";
import { literalArn } from "../../server/src/policy/template-names.js";
import { thisAccount } from "../../server/src/policy/accounts.js";
import { literalText } from "../../server/src/core/text.js";
import { repeated, Times } from "../measuring.js";
import { compared, figure, type Subject } from "../subject.js";

const OWN = "098765432109";
const KEY = literalArn(`arn:aws:kms:eu-west-1:${OWN}:key/8f6a2c4e-1b3d-4f5a-9c7e-0d2b4a6c8e1f`);
const STATEMENTS = 200;
const ROUNDS = 101;

/** The largest key policy that AWS KMS takes. */
export const keyPolicy: Subject = {
  name: "key-policy",
  about: `a key policy of ${STATEMENTS} statements: read, searched for faults, and asked who may do what`,
  async measure({ seconds }) {
    const document = { Version: "2012-10-17", Statement: statements() };
    const text = JSON.stringify(document);
    const value = plainPolicyValue(document);
    const [judged, parses] = [new Times(), new Times()];
    await repeated({ runs: ROUNDS, seconds }, () => {
      parses.take(() => JSON.parse(text) as unknown);
      judged.take(() => judge(value));
    });
    return [
      figure("statements", STATEMENTS, "statements"),
      figure("text", text.length / 1000, "kB"),
      compared("judged", judged, { what: "JSON.parse of it", times: parses }, [{ of: "value", atMost: 5 }]),
      figure("judged, longest (the first, cold)", judged.maximum, "ms"),
    ];
  },
};

/** All that the rules ask of a policy, once. */
function judge(value: ReturnType<typeof plainPolicyValue>): number {
  const policy = readPolicy(value, "key");
  const faults = policyFaults(policy, KEY, OWN);
  const sets = policy.statements.flatMap((statement) => grantedSets(policy, statement, OWN));
  const words = sets.map((set) => describeSet(set));
  const table = { region: literalText("eu-west-1"), account: thisAccount(OWN), name: literalText("orders") };
  const permissions = grantees(policy, OWN).flatMap(({ who }) => {
    const caller = callerOf(who, OWN);
    return caller === null ? [] : [dynamoDbPermissions(policy, caller, KEY, table, OWN)];
  });
  const administered = canBeAdministered(policy, KEY, OWN) === true ? 1 : 0;
  return faults.length + words.length + permissions.length + administered;
}

function statements(): readonly object[] {
  return Array.from({ length: STATEMENTS }, (_, index) => ({
    Sid: `App${index}`,
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${OWN}:role/app-${index}` },
    Action: ["kms:Decrypt", "kms:DescribeKey"],
    Resource: "*",
    ...(index % 4 === 0 && { Condition: { StringEquals: { "aws:PrincipalTag/team": "a" } } }),
  }));
}
