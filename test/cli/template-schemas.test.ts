import { CelEngine, TemplateFile, type Engine } from "@aws/cloudformation-validate";
import assert from "node:assert/strict";
import { GUARDRAIL_KINDS, guardrailText } from "../../server/src/guardrails/index.js";
import { INPUTS } from "../guardrails/inputs.js";
import { expandedSnippets } from "../snippets/expanded-snippets.js";
import { removeWorkspaces, workspace } from "./workspace.js";

/** Advice on tags, and on what a later change would replace. */
const ADVICE = ["INFO", "DEBUG"];

describe("the templates that are handed out", function () {
  this.timeout(60_000);
  let engine: Engine;

  before(() => {
    engine = new CelEngine();
  });
  after(() => engine.free());
  afterEach(removeWorkspaces);

  it("are held against the schemas of their resources", () => {
    const files = workspace({
      "wrong.yaml": "Resources:\n  A:\n    Type: AWS::Config::ConfigRule\n    Properties:\n      Rule: 1\n",
    });
    assert.deepEqual(faultsOf(engine, files.path("wrong.yaml")), [
      "'Source' is a required property",
      "Additional properties are not allowed ('Rule' was unexpected)",
    ]);
  });

  for (const kind of GUARDRAIL_KINDS) {
    for (const [given, input] of Object.entries(INPUTS[kind])) {
      it(`have no fault in YAML nor JSON: the guardrail ${kind}, ${given}`, () => {
        for (const format of ["yaml", "json"] as const) {
          const files = workspace({ [`t.${format}`]: guardrailText(kind, input, format) ?? "" });
          assert.deepEqual(faultsOf(engine, files.path(`t.${format}`)), [], format);
        }
      });
    }
  }

  for (const language of ["yaml", "json"] as const) {
    for (const [name, template] of Object.entries(expandedSnippets(language))) {
      it(`have no fault: the snippet '${name}' in ${language.toUpperCase()}`, () => {
        const files = workspace({ [`t.${language}`]: template });
        assert.deepEqual(faultsOf(engine, files.path(`t.${language}`)), []);
      });
    }
  }
});

function faultsOf(engine: Engine, path: string): readonly string[] {
  const { diagnostics } = engine.validateStandard(new TemplateFile(path));
  return diagnostics
    .filter(({ severity }) => !ADVICE.includes(severity))
    .map(({ message }) => message)
    .sort();
}
