import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const TYPES: Readonly<Record<string, string>> = {
  ".js": "text/javascript",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
};

/** A folder on the web. */
export interface FolderServer {
  /** `http://localhost:<port>` */
  readonly address: string;
  /** The paths that were asked for and found, relative to the folder. */
  readonly served: ReadonlySet<string>;
  close(): Promise<void>;
}

/** Serves the files of a folder to any page, as a gallery of web extensions does. */
export async function serveFolder(folder: string): Promise<FolderServer> {
  const served = new Set<string>();
  const server = createServer((request, response) => {
    const path = normalize(
      decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname),
    ).slice(1);
    response.setHeader("Access-Control-Allow-Origin", "*");
    response.setHeader("Access-Control-Allow-Headers", "*");
    if (request.method === "OPTIONS") return void response.end();
    readFile(join(folder, path)).then(
      (bytes) => {
        served.add(path);
        response.setHeader("Content-Type", TYPES[extname(path)] ?? "text/plain");
        response.end(bytes);
      },
      () => response.writeHead(404).end(),
    );
  });
  server.listen(0, "localhost");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const close = async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  };
  return { address: `http://localhost:${port}`, served, close };
}
