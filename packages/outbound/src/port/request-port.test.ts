import type { IncomingMessage, ServerResponse } from "node:http";
import type {
  ConnectionParameterValue,
  ConnectionView,
  ConnectionWithSecrets,
  RequestPlan,
} from "@callbook/core/integration";
import { ExactNumber } from "@callbook/core/json";
import { describe, expect, it } from "vitest";
import { maskerFor, tokenOf } from "../mask/masker-for.ts";
import { testDoor } from "../testing/door.ts";
import { closedPort, serveBytes, serveHttp } from "../testing/servers.ts";
import { createRequestPort, type PortSettings } from "./request-port.ts";

const secret = "S3CR3T-9f2c/+ &x";

function connection(
  requestUrl: string,
  change: Partial<ConnectionView> = {},
  parameters: Record<string, ConnectionParameterValue> = {},
): ConnectionWithSecrets {
  const view: ConnectionView = {
    id: 7,
    name: "c1",
    integrationId: 1,
    integrationKey: "rest-api-callback",
    integrationName: "REST API Callback",
    requestUrl,
    authMethod: "none",
    username: "",
    testPath: "",
    testMethod: "GET",
    allowedAddress: new URL(requestUrl).host,
    version: 1,
    ...change,
  };
  return {
    connection: view,
    password: view.authMethod === "basic" ? secret : null,
    bearerToken: view.authMethod === "bearer" ? "S3CR3T-bearer/+token" : null,
    parameters: new Map(Object.entries(parameters)),
  };
}

function send(
  secrets: ConnectionWithSecrets,
  plan: Partial<RequestPlan> = {},
  settings: Partial<PortSettings> = {},
) {
  const all: PortSettings = {
    door: testDoor(),
    secrets,
    policy: { ownEndpoints: [], localAddresses: () => [] },
    callback: null,
    idempotencyKey: null,
    honoursIdempotencyKey: false,
    signal: null,
    ...settings,
  };
  const port = createRequestPort(
    all,
    maskerFor(all.secrets, all.callback === null ? null : tokenOf(all.callback)),
  );
  return port.send({
    command: "Send Request",
    method: "GET",
    url: "{{connector.restapi_url}}",
    headers: null,
    body: null,
    timeoutMs: 5_000,
    async: "none",
    fields: { url: "URL", headers: "Header", body: "Body" },
    allowNonJson: false,
    ...plan,
  });
}

function echo(request: IncomingMessage, response: ServerResponse): void {
  let body = "";
  request.on("data", (chunk: Buffer) => {
    body += chunk.toString();
  });
  request.on("end", () => {
    const { method, url, headers } = request;
    response.writeHead(200, {
      "content-type": "application/json",
      "x-echo": headers.authorization ?? "",
    });
    response.end(JSON.stringify({ method, url, headers, body }));
  });
}

const urlOf = (server: { readonly port: number }): string => `http://127.0.0.1:${server.port}`;

describe("the trace of a request", () => {
  it("A31: shows the eight steps with their durations", async () => {
    const server = await serveHttp(echo);
    const seen: string[] = [];
    const outcome = await send(
      connection(urlOf(server)),
      {},
      {
        onTrace: (trace) => seen.push(trace.map(({ state }) => state).join(" ")),
      },
    );
    expect(outcome.trace.map(({ step, state }) => `${step} ${state}`)).toEqual([
      "validate passed",
      "permission passed",
      "vault skipped",
      "agent skipped",
      "dns passed",
      "tls passed",
      "request passed",
      "verdict passed",
    ]);
    expect(seen[0]).toBe("passed passed skipped skipped running pending pending pending");
    expect(seen.at(-1)).toMatch(/passed$/);
  });

  it("C3: ends at the step that failed", async () => {
    const port = await closedPort();
    const outcome = await send(connection(`http://127.0.0.1:${port}`));
    expect(outcome.trace.filter(({ state }) => state === "failed").map(({ step }) => step)).toEqual(
      ["tls", "verdict"],
    );
    expect(outcome.trace.find(({ step }) => step === "request")?.state).toBe("skipped");
    expect(outcome).toMatchObject({
      ok: false,
      response: null,
      failure: {
        class: "F-REFUSED",
        failureIndicator: "Send Request failed. API call.",
        statusCode: 503,
        message: `Connection refused by 127.0.0.1:${port}`,
        step: "tls",
      },
    });
  });

  it("a plan that is wrong is told at validation, and nothing is sent", async () => {
    const server = await serveHttp(echo);
    const outcome = await send(connection(urlOf(server)), { headers: '{"a":' });
    expect(outcome).toMatchObject({
      ok: false,
      failure: {
        class: "F-HEADER",
        field: "Header",
        step: "validate",
        target: { kind: "input", input: "Header" },
      },
    });
    expect(outcome.trace.map(({ state }) => state)).toEqual([
      "failed",
      "passed",
      "skipped",
      "skipped",
      "skipped",
      "skipped",
      "skipped",
      "failed",
    ]);
    expect(server.connections()).toBe(0);
  });
});

