/** Calls of the product's REST API. */
import { request } from "undici";

export interface Rest {
  readonly base: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The answer's JSON; null: it has none. Throws on an answer of 300 or above. */
  call(method: "GET" | "POST", path: string, body?: unknown): Promise<unknown>;
}

/** The API of the server at `base`, as whoever has the token. */
export function restOf(base: string, token: string): Rest {
  const headers = { authorization: `Bearer ${token}` };
  return {
    base,
    headers,
    call: async (method, path, body) => {
      const given = body === undefined ? {} : { "content-type": "application/json" };
      const reply = await request(base + path, {
        method,
        headers: { ...headers, ...given },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await reply.body.text();
      if (reply.statusCode >= 300)
        throw new Error(`${method} ${path}: ${reply.statusCode} ${text}`);
      return text === "" ? null : JSON.parse(text);
    },
  };
}

/**
 * Makes a connection of REST API Callback to a third party on this machine, in a site (by default the
 * first one). Gives its id.
 */
export async function makeConnection(rest: Rest, port: number, siteId?: number): Promise<number> {
  const integrations = rowsIn(await rest.call("GET", "/api/integrations"));
  const integration = integrations.find((row) => row["key"] === "rest-api-callback");
  if (integration === undefined) throw new Error("REST API Callback is missing");
  const form = {
    name: "bench_target",
    scope: "site",
    siteId: siteId ?? (await firstSite(rest)),
    recipientSiteId: null,
    description: "",
    permissions: [],
    active: true,
    requestUrl: `http://127.0.0.1:${port}`,
    authMethod: "none",
    username: "",
    testPath: "",
    testMethod: "GET",
    allowedAddress: `127.0.0.1:${port}`,
    parameters: {},
  };
  return idIn(
    await rest.call("POST", "/api/connections", { integrationId: integration["id"], form }),
  );
}

/** Makes a playbook in a site (by default the first one) and publishes it. Gives its id. */
export async function publishPlaybook(
  rest: Rest,
  name: string,
  document: unknown,
  siteId?: number,
): Promise<number> {
  const made = { name, siteId: siteId ?? (await firstSite(rest)), document };
  const id = idIn(await rest.call("POST", "/api/playbooks", made));
  await rest.call("POST", `/api/playbooks/${id}/publish`, {});
  return id;
}

async function firstSite(rest: Rest): Promise<unknown> {
  return rowsIn(await rest.call("GET", "/api/sites"))[0]?.["id"];
}

function rowsIn(value: unknown): Record<string, unknown>[] {
  if (!Array.isArray(value)) throw new Error("expected a list");
  return value.filter(
    (row): row is Record<string, unknown> => typeof row === "object" && row !== null,
  );
}

/** The number that an answer says under "id". */
export function idIn(value: unknown): number {
  if (typeof value === "object" && value !== null && "id" in value && typeof value.id === "number")
    return value.id;
  throw new Error("expected {id}");
}
