import { EditRefused } from "../../../core/edit.js";
import type { Draft } from "./draft.js";
import { useName } from "./imports.js";
import { affected, NOTHING, SAID, type Case, type Offers } from "./offer.js";
import { propertyOf, propsOf, setArgumentProperty, valueOf } from "./properties.js";
import { referenceBehind } from "./raw-override.js";
import { sideEffects } from "./side-effects.js";
import { placeOf } from "./statement.js";
import { insertAfter } from "./statement-text.js";
import { quoted } from "./style.js";
import { memberName } from "./syntax.js";

/** A key that doesn't rotate. */
export function rotationFixes(one: Case): Offers {
  const { construct, site, prices } = one;
  if (site.messageId !== "absent" && site.messageId !== "off") return NOTHING;
  if (valueOf(propsOf(construct), "rotationPeriod") !== undefined && site.messageId === "off") return NOTHING;
  const besides = sideEffects(one, "enableKeyRotation");
  return {
    refusals: [],
    offers: [
      {
        id: "enable-rotation",
        title: `Rotate ${affected(site, "keys")} every year (${prices.rotation})${besides}`,
        applicability: "review",
        isPreferred: besides === "",
        write: (draft) => {
          expectNot(construct, "enableKeyRotation", (value) => value === "true");
          setArgumentProperty(draft, construct.args, 2, { enableKeyRotation: "true" });
        },
      },
    ],
  };
}

/** A key that is deleted with its stack. */
export function retentionFixes(one: Case): Offers {
  const { construct, site } = one;
  const isL1 = construct.cdk.name === "CfnKey";
  const besides = sideEffects(one, "removalPolicy");
  return {
    refusals: [],
    offers: [
      {
        id: "retain-key",
        title: `Keep ${affected(site, "keys")} when the stack is deleted (a key that is kept goes on costing its fee)${besides}`,
        applicability: "review",
        isPreferred: besides === "",
        write: (draft) => {
          if (isL1) return retainBehind(draft, one);
          if (propertyOf(propsOf(construct), "removalPolicy") === null)
            throw new EditRefused("its removal policy isn't set where it is made");
          expectNoPolicyBehind(one);
          expectNot(construct, "removalPolicy", (value) => value.endsWith("RETAIN"));
          const policy = useName(
            draft,
            { module: "core", name: "RemovalPolicy" },
            construct.binding,
            construct.qualifier,
          );
          setArgumentProperty(draft, construct.args, 2, { removalPolicy: `${policy}.RETAIN` });
        },
      },
    ],
  };
}

/** An L1 construct has no property for it. */
function retainBehind(draft: Draft, one: Case): void {
  const { construct } = one;
  expectNoPolicyBehind(one);
  const { statement, reference } = referenceBehind(draft, one, "it could be retained");
  const policy = useName(
    draft,
    { module: "core", name: "RemovalPolicy" },
    construct.binding,
    construct.qualifier,
  );
  insertAfter(draft, statement, `${reference}.applyRemovalPolicy(${policy}.RETAIN)${draft.style.end}`);
}

function expectNoPolicyBehind({ sheet, construct }: Case): void {
  const reference = placeOf(sheet, construct)?.reference ?? null;
  const setters = [".applyRemovalPolicy(", ".cfnOptions.deletionPolicy"];
  if (reference !== null && setters.some((one) => sheet.file.text.includes(`${reference}${one}`)))
    throw new EditRefused("its removal policy is set later on");
}

/** A DAX cluster that isn't encrypted at rest. */
export function daxEncryptionFixes(one: Case): Offers {
  const { construct, site } = one;
  const besides = sideEffects(one, "sseSpecification");
  return {
    refusals: [],
    offers: [
      {
        id: "encrypt-cluster",
        title: `Encrypt ${affected(site, "clusters")} at rest (replaces the cluster)${besides}`,
        applicability: "review",
        isPreferred: besides === "",
        write: (draft) => {
          const sse = valueOf(propsOf(construct), "sseSpecification");
          if (valueOf(sse, "sseEnabled")?.type === "BooleanLiteral")
            expectNot(construct, "sseSpecification", isEnabled);
          const { padding } = draft.style;
          setArgumentProperty(draft, construct.args, 2, {
            sseSpecification: `{${padding}sseEnabled: true${padding}}`,
          });
        },
      },
    ],
  };
}

/** A DAX cluster that is reached without TLS. */
export function daxTlsFixes(one: Case): Offers {
  const { construct, site } = one;
  const besides = sideEffects(one, "clusterEndpointEncryptionType");
  return {
    refusals: [],
    offers: [
      {
        id: "encrypt-endpoint",
        title: `Reach ${affected(site, "clusters")} through TLS (replaces the cluster)${besides}`,
        applicability: "review",
        isPreferred: besides === "",
        write: (draft) => {
          expectNot(construct, "clusterEndpointEncryptionType", (value) => value === "TLS");
          setArgumentProperty(draft, construct.args, 2, {
            clusterEndpointEncryptionType: quoted("TLS", draft.style),
          });
        },
      },
    ],
  };
}

function expectNot(construct: Case["construct"], name: string, isGood: (value: string) => boolean): void {
  const value = valueOf(propsOf(construct), name);
  if (value === undefined) return;
  if (value.type === "BooleanLiteral" && isGood(String(value.value))) throw new EditRefused(SAID);
  if (value.type === "StringLiteral" && isGood(value.value)) throw new EditRefused(SAID);
  if (value.type === "MemberExpression" && isGood(memberName(value) ?? "")) throw new EditRefused(SAID);
  const enabled = valueOf(value, "sseEnabled");
  if (enabled?.type === "BooleanLiteral" && isGood(String(enabled.value))) throw new EditRefused(SAID);
}

function isEnabled(value: string): boolean {
  return value === "true";
}