describe("failures", () => {
  it("F-SSRF names the input URL and the entry that would open the address", async () => {
    const outcome = await send(connection("http://127.0.0.1:9", { allowedAddress: "" }));
    expect(outcome).toMatchObject({
      ok: false,
      failure: {
        class: "F-SSRF",
        failureIndicator: "Send Request failed. Input: URL.",
        statusCode: 403,
        message: "Address 127.0.0.1 is not allowed (loopback)",
        remedy: expect.stringContaining("enter 127.0.0.1:9 as its Allowed address"),
        target: { kind: "connection", connectionId: 7, field: "allowedAddress" },
      },
    });
  });

  it.each([
    [401, "F-4xx"],
    [404, "F-4xx"],
    [429, "F-4xx"],
    [500, "F-5xx"],
    [304, "F-3xx"],
  ])("C2: an answer %s is %s with the response beside it", async (status, failureClass) => {
    const server = await serveHttp((_request, response) =>
      response
        .writeHead(status, { "content-type": "application/json" })
        .end(status === 304 ? "" : '{"message":"No"}'),
    );
    const outcome = await send(connection(urlOf(server)));
    expect(outcome).toMatchObject({
      ok: false,
      failure: {
        class: failureClass,
        statusCode: status,
        failureIndicator: "Send Request failed.",
        message: status === 304 ? "Not Modified" : "No",
        step: "verdict",
      },
      response: { status },
    });
  });

  it("F-PARSE: declared JSON that does not parse is told with its place, and its text is kept", async () => {
    const server = await serveHttp((_request, response) =>
      response.writeHead(200, { "content-type": "application/json" }).end('{"a": 1,\n"b"'),
    );
    const outcome = await send(connection(urlOf(server)));
    expect(outcome).toMatchObject({
      ok: false,
      failure: {
        class: "F-PARSE",
        statusCode: 502,
        message: expect.stringContaining("Response is not valid JSON at line 2"),
      },
      response: { status: 200, text: '{"a": 1,\n"b"', json: undefined },
    });
    expect(await send(connection(urlOf(server)), { allowNonJson: true })).toMatchObject({
      ok: true,
    });
  });

  it("a 500 whose JSON does not parse stays a 500", async () => {
    const server = await serveHttp((_request, response) =>
      response.writeHead(500, { "content-type": "application/json" }).end("Internal Server Error"),
    );
    const outcome = await send(connection(urlOf(server)));
    expect(outcome).toMatchObject({
      ok: false,
      failure: { class: "F-5xx", statusCode: 500, message: "Internal Server Error" },
    });
  });

  it("F-CANCEL names who cancelled", async () => {
    const outcome = await send(
      connection("http://127.0.0.1:9"),
      {},
      { signal: AbortSignal.abort(), cancelledBy: () => "anna" },
    );
    expect(outcome).toMatchObject({
      ok: false,
      failure: {
        class: "F-CANCEL",
        failureIndicator: "Send Request failed.",
        statusCode: 409,
        message: "Cancelled by anna",
      },
    });
  });

  it("F-UNKNOWN: a POST whose answer is lost; not when the third party honours Idempotency-Key", async () => {
    const server = await serveBytes("");
    const plan = { method: "POST", body: {} };
    expect(await send(connection(urlOf(server)), plan)).toMatchObject({
      ok: false,
      failure: { class: "F-UNKNOWN", statusCode: 504 },
    });
    expect(
      await send(connection(urlOf(server)), plan, { honoursIdempotencyKey: true }),
    ).toMatchObject({
      ok: false,
      failure: { class: "F-REFUSED" },
    });
  });
});

