/** Starts the real server, of this checkout or of another one, on a database. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Child, startNode } from "./process.ts";
import { type Rest, restOf } from "./rest.ts";

export const repository = fileURLToPath(new URL("../..", import.meta.url));

export interface ServerOptions {
  /** Folder of the checkout. */
  readonly checkout: string;
  readonly databaseUrl: string;
  /** Holds the key file; one for each database. */
  readonly directory: string;
  readonly role?: "all" | "worker";
}

export interface Server extends Child {
  readonly rest: Rest;
}

/** A server that answers, with an API token of its owner. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const env = environmentOf(options);
  const child = startProcess(options, env);
  const base = await child.line(addressIn);
  const token = await makeToken(options);
  return { ...child, rest: restOf(base, token) };
}

/** An API token of the person with this e-mail address, by default of the owner. */
export async function makeToken(options: ServerOptions, email?: string): Promise<string> {
  const cli = startNode({
    file: join(options.checkout, "apps/server/src/cli.ts"),
    args: [
      "token",
      "create",
      "--name",
      "bench",
      ...(email === undefined ? [] : ["--email", email]),
    ],
    env: environmentOf(options),
  });
  const token = await cli.line((line) => /\b(cbk_\S+)/.exec(line)?.[1] ?? null);
  await cli.ended;
  return token;
}

/** A process that performs runs and answers nobody. Resolves when it listens. */
export async function startWorker(options: ServerOptions): Promise<Child> {
  const child = startProcess(options, environmentOf({ ...options, role: "worker" }));
  await child.line(addressIn);
  return child;
}

function startProcess({ checkout }: ServerOptions, env: NodeJS.ProcessEnv): Child {
  return startNode({
    file: join(checkout, "apps/server/src/main.ts"),
    nodeArgs: nodeArguments(),
    env,
  });
}

function environmentOf({ databaseUrl, directory, role = "all" }: ServerOptions): NodeJS.ProcessEnv {
  return {
    ...process.env,
    DATABASE_URL: databaseUrl,
    CALLBOOK_DATA: directory,
    CALLBOOK_OWNER_EMAIL: "bench@example.net",
    CALLBOOK_OWNER_PASSWORD: "correct horse battery staple",
    CALLBOOK_SAMPLE: "0",
    HOST: "127.0.0.1",
    PORT: "0",
    ROLE: role,
    LOG_LEVEL: "warn",
  };
}

/** Options of Node for the server, as "--cpu-prof --cpu-prof-dir=/tmp/profiles". */
function nodeArguments(): readonly string[] {
  return (process.env["SERVER_NODE_ARGS"] ?? "").split(" ").filter((text) => text !== "");
}

function addressIn(line: string): string | null {
  return /(http:\/\/\S+?)\/?$/.exec(line)?.[1] ?? null;
}
