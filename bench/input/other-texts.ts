import { fillerResources } from "./filler-resources.js";
import type { Random } from "./random.js";

/** A kind of file that lies beside templates and has no say about the encryption of a table. */
export interface OtherText {
  /** The file's name is `<stem>-<number><ending>`. */
  readonly stem: string;
  readonly ending: string;
  /** How many of a hundred files are of this kind. */
  readonly share: number;
  write(random: Random): string;
}

/**
 * What a workspace is full of. Some of it says "Resources", "Outputs" or "Export", as such files do,
 * so that no single word tells it from a template.
 */
export const OTHER_TEXTS: readonly OtherText[] = [
  { stem: "deployment", ending: ".yaml", share: 30, write: kubernetes },
  { stem: "package", ending: ".json", share: 18, write: packageJson },
  { stem: "stack", ending: ".template.yaml", share: 20, write: otherTemplate },
  { stem: "values", ending: ".yml", share: 15, write: settingsYaml },
  { stem: "api", ending: ".json", share: 12, write: apiDescription },
  { stem: "records", ending: ".json", share: 4, write: (random) => records(random, 40, 150) },
  { stem: "dump", ending: ".yaml", share: 1, write: (random) => yamlRecords(random, 400, 2200) },
];

function kubernetes(random: Random): string {
  const documents = Array.from({ length: random.between(1, 4) }, () => {
    const name = `${random.word()}-${random.word()}`;
    const env = Array.from(
      { length: random.between(3, 12) },
      () =>
        `            - name: ${random.word().toUpperCase()}_URL\n              value: https://${random.word()}`,
    );
    return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  labels:
    app.kubernetes.io/name: ${name}
    team: ${random.word()}
  annotations:
    note: "Exports metrics; ${random.words(8)}"
spec:
  replicas: ${random.between(1, 9)}
  selector:
    matchLabels:
      app.kubernetes.io/name: ${name}
  template:
    metadata:
      labels:
        app.kubernetes.io/name: ${name}
    spec:
      containers:
        - name: ${name}
          image: registry.example.com/${name}:${random.hex(12)}
          env:
${env.join("\n")}
          resources:
            requests:
              cpu: ${random.between(1, 9)}00m
              memory: ${random.between(1, 9)}00Mi
            limits:
              memory: ${random.between(1, 4)}Gi
`;
  });
  return documents.join("---\n");
}

function packageJson(random: Random): string {
  const dependencies = Object.fromEntries(
    Array.from({ length: random.between(5, 40) }, () => [
      `@${random.word()}/${random.word()}-${random.word()}`,
      `^${random.between(0, 20)}.${random.between(0, 30)}.${random.between(0, 9)}`,
    ]),
  );
  const name = `${random.word()}-${random.word()}`;
  const scripts = { build: "tsc -p .", test: "mocha", start: "node dist/main.js" };
  return `${JSON.stringify({ name, version: "1.0.0", private: true, scripts, dependencies }, null, 2)}\n`;
}

/** CloudFormation without tables and keys. */
function otherTemplate(random: Random): string {
  return `AWSTemplateFormatVersion: "2010-09-09"
Description: ${random.words(9)}
Parameters:
  Stage:
    Type: String
    Default: dev
Resources:
${fillerResources(random, random.between(5, 40))}Outputs:
  QueueUrl:
    Description: ${random.words(5)}
    Value: !Sub "https://\${AWS::Region}.example.com/\${Stage}"
`;
}

function settingsYaml(random: Random): string {
  const groups = Array.from({ length: random.between(5, 28) }, (_, index) => {
    const lines = Array.from(
      { length: random.between(2, 8) },
      (_each, line) => `  ${random.word()}${line}: ${random.words(3)}`,
    );
    return `${random.word()}${index}:\n  # ${random.words(10)}\n${lines.join("\n")}\n`;
  });
  return groups.join("");
}

function apiDescription(random: Random): string {
  const paths = Array.from({ length: random.between(2, 14) }, () => [
    `/${random.word()}/{id}/${random.word()}`,
    {
      get: {
        summary: random.words(8),
        description: `Resources of the ${random.words(20)}`,
        parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
        responses: { 200: { description: random.words(6) }, 404: { description: random.words(4) } },
      },
    },
  ]);
  const info = { title: random.words(3), version: "1.0.0" };
  return JSON.stringify({ openapi: "3.0.3", info, paths: Object.fromEntries(paths) as object }, null, 2);
}

function records(random: Random, least: number, most: number): string {
  const rows = Array.from({ length: random.between(least, most) }, (_, id) => ({
    id,
    name: random.word(),
    tags: [random.word(), random.word()],
    digest: random.hex(16),
    amount: random.between(1, 100_000) / 100,
  }));
  return JSON.stringify(rows, null, 2);
}

function yamlRecords(random: Random, least: number, most: number): string {
  const rows = Array.from(
    { length: random.between(least, most) },
    (_, id) =>
      `- id: ${id}\n  name: ${random.word()}\n  digest: ${random.hex(16)}\n  note: ${random.words(6)}\n`,
  );
  return rows.join("");
}
