import assert from "node:assert/strict";
import fc from "fast-check";
import { stringify } from "yaml";
import { BaselineMatch } from "../../server/src/cli/baseline-match.js";
import type { BaselineEntry } from "../../server/src/cli/baseline.js";
import { reportOf } from "../../server/src/cli/judge.js";
import type { FileReport, ReportedFinding } from "../../server/src/cli/report.js";
import * as service from "../../server/src/service.js";

type Resources = Readonly<Record<string, unknown>>;

/** How a template may be written. */
interface Layout {
  readonly json: boolean;
  readonly indent: number;
  /** Decides the order of resources and properties, and where comments and blank lines go. */
  readonly seed: number;
  readonly crlf: boolean;
}

const { settings } = service.parseSettings();
const PATH = "template.yaml";

function reportFor(text: string): FileReport {
  const workspace = service.openWorkspace();
  workspace.put(PATH, text);
  const analysis = service.analyse({ path: PATH, text }, { settings, today: "2026-01-15", workspace });
  assert.deepEqual(analysis.problems, [], text);
  const needs = { withFixes: false, withReaders: false, withInventory: false };
  return reportOf(analysis, service, { ...needs, workspace });
}

function baselineOf({ path, findings }: FileReport): readonly BaselineEntry[] {
  const names = service.fingerprints(path, findings);
  return findings.map(({ rule, resource }, index) => ({
    path,
    rule,
    resource,
    fingerprint: names[index] ?? "",
  }));
}

function newIn(text: string, baseline: readonly BaselineEntry[]): { fresh: ReportedFinding[]; gone: number } {
  const match = new BaselineMatch(baseline, { pathOf: (path) => path, exists: () => true });
  const { findings } = match.mark(reportFor(text));
  const { gone } = match.outcome(
    () => true,
    () => false,
  );
  return { fresh: findings.filter(({ inBaseline }) => inBaseline === false), gone: gone.length };
}

function written(resources: Resources, { json, indent, seed, crlf }: Layout): string {
  const next = numbers(seed);
  const root = { AWSTemplateFormatVersion: "2010-09-09", Resources: shuffled(resources, next) };
  if (json) return JSON.stringify(root, null, indent);
  const lines = stringify(root, { indent, lineWidth: 0, aliasDuplicateObjects: false }).trimEnd().split("\n");
  const spaced = lines.flatMap((line) => {
    const chance = next() % 8;
    return [...(chance === 0 ? ["  # a comment"] : []), ...(chance === 1 ? ["", ""] : []), line];
  });
  return `${spaced.join(crlf ? "\r\n" : "\n")}\n`;
}

/** Maps in another order, lists as they are. */
function shuffled(value: unknown, next: () => number): unknown {
  if (Array.isArray(value)) return (value as unknown[]).map((one) => shuffled(one, next));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value as Record<string, unknown>)
      .map(([key, child]) => ({ key, child, rank: next() }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ key, child }) => [key, shuffled(child, next)]),
  );
}

/** The same numbers for the same seed. */
function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 8;
  };
}

function renamed(resources: Resources, from: string, to: string): Resources {
  return JSON.parse(
    JSON.stringify(resources).replaceAll(`"${from}"`, `"${to}"`).replaceAll(`\${${from}.`, `\${${to}.`),
  ) as Resources;
}

/** It outlives its stack, so what is said of its key, which doesn't, names it. */
const table = (key: string | null): unknown => ({
  Type: "AWS::DynamoDB::Table",
  DeletionPolicy: "Retain",
  Properties: {
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
    ...(key === null
      ? {}
      : {
          SSESpecification: {
            SSEEnabled: true,
            SSEType: "KMS",
            KMSMasterKeyId: { "Fn::GetAtt": [key, "Arn"] },
          },
        }),
  },
});

const statement = (principal: unknown): unknown => ({
  Effect: "Allow",
  Principal: principal,
  Action: "kms:*",
  Resource: "*",
});

const key = (statements: number): unknown => ({
  Type: "AWS::KMS::Key",
  Properties: {
    KeyPolicy: {
      Version: "2012-10-17",
      Statement: Array.from({ length: statements }, (_, index) =>
        statement(index % 2 === 0 ? "*" : { AWS: "arn:aws:iam::210987654321:root" }),
      ),
    },
  },
});