describe("secrets", () => {
  it("A26, A27: arrive at the service and are masked in everything that comes back", async () => {
    const seen: (string | undefined)[] = [];
    const server = await serveHttp((request, response) => {
      seen.push(request.headers.authorization, String(request.headers["x-key"]));
      echo(request, response);
    });
    const parameters = { API_KEY: { value: secret, sensitive: true } };
    for (const authMethod of ["basic", "bearer"] as const) {
      const outcome = await send(
        connection(urlOf(server), { authMethod, username: "user" }, parameters),
        {
          method: "POST",
          url: "{{connector.restapi_url}}/{{connector.API_KEY}}/x?k={{connector.API_KEY}}",
          headers: { "X-Key": "{{connector.API_KEY}}" },
          body: { key: "{{connector.API_KEY}}", pair: "u:{{connector.API_KEY}}" },
        },
      );
      expect(outcome.ok).toBe(true);
      const shown =
        JSON.stringify(outcome) + Buffer.from(outcome.response?.body ?? []).toString("utf8");
      for (const text of [
        "S3CR3T",
        "s3cr3t",
        Buffer.from(secret).toString("base64").slice(0, 12),
      ]) {
        expect(shown).not.toContain(text);
      }
      expect(outcome.response?.json).toMatchObject({ headers: { "x-key": "••••••••" } });
    }
    expect(seen).toEqual([
      `Basic ${Buffer.from(`user:${secret}`).toString("base64")}`,
      secret,
      "Bearer S3CR3T-bearer/+token",
      secret,
    ]);
  });

  it("are masked in the message of a failure and in a URL that was redirected to", async () => {
    const server = await serveHttp((request, response) => {
      if (request.url?.startsWith("/go") === true) {
        response.writeHead(302, { location: `/end?k=${encodeURIComponent(secret)}` }).end();
      } else
        response.writeHead(403, { "content-type": "text/plain" }).end(`key ${secret} is revoked`);
    });
    const parameters = { API_KEY: { value: secret, sensitive: true } };
    const outcome = await send(connection(urlOf(server), {}, parameters), { url: "go" });
    expect(outcome).toMatchObject({
      ok: false,
      failure: { message: "key •••••••• is revoked" },
      response: { url: `${urlOf(server)}/end?k=••••••••` },
    });
  });

  it("a parameter that is not sensitive is not masked", async () => {
    const server = await serveHttp(echo);
    const parameters = { TENANT: { value: "tenant-one", sensitive: false } };
    const outcome = await send(connection(urlOf(server), {}, parameters), {
      url: "t/{{connector.TENANT}}",
    });
    expect(outcome.response?.json).toMatchObject({ url: "/t/tenant-one" });
  });

  it("the token of a callback URL is masked where a service repeats it", async () => {
    const server = await serveHttp(echo);
    const callback = {
      url: "https://cb.example/api/callbacks/9/tok3n-tok3n-tok3n",
      id: "9",
      expiresAt: "2030-01-01T00:00:00Z",
    };
    const outcome = await send(
      connection(urlOf(server)),
      { method: "POST", async: "callback" },
      { callback },
    );
    expect(outcome.response?.json).toMatchObject({
      headers: { "callback-url": "https://cb.example/api/callbacks/9/••••••••" },
    });
    expect(JSON.stringify(outcome)).not.toContain("tok3n");
  });

  it("a numeric secret in JSON is masked without breaking the JSON", async () => {
    const server = await serveHttp((_request, response) =>
      response
        .writeHead(200, { "content-type": "application/json" })
        .end('{"pin":12345678,"id":12345678901234567890}'),
    );
    const parameters = { PIN: { value: 12345678, sensitive: true } };
    const outcome = await send(connection(urlOf(server), {}, parameters));
    expect(outcome).toMatchObject({ ok: true, response: { json: { pin: "••••••••" } } });
    expect(Buffer.from(outcome.response?.body ?? []).toString()).not.toContain("12345678,");
  });
});

