/**
 * The façade's part for changing a table's key: what it could be given, what that costs and changes,
 * and the edits. Pure.
 */
import { isImpliedBy, joined } from "./core/case-pairs.js";
import { compatible, describeCase, type Assumption } from "./core/cases.js";
import type { TextEdit } from "./core/edit.js";
import type { Encryption, Table, Template } from "./core/model.js";
import type { Settings } from "./core/settings.js";
import { spanOf } from "./core/span.js";
import { isBlocked, readerName } from "./policy/access/reader-words.js";
import { readersOf, type Reader } from "./policy/access/readers.js";
import { changeInWords as priceInWords, monthlyChange } from "./pricing/change.js";
import { statedCallers } from "./pricing/priced.js";
import { basisOf } from "./costs.js";
import { changeInWords, type ChangeInWords, type ChangeOfKey } from "./render/key-change.js";
import { keyInWords, keysInWords } from "./render/key-words.js";
import { verdictsOf } from "./render/verdict.js";
import { readersWith } from "./rules/grants-for-key.js";
import { keyOffers, type KeyOffer } from "./rules/key-offers.js";
import { canWork, pricedIn } from "./rules/working-keys.js";
import { readOf, tryEdits, type Analysis } from "./service.js";

/** One of the keys that a table could be given. All texts are plain. */
export interface KeyChoice extends ChangeInWords {
  /** Names it in `keyChange`. */
  readonly id: string;
  readonly kind: KeyOffer["kind"];
  readonly label: string;
  /** How the bill changes: "about $1.23 a month more". */
  readonly cost: string;
  /** The table has this key already, in every case that is to change. */
  readonly current: boolean;
  /** Why it can't be written here, as a clause; or null. */
  readonly blocked: string | null;
}

/** The keys that a table could be given, in the order in which they are to be shown. */
export interface KeyChoices {
  readonly resource: string;
  /** What encrypts it now, in the case that is to change, in one line. */
  readonly key: string;
  /** What its key depends on, where it does: one entry for each case, otherwise none. */
  readonly cases: readonly { readonly when: string; readonly key: string }[];
  /** The position in `cases` of the one that is to change; null for all of them. */
  readonly case: number | null;
  readonly choices: readonly KeyChoice[];
}

/** The tables of a template in document order, and what encrypts each in one line. */
export function tablesOf(analysis: Analysis): readonly { readonly resource: string; readonly key: string }[] {
  const tables = readOf(analysis)?.template.tables ?? [];
  return tables.map((table) => ({ resource: table.logicalId, key: keysInWords(table) }));
}

/** The table whose entry holds an offset, by its logical id; null where none does. */
export function tableAt(analysis: Analysis, offset: number): string | null {
  const tables = readOf(analysis)?.template.tables ?? [];
  const found = tables.find(({ at }) => spanOf(at).start <= offset && offset <= spanOf(at).end);
  return found?.logicalId ?? null;
}

/**
 * The choices for a table, each yet to be worked out: in a long template that takes a while. Null
 * where the template has no table of this name, or no such case.
 */
export function openKeyChoices(
  analysis: Analysis,
  resource: string,
  caseIndex: number | null,
  settings: Settings,
): (Omit<KeyChoices, "choices"> & { readonly choices: readonly (() => KeyChoice)[] }) | null {
  const asked = ask(analysis, resource, caseIndex);
  if ("refused" in asked) return null;
  const cases = casesOf(asked.table);
  return {
    resource,
    key: (caseIndex === null ? undefined : cases[caseIndex]?.key) ?? keysInWords(asked.table),
    cases: cases.map(({ when, key }) => ({ when: describeCase(when).trim() || OTHERWISE, key })),
    case: caseIndex,
    choices: offersOf(asked).map((offer) => () => choiceOf(asked, offer, settings)),
  };
}

/** The edits of a choice; or why there are none, as a clause. */
export function keyChange(
  analysis: Analysis,
  resource: string,
  caseIndex: number | null,
  choice: string,
): { readonly label: string; readonly edits: readonly TextEdit[] } | { readonly refused: string } {
  const asked = ask(analysis, resource, caseIndex);
  if ("refused" in asked) return asked;
  const offer = offersOf(asked).find(({ id }) => id === choice);
  if (offer === undefined) return { refused: "the template no longer has that key to offer" };
  const done = tried(asked, offer);
  if (done.kind === "current") return { refused: "the table has that key already" };
  if (done.kind === "blocked") return { refused: done.reason };
  return { label: `Change the key of '${resource}'`, edits: done.edits };
}

/** The table that is to get another key, and when. */
interface Asked {
  readonly analysis: Analysis;
  readonly template: Template;
  readonly table: Table;
  /** Null for every case. */
  readonly when: readonly Assumption[] | null;
}

