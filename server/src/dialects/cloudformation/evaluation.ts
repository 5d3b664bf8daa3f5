import type { Assumption, World } from "../../core/cases.js";
import { textOf, type CallNode, type MapNode, type Node } from "../../core/node.js";
import type { Place } from "../../core/span.js";
import { knownText, literalText } from "../../core/text.js";
import { withFragment } from "./includes.js";
import { callIntrinsic } from "./intrinsics.js";
import { assumed, linkedValue, passedValue, resolvedReferences } from "./linked-values.js";
import { isList, isResolvedFromSsm, type Parameter } from "./parameters.js";
import type { Scope } from "./scope.js";
import { textWithHoles } from "./strings.js";
import { absent, textValue, unknownValue, withStep, type Value } from "./value.js";
import { WorldState, type Passed } from "./world-state.js";

const STACK_TYPES = new Set(["AWS::CloudFormation::Stack", "AWS::Serverless::Application"]);

/** CDK's resource that reads what a stack in another Region has written; its attributes are names in SSM. */
const CROSS_REGION_READER = "Custom::CrossRegionExportReader";

const PSEUDO_PARAMETERS: Readonly<Record<string, string>> = {
  "AWS::Region": "the Region isn't known",
  "AWS::AccountId": "the account isn't known",
  "AWS::Partition": "the partition isn't known",
  "AWS::StackName": "the stack's name isn't known",
  "AWS::StackId": "the stack's id isn't known",
  "AWS::URLSuffix": "the partition isn't known",
  "AWS::NotificationARNs": "the notification ARNs aren't known",
};

/** Reads nodes in one world: every intrinsic evaluated, every open choice made by the world. */
export class Evaluation {
  readonly state: WorldState;
  /** Loop variables of `Fn::ForEach`; null for one whose value isn't known. */
  readonly bindings: ReadonlyMap<string, string | null>;
  private quiet = false;
  private readonly noting: Assumption[][] = [];

  constructor(
    readonly scope: Scope,
    readonly world: World,
    bindings: ReadonlyMap<string, string | null> = new Map(),
    state: WorldState = new WorldState(scope, world),
  ) {
    this.state = state;
    this.bindings = bindings;
  }

  /** The same world, for text with other loop variables. */
  withBindings(bindings: ReadonlyMap<string, string | null>): Evaluation {
    return new Evaluation(this.scope, this.world, bindings, this.state);
  }

  /** The value of a node. Maps and lists come back with their parts unevaluated. */
  value(node: Node | undefined, fallbackAt?: Place): Value {
    if (node === undefined) return absent(fallbackAt ?? NOWHERE);
    switch (node.kind) {
      case "map":
        return this.map(node);
      case "list":
        return { kind: "list", items: node.items, at: node, trace: [], branched: false };
      case "scalar": {
        const text = textWithHoles(node.text, this.bindings, this.scope.variables);
        const value = { ...textValue(text, node, !node.quoted), isNull: node.value === null };
        return resolvedReferences(this, value);
      }
      case "call":
        return node.name === "Ref" ? this.reference(node) : callIntrinsic(this, node);
    }
  }

  private map(node: MapNode): Value {
    const whole = withFragment(this.scope.surroundings, node);
    return { kind: "map", node: whole, at: node, trace: [], branched: false };
  }

  /** The value of a list's item, which may have been evaluated already. */
  item(item: Node | Value): Value {
    return "trace" in item ? item : this.value(item);
  }

  /** The items of a list with those gone that are `AWS::NoValue`; undefined for no list. */
  items(value: Value): readonly Value[] | undefined {
    if (value.kind !== "list") return undefined;
    return value.items.map((item) => this.item(item)).filter((item) => item.kind !== "absent");
  }

  /** Decides a condition and notes the assumption. An undeclared one is open. */
  assumeCondition(name: string): boolean {
    const truth = this.condition(name);
    if (!this.isGivenCondition(name)) this.assume({ kind: "condition", name, is: truth });
    return truth;
  }

  /** Notes something that the value rests on, unless a condition stands for it. */
  assume(assumption: Assumption): void {
    if (this.quiet) return;
    this.world.assume(assumption);
    for (const noted of this.noting) noted.push(assumption);
  }