const role = (of: string): unknown => ({
  Type: "AWS::IAM::Role",
  Properties: {
    AssumeRolePolicyDocument: {
      Statement: [
        { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" },
      ],
    },
    Policies: [
      {
        PolicyName: "read",
        PolicyDocument: {
          Statement: [
            { Effect: "Allow", Action: "dynamodb:GetItem", Resource: { "Fn::Sub": `\${${of}.Arn}` } },
          ],
        },
      },
    ],
  },
});

const layouts: fc.Arbitrary<Layout> = fc.record({
  json: fc.boolean(),
  indent: fc.integer({ min: 1, max: 6 }),
  seed: fc.integer({ min: 0, max: 0xffff_ffff }),
  crlf: fc.boolean(),
});

const templates: fc.Arbitrary<Resources> = fc
  .array(fc.record({ statements: fc.integer({ min: 1, max: 4 }), own: fc.boolean(), read: fc.boolean() }), {
    minLength: 1,
    maxLength: 3,
  })
  .map((parts) =>
    Object.fromEntries(
      parts.flatMap(({ statements, own, read }, index) => [
        [`Key${index}`, key(statements)],
        [`Table${index}`, table(own ? `Key${index}` : null)],
        ...(read ? [[`Role${index}`, role(`Table${index}`)] as const] : []),
      ]),
    ),
  );

/** The same templates in each run of the tests. */
const RUNS = { seed: 20261128, numRuns: 30 };

describe("a baseline, whatever happens to the text", () => {
  it("knows every finding again after re-indentation, moves, comments, reordering and a change to JSON", () => {
    let findings = 0;
    fc.assert(
      fc.property(templates, layouts, layouts, (resources, before, after) => {
        const report = reportFor(written(resources, before));
        findings += report.findings.length;
        assert.deepEqual(newIn(written(resources, after), baselineOf(report)), { fresh: [], gone: 0 });
      }),
      RUNS,
    );
    assert.ok(findings > 150, `${findings} findings were compared`);
  });

  it("gives each finding a fingerprint of its own", () => {
    fc.assert(
      fc.property(templates, layouts, (resources, layout) => {
        const names = reportFor(written(resources, layout)).findings.map(({ fingerprint }) => fingerprint);
        assert.equal(new Set(names).size, names.length);
      }),
      RUNS,
    );
  });

  it("knows the findings of all other resources again when one is renamed", () => {
    let others = 0;
    let naming = 0;
    fc.assert(
      fc.property(templates, layouts, layouts, fc.nat(), (resources, before, after, pick) => {
        const names = Object.keys(resources);
        const name = names[pick % names.length] ?? "";
        const report = reportFor(written(resources, before));
        const own = report.findings.filter(({ resource }) => resource === name).length;
        others += report.findings.length - own;
        naming += report.findings.filter(
          ({ resource, message }) => resource !== name && message.includes(`'${name}'`),
        ).length;
        const { fresh, gone } = newIn(
          written(renamed(resources, name, "Renamed"), after),
          baselineOf(report),
        );
        assert.deepEqual(
          fresh.filter(({ resource }) => resource !== "Renamed"),
          [],
        );
        assert.deepEqual([fresh.length, gone], [own, own]);
      }),
      RUNS,
    );
    assert.ok(others > 100, `${others} findings of others were compared`);
    assert.ok(naming > 0, "messages about others name the resource that is renamed");
  });

  it("knows no finding that is really new", () => {
    fc.assert(
      fc.property(templates, layouts, layouts, (resources, before, after) => {
        const baseline = baselineOf(reportFor(written(resources, before)));
        const more = { ...resources, Added: table(null) };
        const { fresh, gone } = newIn(written(more, after), baseline);
        assert.deepEqual(
          fresh.map(({ rule, resource }) => `${rule} ${resource ?? ""}`),
          ["require-customer-managed-key Added"],
        );
        assert.equal(gone, 0);
      }),
      RUNS,
    );
  });

  it("knows no more of what is alike than it holds", () => {
    fc.assert(
      fc.property(layouts, layouts, fc.integer({ min: 1, max: 3 }), (before, after, statements) => {
        const baseline = baselineOf(reportFor(written({ Key: key(statements), T: table("Key") }, before)));
        const { fresh, gone } = newIn(
          written({ Key: key(statements + 2), T: table("Key") }, after),
          baseline,
        );
        assert.ok(fresh.length > 0);
        assert.equal(gone, 0);
      }),
      RUNS,
    );
  });
});
