import { readAssembly, type Assembly } from "../../../server/src/dialects/cdk/assembly.js";

/** Reads an assembly of these files, by path below its folder; what is no text becomes JSON. */
export async function assemblyOf(
  files: Readonly<Record<string, unknown>>,
  asked: string[] = [],
): Promise<Assembly> {
  return readAssembly("/app/cdk.out", {
    read: (path) => {
      asked.push(path);
      const name = path.startsWith("/app/cdk.out/") ? path.slice("/app/cdk.out/".length) : path;
      const content = Object.hasOwn(files, name) ? files[name] : undefined;
      if (content === undefined) return Promise.resolve(null);
      return Promise.resolve(typeof content === "string" ? content : JSON.stringify(content));
    },
  });
}

export function manifest(artifacts: object, version: unknown = "55.0.0"): object {
  return { version, artifacts };
}

export function stack(templateFile: unknown, more: object = {}): object {
  return { type: "aws:cloudformation:stack", properties: { templateFile }, ...more };
}
