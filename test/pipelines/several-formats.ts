import { OPTIONS } from "../../server/src/cli/options.js";

/** Whether `--format sarif=FILE` is there, and with it several formats at once. */
export function writesSeveralFormats(): boolean {
  const format: { readonly value: string | null } | undefined = OPTIONS.find(({ name }) => name === "format");
  return format?.value?.includes("FILE") === true;
}
