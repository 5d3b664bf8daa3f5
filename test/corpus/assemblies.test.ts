import assert from "node:assert/strict";
import { readAssembly, type Assembly, type StackTemplate } from "../../server/src/dialects/cdk/assembly.js";
import { findSource } from "../../server/src/dialects/cdk/source-path.js";
import type { SourcePosition } from "../../server/src/dialects/cdk/source-trace.js";
import { hasShared, sharedFiles } from "../support/shared.js";

const FOLDER = "cdk-out";
const SOURCES = "src";
const TABLES = ["AWS::DynamoDB::Table", "AWS::DynamoDB::GlobalTable", "AWS::Serverless::SimpleTable"];

/** Where stacks are deployed that aren't in 111122223333/eu-west-1, by construct path. */
const ENVIRONMENTS: Readonly<Record<string, readonly [account: string | null, region: string | null]>> = {
  TablesV1Agnostic: [null, null],
  "TablesV1Agnostic/Nested": [null, null],
  PyStack: [null, null],
  KeyStackUs: ["111122223333", "us-east-1"],
  RoleStack: ["444455556666", "eu-west-1"],
  Rep: ["222222222222", "ca-central-1"],
};

/** Where the tables of a stack are made: a file of the apps' source, and the line from which to look. */
const MADE_IN: Readonly<Record<string, readonly [file: string, from: string]>> = {
  TablesV1: ["lib/tables-v1-stack.ts", "class TablesV1Stack"],
  "TablesV1/Nested": ["lib/tables-v1-stack.ts", "class NestedTables"],
  TablesV1Agnostic: ["lib/tables-v1-stack.ts", "class TablesV1Stack"],
  "TablesV1Agnostic/Nested": ["lib/tables-v1-stack.ts", "class NestedTables"],
  TablesV2: ["lib/tables-v2-stack.ts", "class TablesV2Stack"],
  ConsumerStack: ["lib/misc-stacks.ts", "class ConsumerStack"],
  ConsumerXRegion: ["lib/misc-stacks.ts", "class ConsumerStack"],
  "Prod/Data": ["lib/misc-stacks.ts", "class ConsumerStack"],
  "Prod/PlainData": ["lib/misc-stacks.ts", "class ProdStage"],
  LookupStack: ["lib/misc-stacks.ts", "class LookupStack"],
  DaxStack: ["lib/misc-stacks.ts", "class DaxStack"],
  XAcct: ["lib/extra.ts", "class XAcct"],
  RepOk: ["lib/extra.ts", "class RepOk"],
  Rep: ["bin/app-ack.ts", "const s2"],
};

/** Constructs that aren't made where their id is written: what stands at the place that is recorded. */
const MADE_BY: Readonly<Record<string, string>> = {
  LoopA: "new dynamodb.Table(this, `Loop",
  LoopB: "new dynamodb.Table(this, `Loop",
  LoopC: "new dynamodb.Table(this, `Loop",
  FromHelper: "new dynamodb.Table(scope, id",
  Subclassed: "super(scope, id, { ...props",
};

