import { isImpliedBy } from "../../core/case-pairs.js";
import type { Assumption } from "../../core/cases.js";
import { EditRefused, type TextEdit } from "../../core/edit.js";
import type { Table } from "../../core/model.js";
import { textOf, valueOf, type ListNode, type MapNode } from "../../core/node.js";
import type { PlainMap } from "../../core/plain.js";
import { spanOf, type Span } from "../../core/span.js";
import type { Format, Section } from "../../formats/format.js";
import { newKey, newKeyDescription, newKeyName, newKeyParameter } from "./new-key.js";
import { inOrder, placed, type PlacedEdit } from "./placed-edit.js";
import type { PolicyDraft } from "./policy-draft.js";
import { arnOf, decryptStatement, policyListsFor } from "./table-users.js";
import type { ReadTemplate } from "./template.js";

interface Draft {
  readonly policy: PolicyDraft;
  readonly edits: readonly PlacedEdit[];
}

interface Grant {
  readonly principal: string;
  readonly key: string;
  readonly when: readonly Assumption[];
}

/** What has been written so far; replaced as a whole when a fix is refused. */
interface Progress {
  readonly edits: readonly PlacedEdit[];
  /** The new keys that fixes share, by group. */
  readonly newKeys: ReadonlyMap<string, string>;
  readonly parameters: ReadonlyMap<string, PlainMap>;
  readonly grantedLists: ReadonlySet<ListNode>;
  /** Tables whose encryption has been stated already. */
  readonly encrypted: ReadonlySet<string>;
  /** Who may decrypt with which key by now, and when. */
  readonly grants: readonly Grant[];
  /** Lists that an earlier fix has added to a resource, by the resource's logical id. */
  readonly madeLists: ReadonlySet<string>;
  /** Policies that are being changed, and what that comes to in the text. */
  readonly drafts: ReadonlyMap<string, Draft>;
  /** The edits may do more or less than was asked, so the result must be judged. */
  readonly needsCheck: boolean;
}

/** Types of parameters whose value is one text that may be an ARN. */
const TYPES_OF_ONE_TEXT = new Set(["String", "AWS::SSM::Parameter::Value<String>"]);

const NOTHING: Progress = {
  edits: [],
  newKeys: new Map(),
  parameters: new Map(),
  grantedLists: new Set(),
  encrypted: new Set(),
  grants: [],
  madeLists: new Set(),
  drafts: new Map(),
  needsCheck: false,
};

/** Edits of one text that grow together: new keys and parameters are made once and shared. */
export class EditSession {
  private progress: Progress;

  /** @param newKeys those of an earlier session that are in the text by now. */
  constructor(
    private readonly read: ReadTemplate,
    readonly format: Format,
    readonly text: string,
    readonly newKeyPolicy: "account-through-dynamodb" | "iam",
    newKeys: ReadonlyMap<string, string>,
  ) {
    this.progress = { ...NOTHING, newKeys };
  }

  /** The logical ids of the new keys, by the group of tables that each is for; "" for all tables. */
  get newKeys(): ReadonlyMap<string, string> {
    return this.progress.newKeys;
  }

  /** Everything written so far, in document order. */
  get edits(): readonly TextEdit[] {
    const { parameters } = this.progress;
    const edits = this.written();
    const sectionless = this.read.declarations.holders.Parameters === null && parameters.size > 0;
    return inOrder(sectionless ? [...edits, ...placed(this.newSection(parameters), 0)] : edits);
  }

  get needsCheck(): boolean {
    return this.progress.needsCheck;
  }

  /** Runs something that writes; where it is refused, nothing of it stays. Returns whether it was written. */
  attempt(write: () => void): boolean {
    const before = this.progress;
    try {
      write();
      return true;
    } catch (error) {
      if (!(error instanceof EditRefused)) throw error;
      this.progress = before;
      return false;
    }
  }

  /** @throws EditRefused where an earlier edit changes the same text. */
  write(edits: readonly PlacedEdit[]): void {
    for (const one of edits) {
      this.refuseEdited(one.edit.span);
      this.progress = { ...this.progress, edits: [...this.progress.edits, one] };
    }
  }

  /** @throws EditRefused where an earlier edit changes text in this span. */
  refuseEdited(span: Span): void {
    if (this.written().some((other) => clash(other.edit.span, span))) {
      throw new EditRefused("another fix changes the same text");
    }
  }

  /** The draft of a policy that earlier fixes have changed. */
  draft(id: string): PolicyDraft | undefined {
    return this.progress.drafts.get(id)?.policy;
  }

  /**
   * Keeps the draft of a policy in place of the one before it.
   *
   * @throws EditRefused where an edit of something else changes the same text.
   */
  keepDraft(id: string, policy: PolicyDraft, edits: readonly PlacedEdit[]): void {
    const others = new Map([...this.progress.drafts].filter(([other]) => other !== id));
    this.progress = { ...this.progress, drafts: others };
    for (const { edit } of edits) this.refuseEdited(edit.span);
    this.progress = { ...this.progress, drafts: others.set(id, { policy, edits }) };
  }

  askForCheck(): void {
    this.progress = { ...this.progress, needsCheck: true };
  }

