import type { TextEdit } from "../../../core/edit.js";
import type { Span } from "../../../core/span.js";

/** A place in a source file as traces name it. */
export interface TracedPlace {
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 code units; null where only the line is known. */
  readonly column: number | null;
}

/**
 * A finding about resources that one place in the source of a CDK app has made, and what is known of
 * the construct there.
 */
export interface SourceSite {
  /** The file's text as of now; findings may be older. */
  readonly text: string;
  /** The file; its ending tells the language. */
  readonly path: string;
  /** Where the construct is created, in the text as of now. */
  readonly position: TracedPlace;
  /**
   * The file may have been changed since the position was recorded, and nobody has followed that: only
   * an id that stands there literally tells the construct from others of its class.
   */
  readonly mayHaveMoved?: boolean;
  /** Where the property that the finding is about was set after creation, in the same file; null if unknown. */
  readonly assignment: TracedPlace | null;
  /** The id that the construct was given: the last part of its path, without the CDK's `Resource`. */
  readonly constructId: string;
  /** As in `tree.json`: `aws-cdk-lib.aws_dynamodb.Table`; null where it isn't known. */
  readonly constructFqn: string | null;
  /** Of aws-cdk-lib, as in `tree.json`: `2.276.0`; null where it isn't known. */
  readonly libraryVersion: string | null;
  /** As in `Prod/Data/Orders`. */
  readonly constructPath: string;
  /** `AWS::DynamoDB::Table`. */
  readonly cfnType: string;
  readonly rule: string;
  /** The finding's, a key of its rule's `messages`. */
  readonly messageId: string;
  /** Where several stacks are made here, `regionAgnostic` is true if one of them is. */
  readonly stack: { readonly regionAgnostic: boolean; readonly region: string | null };
  /**
   * The Regions other than the stack's own that a global table has replicas in, or that a `Table` is
   * replicated to by `Custom::DynamoDBReplica`; as the template spells them, without repeats.
   */
  readonly replicaRegions: readonly string[];
  /**
   * The logical ids of all resources that the finding is about, one or more. Where several stacks have a
   * resource of the same id, it stands there as often: each has its price.
   */
  readonly resources: readonly string[];
  /**
   * What else of the same type this place has made, that the finding isn't about, as people know it
   * (`Prod/Orders`): a fix would change it, too.
   */
  readonly others?: readonly string[];
  /** The rule's option: whether the AWS managed key passes as well. */
  readonly accept: "customer-managed" | "aws-managed";
}

/** What may be done about a finding in the source. */
export interface SourceFixes {
  /** The preferred one first. */
  readonly fixes: readonly SourceFix[];
  /** Why what one might expect isn't offered: sentences. Empty where nothing is missing. */
  readonly refusals: readonly string[];
}

export interface SourceFix {
  /** The same for fixes that do the same thing; unique within a finding. */
  readonly id: string;
  /** An imperative that names the consequence and the price. */
  readonly title: string;
  /** `safe`: the same deployed behaviour and bill. `review`: changes cost, permissions or data. */
  readonly applicability: "safe" | "review";
  /** Of the text of the site; they don't overlap. */
  readonly edits: readonly TextEdit[];
  /** The one that a bulk fix applies: it leaves nothing to be filled in. One at most. */
  readonly isPreferred: boolean;
  /** Where the edited text has something to be filled in, as offsets in it; empty for most fixes. */
  readonly blanks: readonly Span[];
}

/** What to underline for a finding. */
export interface SourceRange {
  /** `new dynamodb.Table`, `super`. */
  readonly construct: Span;
  /** The property that the finding is about, with its value: `encryption: dynamodb.TableEncryption.DEFAULT`. */
  readonly property?: Span;
}

/** Prices as phrases, for titles: "about $1.23 a month more". */
export interface SourcePrices {
  /** What giving each of the resources a new key changes. */
  readonly newKeys: string;
  /** What giving each of the resources keys that there are already changes. */
  readonly existingKeys: string;
  /** What the AWS managed key changes. */
  readonly managedKey: string;
  /** ", plus $1.00 a month for each key in another Region that is new"; empty for no fee. */
  readonly otherRegions: string;
  /** What rotation adds. */
  readonly rotation: string;
}

/** A file after the preferred fixes of many findings. */
export interface MendedSource {
  readonly text: string;
  /** What leads there from the text that was given: in its order, without overlaps. */
  readonly edits: readonly TextEdit[];
  /** The findings that a fix has been applied for. */
  readonly mended: readonly SourceSite[];
}

/** Reads source files of an app and writes fixes into them: the contract of `source-editor.ts`. */
export interface SourceEditor {
  /** The fixes for a finding. Never throws: what can't be right is refused, with a reason. */
  sourceFixes(site: SourceSite, prices: SourcePrices): SourceFixes;
  /**
   * Applies the preferred fixes of all findings in a file, which are given with the same text.
   *
   * @param pricesOf as for `sourceFixes`.
   */
  mendAll(
    text: string,
    sites: readonly SourceSite[],
    pricesOf: (site: SourceSite) => SourcePrices,
  ): MendedSource;
  /** What to underline; null where nothing at the place can be told for sure. */
  locate(site: SourceSite): SourceRange | null;
}
