import assert from "node:assert/strict";
import * as service from "../../server/src/service.js";
import { removeWorkspaces, workspace } from "./workspace.js";

const KEYS = `Resources:
  Keeper:
    Type: AWS::IAM::Role
  TableKey:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: { AWS: !Sub "arn:aws:iam::\${AWS::AccountId}:root" }
            Action: kms:*
            Resource: "*"
          - Effect: Allow
            Principal: { AWS: !GetAtt Keeper.Arn }
            Action: kms:*
            Resource: "*"
Outputs:
  Key:
    Value: !GetAtt TableKey.Arn
    Export: { Name: table-key }
`;
const TABLES = `Resources:
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      SSESpecification: { SSEEnabled: true, SSEType: KMS, KMSMasterKeyId: !ImportValue table-key }
  Api:
    Type: AWS::IAM::Role
    Properties:
      Policies:
        - PolicyName: orders
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - { Effect: Allow, Action: "dynamodb:*", Resource: !GetAtt Orders.Arn }
              - { Effect: Allow, Action: kms:Decrypt, Resource: !ImportValue table-key }
  Shop:
    Type: AWS::IAM::Role
    Properties:
      Policies:
        - PolicyName: orders
          PolicyDocument:
            Version: "2012-10-17"
            Statement: { Effect: Allow, Action: "dynamodb:*", Resource: !GetAtt Orders.Arn }
`;

describe("the readers in the JSON report", () => {
  afterEach(removeWorkspaces);

  it("are judged by the policy of a key in another template, and told with its lines", async () => {
    const files = workspace({ "infra/keys.yaml": KEYS, "infra/tables.yaml": TABLES });
    const ran = await files.run(["--format=json", "infra"], { analyser: service });
    const { tables, findings } = JSON.parse(ran.stdout) as {
      readonly tables: readonly { readonly readers: unknown }[];
      readonly findings: readonly {
        readonly rule: string;
        readonly resource: string;
        readonly fixes: unknown;
      }[];
    };
    const path = "infra/tables.yaml";
    assert.deepEqual(tables[0]?.readers, [
      {
        principal: "role 'Api'",
        path,
        resource: "Api",
        when: [],
        through: [
          { path, line: 14 },
          { path: "infra/keys.yaml", line: 10 },
          { path, line: 15 },
        ],
        verdict: "allowed",
        reason: null,
      },
      {
        principal: "role 'Shop'",
        path,
        resource: "Shop",
        when: [],
        through: [{ path, line: 23 }],
        verdict: "blocked-by-key",
        reason: "none of its policies allows kms:Decrypt with the key 'TableKey' of infra/keys.yaml",
      },
    ]);
    const found = findings.filter(({ rule }) => rule === "require-decrypt-for-table-access");
    assert.deepEqual(
      found.map(({ resource, fixes }) => ({ resource, fixes })),
      [{ resource: "Shop", fixes: [] }],
      "what a key of another template is called here can't be written",
    );
  });
});