  /** Notes that the table's encryption is being stated; false where it was before. */
  beginTable(table: Table): boolean {
    if (this.progress.encrypted.has(table.logicalId)) return false;
    this.progress = { ...this.progress, encrypted: new Set([...this.progress.encrypted, table.logicalId]) };
    return true;
  }

  /** Notes that somebody is being allowed to decrypt; false where an earlier fix does so in this case. */
  beginGrant(principal: string, key: string, when: readonly Assumption[]): boolean {
    const isGiven = this.progress.grants.some(
      (one) => one.principal === principal && one.key === key && isImpliedBy(one.when, when),
    );
    if (isGiven) return false;
    this.progress = { ...this.progress, grants: [...this.progress.grants, { principal, key, when }] };
    return true;
  }

  /** Notes that a list is being added to a resource. @throws EditRefused where an earlier fix adds it */
  beginList(resource: string): void {
    if (this.progress.madeLists.has(resource)) throw new EditRefused("another fix adds the same list");
    this.progress = { ...this.progress, madeLists: new Set([...this.progress.madeLists, resource]) };
  }

  /**
   * The logical id of the new key for a group of tables, which is written below the first of them that asks.
   *
   * @param group their classification; null for all tables.
   */
  newKey(table: Table, group: string | null): string {
    const known = this.progress.newKeys;
    const id = known.get(group ?? "") ?? this.writeNewKey(table, group);
    this.progress = { ...this.progress, newKeys: new Map([...known, [group ?? "", id]]) };
    if (this.newKeyPolicy === "iam") this.letRolesDecrypt(table, id);
    return id;
  }

  /**
   * The name of a parameter, which is added where the template doesn't declare it.
   *
   * @throws EditRefused where the name is something else's, or the parameter's type takes no ARN.
   */
  parameter(name: string, description: string): string {
    const { Parameters, Resources } = this.read.declarations.sections;
    if (Resources.has(name)) throw new EditRefused(`'${name}' is a resource of the template`);
    const type = textOf(valueOf(Parameters.get(name)?.read().value, "Type"));
    if (type !== undefined && !TYPES_OF_ONE_TEXT.has(type)) {
      throw new EditRefused(`parameter '${name}' is of type ${type}, which takes no key ARN`);
    }
    if (Parameters.has(name) || this.progress.parameters.has(name)) return name;
    const parameters = new Map([...this.progress.parameters, [name, newKeyParameter(description)]]);
    const holder = this.read.declarations.holders.Parameters;
    if (holder === null) this.newSection(parameters);
    else {
      const entry = [[name, newKeyParameter(description)]] as const;
      this.write(placed(this.format.insert(this.text, holder, entry, "end"), startOf(holder)));
    }
    this.progress = { ...this.progress, parameters };
    return name;
  }

  private written(): readonly PlacedEdit[] {
    const { edits, drafts } = this.progress;
    return [...edits, ...[...drafts.values()].flatMap((draft) => draft.edits)];
  }

  /** All new parameters of a template that has no `Parameters` yet stand in one new section. */
  private newSection(parameters: ReadonlyMap<string, PlainMap>): readonly TextEdit[] {
    return this.format.insertSection(
      this.read.outline,
      "Parameters",
      Object.fromEntries(parameters),
      "Resources",
    );
  }

  private writeNewKey(table: Table, group: string | null): string {
    const { sections, holders } = this.read.declarations;
    const holder = holders.Resources;
    if (holder === null) throw new EditRefused("the template has no Resources");
    const others = new Set(this.progress.newKeys.values());
    const id = freeName(
      newKeyName(group),
      (name) => sections.Resources.has(name) || sections.Parameters.has(name) || others.has(name),
    );
    const after = holder.entries?.find((entry) => entry.key === table.logicalId) ?? "end";
    const entry = { [id]: newKey(this.newKeyPolicy, newKeyDescription(group)) };
    const added = this.format.insert(this.text, holder, Object.entries(entry), after);
    this.write(placed(added, startOf(holder)));
    return id;
  }

  /** Adds `kms:Decrypt` on the key to every policy of this template that gives access to the table. */
  private letRolesDecrypt(table: Table, keyId: string): void {
    const statement = decryptStatement(arnOf(keyId));
    for (const { list, holds } of policyListsFor(this.read.scope, table.logicalId)) {
      if (this.progress.grantedLists.has(list)) continue;
      this.progress = { ...this.progress, grantedLists: new Set([...this.progress.grantedLists, list]) };
      const item = holds === "policies" ? { Statement: [statement] } : statement;
      this.write(placed(this.format.append(this.text, list, item), spanOf(list).start));
    }
  }
}

function startOf(holder: Section | MapNode): number {
  return spanOf("kind" in holder ? holder : holder.at).start;
}

/** Two spans share text, or one is an insertion inside the other. Insertions side by side don't clash. */
function clash(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}

function freeName(wanted: string, taken: (name: string) => boolean): string {
  if (!taken(wanted)) return wanted;
  for (let number = 2; ; number++) {
    if (!taken(`${wanted}${number}`)) return `${wanted}${number}`;
  }
}
