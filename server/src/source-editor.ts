/**
 * What `dist/source-editor.js` gives: reading and mending the source of CDK apps. A bundle of its own, as
 * its parser is of use to few and as large as the rest of the server; see `source-fixes.ts`.
 */
export { makeSourceEditor } from "./dialects/cdk/source-editor/source-editor.js";
