/** Templates that go with the linter, with the keys and Regions of whoever asks filled in. */
import { configRule } from "./config-rule.js";
import { eventBridge } from "./eventbridge.js";
import type { Guardrail, GuardrailInput, GuardrailKind } from "./guardrail.js";
import { keyPolicy } from "./key-policy.js";
import { guardrailJson, guardrailPolicy, guardrailYaml } from "./render.js";
import { scp } from "./scp.js";

export {
  GUARDRAIL_KINDS,
  GuardrailRefused,
  type Guardrail,
  type GuardrailInput,
  type GuardrailInputName,
  type GuardrailKind,
} from "./guardrail.js";

/** In the order in which they are listed. */
export const GUARDRAILS: readonly Guardrail[] = [configRule, eventBridge, keyPolicy, scp];

/**
 * How a guardrail can be written: a CloudFormation template in YAML or JSON, or the policy document
 * alone (scp only).
 */
export const GUARDRAIL_FORMATS = ["yaml", "json", "policy"] as const;
export type GuardrailFormat = (typeof GUARDRAIL_FORMATS)[number];

/**
 * A guardrail's text, with a newline at its end; null where it has no policy document to be written
 * alone, for it is none or names its keys by a parameter.
 *
 * @throws GuardrailRefused where the input makes no sense for it.
 */
export function guardrailText(
  kind: GuardrailKind,
  input: GuardrailInput,
  format: GuardrailFormat,
): string | null {
  const guardrail = GUARDRAILS.find((one) => one.kind === kind) ?? configRule;
  const built = guardrail.build(input);
  if (format === "policy") return guardrailPolicy(built);
  return format === "json" ? guardrailJson(built) : guardrailYaml(built);
}