describe("107: where secrets go", () => {
  const key = { API_KEY: { value: "k3y-of-the-connection", sensitive: true } };

  it("F-SECRET: nothing is sent to an origin that the connection does not name", async () => {
    const [own, other] = [await serveHttp(echo), await serveHttp(echo)];
    let asked = 0;
    const plan = { url: `${urlOf(other)}/?k={{connector.API_KEY}}` };
    const beforeSend = async (): Promise<void> => {
      asked += 1;
    };
    const allowed = { allowedAddress: new URL(urlOf(other)).host };
    const refused = await send(connection(urlOf(own), allowed, key), plan, { beforeSend });
    expect(refused).toMatchObject({
      ok: false,
      failure: {
        class: "F-SECRET",
        statusCode: 403,
        failureIndicator: "Send Request failed. Input: URL.",
        message: `connector.API_KEY may not be sent to ${urlOf(other)}`,
        target: { kind: "connection", connectionId: 7, field: "secretOrigins" },
      },
    });
    expect(asked).toBe(0);
    const named = { ...allowed, secretOrigins: [urlOf(other)] };
    const sent = await send(connection(urlOf(own), named, key), plan, { beforeSend });
    expect(sent).toMatchObject({ ok: true, response: { json: { url: "/?k=••••••••" } } });
    expect(asked).toBe(1);
  });
});

describe("107: a service that redirects to what it is asked for", () => {
  const key = { API_KEY: { value: "k3y/of the-connection", sensitive: true } };
  const redirector = (response: ServerResponse, location: string) =>
    response.writeHead(302, { location }).end();

  it.each([
    ["as it is", (text: string) => text],
    ["encoded", encodeURIComponent],
    ["encoded twice", (text: string) => encodeURIComponent(encodeURIComponent(text))],
    ["in base64", (text: string) => Buffer.from(text).toString("base64url")],
  ])("F-SECRET: does not carry a secret to another origin in its address, %s", async (_how, by) => {
    const other = await serveHttp(echo);
    const own = await serveHttp((request, response) => {
      const given = new URL(request.url ?? "", "http://own").searchParams.get("to") ?? "";
      const [place = "", secretPart = ""] = given.split("|");
      redirector(response, `${place}/?x=${by(secretPart)}`);
    });
    const url = `/r?to=${encodeURIComponent(urlOf(other))}|{{connector.API_KEY}}`;
    const outcome = await send(connection(urlOf(own), {}, key), { url });
    expect(outcome).toMatchObject({
      ok: false,
      failure: {
        class: "F-SECRET",
        message: `The redirect would send a secret of the connection to ${urlOf(other)}`,
        target: { kind: "connection", connectionId: 7, field: "secretOrigins" },
      },
    });
    expect(other.connections()).toBe(0);
  });

  it("may lead to an origin that the connection names, and without a secret anywhere", async () => {
    const other = await serveHttp(echo);
    const own = await serveHttp((request, response) => {
      const { searchParams } = new URL(request.url ?? "", "http://own");
      redirector(response, `${urlOf(other)}/?x=${searchParams.get("k")}`);
    });
    // It is the guard of addresses that stops both at this machine's own address, and no secret.
    const guarded = { ok: false, failure: { class: "F-SSRF" } };
    const named = connection(urlOf(own), { secretOrigins: [urlOf(other)] }, key);
    expect(await send(named, { url: "/?k={{connector.API_KEY}}" })).toMatchObject(guarded);
    const unnamed = connection(urlOf(own), {}, key);
    expect(await send(unnamed, { url: "/?k=plain" })).toMatchObject(guarded);
    expect(await send(unnamed, { url: "/?k={{connector.API_KEY}}" })).toMatchObject({
      ok: false,
      failure: { class: "F-SECRET" },
    });
  });
});

describe("views of an answer", () => {
  it("binary is kept byte for byte, and the view says that it is not text", async () => {
    const bytes = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0x00]);
    const server = await serveHttp((_request, response) =>
      response.writeHead(200, { "content-type": "text/plain" }).end(bytes),
    );
    const outcome = await send(connection(urlOf(server)));
    expect(outcome).toMatchObject({
      ok: true,
      response: { text: null, json: undefined, notes: [expect.stringContaining("not text")] },
    });
    expect(Buffer.from(outcome.response?.body ?? []).equals(bytes)).toBe(true);
  });

  it("long ids keep every digit", async () => {
    const server = await serveHttp((_request, response) =>
      response
        .writeHead(200, { "content-type": "application/json" })
        .end('{"id":12345678901234567890}'),
    );
    expect(await send(connection(urlOf(server)))).toMatchObject({
      ok: true,
      response: { json: { id: new ExactNumber("12345678901234567890") } },
    });
  });

  it("an empty answer has an empty text and no JSON", async () => {
    const server = await serveHttp((_request, response) => response.writeHead(204).end());
    expect(await send(connection(urlOf(server)))).toMatchObject({
      ok: true,
      response: { text: "", json: undefined },
    });
  });
});
