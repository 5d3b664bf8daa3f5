import assert from "node:assert/strict";
import { join, relative } from "node:path";
import {
  DynamoDbEncryptionPlugin,
  type DynamoDbEncryptionPluginOptions,
  type ValidationContext,
  type ValidationReport,
  type Violation,
} from "../../server/src/cdk-plugin/plugin.js";
import { docsUrl, rules } from "../../server/src/service.js";
import packageJson from "../../package.json";

const SHOP = join(import.meta.dirname, "../fixtures/cdk/shop");
const SHOP_TEMPLATE = join(SHOP, "Shop.template.json");
const STAGE_TEMPLATE = join(SHOP, "assembly-Prod/ProdData9F8E7D6C.template.json");

describe("the plugin for CDK apps", () => {
  it("tells the CDK its name, its version and the rules it has", () => {
    const plugin = new DynamoDbEncryptionPlugin();
    assert.equal(plugin.name, "dynamodb-encryption-lint");
    assert.equal(plugin.version, packageJson.version);
    assert.deepEqual(
      plugin.ruleIds,
      rules.map(({ id }) => id),
    );
  });

  it("judges the templates it is asked about, with those nested in them, and no others", () => {
    assert.deepEqual(places(validate({}, asked(SHOP_TEMPLATE))), [
      "Shop.template.json",
      "ShopByConstruct.nested.template.json",
      "ShopByHash.nested.template.json",
      "ShopByPath.nested.template.json",
      "ShopByPathDeep.nested.template.json",
    ]);
    assert.deepEqual(places(validate({}, asked(STAGE_TEMPLATE))), [
      "assembly-Prod/ProdData9F8E7D6C.template.json",
    ]);
  });

  it("judges a template once, however often it is named, and finds the same where only paths are named", () => {
    const once = validate({}, asked(SHOP_TEMPLATE, STAGE_TEMPLATE));
    const templatePaths = [SHOP_TEMPLATE, STAGE_TEMPLATE, SHOP_TEMPLATE];
    // A report that passes would be printed here, as for older versions of the CDK.
    assert.deepEqual(
      validate({ failOn: "info" }, { templatePaths }).violations.length,
      once.violations.length,
    );
  });

  it("reports a finding with its rule's id and page, what it says, and the property it is about", () => {
    const [found] = validate({}, asked(STAGE_TEMPLATE)).violations;
    assert.equal(found?.ruleName, "require-customer-managed-key");
    assert.match(
      found.description,
      /^Table '\w+' has no SSESpecification, so an AWS owned key encrypts it\./,
    );
    assert.equal(found.severity, "warning");
    assert.match(found.fix ?? "", /^Encrypt '\w+' with a new customer managed key \(.*\)\./);
    assert.ok(found.fix?.endsWith(`\nSee ${docsUrl(found.ruleName)}`));
    assert.deepEqual(found.violatingResources, [
      {
        resourceLogicalId: "Orders1A2B3C4D",
        templatePath: STAGE_TEMPLATE,
        locations: ["Properties.SSESpecification"],
      },
    ]);
  });

  it("tells the editor the rest as strings", () => {
    const [found] = validate({}, asked(STAGE_TEMPLATE)).violations;
    const { equivalents, controls, fixTitle, ...rest } = found?.ruleMetadata ?? {};
    assert.deepEqual(rest, {
      docs: docsUrl("require-customer-managed-key"),
      messageId: "awsOwnedByDefault",
      severity: "warning",
      fixKind: "new-key",
      fixApplicability: "review",
    });
    assert.match(equivalents ?? "", /^checkov: CKV_AWS_119, /);
    assert.match(controls ?? "", /\S/);
    assert.match(fixTitle ?? "", /^Encrypt /);
  });

  it("names the controls of the frameworks that are asked for alone", () => {
    const report = validate({ settings: { frameworks: ["hipaa"] } }, asked(STAGE_TEMPLATE));
    assert.match(report.violations[0]?.ruleMetadata["controls"] ?? "", /^HIPAA[^,]*(, HIPAA[^,]*)*$/);
  });

  it("leaves the constructs to the CDK where it knows them", () => {
    for (const { violatingResources } of validate({}, asked(SHOP_TEMPLATE)).violations) {
      for (const { constructPath } of violatingResources) assert.equal(constructPath, undefined);
    }
  });

  it("fails the synthesis from the severity on that it is told, by default from errors on", () => {
    const outcome = (options: DynamoDbEncryptionPluginOptions): readonly [boolean, readonly string[]] => {
      const { success, violations } = validate(options, asked(STAGE_TEMPLATE));
      return [success, violations.map(({ severity }) => severity)];
    };
    const rule = "require-customer-managed-key";
    assert.deepEqual(outcome({}), [true, ["warning"]]);
    assert.deepEqual(outcome({ failOn: "warning" }), [false, ["error"]]);
    assert.deepEqual(outcome({ rules: { [rule]: "error" } }), [false, ["error"]]);
    assert.deepEqual(outcome({ rules: { [rule]: "error" }, failOn: "never" }), [true, ["warning"]]);
    assert.deepEqual(outcome({ rules: { [rule]: "info" }, failOn: "warning" }), [true, ["info"]]);
    assert.deepEqual(outcome({ rules: { [rule]: "off" } }), [true, []]);
  });

  it("lets rules set by themselves win over those among the settings", () => {
    const settings = { rules: { "require-customer-managed-key": "off" } };
    assert.equal(validate({ settings }, asked(STAGE_TEMPLATE)).violations.length, 0);
    const options = { settings, rules: { "require-customer-managed-key": "info" } } as const;
    assert.equal(validate(options, asked(STAGE_TEMPLATE)).violations[0]?.severity, "info");
  });

  it("checks nothing, and says why, where its options make no sense", () => {
    const reasonFor = (options: object): string | undefined => {
      const { success, violations } = validate(options, asked(STAGE_TEMPLATE));
      assert.equal(success, false);
      // A plugin that fails without a violation is passed over by the cdk command.
      assert.deepEqual(
        violations.map(({ ruleName, severity }) => [ruleName, severity]),
        [["not-checked", "error"]],
      );
      return violations[0]?.description;
    };
    const prefix = "The DynamoDB encryption lint has checked nothing: ";
    for (const none of [null, [], "never"])
      assert.equal(reasonFor(none as object), `${prefix}The options must be a map.`);
    assert.equal(reasonFor({ rules: { "no-rule": "error" } }), `${prefix}There is no rule 'no-rule'.`);
    assert.equal(
      reasonFor({ failOn: "fatal", fix: true }),
      `${prefix}There is no option 'fix'. The option 'failOn' must be one of error, warning, info, never.`,
    );
    assert.equal(
      reasonFor({ settings: { regions: 1 } }),
      `${prefix}There is no setting 'regions'. Did you mean 'region'?`,
    );
    assert.equal(
      reasonFor({ config: true }),
      `${prefix}The option 'config' must be the path of a file, or false.`,
    );
    assert.equal(reasonFor({ settings: 7 }), `${prefix}The option 'settings' must be a map.`);
  });

  describe("in a project with a configuration", () => {
    const CONFIGURED = join(import.meta.dirname, "../fixtures/cdk/configured");
    const context = asked(
      join(CONFIGURED, "cdk.out/Orders.template.json"),
      join(CONFIGURED, "cdk.out/Old.template.json"),
    );
    const found = (options: DynamoDbEncryptionPluginOptions): readonly string[] =>
      validate(options, context).violations.map(({ ruleName, severity, violatingResources: [at] }) =>
        [at?.resourceLogicalId, ruleName, severity].join(" "),
      );
    const rule = "require-customer-managed-key";
    const WITHOUT = [`OrdersTable ${rule} warning`, `OldTable ${rule} warning`];

    it("keeps to what that says of rules, of some files, and of files to be left alone", () => {
      assert.deepEqual(found({}), [`OrdersTable ${rule} info`]);
    });

    it("lets its options win", () => {
      assert.deepEqual(found({ rules: { [rule]: "error" } }), [`OrdersTable ${rule} error`]);
    });

    it("reads none where it is told so, or the file that is named", () => {
      assert.deepEqual(found({ config: false }), WITHOUT);
      const config = join(CONFIGURED, "off.yaml");
      assert.deepEqual(found({ config }), []);
    });

    it("checks nothing where the configuration makes no sense, and names the line", () => {
      const file = (name: string): string =>
        relative(process.cwd(), join(CONFIGURED, name)).replaceAll("\\", "/");
      const { success, violations } = validate({ config: file("wrong.yaml") }, context);
      assert.equal(success, false);
      assert.match(
        violations[0]?.description ?? "",
        new RegExp(`checked nothing: ${file("wrong.yaml")}:2: There is no rule 'no-rule'\\.`),
      );
      const gone = validate({ config: file("gone.yaml") }, context);
      assert.match(
        gone.violations[0]?.description ?? "",
        /gone\.yaml: the configuration can't be read: ENOENT/,
      );
    });
  });

  it("never throws, whatever it is given", () => {
    const { success, violations } = validate({}, {} as ValidationContext);
    assert.equal(success, false);
    assert.match(violations[0]?.description ?? "", /^The DynamoDB encryption lint has checked nothing: /);
  });

  it("says that a template can't be read, and checks the others", () => {
    const gone = join(SHOP, "Gone.template.json");
    const { success, violations } = validate({}, asked(gone, STAGE_TEMPLATE));
    assert.equal(success, false);
    assert.deepEqual(
      violations.map(({ ruleName, description }) => [ruleName, description.slice(0, 40)]),
      [
        ["require-customer-managed-key", "Table 'Orders1A2B3C4D' has no SSESpecifi"],
        ["not-checked", "'Gone.template.json' can't be read, so i"],
      ],
    );
  });

  it("goes by what the CDK says where no manifest is there", () => {
    const alone = join(import.meta.dirname, "../fixtures/cdk/alone/Alone.template.json");
    const stackTemplates = [
      { stackConstructPath: "Alone", templatePath: alone, accountId: undefined, region: "eu-west-1" },
    ];
    const { violations } = validate({}, { templatePaths: [alone], stackTemplates });
    assert.deepEqual(
      violations.map(({ ruleName, violatingResources: [at] }) => [
        ruleName,
        at?.locations,
        at?.constructPath,
      ]),
      [
        ["no-unused-suppression", [], "Alone"],
        ["valid-table-key", ["Properties.SSESpecification.KMSMasterKeyId"], undefined],
      ],
    );
  });
});

function validate(options: DynamoDbEncryptionPluginOptions, context: ValidationContext): ValidationReport {
  return new DynamoDbEncryptionPlugin(options).validate(context);
}

/** As newer versions of the CDK ask. */
function asked(...templatePaths: readonly string[]): ValidationContext {
  return {
    templatePaths,
    stackTemplates: templatePaths.map((templatePath) => ({ stackConstructPath: "Shop", templatePath })),
  };
}

function places({ violations }: { readonly violations: readonly Violation[] }): readonly string[] {
  const paths = violations.flatMap(({ violatingResources }) =>
    violatingResources.map(({ templatePath }) => templatePath.slice(SHOP.length + 1)),
  );
  return [...new Set(paths)].sort();
}
