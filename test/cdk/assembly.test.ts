import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { CfnElement, Stack } from "aws-cdk-lib/core";
import { CfnGlobalTable, CfnTable } from "aws-cdk-lib/aws-dynamodb";
import { CfnKey } from "aws-cdk-lib/aws-kms";
import { readAssembly, type Assembly } from "../../server/src/dialects/cdk/assembly.js";
import { findSource } from "../../server/src/dialects/cdk/source-path.js";
import { NO_FLAGS, recommendedFlags } from "./flags.js";
import { Shop } from "./shop.js";
import { synthesised } from "./synthesis.js";

const HERE = import.meta.dirname.replaceAll("\\", "/");
const SHOP_SOURCE = readFileSync(join(HERE, "shop.ts"), "utf8").split("\n");

for (const [kind, flags] of [
  ["a new", recommendedFlags],
  ["an old", () => NO_FLAGS],
] as const) {
  describe(`the assembly that the CDK writes for ${kind} app`, () => {
    const shop = synthesised((app) => new Shop(app), flags);
    let assembly: Assembly;
    before(async () => {
      assembly = await readAssembly(`${folder()}/cdk.out`, {
        read: (path) => Promise.resolve(existsSync(path) ? readFileSync(path, "utf8") : null),
      });
    });

    function folder(): string {
      return shop().folder.replaceAll("\\", "/");
    }

    /** The tables and keys of the app, whatever made them. */
    function elements(): readonly CfnElement[] {
      return shop()
        .constructs.keys.node.root.node.findAll()
        .filter((one) => one instanceof CfnTable || one instanceof CfnGlobalTable || one instanceof CfnKey);
    }

    function elementOf(construct: CfnElement): unknown {
      const { path, resource } = shop().placeOf(construct);
      return template(path)?.elements.get(resource);
    }

    function template(path: string): ReturnType<Assembly["templates"]["get"]> {
      return assembly.templates.get(`${folder()}/${path}`);
    }

    it("is read without problems, and holds each template", () => {
      assert.deepEqual([...assembly.problems, ...assembly.notices], []);
      const written = readdirSync(join(folder(), "cdk.out"), { recursive: true, encoding: "utf8" });
      const templates = written.filter((path) => path.endsWith(".template.json"));
      assert.equal(assembly.templates.size, templates.length);
    });

    it("tells the name, the environment and the parent of each stack", () => {
      const stacks = shop()
        .constructs.keys.node.root.node.findAll()
        .filter((one) => Stack.isStack(one));
      assert.ok(stacks.length >= 11);
      for (const stack of stacks) {
        const [resource] = stack.node
          .findAll()
          .filter((one) => CfnElement.isCfnElement(one) && one.stack === stack);
        assert.ok(resource !== undefined, stack.node.path);
        const found = template(shop().placeOf(resource).path);
        const parent =
          stack.nestedStackResource === undefined ? [] : [shop().placeOf(stack.nestedStackResource)];
        assert.equal(found?.constructPath, stack.node.path);
        assert.equal(found.stackName, parent.length > 0 ? null : stack.stackName, stack.node.path);
        assert.deepEqual(
          [found.account, found.region],
          [stack.account, stack.region].map((one) => (one.startsWith("${Token") ? null : one)),
          stack.node.path,
        );
        assert.deepEqual(
          found.parents.map(({ logicalId }) => logicalId),
          parent.map((one) => one.resource),
        );
      }
    });

    it("tells the construct of each table and key", () => {
      assert.ok(elements().length > 40);
      for (const construct of elements()) {
        const found = elementOf(construct) as { constructPath?: string } | undefined;
        assert.equal(found?.constructPath, construct.node.path);
      }
    });

    it("tells the line and column that made each table and key", () => {
      for (const construct of elements()) {
        const { source } = elementOf(construct) as { source: { path: string; line: number; column: number } };
        const file = findSource(source.path, [HERE], existsSync);
        assert.equal(file, `${HERE}/shop.ts`, construct.node.path);
        const text = SHOP_SOURCE[source.line - 1]?.slice(source.column - 1) ?? "";
        // The one that makes all tables of a stack is given the id.
        const ids = construct.node.path.split("/").slice(0, -1);
        const id =
          construct.node.id === "Resource"
            ? ids.at(ids.at(-1) === "Key" && ids.length > 2 ? -2 : -1)
            : construct.node.id;
        assert.match(text, /^new (Table|TableV2|Key|CfnTable)\(/, construct.node.path);
        assert.ok(
          text.includes(`"${id}"`) || text.includes("(this, id, "),
          `${construct.node.path}: ${text}`,
        );
      }
    });
  });
}
