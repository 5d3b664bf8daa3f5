import assert from "node:assert/strict";
import { connect, disconnectAll, type TestClient } from "./connected-client.js";
import { KUBERNETES, ONE_TABLE, TWO_TABLES } from "./templates.js";

const URI = "file:///app/template.yaml";
const UNDER_KEY = `      SSESpecification:
        SSEEnabled: true
        SSEType: KMS
        KMSMasterKeyId: !ImportValue shared-key
`;

interface Params {
  readonly uri: string;
  readonly status: Readonly<Record<string, number>> | null;
}

describe("the table status", () => {
  afterEach(disconnectAll);

  it("counts a template's tables after each analysis", async () => {
    const { client, told } = await connectWithStatus();
    await client.open(URI, TWO_TABLES + UNDER_KEY);
    await client.diagnostics(URI);
    assert.deepEqual(told, [
      {
        uri: URI,
        status: { tables: 2, withoutCustomerManagedKey: 1, undecided: 1, findings: 1, problems: 0 },
      },
    ]);
    await client.change(URI, { text: ONE_TABLE });
    await client.diagnostics(URI);
    assert.deepEqual(told.at(-1)?.status?.["tables"], 1);
  });

  it("is taken back when the text is a template no more, and when the document is closed", async () => {
    const { client, told } = await connectWithStatus();
    await client.open(URI, ONE_TABLE);
    await client.diagnostics(URI);
    await client.change(URI, { text: KUBERNETES });
    await client.diagnostics(URI);
    assert.deepEqual(told.at(-1), { uri: URI, status: null });
    await client.change(URI, { text: ONE_TABLE });
    await client.diagnostics(URI);
    await client.close(URI);
    await client.wire.sendRequest("dynamodbEncryption/rules");
    assert.deepEqual(
      told.map(({ status }) => status?.["tables"] ?? null),
      [1, null, 1, null],
    );
  });

  it("says nothing of other files, and nothing to clients that don't show it", async () => {
    const { client, told } = await connectWithStatus();
    await client.open(URI, KUBERNETES);
    await client.diagnostics(URI);
    const other = await connectWithStatus({});
    await other.client.open(URI, ONE_TABLE);
    await other.client.diagnostics(URI);
    assert.deepEqual([...told, ...other.told], []);
  });
});

describe("the list of rules", () => {
  afterEach(disconnectAll);

  it("gives each rule with its page", async () => {
    const client = await connect();
    const rules = await client.wire.sendRequest<Record<string, string>[]>("dynamodbEncryption/rules");
    const rule = rules.find(({ id }) => id === "valid-table-key");
    assert.equal(rule?.["severity"], "error");
    assert.match(rule["href"] ?? "", /^https:.*valid-table-key\.md$/);
    assert.ok(rules.every(({ summary }) => summary?.endsWith(".")));
  });
});

async function connectWithStatus(
  initializationOptions: object = { tableStatus: true },
): Promise<{ client: TestClient; told: Params[] }> {
  const client = await connect({ initializationOptions });
  const told: Params[] = [];
  client.wire.onNotification("dynamodbEncryption/tableStatus", (params: Params) => {
    told.push(params);
  });
  return { client, told };
}
