import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { EVERYTHING } from "../support/every-rule.js";
import { fixtureFolders, fixturesOf } from "../support/fixtures.js";
import { TODAY } from "../support/linting.js";
import { withoutMarkers } from "../support/markers.js";
import { hasShared, sharedFiles } from "../support/shared.js";
import { formatOf } from "../../server/src/formats/detect.js";
import { analyse, openWorkspace, parseSettings, type Analysis } from "../../server/src/service.js";

const SEED = 20_261_128;
/** Sequences in all, each of a few edits; a third of them on real templates, where there are any. */
const SEQUENCES = 10_000;
/** Longer texts take long, and have nothing that shorter ones haven't. */
const LONGEST = 4000;

const { settings } = parseSettings(EVERYTHING);

interface Template {
  readonly path: string;
  readonly text: string;
}

interface Edit {
  /** Where: a share of the text, or of the places where something is told apart. */
  readonly place: number;
  readonly nearWord: boolean;
  readonly deleted: number;
  readonly inserted: string;
  /** The edit is taken back afterwards. */
  readonly undone: boolean;
}

/** What stands where templates differ in what they mean. */
const WORDS = /AWS::|SSE|KMS|Ref|GetAtt|Condition|kms:|Type|Key|\n {2}\w/g;

const edit: fc.Arbitrary<Edit> = fc.record({
  place: fc.double({ min: 0, max: 1, noNaN: true }),
  nearWord: fc.boolean(),
  deleted: fc.oneof(fc.constant(0), fc.nat(3), fc.nat(40)),
  inserted: fc.constantFrom(
    ...[
      "",
      "x",
      "\n",
      "  ",
      ":",
      " ",
      '"',
      "'",
      "{",
      "}",
      "[",
      "]",
      ",",
      "#",
      "- ",
      "|",
      "\t",
      "\r\n",
      "&a",
      "*a",
    ],
    ...[
      "true",
      "false",
      "KMS",
      "!Ref ",
      "Key",
      "Arn",
      "Condition: IsProd",
      "Ref",
      "Table",
      "*",
      "kms:Decrypt",
    ],
    "\n  Other:\n    Type: AWS::DynamoDB::Table\n",
    "\n    Type: AWS::KMS::Key\n",
    "# dynamodb-encryption-ignore require-customer-managed-key -- why\n",
    '"Other": { "Type": "AWS::DynamoDB::Table" }, ',
    "# checkov:skip=CKV_AWS_119:why\n",
    "\n  # trivy:ignore:AWS-0025:exp:2026-01-15\n",
    "\n  # kics-scan ignore-block\n",
    "\n    Metadata: { cfn_nag: { rules_to_suppress: [{ id: W74 }, { id: F19 }] } }\n",
  ),
  undone: fc.boolean(),
});

describe("an analysis that goes on from the one before", () => {
  // The YAML parser makes an error of each mistake, and most texts here have some: nobody reads their stacks.
  const { stackTraceLimit } = Error;
  before(() => void (Error.stackTraceLimit = 0));
  after(() => void (Error.stackTraceLimit = stackTraceLimit));

  const own = ownTemplates();
  it(`is that of the text alone after every edit of our templates (${own.length})`, function () {
    this.timeout(600_000);
    check(own, hasReal ? (SEQUENCES * 2) / 3 : SEQUENCES);
  });

  const hasReal = hasShared("corpus");
  (hasReal ? it : it.skip)("is that of the text alone after every edit of real templates", function () {
    this.timeout(600_000);
    check(realTemplates(), SEQUENCES / 3);
  });
});

function check(templates: readonly Template[], sequences: number): void {
  const sequence = fc.record({
    template: fc.constantFrom(...templates),
    linked: fc.boolean(),
    edits: fc.array(edit, { minLength: 1, maxLength: 3 }),
  });
  fc.assert(
    fc.property(sequence, ({ template, linked, edits }) => follow(template, linked, edits)),
    { seed: SEED, numRuns: Math.round(sequences) },
  );
}

