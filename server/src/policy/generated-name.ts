import type { Text } from "../core/text.js";

/** CloudFormation shortens long names: only so much of the logical id is sure to be in it. */
const SURE_LENGTH = 20;

/**
 * The name that CloudFormation makes up for a resource without one:
 * `<stack>-<logical id>-<random>`, shortened where it gets too long for the service.
 */
export function generatedName(logicalId: string): Text {
  return {
    parts: [
      { name: "the stack's name", reason: "CloudFormation makes up the name" },
      `-${logicalId.slice(0, SURE_LENGTH)}`,
      { name: "what makes it unique", reason: "CloudFormation makes up the name" },
    ],
  };
}
