import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv, type AnySchema } from "ajv";
import fc from "fast-check";
import { validateXML } from "xmllint-wasm";
import type { Analyser } from "../../server/src/cli/analyser.js";
import { checkstyleReport } from "../../server/src/cli/reporters/checkstyle.js";
import { csvReport } from "../../server/src/cli/reporters/csv.js";
import { gitlabReport } from "../../server/src/cli/reporters/gitlab.js";
import { junitReport } from "../../server/src/cli/reporters/junit.js";
import type { FileReport, Report, ReportedFinding, ReportParts } from "../../server/src/cli/report.js";
import { standIn } from "./stand-in.js";
import { removeWorkspaces, workspace } from "./workspace.js";

const SCHEMAS = join(import.meta.dirname, "../fixtures/formats");
const TEMPLATE = "Orders: AWS::DynamoDB::Table\n";
const FILES = {
  "sub/a.yaml": `${TEMPLATE}loose weak weak hint hushed`,
  "b.yaml": `${TEMPLATE}BROKEN`,
  "c.yaml": TEMPLATE,
};

/** Texts that break a careless writer: markup, control characters, halves of surrogate pairs, line ends. */
const AWKWARD = [
  `<a href="x">&amp; ]]> 'y'</a>`,
  "\u0000\u0008\u000b\u001b[31m\u007f\uFFFE\uFFFF",
  "\uD800 half \uDC00",
  "😀 line\r\nline\ttab\rend",
  `=HYPERLINK("http://example.com";"x")`,
  '+1,2;"3"',
];

const FINDING: ReportedFinding = {
  start: { line: 3, column: 5, offset: 40 },
  end: { line: 3, column: 9, offset: 44 },
  rule: "require-key-rotation",
  messageId: "off",
  message: "Key 'A' never rotates.",
  severity: "warning",
  resource: "A",
  replica: null,
  case: [],
  suppressed: null,
  madeBy: null,
  related: [],
  fixes: [],
  docs: "https://example.com/rules/require-key-rotation.md",
  controls: [],
  fingerprint: "0".repeat(32),
  inBaseline: null,
};

function fileOf(path: string, findings: readonly ReportedFinding[], problem?: string): FileReport {
  const problems = problem === undefined ? [] : [{ message: problem, range: null }];
  return {
    path,
    dialect: "cloudformation",
    text: "",
    problems,
    findings,
    tables: [],
    keys: [],
    part: null,
    fixed: [],
    fixing: null,
  };
}

function inOnePiece(parts: ReportParts, files: readonly FileReport[]): string {
  const report = { files } as Report;
  return [parts.begin, ...files.map((file) => parts.file(file)), parts.end(report)].join("");
}

/** Any text whatever, the same in each run. */
const ANY = fc.sample(fc.string({ unit: "binary", minLength: 1, maxLength: 40 }), {
  seed: 20261128,
  numRuns: 400,
});

const AWKWARD_FILES = [...AWKWARD, ...ANY].map((text) =>
  fileOf(
    `${text}.yaml`,
    [
      { ...FINDING, message: text, resource: text, docs: text },
      { ...FINDING, suppressed: { by: "comment", reason: text, until: null } },
    ],
    text,
  ),
);

async function assertValid(schema: string, xml: string): Promise<void> {
  const { valid, errors } = await validateXML({
    xml: { fileName: "report.xml", contents: xml },
    schema: readFileSync(join(SCHEMAS, schema), "utf8"),
  });
  assert.ok(valid, `${errors.map(({ rawMessage }) => rawMessage).join("\n")}\n${xml}`);
}

