import assert from "node:assert/strict";
import { describeCase } from "../../server/src/core/cases.js";
import type { PolicyValue } from "../../server/src/core/policy-value.js";
import { displayText } from "../../server/src/core/text.js";
import { readText, spellings } from "../support/read.js";

const GET = (resource: unknown) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "dynamodb:GetItem", Resource: resource }],
});
const inline = (document: unknown) => [{ PolicyName: "orders", PolicyDocument: document }];

/** The actions and resources of a policy's statements, as text. */
function statements(value: PolicyValue): string {
  if (value.kind === "text") return displayText(value.text);
  if (value.kind === "list") return value.items.map(statements).join(" ");
  const part = (key: string): string => {
    const found = value.entries.find((entry) => entry.key === key);
    return found === undefined ? "" : statements(found.value);
  };
  return part("Statement") || `${part("NotAction")}${part("Action")} on ${part("Resource")}`;
}

/** What a principal has in each case: policies with their holder, and what can't be seen. */
function accessIn(resources: unknown, who: string, more: object = {}): readonly string[] {
  const results = spellings({ ...more, Resources: resources }).map(({ text }) => {
    const principal = readText(text)
      .template.principals()
      .find(({ logicalId }) => logicalId === who);
    assert.ok(principal, `${who} is a principal`);
    return principal.access().map(({ when, value }) => {
      if (value === null) return `none${describeCase(when)}`;
      const attached = value.attached.map(
        ({ written, holder, source }) => `${holder.logicalId} ${source}: ${statements(written.value)}`,
      );
      return (
        [...attached, ...value.unread, ...(value.bounded ? ["bounded"] : [])].join("; ") + describeCase(when)
      );
    });
  });
  assert.deepEqual(results[1], results[0], "JSON reads as YAML does");
  return results[0] ?? [];
}

describe("the principals of a template", () => {
  const rows: readonly (readonly [string, Record<string, unknown>, string, readonly string[]])[] = [
    [
      "have the policies in their own text",
      { Api: { Type: "AWS::IAM::Role", Properties: { Policies: inline(GET("*")) } } },
      "Api",
      ["Api document: dynamodb:GetItem on *"],
    ],
    [
      "have policies that name them, by reference or by name",
      {
        Api: { Type: "AWS::IAM::Role", Properties: { RoleName: "api" } },
        One: {
          Type: "AWS::IAM::Policy",
          Properties: { Roles: [{ Ref: "Api" }], PolicyDocument: GET("one") },
        },
        Two: { Type: "AWS::IAM::ManagedPolicy", Properties: { Roles: ["api"], PolicyDocument: GET("two") } },
        Three: {
          Type: "AWS::IAM::RolePolicy",
          Properties: { RoleName: "api", PolicyDocument: GET("three") },
        },
        Others: {
          Type: "AWS::IAM::Policy",
          Properties: { Roles: ["web"], Users: ["api"], PolicyDocument: GET("four") },
        },
      },
      "Api",
      [
        "One document: dynamodb:GetItem on one; Two document: dynamodb:GetItem on two; Three document: dynamodb:GetItem on three",
      ],
    ],
    [
      "have the managed policies they refer to, of the template and of AWS",
      {
        Api: {
          Type: "AWS::IAM::Role",
          Properties: {
            ManagedPolicyArns: [
              { Ref: "Team" },
              {
                "Fn::Sub":
                  "arn:${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaDynamoDBExecutionRole",
              },
              "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
            ],
          },
        },
        Team: { Type: "AWS::IAM::ManagedPolicy", Properties: { PolicyDocument: GET("team") } },
      },
      "Api",
      [
        "Team document: dynamodb:GetItem on team; " +
          "Api reference: dynamodb:DescribeStream dynamodb:GetRecords dynamodb:GetShardIterator dynamodb:ListStreams on *; " +
          "Api reference:  on ",
      ],
    ],
    [
      "may have what can't be seen",
      {
        Api: {
          Type: "AWS::IAM::Role",
          Properties: {
            PermissionsBoundary: "arn:aws:iam::111100002222:policy/limit",
            ManagedPolicyArns: ["arn:aws:iam::111100002222:policy/team", { Ref: "Arn" }],
          },
        },
      },
      "Api",
      [
        "what the managed policy 'arn:aws:iam::111100002222:policy/team' allows isn't known; " +
          "what the managed policy '${Arn}' allows isn't known; bounded",
      ],
    ],
    [
      "have what conditions give them",
      {
        Api: {
          Type: "AWS::IAM::Role",
          Properties: {
            Policies: [{ "Fn::If": ["IsProd", inline(GET("prod"))[0], { Ref: "AWS::NoValue" }] }],
          },
        },
        More: {
          Type: "AWS::IAM::Policy",
          Condition: "IsProd",
          Properties: { Roles: [{ Ref: "Api" }], PolicyDocument: GET("more") },
        },
      },
      "Api",
      [
        "Api document: dynamodb:GetItem on prod; More document: dynamodb:GetItem on more when IsProd is true",
        " when IsProd is false",
      ],
    ],
    [
      "have what their groups have",
      {
        Ann: { Type: "AWS::IAM::User", Properties: { Groups: [{ Ref: "Team" }] } },
        Team: { Type: "AWS::IAM::Group", Properties: { Policies: inline(GET("team")) } },
        Guests: { Type: "AWS::IAM::Group", Properties: { Policies: inline(GET("guests")) } },
        Add: {
          Type: "AWS::IAM::UserToGroupAddition",
          Properties: { GroupName: { Ref: "Guests" }, Users: [{ Ref: "Ann" }] },
        },
      },
      "Ann",
      ["Team document: dynamodb:GetItem on team; Guests document: dynamodb:GetItem on guests"],
    ],
  ];
  for (const [title, resources, who, expected] of rows) {
    it(title, () => {
      const more = {
        Parameters: { Arn: { Type: "String" }, Stage: { Type: "String" } },
        Conditions: { IsProd: { "Fn::Equals": [{ Ref: "Stage" }, "prod"] } },
      };
      assert.deepEqual(accessIn(resources, who, more), expected);
    });
  }
});

