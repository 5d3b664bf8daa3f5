import assert from "node:assert/strict";
import { readConstructTree } from "../../../server/src/dialects/cdk/construct-tree.js";

describe("a tree of constructs", () => {
  it("tells what each construct is", () => {
    const tree = readConstructTree(
      JSON.stringify({
        tree: {
          path: "",
          children: {
            Shop: {
              path: "Shop",
              constructInfo: { fqn: "aws-cdk-lib.Stack", version: "2.276.0" },
              children: { Orders: { path: "Shop/Orders" } },
            },
          },
        },
      }),
    );
    assert.deepEqual(
      [...tree],
      [
        ["", { fqn: null, version: null }],
        ["Shop", { fqn: "aws-cdk-lib.Stack", version: "2.276.0" }],
        ["Shop/Orders", { fqn: null, version: null }],
      ],
    );
  });

  it("is empty, or has what makes sense, where it is anything else", () => {
    for (const text of ["", "[]", '{"tree":3}', '{"tree":{"children":{"A":{"path":"A"}}}}'])
      assert.equal(readConstructTree(text).size, 0, text);
    const odd = '{"tree":{"path":"__proto__","children":{"__proto__":{"path":"a"},"b":[],"c":{"path":3}}}}';
    assert.deepEqual([...readConstructTree(odd).keys()], ["__proto__", "a"]);
  });

  it("may be as deep as it likes", () => {
    const text = `${'{"path":"a","children":{"x":'.repeat(3_000)}{}${"}}".repeat(3_000)}`;
    assert.equal(readConstructTree(`{"tree":${text}}`).size, 1);
  });
});
