/** Starts the real product on a database of its own and prepares the playbook that is measured. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { launchPostgres } from "@callbook/db";
import pg from "pg";
import { request } from "undici";
import { straightPlaybook } from "./playbook.ts";
import { cpuSeconds, startNode } from "./process.ts";

const repository = fileURLToPath(new URL("../..", import.meta.url));

export interface Product {
  readonly runUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  /** CPU seconds so far of server and PostgreSQL. */
  cpu(): { readonly server: number; readonly postgres: number };
  /** Transactions committed so far. */
  commits(): Promise<number>;
  stop(): Promise<void>;
}

/** Fresh data directory, durable PostgreSQL, one connection to the target, one published playbook. */
export async function startProduct(targetPort: number): Promise<Product> {
  const directory = mkdtempSync(join(tmpdir(), "callbook-bench-"));
  const postgres = await launchPostgres({ directory });
  const admin = new pg.Client({ connectionString: postgres.adminUrl });
  await admin.connect();
  await admin.query("CREATE DATABASE bench");
  const databaseUrl = postgres.adminUrl.replace(/\/postgres$/, "/bench");
  const env = {
    ...process.env,
    DATABASE_URL: databaseUrl,
    CALLBOOK_DATA: directory,
    CALLBOOK_OWNER_EMAIL: "bench@example.net",
    CALLBOOK_OWNER_PASSWORD: "correct horse battery staple",
    CALLBOOK_SAMPLE: "0",
    HOST: "127.0.0.1",
    PORT: "0",
    LOG_LEVEL: "warn",
  };
  const server = startNode(join(repository, "apps/server/src/main.ts"), [], env);
  const base = await server.line((line) => /(http:\/\/\S+?)\/?$/.exec(line)?.[1] ?? null);
  const cli = startNode(
    join(repository, "apps/server/src/cli.ts"),
    ["token", "create", "--name", "bench"],
    env,
  );
  const token = await cli.line((line) => /\b(cbk_\S+)/.exec(line)?.[1] ?? null);
  const headers = { authorization: `Bearer ${token}` };
  const playbookId = await prepare(base, headers, targetPort);
  return {
    runUrl: `${base}/api/playbooks/${playbookId}/runs?wait=60`,
    headers,
    cpu: () => ({ server: cpuSeconds(server.pid), postgres: cpuSeconds(postgres.pid) }),
    commits: async () => {
      const found = await admin.query<{ n: string }>(
        "SELECT xact_commit AS n FROM pg_stat_database WHERE datname = 'bench'",
      );
      return Number(found.rows[0]?.n ?? 0);
    },
    stop: async () => {
      await server.stop();
      await admin.end();
      await postgres.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function prepare(
  base: string,
  headers: Readonly<Record<string, string>>,
  targetPort: number,
): Promise<number> {
  const call = async (method: "GET" | "POST", path: string, body?: unknown): Promise<unknown> => {
    const reply = await request(base + path, {
      method,
      headers: {
        ...headers,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await reply.body.text();
    if (reply.statusCode >= 300) throw new Error(`${method} ${path}: ${reply.statusCode} ${text}`);
    return text === "" ? null : JSON.parse(text);
  };
  const integrations = rows(await call("GET", "/api/integrations"));
  const integration = integrations.find((row) => row["key"] === "rest-api-callback");
  if (integration === undefined) throw new Error("REST API Callback is missing");
  const sites = rows(await call("GET", "/api/sites"));
  const siteId = sites[0]?.["id"];
  const connection = await call("POST", "/api/connections", {
    integrationId: integration["id"],
    form: {
      name: "bench_target",
      scope: "site",
      siteId,
      recipientSiteId: null,
      description: "",
      permissions: [],
      active: true,
      requestUrl: `http://127.0.0.1:${targetPort}/ip`,
      authMethod: "none",
      username: "",
      testPath: "",
      testMethod: "GET",
      allowedAddress: `127.0.0.1:${targetPort}`,
      parameters: {},
    },
  });
  const playbook = await call("POST", "/api/playbooks", {
    name: "Straight line",
    siteId,
    document: straightPlaybook(idOf(connection)),
  });
  await call("POST", `/api/playbooks/${idOf(playbook)}/publish`, {});
  return idOf(playbook);
}

function rows(value: unknown): Record<string, unknown>[] {
  if (!Array.isArray(value)) throw new Error("expected a list");
  return value.filter(
    (row): row is Record<string, unknown> => typeof row === "object" && row !== null,
  );
}

function idOf(value: unknown): number {
  if (typeof value === "object" && value !== null && "id" in value && typeof value.id === "number")
    return value.id;
  throw new Error("expected {id}");
}
