import { EditRefused } from "../../../core/edit.js";
import { remember } from "../../../core/remember.js";
import { acknowledgeFixes } from "./acknowledge.js";
import { callsAt, constructAt, holderAt, mayMake, type Construct } from "./construct.js";
import { applied, Draft, sheetOf, type Sheet } from "./draft.js";
import { mendAll } from "./mend-all.js";
import { NOTHING, type Case, type Offer, type Offers } from "./offer.js";
import { propertyOf } from "./properties.js";
import { pythonFixes, pythonRange } from "./python-fixes.js";
import { replicaFixes } from "./replica-fixes.js";
import { daxEncryptionFixes, daxTlsFixes, retentionFixes, rotationFixes } from "./simple-fixes.js";
import type {
  SourceEditor,
  SourceFix,
  SourceFixes,
  SourcePrices,
  SourceRange,
  SourceSite,
} from "./source-fix.js";
import { bare, isScript, readSource, spanOfNode, type SourceFile } from "./syntax.js";
import { keyFixes } from "./table-fixes.js";

/** By rule: what may be done about its findings. */
const FIXES: Readonly<Record<string, (one: Case) => Offers>> = {
  "require-customer-managed-key": keyFixes,
  "valid-sse-specification": replicaFixes,
  "require-key-rotation": rotationFixes,
  "require-key-retention": retentionFixes,
  "require-dax-encryption": daxEncryptionFixes,
  "require-dax-tls": daxTlsFixes,
};

/** By rule: the properties that say what its findings are about. */
const PROPERTIES: Readonly<Record<string, readonly string[]>> = {
  "require-customer-managed-key": ["encryption", "sseSpecification"],
  "valid-sse-specification": ["encryption", "sseSpecification"],
  "valid-table-key": ["encryptionKey", "encryption", "sseSpecification"],
  "no-alias-as-table-key": ["encryptionKey", "encryption", "sseSpecification"],
  "require-key-rotation": ["enableKeyRotation"],
  "require-key-retention": ["removalPolicy"],
  "require-deletion-window": ["pendingWindow", "pendingWindowInDays"],
  "require-dax-encryption": ["sseSpecification"],
  "require-dax-tls": ["clusterEndpointEncryptionType"],
};

type Reading = typeof readSource;

/** Reading that keeps the last few trees: those of a file, and of what its fixes make of it. */
function rememberedReading(): Reading {
  const kept: { readonly path: string; readonly text: string; readonly file: SourceFile | null }[] = [];
  return (path, text) => {
    const known = kept.find((one) => one.path === path && one.text === text);
    const found = known ?? { path, text, file: readSource(path, text) };
    if (known === undefined && kept.unshift(found) > MOST_KEPT) kept.pop();
    return found.file;
  };
}

const MOST_KEPT = 3;

/** A reader of sources that keeps the trees of the files it has read last. */
export function makeSourceEditor(): SourceEditor {
  const sheets = new WeakMap<SourceFile, Sheet>();
  const read = rememberedReading();
  const sheetFor = ({ path, text }: SourceSite): Sheet | null => {
    const file = read(path, text);
    return file === null ? null : remember(sheets, file, () => sheetOf(file));
  };
  const sourceFixes = (site: SourceSite, prices: SourcePrices): SourceFixes => {
    if (isPython(site.path)) return pythonFixes(site, prices);
    if (!isScript(site.path)) return { fixes: [], refusals: [] };
    const sheet = sheetFor(site);
    if (sheet === null) return refused("the file has a syntax error");
    return fixesIn(sheet, site, prices, read);
  };
  return {
    sourceFixes,
    mendAll: (text, sites, pricesOf) => mendAll({ sourceFixes }, text, sites, pricesOf),
    locate: (site) => {
      if (isPython(site.path)) return pythonRange(site);
      const sheet = isScript(site.path) ? sheetFor(site) : null;
      return sheet === null ? null : rangeIn(sheet, site);
    },
  };
}

