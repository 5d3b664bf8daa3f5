#!/usr/bin/env node
// Takes the place of the desktop's executable `code` when `@vscode/test-electron` runs tests.
import { tsImport } from "tsx/esm/api";

const { runTestsHeadless } = await tsImport("./headless-code.ts", import.meta.url);
process.exit(await runTestsHeadless(process.argv.slice(2)));