  /** Reads something, and says what that very thing rests on. */
  noted<T>(read: () => T): { readonly value: T; readonly restsOn: readonly Assumption[] } {
    const restsOn: Assumption[] = [];
    this.noting.push(restsOn);
    try {
      return { value: read(), restsOn };
    } finally {
      this.noting.pop();
    }
  }

  /** The truth of a named condition in this world. */
  condition(name: string): boolean {
    return this.state.decide(name, () => {
      const declared = this.scope.condition(name);
      return declared === undefined ? null : this.quietly(() => this.truth(declared.read().value));
    });
  }

  /** The name `Ref` or a placeholder of `Fn::Sub` gives, evaluated. */
  named(name: string, at: Place): Value {
    if (name === "AWS::NoValue") return absent(at);
    const bound = this.bindings.get(name);
    if (bound !== undefined) {
      return bound === null
        ? unknownValue(name, `the values of the loop variable '${name}' aren't known`, at)
        : textValue(literalText(bound), at);
    }
    const parameter = this.scope.parameter(name);
    if (parameter !== undefined) return this.parameter(parameter, at);
    const settled = name in PSEUDO_PARAMETERS ? this.state.settled(name) : undefined;
    if (settled !== undefined) {
      assumed(this, this.state.passed(name));
      return textValue(literalText(settled), at);
    }
    const pseudo = PSEUDO_PARAMETERS[name];
    if (pseudo !== undefined)
      return name === "AWS::URLSuffix" ? this.urlSuffix(at) : unknownValue(name, pseudo, at);
    return this.resource(name, null, at);
  }

  /** An attribute of a resource, or its reference value where `attribute` is null. */
  resource(logicalId: string, attribute: string | null, at: Place): Value {
    const type = this.scope.resourceType(logicalId) ?? this.roleMadeBySam(logicalId);
    const name = attribute === null ? logicalId : `${logicalId}.${attribute}`;
    if (type === undefined) {
      return unknownValue(name, `nothing in this template is named '${logicalId}'`, at);
    }
    if (attribute?.startsWith("Outputs.") === true && STACK_TYPES.has(type)) {
      const output = this.scope.surroundings.nestedOutput(logicalId, attribute.slice("Outputs.".length));
      return linkedValue(this, output, name, `it comes from the nested stack '${logicalId}'`, at);
    }
    if (attribute !== null && type === CROSS_REGION_READER) {
      const value = this.scope.surroundings.ssmParameter(attribute);
      return linkedValue(this, value, name, "it comes from a stack in another Region", at);
    }
    const reason = STACK_TYPES.has(type)
      ? `it comes from the nested stack '${logicalId}'`
      : `it comes from the resource '${logicalId}' (${type === "" ? "no type" : type})`;
    return textValue({ parts: [{ name, resource: { logicalId, attribute }, reason }] }, at);
  }

  /** The type of a role that SAM makes for a function or state machine and names after it. */
  private roleMadeBySam(logicalId: string): string | undefined {
    const maker = /^(.+)Role$/.exec(logicalId)?.[1];
    const type = maker === undefined ? undefined : this.scope.resourceType(maker);
    return /^AWS::Serverless::(Function|StateMachine)$/.test(type ?? "") ? "AWS::IAM::Role" : undefined;
  }

  /** The name of an open parameter that this node is nothing but a reference to. */
  openParameter(node: Node | undefined): string | undefined {
    if (node?.kind !== "call" || node.name !== "Ref") return undefined;
    const name = textOf(node.argument);
    if (name === undefined || this.state.settled(name) !== undefined || this.bindings.has(name))
      return undefined;
    const parameter = this.scope.parameter(name);
    if (parameter !== undefined) return isResolvedFromSsm(parameter) ? undefined : name;
    return name in PSEUDO_PARAMETERS ? name : undefined;
  }

  private reference(node: CallNode): Value {
    const name = this.value(node.argument);
    const known = name.kind === "text" ? knownText(name.text) : undefined;
    return known === undefined
      ? unknownValue("Ref", "what it refers to isn't known", node)
      : this.named(known, node);
  }

