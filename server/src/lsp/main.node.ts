/** The language server as a program: `dist/server.js`, over standard streams, IPC, a socket or a pipe. */
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { version } from "../../../package.json";
import { startServer } from "./server.js";
import { diskFiles } from "./disk-files.node.js";
import { loadSourceEditor } from "./source-editor.node.js";
import { today } from "./today.js";

const USAGE = `DynamoDB Encryption Lint ${version}: language server

Usage: dynamodb-encryption-language-server <transport>

  --stdio          speak over standard input and output, as most editors do
  --node-ipc       speak over the IPC channel of a Node parent process
  --socket=<port>  connect to a socket of this machine
  --pipe=<name>    connect to a named pipe

  --version        print the version
  --help           print this
`;

main(process.argv.slice(2));

function main(options: readonly string[]): void {
  if (options.includes("--help")) return void process.stdout.write(USAGE);
  if (options.includes("--version")) return void process.stdout.write(`${version}\n`);
  const problem = transportProblem(options);
  if (problem !== null) {
    process.stderr.write(`${problem}\n\n${USAGE}`);
    process.exitCode = 2;
    return;
  }
  // A parent that is gone has no use for us; without this, that is noticed seconds later.
  process.on("disconnect", () => process.exit(0));
  startServer(createConnection(ProposedFeatures.all), {
    version,
    today,
    elapsed: () => performance.now(),
    filesFor: diskFiles,
    loadSourceEditor,
  });
}

/** Why no connection can be made; null where one can. */
function transportProblem(options: readonly string[]): string | null {
  if (options.includes("--node-ipc")) {
    return process.send === undefined ? "--node-ipc needs a parent process with an IPC channel." : null;
  }
  if (options.some((option) => /^--(stdio$|(socket|pipe)(=|$))/.test(option))) return null;
  return "Please name a transport: an editor starts the language server with --stdio.";
}
