import type { Command } from "vscode-languageserver";

/** The client's command: asks for a syntax, a reason and a last day, and has us write it with them. */
const ASK_COMMAND = "dynamodbEncryption.suppress";

/** A way to write a suppression, as the client needs to know it. */
interface Option {
  readonly syntax: string;
  readonly id: string;
  /** The tool's name; null for our own syntax. */
  readonly tool: string | null;
  readonly takesReason: boolean;
  readonly takesDay: boolean;
}

/** @param target names the finding; it comes back to us with what was answered. */
export function askToSuppress(title: string, target: object, options: readonly Option[]): Command {
  return { title, command: ASK_COMMAND, arguments: [{ ...target, options }] };
}
