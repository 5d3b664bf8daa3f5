/** The folder of the project's pages, as a browser reads it. */
const PAGES = "https://github.com/dynamodb-encryption-lint/dynamodb-encryption-lint/blob/main/docs";

/** The pages of the guide (`docs/guide/<name>.md`), and how a link calls them. */
export const GUIDES = {
  "key-types": "the three types of key",
  "losing-a-key": "losing a key, hour by hour",
  rotation: "rotation",
  "grants-and-via-service": "permissions, grants and kms:ViaService",
  "which-key-encrypts-what": "which key encrypts what",
  "client-side-encryption": "client-side encryption",
} as const;

export type Guide = keyof typeof GUIDES;

/** The page of a rule, as a URL. */
export function rulePageUrl(ruleId: string): string {
  return `${PAGES}/rules/${ruleId}.md`;
}

/** The line at the end of a hover: where to read on. */
export function more(...guides: readonly Guide[]): string {
  const links = guides.map((guide) => `[${GUIDES[guide]}](${PAGES}/guide/${guide}.md)`);
  return `More: ${links.join(" · ")}`;
}
