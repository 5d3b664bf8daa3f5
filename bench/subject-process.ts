import type { Input } from "./subject.js";
import { SUBJECTS } from "./subjects.js";

/** Measures the subject that the first argument names; the second is its `Input` as JSON. */
async function main(): Promise<void> {
  const [name, input = ""] = process.argv.slice(2);
  const subject = SUBJECTS.find((one) => one.name === name);
  if (subject === undefined) throw new Error(`There is no subject '${name ?? ""}'.`);
  const figures = await subject.measure(JSON.parse(input) as Input);
  process.send?.(figures, undefined, undefined, () => process.exit(0));
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
