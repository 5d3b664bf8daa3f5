import assert from "node:assert/strict";
import { TODAY } from "../../support/linting.js";
import { assemblyOf, manifest, stack } from "./assemblies.js";
import { analyse, openWorkspace, parseSettings, type Analysis } from "../../../server/src/service.js";

const RULE = "require-customer-managed-key";
const TEMPLATE = {
  Resources: {
    Plain295EB121: { Type: "AWS::DynamoDB::Table", Properties: {} },
    Other: { Type: "AWS::DynamoDB::Table", Properties: {} },
    Key: { Type: "AWS::KMS::Key", DeletionPolicy: "Retain", UpdateReplacePolicy: "Retain" },
  },
};
const METADATA = {
  "/App/Plain/Resource": [{ type: "aws:cdk:logicalId", data: "Plain295EB121" }],
  "/App/Key/Resource": [{ type: "aws:cdk:logicalId", data: "Key" }],
};

interface Violation {
  readonly plugin?: unknown;
  readonly ruleName?: unknown;
  readonly reason?: unknown;
  readonly constructPath?: unknown;
  readonly templatePath?: unknown;
  readonly logicalId?: unknown;
}

function report(...violations: readonly Violation[]): object {
  return {
    version: "55.0.0",
    pluginReports: violations.map(
      ({ plugin = "dynamodb-encryption-lint", ruleName = RULE, reason = "no personal data", ...where }) => ({
        pluginName: plugin,
        violations: [],
        suppressedViolations: [
          {
            ruleName,
            reason,
            acknowledgedId: `${String(plugin)}::${String(ruleName)}`,
            violatingConstructs: [
              {
                constructPath: where.constructPath,
                cloudFormationResource: { templatePath: where.templatePath, logicalId: where.logicalId },
              },
            ],
          },
        ],
      }),
    ),
  };
}

const PLAIN = { templatePath: "App.template.json", logicalId: "Plain295EB121" };

describe("what a CDK app acknowledges", () => {
  it("sets the finding of our plugin's rule aside, at that resource alone, with its reason", async () => {
    const { findings } = await analysed(report(PLAIN));
    assert.deepEqual(
      findings.filter(({ rule }) => rule === RULE).map(({ resource, suppressed }) => [resource, suppressed]),
      [
        ["Plain295EB121", { by: "cdk", reason: "no personal data", until: null }],
        ["Other", null],
      ],
    );
  });

  it("holds for the rules that are cdk-nag's checks, too", async () => {
    const where = { templatePath: "App.template.json", logicalId: "Key" };
    for (const ruleName of ["AwsSolutions-KMS5", "cdk-nag::AwsSolutions-KMS5"]) {
      const { findings } = await analysed(report({ ...where, plugin: "AwsSolutions", ruleName }));
      const rotation = findings.find(({ rule }) => rule === "require-key-rotation");
      assert.equal(rotation?.suppressed?.by, "cdk-nag", ruleName);
    }
  });

  it("is found by the construct where the report names no template of the assembly", async () => {
    for (const templatePath of [undefined, 3, "../App.template.json", "/App.template.json", "x.json"]) {
      const where = { templatePath, logicalId: "Plain295EB121", constructPath: "App/Plain/Resource" };
      assert.deepEqual(await aside(report(where)), ["Plain295EB121"], String(templatePath));
    }
  });

  it("holds for nothing else", async () => {
    for (const other of [
      { ...PLAIN, ruleName: "require-key-rotation" },
      { ...PLAIN, ruleName: "toString" },
      { ...PLAIN, plugin: "ddb-lint" },
      { ...PLAIN, plugin: "ddb-lint", ruleName: "DDB001" },
      { ...PLAIN, logicalId: "Missing" },
      { ...PLAIN, logicalId: "__proto__" },
      { ...PLAIN, templatePath: "Other.template.json" },
      { ...PLAIN, ruleName: 3 },
      {},
    ]) {
      assert.deepEqual(await aside(report(other)), [], JSON.stringify(other));
    }
  });

  it("is nothing where the report makes no sense", async () => {
    for (const content of [
      undefined,
      "",
      "{ no",
      "[]",
      "null",
      { pluginReports: {} },
      { pluginReports: [null] },
    ]) {
      assert.deepEqual(await aside(content), []);
      const suppressedViolations = [null, 3, {}, { ruleName: RULE, violatingConstructs: "x" }];
      assert.deepEqual(await aside({ pluginReports: [{ suppressedViolations }] }), []);
    }
  });

  it("isn't reported as unused", async () => {
    const { findings } = await analysed(report({ ...PLAIN, ruleName: "require-dax-tls" }));
    assert.deepEqual(
      findings.filter(({ rule }) => rule === "no-unused-suppression"),
      [],
    );
  });

  it("can be left out of account", async () => {
    assert.deepEqual(await aside(report(PLAIN), ["cdk-nag"]), []);
  });

  it("changes what is known of a template whose text is the same", async () => {
    const workspace = openWorkspace();
    const before = await generated(undefined);
    workspace.put("/app/cdk.out/App.template.json", JSON.stringify(TEMPLATE));
    workspace.setGenerated(before);
    assert.deepEqual([...workspace.setGenerated(await generated(undefined))], []);
    const path = "/app/cdk.out/App.template.json";
    assert.deepEqual([...workspace.setGenerated(await generated(report(PLAIN)))], [path]);
    assert.deepEqual([...workspace.setGenerated(await generated(report(PLAIN)))], []);
    assert.deepEqual([...workspace.setGenerated([])], [path]);
  });
});

