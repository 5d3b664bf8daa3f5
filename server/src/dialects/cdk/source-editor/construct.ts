import { EditRefused } from "../../../core/edit.js";
import { Lines } from "../../../core/lines.js";
import type { Sheet } from "./draft.js";
import type { Binding, CdkName } from "./names.js";
import type { SourceSite, TracedPlace } from "./source-fix.js";
import { literalString, nodesAround, nodesIn, textOf, type babel, type Node } from "./syntax.js";

/** The expression that makes a construct: `new Table(…)`, or `super(…)` in a class that extends one. */
export type Call = babel.NewExpression | (babel.CallExpression & { readonly callee: babel.Super });

/** The making of a construct of the CDK, as a file has it. */
export interface Construct {
  readonly call: Call;
  /** Its class, or the one of the CDK that its class extends. */
  readonly cdk: CdkName;
  /** How the file reaches that class. */
  readonly binding: Binding;
  /** What stands before the class: `dynamodb.`, or nothing. */
  readonly qualifier: string;
  /** Scope, id, and properties where there are any. */
  readonly args: readonly [Node, Node, ...Node[]];
  /** The nodes around the call from the outermost in. */
  readonly around: readonly Node[];
}

const CHANGED = "the source has changed since the last synth; run `cdk synth` again";
const UNSURE =
  "the source may have changed since the last synth, and its id isn't written where it is made; run `cdk synth` again";

/** The construct that a finding is about. Throws `EditRefused` where that isn't beyond doubt. */
export function constructAt(sheet: Sheet, site: SourceSite): Construct {
  const found = callsAt(sheet, site.position).flatMap((call) => asExpected(sheet, call, site) ?? []);
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  const [call] = callsAt(sheet, site.position);
  if (call === undefined) throw new EditRefused(CHANGED);
  throw new EditRefused(
    found.length > 1 ? "the line makes several such constructs" : whyNot(sheet, call, site),
  );
}

/**
 * Whatever construct is made at the place of a finding: of whatever class, and perhaps one that the
 * finding's own construct lies within. null where that isn't clear, or the file imports nothing of the CDK.
 */
export function holderAt(sheet: Sheet, site: SourceSite): Construct | null {
  const [call, ...others] = callsAt(sheet, site.position);
  const [scope, id, ...more] = call?.arguments ?? [];
  const [binding] = sheet.names.bindings;
  if (call === undefined || scope === undefined || id === undefined || binding === undefined) return null;
  const mayBe = (constructId: string): boolean => mayMake(call, { ...site, constructId });
  if (others.length > 0 || !site.constructPath.split("/").some(mayBe)) return null;
  const around = nodesAround(sheet.file.program, call.start ?? 0);
  const path = around.slice(0, around.indexOf(call));
  return {
    call,
    cdk: { module: "core", name: "Construct" },
    binding,
    qualifier: "",
    args: [scope, id, ...more],
    around: path,
  };
}

/** The calls that make a construct and begin at a place: several at most where no column is known. */
export function callsAt({ file }: Sheet, { line, column }: TracedPlace): readonly Call[] {
  const lines = new Lines(file.text);
  if (line < 1 || line > lines.count) return [];
  if (column !== null) {
    if (column > lines.lineText(line - 1).length) return [];
    const offset = lines.offsetAt({ line: line - 1, character: column - 1 });
    return nodesAround(file.program, offset)
      .filter(isCall)
      .filter(({ start }) => start === offset);
  }
  const start = lines.offsetAt({ line: line - 1, character: 0 });
  const end = start + lines.lineText(line - 1).length;
  return nodesIn(file.program)
    .filter(isCall)
    .filter((call) => start <= (call.start ?? 0) && (call.start ?? 0) < end);
}

/** Whether a call makes the construct of a finding, as far as its id tells. */
export function mayMake(call: Call, { constructId, mayHaveMoved = false }: SourceSite): boolean {
  return mayHaveMoved ? literalString(call.arguments[1]) === constructId : mayHaveId(call, constructId);
}

/** Whether the id that a call gives may be this one: the parts of it that stand there literally agree. */
function mayHaveId(call: Call, id: string): boolean {
  const given = call.arguments[1];
  if (given?.type === "TemplateLiteral") {
    const first = given.quasis[0]?.value.cooked ?? "";
    const last = given.quasis.at(-1)?.value.cooked ?? "";
    return given.expressions.length === 0 ? first === id : id.startsWith(first) && id.endsWith(last);
  }
  const literal = literalString(given);
  return literal === undefined || literal === id;
}

