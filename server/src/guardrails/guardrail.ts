import type { PlainMap } from "../core/plain.js";

/** The guardrails there are. */
export const GUARDRAIL_KINDS = ["config-rule", "eventbridge", "key-policy", "scp"] as const;
export type GuardrailKind = (typeof GUARDRAIL_KINDS)[number];

/** What a guardrail can be made for. Empty or null: a parameter of the template takes its place. */
export interface GuardrailInput {
  /** ARNs of the keys that tables may use. */
  readonly keyArns: readonly string[];
  /** Where it is to be deployed. Empty: in the Regions of the keys. */
  readonly regions: readonly string[];
  readonly classification: { readonly tag: string; readonly value: string } | null;
  /** Who is told. */
  readonly email: string | null;
  /** An SNS topic that is there already. */
  readonly topicArn: string | null;
  /** Roles or users that administer the key. */
  readonly adminArns: readonly string[];
  /** Roles or users that use the key; empty: everybody in the account whom DynamoDB lets in. */
  readonly userArns: readonly string[];
  /** Roles that a denial leaves alone; `*` and `?` stand for any characters. */
  readonly exemptArns: readonly string[];
  /** The root, organisational units or accounts that a policy is attached to. */
  readonly targets: readonly string[];
}

/** The inputs that only some kinds take; `input` of a guardrail lists its own. */
export type GuardrailInputName = keyof GuardrailInput;

/** A template that goes with the linter: it watches, or forbids, what no template shows. */
export interface Guardrail {
  readonly kind: GuardrailKind;
  /** For the list of kinds. */
  readonly summary: string;
  /** The inputs it has a use for. */
  readonly input: readonly GuardrailInputName[];
  /** @throws GuardrailRefused */
  readonly build: (input: GuardrailInput) => BuiltGuardrail;
}

export interface BuiltGuardrail {
  /** A sentence: `Description` of the template, at most 1,024 bytes. */
  readonly description: string;
  /** Sentences for whoever decides whether this is enough. */
  readonly does: readonly string[];
  readonly doesNot: readonly string[];
  /** What to know, and what to type, to deploy it. */
  readonly deploy: readonly string[];
  /** The sections of the template but its version and description. */
  readonly sections: PlainMap;
  /** The policy document by itself; null for kinds that are none. */
  readonly policy: PlainMap | null;
}

/** The input makes no sense for this guardrail; the message is a sentence for whoever gave it. */
export class GuardrailRefused extends Error {}
