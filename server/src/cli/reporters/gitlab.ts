import { fingerprints } from "../../service.js";
import { isOpen, withControls, type FileReport, type ReportParts } from "../report.js";

const SEVERITIES = { error: "major", warning: "minor", info: "info" } as const;

/**
 * The report as GitLab's Code Quality takes it, a list that the merge request compares with that of
 * its target by the fingerprints. Only what is open stands in it.
 */
export function gitlabReport(): ReportParts {
  let begun = false;
  return {
    begin: "[",
    file: (file) => {
      const items = itemsOf(file).map((item) => `\n  ${JSON.stringify(item)}`);
      if (items.length === 0) return "";
      const text = `${begun ? "," : ""}${items.join(",")}`;
      begun = true;
      return text;
    },
    end: () => (begun ? "\n]\n" : "]\n"),
  };
}

function itemsOf({ path, problems, findings }: FileReport): readonly object[] {
  const problem = { rule: "problem", messageId: "", resource: null, replica: null, case: [] };
  const names = fingerprints(
    path,
    problems.map(() => problem),
  );
  return [
    ...problems.map(({ message, range }, index) => ({
      description: message,
      check_name: "problem",
      fingerprint: names[index],
      // The run fails for it, whatever --fail-on says.
      severity: "critical",
      location: { path, lines: { begin: range?.start.line ?? 1 } },
    })),
    ...findings.filter(isOpen).map(({ message, rule, fingerprint, severity, start, controls }) => ({
      description: withControls(message, controls),
      check_name: rule,
      fingerprint,
      severity: SEVERITIES[severity],
      location: { path, lines: { begin: start.line } },
    })),
  ];
}