  private parameter(parameter: Parameter, at: Place): Value {
    const { name } = parameter;
    const passed = this.state.passed(name);
    if (isResolvedFromSsm(parameter)) {
      const key = passed === null ? parameter.defaultValue : (knownText(passed.value.text) ?? null);
      const where = key === null ? "SSM" : `the SSM parameter '${key}'`;
      const linked = key === null ? null : this.scope.surroundings.ssmParameter(key);
      return linkedValue(this, linked, name, `parameter '${name}' is read from ${where}`, at);
    }
    const settled = this.state.settled(name);
    if (settled === undefined && passed !== null && !this.isFinite(parameter, passed)) {
      return passedValue(this, parameter, passed, at);
    }
    const value = settled ?? this.chooseValue(parameter);
    if (value === null) return unknownValue(name, this.reasonOpen(parameter), at);
    assumed(this, passed);
    // What is passed may itself be open, and this one of the values that the template names.
    const given = passed !== null && knownText(passed.value.text) !== undefined ? passed : null;
    if (given === null) this.assumeParameter(parameter, value);
    const plain = parameter.defaultIsPlain && value === parameter.defaultValue;
    const text = isList(parameter) ? this.listOf(value, at) : textValue(literalText(value), at, plain);
    const isSet = given !== null || this.state.isGiven(name);
    const by = given === null ? "" : ` ${given.label}`;
    const unless = this.restsOnDefault(parameter, value) ? " unless it is set" : "";
    return withStep(passed === null ? text : { ...text, trace: passed.value.trace }, {
      at: parameter.defaultAt ?? parameter.nameAt,
      text: `parameter '${name}' ${isSet ? "is set to" : "is"} '${value}'${by}${unless}`,
    });
  }

  /** What is passed isn't known, but it is one of the values that the template names. */
  private isFinite(parameter: Parameter, { value }: Passed): boolean {
    const fromResource = value.text.parts.some((part) => typeof part === "object" && part.resource);
    const isNamed = parameter.allowedValues !== null || this.scope.comparedWith(parameter.name) !== undefined;
    return isNamed && fromResource !== true;
  }

  /** One of the values the parameter can have in this world; null for a value the template doesn't name. */
  private chooseValue(parameter: Parameter): string | null {
    const { name, allowedValues, defaultValue } = parameter;
    if (allowedValues !== null && allowedValues.length > 0) {
      return this.keep(name, this.world.choose(this.state.remaining(name, allowedValues)));
    }
    const compared = this.scope.comparedWith(name);
    if (compared === undefined) return this.quiet ? null : defaultValue;
    const named =
      defaultValue === null ? compared : [defaultValue, ...compared.filter((one) => one !== defaultValue)];
    const chosen = this.world.choose([...this.state.remaining(name, named), null]);
    return chosen === null ? this.excludeAll(name, named) : this.keep(name, chosen);
  }

  private keep(name: string, value: string): string {
    this.state.settle(name, value);
    return value;
  }

  /** Rules out every named value, so that conditions read later in this world agree. */
  private excludeAll(name: string, values: readonly string[]): null {
    for (const value of values) this.state.exclude(name, value);
    return null;
  }

  private assumeParameter(parameter: Parameter, value: string): void {
    if (this.state.isGiven(parameter.name)) return;
    const byDefault = this.restsOnDefault(parameter, value);
    this.assume({
      kind: "parameter",
      name: parameter.name,
      is: value,
      ...(byDefault ? { byDefault } : {}),
    });
  }

  /** Nothing but the default speaks for this value. */
  private restsOnDefault(parameter: Parameter, value: string): boolean {
    return (
      !this.state.isGiven(parameter.name) &&
      this.state.passed(parameter.name) === null &&
      parameter.allowedValues === null &&
      parameter.defaultValue === value &&
      this.scope.comparedWith(parameter.name) === undefined
    );
  }

  private reasonOpen(parameter: Parameter): string {
    return parameter.defaultValue === null
      ? `parameter '${parameter.name}' has no default`
      : `parameter '${parameter.name}' is set when the stack is deployed`;
  }