function fixesIn(sheet: Sheet, site: SourceSite, prices: SourcePrices, read: Reading): SourceFixes {
  const mending = FIXES[site.rule];
  const construct = expected(sheet, site);
  const holder = typeof construct === "string" ? holderAt(sheet, site) : construct;
  // Where there is never a fix in the source, nobody waits for one.
  const own =
    mending === undefined
      ? NOTHING
      : offersFor(construct, (one) => mending({ sheet, site, prices, construct: one }));
  const aside =
    holder === null || isBroken(sheet, holder)
      ? NOTHING
      : acknowledgeFixes({ sheet, site, prices, construct: holder });
  const written = own.offers.map((offer) => attempt(sheet, site, offer, read));
  const refusals = [...own.refusals, ...written.filter((one) => typeof one === "string")];
  // That it can't be acknowledged is nothing anybody waits for either.
  const all = [...written, ...aside.offers.map((offer) => attempt(sheet, site, offer, read))];
  const fixes = all.filter((one) => typeof one !== "string");
  return { fixes: withOnePreferred(fixes), refusals: [...new Set(refusals)] };
}

/** The construct that a finding is about, or a clause that says why it isn't beyond doubt. */
function expected(sheet: Sheet, site: SourceSite): Construct | string {
  try {
    const construct = constructAt(sheet, site);
    return isBroken(sheet, construct) ? "the code around it has a syntax error" : construct;
  } catch (error) {
    if (error instanceof EditRefused) return error.message;
    throw error;
  }
}

function offersFor(construct: Construct | string, offers: (construct: Construct) => Offers): Offers {
  return typeof construct === "string" ? { offers: [], refusals: [sentence(construct)] } : offers(construct);
}

function isBroken({ file }: Sheet, { call, around }: Construct): boolean {
  const { start, end } = spanOfNode(around[1] ?? call);
  return file.errors.some((at) => start <= at && at <= end);
}

/** The fix, or a sentence that says why it can't be written. */
function attempt(sheet: Sheet, { path }: SourceSite, offer: Offer, read: Reading): SourceFix | string {
  const draft = new Draft(sheet);
  try {
    offer.write(draft);
  } catch (error) {
    if (error instanceof EditRefused) return sentence(error.message);
    throw error;
  }
  const { edits } = draft;
  const after = read(path, applied(sheet.file.text, edits));
  if (after === null || after.errors.length > sheet.file.errors.length)
    return sentence("the text can't be changed safely there");
  const { id, title, applicability, isPreferred } = offer;
  return { id, title, applicability, isPreferred, edits, blanks: blanksIn(draft) };
}

function blanksIn({ edits, blanks }: Draft): SourceFix["blanks"] {
  let moved = 0;
  return edits.flatMap(({ span, newText }) => {
    const start = span.start + moved;
    moved += newText.length - (span.end - span.start);
    return blanks.flatMap((blank) => {
      const at = newText.indexOf(blank);
      return at < 0 ? [] : [{ start: start + at, end: start + at + blank.length }];
    });
  });
}

function rangeIn(sheet: Sheet, site: SourceSite): SourceRange | null {
  const calls = callsAt(sheet, site.position).filter((call) => mayMake(call, site));
  const [call] = calls;
  if (call === undefined || calls.length > 1) return null;
  const construct = { start: call.start ?? 0, end: call.callee.end ?? 0 };
  const props = call.arguments[2];
  const found = (PROPERTIES[site.rule] ?? []).flatMap((name) => propertyOf(props && bare(props), name) ?? []);
  return found[0] === undefined ? { construct } : { construct, property: spanOfNode(found[0]) };
}

function withOnePreferred(fixes: readonly SourceFix[]): readonly SourceFix[] {
  const preferred = fixes.findIndex(({ isPreferred }) => isPreferred);
  return fixes.map((fix, index) => ({ ...fix, isPreferred: index === preferred }));
}

function isPython(path: string): boolean {
  return /\.py$/i.test(path);
}

function refused(why: string): SourceFixes {
  return { fixes: [], refusals: [sentence(why)] };
}

function sentence(clause: string): string {
  return `No fix is offered in the source: ${clause}.`;
}
