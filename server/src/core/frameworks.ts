import type { Say } from "./settings.js";

/** Sets of controls that findings can be held against, as settings name them; `compliance/` maps rules to them. */
export const FRAMEWORKS = [
  { id: "security-hub", name: "AWS Security Hub" },
  { id: "aws-config", name: "AWS Config managed rules" },
  { id: "control-tower", name: "AWS Control Tower" },
  { id: "cis-aws-foundations", name: "CIS AWS Foundations Benchmark" },
  { id: "nist-800-53-r5", name: "NIST SP 800-53 Revision 5" },
  { id: "fedramp", name: "FedRAMP" },
  { id: "pci-dss", name: "PCI DSS" },
  { id: "hipaa", name: "HIPAA Security Rule" },
] as const;

export type FrameworkId = (typeof FRAMEWORKS)[number]["id"];

/** The setting `frameworks`; a name that isn't known is said and left out. */
export function parseFrameworks(raw: unknown, say: Say): readonly FrameworkId[] {
  if (raw === undefined) return [];
  if (!Array.isArray(raw)) {
    say("The setting 'frameworks' must be a list of names.", ["frameworks"]);
    return [];
  }
  const named = raw.flatMap((one: unknown, index) => {
    const known = FRAMEWORKS.find(({ id }) => id === one);
    if (known === undefined)
      say(`There is no framework '${String(one)}'. There are: ${names()}.`, ["frameworks", index]);
    return known?.id ?? [];
  });
  return [...new Set(named)];
}

function names(): string {
  return FRAMEWORKS.map(({ id }) => id).join(", ");
}