describe("the JUnit report", () => {
  afterEach(removeWorkspaces);

  it("validates against the schema, whatever stands in messages and paths", async () => {
    await assertValid("junit.xsd", (await workspace(FILES).run(["--format=junit", ".", "absent"])).stdout);
    await assertValid("junit.xsd", (await workspace().run(["--format=junit"])).stdout);
    await assertValid("junit.xsd", inOnePiece(junitReport("warning"), AWKWARD_FILES));
  });

  it("has a suite for each file and a test for each finding, named apart", async () => {
    const { stdout } = await workspace(FILES).run(["--format=junit", "--fail-on=warning"]);
    const message = (word: string): string => `The word &apos;${word}&apos; stands here in no Region.`;
    const docs = "https://example.com/rules";
    assert.deepEqual(stdout.split("\n"), [
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<testsuites name="DynamoDB Encryption Lint">',
      '  <testsuite name="b.yaml" tests="1" failures="0" errors="1" skipped="0">',
      '    <testcase classname="b_yaml" name="no problems"><error message="This can&apos;t be parsed." type="problem">b.yaml:2:1',
      "This can&apos;t be parsed.</error></testcase>",
      "  </testsuite>",
      '  <testsuite name="c.yaml" tests="1" failures="0" errors="0" skipped="0">',
      '    <testcase classname="c_yaml" name="no findings"/>',
      "  </testsuite>",
      '  <testsuite name="sub/a.yaml" tests="5" failures="3" errors="0" skipped="1">',
      `    <testcase classname="sub/a_yaml" name="valid-sse-specification: Orders in eu-west-1 unless parameter Stage is set"><failure message="${message("loose")}" type="error">sub/a.yaml:2:1 error`,
      message("loose"),
      `${docs}/valid-sse-specification.md</failure></testcase>`,
      `    <testcase classname="sub/a_yaml" name="require-customer-managed-key: Orders unless parameter Stage is set"><failure message="${message("weak")}" type="warning">sub/a.yaml:2:7 warning`,
      message("weak"),
      `${docs}/require-customer-managed-key.md</failure></testcase>`,
      `    <testcase classname="sub/a_yaml" name="require-customer-managed-key: Orders unless parameter Stage is set (2)"><failure message="${message("weak")}" type="warning">sub/a.yaml:2:12 warning`,
      message("weak"),
      `${docs}/require-customer-managed-key.md</failure></testcase>`,
      `    <testcase classname="sub/a_yaml" name="no-hints: Orders unless parameter Stage is set"><system-out>sub/a.yaml:2:17 info`,
      message("hint"),
      `${docs}/no-hints.md</system-out></testcase>`,
      '    <testcase classname="sub/a_yaml" name="require-customer-managed-key: Orders unless parameter Stage is set (3)"><skipped message="Suppressed by comment until 2030-01-01: a test."/></testcase>',
      "  </testsuite>",
      "</testsuites>",
      "",
    ]);
  });

  it("fails for what the run fails for", async () => {
    const { stdout } = await workspace(FILES).run(["--format=junit", "--fail-on=error", "sub"]);
    assert.match(stdout, /tests="5" failures="1" errors="0" skipped="1"/);
  });
});

describe("the Checkstyle report", () => {
  afterEach(removeWorkspaces);

  it("validates against the schema, whatever stands in messages and paths", async () => {
    const { stdout } = await workspace(FILES).run(["--format=checkstyle", ".", "absent"]);
    await assertValid("checkstyle.xsd", stdout);
    await assertValid("checkstyle.xsd", (await workspace().run(["--format=checkstyle"])).stdout);
    await assertValid("checkstyle.xsd", inOnePiece(checkstyleReport, AWKWARD_FILES));
  });

  it("has what is open and what can't be read, and leaves out what is suppressed", async () => {
    const { stdout } = await workspace({ "a.yaml": `${TEMPLATE}loose hushed BROKEN` }).run([
      "--format=checkstyle",
    ]);
    assert.deepEqual(stdout.split("\n"), [
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<checkstyle version="4.3">',
      '  <file name="a.yaml">',
      '    <error line="2" column="14" severity="error" message="This can&apos;t be parsed." source="dynamodb-encryption-lint.problem"/>',
      '    <error line="2" column="1" severity="error" message="The word &apos;loose&apos; stands here in no Region." source="dynamodb-encryption-lint.valid-sse-specification"/>',
      "  </file>",
      "</checkstyle>",
      "",
    ]);
  });
});