function asExpected(sheet: Sheet, call: Call, site: SourceSite): Construct | null {
  const around = nodesAround(sheet.file.program, call.start ?? 0);
  const path = around.slice(0, around.indexOf(call));
  const made = classOf(sheet, call, path);
  const [scope, id, ...more] = call.arguments;
  if (made === null || scope === undefined || id === undefined) return null;
  if (call.arguments.some(({ type }) => type === "SpreadElement")) return null;
  if (!mayMake(call, site) || !isOfClass(made.cdk, site)) return null;
  return { call, ...made, args: [scope, id, ...more], around: path };
}

function whyNot(sheet: Sheet, call: Call, site: SourceSite): string {
  const around = nodesAround(sheet.file.program, call.start ?? 0);
  const made = classOf(sheet, call, around.slice(0, around.indexOf(call)));
  if (!mayHaveId(call, site.constructId)) return CHANGED;
  if (!mayMake(call, site)) return UNSURE;
  if (made === null) return strangerAt(sheet, call);
  if (!isOfClass(made.cdk, site)) {
    const what = site.cfnType.replace(/^AWS::/, "").replaceAll("::", " ");
    return `the ${what} is made within '${made.cdk.name}', which has no property for it that is known here`;
  }
  return "its arguments can't be told apart";
}

function strangerAt({ file, names }: Sheet, call: Call): string {
  if (call.type !== "NewExpression") return "the class isn't known to be one of aws-cdk-lib";
  const name = textOf(file, call.callee);
  const [first = name] = /^[\w$]+/.exec(name) ?? [];
  const from = names.origin(first);
  if (from === null) return `'${name}' isn't known to be a class of aws-cdk-lib`;
  if (from.startsWith("aws-cdk-lib")) return `'${first}' means more than one thing in the file`;
  return `'${name}', which comes from '${from}', isn't a class of aws-cdk-lib: what it makes is decided by its own code`;
}

function classOf(
  sheet: Sheet,
  call: Call,
  around: readonly Node[],
): Pick<Construct, "cdk" | "binding" | "qualifier"> | null {
  if (call.type === "NewExpression") return classNamed(sheet, call.callee, 0);
  const own = around.findLast(({ type }) => type === "ClassDeclaration" || type === "ClassExpression");
  const parent = own !== undefined && "superClass" in own ? own.superClass : null;
  return !parent ? null : classNamed(sheet, parent, 0);
}

/** A class of the CDK, or one of the file that extends it and has no constructor of its own. */
function classNamed(sheet: Sheet, name: Node, depth: number): ReturnType<typeof classOf> {
  const known = sheet.names.resolve(name);
  if (known !== null || name.type !== "Identifier" || depth > 5) return known;
  const own = sheet.file.program.body
    .map((one) => (one.type === "ExportNamedDeclaration" ? one.declaration : one))
    .find((one) => one?.type === "ClassDeclaration" && one.id?.name === name.name);
  if (own?.type !== "ClassDeclaration" || !own.superClass) return null;
  const constructs = own.body.body.some((one) => one.type === "ClassMethod" && one.kind === "constructor");
  return constructs ? null : classNamed(sheet, own.superClass, depth + 1);
}

function isOfClass({ module, name }: CdkName, { constructFqn, cfnType }: SourceSite): boolean {
  const fqn = `aws-cdk-lib.${module.replaceAll("-", "_")}.${name}`;
  if (constructFqn !== null && constructFqn !== fqn) return false;
  return RESOURCE_OF[`${module}.${name}`] === cfnType;
}

/** What the constructs that can be mended here are in a template. */
const RESOURCE_OF: Readonly<Record<string, string>> = {
  "aws-dynamodb.Table": "AWS::DynamoDB::Table",
  "aws-dynamodb.CfnTable": "AWS::DynamoDB::Table",
  "aws-dynamodb.TableV2": "AWS::DynamoDB::GlobalTable",
  "aws-dynamodb.TableV2MultiAccountReplica": "AWS::DynamoDB::GlobalTable",
  "aws-dynamodb.CfnGlobalTable": "AWS::DynamoDB::GlobalTable",
  "aws-sam.CfnSimpleTable": "AWS::Serverless::SimpleTable",
  "aws-dax.CfnCluster": "AWS::DAX::Cluster",
  "aws-kms.Key": "AWS::KMS::Key",
  "aws-kms.CfnKey": "AWS::KMS::Key",
};

function isCall(node: Node): node is Call {
  return node.type === "NewExpression" || (node.type === "CallExpression" && node.callee.type === "Super");
}
