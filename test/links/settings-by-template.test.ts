import assert from "node:assert/strict";
import { parseSettings, TemplateWorkspace, analyse, type Analysis } from "../../server/src/service.js";
import type { RawSettings, Settings } from "../../server/src/core/settings.js";
import { TODAY } from "../support/linting.js";

const KEYS = `Parameters:
  State: { Type: String }
Conditions:
  On: !Equals [!Ref State, "on"]
Resources:
  TableKey:
    Type: AWS::KMS::Key
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties:
      EnableKeyRotation: true
      Enabled: !If [On, true, false]
Outputs:
  Key:
    Value: !GetAtt TableKey.Arn
    Export: { Name: table-key }
`;

const TABLES = `Parameters:
  State: { Type: String }
Resources:
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      SSESpecification: { SSEEnabled: true, SSEType: KMS, KMSMasterKeyId: !ImportValue table-key }
`;

const settings = (raw: RawSettings): Settings => parseSettings(raw).settings;
const [ON, OFF] = [settings({ parameters: { State: "on" } }), settings({ parameters: { State: "off" } })];

function judge(workspace: TemplateWorkspace, path: string, text: string, own: Settings): Analysis {
  return analyse({ path, text }, { settings: own, today: TODAY, workspace });
}

/** Whether the table's key is said to be disabled. */
function isRefused({ findings }: Analysis): boolean {
  return findings.some(({ rule }) => rule === "valid-table-key");
}

function linked(ofKeys: Settings, ofTables: Settings): TemplateWorkspace {
  const workspace = new TemplateWorkspace();
  workspace.put("keys.yaml", KEYS);
  workspace.put("tables.yaml", TABLES);
  workspace.configure("keys.yaml", ofKeys);
  workspace.configure("tables.yaml", ofTables);
  return workspace;
}

describe("linked templates with settings of their own", () => {
  it("are each read with their own, whichever is judged", () => {
    assert.equal(isRefused(judge(linked(ON, OFF), "tables.yaml", TABLES, OFF)), false);
    assert.equal(isRefused(judge(linked(OFF, ON), "tables.yaml", TABLES, ON)), true);
    const workspace = linked(OFF, ON);
    judge(workspace, "keys.yaml", KEYS, OFF);
    assert.equal(isRefused(judge(workspace, "tables.yaml", TABLES, ON)), true);
  });

  it("are judged anew where settings change a value that they rest on, and nowhere else", () => {
    const workspace = linked(ON, ON);
    judge(workspace, "tables.yaml", TABLES, ON);
    judge(workspace, "keys.yaml", KEYS, ON);
    assert.deepEqual([...workspace.configure("tables.yaml", OFF)], [], "nothing rests on the tables");
    assert.ok(workspace.configure("keys.yaml", OFF).has("tables.yaml"));
    assert.equal(workspace.holds("tables.yaml"), false);
    assert.equal(isRefused(judge(workspace, "tables.yaml", TABLES, OFF)), true);
  });

  it("stay as they are when one after the other is judged, and when only rules differ", () => {
    const workspace = linked(ON, OFF);
    for (let turn = 0; turn < 2; turn++) {
      judge(workspace, "tables.yaml", TABLES, OFF);
      judge(workspace, "keys.yaml", KEYS, ON);
      assert.deepEqual([workspace.holds("keys.yaml"), workspace.holds("tables.yaml")], [true, true]);
    }
    const strict = settings({ parameters: { State: "on" }, rules: { "valid-table-key": "off" } });
    assert.deepEqual([...workspace.configure("keys.yaml", strict)], []);
    assert.equal(workspace.holds("tables.yaml"), true);
  });

  it("have the settings of whoever was judged last where nobody has said any", () => {
    const workspace = new TemplateWorkspace();
    workspace.put("keys.yaml", KEYS);
    workspace.put("tables.yaml", TABLES);
    assert.equal(isRefused(judge(workspace, "tables.yaml", TABLES, ON)), false);
    assert.equal(isRefused(judge(workspace, "tables.yaml", TABLES, OFF)), true);
  });

  it("are deployed with the parameter files of their own settings", () => {
    const workspace = new TemplateWorkspace();
    for (const folder of ["a", "b"]) {
      workspace.put(`${folder}/keys.yaml`, KEYS);
      workspace.putDeploymentFile(`${folder}/p.json`, '{ "State": "off" }');
    }
    workspace.deployWith([
      {
        parameterFiles: [{ template: null, files: ["p.json"] }],
        within: (path) => (path.startsWith("a/") ? path.slice(2) : null),
        governs: (path) => path.startsWith("a/"),
      },
    ]);
    const usable = (path: string): unknown =>
      judge(workspace, path, KEYS, settings({})).keys.map((key) => key.usable);
    assert.deepEqual([usable("a/keys.yaml"), usable("b/keys.yaml")], [[false], [null]]);
  });
});