describe("the GitLab report", () => {
  afterEach(removeWorkspaces);

  interface Item {
    readonly check_name: string;
    readonly fingerprint: string;
    readonly severity: string;
    readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
  }

  function itemsIn(text: string): readonly Item[] {
    const schema = JSON.parse(
      readFileSync(join(SCHEMAS, "gitlab-code-quality.schema.json"), "utf8"),
    ) as AnySchema;
    const validate = new Ajv({ strict: true }).compile(schema);
    const items: unknown = JSON.parse(text);
    assert.ok(validate(items), JSON.stringify(validate.errors));
    return items as readonly Item[];
  }

  it("has the shape that GitLab documents, also where there is nothing", async () => {
    itemsIn((await workspace(FILES).run(["--format=gitlab", ".", "absent"])).stdout);
    itemsIn(inOnePiece(gitlabReport(), AWKWARD_FILES));
    assert.equal((await workspace().run(["--format=gitlab"])).stdout, "[]\n");
    assert.equal((await workspace({ "c.yaml": TEMPLATE }).run(["--format=gitlab"])).stdout, "[]\n");
  });

  it("has what is open and what can't be read, each with a fingerprint of its own", async () => {
    const items = itemsIn((await workspace(FILES).run(["--format=gitlab"])).stdout);
    assert.deepEqual(
      items.map(({ check_name: name, severity, location }) => [
        name,
        severity,
        location.path,
        location.lines.begin,
      ]),
      [
        ["problem", "critical", "b.yaml", 2],
        ["valid-sse-specification", "major", "sub/a.yaml", 2],
        ["require-customer-managed-key", "minor", "sub/a.yaml", 2],
        ["require-customer-managed-key", "minor", "sub/a.yaml", 2],
        ["no-hints", "info", "sub/a.yaml", 2],
      ],
    );
    assert.equal(new Set(items.map(({ fingerprint }) => fingerprint)).size, items.length);
  });

  it("keeps the fingerprints of findings that move within their file", async () => {
    const moved = { ...FILES, "sub/a.yaml": `\n\n# More\n${FILES["sub/a.yaml"]}` };
    const [before, after] = await Promise.all(
      [FILES, moved].map(async (files) =>
        itemsIn((await workspace(files).run(["--format=gitlab"])).stdout).map(
          ({ fingerprint }) => fingerprint,
        ),
      ),
    );
    assert.deepEqual(after, before);
  });
});

describe("the CSV report", () => {
  afterEach(removeWorkspaces);

  it("has a line for each finding and problem, those that are suppressed included", async () => {
    const { stdout } = await workspace(FILES).run(["--format=csv"]);
    const [header, ...rows] = recordsIn(stdout);
    const column = (name: string): number => header?.indexOf(name) ?? -1;
    const shown = ["path", "line", "column", "severity", "rule", "replica", "status", "statusReason"].map(
      column,
    );
    assert.deepEqual(
      rows.map((row) => shown.map((index) => row[index])),
      [
        ["b.yaml", "2", "1", "error", "problem", "", "problem", ""],
        ["sub/a.yaml", "2", "1", "error", "valid-sse-specification", "eu-west-1", "open", ""],
        ["sub/a.yaml", "2", "7", "warning", "require-customer-managed-key", "", "open", ""],
        ["sub/a.yaml", "2", "12", "warning", "require-customer-managed-key", "", "open", ""],
        ["sub/a.yaml", "2", "17", "info", "no-hints", "", "open", ""],
        [
          "sub/a.yaml",
          "2",
          "22",
          "warning",
          "require-customer-managed-key",
          "",
          "suppressed",
          "Suppressed by comment until 2030-01-01: a test.",
        ],
      ],
    );
  });

  it("is read back as it was, and no cell is a formula", () => {
    const [header, ...rows] = recordsIn(inOnePiece(csvReport, AWKWARD_FILES));
    const message = header?.indexOf("message") ?? -1;
    assert.equal(rows.length, AWKWARD_FILES.length * 3);
    for (const row of rows) {
      assert.equal(row.length, header?.length);
      for (const cell of row) assert.doesNotMatch(cell, /^\s*[=+\-@]/);
    }
    const read = (text: string): boolean => rows.some((row) => row[message] === text);
    assert.ok(read(AWKWARD[0] ?? ""));
    assert.ok(read(`'${AWKWARD[4] ?? ""}`));
    assert.ok(read(`'${AWKWARD[5] ?? ""}`));
  });
});

