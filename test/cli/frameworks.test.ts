import assert from "node:assert/strict";
import { removeWorkspaces, workspace } from "./workspace.js";

const TEMPLATE = "Orders: AWS::DynamoDB::Table\nloose weak";
const ASKED = ["--framework", "fedramp", "--framework", "security-hub"];
const IDS = ["Security Hub KMS.4", "FedRAMP SC-12"];

describe("the option --framework", () => {
  afterEach(removeWorkspaces);

  async function report(format: string, ...argv: readonly string[]): Promise<string> {
    return (await workspace({ "a.yaml": TEMPLATE }).run([`--format=${format}`, ...argv])).stdout;
  }

  for (const format of ["text", "json", "github"]) {
    it(`names no control where it isn't given (${format})`, async () => {
      assert.doesNotMatch(await report(format), /controls|KMS\.4|FedRAMP/);
    });
  }

  it("gives each finding in text a line with its controls", async () => {
    const lines = (await report("text", ...ASKED)).split("\n").filter((line) => line.includes("controls:"));
    assert.deepEqual(lines, ["  controls: FedRAMP SC-12; Security Hub KMS.4"]);
  });

  it("gives each finding in JSON its controls, and none the key that has no control", async () => {
    const { findings } = JSON.parse(await report("json", ...ASKED)) as {
      readonly findings: readonly { readonly controls?: readonly string[] }[];
    };
    assert.deepEqual(
      findings.map(({ controls }) => controls),
      [["FedRAMP SC-12", "Security Hub KMS.4"], undefined],
    );
  });

  it("puts the controls into the titles of GitHub's annotations", async () => {
    assert.match(
      await report("github", ...ASKED),
      /title=valid-sse-specification \(FedRAMP SC-12; Security Hub KMS\.4\)::/,
    );
  });

  interface Run {
    readonly tool: {
      readonly driver: {
        readonly rules: readonly {
          readonly id: string;
          readonly properties: { readonly tags: readonly string[] };
        }[];
        readonly supportedTaxonomies?: readonly object[];
      };
    };
    readonly taxonomies?: readonly {
      readonly name: string;
      readonly taxa: readonly { readonly id: string }[];
    }[];
    readonly results: readonly {
      readonly taxa?: readonly { readonly id: string }[];
      readonly properties: { readonly tags?: readonly string[] };
    }[];
  }

  async function sarif(...argv: readonly string[]): Promise<Run> {
    const [run] = (JSON.parse(await report("sarif", ...argv)) as { runs: readonly [Run] }).runs;
    return run;
  }

  it("gives rules and results in SARIF tags, and taxonomies to refer to", async () => {
    const run = await sarif("--framework=security-hub", "--framework=fedramp");
    const rule = run.tool.driver.rules.find(({ id }) => id === "valid-sse-specification");
    assert.deepEqual(rule?.properties.tags.slice(3), IDS);
    assert.deepEqual(run.results[0]?.properties.tags, IDS);
    assert.deepEqual(
      run.results[0]?.taxa?.map(({ id }) => id),
      IDS,
    );
    assert.deepEqual(
      run.taxonomies?.map(({ name, taxa }) => [name, taxa.map(({ id }) => id)]),
      [
        ["AWS Security Hub", ["Security Hub KMS.4"]],
        ["FedRAMP", ["FedRAMP SC-12"]],
      ],
    );
    assert.equal(run.tool.driver.supportedTaxonomies?.length, 2);
  });

  it("leaves AWS's own checks in the tags of SARIF's rules where it isn't given, and nothing else", async () => {
    const run = await sarif();
    const rule = run.tool.driver.rules.find(({ id }) => id === "valid-sse-specification");
    assert.deepEqual(rule?.properties.tags.slice(3), ["Security Hub KMS.4"]);
    assert.equal(run.taxonomies, undefined);
    assert.equal(run.results[0]?.taxa, undefined);
    assert.equal(run.results[0]?.properties.tags, undefined);
  });
});
