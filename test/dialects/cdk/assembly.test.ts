import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  readAssembly,
  readAssemblySync,
  type StackTemplate,
} from "../../../server/src/dialects/cdk/assembly.js";

const SHOP = join(import.meta.dirname, "../../fixtures/cdk/shop");

describe("a CDK assembly", () => {
  const read = (path: string): string | null => {
    const file = join(SHOP, "..", path);
    return existsSync(file) ? readFileSync(file, "utf8") : null;
  };
  const shop = readAssembly("shop", { read: (path) => Promise.resolve(read(path)) });
  const template = async (path: string): Promise<StackTemplate> => {
    const found = (await shop).templates.get(`shop/${path}`);
    assert.ok(found !== undefined, path);
    return found;
  };

  it("holds the templates of its manifest and of nested assemblies and stacks, and no stale ones", async () => {
    const { templates, problems, notices } = await shop;
    assert.deepEqual(
      [...templates.keys()],
      [
        "shop/assembly-Prod/assembly-Prod-Inner/InnerData.template.json",
        "shop/assembly-Prod/ProdData9F8E7D6C.template.json",
        "shop/Shop.template.json",
        "shop/ShopByPath.nested.template.json",
        "shop/ShopByPathDeep.nested.template.json",
        "shop/ShopByHash.nested.template.json",
        "shop/ShopByConstruct.nested.template.json",
        "shop/Anywhere.template.json",
      ],
    );
    assert.deepEqual([...problems, ...notices], []);
  });

  it("is read the same where the disk answers at once", async () => {
    assert.deepEqual(readAssemblySync("shop", read), await shop);
  });

  it("says which stack a template is, and where it is deployed", async () => {
    const facts = async (path: string): Promise<object> => {
      const { artifactId, stackName, region, account, constructPath } = await template(path);
      return { artifactId, stackName, region, account, constructPath };
    };
    assert.deepEqual(await facts("Shop.template.json"), {
      artifactId: "Shop",
      stackName: "Shop",
      region: "eu-west-1",
      account: "111122223333",
      constructPath: "Shop",
    });
    assert.deepEqual(await facts("assembly-Prod/ProdData9F8E7D6C.template.json"), {
      artifactId: "ProdData9F8E7D6C",
      stackName: "Prod-Data",
      region: "us-east-1",
      account: "444455556666",
      constructPath: "Prod/Data",
    });
    assert.deepEqual(await facts("Anywhere.template.json"), {
      artifactId: "Anywhere",
      stackName: "Anywhere",
      region: null,
      account: null,
      constructPath: "Anywhere",
    });
    assert.deepEqual(await facts("ShopByPathDeep.nested.template.json"), {
      artifactId: "Shop",
      stackName: null,
      region: "eu-west-1",
      account: "111122223333",
      constructPath: "Shop/ByPath/Deep",
    });
  });

  it("finds the parent of a nested stack by path, by the hash of the template, and by construct", async () => {
    const parentOf = async (path: string): Promise<object> => (await template(path)).parents;
    const shopOwn = (logicalId: string): object => [{ path: "shop/Shop.template.json", logicalId }];
    assert.deepEqual(await parentOf("Shop.template.json"), []);
    assert.deepEqual(await parentOf("ShopByPath.nested.template.json"), shopOwn("ByPathNested"));
    assert.deepEqual(await parentOf("ShopByHash.nested.template.json"), shopOwn("ByHashNested"));
    assert.deepEqual(await parentOf("ShopByConstruct.nested.template.json"), shopOwn("ByConstructNested"));
    assert.deepEqual(await parentOf("ShopByPathDeep.nested.template.json"), [
      { path: "shop/ShopByPath.nested.template.json", logicalId: "DeepNested" },
    ]);
  });

  it("knows the construct and the source of each resource, though logical ids repeat between templates", async () => {
    const orders = async (path: string): Promise<string> => {
      const element = (await template(path)).elements.get("Orders1A2B3C4D");
      const { path: file, line, column } = element?.source ?? { path: "?", line: 0, column: null };
      return `${element?.constructPath ?? "?"} ${file}:${line}:${column}`;
    };
    assert.equal(await orders("Shop.template.json"), "Shop/Orders/Resource /build/shop/lib/shop.ts:12:5");
    assert.equal(
      await orders("ShopByPath.nested.template.json"),
      "Shop/ByPath/Orders/Resource /build/shop/lib/inner.ts:7:5",
    );
    assert.equal(
      await orders("ShopByConstruct.nested.template.json"),
      "Shop/ByConstruct/Orders/Resource /build/shop/lib/other.ts:3:5",
    );
    // An older CDK: in the manifest, and with the frames of packages.
    assert.equal(
      await orders("assembly-Prod/ProdData9F8E7D6C.template.json"),
      "Prod/Data/Orders/Resource /build/shop/lib/data.ts:9:3",
    );
    const carts = (await template("ShopByPathDeep.nested.template.json")).elements;
    assert.deepEqual([...carts.keys()], ["Carts5E6F7A8B"]);
    const anywhere = (await template("Anywhere.template.json")).elements.get("Orders1A2B3C4D");
    assert.equal(anywhere?.source, null);
  });

  it("knows where stacks are created, and where properties were set afterwards", async () => {
    const { source, elements } = await template("Shop.template.json");
    assert.deepEqual(source, { path: "/build/shop/bin/app.ts", line: 8, column: 1 });
    const nested = await template("ShopByPath.nested.template.json");
    assert.deepEqual(nested.source, { path: "/build/shop/lib/shop.ts", line: 20, column: 5 });
    assert.deepEqual(elements.get("Orders1A2B3C4D")?.assignments, [
      { property: "SSESpecification", source: { path: "/build/shop/lib/shop.ts", line: 14, column: 30 } },
    ]);
  });

  it("tells its version, what it has looked up in vain, and that nobody is writing it", async () => {
    const { version, missing, locked } = await shop;
    assert.equal(version, "55.0.0");
    assert.deepEqual(missing, [
      { provider: "key-provider", dummyValue: { keyId: "1234abcd-12ab-34cd-56ef-1234567890ab" } },
    ]);
    assert.equal(locked, false);
  });
});
