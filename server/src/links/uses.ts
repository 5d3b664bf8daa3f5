import { enumerate } from "../core/cases.js";
import type { KeyUser } from "../core/model.js";
import { textOf, valueOf, walk, type CallNode } from "../core/node.js";
import { knownText } from "../core/text.js";
import { Evaluation } from "../dialects/cloudformation/evaluation.js";
import { isRetained } from "../dialects/cloudformation/key.js";
import type { Scope } from "../dialects/cloudformation/scope.js";
import { canonicalName } from "./offers.js";

/** A resource that uses a value of another stack. */
export interface Use {
  /** What it uses: `exportToken` or `stackOutputToken`. */
  readonly token: string;
  readonly user: KeyUser;
}

const CALL = /ImportValue|GetStackOutput/;

export function exportToken(name: string): string {
  return `export ${name}`;
}

export function stackOutputToken(stack: string, output: string): string {
  return `stack ${stack} ${output}`;
}

/** The imports and stack outputs that a template's resources use, by the names that can be told. */
export function usesOf(scope: Scope): readonly Use[] {
  const uses: Use[] = [];
  for (const declared of scope.declarations.sections.Resources.values()) {
    if (!CALL.test(declared.text())) continue;
    const { value } = declared.read();
    const type = textOf(valueOf(value, "Type")) ?? "";
    const user = { logicalId: declared.key, type, retained: isRetained(value) };
    walk(value, (node) => {
      if (node.kind === "call") uses.push(...tokensOf(scope, node).map((token) => ({ token, user })));
    });
  }
  return uses;
}

function tokensOf(scope: Scope, call: CallNode): readonly string[] {
  const isImport = call.name === "Fn::ImportValue";
  if (!isImport && call.name !== "Fn::GetStackOutput") return [];
  const tokens = enumerate<string | null>((world) => {
    const evaluation = new Evaluation(scope, world);
    if (isImport) {
      const value = evaluation.value(call.argument);
      const name = value.kind === "text" ? canonicalName(value.text) : null;
      return name === null ? null : exportToken(name);
    }
    const known = (key: string): string | undefined => {
      const value = evaluation.value(valueOf(call.argument, key), call);
      return value.kind === "text" ? knownText(value.text) : undefined;
    };
    const [stack, output] = [known("StackName"), known("OutputName")];
    return stack === undefined || output === undefined ? null : stackOutputToken(stack, output);
  }, String);
  return (tokens ?? []).flatMap(({ value }) => value ?? []);
}
