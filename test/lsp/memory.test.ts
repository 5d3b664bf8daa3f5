import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ServerProcess, type ClientKind } from "../../bench/server-process.js";

const ROOT = join(import.meta.dirname, "../..");
const SERVER = join(ROOT, "dist/server.js");
const PROBE = join(ROOT, "bench/probes/heap.cjs");
const DOCUMENTS = 1000;
/** As many as an editor has open at once. */
const AT_ONCE = 20;
/** What is compiled and learned once isn't left behind by documents. */
const BEFORE = 300;
/** Less than the shortest of the texts takes: no more than a few of them can be kept. */
const BYTES_PER_DOCUMENT = 1400;

describe("the memory of dist/server.js", function () {
  this.timeout(120_000);
  let server: ServerProcess | undefined;
  before(() => assert.ok(existsSync(SERVER), "node scripts/build.mjs makes it"));
  afterEach(() => server?.stop());

  for (const kind of ["publish", "pull"] satisfies ClientKind[]) {
    it(`holds nothing of a thousand documents that were opened and closed (diagnostics: ${kind})`, async () => {
      const nodeOptions = ["--expose-gc", "--require", PROBE];
      server = await ServerProcess.start(SERVER, { kind, nodeOptions });
      await openAndClose(server, "Earlier", BEFORE);
      const before = await server.probe("heap");
      await openAndClose(server, "Forgotten", DOCUMENTS);
      // What was read last may be at hand for the next reading: a regular expression, for one, keeps its text.
      await openAndClose(server, "Later", 2 * AT_ONCE);
      const growth = (await server.probe("heap")) - before;
      assert.equal(await server.probe("mentions", "Forgotten"), 0);
      assert.ok(growth < DOCUMENTS * BYTES_PER_DOCUMENT, `The heap has grown by ${growth} bytes.`);
    });
  }

  it("knows an open document, so that the search for those left behind finds what there is", async () => {
    const nodeOptions = ["--expose-gc", "--require", PROBE];
    server = await ServerProcess.start(SERVER, { nodeOptions });
    await server.open(uriOf("Remembered", 1), templateOf("Remembered", 1), "yaml");
    assert.ok((await server.probe("mentions", "Remembered")) > 0);
  });
});

async function openAndClose(server: ServerProcess, name: string, count: number): Promise<void> {
  for (let first = 0; first < count; first += AT_ONCE) {
    const numbers = Array.from({ length: AT_ONCE }, (_, index) => first + index);
    for (const number of numbers) await server.open(uriOf(name, number), templateOf(name, number), "yaml");
    for (const number of numbers) await server.close(uriOf(name, number));
  }
}

function uriOf(name: string, number: number): string {
  return `file:///app/${name}${number}.yaml`;
}

/** A template whose every part names it: a table with another's key, a key that nothing uses, a nested stack. */
function templateOf(name: string, number: number): string {
  const id = `${name}${number}`;
  return `Description: ${id} of many
Resources:
  ${id}Table:
    Type: AWS::DynamoDB::Table
    Properties:
      TableName: ${id}-table
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions:
        - { AttributeName: ${id}id, AttributeType: S }
      KeySchema:
        - { AttributeName: ${id}id, KeyType: HASH }
      SSESpecification: { SSEEnabled: true, SSEType: KMS, KMSMasterKeyId: !ImportValue ${id}-imported }
  ${id}Stack:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: ./${id}-child.yaml
      Parameters: { Key: !GetAtt ${id}Key.Arn }
  ${id}Key:
    Type: AWS::KMS::Key
    Properties:
      Description: ${id} encrypts nothing
      KeyPolicy:
        Statement:
          - Sid: ${id}Statement
            Effect: Allow
            Principal: { AWS: !Sub "arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role/${id}" }
            Action: kms:*
            Resource: "*"
Outputs:
  ${id}Arn:
    Value: !GetAtt ${id}Key.Arn
    Export:
      Name: ${id}-exported
`;
}