type Tried =
  | { readonly kind: "current" }
  | { readonly kind: "blocked"; readonly reason: string }
  | {
      readonly kind: "written";
      readonly edits: readonly TextEdit[];
      readonly after: Analysis;
      readonly result: Template;
    };

type Written = Extract<Tried, { readonly kind: "written" }>;

type Effects = Pick<ChangeOfKey, "after" | "added" | "readers" | "granted">;

/** Finds what is asked about; or says why it isn't there, as a clause. */
function ask(
  analysis: Analysis,
  resource: string,
  caseIndex: number | null,
): Asked | { readonly refused: string } {
  const template = readOf(analysis)?.template;
  const table = template?.tables.find(({ logicalId }) => logicalId === resource);
  if (template === undefined || table === undefined) {
    return { refused: `there is no table '${resource}' any more` };
  }
  if (caseIndex === null) return { analysis, template, table, when: null };
  const chosen = casesOf(table)[caseIndex];
  if (chosen === undefined) return { refused: `what '${resource}' depends on has no such case` };
  return { analysis, template, table, when: chosen.when };
}

/** Of a parameter without `AllowedValues`, what it is when it is none of the values that matter. */
const OTHERWISE = "otherwise";

/** All replicas of a global table change together, in every case. */
function casesOf(table: Table): readonly { readonly when: readonly Assumption[]; readonly key: string }[] {
  const [replica] = table.replicas;
  if (table.kind === "global-table" || replica === undefined || replica.encryption.length < 2) return [];
  return verdictsOf(replica).map((verdict) => ({ when: verdict.when, key: keyInWords(verdict) }));
}

function offersOf({ table, template, when }: Asked): readonly KeyOffer[] {
  return keyOffers(table, template, when);
}

function choiceOf(asked: Asked, offer: KeyOffer, settings: Settings): KeyChoice {
  const { id, kind, label } = offer;
  const done = tried(asked, offer);
  if (done.kind === "current") {
    return { id, kind, label, cost: "in use", current: true, blocked: null, ...NOTHING };
  }
  const cost = costOf(asked, offer, settings);
  if (done.kind === "blocked") {
    return { id, kind, label, cost, current: false, blocked: done.reason, ...NOTHING };
  }
  const words = changeInWords({
    table: asked.table,
    template: asked.template,
    from: replacedIn(asked, offer),
    to: kind,
    newKeyPolicy: settings.newKeyPolicy,
    ...effectsOf(asked, offer, done),
  });
  return { id, kind, label, cost, current: false, blocked: null, ...words };
}

const NOTHING: ChangeInWords = { summary: "", changes: [], beforeDeploying: [], afterwards: [] };

/** What the edit adds to the template, and who may use the table then. */
function effectsOf(asked: Asked, offer: KeyOffer, { after, result }: Written): Effects {
  const { analysis, table, template, when } = asked;
  const known = new Set(template.keys.map(({ logicalId }) => logicalId));
  const added = result.keys.filter(({ logicalId }) => !known.has(logicalId));
  const readers = readersIn(result, table.logicalId, when);
  const blocked = new Set(readers.filter(isBlocked).map(({ who }) => readerName(who)));
  const key = offer.kind === "new" ? (added[0] ?? null) : offer.kind === "declared" ? offer.key : null;
  const keptOut =
    key === null
      ? []
      : readersWith(table, key, template, when ?? [], when === null ? "all" : "none").filter(isBlocked);
  const names = new Set(keptOut.map(({ who }) => readerName(who)));
  return {
    after: result,
    added: {
      keys: added.map(({ logicalId }) => logicalId),
      parameters: after.parameters.filter((name) => !analysis.parameters.includes(name)),
    },
    readers,
    granted: [...names].filter((name) => !blocked.has(name)),
  };
}

function readersIn(
  template: Template,
  resource: string,
  when: readonly Assumption[] | null,
): readonly Reader[] {
  const table = template.tables.find(({ logicalId }) => logicalId === resource);
  if (table === undefined) return [];
  return table.replicas
    .filter(({ local }) => local)
    .flatMap((replica) => readersOf(table, replica, template))
    .filter((reader) => compatible(reader.when, when ?? []));
}

/** Works out the edits of an offer, and judges what they come to. */
function tried(asked: Asked, offer: KeyOffer): Tried {
  if (isCurrent(asked, offer)) return { kind: "current" };
  if (offer.refused !== null) return { kind: "blocked", reason: offer.refused };
  const done = tryEdits(asked.analysis, offer.edits);
  if ("refused" in done) return { kind: "blocked", reason: done.refused };
  if (done.edits.length === 0) return { kind: "current" };
  const result = readOf(done.after)?.template;
  if (result === undefined) return { kind: "blocked", reason: "the table could no longer be read" };
  const reason = objectionTo(asked, offer, done.after, result);
  return reason === null ? { kind: "written", ...done, result } : { kind: "blocked", reason };
}

