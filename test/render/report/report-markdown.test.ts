import assert from "node:assert/strict";
import { code, escapeMarkdown, tableOf } from "../../../server/src/render/report/markdown-blocks.js";
import { reportOf, reportOn, shopInventory } from "../../support/inventories.js";

/** What GitHub takes in one comment. */
const MOST = 65_536;

describe("the report in Markdown", () => {
  it("begins with the verdict, then the tables", () => {
    const lines = reportOn("markdown", shopInventory(20)).split("\n");
    assert.equal(lines[0], "## DynamoDB encryption");
    assert.equal(
      lines[2],
      "**20 tables in 3 templates: 11 customer managed, 3 AWS managed, 2 AWS owned, 2 undecided, 2 depending on the case. 13 findings: 13 warnings.**",
    );
    assert.equal(lines[4], "| Table | Key | Can decrypt | A month |");
    assert.match(lines[6] ?? "", /^\| <code>\w+<\/code> \| Customer managed key SharedKey0 \| \d/);
  });

  it("stays below what a comment may have, and counts what it leaves out", () => {
    const shop = shopInventory(200);
    const tables = [...shop.tables, ...shop.tables];
    const findings = [...shop.findings, ...shop.findings, ...shop.findings];
    const report = reportOn("markdown", { ...shop, tables, findings });
    assert.ok(report.length < MOST, `${report.length} characters`);
    const rows = report.split("\n").filter((line) => line.startsWith("| <code>") && / a month|\$/.test(line));
    assert.match(report, /… and [\d,]+ more tables\./);
    assert.match(report, /… and [\d,]+ more findings\./);
    assert.ok(rows.length > 50);
  });

  it("says where tables are whose names don't tell", () => {
    const text =
      "Resources:\n  Orders:\n    Type: AWS::DynamoDB::Table\n  Flags:\n    Type: AWS::DynamoDB::Table\n";
    const report = reportOf("markdown", { "a.yaml": text, "b.yaml": text.replace("Flags", "Carts") });
    const named = [...report.matchAll(/^\| (<code>\w+<\/code>.*?) \| AWS owned key/gm)].map(
      ([, name]) => name,
    );
    assert.deepEqual(named, [
      "<code>Orders</code><br>a.yaml:2",
      "<code>Flags</code>",
      "<code>Orders</code><br>b.yaml:2",
      "<code>Carts</code>",
    ]);
  });

  it("says so where there is nothing", () => {
    assert.match(reportOf("markdown", {}), /\*\*0 tables in 0 templates\. No findings\.\*\*/);
  });

  it("names the files that couldn't be read, and says why", () => {
    const report = (...problems: readonly (readonly [path: string, line: number | null])[]): string =>
      reportOf(
        "markdown",
        {},
        {},
        problems.map(([path, line]) => ({ path, line, message: "A quote isn't closed." })),
      );
    const one = report(["a.yaml", 3]);
    assert.match(one, /^\*\*1 problem\*\* in <code>a\.yaml<\/code>: this report may not be complete\.$/m);
    assert.match(one, /^\| <code>a\.yaml:3<\/code> \| A quote isn't closed\. \|$/m);
    const many = report(
      ["a.yaml", 3],
      ["a.yaml", 4],
      ["b.yaml", null],
      ["c.yaml", 1],
      ["d.yaml", 1],
      ["e.yaml", 1],
    );
    assert.match(
      many,
      /^\*\*6 problems\*\* in <code>a.yaml<\/code>, <code>b.yaml<\/code>, <code>c.yaml<\/code> and 2 more files:/m,
    );
    assert.match(many, /^\| <code>b\.yaml<\/code> \|/m);
  });

  it("counts who can decrypt, and says so where the templates name nobody", () => {
    const tables = `Resources:
  Orders: { Type: AWS::DynamoDB::Table, Properties: {} }
  Carts: { Type: AWS::DynamoDB::Table, Properties: {} }
  Api:
    Type: AWS::IAM::Role
    Properties:
      Policies:
        - PolicyDocument: { Statement: [{ Effect: Allow, Action: dynamodb:GetItem, Resource: !GetAtt Carts.Arn }] }
`;
    const report = reportOf("markdown", { "t.yaml": tables });
    assert.match(report, /^\| <code>Orders<\/code> \| AWS owned key \| nobody here \|/m);
    assert.match(report, /^\| <code>Carts<\/code> \| AWS owned key \| 1 \|/m);
  });

  it("takes hostile names for text", () => {
    const hostile = "a|b`c`<img>*x*@team#1";
    const report = reportOf("markdown", {
      "t.yaml": `Resources:\n  "${hostile}":\n    Type: AWS::DynamoDB::Table\n`,
    });
    assert.ok(!report.includes("<img>") && !report.includes("`"));
    const row = report.split("\n").find((line) => line.startsWith("| <code>a")) ?? "";
    assert.equal(row.split("|").length, 6);
  });
});

describe("Markdown that people's text is put into", () => {
  it("has code in which nothing means anything", () => {
    assert.equal(code("a|b\n`c`"), "<code>a&#124;b &#96;c&#96;</code>");
  });

  it("notifies nobody, and leaves amounts as they are", () => {
    assert.equal(escapeMarkdown("@team #12 ${x} $1.00"), "@\u200bteam &#35;\u200b12 &#36;{x} $1.00");
  });

  it("has as many rows as there is room for", () => {
    const rows = ["a", "b", "c"].map((name) => [name]);
    assert.equal(tableOf(["Name"], rows, 13, "row"), "| Name |\n| --- |\n| a |\n| b |\n\n… and 1 more row.");
  });
});
