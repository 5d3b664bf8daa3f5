import assert from "node:assert/strict";
import * as service from "../../server/src/service.js";
import { removeWorkspaces, workspace, type Ran, type Workspace } from "./workspace.js";

const FIX = ["--fix-rule", "require-customer-managed-key"];

const TABLES = `Resources:
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      Tags: [{ Key: data, Value: pii }]
  Users:
    Type: AWS::DynamoDB::Table
    Properties:
      Tags: [{ Key: data, Value: pii }]
  Cache:
    Type: AWS::DynamoDB::Table
`;

const ROLE = `  Api:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {}
      Policies:
        - PolicyName: orders
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - { Effect: Allow, Action: "dynamodb:*Item", Resource: !GetAtt Orders.Arn }
`;

const keyNamed = (name: string, properties = ""): string => `  ${name}:
    Type: AWS::KMS::Key
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties:
      EnableKeyRotation: true
      KeyPolicy:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: { AWS: !Sub "arn:\${AWS::Partition}:iam::\${AWS::AccountId}:root" }
            Action: kms:*
            Resource: "*"
${properties}`;

const exporting = (resources: string, value = "!GetAtt Shared.Arn"): string => `Resources:
${resources}Outputs:
  KeyArn:
    Value: ${value}
    Export: { Name: shared-key }
`;

const SHARED = exporting(keyNamed("Shared"));

