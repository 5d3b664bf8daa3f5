import { control, type Control } from "./control.js";

const SECURITY_HUB = "https://docs.aws.amazon.com/securityhub/latest/userguide";
const NIST = "https://csrc.nist.gov/pubs/sp/800/53/r5/upd1/final";
const HIPAA_PACK =
  "https://docs.aws.amazon.com/config/latest/developerguide/operational-best-practices-for-hipaa_security.html";

/** What every key type of DynamoDB leaves to be said of a control on encryption in general. */
const NOT_WHOSE_KEY = "It doesn't say whose key it must be.";

const NARROW_READING =
  "Often read as asking for keys under your own control, by organisations and their assessors.";

/**
 * Controls of standards, as AWS maps its own checks to them (Security Hub, a conformance pack) or as
 * their text reads. PCI DSS 3.7.6 isn't among them: it is about manual operations with clear-text
 * keys, which KMS doesn't have.
 */
export const STANDARD_CONTROLS: readonly Control[] = [
  control(
    "cis-aws-foundations",
    "CIS AWS 3.6",
    "Rotation of customer created symmetric keys should be enabled (3.6 in v3.0.0 and v5.0.0, 3.8 in v1.4.0, 2.8 in v1.2.0).",
    `${SECURITY_HUB}/kms-controls.html`,
    { butNot: "The benchmark has no item on the key of a DynamoDB table." },
  ),

  nist("SC-8", "Protects the confidentiality or integrity of what is transmitted."),
  nist("SC-12", "Cryptographic keys are established and managed as the organisation has defined.", {
    butNot: NOT_WHOSE_KEY,
    reading: NARROW_READING,
  }),
  nist("SC-12(2)", "Symmetric keys are produced, controlled and distributed with approved technology.", {
    butNot: NOT_WHOSE_KEY,
  }),
  nist("SC-13", "Cryptography is of the types that the organisation has defined for each use.", {
    butNot: NOT_WHOSE_KEY,
  }),
  nist("SC-28", "Information at rest is protected.", { butNot: NOT_WHOSE_KEY }),
  nist("SC-28(1)", "Cryptography protects information at rest from disclosure and modification.", {
    butNot: NOT_WHOSE_KEY,
  }),
  nist("SC-28(3)", "Keys that protect information at rest are themselves protected.", {
    butNot: NOT_WHOSE_KEY,
  }),

  fedRamp("SC-12", "Keys are managed in line with applicable federal cryptographic requirements.", {
    butNot: NOT_WHOSE_KEY,
    reading: NARROW_READING,
  }),
  fedRamp("SC-13", "Cryptography is FIPS-validated.", { butNot: NOT_WHOSE_KEY }),

  control(
    "pci-dss",
    "PCI DSS 3.7.4",
    "Keys are changed at the end of their cryptoperiod (v4.0.1; Security Hub maps KMS.4 to it).",
    `${SECURITY_HUB}/kms-controls.html`,
    { butNot: "It leaves the length of the cryptoperiod to the organisation." },
  ),
  control(
    "pci-dss",
    "PCI DSS 4.2.1",
    "Strong cryptography protects account data in transit (v4.0.1; Security Hub maps DynamoDB.7 to it).",
    `${SECURITY_HUB}/dynamodb-controls.html`,
  ),

  control(
    "hipaa",
    "HIPAA 164.312(a)(2)(iv)",
    "A mechanism to encrypt and decrypt electronic protected health information. It is addressable: to be met where it is reasonable and appropriate.",
    "https://www.ecfr.gov/current/title-45/section-164.312",
    {
      butNot: NOT_WHOSE_KEY,
      reading: `AWS's [conformance pack](${HIPAA_PACK}) ties it to \`dynamodb-table-encrypted-kms\`, which the AWS managed key passes as well.`,
    },
  ),
];

function nist(id: string, says: string, more: Parameters<typeof control>[4] = {}): Control {
  return control("nist-800-53-r5", `NIST 800-53 ${id}`, says, NIST, more);
}

function fedRamp(id: string, says: string, more: Parameters<typeof control>[4]): Control {
  return control("fedramp", `FedRAMP ${id}`, says, "https://github.com/GSA/fedramp-automation", more);
}
