import type { NamedPrincipal } from "../core/hover.js";
import { code, paragraphs, plain } from "./markdown.js";
import { more } from "./pages.js";

/** Whom a principal of a key policy lets in, where that isn't plain from its name. */
export function principalHover(principal: NamedPrincipal): string {
  return paragraphs(wordsFor(principal), more("grants-and-via-service"));
}

function wordsFor(principal: NamedPrincipal): string {
  switch (principal.kind) {
    case "everyone":
      return "**Everyone, of every AWS account**, as far as the statement's conditions don't narrow it. `kms:CallerAccount` together with `kms:ViaService` narrows it to this account through DynamoDB; `kms:ViaService` alone lets any account in through the service.";
    case "root":
      return "**The account as a whole**: its IAM policies decide who may do what. By itself that lets no user or role in, and it keeps the key manageable: without such a statement IAM policies don't count.";
    case "service":
      return serviceWords(principal.name);
  }
}

function serviceWords(name: string): string {
  if (name === "dynamodb.amazonaws.com") {
    return "**Not needed for a table's key.** DynamoDB uses the key in the name of the caller, and with grants made when the table was created; it doesn't replace the caller's permission. If it stays, limit it with `aws:SourceArn` or `aws:SourceAccount`.";
  }
  if (name === "replication.dynamodb.amazonaws.com") {
    return "**Replication of global tables across accounts**, the one documented case of a DynamoDB service principal in a key policy. It takes `kms:Decrypt`, `kms:ReEncrypt*`, `kms:GenerateDataKey*` and `kms:DescribeKey`, limited with `aws:SourceAccount` or `aws:SourceArn`.";
  }
  return `**The service ${plain(name)} as itself**, for whichever account it works. ${code("aws:SourceArn")} or ${code("aws:SourceAccount")} says for whom it may use the key.`;
}
