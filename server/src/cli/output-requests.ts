import { UsageError } from "./environment.js";
import { oneOf } from "./one-of.js";
import { FORMATS, type FormatName } from "./options.js";

/** A report to be written. */
export interface OutputRequest {
  readonly format: FormatName;
  /** As typed; null for the standard output. */
  readonly file: string | null;
}

/**
 * The reports that were asked for: at least one, and at most one without a file.
 *
 * @param formats as `--format` gives them: `name` or `name=FILE`.
 * @param output the file of the format that names none itself; null or `-` for the standard output.
 * @throws UsageError
 */
export function outputsOf(formats: readonly string[], output: string | null): readonly OutputRequest[] {
  const named = (formats.length === 0 ? ["text"] : formats).map(outputRequest);
  const plain = named.filter(({ file }) => file === null);
  if (plain.length > 1) {
    const names = plain.map(({ format }) => format).join(" and ");
    throw new UsageError(
      `Only one format can go to the standard output, not ${names}. Give the others a file: --format ${plain[1]?.format ?? ""}=FILE.`,
    );
  }
  if (output !== null && plain.length === 0) {
    throw new UsageError("--output goes with a --format that has no =FILE of its own.");
  }
  const to = output === "-" ? null : output;
  const outputs = named.map(({ format, file }) => ({ format, file: file ?? to }));
  const files = outputs.flatMap(({ file }) => file ?? []);
  const twice = files.find((file, index) => files.indexOf(file) < index);
  if (twice !== undefined) throw new UsageError(`Two formats would go to the file ${twice}.`);
  return outputs;
}

function outputRequest(value: string): OutputRequest {
  const equals = value.indexOf("=");
  const format = oneOf("format", equals === -1 ? value : value.slice(0, equals), FORMATS);
  if (equals === -1) return { format, file: null };
  const file = value.slice(equals + 1);
  if (file === "") throw new UsageError(`--format ${value} needs a file behind the equals sign.`);
  return { format, file: file === "-" ? null : file };
}
