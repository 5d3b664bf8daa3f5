import assert from "node:assert/strict";
import fc from "fast-check";
import { readSource } from "../../server/src/dialects/cdk/source-editor/syntax.js";
import { fixed, fixesAt, MARK, mended, siteAt } from "../support/source-site.js";

/** How a file may bring a class of `aws-dynamodb` in, and call it. */
const IMPORTS: readonly ((name: string) => readonly [string, string])[] = [
  (name) => ["import * as dynamodb from 'aws-cdk-lib/aws-dynamodb'", `dynamodb.${name}`],
  (name) => [`import { ${name} } from 'aws-cdk-lib/aws-dynamodb'`, name],
  (name) => [`import {\n  ${name} as Made, // made\n} from 'aws-cdk-lib/aws-dynamodb'`, "Made"],
  (name) => ["import * as cdk from 'aws-cdk-lib'", `cdk.aws_dynamodb.${name}`],
  (name) => ["import { Stack, aws_dynamodb as db } from 'aws-cdk-lib'", `db.${name}`],
  (name) => ["import dynamodb from 'aws-cdk-lib/aws-dynamodb'", `dynamodb.${name}`],
  (name) => ["const dynamodb = require('aws-cdk-lib/aws-dynamodb')", `dynamodb.${name}`],
  (name) => [`const { ${name}: T } = require('aws-cdk-lib/aws-dynamodb')`, "T"],
];

const PROPS = [
  "{ a }",
  "{ a, }",
  "{}",
  "{\n    a: 1,\n    b: [1, 2], // two\n  }",
  "{\n    a: 1, /* one */\n    b: { c } // no comma\n  }",
  "{ a: {\n    b,\n  } }",
  "{ ...props, a }",
  "{ a, ...(isProd ? b : {}) }",
  "props",
  "propsOf(\n    id,\n  )",
  "{\n    // nothing\n  }",
  "{ /* nothing */ }",
  "(props)",
  "isProd ? props : others",
  "async ? a : (b, c)",
];

/** What may stand around a construct. */
const AROUND = [
  (made: string) => `${made};`,
  (made: string) => `const table = ${made};`,
  (made: string) => `export const table = ${made}; // the table`,
  (made: string) => `/* first */ ${made}; foo()`,
  (made: string) => `if (isProd) ${made};`,
  (made: string) => `if (isProd) { ${made} } else { foo() }`,
  (made: string) => `for (const x of xs) {\n  // each\n  ${made};\n}`,
  (made: string) => `const f = () => ${made};`,
  (made: string) => `const f = () => { return ${made}; };`,
  (made: string) => `class S { table = ${made}; }`,
  (made: string) => `class S { constructor() { this.table = ${made} } }`,
  (made: string) => `const [a, b] = [${made}, 2], c = 3;`,
  (made: string) => `switch (x) { case 1: ${made}; break; default: foo(); }`,
  (made: string) => `foo(${made}.bar, \`\${${made.replace(MARK, "")}}\`);`,
  (made: string) => `const t = isProd && ${made};`,
];

const KINDS = ["Table", "TableV2", "TableV2MultiAccountReplica", "CfnTable"] as const;
const IDS = ["'Orders'", "`Orders`", "id", "`${x}Orders`", "'Orders' as string", "x + 'Orders'"];

describe("a fix in the source, in any surroundings,", () => {
  it("leaves a text that can be read, keeps all that was there, and offers nothing more", () => {
    const sources = fc.record({
      kind: fc.constantFrom(...KINDS),
      imported: fc.constantFrom(...IMPORTS),
      props: fc.constantFrom(...PROPS),
      around: fc.constantFrom(...AROUND),
      id: fc.constantFrom(...IDS),
      newline: fc.constantFrom("\n", "\r\n"),
      semicolons: fc.boolean(),
      language: fc.constantFrom("ts", "js", "tsx", "mjs"),
    });
    let offered = 0;
    fc.assert(
      fc.property(sources, ({ kind, imported, props, around, id, newline, semicolons, language }) => {
        const [statement, name] = imported(kind);
        const isTypeScript = language.startsWith("ts");
        const given = isTypeScript ? id : id.replace(" as string", "");
        const body = around(`${MARK}new ${name}(this, ${given}, ${props})`);
        const text = `${statement};\n\n${body}\nconst ordersKey = 1;\n`;
        const source = (semicolons ? text : text.replaceAll(";\n", "\n")).replaceAll("\n", newline);
        const site = siteAt(source, `aws_dynamodb.${kind}`, { path: `/app/stack.${language}` });
        const { fixes, refusals } = fixesAt(site);
        assert.ok(fixes.length > 0 || refusals.length > 0);
        for (const fix of fixes) {
          offered += 1;
          const after = fixed(site, fix);
          assert.equal(readSource(site.path, after)?.errors.length, 0, after);
          // Nothing was asked to go: what is written over stands in what takes its place.
          for (const { span, newText } of fix.edits) {
            assert.ok(newText.includes(site.text.slice(span.start, span.end).trim()), after);
          }
          assert.equal(/(?<!\r)\n/.test(after), newline === "\n", "line endings stay");
          const again = fixesAt(mended(site, fix));
          assert.deepEqual(again.fixes, [], after);
          assert.match(again.refusals.join(), /already|given a key/, after);
        }
      }),
      { numRuns: 1000 },
    );
    assert.ok(offered > 500, `${offered} were offered`);
  });

  it("is survived, whatever the text is", () => {
    const pieces = fc.constantFrom(
      "new ",
      "Table",
      "(",
      ")",
      "{",
      "}",
      "...",
      ",",
      "'Orders'",
      "this",
      "`${",
      "`",
      "/*",
      "\n",
    );
    fc.assert(
      fc.property(
        fc.array(pieces, { maxLength: 30 }),
        fc.constantFrom("ts", "jsx", "py"),
        (words, language) => {
          const text = `import { Table } from 'aws-cdk-lib/aws-dynamodb';\n${MARK}new Table(${words.join("")}`;
          const site = siteAt(text, "aws_dynamodb.Table", { path: `/app/stack.${language}` });
          for (const fix of fixesAt(site).fixes)
            assert.notEqual(readSource(site.path, fixed(site, fix)), null);
        },
      ),
      { numRuns: 500 },
    );
  });
});