(hasShared(FOLDER) ? describe : describe.skip)("the assemblies of synthesised CDK apps", () => {
  const files = new Map<string, string>();
  before(() => {
    for (const { path, text } of sharedFiles(FOLDER)) files.set(path, text);
  });

  /** Every folder with a manifest that isn't part of another's. */
  function folders(): readonly string[] {
    return [...files.keys()]
      .filter((path) => path.endsWith("/manifest.json") && !path.includes("/assembly-"))
      .map((path) => path.slice(0, -"/manifest.json".length));
  }

  async function assemblies(): Promise<readonly Assembly[]> {
    const read = (path: string): Promise<string | null> => Promise.resolve(files.get(path) ?? null);
    const found = await Promise.all(folders().map((folder) => readAssembly(folder, { read })));
    assert.ok(found.length > 20, "there are assemblies to look at");
    return found;
  }

  /** The tables of a template, by logical id. */
  function tablesOf({ path }: StackTemplate): readonly string[] {
    const { Resources = {} } = JSON.parse(files.get(path) ?? "{}") as {
      Resources?: Readonly<Record<string, { Type: string }>>;
    };
    return Object.keys(Resources).filter((id) => TABLES.includes(Resources[id]?.Type ?? ""));
  }

  /** The position of the first of some texts behind a line of a source file, as `file:line:column`. */
  function placeOf(file: string, from: string, what: RegExp): string {
    const text = files.get(`${SOURCES}/${file}`) ?? "";
    const start = text.indexOf(from);
    const offset = start + text.slice(start).search(what);
    assert.ok(start >= 0 && offset >= start, `${file} has ${from} … ${what.source}`);
    const before = text.slice(0, offset).split("\n");
    return `${file}:${before.length}:${(before.at(-1) ?? "").length + 1}`;
  }

  /** A recorded position as `file:line:column`, the file being the one in the apps' source that it means. */
  function recorded(source: SourcePosition | null | undefined): string | null {
    if (source === null || source === undefined) return null;
    const file = findSource(source.path, [SOURCES], (path) => files.has(path));
    return `${file?.slice(SOURCES.length + 1) ?? source.path}:${source.line}:${source.column}`;
  }

  it("hold the templates that lie in them, without problems", async () => {
    for (const { folder, templates, problems, notices } of await assemblies()) {
      const lying = [...files.keys()].filter(
        (path) => path.startsWith(`${folder}/`) && path.endsWith(".template.json"),
      );
      assert.deepEqual([...templates.keys()].sort(), lying.sort(), folder);
      assert.deepEqual([...problems, ...notices], [], folder);
    }
  });

  it("don't hold those of a stack that was removed", async () => {
    const folder = "cdk.out-default";
    const manifest = JSON.parse(files.get(`${folder}/manifest.json`) ?? "") as { artifacts: object };
    Reflect.deleteProperty(manifest.artifacts, "TablesV1");
    const read = (path: string): Promise<string | null> =>
      Promise.resolve(
        path === `${folder}/manifest.json` ? JSON.stringify(manifest) : (files.get(path) ?? null),
      );
    const { templates } = await readAssembly(folder, { read });
    const stale = [...files.keys()].filter(
      (path) => path.startsWith(`${folder}/`) && path.endsWith(".template.json") && !templates.has(path),
    );
    assert.deepEqual(stale, [
      `${folder}/TablesV1.template.json`,
      `${folder}/TablesV1Nested85039590.nested.template.json`,
    ]);
  });

  it("know the parent of each nested stack, and the name of each other", async () => {
    let nested = 0;
    for (const { templates } of await assemblies()) {
      for (const { path, parents, stackName, constructPath } of templates.values()) {
        const isNested = path.endsWith(".nested.template.json");
        assert.equal(parents.length, isNested ? 1 : 0, path);
        assert.equal(stackName, isNested ? null : constructPath?.replace("/", "-"), path);
        if (!isNested) continue;
        nested += 1;
        const [parent] = parents;
        const { Resources } = JSON.parse(files.get(parent?.path ?? "") ?? "") as {
          Resources: Readonly<Record<string, { Type: string; Metadata?: Readonly<Record<string, string>> }>>;
        };
        const resource = Resources[parent?.logicalId ?? ""];
        assert.equal(resource?.Type, "AWS::CloudFormation::Stack");
        // Without metadata, it is found by the hash in the template's URL.
        const { "aws:asset:path": named = path.split("/").at(-1) } = resource.Metadata ?? {};
        assert.equal(named, path.split("/").at(-1));
      }
    }
    assert.ok(nested >= 9, "there are nested stacks to look at");
  });

  it("know where each stack is deployed", async () => {
    for (const { folder, templates } of await assemblies()) {
      for (const { path, account, region, constructPath } of templates.values()) {
        const isEsm = folder === "cdk.out-esm";
        const elsewhere = isEsm ? ([null, null] as const) : ENVIRONMENTS[constructPath ?? ""];
        assert.deepEqual([account, region], elsewhere ?? ["111122223333", "eu-west-1"], path);
      }
    }
  });

  it("know the line and column that made each table", async () => {
    const wrong: string[] = [];
    let right = 0;
    for (const { folder, templates } of await assemblies()) {
      for (const template of templates.values()) {
        const madeIn = MADE_IN[template.constructPath ?? ""];
        if (madeIn === undefined) continue;
        const [file, from] = madeIn;
        for (const logicalId of tablesOf(template)) {
          const element = template.elements.get(logicalId);
          const id =
            element?.constructPath
              .replace(/\/Resource$/, "")
              .split("/")
              .at(-1) ?? "?";
          const by = MADE_BY[id];
          const what =
            by === undefined
              ? new RegExp(`new [\\w.]+\\(\\w+, '${id}'`)
              : new RegExp(by.replaceAll(/[.(){}$]/g, "\\$&"));
          const expected = placeOf(file, from, what);
          const found = recorded(element?.source);
          if (found === expected) right += 1;
          else wrong.push(`${folder} ${template.path} ${logicalId}: ${found}, expected ${expected}`);
        }
      }
    }
    assert.deepEqual(wrong, []);
    assert.ok(right > 150, `there are tables to look at: ${right}`);
  });

  it("know the line that made a table in an ES module, and the column but where the CDK has lost it", async () => {
    const [template] = (await readAssembly("cdk.out-esm", filesAsRead())).templates.values();
    const found = ["InClass4674BCD4", "InFnF8E78419", "Top8D718F6A"].map((id) =>
      recorded(template?.elements.get(id)?.source),
    );
    assert.deepEqual(found, [
      placeOf("app3.mts", "class MyStack", /new ddb.Table\(this, 'InClass'/),
      placeOf("app3.mts", "function helper", /new ddb.Table\(s, 'InFn'/),
      placeOf("app3.mts", "", /new ddb.Table\(s, 'Top'/).replace(/\d+$/, "null"),
    ]);
    assert.equal(recorded(template?.source), placeOf("app3.mts", "", /new MyStack/).replace(/\d+$/, "null"));
  });

  it("know it in older versions if they were debugged, and always since 2.251", async () => {
    for (const folder of folders().filter((one) => one.startsWith("versions/"))) {
      const [template] = (await readAssembly(folder, filesAsRead())).templates.values();
      // The app is kept as app.js, so its recorded path, vapp.js, means no file here.
      const found = ["TD925BC7E", "T2F4FF2F84"].map((id) => {
        const source = template?.elements.get(id)?.source ?? null;
        return source === null ? null : `${source.path.split("/").at(-1)}:${source.line}:${source.column}`;
      });
      const [, major = "999"] = /\/2\.(\d+)\./.exec(folder) ?? [];
      const isKnown = folder.endsWith("dbg1") || Number(major) >= 251;
      const expected = ["T", "T2"].map((id) =>
        isKnown ? `v${placeOf("app.js", "", new RegExp(`new ddb.\\w+\\(s, '${id}'`))}` : null,
      );
      assert.deepEqual(found, expected, folder);
    }
  });

  it("know no source where Python's frames weren't recorded", async () => {
    const [template] = (await readAssembly("jsii-python", filesAsRead())).templates.values();
    assert.deepEqual(template?.elements.get("PyTableABA7A008"), {
      constructPath: "PyStack/PyTable/Resource",
      source: null,
      callers: [],
      assignments: [],
    });
  });

  it("know the lines that set the encryption afterwards, if the app was debugged", async () => {
    const { templates } = await readAssembly("cdk.out-debug", filesAsRead());
    const elements = templates.get("cdk.out-debug/TablesV1.template.json")?.elements;
    const assigned = (id: string): readonly (string | null)[] =>
      (elements?.get(id)?.assignments ?? []).map(({ property, source }) => `${property} ${recorded(source)}`);
    const file = "lib/tables-v1-stack.ts";
    assert.deepEqual(assigned("Overridden252EC2AC"), [
      `SSESpecification ${placeOf(file, "overridden.node", /addPropertyOverride/)}`,
    ]);
    assert.deepEqual(assigned("Mutated48807134"), [
      `SSESpecification ${placeOf(file, "mutatedCfn.sse", / = \{/)}`,
    ]);
    assert.deepEqual(assigned("Plain295EB121"), []);
  });

  it("name what was looked up in vain", async () => {
    const missing = (await assemblies()).flatMap((assembly) => assembly.missing);
    assert.deepEqual(missing, [
      { provider: "key-provider", dummyValue: { keyId: "1234abcd-12ab-34cd-56ef-1234567890ab" } },
    ]);
  });

  function filesAsRead(): { read(path: string): Promise<string | null> } {
    return { read: (path) => Promise.resolve(files.get(path) ?? null) };
  }
});
