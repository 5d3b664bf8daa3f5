import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv, type AnySchema } from "ajv";
import * as service from "../../server/src/service.js";
import { removeWorkspaces, workspace } from "./workspace.js";

const KEYS = `Resources:
  TableKey:
    Type: AWS::KMS::Key
    Properties: { EnableKeyRotation: true }
Outputs:
  Key:
    Value: !GetAtt TableKey.Arn
    Export: { Name: table-key }
`;
const TABLE = `
    Type: AWS::DynamoDB::Table
    Properties:
      SSESpecification: { SSEEnabled: true, SSEType: KMS, KMSMasterKeyId: !ImportValue table-key }`;

interface Cost {
  readonly path?: string;
  readonly resource?: string;
  readonly monthlyUsd: { readonly low: number; readonly high: number };
  readonly assumptions: readonly string[];
  readonly pricedOn: string | null;
}

interface Costs {
  readonly total: Cost;
  readonly tables: readonly Cost[];
  readonly keys: readonly Cost[];
}

const MANAGED = `
    Type: AWS::DynamoDB::Table
    Properties:
      SSESpecification: { SSEEnabled: true }`;

describe("the costs in the JSON report", () => {
  afterEach(removeWorkspaces);

  it("count a key once that tables of several templates share", async () => {
    const files = workspace({
      "keys.yaml": KEYS,
      "a.yaml": `Resources:\n  A:${TABLE}\n`,
      "b.yaml": `Resources:\n  B:${TABLE}\n`,
    });
    const report = JSON.parse((await files.run(["--format=json"], { analyser: service })).stdout) as {
      readonly costs: Costs;
    };
    const schema = JSON.parse(
      readFileSync(join(import.meta.dirname, "../../docs/json-output.schema.json"), "utf8"),
    ) as AnySchema;
    const validate = new Ajv({ strict: true, allowUnionTypes: true }).compile(schema);
    assert.ok(validate(report), JSON.stringify(validate.errors));
    const { total, tables, keys } = report.costs;
    const row = ({ path, resource, monthlyUsd }: Cost) => ({ path, resource, ...monthlyUsd });
    assert.deepEqual(row(total), { path: undefined, resource: undefined, low: 1.4584, high: 3.5357 });
    assert.deepEqual(tables.map(row), [
      { path: "a.yaml", resource: "A", low: 0.6992, high: 1.7678 },
      { path: "b.yaml", resource: "B", low: 0.6992, high: 1.7678 },
    ]);
    assert.deepEqual(keys.map(row), [{ path: "keys.yaml", resource: "TableKey", low: 1, high: 3 }]);
    assert.ok([total, ...tables, ...keys].every(({ assumptions }) => assumptions.length > 0));
  });

  it("follow the number of callers that is asked for", async () => {
    const files = workspace({ "t.yaml": `Resources:\n  A:${MANAGED}\n` });
    const run = async (...more: readonly string[]) =>
      (await costsOf(files, more)).tables.map(({ monthlyUsd }) => monthlyUsd);
    assert.deepEqual(await run("--active-callers=100"), [{ low: 2.532, high: 2.6784 }]);
    assert.deepEqual(await run("--active-callers", "0"), [{ low: 0, high: 0 }]);
    const refused = await files.run(["--active-callers=1000001"], { analyser: service });
    assert.match(refused.stderr, /whole number from 0 to 1000000/);
  });

  it("are what the page about the JSON report shows", async () => {
    const page = readFileSync(join(import.meta.dirname, "../../docs/json-output.md"), "utf8");
    const shown = JSON.parse(/```json\n(.*?)```/s.exec(page)?.[1] ?? "") as { readonly costs: Costs };
    const files = workspace({
      "infra/keys.yaml": KEYS,
      "infra/template.yaml": `Conditions:
  IsProd: !Equals [!Ref Stage, prod]
Parameters:
  Stage: { Type: String }
Resources:
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      SSESpecification: !If
        - IsProd
        - { SSEEnabled: true, SSEType: KMS, KMSMasterKeyId: !ImportValue table-key }
        - !Ref AWS::NoValue
`,
    });
    assert.deepEqual(shown.costs, await costsOf(files));
  });
});

async function costsOf(files: ReturnType<typeof workspace>, more: readonly string[] = []): Promise<Costs> {
  const { stdout } = await files.run(["--format=json", ...more], { analyser: service });
  return (JSON.parse(stdout) as { readonly costs: Costs }).costs;
}
