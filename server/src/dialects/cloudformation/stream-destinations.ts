import { mapCases } from "../../core/cases.js";
import type { Stream, StreamDestination, Table } from "../../core/model.js";
import { valueOf, type Node } from "../../core/node.js";
import { soleHole } from "../../core/text.js";
import type { Evaluation } from "./evaluation.js";
import { casesOf, placeIdentity, propertyValue, type ResourceSource } from "./resource.js";
import type { Value } from "./value.js";

/** The streams that receive a table's items: by its own setting, and by that of each replica. */
export function streamDestinations(
  source: ResourceSource,
  streams: readonly Stream[],
): Table["streamDestinations"] {
  const cases = casesOf<readonly Omit<StreamDestination, "when">[]>(
    source,
    (evaluation) => {
      const own = propertyValue(evaluation, source, ["KinesisStreamSpecification", "StreamArn"]);
      const replicas = evaluation.items(propertyValue(evaluation, source, ["Replicas"])) ?? [];
      const values = [own, ...replicas.map((replica) => streamArn(evaluation, replica))];
      return values.flatMap((value) => {
        const target = value.kind === "text" ? soleHole(value.text)?.resource?.logicalId : undefined;
        const stream = streams.find((one) => one.logicalId === target);
        return stream === undefined ? [] : [{ stream, at: value.at }];
      });
    },
    (found) => found.map(destinationIdentity).join(),
    () => [],
  );
  const all = new Map(cases.flatMap(({ value }) => value).map((one) => [destinationIdentity(one), one]));
  return [...all].flatMap(([id, destination]) =>
    mapCases(cases, (found) => found.some((one) => destinationIdentity(one) === id), String)
      .filter(({ value }) => value)
      .map(({ when }) => ({ ...destination, when })),
  );
}

function streamArn(evaluation: Evaluation, replica: Value): Value {
  const specification = valueOf(nodeOf(replica), "KinesisStreamSpecification");
  const value = evaluation.value(specification, replica.at);
  return evaluation.value(valueOf(nodeOf(value), "StreamArn"), value.at);
}

function nodeOf(value: Value): Node | undefined {
  return value.kind === "map" ? value.node : undefined;
}

function destinationIdentity({ stream, at }: Omit<StreamDestination, "when">): string {
  return `${stream.logicalId} ${placeIdentity(at)}`;
}