describe("the functions and state machines of SAM", () => {
  const SAM = { Transform: "AWS::Serverless-2016-10-31" };
  const Orders = { Type: "AWS::DynamoDB::Table" };
  const table = "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${Orders}";
  const rows: readonly (readonly [string, Record<string, unknown>, readonly string[]])[] = [
    [
      "have policy templates, managed policies by name, and documents",
      {
        Properties: {
          Policies: [
            "AWSXrayWriteOnlyAccess",
            { DynamoDBWritePolicy: { TableName: { Ref: "Orders" } } },
            { SQSPollerPolicy: { QueueName: "jobs" } },
            GET("own"),
          ],
        },
      },
      [
        "Shop reference:  on ; " +
          `Shop reference: dynamodb:PutItem dynamodb:UpdateItem dynamodb:BatchWriteItem on ${table} ${table}/index/*; ` +
          "Shop document: dynamodb:GetItem on own",
      ],
    ],
    [
      "have one policy that stands alone",
      { Properties: { Policies: { KMSDecryptPolicy: { KeyId: "some-key" } } } },
      [
        "Shop reference: kms:Decrypt on arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:key/some-key",
      ],
    ],
    [
      "may have a policy template that isn't known",
      { Properties: { Policies: [{ DynamoDBNewPolicy: { TableName: "orders" } }] } },
      ["not all of its policies can be read: the policy template 'DynamoDBNewPolicy' isn't known"],
    ],
    [
      "read the streams of their events",
      {
        Properties: {
          Events: {
            Changes: { Type: "DynamoDB", Properties: { Stream: { "Fn::GetAtt": ["Orders", "StreamArn"] } } },
          },
        },
      },
      [
        "Shop reference: dynamodb:DescribeStream dynamodb:GetRecords dynamodb:GetShardIterator on ${Orders.StreamArn}",
      ],
    ],
    [
      "have what connectors give them",
      { Connectors: { Table: { Properties: { Destination: { Id: "Orders" }, Permissions: ["Write"] } } } },
      [
        "Shop reference: dynamodb:PutItem dynamodb:UpdateItem dynamodb:DeleteItem dynamodb:BatchWriteItem dynamodb:PartiQLDelete " +
          "dynamodb:PartiQLInsert dynamodb:PartiQLUpdate on ${Orders.Arn} ${Orders.Arn}/index/*",
      ],
    ],
    [
      "call as another role where they name one",
      { Properties: { Role: "arn:aws:iam::111100002222:role/shop" } },
      ["none"],
    ],
  ];
  for (const [title, shop, expected] of rows) {
    it(title, () => {
      const resources = { Orders, Shop: { Type: "AWS::Serverless::Function", ...shop } };
      assert.deepEqual(accessIn(resources, "Shop", SAM), expected);
    });
  }

  it("have what a connector resource gives to the role of a function or to its own", () => {
    const resources = {
      Orders,
      Api: { Type: "AWS::IAM::Role" },
      Function: { Type: "AWS::Lambda::Function", Properties: { Role: { "Fn::GetAtt": ["Api", "Arn"] } } },
      Link: {
        Type: "AWS::Serverless::Connector",
        Properties: { Source: { Id: "Orders" }, Destination: { Id: "Function" }, Permissions: ["Read"] },
      },
    };
    assert.deepEqual(accessIn(resources, "Api", SAM), [
      "Link reference: dynamodb:DescribeStream dynamodb:GetRecords dynamodb:GetShardIterator dynamodb:ListStreams on ${Orders.Arn}/stream/*",
    ]);
  });
});
