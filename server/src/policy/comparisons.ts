import type { BaseOperator } from "./operators.js";
import { open, type Truth } from "./truth.js";

/** Booleans by their words, whatever their case. */
export function compareBooleans(written: string, given: string): Truth {
  const [a, b] = [written.toLowerCase(), given.toLowerCase()];
  return (a === "true" || a === "false") && a === b;
}

/** Numbers, integers or decimals. What is none matches nothing. */
export function compareNumbers(base: BaseOperator, written: string, given: string): Truth {
  const [a, b] = [numberOf(written), numberOf(given)];
  return a !== null && b !== null && holds(base, b - a);
}

/** Dates of ISO 8601 or seconds since 1970. What is none matches nothing. */
export function compareDates(base: BaseOperator, written: string, given: string): Truth {
  const [a, b] = [secondsOf(written), secondsOf(given)];
  return a !== null && b !== null && holds(base, b - a);
}

/** By how much the value of the request is greater; negation is up to the caller. */
function holds(base: BaseOperator, difference: number): boolean {
  if (base.endsWith("LessThanEquals")) return difference <= 0;
  if (base.endsWith("LessThan")) return difference < 0;
  if (base.endsWith("GreaterThanEquals")) return difference >= 0;
  return base.endsWith("GreaterThan") ? difference > 0 : difference === 0;
}

function numberOf(text: string): number | null {
  return /^\s*[-+]?(\d+\.?\d*|\.\d+)\s*$/.test(text) ? Number(text) : null;
}

function secondsOf(text: string): number | null {
  const number = numberOf(text);
  if (number !== null && !/^\d{4}$/.test(text.trim())) return number;
  if (!/^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?)?)?$/.test(text.trim()))
    return null;
  const zoned = /T.*(Z|[+-]\d{2}:\d{2})$/.test(text) || !text.includes("T") ? text.trim() : `${text.trim()}Z`;
  const time = Date.parse(zoned);
  return Number.isNaN(time) ? null : time / 1000;
}

/** Whether an address lies in a range of IPv4 or IPv6 (`203.0.113.0/24`). */
export function compareAddresses(written: string, given: string): Truth {
  const [range = "", length] = written.split("/");
  const [network, address] = [addressOf(range), addressOf(given)];
  if (network === null) return open(`'${written}' is no range of addresses`);
  if (address === null || address.length !== network.length) return false;
  const bits = prefixLength(length, network.length * 8);
  if (bits === null) return open(`'${written}' is no range of addresses`);
  return network.every((byte, at) => {
    const rest = Math.min(8, Math.max(0, bits - at * 8));
    const mask = (0xff << (8 - rest)) & 0xff;
    return (byte & mask) === ((address[at] ?? 0) & mask);
  });
}

/**
 * Without a length, IPv4 addresses stand for themselves; AWS gives /32 as the default, which makes
 * no sense for IPv6, so that is left open.
 */
function prefixLength(written: string | undefined, bits: number): number | null {
  if (written === undefined) return bits === 32 ? 32 : null;
  if (!/^\d{1,3}$/.test(written)) return null;
  const length = Number(written);
  return length <= bits ? length : null;
}

function addressOf(text: string): readonly number[] | null {
  return text.includes(":") ? longAddress(text) : shortAddress(text);
}

function shortAddress(text: string): readonly number[] | null {
  const parts = text.trim().split(".");
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return null;
  return parts.map(Number);
}

function longAddress(text: string): readonly number[] | null {
  const halves = text.trim().split("::");
  if (halves.length > 2) return null;
  const [head = [], tail = []] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 0) return null;
  const groups = [...head, ...Array<string>(Math.max(0, missing)).fill("0"), ...tail];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return null;
  return groups.flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 0xff]);
}
