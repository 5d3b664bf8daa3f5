import { pricesOfDay, money, requestPrice, rotatedKeyMonth, type Prices } from "../pricing/prices.js";

/** The three types of key side by side, as a Markdown table with a line on its prices. */
export function keyTypesTable(prices: Prices): string {
  const most = rotatedKeyMonth(prices);
  const rising = most > prices.keyMonth ? ` to ${money(most, prices)}` : "";
  const rows = [
    ["", "AWS owned", "AWS managed", "customer managed"],
    ["---", "---", "---", "---"],
    ["Control", "AWS", "AWS; you can read its policy", "you: policy, grants, deletion"],
    ["Audit", "nothing to see", "its use, in CloudTrail", "its use, in CloudTrail"],
    ["Rotation", "AWS decides", "every year", "off, or as you set it"],
    ["Revocation", "no", "no", "yes: within minutes"],
    ["Cost", "nothing", "requests", `${money(prices.keyMonth, prices)}${rising} a month + requests`],
    ["KMS is asked", "not in your account", EVERY_FIVE_MINUTES, EVERY_FIVE_MINUTES],
  ];
  const table = rows.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
  return `${table}\n\nRequests: ${requestPrice(prices)} (${pricesOfDay(prices)}). DynamoDB keeps a table's key in memory for about five minutes, so items are read and written without asking KMS each time.`;
}

const EVERY_FIVE_MINUTES = "every 5 minutes per caller";