describe("what the metadata of a stack says was acknowledged", () => {
  const at = (path: string, data: unknown): object => ({
    ...METADATA,
    [path]: [
      ...((METADATA as Record<string, object[]>)[path] ?? []),
      { type: "aws:cdk:acknowledged-rules", data },
    ],
  });
  const OURS = { [`dynamodb-encryption-lint::${RULE}`]: "no personal data" };

  it("sets findings aside without any plugin: at the resource, its construct, or the stack around it", async () => {
    for (const path of ["/App/Plain/Resource", "/App/Plain", "/App"]) {
      const { findings } = await analysed(undefined, undefined, at(path, OURS));
      const found = findings.filter(({ suppressed }) => suppressed !== null);
      assert.deepEqual(
        found.map(({ resource, suppressed }) => [resource, suppressed?.by, suppressed?.reason]),
        [["Plain295EB121", "cdk", "no personal data"]],
        path,
      );
    }
  });

  it("is counted once where the report says the same", async () => {
    const [template] = await generated(report(PLAIN), at("/App/Plain", OURS));
    assert.deepEqual(template?.stack.acknowledged, [
      { logicalId: "Plain295EB121", peer: "cdk", rule: RULE, reason: "no personal data" },
    ]);
  });

  it("holds for nothing else", async () => {
    for (const [path, data] of [
      ["/App/Pla", OURS],
      ["/Other", OURS],
      ["/App/Plain", { [RULE]: "no plugin" }],
      ["/App/Plain", { "dynamodb-encryption-lint::require-key-rotation": "another rule" }],
      ["/App/Plain", { [`dynamodb-encryption-lint::${RULE}`]: 3 }],
      ["/App/Plain", [RULE]],
      ["/App/Plain", null],
    ] as const) {
      assert.deepEqual(await aside(undefined, undefined, at(path, data)), [], JSON.stringify(data));
    }
  });
});

async function generated(content: unknown, metadata: object = METADATA) {
  const assembly = await assemblyOf({
    "manifest.json": manifest({
      App: stack("App.template.json", { additionalMetadataFile: "App.metadata.json" }),
    }),
    "App.template.json": TEMPLATE,
    "App.metadata.json": metadata,
    "validation-report.json": content,
  });
  return [...assembly.templates.values()].map((one) => ({
    path: one.path,
    stack: one,
    parents: [],
    placeOf: () => null,
  }));
}

async function analysed(
  content: unknown,
  honourSuppressionsOf?: readonly string[],
  metadata?: object,
): Promise<Analysis> {
  const workspace = openWorkspace();
  const path = "/app/cdk.out/App.template.json";
  const text = JSON.stringify(TEMPLATE);
  workspace.put(path, text);
  workspace.setGenerated(await generated(content, metadata));
  const { settings } = parseSettings(honourSuppressionsOf === undefined ? {} : { honourSuppressionsOf });
  return analyse({ path, text }, { settings, today: TODAY, workspace });
}

async function aside(
  content: unknown,
  honoured?: readonly string[],
  metadata?: object,
): Promise<readonly (string | null)[]> {
  const { findings } = await analysed(content, honoured, metadata);
  return findings.filter(({ suppressed }) => suppressed !== null).map(({ resource }) => resource);
}
