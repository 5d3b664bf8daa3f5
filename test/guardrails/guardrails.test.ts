import assert from "node:assert/strict";
import {
  GUARDRAIL_KINDS,
  GUARDRAILS,
  GuardrailRefused,
  guardrailText,
  type GuardrailInput,
  type GuardrailKind,
} from "../../server/src/guardrails/index.js";
import { analyse, parseSettings } from "../../server/src/service.js";
import { parseTemplateYaml } from "../support/template-yaml.js";
import { ADMIN, DUBLIN, FRANKFURT, INPUTS, keyArn, NOTHING } from "./inputs.js";

const { settings } = parseSettings();

/** The values of a template, whatever they are. */
interface AnyTemplate {
  readonly Description: string;
  readonly Metadata?: { readonly Guardrail: Readonly<Record<string, readonly string[]>> };
  readonly Mappings?: unknown;
  readonly Parameters?: Readonly<Record<string, unknown>>;
  readonly Resources: Readonly<Record<string, { readonly Properties: Readonly<Record<string, unknown>> }>>;
}

describe("the guardrails", () => {
  it("are listed once for each kind", () => {
    assert.deepEqual(
      GUARDRAILS.map(({ kind }) => kind),
      GUARDRAIL_KINDS,
    );
  });

  for (const kind of GUARDRAIL_KINDS) {
    for (const [given, input] of Object.entries(INPUTS[kind])) {
      const yaml = text(kind, input, "yaml");
      const json = text(kind, input, "json");

      it(`have nothing that the linter finds fault with: ${kind}, ${given}`, () => {
        for (const [path, template] of [
          ["guardrail.yaml", yaml],
          ["guardrail.json", json],
        ] as const) {
          const analysis = analyse({ path, text: template }, { settings, today: "2026-11-28" });
          assert.equal(analysis.dialect, "cloudformation");
          assert.deepEqual([...analysis.problems, ...analysis.failures], []);
          assert.deepEqual(
            analysis.findings.map(({ rule, message }) => `${rule}: ${message}`),
            [],
          );
        }
      });

      it(`say the same in YAML and JSON: ${kind}, ${given}`, () => {
        const { Metadata, ...template } = JSON.parse(json) as AnyTemplate;
        assert.deepEqual(parseTemplateYaml(yaml), template);
        const comments = commentsOf(yaml);
        for (const sentence of Object.values(Metadata?.Guardrail ?? {}).flat()) {
          assert.ok(comments.includes(sentence), sentence);
        }
      });

      it(`say what they do, what they don't and how they are deployed: ${kind}, ${given}`, () => {
        const { Description, Metadata } = JSON.parse(json) as AnyTemplate;
        assert.ok(Buffer.byteLength(Description) <= 1024);
        for (const part of ["Does", "DoesNot", "Deploy"]) {
          assert.ok((Metadata?.Guardrail[part]?.length ?? 0) > 0, part);
        }
        assert.match(commentsOf(yaml), /aws cloudformation deploy --region /);
      });
    }
  }

  it("give AWS Config the keys of each Region", () => {
    const keyArns = [DUBLIN, FRANKFURT, keyArn("eu-west-1", 3), DUBLIN];
    const { Mappings, Parameters, Resources } = template("config-rule", { ...NOTHING, keyArns });
    assert.deepEqual(Mappings, {
      KeysByRegion: {
        "eu-west-1": { Arns: `${DUBLIN},${keyArn("eu-west-1", 3)}` },
        "eu-central-1": { Arns: FRANKFURT },
      },
    });
    assert.equal(Parameters, undefined);
    assert.deepEqual(Resources["TableKeys"]?.Properties["InputParameters"], {
      kmsKeyArns: { "Fn::FindInMap": ["KeysByRegion", { Ref: "AWS::Region" }, "Arns"] },
    });
  });

  it("take the keys as a parameter where none is given", () => {
    const { Parameters, Resources } = template("config-rule", NOTHING);
    assert.deepEqual(Resources["TableKeys"]?.Properties["InputParameters"], {
      kmsKeyArns: { Ref: "KeyArns" },
    });
    const { AllowedPattern } = Parameters?.["KeyArns"] as { AllowedPattern: string };
    assert.match(`${DUBLIN},${FRANKFURT}`, new RegExp(AllowedPattern));
    assert.doesNotMatch("arn:aws:kms:eu-west-1:730335112233:alias/table", new RegExp(AllowedPattern));
  });

  it("name each Region in the commands that deploy them", () => {
    const yaml = text("config-rule", { ...NOTHING, keyArns: [DUBLIN, FRANKFURT] }, "yaml");
    assert.match(yaml, /--region eu-west-1 [^\n]*\n# {3}aws cloudformation deploy --region eu-central-1 /);
  });

  const refused: readonly [string, GuardrailKind, Partial<GuardrailInput>, RegExp][] = [
    ["an alias for a key", "config-rule", { keyArns: ["alias/table"] }, /'alias\/table' is an alias/],
    ["a bare key id", "scp", { keyArns: ["0f0e0d0c"] }, /'0f0e0d0c' is no ARN of a KMS key/],
    ["a Region that is none", "eventbridge", { regions: ["Dublin"] }, /'Dublin' is no Region/],
    [
      "a key outside the Regions",
      "eventbridge",
      { keyArns: [DUBLIN], regions: ["eu-central-1"] },
      /eu-west-1.* lies in none of the Regions given \(eu-central-1\)/,
    ],
    [
      "a Region without a key",
      "config-rule",
      { keyArns: [DUBLIN], regions: ["eu-west-1", "eu-central-1"] },
      /No key given lies in eu-central-1/,
    ],
    [
      "more keys than AWS Config takes",
      "config-rule",
      { keyArns: manyKeys(20) },
      /at most 1024 characters .* 20 keys of eu-west-1/,
    ],
    [
      "more keys than EventBridge takes",
      "eventbridge",
      { keyArns: manyKeys(30) },
      /patterns of 2048 characters, and the 30 keys of eu-west-1/,
    ],
    [
      "more keys than a service control policy takes",
      "scp",
      { keyArns: manyKeys(100) },
      /may have 5120: name the keys by a tag/,
    ],
    ["an address that is none", "eventbridge", { email: "keys" }, /'keys' is no email address/],
    [
      "a topic in another Region",
      "eventbridge",
      { topicArn: "arn:aws:sns:eu-west-1:730335112233:alerts", regions: ["eu-central-1"] },
      /lies in eu-west-1; a rule in eu-central-1 can't publish/,
    ],
    ["a role by its name", "key-policy", { adminArns: ["Admin"] }, /'Admin' is no ARN of a role or user/],
    [
      "one role for both duties",
      "key-policy",
      { adminArns: [ADMIN], userArns: [ADMIN] },
      /both administer and use the key/,
    ],
    [
      "roles of two accounts",
      "key-policy",
      { adminArns: [ADMIN, "arn:aws:iam::640112233445:role/Other"] },
      /these lie in 730335112233 and 640112233445/,
    ],
    ["a target that is none", "scp", { targets: ["Production"] }, /'Production' is no root/],
    [
      "keys named twice over",
      "scp",
      { keyArns: [DUBLIN], classification: { tag: "a", value: "b" } },
      /by their ARNs or by a tag/,
    ],
  ];
  for (const [what, kind, input, message] of refused) {
    it(`refuse ${what}`, () => {
      assert.throws(
        () => guardrailText(kind, { ...NOTHING, ...input }, "yaml"),
        (error) => error instanceof GuardrailRefused && message.test(error.message),
      );
    });
  }
});

function text(kind: GuardrailKind, input: GuardrailInput, format: "yaml" | "json"): string {
  return guardrailText(kind, input, format) ?? "";
}

function template(kind: GuardrailKind, input: GuardrailInput): AnyTemplate {
  return JSON.parse(text(kind, input, "json")) as AnyTemplate;
}

function manyKeys(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => keyArn("eu-west-1", index));
}

/** The comments as running text. */
function commentsOf(yaml: string): string {
  const lines = yaml.split("\n").filter((line) => line.startsWith("#"));
  return lines.map((line) => line.replace(/^# ?(- | {2,3})?/, "")).join(" ");
}