/** The records of a text as RFC 4180 has them. */
function recordsIn(text: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  while (cell.lastIndex < text.length) {
    const at = cell.lastIndex;
    const match = cell.exec(text);
    if (match === null) assert.fail(`No cell at ${at}: ${JSON.stringify(text.slice(at, at + 40))}`);
    const [, inQuotes, plain = "", end] = match;
    record.push(inQuotes?.replaceAll('""', '"') ?? plain);
    if (end === ",") continue;
    records.push(record);
    record = [];
  }
  return records;
}

describe("several reports of one run", () => {
  afterEach(removeWorkspaces);

  it("aren't written over a template", async () => {
    const files = workspace(FILES);
    const ran = await files.run(["--format=text", "--format=sarif=sub/a.yaml", "--format=csv=b.csv"]);
    assert.equal(ran.code, 2);
    assert.match(ran.stderr, /sub\/a\.yaml: the report can't be written: it is one of the templates\./);
    assert.equal(files.read("sub/a.yaml"), FILES["sub/a.yaml"]);
    assert.match(files.read("b.csv"), /^path,/);
  });

  it("are written each to its place, and stderr says where", async () => {
    const files = workspace(FILES);
    const alone = await files.run(["sub"]);
    const ran = await files.run([
      "--format=sarif=out/x.sarif",
      "--format=text",
      "--format=csv=all.csv",
      "sub",
    ]);
    assert.deepEqual([ran.code, ran.stdout], [2, alone.stdout]);
    assert.match(ran.stderr, /out\/x\.sarif: the report can't be written: there is no such file or folder\./);
    files.write("out/keep", "");
    const again = await files.run([
      "--format=sarif=out/x.sarif",
      "--format=text",
      "--format=csv=all.csv",
      "sub",
    ]);
    assert.equal(again.stdout, alone.stdout);
    assert.equal(again.code, alone.code);
    assert.equal(again.stderr, "The reports are in out/x.sarif and all.csv.\n");
    assert.match(files.read("out/x.sarif"), /"version": "2\.1\.0"/);
    assert.equal(recordsIn(files.read("all.csv")).length, 6);
  });

  it("say the verdict on stderr where nobody reads it in one of them", async () => {
    const files = workspace(FILES);
    const ran = await files.run(["--format=json=a.json", "--format=junit", "sub"]);
    assert.match(ran.stdout, /<testsuites/);
    assert.equal(
      ran.stderr,
      "4 findings: 1 error, 2 warnings, 1 info. 1 suppressed. The report is in a.json.\n",
    );
  });

  it("write text to a file as it would be without a terminal", async () => {
    const files = workspace(FILES);
    const plain = await files.run(["sub"]);
    await files.run(["--format=text=a.txt", "--format=github", "sub"], { terminal: true });
    assert.equal(files.read("a.txt"), plain.stdout);
  });

  it("show the same as each alone", async () => {
    const files = workspace(FILES);
    const formats = ["text", "json", "sarif", "gitlab", "junit", "checkstyle", "csv", "html", "markdown"];
    const paths = ["sub", "b.yaml", "c.yaml"];
    await files.run([...formats.map((format) => `--format=${format}=out.${format}`), ...paths]);
    for (const format of formats) {
      const alone = await files.run([`--format=${format}`, ...paths]);
      assert.equal(files.read(`out.${format}`), alone.stdout, format);
    }
  });

  it("name controls where frameworks are asked for", async () => {
    const files = workspace(FILES);
    for (const format of ["text", "json", "sarif", "github", "gitlab", "junit", "checkstyle", "csv"]) {
      const ran = await files.run([`--format=${format}`, "--framework=security-hub", "sub"]);
      assert.match(ran.stdout, /Security Hub KMS\.4/, format);
    }
  });

  it("work out no fixes where no format shows them", async () => {
    const analyser: Analyser = { ...standIn, fixesFor: () => assert.fail("Fixes are worked out.") };
    const argv = ["csv", "gitlab", "junit", "checkstyle", "github", "html", "markdown"];
    const ran = await workspace(FILES).run(
      argv.map((format) => `--format=${format}=out.${format}`),
      { analyser },
    );
    assert.equal(ran.code, 2);
  });
});
