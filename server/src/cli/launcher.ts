/**
 * What `dist/cli.js` begins with: the version is said at once; for all else the program is loaded,
 * from what V8 has kept of it where Node can do that (22.1 and up; the build turns that on).
 */
import { version } from "../../../package.json";

/** Node's own, in the bundle. */
declare const require: (path: string) => unknown;

const [option, ...more] = process.argv.slice(2);
if (more.length === 0 && (option === "--version" || option === "-v")) process.stdout.write(`${version}\n`);
else require("./cli-program.js");
