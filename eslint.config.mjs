import eslint from "@eslint/js";
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

const TYPESCRIPT = ["**/*.ts"];

// eslint.config.mjs is the one place with a default export: ESLint asks for it.
export default defineConfig(
  {
    ignores: [
      "dist/",
      "node_modules/",
      ".vscode-test/",
      "test/fixtures/",
      "test/cdk/source-app/",
      "examples/",
    ],
  },
  {
    extends: [eslint.configs.recommended],
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: { eqeqeq: "error", "no-var": "error", "prefer-const": "error" },
  },
  {
    files: ["**/*.mjs", "**/*.cjs"],
    languageOptions: {
      globals: {
        process: "readonly",
        console: "readonly",
        Buffer: "readonly",
        URL: "readonly",
        setTimeout: "readonly",
        clearTimeout: "readonly",
      },
    },
  },
  {
    files: ["**/*.cjs"],
    languageOptions: { sourceType: "commonjs", globals: { require: "readonly", module: "writable" } },
  },
  {
    files: TYPESCRIPT,
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      // A rule takes `report` out of its context; no method here uses `this` that way.
      "@typescript-eslint/unbound-method": "off",
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      "max-lines": ["error", 400],
      "no-restricted-syntax": [
        "error",
        { selector: "ExportDefaultDeclaration", message: "Exports have names." },
      ],
    },
  },
  {
    // The CDK and its types are installed by these tests alone, which check their types, too.
    files: ["test/cdk/**/*.ts"],
    extends: [tseslint.configs.disableTypeChecked],
  },
  {
    files: ["server/src/**/*.ts", "client/src/**/*.ts"],
    rules: { "no-console": "error" },
  },
  {
    // The heart can be tested with a string: nothing of the machine is within its reach.
    files: ["server/src/**/*.ts"],
    ignores: ["server/src/cli/**", "server/src/cdk-plugin/**", "server/src/lsp/main.node.ts"],
    rules: {
      "no-restricted-globals": ["error", "process", "Buffer", "require", "__dirname", "__filename"],
    },
  },
);
