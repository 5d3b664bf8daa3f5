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
  readonly pricedOn: string;
}

describe("the costs in the JSON report", () => {
  afterEach(removeWorkspaces);

  it("count a key once that tables of several templates share", async () => {
    const files = workspace({
      "keys.yaml": KEYS,
      "a.yaml": `Resources:\n  A:${TABLE}\n`,
      "b.yaml": `Resources:\n  B:${TABLE}\n`,
    });
    const report = JSON.parse((await files.run(["--format=json"], { analyser: service })).stdout) as {
      readonly costs: {
        readonly total: Cost;
        readonly tables: readonly Cost[];
        readonly keys: readonly Cost[];
      };
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
});
