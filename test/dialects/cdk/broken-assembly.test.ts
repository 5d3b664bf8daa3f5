import assert from "node:assert/strict";
import { readAssembly, type Assembly } from "../../../server/src/dialects/cdk/assembly.js";
import { assemblyOf, manifest, stack } from "./assemblies.js";

const TABLE = '{"Resources":{"T":{"Type":"AWS::DynamoDB::Table"}}}';

function nestedIn(...files: readonly string[]): object {
  const resources = files.map((file, index) => [
    `Nested${index}`,
    { Type: "AWS::CloudFormation::Stack", Metadata: { "aws:asset:path": file } },
  ]);
  return { Resources: Object.fromEntries(resources) as object };
}

function paths(assembly: Assembly): readonly string[] {
  return [...assembly.templates.keys()].map((path) => path.replace("/app/cdk.out/", ""));
}

function messages(assembly: Assembly): readonly string[] {
  return assembly.problems.map(({ message }) => message);
}

describe("an assembly that isn't as it should be", () => {
  it("has a problem where there is no manifest, or none that makes sense", async () => {
    const message = "This is no manifest of a CDK assembly: it has no artifacts.";
    for (const content of [
      undefined,
      "",
      "{ no",
      "[]",
      "null",
      "3",
      '{"artifacts":[]}',
      '{"version":"55.0.0"}',
    ]) {
      const { problems, templates } = await assemblyOf({ "manifest.json": content });
      assert.deepEqual(problems, [{ path: "/app/cdk.out/manifest.json", message }], content);
      assert.equal(templates.size, 0);
    }
  });

  it("never makes anyone read outside its folder", async () => {
    const asked: string[] = [];
    const outside = [
      "../secret.json",
      "/etc/passwd",
      "a/../../x.json",
      "C:\\x.json",
      "file:///etc/passwd",
      "..",
    ];
    const assembly = await assemblyOf(
      {
        "manifest.json": manifest({
          ...Object.fromEntries(outside.map((path, index) => [`S${index}`, stack(path)])),
          In: stack("In.template.json", { additionalMetadataFile: "../../metadata.json" }),
          Stage: { type: "cdk:cloud-assembly", properties: { directoryName: "../other" } },
          Assets: { type: "cdk:asset-manifest", properties: { file: "../assets.json" } },
        }),
        "In.template.json": {
          Resources: {
            A: { Type: "AWS::CloudFormation::Stack", Metadata: { "aws:asset:path": "../../nested.json" } },
            B: {
              Type: "AWS::CloudFormation::Stack",
              Properties: { TemplateURL: `x/${"a".repeat(64)}.json` },
            },
          },
        },
      },
      asked,
    );
    assert.deepEqual(
      asked.filter((path) => !path.startsWith("/app/cdk.out/") || path.includes("..")),
      [],
    );
    assert.deepEqual(paths(assembly), ["In.template.json"]);
    for (const path of outside) {
      assert.ok(messages(assembly).includes(`'${path}' lies outside the assembly, so it isn't read.`), path);
    }
  });

  it("has a problem where a template isn't there, and the others all the same", async () => {
    const assembly = await assemblyOf({
      "manifest.json": manifest({ A: stack("A.json"), B: stack("B.json"), C: stack(undefined), D: stack(7) }),
      "B.json": nestedIn("Gone.json"),
    });
    assert.deepEqual(paths(assembly), ["B.json"]);
    assert.deepEqual(messages(assembly), [
      "'A.json' isn't there or can't be read, so it isn't checked.",
      "'Gone.json' isn't there or can't be read, so it isn't checked.",
      "The stack 'C' names no template.",
      "The stack 'D' names no template.",
    ]);
  });

  it("holds templates that are no JSON: what is wrong with them is said elsewhere", async () => {
    const broken = {
      "manifest.json": manifest({ A: stack("A.json") }),
      "A.json": "{ AWS::CloudFormation::Stack",
    };
    const assembly = await assemblyOf(broken);
    assert.deepEqual(paths(assembly), ["A.json"]);
    assert.deepEqual(assembly.problems, []);
  });

  it("may go round in circles", async () => {
    const assembly = await assemblyOf({
      "manifest.json": manifest({
        A: stack("A.json"),
        Again: stack("./A.json"),
        Self: { type: "cdk:cloud-assembly", properties: { directoryName: "." } },
        Below: { type: "cdk:cloud-assembly", properties: { directoryName: "below" } },
      }),
      "below/manifest.json": manifest({
        Up: { type: "cdk:cloud-assembly", properties: { directoryName: ".." } },
        A: stack("../A.json"),
      }),
      "A.json": nestedIn("B.json", "A.json"),
      "B.json": nestedIn("A.json", "B.json"),
    });
    assert.deepEqual(paths(assembly), ["A.json", "B.json"]);
    assert.deepEqual(assembly.problems, []);
  });

  it("ends, also where links make folders without end", async () => {
    const loop = JSON.stringify(
      manifest({
        A: { type: "cdk:cloud-assembly", properties: { directoryName: "a" } },
        B: { type: "cdk:cloud-assembly", properties: { directoryName: "b" } },
      }),
    );
    const read = (path: string): Promise<string | null> =>
      Promise.resolve(path.endsWith("/manifest.json") && path.length < 4096 ? loop : null);
    const { problems } = await readAssembly("/app/cdk.out", { read });
    assert.ok(problems.some(({ message }) => /more than 500 assemblies/.test(message)));
  });

  it("isn't followed through more levels of nested stacks than any app has", async () => {
    const levels = Array.from({ length: 200 }, (_, level) => [
      `${level}.json`,
      nestedIn(`${level + 1}.json`),
    ]);
    const assembly = await assemblyOf({
      "manifest.json": manifest({ S: stack("0.json") }),
      ...(Object.fromEntries(levels) as Readonly<Record<string, object>>),
    });
    assert.equal(assembly.templates.size, 51);
    assert.deepEqual(assembly.problems, [
      {
        path: "/app/cdk.out/50.json",
        message: "Nested stacks are more than 50 levels deep here; those below aren't checked.",
      },
    ]);
  });

  it("has its list of assets read once, however many nested stacks are found by their hashes", async () => {
    const hashes = [1, 2, 3].map((number) => String(number).repeat(64));
    const nested = hashes.map((hash) => [
      `N${hash[0]}`,
      { Type: "AWS::CloudFormation::Stack", Properties: { TemplateURL: `https://bucket/${hash}.json` } },
    ]);
    const files = hashes.map((hash) => [hash, { source: { path: `${hash[0]}.json` } }]);
    const asked: string[] = [];
    const assembly = await assemblyOf(
      {
        "manifest.json": manifest({
          S: stack("S.json"),
          A: { type: "cdk:asset-manifest", properties: { file: "S.assets.json" } },
        }),
        "S.json": { Resources: Object.fromEntries(nested) as object },
        "S.assets.json": { files: Object.fromEntries(files) as object },
        "1.json": TABLE,
        "2.json": TABLE,
        "3.json": TABLE,
      },
      asked,
    );
    assert.deepEqual(paths(assembly), ["S.json", "1.json", "2.json", "3.json"]);
    assert.equal(asked.filter((path) => path.endsWith("S.assets.json")).length, 1);
  });

  it("counts a template once that several resources deploy, with all of them as parents", async () => {
    const assembly = await assemblyOf({
      "manifest.json": manifest({ A: stack("A.json") }),
      "A.json": nestedIn("Shared.json", "Shared.json"),
      "Shared.json": TABLE,
    });
    const shared = assembly.templates.get("/app/cdk.out/Shared.json");
    assert.deepEqual(
      shared?.parents.map(({ logicalId }) => logicalId),
      ["Nested0", "Nested1"],
    );
  });

  it("of an unknown version has its templates, but no source", async () => {
    const metadata = { "/A/T": [{ type: "aws:cdk:logicalId", data: "T" }] };
    for (const version of ["56.0.0", "1000.2.3", "abc", 55, null]) {
      const { templates, notices, problems } = await assemblyOf({
        "manifest.json": manifest({ A: stack("A.json", { metadata }) }, version),
        "A.json": TABLE,
      });
      const [only] = templates.values();
      assert.equal(only?.path, "/app/cdk.out/A.json");
      assert.equal(only.elements.size, 0);
      assert.match(notices[0]?.message ?? "", /which isn't known here: its templates are checked without/);
      assert.deepEqual(problems, []);
    }
  });

  it("is said to be locked while the CDK writes it", async () => {
    assert.equal((await assemblyOf({ "synth.lock": "" })).locked, true);
    assert.equal((await assemblyOf({ "synth.lock": "4711" })).locked, true);
  });

  it("has a notice where its metadata can't be read", async () => {
    const files = {
      "manifest.json": manifest({ A: stack("A.json", { additionalMetadataFile: "A.metadata.json" }) }),
      "A.json": TABLE,
    };
    for (const content of [undefined, "", "{ no"]) {
      const { notices, templates } = await assemblyOf({ ...files, "A.metadata.json": content });
      assert.equal(templates.size, 1);
      assert.deepEqual(
        notices.map(({ message }) => message),
        ["'A.metadata.json' can't be read, so the source of its stack isn't known."],
      );
    }
  });

  it("takes region and account only for what can be one", async () => {
    const environments = ["aws://1/eu-west-1", "aws://111122223333/Mars", "aws:///", "nowhere", 3, {}, null];
    for (const environment of environments) {
      const files = { "manifest.json": manifest({ A: stack("A.json", { environment }) }), "A.json": TABLE };
      const [only] = (await assemblyOf(files)).templates.values();
      assert.equal(only?.account, environment === environments[1] ? "111122223333" : null);
      assert.equal(only.region, environment === environments[0] ? "eu-west-1" : null);
    }
  });

  it("may be named by a URI", async () => {
    const files: Readonly<Record<string, string>> = {
      "vscode-vfs://github/me/shop/cdk.out/manifest.json": JSON.stringify(
        manifest({ A: stack("A.json"), B: stack("../B.json") }),
      ),
      "vscode-vfs://github/me/shop/cdk.out/A.json": TABLE,
    };
    const { templates, problems } = await readAssembly("vscode-vfs://github/me/shop/cdk.out", {
      read: (path) => Promise.resolve(files[path] ?? null),
    });
    assert.deepEqual([...templates.keys()], ["vscode-vfs://github/me/shop/cdk.out/A.json"]);
    assert.equal(problems.length, 1);
  });
});
