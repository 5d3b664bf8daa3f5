import type { Say } from "./settings.js";
import { isCalendarDate } from "./suppression.js";

/** What the settings say about costs; `pricing/` makes estimates of it. */
export interface CostSettings {
  /** Costs are shown beside tables and keys in the editor. */
  readonly show: boolean;
  /** Callers that use each table all month, where the table states none of its own. */
  readonly activeCallers: number;
  /** What stands before amounts: "$", "EUR ". */
  readonly currency: string;
  /** Those that take the place of AWS's list prices. */
  readonly prices: PriceOverrides;
}

/** Prices in place of AWS's, in the currency of the setting; see `KMS_PRICES` for what each is. */
export interface PriceOverrides {
  readonly keyMonth?: number;
  readonly rotationMonth?: number;
  readonly requestsPer10000?: number;
  readonly freeRequests?: number;
  /** ISO date on which they were read. */
  readonly asOf?: string;
}

export const COST_DEFAULTS = { activeCallers: 10, currency: "$" } as const;

/** What is sensible for it, both ends included. */
export const COST_BOUNDS = { activeCallers: { minimum: 0, maximum: 1_000_000 } } as const;

/** The schema of `cost.prices`, as editors show it. */
export const PRICE_PROPERTIES = {
  keyMonth: { type: "number", minimum: 0, markdownDescription: "One customer managed key for one month." },
  rotationMonth: {
    type: "number",
    minimum: 0,
    markdownDescription: "What the first and the second rotation of a key each add a month.",
  },
  requestsPer10000: { type: "number", minimum: 0, markdownDescription: "10,000 symmetric KMS requests." },
  freeRequests: {
    type: "number",
    minimum: 0,
    markdownDescription: "Requests a month without charge, for an account in all Regions together.",
  },
  asOf: {
    type: "string",
    pattern: "^\\d{4}-\\d{2}-\\d{2}$",
    markdownDescription: "Day on which these prices were read, YYYY-MM-DD.",
  },
} as const;

type Raw = Readonly<Record<string, unknown>>;

/** The settings `cost.…` of flat raw settings; the default holds for what makes no sense. */
export function parseCostSettings(raw: Raw, say: Say): CostSettings {
  return {
    show: showSetting(raw["cost.show"], say),
    activeCallers: callersSetting(raw["cost.activeCallers"], say),
    currency: currencySetting(raw["cost.currency"], say),
    prices: priceSettings(raw["cost.prices"], say),
  };
}

/** Whether it can be a number of callers, in the settings or a table's metadata. */
export function isCallerCount(value: unknown): value is number {
  const { minimum, maximum } = COST_BOUNDS.activeCallers;
  return typeof value === "number" && Number.isInteger(value) && value >= minimum && value <= maximum;
}

function showSetting(value: unknown, say: Say): boolean {
  if (value !== undefined && typeof value !== "boolean")
    say("The setting 'cost.show' must be true or false.", ["cost.show"]);
  return value !== false;
}

function callersSetting(value: unknown, say: Say): number {
  if (value === undefined) return COST_DEFAULTS.activeCallers;
  if (isCallerCount(value)) return value;
  const { minimum, maximum } = COST_BOUNDS.activeCallers;
  say(`The setting 'cost.activeCallers' must be a whole number from ${minimum} to ${maximum}.`, [
    "cost.activeCallers",
  ]);
  return COST_DEFAULTS.activeCallers;
}

/** Letters are kept apart from the amount: "EUR 1.23". */
function currencySetting(value: unknown, say: Say): string {
  if (value === undefined) return COST_DEFAULTS.currency;
  if (typeof value !== "string" || !/^[^\s\d]{1,8}$/.test(value.trim())) {
    say("The setting 'cost.currency' must be a sign or a short name without digits, like $ or EUR.", [
      "cost.currency",
    ]);
    return COST_DEFAULTS.currency;
  }
  const text = value.trim();
  return /\p{L}$/u.test(text) ? `${text} ` : text;
}

function priceSettings(raw: unknown, say: Say): PriceOverrides {
  if (raw === undefined) return {};
  if (typeof raw !== "object" || raw === null || Array.isArray(raw)) {
    say("The setting 'cost.prices' must be a map from names to prices.", ["cost.prices"]);
    return {};
  }
  const entries = Object.entries(raw).filter(([name, value]) => isPrice(name, value, say));
  return Object.fromEntries(entries);
}

function isPrice(name: string, value: unknown, say: Say): boolean {
  if (!Object.hasOwn(PRICE_PROPERTIES, name)) {
    say(
      `The setting 'cost.prices' has no '${name}'. It takes ${Object.keys(PRICE_PROPERTIES).join(", ")}.`,
      ["cost.prices", name],
      true,
    );
    return false;
  }
  if (name === "asOf") {
    const isDay = typeof value === "string" && isCalendarDate(value);
    if (!isDay) say("'asOf' in 'cost.prices' must be a day, written as YYYY-MM-DD.", ["cost.prices", name]);
    return isDay;
  }
  const isAmount = typeof value === "number" && Number.isFinite(value) && value >= 0;
  if (!isAmount)
    say(`'${name}' in 'cost.prices' must be a number that isn't negative.`, ["cost.prices", name]);
  return isAmount;
}
