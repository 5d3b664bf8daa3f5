import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Ajv, type AnySchema } from "ajv";
import { KMS_PRICES } from "../../server/src/pricing/prices.js";
import { removeWorkspaces, workspace } from "./workspace.js";
import { PEERS } from "../../server/src/core/peers.js";

const ROOT = join(import.meta.dirname, "../..");
const TEMPLATE = "Orders: AWS::DynamoDB::Table\n";

const NO_COSTS = {
  total: {
    monthlyUsd: { low: 0, high: 0 },
    assumptions: ["Each template is deployed once."],
    pricedOn: KMS_PRICES.asOf,
  },
  tables: [],
  keys: [],
};

describe("the JSON report", () => {
  afterEach(removeWorkspaces);

  it("has exactly the shape of version 1", async () => {
    const files = workspace({ "sub/a.yaml": `${TEMPLATE}loose hushed` });
    const ran = await files.run(["--format=json", "sub/a.yaml", "absent.yaml"]);
    const report = JSON.parse(ran.stdout) as { findings: { fingerprint: string }[] };
    const [loose = "", hushed = ""] = report.findings.map(({ fingerprint }) => fingerprint);
    assert.match(`${loose} ${hushed}`, /^[0-9a-f]{32} [0-9a-f]{32}$/);
    assert.deepEqual(report, {
      version: 1,
      files: [
        {
          path: "absent.yaml",
          dialect: null,
          problems: [{ message: "Can't be read: there is no such file or folder.", line: 1, column: 1 }],
        },
        { path: "sub/a.yaml", dialect: "cloudformation", problems: [] },
      ],
      findings: [
        {
          path: "sub/a.yaml",
          rule: "valid-sse-specification",
          messageId: "loose",
          message: "The word 'loose' stands here in no Region.",
          severity: "error",
          resource: "Orders",
          replica: "eu-west-1",
          case: [{ kind: "parameter", name: "Stage", is: null }],
          suppressed: null,
          start: { line: 2, column: 1, offset: 29 },
          end: { line: 2, column: 6, offset: 34 },
          fixes: [{ title: "Write 'tight' (nothing deployed changes)", applicability: "safe" }],
          docs: "https://example.com/rules/valid-sse-specification.md",
          fingerprint: loose,
        },
        {
          path: "sub/a.yaml",
          rule: "require-customer-managed-key",
          messageId: "hushed",
          message: "The word 'hushed' stands here in no Region.",
          severity: "warning",
          resource: "Orders",
          case: [{ kind: "parameter", name: "Stage", is: null }],
          suppressed: { by: "comment", reason: "a test", until: "2030-01-01" },
          start: { line: 2, column: 7, offset: 35 },
          end: { line: 2, column: 13, offset: 41 },
          fixes: [],
          docs: "https://example.com/rules/require-customer-managed-key.md",
          fingerprint: hushed,
        },
      ],
      tables: [
        {
          path: "sub/a.yaml",
          resource: "Orders",
          type: "AWS::DynamoDB::Table",
          replica: null,
          cases: [
            {
              when: [{ kind: "condition", name: "IsProd", is: false }],
              key: "aws-owned",
              reference: null,
              reason: null,
              keyAt: null,
            },
            {
              when: [],
              key: "undecided",
              reference: "KeyArn",
              reason: "it comes from elsewhere",
              keyAt: null,
            },
          ],
          readers: [
            {
              principal: "role 'Api'",
              path: "sub/a.yaml",
              resource: "Api",
              when: [],
              through: [{ path: "sub/a.yaml", line: 1 }],
              verdict: "allowed",
              reason: null,
            },
          ],
        },
      ],
      keys: [],
      costs: NO_COSTS,
    });
  });

  it("is what the schema in the documentation says", async () => {
    const schema = JSON.parse(readFileSync(join(ROOT, "docs/json-output.schema.json"), "utf8")) as AnySchema;
    const validate = new Ajv({ strict: true, allowUnionTypes: true }).compile(schema);
    const files = workspace({
      "a.yaml": `${TEMPLATE}loose weak hint hushed BROKEN`,
      "b.yaml": `Transform: ${TEMPLATE}`,
    });
    const ran = await files.run(["--format=json", "--framework=security-hub", ".", "absent"]);
    assert.ok(validate(JSON.parse(ran.stdout)), JSON.stringify(validate.errors));
    await files.run(["--write-baseline", "--rule=valid-sse-specification=off", "."]);
    files.write("a.yaml", `${TEMPLATE}loose`);
    const compared = await files.run(["--format=json", "--baseline", "."]);
    assert.match(compared.stdout, /"gone": \[\n {6}\{/);
    assert.ok(validate(JSON.parse(compared.stdout)), JSON.stringify(validate.errors));
    const empty = { version: 1, files: [], findings: [], tables: [], keys: [], costs: NO_COSTS };
    assert.equal(validate(empty), true);
    assert.equal(validate({ ...empty, more: [] }), false);
    const [finding] = (JSON.parse(ran.stdout) as { findings: readonly object[] }).findings;
    for (const by of ["comment", "metadata", ...PEERS.map(({ id }) => id)]) {
      const aside = { ...finding, suppressed: { by, reason: null, until: null } };
      assert.equal(validate({ ...empty, findings: [aside] }), true, by);
    }
  });

  it("is there, and empty, where no template is", async () => {
    const ran = await workspace().run(["--format=json"]);
    assert.deepEqual(JSON.parse(ran.stdout), {
      version: 1,
      files: [],
      findings: [],
      tables: [],
      keys: [],
      costs: NO_COSTS,
    });
  });
});

describe("the SARIF report", () => {
  afterEach(removeWorkspaces);

  interface Log {
    runs: { results: Record<string, unknown>[]; invocations: Record<string, unknown>[] }[];
  }

  function validator() {
    const name = "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json";
    const path = createRequire(import.meta.url).resolve(name);
    const schema = JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
    // The schema is of draft 4, whose `id` is unknown to today's ajv, and it holds a pattern that is
    // none under the `u` flag; nothing else in it differs.
    delete schema["id"];
    delete schema["$schema"];
    const uri = /^[^\s<>"{}|\\^`]*$/;
    const formats = { uri, "uri-reference": uri, "date-time": true } as const;
    return new Ajv({ strict: false, unicodeRegExp: false, formats }).compile(schema);
  }

  it("validates against the schema of SARIF 2.1.0", async () => {
    const validate = validator();
    const files = workspace({
      "with space/a#.yaml": `${TEMPLATE}loose weak hint hushed`,
      "b.yaml": `${TEMPLATE}BROKEN`,
      "c.yaml": TEMPLATE,
    });
    await files.run(["--write-baseline", "--rule=valid-sse-specification=off"]);
    for (const argv of [
      [],
      ["--baseline"],
      ["absent.yaml"],
      ["c.yaml"],
      ["--framework=security-hub", "--framework=hipaa"],
    ]) {
      const ran = await files.run(["--format=sarif", ...argv]);
      assert.ok(validate(JSON.parse(ran.stdout)), JSON.stringify(validate.errors));
    }
    assert.equal(validate({ version: "2.1.0", runs: [{}] }), false);
  });

  it("carries fixes, related places, suppressions and cases", async () => {
    const files = workspace({ "with space/a.yaml": `${TEMPLATE}loose hushed` });
    const ran = await files.run(["--format=sarif"]);
    const results = (JSON.parse(ran.stdout) as Log).runs[0]?.results ?? [];
    const artifactLocation = { uri: "with%20space/a.yaml", uriBaseId: "%SRCROOT%" };
    const region = { startLine: 2, startColumn: 1, endLine: 2, endColumn: 6, charOffset: 29, charLength: 5 };
    const { partialFingerprints, ...first } = results[0] ?? {};
    assert.match(JSON.stringify(partialFingerprints), /^\{"dynamodbEncryption\/v1":"[0-9a-f]{32}"\}$/);
    assert.deepEqual(first, {
      ruleId: "valid-sse-specification",
      ruleIndex: 1,
      level: "error",
      message: { text: "The word 'loose' stands here in no Region." },
      locations: [
        {
          physicalLocation: { artifactLocation: { ...artifactLocation, index: 0 }, region },
          logicalLocations: [{ name: "Orders", kind: "resource" }],
        },
      ],
      relatedLocations: [
        {
          id: 0,
          physicalLocation: {
            artifactLocation,
            region: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 2, charOffset: 0, charLength: 1 },
          },
          message: { text: "It begins here." },
        },
      ],
      suppressions: [],
      fixes: [
        {
          description: { text: "Write 'tight' (nothing deployed changes)" },
          artifactChanges: [
            {
              artifactLocation,
              replacements: [{ deletedRegion: region, insertedContent: { text: "tight" } }],
            },
          ],
          properties: { applicability: "safe" },
        },
      ],
      properties: {
        messageId: "loose",
        replica: "eu-west-1",
        case: [{ kind: "parameter", name: "Stage", is: null }],
      },
    });
    assert.deepEqual(results[1]?.["suppressions"], [
      { kind: "inSource", justification: "a test", properties: { by: "comment", until: "2030-01-01" } },
    ]);
  });

  it("says in the invocation whether everything could be read", async () => {
    const files = workspace({ "a.yaml": `${TEMPLATE}BROKEN` });
    const ran = await files.run(["--format=sarif"]);
    const invocation = (JSON.parse(ran.stdout) as Log).runs[0]?.invocations[0];
    assert.equal(invocation?.["executionSuccessful"], false);
    assert.equal(invocation?.["exitCode"], 2);
  });
});

describe("the GitHub report", () => {
  afterEach(removeWorkspaces);

  it("has a workflow command for each finding and problem, escaped", async () => {
    const files = workspace({ "a,b%:c.yaml": `${TEMPLATE}loose hint hushed BROKEN` });
    const ran = await files.run(["--format=github", "a,b%:c.yaml", "absent.yaml"]);
    const file = "file=a%2Cb%25%3Ac.yaml";
    const docs = "https://example.com/rules";
    assert.deepEqual(ran.stdout.split("\n"), [
      "::error file=absent.yaml,title=problem::Can't be read: there is no such file or folder.",
      `::error ${file},line=2,col=19,endLine=2,endColumn=25,title=problem::This can't be parsed.`,
      `::error ${file},line=2,col=1,endLine=2,endColumn=6,title=valid-sse-specification::The word 'loose' stands here in no Region.%0A${docs}/valid-sse-specification.md`,
      `::notice ${file},line=2,col=7,endLine=2,endColumn=11,title=no-hints::The word 'hint' stands here in no Region.%0A${docs}/no-hints.md`,
      "2 findings: 1 error, 1 info. 1 suppressed. 2 problems.",
      "",
    ]);
  });
});