function isCurrent(asked: Asked, { kind, gives }: KeyOffer): boolean {
  if (kind === "new" || kind === "parameter") return false;
  return asked.table.replicas.every((replica) => {
    const cases = replica.encryption.filter((one) => isMeant(asked, one.when));
    return cases.length > 0 && cases.every(({ value }) => gives(value, replica));
  });
}

/** Why the edits aren't what was asked for, as a clause: every meant case has the key, no other changes. */
function objectionTo(asked: Asked, { gives }: KeyOffer, after: Analysis, result: Template): string | null {
  const { analysis, table } = asked;
  if (after.problems.length > analysis.problems.length) return "the text could no longer be read completely";
  const changed = result.tables.find(({ logicalId }) => logicalId === table.logicalId);
  if (changed === undefined) return "the table could no longer be read";
  for (const [index, replica] of table.replicas.entries()) {
    const then = changed.replicas[index];
    if (then === undefined) return "its replicas could no longer be read";
    for (const { value, when } of then.encryption) {
      for (const before of replica.encryption) {
        if (!compatible(before.when, when) || !result.canHold(joined(before.when, when))) continue;
        const isMet = isMeant(asked, before.when)
          ? gives(value, then)
          : isSameEncryption(before.value, value);
        if (isMet) continue;
        return isMeant(asked, before.when)
          ? `the table would have this instead: ${keysInWords(changed)}`
          : "other cases would change, too";
      }
    }
  }
  const error = newErrorIn(analysis, after);
  return error === null ? null : `it would bring a new error: ${error.replace(/\.$/, "")}`;
}

function newErrorIn(before: Analysis, after: Analysis): string | null {
  const errors = ({ findings }: Analysis) => findings.filter(({ severity }) => severity === "error");
  const known = errors(before).map(({ message }) => message);
  for (const { message } of errors(after)) {
    const index = known.indexOf(message);
    if (index === -1) return message;
    known.splice(index, 1);
  }
  return null;
}

function isSameEncryption(a: Encryption, b: Encryption): boolean {
  return a.verdict === b.verdict && a.key?.text === b.key?.text;
}

function isMeant({ when }: Asked, one: readonly Assumption[]): boolean {
  return when === null || isImpliedBy(when, one);
}

/** What encrypts the table, or its replicas, where the offer changes that: what can't work encrypts nothing. */
function replacedIn(asked: Asked, { gives }: KeyOffer): readonly Encryption[] {
  const { table, template } = asked;
  return table.replicas.flatMap((replica) =>
    replica.encryption
      .filter(({ when, value }) => isMeant(asked, when) && !gives(value, replica))
      .filter(({ when, value }) => canWork(value, when, table, replica, template))
      .map(({ value }) => value),
  );
}

/** The change of the bill; where cases differ in it, each of them. */
function costOf(asked: Asked, offer: KeyOffer, settings: Settings): string {
  const { table, template } = asked;
  const basis = basisOf(settings);
  const callers = statedCallers(table);
  const perCase = table.replicas.map((replica) =>
    replica.encryption
      .filter((one) => isMeant(asked, one.when))
      .map(({ when, value }) => ({
        from: pricedIn(value, when, table, replica, template),
        to: replica.local ? offer.price : elsewhere(offer),
      })),
  );
  const count = Math.max(...perCase.map((cases) => cases.length));
  const words = Array.from({ length: count }, (_, index) => {
    const changes = perCase.flatMap((cases) => cases[Math.min(index, cases.length - 1)] ?? []);
    return priceInWords(monthlyChange(changes, callers, basis), basis.prices);
  });
  return `${alternatives(words)}${feesBeside(table, offer)}`;
}

/** "$1.00 or about $1.23 a month more" */
function alternatives(words: readonly string[]): string {
  const all = [...new Set(words)];
  const shared = [" a month more", " a month less"].find((end) => all.every((one) => one.endsWith(end)));
  if (shared === undefined) return all.join(" or ");
  return `${all.map((one) => one.slice(0, -shared.length)).join(" or ")}${shared}`;
}

/** Fees of keys that somebody else has yet to make: those of other Regions, and what a parameter is to name. */
function feesBeside({ replicas }: Table, { kind, gives }: KeyOffer): string {
  if (kind === "aws-managed" || kind === "aws-owned") return "";
  const isElsewhere = replicas.some(
    (one) => !one.local && one.encryption.some(({ value }) => !gives(value, one)),
  );
  const isGiven = kind === "parameter" && replicas.some(({ local }) => local);
  if (isElsewhere) return isGiven ? ", each key's own fee extra" : ", key fees in other Regions extra";
  return isGiven ? ", its own fee extra" : "";
}

/** A key of this stack can't encrypt a replica elsewhere: that has one given as a parameter. */
function elsewhere({ price }: KeyOffer): KeyOffer["price"] {
  return price === "new-key" ? "existing-key" : price;
}
