/** What is known of the construct that a fix is about. */
export interface Subject {
  /** The type of its resource. */
  readonly type: string | null;
  /** It was made by a class like `Table`, not by one like `CfnTable`, whose properties are the template's. */
  readonly byOwnClass: boolean;
  /** Its stack names the Region it is deployed to. */
  readonly hasRegion: boolean;
  /** Its template holds replicas that `replicationRegions` of a `Table` makes. */
  readonly hasReplicaResources: boolean;
}

const TABLE = "AWS::DynamoDB::Table";
const GLOBAL_TABLE = "AWS::DynamoDB::GlobalTable";
const KEY = "AWS::KMS::Key";

/** What to write in the app for a fix, a sentence in the CDK's words; null where there is nothing sure to say. */
export function inTheApp(fixId: string, subject: Subject): string | null {
  const code = subject.byOwnClass ? codeFor(fixId, subject) : null;
  return code === null ? null : `In the app: ${code}.`;
}

function codeFor(fixId: string, { type, hasRegion, hasReplicaResources }: Subject): string | null {
  switch (fixId) {
    case "new-key":
      if (type === TABLE) {
        return hasReplicaResources
          ? "encryption: TableEncryption.CUSTOMER_MANAGED; a table with replicationRegions takes no key and has to become a TableV2"
          : "encryption: TableEncryption.CUSTOMER_MANAGED";
      }
      if (type === GLOBAL_TABLE) {
        const env = hasRegion ? "" : "; its stack then needs a Region in env";
        return `encryption: TableEncryptionV2.customerManagedKey(key), where there are replicas with the ARNs of their keys by Region behind it${env}`;
      }
      return null;
    case "aws-managed-key":
      if (type === TABLE) return "encryption: TableEncryption.AWS_MANAGED";
      return type === GLOBAL_TABLE ? "encryption: TableEncryptionV2.awsManagedKey()" : null;
    case "enable-rotation":
      return type === KEY ? "enableKeyRotation: true" : null;
    case "retain-key":
      return type === KEY ? "removalPolicy: RemovalPolicy.RETAIN" : null;
    default:
      return null;
  }
}
