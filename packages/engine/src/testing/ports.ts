/** The engine's ports with real HTTP behind them: one small integration, revisions from the database. */
import { once } from "node:events";
import {
  Agent,
  request as httpRequest,
  type IncomingMessage,
  type RequestOptions,
} from "node:http";
import { blockRunners } from "@callbook/blocks/runners";
import { blocksByType } from "@callbook/blocks/specs";
import type { Catalogue, ChosenConnection, ConnectionsRequest } from "@callbook/core/block";
import { parseDocument } from "@callbook/core/document";
import type { Failure, FailureClass } from "@callbook/core/failure";
import type {
  Command,
  CommandInput,
  CommandOutcome,
  IntegrationManifest,
  ReceivedResponse,
} from "@callbook/core/integration";
import type { Json } from "@callbook/core/json";
import { isPassing } from "@callbook/db";
import type { Pool } from "pg";
import type { ArrivalMasker, EnginePorts, ExecuteRequest } from "../ports.ts";

const methods: Readonly<Record<string, string>> = {
  get: "GET",
  post: "POST",
  put: "PUT",
  detonate: "POST",
  "detonate safely": "PUT",
};

const agent = new Agent({ keepAlive: true });

function input(name: string): CommandInput {
  return {
    name,
    displayName: name,
    required: name === "path",
    dataType: "string",
    default: null,
    valueList: [],
    allowList: name === "path",
    contains: [],
    primary: false,
    order: 0,
    description: "",
    example: "",
    connectorTemplates: false,
    multiline: false,
  };
}

function command(name: string): Command {
  return {
    name,
    description: "",
    kind: "generic",
    readOnly: name === "get",
    icon: "globe",
    inputs: [input("path"), input("body")],
    outputs: [],
    async: name.startsWith("detonate") ? "callback" : "none",
    honoursIdempotencyKey: false,
    lock: name === "post" ? 4 : null,
  };
}

export function manifest(key: string): IntegrationManifest {
  return {
    key,
    name: key.toUpperCase(),
    description: "",
    category: "Other",
    minVersion: "1",
    deploymentOptions: [],
    origin: "system",
    icon: "globe",
    commands: Object.keys(methods).map(command),
  };
}

export const catalogue: Catalogue = {
  blocks: blocksByType,
  integrations: [manifest("http"), manifest("other")],
};

/** A connection of the tests: 1 and 2 are of "http", 3 of "other". */
export interface TestConnection {
  readonly id: number;
  readonly integrationKey: string;
  readonly url: string;
  readonly failure?: Failure;
}

export function testPorts(pool: Pool, connections: readonly TestConnection[]): EnginePorts {
  return {
    runners: new Map(blockRunners.map((runner) => [runner.type, runner])),
    log: () => undefined,
    isOutage: isPassing,
    loadRevision: async (id) => {
      const answer = await pool.query("select document from revision where id = $1", [id]);
      if (answer.rows.length === 0) throw new Error(`there is no revision ${id}`);
      const read = parseDocument(answer.rows[0].document);
      if (!read.ok) throw new Error(`revision ${id} cannot be read: ${read.problems[0]?.message}`);
      return { document: read.document, catalogue };
    },
    connectionsFor: async (request) => chosen(connections, request),
    describe: ({ command: name }) => ({
      method: methods[name] ?? "GET",
      async: name.startsWith("detonate") ? "callback" : "none",
    }),
    execute: (request) => send(connections, request),
    maskerFor: async (_connectionId, token) => tokenMasker(token),
    callbackUrl: (id, token) => `http://callbook.test/api/callbacks/${id}/${token}`,
  };
}

/** Knows no secrets, as the connections here have none. */
function tokenMasker(token: string): ArrivalMasker {
  const text = (value: string) => value.replaceAll(token, "••••••••");
  return {
    text,
    bytes: (value) => Buffer.from(text(Buffer.from(value).toString("latin1")), "latin1"),
    json: (value) => {
      const json = JSON.stringify(value);
      return json.includes(token) ? JSON.parse(text(json)) : value;
    },
  };
}

function chosen(
  connections: readonly TestConnection[],
  { connectionIds, integrationKey }: ConnectionsRequest,
): readonly ChosenConnection[] {
  const wanted = connections.filter(
    (each) =>
      (connectionIds.length === 0 || connectionIds.includes(each.id)) &&
      (integrationKey === null || each.integrationKey === integrationKey),
  );
  return wanted.map((each) => ({
    connectionId: each.id,
    connection: `connection ${each.id}`,
    integrationKey: each.integrationKey,
    integrationId: each.integrationKey === "http" ? 11 : 12,
    integration: each.integrationKey.toUpperCase(),
    failure: each.failure ?? null,
  }));
}

async function send(
  connections: readonly TestConnection[],
  request: ExecuteRequest,
): Promise<CommandOutcome> {
  const connection = connections.find(({ id }) => id === request.connectionId);
  const path = String(request.parameter["path"]);
  const method = methods[request.command] ?? "GET";
  await request.beforeSend({ method });
  const headers: Record<string, string> = { "idempotency-key": request.idempotencyKey };
  if (request.callback !== null) headers["callback-url"] = request.callback.url;
  const { signal } = request;
  try {
    const body = method === "GET" ? "" : JSON.stringify(request.parameter["body"] ?? null);
    const response = await exchange(`${connection?.url}${path}`, { method, headers, signal }, body);
    return outcomeOf(request, response);
  } catch (error) {
    if (signal.aborted) throw error;
    return failed(request, "F-UNKNOWN", 504, String(error), null);
  }
}

async function exchange(
  url: string,
  options: RequestOptions,
  sent: string,
): Promise<ReceivedResponse> {
  const asked = httpRequest(url, { ...options, agent });
  asked.end(sent);
  const [response]: IncomingMessage[] = await once(asked, "response");
  if (response === undefined) throw new Error("there was no response");
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(Buffer.from(chunk));
  const body = Buffer.concat(chunks);
  const text = body.toString("utf8");
  const json: Json | undefined = text === "" ? undefined : JSON.parse(text);
  const type = response.headers["content-type"] ?? "";
  const status = response.statusCode ?? 0;
  return { status, headers: { "content-type": type }, body, json, text, url, notes: [] };
}

function outcomeOf(request: ExecuteRequest, response: ReceivedResponse): CommandOutcome {
  const { status } = response;
  if (status >= 500) return failed(request, "F-5xx", status, `answered ${status}`, response);
  if (status >= 400) return failed(request, "F-4xx", status, `answered ${status}`, response);
  if (request.callback !== null)
    return { kind: "waiting", outboundStatusCode: status, response, trace: [] };
  const summary = { status_code: status };
  const data = [response.json ?? null];
  return {
    kind: "succeeded",
    data,
    summary,
    message: `Status code: ${status}`,
    response,
    trace: [],
  };
}

function failed(
  { command: name }: ExecuteRequest,
  of: FailureClass,
  statusCode: number,
  message: string,
  response: ReceivedResponse | null,
): CommandOutcome {
  return { kind: "failed", failure: failure(name, of, statusCode, message), response, trace: [] };
}

export function failure(
  name: string,
  of: FailureClass,
  statusCode: number,
  message: string,
): Failure {
  return {
    class: of,
    failureIndicator: `${name} failed.`,
    statusCode,
    message,
    field: null,
    step: "request",
    remedy: "Try again.",
    target: { kind: "none" },
  };
}
