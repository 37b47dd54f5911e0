import { describe, expect, it } from "vitest";
import { runners } from "../runners.ts";
import { closedUrl, connectionTo, echoServer, runCommand } from "../testing/run-command.ts";

const send = "Send Request";
const callback = {
  url: "https://cb.example/api/callbacks/1/t0ken-t0ken",
  id: "1",
  expiresAt: "2030-01-01T00:00:00Z",
};

describe("Send Request", () => {
  it("B1: method, URL, headers and body arrive as they were entered, and the answer is the result", async () => {
    const server = await echoServer();
    const outcome = await runCommand(
      send,
      {
        URL: "{{connector.restapi_url}}/v1/x?a=1",
        Method: "PUT",
        Header: '{"X-A":"1","X-B":true}',
        Body: '{"b":[1,2]}',
      },
      connectionTo({ requestUrl: server.url }),
    );
    expect(server.asked[0]).toMatchObject({
      method: "PUT",
      url: "/v1/x?a=1",
      headers: {
        "x-a": "1",
        "x-b": "true",
        "content-type": "application/json",
        "idempotency-key": "attempt-1",
      },
      body: '{"b":[1,2]}',
    });
    expect(outcome).toMatchObject({
      kind: "succeeded",
      data: [{ method: "PUT", url: "/v1/x?a=1" }],
      summary: { status_code: 200, reason: "OK", content_type: "application/json" },
      message: "Send Request answered 200 OK",
    });
  });

  it.each([
    ["B11: empty with a body", { Body: '{"a":1}' }, "POST"],
    ["B11: empty with a body that is parsed already", { Body: { a: 1 } }, "POST"],
    ["B11: empty without a body", {}, "GET"],
    ["B11: an empty text", { Method: "", Body: "" }, "GET"],
    ["B11: PATCH", { Method: "PATCH" }, "PATCH"],
    ["lower case", { Method: "delete" }, "DELETE"],
  ])("the method is decided: %s", async (_name, parameter, method) => {
    const server = await echoServer();
    await runCommand(send, { URL: "x", ...parameter }, connectionTo({ requestUrl: server.url }));
    expect(server.asked[0]?.method).toBe(method);
    expect(runners["rest-api-callback"]?.[send]?.describe({ URL: "x", ...parameter }).method).toBe(
      method,
    );
  });

  it("B2, B12: the bearer token arrives in a custom header and nothing that is shown has it", async () => {
    const server = await echoServer();
    const secrets = connectionTo({
      requestUrl: server.url,
      authMethod: "bearer",
      bearerToken: "t0ken-of-some-length",
    });
    const parameter = {
      URL: "{{connector.restapi_url}}",
      Header: { d3key: "{{connector.restapi_bearertoken}}" },
    };
    const outcome = await runCommand(send, parameter, secrets);
    expect(server.asked[0]?.headers).toMatchObject({
      d3key: "t0ken-of-some-length",
      authorization: "Bearer t0ken-of-some-length",
    });
    const shown = JSON.stringify(outcome) + Buffer.from(outcome.response?.body ?? []).toString();
    expect(shown).not.toContain("t0ken-of-some-length");
    expect(shown).toContain("••••••••");
  });

  it("B3, B15: custom parameters fill the body, alone or as a whole", async () => {
    const server = await echoServer();
    const parameters = {
      DOC_TEST: { value: "v", sensitive: false },
      BODY: { value: { whole: [1] }, sensitive: false },
    };
    const secrets = connectionTo({ requestUrl: server.url, parameters });
    await runCommand(send, { URL: "x", Body: '{"k":"{{connector.DOC_TEST}}"}' }, secrets);
    await runCommand(send, { URL: "x", Body: "{{connector.body}}" }, secrets);
    expect(server.asked.map(({ body }) => body)).toEqual(['{"k":"v"}', '{"whole":[1]}']);
  });

  it.each([
    ["B6: F-INPUT", { URL: " " }, "F-INPUT", "Send Request failed. Input: URL.", "URL is required"],
    [
      "F-INPUT",
      { URL: "x", Method: "TRACE" },
      "F-INPUT",
      "Send Request failed. Input: Method.",
      "Method must be",
    ],
    [
      "F-INPUT",
      { URL: "x", Timeout: 601 },
      "F-INPUT",
      "Send Request failed. Input: Timeout.",
      "from 1 to 600",
    ],
    [
      "F-INPUT",
      { URL: "x", Timeout: "soon" },
      "F-INPUT",
      "Send Request failed. Input: Timeout.",
      "from 1 to 600",
    ],
    [
      "F-INPUT",
      { URL: "x", Async: "poll" },
      "F-INPUT",
      "Send Request failed. Input: Async.",
      "none or callback",
    ],
    [
      "F-INPUT",
      { URL: "x", Method: "GET", Body: {} },
      "F-INPUT",
      "Send Request failed. Input: Body.",
      "cannot be sent with GET",
    ],
    ["F-URL", { URL: "ftp://x/" }, "F-URL", "Send Request failed. Input: URL.", "ftp:"],
    [
      "B13: F-HEADER",
      { URL: "x", Header: '{"a":' },
      "F-HEADER",
      "Send Request failed. Input: Header.",
      "1:6",
    ],
    [
      "B14: F-BODY",
      { URL: "x", Body: "[1]" },
      "F-BODY",
      "Send Request failed. Input: Body.",
      "JSON object",
    ],
    [
      "B4: F-TEMPLATE",
      { URL: "x", Body: '{"a":"{{connector.DOC Test}}"}' },
      "F-TEMPLATE",
      "Send Request failed. Input: Body.",
      "DOC Test",
    ],
    [
      "F-TEMPLATE",
      { URL: "{{connector.FOO}}" },
      "F-TEMPLATE",
      "Send Request failed. Input: URL.",
      "Unresolved template connector.FOO",
    ],
  ])(
    "%s: %j is told before anything is sent",
    async (_id, parameter, failureClass, failureIndicator, message) => {
      const server = await echoServer();
      const outcome = await runCommand(send, parameter, connectionTo({ requestUrl: server.url }));
      expect(outcome).toMatchObject({
        kind: "failed",
        failure: {
          class: failureClass,
          failureIndicator,
          statusCode: 400,
          message: expect.stringContaining(message),
        },
      });
      expect(server.asked).toEqual([]);
    },
  );

  it("C9: a 500 gives the three lines", async () => {
    const server = await echoServer((_asked, response) =>
      response.writeHead(500).end("Internal Server Error"),
    );
    const outcome = await runCommand(send, { URL: "x" }, connectionTo({ requestUrl: server.url }));
    expect(outcome).toMatchObject({
      kind: "failed",
      failure: {
        failureIndicator: "Send Request failed.",
        statusCode: 500,
        message: "Internal Server Error",
      },
    });
  });

  it("C2: a 404 and a closed port both have three parts", async () => {
    const server = await echoServer((_asked, response) => response.writeHead(404).end());
    const answered = await runCommand(send, { URL: "x" }, connectionTo({ requestUrl: server.url }));
    const refused = await runCommand(
      send,
      { URL: "x" },
      connectionTo({ requestUrl: await closedUrl() }),
    );
    expect(answered).toMatchObject({
      failure: { class: "F-4xx", statusCode: 404, message: "Not Found" },
    });
    expect(refused).toMatchObject({
      failure: {
        class: "F-REFUSED",
        statusCode: 503,
        failureIndicator: "Send Request failed. API call.",
      },
    });
  });

  it("a timeout is F-TIMEOUT and names the seconds", async () => {
    const server = await echoServer(() => {});
    const outcome = await runCommand(
      send,
      { URL: "x", Timeout: 1 },
      connectionTo({ requestUrl: server.url }),
    );
    expect(outcome).toMatchObject({
      failure: { class: "F-TIMEOUT", statusCode: 504, message: "No response within 1 s (headers)" },
    });
  });

  it.each([
    ["an array", "application/json", "[1,2]", [1, 2]],
    ["a scalar", "application/json", "5", [5]],
    ["text", "text/plain", "hello", [{ text: "hello" }]],
    ["JSON that is declared as text", "text/plain", '{"a":1}', [{ a: 1 }]],
    ["nothing", "text/plain", "", []],
  ])("the data of %s", async (_name, type, body, data) => {
    const server = await echoServer((_asked, response) =>
      response.writeHead(200, { "content-type": type }).end(body),
    );
    const outcome = await runCommand(send, { URL: "x" }, connectionTo({ requestUrl: server.url }));
    expect(outcome).toMatchObject({ kind: "succeeded", data });
  });
});

