import { parse, type ScalarTag, type CollectionTag, type Tags, type YAMLSeq } from "yaml";

/** Reads a template in YAML, the short forms of intrinsic functions as their long forms. */
export function parseTemplateYaml(text: string): unknown {
  return parse(text, { customTags: TAGS });
}

const scalar = (tag: string, resolve: (value: string) => unknown): ScalarTag => ({ tag, resolve });
const sequence = (tag: string, name: string): CollectionTag => ({
  tag,
  collection: "seq",
  resolve: (value) => ({ [name]: (value as YAMLSeq).toJSON() as unknown }),
});

const TAGS: Tags = [
  scalar("!Sub", (value) => ({ "Fn::Sub": value })),
  scalar("!Ref", (value) => ({ Ref: value })),
  scalar("!GetAtt", (value) => ({ "Fn::GetAtt": value.split(".") })),
  sequence("!FindInMap", "Fn::FindInMap"),
];