/** Makes the edits one after another, and compares each analysis with one of the text alone. */
function follow({ path, text }: Template, linked: boolean, edits: readonly Edit[]): void {
  const workspace = linked ? openWorkspace() : undefined;
  workspace?.put(path, text);
  let analysis = analyse({ path, text }, { settings, today: TODAY, ...(workspace && { workspace }) });
  seen(analysis);
  for (const one of edits) {
    const before = analysis.source.text;
    for (const after of one.undone ? [edited(before, one), before] : [edited(before, one)]) {
      workspace?.put(path, after);
      analysis = analyse(
        { path, text: after },
        { settings, today: TODAY, previous: analysis, ...(workspace && { workspace }) },
      );
      compare(analysis, alone(path, after, linked));
    }
  }
}

function alone(path: string, text: string, linked: boolean): Analysis {
  const workspace = linked ? openWorkspace() : undefined;
  workspace?.put(path, text);
  return analyse({ path, text }, { settings, today: TODAY, ...(workspace && { workspace }) });
}

function compare(analysis: Analysis, expected: Analysis): void {
  assert.equal(seen(analysis), seen(expected));
  // What was read for an earlier text may have shown problems that nobody has asked for in this one.
  const [found, needed] = [problemsOf(analysis), problemsOf(expected)];
  const all = new Set([...needed, ...allProblems(analysis)]);
  assert.deepEqual(
    [...needed].filter((one) => !found.has(one)),
    [],
  );
  assert.deepEqual(
    [...found].filter((one) => !all.has(one)),
    [],
  );
}

/** Everything that an analysis says, but for its problems. */
function seen({ dialect, findings, tables, keys, failures, parameters }: Analysis): string {
  return JSON.stringify({
    dialect,
    findings: findings.map(({ fixes, ...finding }) => ({
      ...finding,
      fixes: fixes().map(({ title }) => title),
    })),
    tables: tables.map((table) => ({ ...table, readers: table.readers() })),
    keys,
    parameters,
    failures: failures.map(({ rule, error }) => `${rule}: ${String(error)}`),
  });
}

function problemsOf({ problems }: Pick<Analysis, "problems">): ReadonlySet<string> {
  return new Set(problems.map((problem) => JSON.stringify(problem)));
}

/** Those there are where every entry is read. */
function allProblems({ source: { path, text } }: Analysis): ReadonlySet<string> {
  const outline = formatOf(path, text).outline(text);
  for (const section of outline.sections) {
    section.value();
    section.entries?.forEach((entry) => entry.read());
  }
  return problemsOf({ problems: outline.problems() });
}

function edited(text: string, { place, nearWord, deleted, inserted }: Edit): string {
  const words = nearWord ? [...text.matchAll(WORDS)].map(({ index }) => index) : [];
  const at = words[Math.floor(place * words.length)] ?? Math.floor(place * text.length);
  return text.slice(0, at) + inserted + text.slice(at + deleted);
}

function ownTemplates(): readonly Template[] {
  const fixtures = fixtureFolders().flatMap((rule) =>
    fixturesOf(rule).map(({ name, text }) => ({ path: name, text })),
  );
  const root = join(import.meta.dirname, "../../examples");
  const examples = readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((path) => /template\.(yaml|json)$|keys\.yaml$|serverless\.yml$/.test(path))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
  const peers = join(import.meta.dirname, "../fixtures/suppressions");
  const suppressions = readdirSync(peers)
    .filter((name) => !name.endsWith(".expected"))
    .map((path) => ({ path, text: withoutMarkers(readFileSync(join(peers, path), "utf8")) }));
  return [...fixtures, ...suppressions, ...examples].filter(({ text }) => text.length <= LONGEST);
}

function realTemplates(): readonly Template[] {
  const files = sharedFiles("corpus", (path) => /\.(ya?ml|json|template)$/.test(path));
  return files.filter(({ text }) => text.length <= LONGEST && /DynamoDB|KMS|SimpleTable/.test(text));
}
