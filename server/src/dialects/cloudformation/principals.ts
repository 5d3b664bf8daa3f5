import { always, type Cases } from "../../core/cases.js";
import { valueOf } from "../../core/node.js";
import type { AttachedPolicy, PolicyHolder, Principal, PrincipalPolicies } from "../../core/principal.js";
import { literalText } from "../../core/text.js";
import { generatedName } from "../../policy/generated-name.js";
import type { Evaluation } from "./evaluation.js";
import { attachedPolicies, nameSpellings, policiesOfGroups } from "./iam-attachments.js";
import { NOTHING_FOUND, ownPolicies, policyOf, together, type Found } from "./iam-policies.js";
import { iamResources, type IamResources } from "./iam-resources.js";
import { agreedText } from "./physical-name.js";
import { casesOf, propertyValue, resourceOf, SYNTAX_ERRORS, type ResourceSource } from "./resource.js";
import { connectorPolicies } from "./sam-connectors.js";
import { samPolicies } from "./sam-policies.js";
import type { Scope } from "./scope.js";
import { policyIdentity } from "./written-policy.js";

const KINDS: Readonly<Record<string, Principal["kind"]>> = {
  "AWS::IAM::Role": "role",
  "AWS::IAM::User": "user",
  "AWS::IAM::Group": "group",
  "AWS::Serverless::Function": "function",
  "AWS::Serverless::StateMachine": "state-machine",
};

/** The property that gives a principal its name in IAM. */
const NAMES: Readonly<Record<Principal["kind"], string | null>> = {
  role: "RoleName",
  user: "UserName",
  group: "GroupName",
  function: null,
  "state-machine": null,
};

/** Everybody in a template whose IAM policies it shows; the policies are read when asked for. */
export function readPrincipals(scope: Scope): readonly Principal[] {
  const iam = iamResources(scope);
  return iam.sources.flatMap((source) => {
    const kind = KINDS[source.type];
    return kind === undefined ? [] : [readPrincipal(source, kind, iam)];
  });
}

/** The resources of a template that write out IAM policies, whoever has them. */
export function readPolicyHolders(scope: Scope): readonly PolicyHolder[] {
  const iam = iamResources(scope);
  return iam.sources.map((source) => ({
    resource: resourceOf(source),
    policies: scope.cells.cell(() => documentsOf(source, iam)),
  }));
}

function readPrincipal(source: ResourceSource, kind: Principal["kind"], iam: IamResources): Principal {
  const isSam = kind === "function" || kind === "state-machine";
  const identity = isSam ? `${source.logicalId}Role` : source.logicalId;
  const property = NAMES[kind];
  const given = property === null ? null : agreedText(source, [property]);
  const name = given ?? generatedName(identity);
  const principal = {
    ...resourceOf(source),
    kind,
    identity,
    name,
    iamPath: agreedText(source, [isSam ? "RolePath" : "Path"]) ?? literalText("/"),
  };
  return { ...principal, access: source.scope.cells.cell(() => accessOf(source, principal, iam)) };
}

function accessOf(
  source: ResourceSource,
  principal: Omit<Principal, "access">,
  iam: IamResources,
): Cases<PrincipalPolicies | null> {
  if (source.broken) return always(closed(SYNTAX_ERRORS));
  return casesOf<PrincipalPolicies | null>(
    source,
    (evaluation) => policiesIn(evaluation, source, principal, iam),
    (policies) => (policies === null ? "" : identityOf(policies)),
    closed,
  );
}

function policiesIn(
  evaluation: Evaluation,
  source: ResourceSource,
  { kind, identity, name }: Omit<Principal, "access">,
  iam: IamResources,
): PrincipalPolicies | null {
  const names = nameSpellings(identity, name);
  const isBounded = propertyValue(evaluation, source, ["PermissionsBoundary"]).kind !== "absent";
  if (kind === "function" || kind === "state-machine") {
    const globals = globalsOf(evaluation, kind);
    const role = propertyValue(evaluation, source, ["Role"]);
    if (role.kind !== "absent" || globals.has("Role")) return null;
    const found = together(
      samPolicies(evaluation, source, iam),
      attachedPolicies(evaluation, iam, "role", names),
      connectorPolicies(evaluation, iam, source.logicalId),
    );
    return { ...found, bounded: isBounded || globals.has("PermissionsBoundary") };
  }
  const found = together(
    ownPolicies(evaluation, source, iam),
    attachedPolicies(evaluation, iam, kind, names),
    kind === "user" ? policiesOfGroups(evaluation, iam, source, names) : NOTHING_FOUND,
    kind === "role" ? connectorPolicies(evaluation, iam, source.logicalId) : NOTHING_FOUND,
  );
  return { ...found, bounded: isBounded };
}

/** The names of the properties that SAM's `Globals` gives to all functions or state machines. */
function globalsOf({ scope }: Evaluation, kind: "function" | "state-machine"): ReadonlySet<string> {
  const section = kind === "function" ? "Function" : "StateMachine";
  const globals = valueOf(scope.declarations.globals ?? undefined, section);
  return new Set(globals?.kind === "map" ? globals.entries.map(({ key }) => key) : []);
}

function documentsOf(source: ResourceSource, iam: IamResources): Cases<readonly AttachedPolicy[]> {
  return casesOf<readonly AttachedPolicy[]>(
    source,
    (evaluation) => {
      const { attached } = writtenBy(evaluation, source, iam);
      return attached.filter((one) => one.source === "document" && one.holder.logicalId === source.logicalId);
    },
    (attached) => attached.map(({ written }) => policyIdentity(written)).join(),
    () => [],
  );
}

function writtenBy(evaluation: Evaluation, source: ResourceSource, iam: IamResources): Found {
  const kind = KINDS[source.type];
  if (kind === undefined) return policyOf(evaluation, source);
  const isSam = kind === "function" || kind === "state-machine";
  if (!isSam) return ownPolicies(evaluation, source, iam);
  const isOther = propertyValue(evaluation, source, ["Role"]).kind !== "absent";
  return isOther ? NOTHING_FOUND : samPolicies(evaluation, source, iam);
}

function identityOf({ attached, unread, bounded }: PrincipalPolicies): string {
  const policies = attached.map(({ written, holder }) => `${holder.logicalId} ${policyIdentity(written)}`);
  return [...policies, ...unread, String(bounded)].join("|");
}

/** Nothing can be said of its policies. */
function closed(reason: string): PrincipalPolicies {
  return { attached: [], unread: [`its policies can't be read: ${reason}`], bounded: false };
}
