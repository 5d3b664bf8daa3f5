import { compatible, type Assumption, type Case, type Cases, type World } from "../../core/cases.js";
import { knownText, type Text } from "../../core/text.js";
import type { Scope } from "./scope.js";
import type { Deployment, LinkedValue } from "./surroundings.js";

/** What a deployment gives to a parameter, and the assumptions that rests on. */
export interface Passed {
  readonly value: LinkedValue;
  readonly when: readonly Assumption[];
  /** Completes "parameter 'X' …": "by stack 'Tables' of app.yaml". */
  readonly label: string;
}

/** What one world has settled about parameters so far; conditions and values ask it. */
export class WorldState {
  private readonly fixed = new Map<string, string>();
  private readonly excluded = new Map<string, Set<string>>();
  private readonly conditions = new Map<string, boolean>();
  private readonly passedValues = new Map<string, Passed | null>();
  /** What has been taken of other templates' cases. */
  private readonly elsewhere: Assumption[] = [];
  private chosen: Deployment | null | undefined;

  constructor(
    readonly scope: Scope,
    readonly world: World,
  ) {
    const { region, account, partition } = scope.settings;
    if (region !== null) this.fixed.set("AWS::Region", region);
    if (account !== null) this.fixed.set("AWS::AccountId", account);
    if (partition !== null) this.fixed.set("AWS::Partition", partition);
  }

  /** The value of a parameter or pseudo parameter where this world has settled it. */
  settled(name: string): string | undefined {
    const known = this.fixed.get(name) ?? this.scope.givenValue(name);
    if (known !== undefined) return known;
    const passed = this.passed(name);
    return passed === null ? undefined : knownText(passed.value.text);
  }

  /** The value was given from outside (settings, command line, the only deployment), so nothing is assumed. */
  isGiven(name: string): boolean {
    const { region, account, partition } = this.scope.settings;
    if (name === "AWS::Region") return region !== null;
    if (name === "AWS::AccountId") return account !== null;
    if (name === "AWS::Partition") return partition !== null;
    if (this.scope.givenValue(name) !== undefined) return true;
    const passed = this.passed(name);
    // What only another template's deployment settles is as open here as it is there.
    const isOpen = passed?.value.text.parts.some(
      (part) => typeof part === "object" && part.resource === undefined,
    );
    return isOpen === false && passed?.when.length === 0 && this.scope.surroundings.deployments.length === 1;
  }

  /** How the template is deployed in this world; null where nothing says so. */
  deployment(): Deployment | null {
    if (this.chosen !== undefined) return this.chosen;
    const { deployments } = this.scope.surroundings;
    this.chosen = deployments.length === 0 ? null : this.world.choose(deployments);
    return this.chosen;
  }

  /** Assumes the chosen deployment, where there is a choice. */
  get deploymentAssumption(): readonly Assumption[] {
    const chosen = this.chosen ?? null;
    if (chosen === null || this.scope.surroundings.deployments.length === 1) return [];
    return [{ kind: "deployment", name: "deployment", is: chosen.label }];
  }

  /**
   * What the deployment gives to a parameter or pseudo parameter that the settings say nothing of;
   * null where it gives nothing. No deployment is chosen for what none of them gives.
   */
  passed(name: string): Passed | null {
    const known = this.passedValues.get(name);
    if (known !== undefined) return known;
    const passed = this.readPassed(name);
    this.passedValues.set(name, passed);
    return passed;
  }

  /** One of another template's cases, in line with what this world has taken of that template so far. */
  choose<T>(cases: Cases<T>): Case<T> {
    const chosen = this.world.choose(cases.filter(({ when }) => compatible(when, this.elsewhere)));
    // One world can take values of several stacks that are deployed from the same template.
    this.elsewhere.push(...chosen.when.filter((one) => one.kind !== "deployment" || one.implied !== true));
    return chosen;
  }

