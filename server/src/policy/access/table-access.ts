import type { ResourcePolicies } from "../../core/model.js";
import type { PrincipalPolicies } from "../../core/principal.js";
import type { WrittenPolicy } from "../../core/policy-value.js";
import type { Caller } from "../callers.js";
import type { PolicyDocument, Statement } from "../document.js";
import {
  judgeIdentityPolicies,
  judgeResourcePolicy,
  type Decider,
  type IdentityPolicies,
  type ResourceVerdict,
  type Verdict,
} from "../evaluate.js";
import { DATA_ACTIONS, type DataAction } from "../key-actions.js";
import { readPolicy } from "../read-policy.js";
import { contextOf, type Request } from "../request.js";
import type { Spellings } from "../spellings.js";
import { actionApplies } from "../statements.js";
import { and, isOpen, not, open, or, some, type Truth } from "../truth.js";
import { mayConcern, withoutOtherTables, type AmongTables } from "./other-tables.js";
import type { TableArns } from "./table-arns.js";

/** Whether somebody may read or write a table's data, as far as DynamoDB is asked. */
export interface TableAccess {
  readonly truth: Truth;
  readonly reads: boolean;
  readonly writes: boolean;
  /** The statements that allow it, in the order of the policies. */
  readonly by: readonly Decider[];
}

/** The table that somebody wants to read or write. */
export interface TableTarget {
  readonly arns: TableArns;
  readonly among: AmongTables;
  /** The account of the deployment, where known. */
  readonly own: string | null;
}

const NO_ACCESS: TableAccess = { truth: false, reads: false, writes: false, by: [] };

const identityDocuments = new WeakMap<WrittenPolicy, PolicyDocument>();
const resourceDocuments = new WeakMap<WrittenPolicy, PolicyDocument>();

/** The IAM policies of a principal as they are judged. */
export function identityPoliciesOf({ attached, unread }: PrincipalPolicies): IdentityPolicies {
  return {
    documents: attached.map(({ written }) => identityDocument(written)),
    unread,
  };
}

/** An IAM policy as it is judged. */
export function identityDocument(written: WrittenPolicy): PolicyDocument {
  return documentOf(written, "identity", identityDocuments);
}

/** The policy of a table or stream as it is judged; null for none. */
export function resourceDocument(written: WrittenPolicy | null): PolicyDocument | null {
  return written === null ? null : documentOf(written, "resource", resourceDocuments);
}

/**
 * What DynamoDB lets somebody do with a table's items: what IAM policies and the resource policies
 * of table and stream allow together. Only actions for which KMS is asked count.
 *
 * @param policies null for somebody of whom only those who let them in can be seen: the answer is
 *   what the table's and the stream's policies say.
 * @param bounded a permissions boundary may take away what is allowed.
 */
export function tableAccess(
  caller: Caller,
  policies: IdentityPolicies | null,
  bounded: boolean,
  resourcePolicies: ResourcePolicies,
  { arns, among, own }: TableTarget,
): TableAccess {
  const documents = policies?.documents.map((document) => withoutOtherTables(document, among));
  const identity = policies === null ? null : { ...policies, documents: documents ?? [] };
  const onTable = resourceDocument(resourcePolicies.table);
  const onStream = resourceDocument(resourcePolicies.stream);
  const found = DATA_ACTIONS.filter(({ needsDecrypt }) => needsDecrypt).map((action) => {
    const document = action.on === "table" ? onTable : onStream;
    const answers = resourcesOf(action, arns).map((resource) =>
      answer(requestFor(caller, action, resource), identity, document, own),
    );
    return { action, answers };
  });
  const answers = found.flatMap((one) => one.answers);
  const truth = some(answers, (one) => one.truth);
  if (truth === false) return NO_ACCESS;
  const can = (access: DataAction["access"]): boolean =>
    found.some((one) => one.action.access === access && one.answers.some((each) => each.truth !== false));
  const allowing = answers.filter((one) => one.truth === true);
  const by = (allowing.length > 0 ? allowing : answers).flatMap((one) => one.by);
  return {
    truth: bounded && truth === true ? open("its permissions boundary isn't looked at") : truth,
    reads: can("read"),
    writes: can("write"),
    by: by.filter((one, index) => by.findIndex((other) => other.statement === one.statement) === index),
  };
}

/** Nothing in the policies can allow anything on the table: the usual case, which is to cost little. */
export function saysNothing(policies: PrincipalPolicies, among: AmongTables): boolean {
  const { documents, unread } = identityPoliciesOf(policies);
  if (unread.length > 0) return false;
  return documents.every(
    (document) =>
      document.unread.length === 0 && dataStatements(document).every((one) => !mayConcern(one, among)),
  );
}

const statementsOnData = new WeakMap<PolicyDocument, readonly Statement[]>();

/** The statements that may allow an action on a table's data. */
function dataStatements(document: PolicyDocument): readonly Statement[] {
  const known = statementsOnData.get(document);
  if (known !== undefined) return known;
  const found = document.statements.filter(
    ({ effect, actions }) =>
      effect !== "Deny" && DATA_ACTIONS.some(({ name }) => actionApplies(actions, name) !== false),
  );
  statementsOnData.set(document, found);
  return found;
}

function resourcesOf({ on, access, name }: DataAction, arns: TableArns): readonly Spellings[] {
  if (on === "stream") return [arns.stream];
  const isOfIndexes = access === "read" && /:(Query|Scan|PartiQLSelect|SearchVectors)$/.test(name);
  return isOfIndexes ? [arns.table, arns.index] : [arns.table];
}

function requestFor(caller: Caller, { name }: DataAction, resource: Spellings): Request {
  const context = contextOf(
    { "aws:SecureTransport": "true", "aws:ViaAWSService": "false" },
    open("what a request says of it depends on the request"),
  );
  return { caller, action: name, resource, context };
}

interface Answer {
  readonly truth: Truth;
  readonly by: readonly Decider[];
}

const NO_ANSWER: Answer = { truth: false, by: [] };

function answer(
  request: Request,
  policies: IdentityPolicies | null,
  document: PolicyDocument | null,
  own: string | null,
): Answer {
  if (policies === null) return document === null ? NO_ANSWER : answerOf(document, request, own);
  const identity = judgeIdentityPolicies(policies, request, own);
  if (document === null) return { truth: truthOf(identity), by: identity.by };
  const resource = judgeResourcePolicy(document, request, own);
  if (identity.kind === "denied") return { truth: false, by: identity.by };
  const allowed =
    identity.kind === "undecided" ? open(identity.reason) : or(truthOf(identity), resource.direct);
  return {
    truth: and(allowed, not(resource.deny)),
    by: [...identity.by, ...allowingIn(resource)],
  };
}

/** What a table's policy says to somebody, or to their account. */
function answerOf(document: PolicyDocument, request: Request, own: string | null): Answer {
  const { direct, delegated, deny, allowing } = judgeResourcePolicy(document, request, own);
  return { truth: and(or(direct, delegated), not(deny)), by: allowing };
}

function truthOf(verdict: Verdict): Truth {
  return verdict.kind === "undecided" ? open(verdict.reason) : verdict.kind === "allowed";
}

function allowingIn({ allowing }: ResourceVerdict): readonly Decider[] {
  return allowing.filter(({ delegates, truth }) => !delegates && (truth === true || isOpen(truth)));
}

function documentOf(
  written: WrittenPolicy,
  kind: PolicyDocument["kind"],
  known: WeakMap<WrittenPolicy, PolicyDocument>,
): PolicyDocument {
  const document = known.get(written) ?? readPolicy(written.value, kind);
  known.set(written, document);
  return document;
}