describe("Send Request with Async = callback", () => {
  it("A1: a 202 leaves the block waiting, and the header Callback-URL carries the URL", async () => {
    const server = await echoServer((_asked, response) => response.writeHead(202).end());
    const outcome = await runCommand(
      send,
      { URL: "x", Method: "POST", Async: "callback" },
      connectionTo({ requestUrl: server.url }),
      callback,
    );
    expect(outcome).toMatchObject({ kind: "waiting", outboundStatusCode: 202 });
    expect(server.asked[0]?.headers["callback-url"]).toBe(callback.url);
  });

  it("the template in the body carries the URL instead", async () => {
    const server = await echoServer((_asked, response) => response.writeHead(202).end());
    const parameter = { URL: "x", Async: "callback", Body: { callbackUrl: "{{callback.url}}" } };
    await runCommand(send, parameter, connectionTo({ requestUrl: server.url }), callback);
    expect(JSON.parse(server.asked[0]?.body ?? "")).toEqual({ callbackUrl: callback.url });
    expect(server.asked[0]?.headers).not.toHaveProperty("callback-url");
  });

  it("a failure of the request fails at once", async () => {
    const server = await echoServer((_asked, response) => response.writeHead(503).end());
    const outcome = await runCommand(
      send,
      { URL: "x", Async: "callback" },
      connectionTo({ requestUrl: server.url }),
      callback,
    );
    expect(outcome).toMatchObject({ kind: "failed", failure: { class: "F-5xx", statusCode: 503 } });
  });
});