  private listOf(value: string, at: Place): Value {
    const items = value.split(",").map((item) => textValue(literalText(item.trim()), at));
    return { kind: "list", items, at, trace: [], branched: false };
  }

  private urlSuffix(at: Place): Value {
    const partition = this.state.settled("AWS::Partition");
    if (partition === undefined) return unknownValue("AWS::URLSuffix", "the partition isn't known", at);
    return textValue(literalText(partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com"), at);
  }

  /** The condition follows from what was given from outside alone, so it goes without saying. */
  private isGivenCondition(name: string): boolean {
    const declared = this.scope.condition(name);
    return declared !== undefined && this.dependsOnGiven(declared.read().value, new Set([name]));
  }

  private dependsOnGiven(node: Node, seen: Set<string>): boolean {
    if (node.kind === "scalar") return this.knownTextOf(node) !== undefined;
    if (node.kind === "list") return node.items.every((item) => this.dependsOnGiven(item, seen));
    if (node.kind !== "call") return false;
    const name = textOf(node.argument);
    if (node.name === "Ref") return name !== undefined && this.state.isGiven(name);
    if (node.name === "Condition") {
      const declared = name === undefined || seen.has(name) ? undefined : this.scope.condition(name);
      return declared !== undefined && this.dependsOnGiven(declared.read().value, seen.add(name ?? ""));
    }
    return (
      ["Fn::Equals", "Fn::And", "Fn::Or", "Fn::Not"].includes(node.name) &&
      this.dependsOnGiven(node.argument, seen)
    );
  }

  /** The truth of a condition's expression; null where it is open. */
  private truth(node: Node): boolean | null {
    if (node.kind !== "call") return null;
    const operands = node.argument.kind === "list" ? node.argument.items : [node.argument];
    switch (node.name) {
      case "Condition": {
        const name = textOf(node.argument);
        return name === undefined ? null : this.condition(name);
      }
      case "Fn::Not":
        return negate(operands[0] === undefined ? null : this.truth(operands[0]));
      case "Fn::And":
        return this.all(operands, false);
      case "Fn::Or":
        return negate(this.all(operands, true));
      case "Fn::Equals":
        return this.equal(operands[0], operands[1]);
      default:
        return null;
    }
  }

  /** Whether all operands (negated, if asked for) are true; stops at the first that isn't. */
  private all(operands: readonly Node[], negated: boolean): boolean | null {
    let open = false;
    for (const operand of operands) {
      const truth = negated ? negate(this.truth(operand)) : this.truth(operand);
      if (truth === false) return false;
      if (truth === null) open = true;
    }
    return open ? null : true;
  }

  private equal(left: Node | undefined, right: Node | undefined): boolean | null {
    const leftName = this.openParameter(left);
    const rightName = this.openParameter(right);
    if (leftName !== undefined && leftName === rightName) return true;
    const [name, other] = leftName !== undefined ? [leftName, right] : [rightName, left];
    if (name !== undefined) {
      const literal = this.knownTextOf(other);
      return literal === undefined
        ? null
        : this.state.equals(name, literal, this.scope.parameter(name)?.allowedValues ?? null);
    }
    const [one, two] = [this.knownTextOf(left), this.knownTextOf(right)];
    return one === undefined || two === undefined ? null : one === two;
  }

  private knownTextOf(node: Node | undefined): string | undefined {
    const value = this.value(node);
    if (value.kind === "list") {
      const items = (this.items(value) ?? []).map((item) =>
        item.kind === "text" ? knownText(item.text) : undefined,
      );
      return items.every((item) => item !== undefined) ? items.join(",") : undefined;
    }
    return value.kind === "text" ? knownText(value.text) : undefined;
  }

  private quietly<T>(run: () => T): T {
    const before = this.quiet;
    this.quiet = true;
    try {
      return run();
    } finally {
      this.quiet = before;
    }
  }
}

const NOWHERE: Place = { origin: { offset: 0 }, from: 0, to: 0 };

function negate(truth: boolean | null): boolean | null {
  return truth === null ? null : !truth;
}