  /** Settles a parameter; the world must not have settled it otherwise. */
  settle(name: string, value: string): void {
    if (this.settled(name) !== undefined && this.settled(name) !== value) this.world.reject();
    if (this.excluded.get(name)?.has(value) === true) this.world.reject();
    this.fixed.set(name, value);
  }

  /**
   * Whether an open parameter has this value; chooses where both can be.
   * `finite`: all values it can have, or null where it can have any.
   */
  equals(name: string, literal: string, finite: readonly string[] | null): boolean {
    const settled = this.settled(name);
    if (settled !== undefined) return settled === literal;
    const left = finite === null ? null : this.remaining(name, finite);
    if (this.excluded.get(name)?.has(literal) === true || left?.includes(literal) === false) return false;
    const passed = this.passed(name);
    if (passed !== null && !couldBe(passed.value.text, literal)) return false;
    if (left !== null && left.length === 1) {
      this.settle(name, literal);
      return true;
    }
    const equal = this.world.choose([true, false]);
    if (equal) this.settle(name, literal);
    else this.exclude(name, literal);
    return equal;
  }

  /** Rules a value out for this world. */
  exclude(name: string, value: string): void {
    this.excluded.set(name, new Set([...(this.excluded.get(name) ?? []), value]));
  }

  /** The values that this world hasn't ruled out. */
  remaining(name: string, values: readonly string[]): readonly string[] {
    const excluded = this.excluded.get(name);
    return excluded === undefined ? values : values.filter((value) => !excluded.has(value));
  }

  /** The truth of a condition, decided once per world. A condition that needs itself is left open. */
  decide(name: string, evaluate: () => boolean | null): boolean {
    const known = this.conditions.get(name);
    if (known !== undefined) return known;
    if (this.deciding.has(name)) return this.world.choose([true, false]);
    this.deciding.add(name);
    const truth = evaluate() ?? this.world.choose([true, false]);
    this.deciding.delete(name);
    this.conditions.set(name, truth);
    return truth;
  }

  private readonly deciding = new Set<string>();

  private readPassed(name: string): Passed | null {
    const { deployments } = this.scope.surroundings;
    if (deployments.length === 0) return null;
    const pseudo = PSEUDO_VALUES[name];
    if (pseudo !== undefined) {
      if (deployments.every((one) => one[pseudo] === null)) return null;
      const value = this.deployment()?.[pseudo] ?? null;
      return value === null ? null : this.literal(value);
    }
    const parameter = this.scope.parameter(name);
    if (parameter === undefined) return null;
    const isSaid = deployments.some((one) => one.complete || one.parameter(name) !== null);
    const deployment = isSaid ? this.deployment() : null;
    if (deployment === null) return null;
    const linked = deployment.parameter(name);
    if (linked === null) {
      const byDefault = deployment.complete && parameter.defaultValue !== null;
      return byDefault ? this.literal(parameter.defaultValue) : null;
    }
    if ("reason" in linked) {
      const text = { parts: [{ name, reason: linked.reason }] };
      return { value: { text, trace: [] }, when: [], label: deployment.label };
    }
    const { when, value } = this.choose(linked.cases);
    return { value, when, label: deployment.label };
  }

  private literal(value: string): Passed {
    const text = { parts: value === "" ? [] : [value] };
    return { value: { text, trace: [] }, when: [], label: this.deployment()?.label ?? "" };
  }
}

/** Whether a text that isn't known in full may turn out to be this one; what a resource gives is never empty. */
function couldBe(text: Text, literal: string): boolean {
  const pattern = text.parts.map((part) =>
    typeof part === "string" ? escaped(part) : part.resource === undefined ? "[^]*" : "[^]+",
  );
  return new RegExp(`^${pattern.join("")}$`).test(literal);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

const PSEUDO_VALUES: Readonly<Record<string, "region" | "account" | "stackName">> = {
  "AWS::Region": "region",
  "AWS::AccountId": "account",
  "AWS::StackName": "stackName",
};
