import assert from "node:assert/strict";
import fc from "fast-check";
import { firstUserFrame, parseFrame } from "../../../server/src/dialects/cdk/source-trace.js";

/** A position as `path:line:column`, or `path:line` where the column isn't known. */
function shown(position: ReturnType<typeof parseFrame>): string | null {
  if (position === null) return null;
  const { path, line, column } = position;
  return column === null ? `${path}:${line}` : `${path}:${line}:${column}`;
}

describe("a frame of a stack trace", () => {
  const FRAMES: readonly (readonly [frame: string, position: string | null])[] = [
    ["new Shop (/app/lib/shop.ts:17:5)", "/app/lib/shop.ts:17:5"],
    ["<anonymous> (/app/bin/app.ts:9:1)", "/app/bin/app.ts:9:1"],
    ["Object.<anonymous> (/app/vapp.js:5:11)", "/app/vapp.js:5:11"],
    ["new Shop [as Other] (/app/lib/shop.ts:17:5)", "/app/lib/shop.ts:17:5"],
    ["async make (/app/lib/shop.ts:17:5)", "/app/lib/shop.ts:17:5"],
    ["    at make (/app/lib/shop.ts:17:5)", "/app/lib/shop.ts:17:5"],
    ["/app/lib/shop.ts:17:5", "/app/lib/shop.ts:17:5"],
    ["lib/shop.ts:17:5", "lib/shop.ts:17:5"],
    ["make (/app (copy)/lib/a b.ts:17:5)", "/app (copy)/lib/a b.ts:17:5"],
    ["/app (copy)/lib/shop.ts:17:5", "/app (copy)/lib/shop.ts:17:5"],
    // Python: no column.
    ["<module> (/app/app.py:36)", "/app/app.py:36"],
    ["__init__ (/app/stack.py:36:0)", "/app/stack.py:36"],
    // Windows.
    ["new Shop (C:\\Users\\me\\shop\\lib\\shop.ts:17:5)", "C:/Users/me/shop/lib/shop.ts:17:5"],
    ["<module> (d:\\shop\\app.py:3)", "d:/shop/app.py:3"],
    ["new Shop (\\\\wsl$\\Debian\\shop.ts:17:5)", "//wsl$/Debian/shop.ts:17:5"],
    // URLs of ES modules, and what the CDK makes of those without a name.
    ["new Shop (file:///app/lib/shop.mts:7:5)", "/app/lib/shop.mts:7:5"],
    ["new Shop (file:///C:/a%20b/shop.mts:7:5)", "C:/a b/shop.mts:7:5"],
    ["new Shop (file://server/share/shop.mts:7:5)", "//server/share/shop.mts:7:5"],
    ["new Shop (file:///app/100%/shop.mts:7:5)", "/app/100%/shop.mts:7:5"],
    ["file:///app/shop.mts:14:7", "/app/shop.mts:14:7"],
    ["file:///app/shop.mts:14 (:)", "/app/shop.mts:14"],
    ["file:///app/shop.mts:12: (file:///app/shop.mts:12:1)", "/app/shop.mts:12"],
    // What is no place in a file.
    ["...new Table2 in aws-cdk-lib...", null],
    ["(no user code in 10 frames, use --stack-trace-limit to capture more)", null],
    ["node:internal/main/run_main_module:28:49", null],
    ["Module._compile (node:internal/modules/cjs/loader:1521:14)", null],
    ["eval (eval at make (/app/shop.js:1:2), <anonymous>:1:1)", null],
    ["Array.map (<anonymous>)", null],
    ["x (native)", null],
    ["x (/app/shop.ts)", null],
    ["x (/app/shop.ts:0:5)", null],
    ["x (:3:5)", null],
    ["x (webpack-internal:///lib/shop.ts:3:5)", null],
    ["", null],
    [`x (/${"a".repeat(10_000)}.ts:3:5)`, null],
  ];
  for (const [frame, position] of FRAMES) {
    it(`${position === null ? "names no place" : "names a place"}: ${frame.slice(0, 70)}`, () => {
      assert.equal(shown(parseFrame(frame)), position);
    });
  }

  it("is never misread where a path is unusual", () => {
    const part = fc.stringMatching(/^[\w .()@+~-]{1,12}$/);
    fc.assert(
      fc.property(fc.array(part, { minLength: 1 }), fc.nat(1e6), fc.nat(1e6), (parts, line, column) => {
        const path = `/${parts.join("/")}.ts`;
        const position = parseFrame(`make (${path}:${line + 1}:${column + 1})`);
        assert.deepEqual(position, { path, line: line + 1, column: column + 1 });
      }),
    );
  });
});

describe("the first frame of the user's own", () => {
  const OLD = [
    "new Table2 (/app/node_modules/aws-cdk-lib/aws-dynamodb/lib/table.js:1:19404)",
    "new Table2 (/app/node_modules/aws-cdk-lib/core/lib/prop-injectable.js:1:488)",
    "Object.<anonymous> (/app/vapp.js:5:11)",
    "Module._compile (node:internal/modules/cjs/loader:1521:14)",
  ];
  const TRACES: readonly (readonly [what: string, frames: readonly unknown[], position: string | null])[] = [
    [
      "is the innermost one",
      ["...new Table2 in aws-cdk-lib...", "make (/app/lib/make.ts:3:10)", "new Shop (/app/lib/shop.ts:9:5)"],
      "/app/lib/make.ts:3:10",
    ],
    ["is none of a package, of Node or of the CDK, also in old traces", OLD, "/app/vapp.js:5:11"],
    [
      "may stand behind the remark that there is none",
      ["...jsii runtime, node internals...", "(no user code in 10 frames …)", "<module> (/app/app.py:36)"],
      "/app/app.py:36",
    ],
    ["isn't there in a trace of remarks", ["...aws-cdk-lib...", "(no user code in 10 frames …)"], null],
    [
      "is no JavaScript where an app in another language runs it",
      [
        "new Table2 (/tmp/jsii-kernel-x1/node_modules/aws-cdk-lib/aws-dynamodb/lib/table.js:1:19404)",
        "Kernel.create (/tmp/tmpx1/lib/program.js:10104:25)",
      ],
      null,
    ],
    [
      "is none of a Python package",
      [
        "...jsii runtime...",
        "__call__ (/venv/lib/python3.11/site-packages/jsii/_runtime.py:118)",
        "f (/app/a.py:2)",
      ],
      "/app/a.py:2",
    ],
    [
      "is found among what is no text",
      [null, 3, {}, ["x (/app/a.ts:1:1)"], "x (/app/b.ts:2:2)"],
      "/app/b.ts:2:2",
    ],
  ];
  for (const [what, frames, position] of TRACES) {
    it(what, () => {
      assert.equal(shown(firstUserFrame(frames)), position);
    });
  }
});