describe("Test Connection", () => {
  it("A31: 2xx is passed, with the eight steps", async () => {
    const server = await echoServer();
    const secrets = connectionTo({
      requestUrl: `${server.url}/api`,
      testPath: "status",
      testMethod: "HEAD",
    });
    const outcome = await runCommand("Test Connection", {}, secrets);
    expect(outcome).toMatchObject({ kind: "succeeded", message: "Test Connection Passed" });
    expect(server.asked[0]).toMatchObject({ method: "HEAD", url: "/api/status" });
    expect(outcome.trace.map(({ step }) => step)).toEqual([
      "validate",
      "permission",
      "vault",
      "agent",
      "dns",
      "tls",
      "request",
      "verdict",
    ]);
  });

  it("passes after a redirect, and with an answer that is no JSON", async () => {
    const server = await echoServer((asked, response) => {
      if (asked.url === "/") response.writeHead(302, { location: "/login" }).end();
      else response.writeHead(200, { "content-type": "application/json" }).end("<html>");
    });
    const outcome = await runCommand(
      "Test Connection",
      {},
      connectionTo({ requestUrl: server.url }),
    );
    expect(outcome.kind).toBe("succeeded");
  });

  it("A31: a 401 fails with the remedy about permission", async () => {
    const server = await echoServer((_asked, response) => response.writeHead(401).end());
    const outcome = await runCommand(
      "Test Connection",
      {},
      connectionTo({ requestUrl: server.url }),
    );
    expect(outcome).toMatchObject({
      kind: "failed",
      failure: {
        class: "F-4xx",
        failureIndicator: "Test Connection failed.",
        statusCode: 401,
        message: "Unauthorized",
        remedy: expect.stringContaining("permission setting"),
      },
    });
  });

  it("A31: a closed port is F-REFUSED", async () => {
    const outcome = await runCommand(
      "Test Connection",
      {},
      connectionTo({ requestUrl: await closedUrl() }),
    );
    expect(outcome).toMatchObject({
      kind: "failed",
      failure: { class: "F-REFUSED", failureIndicator: "Test Connection failed. API call." },
    });
  });

  it("on a 404 the remedy is a Test path, and its button opens that field", async () => {
    const server = await echoServer((_asked, response) => response.writeHead(404).end());
    const outcome = await runCommand(
      "Test Connection",
      {},
      connectionTo({ requestUrl: server.url }),
    );
    expect(outcome).toMatchObject({
      failure: {
        remedy: expect.stringContaining("Test path"),
        target: { kind: "connection", field: "testPath" },
      },
    });
  });

  it("A28: a token with a space is F-AUTHFORMAT and opens the authentication of the form", async () => {
    const secrets = connectionTo({
      requestUrl: "http://127.0.0.1:9",
      authMethod: "bearer",
      bearerToken: "a b",
    });
    const outcome = await runCommand("Test Connection", {}, secrets);
    expect(outcome).toMatchObject({
      failure: {
        class: "F-AUTHFORMAT",
        failureIndicator: "Test Connection failed. Connection: Authentication.",
        target: { kind: "connection", field: "authMethod" },
      },
    });
  });

  it("an address that is not allowed says what to enter, and its button opens the field", async () => {
    const secrets = connectionTo({ requestUrl: "http://127.0.0.1:9", allowedAddress: "" });
    const outcome = await runCommand("Test Connection", {}, secrets);
    expect(outcome).toMatchObject({
      failure: {
        class: "F-SSRF",
        remedy: expect.stringContaining("127.0.0.1:9"),
        target: { field: "allowedAddress" },
      },
    });
  });
});
