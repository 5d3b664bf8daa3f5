import type { DaxProperty } from "../core/hover.js";
import type { DaxCluster } from "../core/model.js";
import { paragraphs, plain } from "./markdown.js";
import { more } from "./pages.js";
import { showCases } from "./read-cases.js";

const REPLACEMENT = "A change replaces the cluster.";
const OWN_KEY =
  "A cluster takes over nothing from its tables: it has a setting of its own, off if not given, and a key that the service manages. A customer managed key can't be chosen, and `dax.r3.*` nodes don't support encryption at rest.";
const TLS =
  "`ClusterEndpointEncryptionType` is `NONE` (if not given) or `TLS`: whether traffic to the cluster is encrypted.";

/** Whether a DAX cluster encrypts its cache and its traffic. */
export function daxHover(cluster: DaxCluster, property: DaxProperty | null): string {
  const name = `**${plain(cluster.logicalId)}**`;
  const atRest = `${name}, data at rest: ${showCases(cluster.encrypted, (on) => (on ? "**encrypted**" : "**not encrypted**"), "**not encrypted**")}.`;
  const inTransit = `${name}, traffic to the cluster: ${showCases(cluster.endpointEncryption, (type) => (type === "TLS" ? "**TLS**" : `**not encrypted** (\`${plain(type)}\`)`), "**not encrypted**")}.`;
  switch (property) {
    case null:
      return paragraphs(
        atRest,
        inTransit,
        `${OWN_KEY} Both settings are fixed at creation: a change replaces the cluster.`,
        more("which-key-encrypts-what"),
      );
    case "SSESpecification":
      return paragraphs(atRest, OWN_KEY, REPLACEMENT, more("which-key-encrypts-what"));
    case "ClusterEndpointEncryptionType":
      return paragraphs(inTransit, TLS, REPLACEMENT, more("which-key-encrypts-what"));
  }
}
