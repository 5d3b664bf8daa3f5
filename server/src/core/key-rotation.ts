import type { Cases } from "./cases.js";
import type { Key, Read } from "./model.js";

/** Whether KMS may rotate the key in some case: only symmetric keys with material of its own making. */
export function canRotate({ spec, origin }: Pick<Key, "spec" | "origin">): boolean {
  return canBe(spec, "SYMMETRIC_DEFAULT") && canBe(origin, "AWS_KMS");
}

function canBe(cases: Cases<Read<string>>, wanted: string): boolean {
  return cases.some(({ value }) => !value.known || value.value === wanted);
}
