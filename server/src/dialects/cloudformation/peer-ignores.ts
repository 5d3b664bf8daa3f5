import type { Ignore } from "../../core/model.js";
import { valueOf } from "../../core/node.js";
import { NO_EQUIVALENTS, type Equivalents, type PeerId } from "../../core/peers.js";
import { remember } from "../../core/remember.js";
import type { Place } from "../../core/span.js";
import type { Comment, Format, Outline } from "../../formats/format.js";
import type { Acknowledgement } from "../cdk/assembly.js";
import { checkovComments, CHECKOV_MARKER } from "./checkov-comments.js";
import { CommentPlaces } from "./comment-places.js";
import type { Declarations } from "./declarations.js";
import { kicsComments, KICS_MARKER } from "./kics-comments.js";
import { peerMetadata } from "./peer-metadata.js";
import type { ResourceSource } from "./resource.js";
import { trivyComments, TRIVY_MARKER } from "./trivy-comments.js";

/** What is known of other tools' suppressions before the template is read. */
export interface PeerInput {
  readonly equivalents: Equivalents;
  readonly comments: PeerComments;
  /** What a CDK app has acknowledged of the resources of this template. */
  readonly acknowledged: readonly Acknowledgement[];
}

/** The comments that may be for each tool; none for most templates. */
export type PeerComments = Readonly<Partial<Record<PeerId, readonly Comment[]>>>;

/** A suppression as a tool's own syntax has it, with the rules of ours that it means. */
export interface PeerSuppression {
  readonly peer: PeerId;
  readonly rules: readonly string[];
  readonly reason: string | null;
  /** The last day it holds. */
  readonly until?: string | null;
  readonly at: Place;
  readonly covers: Place | null;
}

export const NO_PEERS: PeerInput = { equivalents: NO_EQUIVALENTS, comments: {}, acknowledged: [] };

/** The comments of a text that other tools may read. They read none in JSON. */
export function commentsForPeers(format: Format, outline: Outline): PeerComments {
  if (format.id !== "yaml" || !isMarked(outline)) return {};
  const found = (marker: string): readonly Comment[] => format.comments(outline.text, marker);
  return { checkov: found(CHECKOV_MARKER), kics: found(KICS_MARKER), trivy: found(TRIVY_MARKER) };
}

const MARKERS = [CHECKOV_MARKER, KICS_MARKER, TRIVY_MARKER];
const LONGEST_MARKER = Math.max(...MARKERS.map((marker) => marker.length));
const marked = new WeakMap<Outline, boolean>();

/** Whether a text has one of the markers. Where the text before had none, only the change can have brought one. */
function isMarked(outline: Outline): boolean {
  return remember(marked, outline, () => {
    const { text, continues } = outline;
    if (continues === null || marked.get(continues.outline) !== false) return hasMarker(text);
    const { start, newEnd } = continues.change;
    return hasMarker(text.slice(Math.max(0, start - LONGEST_MARKER), newEnd + LONGEST_MARKER));
  });
}

function hasMarker(text: string): boolean {
  return MARKERS.some((marker) => text.includes(marker));
}

/** The suppressions that were written for other tools and mean one of our rules, each once for each rule. */
export function readPeerIgnores(
  { equivalents, comments, acknowledged }: PeerInput,
  text: string,
  declarations: Declarations,
  sources: ReadonlyMap<string, ResourceSource>,
): readonly Ignore[] {
  // Only resources that are read can have findings with an equivalent elsewhere.
  const resources = [...sources.values()].map(({ body, at }) => ({
    metadata: valueOf(body, "Metadata"),
    at,
  }));
  const places = remembered(() => new CommentPlaces(text, [...declarations.sections.Resources.values()]));
  return [
    ...peerMetadata(declarations.metadata ?? undefined, null, equivalents),
    ...resources.flatMap(({ metadata, at }) => peerMetadata(metadata, at, equivalents)),
    ...forEach(comments.checkov, (comment) => checkovComments(comment, places(), equivalents)),
    ...forEach(comments.kics, (comment) => kicsComments(comment, places(), equivalents)),
    ...forEach(comments.trivy, (comment) => trivyComments(comment, places(), equivalents)),
    ...acknowledged.flatMap((one) => acknowledgement(one, sources, equivalents)),
  ].flatMap(ignoresOf);
}

function ignoresOf({ peer, rules, reason, until = null, at, covers }: PeerSuppression): readonly Ignore[] {
  return rules.map((rule) => ({ by: peer, rule, malformed: null, reason, until, at, covers }));
}

function acknowledgement(
  { logicalId, peer, rule, reason }: Acknowledgement,
  sources: ReadonlyMap<string, ResourceSource>,
  equivalents: Equivalents,
): readonly PeerSuppression[] {
  const source = sources.get(logicalId);
  const rules = equivalents.rulesOf(peer, rule);
  if (source === undefined) return [];
  return [{ peer, rules, reason, at: source.nameAt, covers: source.at }];
}

function forEach<T, R>(items: readonly T[] | undefined, each: (item: T) => readonly R[]): readonly R[] {
  return items?.flatMap(each) ?? [];
}

function remembered<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

/** Where a comment stands. */
export function placeOfComment({ span }: Comment): Place {
  return { origin: { offset: 0 }, from: span.start, to: span.end };
}