describe("the key that fixes give to tables", function () {
  this.timeout(20_000);
  afterEach(removeWorkspaces);

  it("is one new key for the whole template, whether that is said or not", async () => {
    const files = workspace({ "a/t.yaml": TABLES, "b/t.yaml": TABLES });
    await run(files, [...FIX, "a"]);
    await run(files, [...FIX, "--key", "new", "b"]);
    assert.deepEqual(keysOf(files.read("a/t.yaml")), ["TableKey", "TableKey", "TableKey"]);
    assert.equal(files.read("b/t.yaml"), files.read("a/t.yaml"));
    assert.equal(files.read("a/t.yaml").match(/AWS::KMS::Key/g)?.length, 1);
  });

  it("is one for each value of a tag, and one for the tables without", async () => {
    const files = workspace({ "t.yaml": TABLES });
    const ran = await run(files, [...FIX, "--key", "new-per-classification:data"]);
    assert.deepEqual(keysOf(files.read("t.yaml")), ["PiiTableKey", "PiiTableKey", "TableKey"]);
    assert.match(
      files.read("t.yaml"),
      /Description: "Encrypts the DynamoDB tables of this stack with data: pii"/,
    );
    assert.match(ran.stdout, /\(3 tables, 2 keys added\)/);
  });

  it("is none where nobody says which tags classify", async () => {
    const ran = await refused({ "t.yaml": TABLES }, "new-per-classification");
    assert.match(ran.stderr, /no tag is known to classify tables; say\s+new-per-classification:TAG/);
  });

  it("comes from a new parameter, from the one there is, or from one of the given name", async () => {
    const files = workspace({
      "new.yaml": TABLES,
      "known.yaml": `Parameters:\n  DataKeyArn: { Type: String }\n${TABLES}`,
    });
    const ran = await run(files, [...FIX, "--key", "parameter"]);
    assert.deepEqual(keysOf(files.read("new.yaml")), ["TableKeyArn", "TableKeyArn", "TableKeyArn"]);
    assert.match(files.read("new.yaml"), /^Parameters:\n {2}TableKeyArn:\n {4}Type: String\n/);
    assert.deepEqual(keysOf(files.read("known.yaml")), ["DataKeyArn", "DataKeyArn", "DataKeyArn"]);
    assert.match(
      ran.stdout,
      /6 tables get keys that are only known when they are deployed: the\s+fees of such keys aren't counted/,
    );

    const named = workspace({ "t.yaml": TABLES });
    await run(named, [...FIX, "--key", "parameter:CentralKey"]);
    assert.deepEqual(keysOf(named.read("t.yaml")), ["CentralKey", "CentralKey", "CentralKey"]);
    assert.match(named.read("t.yaml"), /^Parameters:\n {2}CentralKey:/);
  });

  it("comes from no parameter where several could be meant, or where the name is something else's", async () => {
    const two = `Parameters:\n  AKeyArn: { Type: String }\n  BKeyArn: { Type: String }\n${TABLES}`;
    assert.match(
      (await refused({ "t.yaml": two }, "parameter")).stderr,
      /say\s+parameter:AKeyArn, or another/,
    );
    const number = `Parameters:\n  Size: { Type: Number }\n${TABLES}`;
    assert.match((await refused({ "t.yaml": number }, "parameter:Size")).stderr, /takes no key ARN/);
    const resource = await refused({ "t.yaml": TABLES }, "parameter:Orders");
    assert.match(resource.stderr, /'Orders' is a resource of the\s+template/);
  });

  it("is one of the template by its logical id, and lets those decrypt who use the table", async () => {
    for (const key of ["Own", "key:Own"]) {
      const files = workspace({ "t.yaml": TABLES + keyNamed("Own") + ROLE });
      const ran = await run(files, [...FIX, "--key", key]);
      assert.deepEqual(keysOf(files.read("t.yaml")), ["Own", "Own", "Own"]);
      assert.match(files.read("t.yaml"), /Action: kms:Decrypt\n +Resource: !GetAtt Own\.Arn\n/);
      assert.equal(ran.code, 0, ran.stdout);
      assert.match(ran.stdout, /\(3 tables\)/);
    }
  });

  it("is one that another template of the run exports, and lets those decrypt who use the table", async () => {
    for (const key of ["shared-key", "export:shared-key"]) {
      const files = workspace({ "keys.yaml": SHARED, "t.yaml": TABLES + ROLE });
      const ran = await run(files, [...FIX, "--key", key]);
      assert.deepEqual(keysOf(files.read("t.yaml")), ["shared-key", "shared-key", "shared-key"]);
      assert.match(files.read("t.yaml"), /Action: kms:Decrypt\n +Resource: !ImportValue shared-key\n/);
      assert.equal(files.read("keys.yaml"), SHARED);
      assert.equal(ran.code, 0, ran.stdout);
    }
  });

  const RSA = keyNamed("Own", "      KeySpec: RSA_2048\n      KeyUsage: SIGN_VERIFY\n");
  const UNFIT: readonly (readonly [string, Readonly<Record<string, string>>, string, RegExp])[] = [
    [
      "isn't there",
      { "t.yaml": TABLES },
      "Nope",
      /the template has no key and no parameter for a key 'Nope'/,
    ],
    ["is no key", { "t.yaml": TABLES }, "key:Orders", /the template has no key 'Orders'/],
    ["nobody exports", { "t.yaml": TABLES }, "export:x", /no other template of the run exports a key/],
    [
      "isn't symmetric",
      { "t.yaml": TABLES + RSA },
      "Own",
      /key 'Own' isn't symmetric \(KeySpec is RSA_2048\)/,
    ],
    [
      "is disabled",
      { "t.yaml": TABLES + keyNamed("Own", "      Enabled: false\n") },
      "Own",
      /key 'Own' isn't always enabled \(Enabled is false\)/,
    ],
    [
      "is disabled and exported",
      { "k.yaml": exporting(keyNamed("Shared", "      Enabled: false\n")), "t.yaml": TABLES },
      "shared-key",
      /key 'Shared' of k\.yaml isn't always enabled/,
    ],
    [
      "exists under a condition only",
      {
        "t.yaml": `Conditions:\n  IsProd: !Equals [!Ref AWS::Region, eu-west-1]\n${TABLES}${keyNamed("Own").replace("    Type: AWS::KMS::Key", "    Type: AWS::KMS::Key\n    Condition: IsProd")}`,
      },
      "Own",
      /key 'Own' exists only where its condition 'IsProd' holds/,
    ],
    [
      "is a key here and exported elsewhere",
      {
        "k.yaml": SHARED.replaceAll("shared-key", "Own"),
        "t.yaml": TABLES + keyNamed("Own"),
      },
      "Own",
      /'Own' is a key of the template and an export; say\s+key:Own or export:Own/,
    ],
    [
      "is exported by two templates",
      { "k.yaml": SHARED, "l.yaml": SHARED, "t.yaml": TABLES },
      "shared-key",
      /no other template of the run exports a key/,
    ],
  ];
  for (const [what, contents, key, reason] of UNFIT) {
    it(`isn't one that ${what}: the file is left as it was, and the reason is said`, async () => {
      const ran = await refused(contents, key);
      assert.match(ran.stderr.replace(/\s+/g, " "), reason);
    });
  }

  it("isn't one that another stack exports in another Region", async () => {
    const samconfig = (region: string): string =>
      `version = 0.1\n[default.deploy.parameters]\nstack_name = "s"\nregion = "${region}"\n`;
    const files = workspace({
      "keys/template.yaml": SHARED,
      "keys/samconfig.toml": samconfig("eu-west-1"),
      "tables/template.yaml": TABLES,
      "tables/samconfig.toml": samconfig("us-east-1"),
    });
    const ran = await run(files, [...FIX, "--key", "shared-key", "--dry-run"]);
    assert.equal(ran.stdout, "");
    assert.match(
      ran.stderr.replace(/\s+/g, " "),
      /Shared' of .* is in Region eu-west-1, and this stack in us-east-1/,
    );
  });

  it("leaves a file as it was where the fix would bring an error in another, and says so", async () => {
    const bare = SHARED.replace("    DeletionPolicy: Retain\n    UpdateReplacePolicy: Retain\n", "");
    const retained = TABLES.replaceAll(
      "    Type: AWS::DynamoDB::Table\n",
      "    Type: AWS::DynamoDB::Table\n    DeletionPolicy: Retain\n    UpdateReplacePolicy: Retain\n",
    );
    const files = workspace({ "keys.yaml": bare, "t.yaml": retained });
    const ran = await run(files, [...FIX, "--key", "shared-key"]);
    assert.equal(files.read("t.yaml"), retained);
    assert.match(ran.stdout.replace(/\s+/g, " "), /it would bring a new error in keys\.yaml: Key 'Shared'/);
    assert.match(ran.stdout, /t\.yaml:\d+:\d+ warning require-customer-managed-key/);
  });

  it("is still given to the tables of other files where one file can't be fixed", async () => {
    const bare = SHARED.replace("    DeletionPolicy: Retain\n    UpdateReplacePolicy: Retain\n", "");
    const kept = "  Kept:\n    Type: AWS::DynamoDB::Table\n    DeletionPolicy: Retain\n";
    const names = ["a.yaml", "b.yaml", "c.yaml", "d.yaml", "e.yaml"];
    const files = workspace({
      "keys.yaml": bare,
      ...Object.fromEntries(names.map((name) => [name, name === "d.yaml" ? TABLES + kept : TABLES])),
    });
    const ran = await run(files, [...FIX, "--key", "shared-key"]);
    const fixed = names.filter((name) => files.read(name).includes("shared-key"));
    assert.deepEqual(fixed, ["a.yaml", "b.yaml", "c.yaml", "e.yaml"]);
    assert.equal(files.read("d.yaml"), TABLES + kept);
    assert.match(ran.stdout, /^Fixed 12 findings in 4 files \(12 tables\)/m);
  });

  it("is the one that is chosen where a rule leaves several to choose from", async () => {
    const vault = `Resources:
  Plan:
    Type: AWS::Backup::BackupPlan
    Properties:
      BackupPlan:
        BackupPlanName: daily
        BackupPlanRule: [{ RuleName: daily, TargetBackupVault: !Ref Vault }]
  Vault:
    Type: AWS::Backup::BackupVault
    Properties: { BackupVaultName: vault }
  Selection:
    Type: AWS::Backup::BackupSelection
    Properties:
      BackupPlanId: !Ref Plan
      BackupSelection:
        SelectionName: tables
        IamRoleArn: !Sub arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role/backup
        Resources: [!Sub "arn:\${AWS::Partition}:dynamodb:*:*:table/*"]
${keyNamed("One")}${keyNamed("Two")}`;
    const rule = ["--rule", "require-backup-vault-key=warning", "--fix-rule", "require-backup-vault-key"];
    const files = workspace({ "t.yaml": vault });
    const open = await run(files, rule);
    assert.match(
      open.stdout,
      /not fixed require-backup-vault-key: Vault: somebody has to choose one of its 2\s+fixes/,
    );
    await run(files, [...rule, "--key", "Two"]);
    assert.match(files.read("t.yaml"), /EncryptionKeyArn: !GetAtt Two\.Arn/);
  });
});

/** A dry run that must change nothing. */
async function refused(contents: Readonly<Record<string, string>>, key: string): Promise<Ran> {
  const files = workspace(contents);
  const ran = await run(files, [...FIX, "--key", key, "--dry-run"]);
  assert.equal(ran.stdout, "", ran.stdout);
  assert.equal(ran.code, 1);
  await run(files, [...FIX, "--key", key]);
  for (const [name, text] of Object.entries(contents)) assert.equal(files.read(name), text, name);
  return ran;
}

/** What each KMSMasterKeyId of a text names, in order. */
function keysOf(text: string): readonly string[] {
  return [...text.matchAll(/KMSMasterKeyId: !\w+ ([\w-]+)/g)].map(([, name]) => name ?? "");
}

function run(files: Workspace, argv: readonly string[]): Promise<Ran> {
  return files.run(argv, { analyser: service });
}
