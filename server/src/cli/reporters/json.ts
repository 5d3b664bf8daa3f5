import type { Assumption } from "../../core/cases.js";
import type { Estimate, MadeBy } from "../../service.js";
import type { FileReport, Location, Report, ReportedFinding } from "../report.js";

/** The report as JSON, version 1; `docs/json-output.md` describes it. */
export function jsonReport(report: Report): string {
  const users = usersByKey(report);
  const output = {
    version: 1,
    files: report.files.map((file) => ({
      path: file.path,
      dialect: file.dialect,
      problems: file.problems.map(({ message, range }) => ({
        message,
        line: range?.start.line ?? 1,
        column: range?.start.column ?? 1,
      })),
      ...fixingOf(file),
    })),
    findings: report.files.flatMap((file) => file.findings.map((finding) => findingOf(file, finding))),
    tables: report.files.flatMap((file) =>
      file.tables.map((table) => ({
        path: file.path,
        resource: table.resource,
        type: table.type,
        replica: table.replica,
        cases: table.cases.map(({ when, key, reference, reason, keyAt }) => ({
          when: assumptionsOf(when),
          key,
          reference,
          reason,
          keyAt,
        })),
        readers: table.readers.map(({ principal, path, resource, when, through, verdict, reason }) => ({
          principal,
          path,
          resource,
          when: assumptionsOf(when),
          through,
          verdict,
          reason,
        })),
        ...constructOf(table),
      })),
    ),
    keys: report.files.flatMap((file) =>
      file.keys.map((key) => ({
        path: file.path,
        resource: key.resource,
        type: key.type,
        region: key.region,
        usable: key.usable,
        rotation: key.rotation,
        retained: key.retained,
        usedBy: users.get(nameOf({ path: file.path, resource: key.resource })) ?? [],
        ...constructOf(key),
      })),
    ),
    costs: costsOf(report.inventory),
    ...(report.baseline === null ? {} : { baseline: report.baseline }),
    ...fixesOf(report),
    ...(report.since === null ? {} : { since: report.since }),
  };
  return `${JSON.stringify(output, null, 2)}\n`;
}

/** What became of the fixes that were asked for in one file. */
function fixingOf({ fixing, fixed }: FileReport) {
  if (fixing === null) return {};
  const { changed, keysAdded, refused, diff } = fixing;
  const pick = ({ rule, resource }: FileReport["fixed"][number]) => ({ rule, resource });
  return {
    fixing: {
      changed,
      fixed: fixed.map(pick),
      refused: refused.map((one) => ({ ...pick(one), reason: one.reason })),
      keysAdded,
      ...(diff === null ? {} : { diff }),
    },
  };
}

/** The totals of a run with fixes. */
function fixesOf({ files, fixing: run }: Report) {
  if (run === null) return {};
  const changed = files.filter(({ fixing }) => fixing?.changed === true);
  const count = (of: (file: FileReport) => number): number => files.reduce((sum, file) => sum + of(file), 0);
  return {
    fixing: {
      dryRun: run.dryRun,
      files: changed.length,
      findings: count(({ fixed }) => fixed.length),
      tables: count(({ fixing }) => fixing?.tables.length ?? 0),
      keysAdded: count(({ fixing }) => fixing?.keysAdded.length ?? 0),
      refused: count(({ fixing }) => fixing?.refused.length ?? 0),
      monthlyUsd: { low: rounded(run.cost.low), high: rounded(run.cost.high) },
      cost: run.cost.words,
    },
  };
}

function costsOf({ tables, keys, costs }: Report["inventory"]) {
  return {
    total: costOf(costs.total),
    tables: tables.map(({ at, resource, cost }) => ({ path: at.path, resource, ...costOf(cost) })),
    keys: keys.flatMap(({ path, resource, cost }) =>
      cost === null ? [] : [{ path, resource, ...costOf(cost) }],
    ),
  };
}

function costOf({ monthly, assumptions, pricedOn }: Estimate) {
  return {
    monthlyUsd: { low: rounded(monthly.low), high: rounded(monthly.high) },
    assumptions,
    pricedOn,
  };
}

/** To the hundredth of a cent: a few requests cost less than a cent. */
function rounded(amount: number): number {
  return Math.round(amount * 10_000) / 10_000;
}

function findingOf({ path }: FileReport, finding: ReportedFinding) {
  const { suppressed } = finding;
  return {
    path,
    rule: finding.rule,
    messageId: finding.messageId,
    message: finding.message,
    severity: finding.severity,
    resource: finding.resource,
    ...(finding.replica === null ? {} : { replica: finding.replica }),
    case: assumptionsOf(finding.case),
    suppressed:
      suppressed === null ? null : { by: suppressed.by, reason: suppressed.reason, until: suppressed.until },
    start: locationOf(finding.start),
    end: locationOf(finding.end),
    fixes: finding.fixes.map(({ title, applicability }) => ({ title, applicability })),
    docs: finding.docs,
    fingerprint: finding.fingerprint,
    ...(finding.inBaseline === null || suppressed !== null
      ? {}
      : { baseline: finding.inBaseline ? "known" : "new" }),
    ...(finding.controls.length === 0 ? {} : { controls: finding.controls }),
    ...constructOf(finding),
  };
}

/** Only what the format promises: the model may know more. */
function assumptionsOf(when: readonly Assumption[]) {
  return when
    .filter(({ implied }) => implied !== true)
    .map(({ kind, name, is, of }) => ({ kind, name, is, ...(of === undefined ? {} : { of }) }));
}

/** The tables and replicas that each key encrypts in some case, wherever they are declared. */
function usersByKey({ files }: Report): ReadonlyMap<string, readonly object[]> {
  const users = new Map<string, object[]>();
  for (const file of files) {
    for (const { cases, resource, replica } of file.tables) {
      const keys = new Set(cases.flatMap(({ keyAt }) => (keyAt === null ? [] : nameOf(keyAt))));
      for (const key of keys) {
        const known = users.get(key) ?? [];
        users.set(key, known);
        known.push({ path: file.path, resource, replica });
      }
    }
  }
  return users;
}

function nameOf({ path, resource }: { readonly path: string; readonly resource: string }): string {
  return `${path}\n${resource}`;
}

function constructOf({ madeBy }: { readonly madeBy: MadeBy | null }) {
  return madeBy === null ? {} : { construct: madeBy.construct, source: madeBy.source };
}

function locationOf({ line, column, offset }: Location): Location {
  return { line, column, offset };
}
