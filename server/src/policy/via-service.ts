import { displayText, knownText, splitText, type Text } from "../core/text.js";
import { matches } from "./pattern.js";
import { isOpen, open, type Truth } from "./truth.js";

/** A value of `kms:ViaService`, taken apart: `dynamodb.*.amazonaws.com`. */
export type ViaService =
  | {
      readonly kind: "service";
      /** `dynamodb`; null for a wildcard that takes in any. */
      readonly service: string | null;
      readonly region: ViaRegion;
      /** Whether DynamoDB, in some Region, is taken in. */
      readonly isDynamoDb: Truth;
    }
  /** Nothing ever matches it; `nearest` is what was probably meant. */
  | { readonly kind: "malformed"; readonly reason: string; readonly nearest: string | null }
  | { readonly kind: "unknown"; readonly reason: string };

export type ViaRegion =
  | { readonly kind: "any" }
  /** One Region: `us-east-1`, or `AWS::Region`. */
  | { readonly kind: "pinned"; readonly region: Text }
  /** A wildcard for some of them: `eu-*`. */
  | { readonly kind: "some"; readonly region: Text };

const SUFFIX = "amazonaws.com";
const ANY_DYNAMODB = "dynamodb.*.amazonaws.com";

/** Services that call KMS on behalf of people, to offer them and to find the one that was meant: not all there are. */
export const VIA_SERVICES: readonly string[] = [
  "dynamodb",
  "backup",
  "dax",
  "ec2",
  "elasticache",
  "elasticfilesystem",
  "es",
  "firehose",
  "kinesis",
  "lambda",
  "logs",
  "rds",
  "redshift",
  "s3",
  "secretsmanager",
  "sns",
  "sqs",
  "ssm",
];

/** What a value means; `wildcards` where the operator knows them (StringLike). */
export function readViaService(value: Text, wildcards: boolean): ViaService {
  const known = knownText(value);
  if (known === "*" || known === "*.*") return readWildcard(value, wildcards);
  const whole = splitText(value, ".");
  const [service, region, ...suffix] = whole;
  if (service === undefined || region === undefined) return unreadable(value, wildcards);
  if (!wildcards && known !== undefined && /[*?]/.test(known)) {
    return malformed("a wildcard counts with StringLike only", known);
  }
  if (suffix.length === 0 || !isSuffix(suffix)) return unreadable(value, wildcards);
  const name = knownText(service);
  if (name === undefined)
    return { kind: "unknown", reason: `the service of '${displayText(value)}' isn't known` };
  return {
    kind: "service",
    service: wildcards && /[*?]/.test(name) ? (name === "*" ? null : name) : name,
    region: regionOf(region),
    isDynamoDb: matches(service, { parts: ["dynamodb"] }, "like"),
  };
}

function regionOf(region: Text): ViaRegion {
  const known = knownText(region);
  if (known === "*") return { kind: "any" };
  return { kind: known !== undefined && /[*?]/.test(known) ? "some" : "pinned", region };
}

/** The suffix is the same in every partition; `AWS::URLSuffix` is it but in China. */
function isSuffix(parts: readonly Text[]): boolean {
  const known = parts.map((part) => knownText(part)).join(".");
  if (known === SUFFIX) return true;
  const [only, ...more] = parts;
  return more.length === 0 && only !== undefined && displayText(only) === "${AWS::URLSuffix}";
}

function readWildcard(value: Text, wildcards: boolean): ViaService {
  if (!wildcards) return malformed("a wildcard counts with StringLike only", displayText(value));
  return { kind: "service", service: null, region: { kind: "any" }, isDynamoDb: true };
}

/** Not of the usual three parts: a wildcard may stand for several, or it never matches. */
function unreadable(value: Text, wildcards: boolean): ViaService {
  const known = knownText(value);
  if (known === undefined) return { kind: "unknown", reason: `'${displayText(value)}' isn't known` };
  if (!wildcards || !/[*?]/.test(known)) return malformed("it isn't <service>.<region>.amazonaws.com", known);
  const sample = matches(value, { parts: ["dynamodb.us-east-1.amazonaws.com"] }, "like");
  const service = /^([a-z0-9-]+)\./.exec(known)?.[1] ?? null;
  if (sample === true) return { kind: "service", service, region: { kind: "any" }, isDynamoDb: true };
  if (known.endsWith("*") || known.endsWith(SUFFIX)) {
    return {
      kind: "service",
      service: service ?? known,
      region: { kind: "any" },
      isDynamoDb: dynamoDbOf(known),
    };
  }
  return malformed("it isn't <service>.<region>.amazonaws.com", known);
}

function dynamoDbOf(known: string): Truth {
  return known.startsWith("dynamodb") ? open("which Regions are meant isn't clear") : false;
}

function malformed(reason: string, written: string): ViaService {
  const nearest = /dynamodb/i.test(written) ? nearestDynamoDb(written) : null;
  return { kind: "malformed", reason, nearest };
}

function nearestDynamoDb(written: string): string {
  const region = /\b[a-z]{2}(?:-[a-z]+)+-\d\b/.exec(written)?.[0];
  return region === undefined ? ANY_DYNAMODB : `dynamodb.${region}.${SUFFIX}`;
}

/** The service's name for people, with its Region where it is one: "DynamoDB", "s3 in eu-west-1". */
export function describeViaService(value: ViaService): string {
  if (value.kind !== "service") return "a service that isn't known";
  const name =
    value.isDynamoDb === true && value.service !== null ? "DynamoDB" : (value.service ?? "any service");
  return value.region.kind === "any" || isOpen(value.isDynamoDb)
    ? name
    : `${name} in ${displayText(value.region.region)}`;
}
