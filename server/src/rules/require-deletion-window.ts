import type { Key } from "../core/model.js";
import { defineRule } from "../core/rule.js";
import { isJudged } from "../core/key-scope.js";

/** KMS takes 7 to 30 days and waits 30 where none are given. */
const WINDOW = { shortest: 7, longest: 30 } as const;

export const requireDeletionWindow = defineRule<"short" | "outOfRange">({
  id: "require-deletion-window",
  severity: "info",
  fixable: "review",
  options: {
    minimumDays: {
      type: "integer",
      minimum: WINDOW.shortest,
      maximum: WINDOW.longest,
      default: WINDOW.longest,
      description: "Days that must lie between scheduling a key's deletion and the deletion itself.",
    },
  },
  docs: {
    summary: "A key's deletion should leave time to notice what still needs the key.",
    why:
      "While the deletion is pending, the tables that the key encrypts already can't be read, and it can still be " +
      "cancelled. After that, neither tables nor backups can be had back. KMS waits 30 days, the most there is, " +
      "unless `PendingWindowInDays` says less.",
    bad: `Resources:
  OrdersKey:
    Type: AWS::KMS::Key
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties:
      EnableKeyRotation: true
      PendingWindowInDays: 7
`,
    good: `Resources:
  OrdersKey:
    Type: AWS::KMS::Key
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties:
      EnableKeyRotation: true
      PendingWindowInDays: 30
`,
    cost: "None: a key is not billed while its deletion is pending. The key itself doesn't change.",
    references: [
      "https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html",
      "https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html",
    ],
  },
  messages: {
    short:
      "Key '{{key}}' can be gone {{days}} days after its deletion is scheduled, not {{minimum}}. Once it is gone, what it encrypts is lost.",
    outOfRange: `Key '{{key}}' has a PendingWindowInDays of {{days}}, and KMS takes ${WINDOW.shortest} to ${WINDOW.longest} days.`,
  },
  key(key, { report, settings, option }) {
    if (!isJudged(key, settings)) return;
    const minimum = Number(option("minimumDays"));
    const days = longestOf(key, minimum);
    for (const { when, value } of key.pendingWindow) {
      if (value === null || !value.known) continue;
      const refused = !isWindow(value.value);
      if (!refused && value.value >= minimum) continue;
      report({
        at: value.at,
        message: refused ? "outOfRange" : "short",
        ...(refused ? { severity: "warning" } : {}),
        data: { key: key.logicalId, days: value.value, minimum },
        case: when,
        resource: key.logicalId,
        fixes: [
          {
            id: "set-window",
            title: `Wait ${days} days before '${key.logicalId}' is deleted (nothing changes until then; the wait is free)`,
            applicability: "review",
            bulk: true,
            edits: (editor) => editor.setDeletionWindow(key, days),
          },
        ],
      });
    }
  },
});

/** Whether KMS takes this number of days. */
function isWindow(days: number): boolean {
  return days >= WINDOW.shortest && days <= WINDOW.longest;
}

/** No case's window gets shorter; one that isn't known may be as long as there is. */
function longestOf(key: Key, minimum: number): number {
  const windows = key.pendingWindow.map(({ value }) =>
    value?.known === true ? value.value : WINDOW.longest,
  );
  return Math.min(WINDOW.longest, Math.max(minimum, ...windows));
}
