import { describeCase } from "../../service.js";
import type { FailOn } from "../options.js";
import { fails, type FileReport, type ReportedFinding, type ReportParts } from "../report.js";
import { setAside } from "./set-aside.js";
import { content, element, startTag, XML_DECLARATION } from "./xml.js";

/**
 * The report as JUnit's XML: a suite for each file, a test for each finding. What fails the run is a
 * failure, what can't be read an error, what is set aside is skipped, and the rest passes.
 */
export function junitReport(failOn: FailOn): ReportParts {
  return {
    begin: `${XML_DECLARATION}${startTag("testsuites", { name: "DynamoDB Encryption Lint" })}\n`,
    file: (file) => suite(file, failOn),
    end: () => "</testsuites>\n",
  };
}

type Outcome = "passed" | "failure" | "error" | "skipped";

interface Test {
  readonly name: string;
  readonly outcome: Outcome;
  /** XML. */
  readonly body: string | null;
}

function suite(file: FileReport, failOn: FailOn): string {
  const tests = numbered([
    ...file.problems.map(({ message, range }): Test => {
      const place = `${file.path}${range === null ? "" : `:${range.start.line}:${range.start.column}`}`;
      const body = element("error", { message, type: "problem" }, content(`${place}\n${message}`));
      return { name: "no problems", outcome: "error", body };
    }),
    ...file.findings.map((finding) => testOf(file, finding, failOn)),
  ]);
  const all = tests.length > 0 ? tests : [{ name: "no findings", outcome: "passed", body: null } as const];
  const count = (outcome: Outcome): number => all.filter((test) => test.outcome === outcome).length;
  const tag = startTag("testsuite", {
    name: file.path,
    tests: all.length,
    failures: count("failure"),
    errors: count("error"),
    skipped: count("skipped"),
  });
  // A dot would make packages of the path; and beside a.yaml there may be a.json.
  const classname = file.path.replaceAll(".", "_");
  const lines = all.map(({ name, body }) => `    ${element("testcase", { classname, name }, body)}\n`);
  return `  ${tag}\n${lines.join("")}  </testsuite>\n`;
}

function testOf(file: FileReport, finding: ReportedFinding, failOn: FailOn): Test {
  const { rule, resource, replica, message, severity, start, docs } = finding;
  const about = [resource ?? "the template", ...(replica === null ? [] : [`in ${replica}`])].join(" ");
  const name = `${rule}: ${about}${describeCase(finding.case)}`;
  const aside = setAside(finding);
  if (aside !== null) return { name, outcome: "skipped", body: element("skipped", { message: aside }) };
  const text = content(
    `${file.path}:${start.line}:${start.column} ${severity}\n${message}\n${controlsLine(finding)}${docs}`,
  );
  if (!fails(finding, failOn)) return { name, outcome: "passed", body: element("system-out", {}, text) };
  return { name, outcome: "failure", body: element("failure", { message, type: severity }, text) };
}

function controlsLine({ controls }: ReportedFinding): string {
  return controls.length === 0 ? "" : `Controls: ${controls.join("; ")}\n`;
}

/** Whoever compares two runs tells tests by their names. */
function numbered(tests: readonly Test[]): readonly Test[] {
  const counts = new Map<string, number>();
  return tests.map((test) => {
    const count = (counts.get(test.name) ?? 0) + 1;
    counts.set(test.name, count);
    return count === 1 ? test : { ...test, name: `${test.name} (${count})` };
  });
}
