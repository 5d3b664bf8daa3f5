import type { Fix } from "../core/edit.js";
import type { Finding, Severity } from "../core/finding.js";
import type { Settings } from "../core/settings.js";
import {
  controlsOf,
  describeCase,
  docsUrl,
  placeOfFinding,
  rules,
  type Analysis,
  type PlaceInResource,
} from "../service.js";
import type { AskedTemplate } from "./app-templates.js";
import { inTheApp } from "./app-words.js";
import type { Violation } from "./plugin.js";
import type { FailOn } from "./plugin-options.js";

const WEIGHTS: Readonly<Record<Severity, number>> = { info: 1, warning: 2, error: 3 };

/**
 * The properties that rules miss in a resource, where they have only its type to point at. With
 * these, the CDK finds the places in the app that set or overrode them.
 */
export const MISSED: Readonly<Record<string, string>> = {
  "require-customer-managed-key": "Properties.SSESpecification",
  "valid-sse-specification": "Properties.SSESpecification",
  "require-dax-encryption": "Properties.SSESpecification",
  "require-dax-tls": "Properties.ClusterEndpointEncryptionType",
  "require-backup-vault-key": "Properties.EncryptionKeyArn",
  "require-key-rotation": "Properties.EnableKeyRotation",
  "require-key-retention": "DeletionPolicy",
  "require-dynamodb-permissions": "Properties.KeyPolicy",
};

/** What a finding's violation depends on besides it. */
export interface Circumstances {
  readonly template: AskedTemplate;
  readonly settings: Settings;
  readonly failOn: FailOn;
}

/** A finding as the CDK reports it. */
export function violationOf(
  analysis: Analysis,
  finding: Finding,
  { template, settings, failOn }: Circumstances,
): Violation {
  const { file, stack, owner } = template;
  const place = placeOfFinding(analysis, finding);
  const [fix] = finding.fixes();
  const constructPath = finding.resource === null ? (owner ?? stack.constructPath) : owner;
  return {
    ruleName: finding.rule,
    description: finding.message,
    severity: severityShown(finding.severity, failOn),
    fix: fixText(finding, fix, place, template),
    ruleMetadata: metadataOf(finding, fix, settings),
    violatingResources: [
      {
        resourceLogicalId: finding.resource ?? "",
        templatePath: file,
        locations: locationsOf(finding.rule, place),
        ...(constructPath === null ? {} : { constructPath }),
      },
    ],
  };
}

/**
 * The severity that a finding has for the CDK. To it, errors are what fails a synthesis: it counts
 * them anew once it has set acknowledged ones aside, whatever a plugin has said.
 */
export function severityShown(severity: Severity, failOn: FailOn): Severity {
  if (failOn !== "never" && WEIGHTS[severity] >= WEIGHTS[failOn]) return "error";
  return severity === "error" ? "warning" : severity;
}

/** Where the CDK looks for assignments: `Properties.SSESpecification`, with dots. */
export function locationsOf(rule: string, place: PlaceInResource | null): string[] {
  const path = place?.path ?? [];
  const pointsAtType = path.length === 0 || path[0] === "Type";
  if (!pointsAtType) return [path.join(".")];
  const missed = place === null ? undefined : MISSED[rule];
  return missed === undefined ? [] : [missed];
}

function fixText(
  { rule, resource }: Finding,
  fix: Fix | undefined,
  place: PlaceInResource | null,
  { stack, text }: AskedTemplate,
): string {
  const page = `See ${docsUrl(rule)}`;
  if (fix === undefined) return page;
  const construct = resource === null ? undefined : stack.elements.get(resource)?.constructPath;
  const words = inTheApp(fix.id, {
    type: place?.type ?? null,
    byOwnClass: construct?.endsWith("/Resource") === true,
    hasRegion: stack.region !== null,
    hasReplicaResources: text.includes('"Custom::DynamoDBReplica"'),
  });
  return [`${fix.title}.`, ...(words === null ? [] : [words]), page].join("\n");
}

/** Strings alone, as the CDK wants them; what there isn't is left out. */
function metadataOf(
  { rule, messageId, severity, replica, case: when }: Finding,
  fix: Fix | undefined,
  { frameworks }: Settings,
): Readonly<Record<string, string>> {
  const { equivalents = [], controls: all = [] } = rules.find(({ id }) => id === rule) ?? {};
  const controls = frameworks.length === 0 ? all : controlsOf(rule, frameworks).map(({ id }) => id);
  const entries = {
    docs: docsUrl(rule),
    messageId,
    severity,
    fixKind: fix?.id ?? "",
    fixTitle: fix?.title ?? "",
    fixApplicability: fix?.applicability ?? "",
    case: describeCase(when).trim(),
    replica: replica ?? "",
    equivalents: equivalents.join(", "),
    controls: controls.join(", "),
  };
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== ""));
}
