import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { makeFailure } from "../failure/index.ts";
import type {
  ConnectionParameterValue,
  ConnectionWithSecrets,
  RequestPlan,
} from "../integration/index.ts";
import { ExactNumber, type Json } from "../json/index.ts";
import { classifyResponse } from "./classify-response.ts";
import { secretsOf } from "./connector-values.ts";
import { type Prepared, type PreparedRequest, prepareRequest } from "./prepare.ts";
import { responseMessage } from "./response-message.ts";

interface Wish {
  readonly requestUrl?: string;
  readonly auth?: "none" | "basic" | "bearer";
  readonly username?: string;
  readonly token?: string;
  readonly secretOrigins?: readonly string[];
  readonly parameters?: Record<string, Json>;
  readonly isAsync?: boolean;
  readonly idempotencyKey?: string;
}

const callback = {
  url: "https://cb.example/api/callbacks/7/t0ken-token",
  id: "7",
  expiresAt: "2030-01-01T00:00:00Z",
};

function connectionOf(wish: Wish): ConnectionWithSecrets {
  const parameters = Object.entries(wish.parameters ?? {}).map(
    ([name, value]): [string, ConnectionParameterValue] => [name, { value, sensitive: true }],
  );
  return {
    connection: {
      id: 3,
      name: "c1",
      integrationId: 1,
      integrationKey: "rest-api-callback",
      integrationName: "REST API Callback",
      requestUrl: wish.requestUrl ?? "https://h/api",
      authMethod: wish.auth ?? "none",
      username: wish.username ?? "u",
      testPath: "",
      testMethod: "GET",
      allowedAddress: "",
      secretOrigins: wish.secretOrigins ?? [],
      version: 1,
    },
    password: wish.auth === "basic" ? "p" : null,
    bearerToken: wish.auth === "bearer" ? (wish.token ?? "t0k") : null,
    parameters: new Map(parameters),
  };
}

function prepare(plan: Partial<RequestPlan>, wish: Wish = {}): Prepared {
  const whole: RequestPlan = {
    command: "Send Request",
    method: "GET",
    url: "{{connector.restapi_url}}",
    headers: null,
    body: null,
    timeoutMs: 30_000,
    async: wish.isAsync === true ? "callback" : "none",
    fields: { url: "URL", headers: "Header", body: "Body" },
    allowNonJson: false,
    ...plan,
  };
  return prepareRequest(whole, {
    secrets: connectionOf(wish),
    callback: wish.isAsync === true ? callback : null,
    idempotencyKey: wish.idempotencyKey ?? null,
  });
}

function sent(plan: Partial<RequestPlan>, wish: Wish = {}): PreparedRequest {
  const prepared = prepare(plan, wish);
  if (!prepared.ok) throw new Error(prepared.fault.message);
  return prepared.request;
}

function headersOf(request: PreparedRequest): Record<string, string> {
  return Object.fromEntries(request.headers.map(({ name, value }) => [name, value]));
}

function faultOf(plan: Partial<RequestPlan>, wish: Wish = {}): string {
  const prepared = prepare(plan, wish);
  if (prepared.ok) return "none";
  const { place } = prepared.fault;
  const at = place.kind === "input" || place.kind === "connection" ? place.name : place.kind;
  return `${prepared.fault.class} ${at}`;
}

describe("the URL of a request", () => {
  test("B9: the default text is the Request URL", () => {
    expect(sent({}, { requestUrl: "https://h/api?k=1" }).url).toBe("https://h/api?k=1");
  });

  test("B10: a value in the path is percent-encoded", () => {
    const plan = { url: "{{connector.restapi_url}}/t/{{connector.TENANT}}" };
    expect(sent(plan, { requestUrl: "https://h", parameters: { TENANT: "a b" } }).url).toBe(
      "https://h/t/a%20b",
    );
  });

  test.each(["../admin", "//evil.com", "?a=1", "#f", "a/b", "x\r\ny", "..", "%2e%2e"])(
    "the value %j in a path cannot change path depth, query or origin",
    (value) => {
      const prepared = prepare({ url: "v1/{{connector.P}}" }, { parameters: { P: value } });
      if (!prepared.ok) {
        expect(prepared.fault.class).toBe("F-TEMPLATE");
        return;
      }
      expect(prepared.request.url).toMatch(/^https:\/\/h\/api\/v1\/[^/?#]+$/);
    },
  );

  test("no value of a parameter ever moves the request to another origin", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 1 }), (value) => {
        const prepared = prepare(
          { url: "a/{{connector.P}}?q={{connector.P}}" },
          { parameters: { P: value } },
        );
        if (prepared.ok) expect(prepared.request.url).toMatch(/^https:\/\/h\/api\/a\/[^/?#]*\?q=/);
      }),
    );
  });

  test.each([
    ["https://{{connector.HOST}}/x"],
    ["https://h:{{connector.HOST}}/x"],
    ["{{connector.HOST}}://h/x"],
    ["//{{connector.HOST}}/x"],
  ])("a template in the origin is F-URL: %s", (url) => {
    expect(faultOf({ url }, { parameters: { HOST: "evil" } })).toBe("F-URL URL");
  });
});

describe("credentials", () => {
  test("A26, A27: are attached at the connection's own origin", () => {
    expect(headersOf(sent({}, { auth: "basic" }))).toMatchObject({ Authorization: "Basic dTpw" });
    expect(headersOf(sent({ url: "x" }, { auth: "bearer" }))).toMatchObject({
      Authorization: "Bearer t0k",
    });
  });

  test("are not attached to a complete URL of another origin, unless the author wrote them and the connection names it", () => {
    expect(headersOf(sent({ url: "https://other/y" }, { auth: "bearer" }))).toEqual({});
    const written = {
      url: "https://other/y",
      headers: { Authorization: "Bearer {{connector.restapi_bearertoken}}" },
    };
    expect(faultOf(written, { auth: "bearer" })).toBe("F-SECRET Header");
    const named = { auth: "bearer", secretOrigins: ["https://other"] } as const;
    expect(headersOf(sent(written, named))).toEqual({ Authorization: "Bearer t0k" });
  });

  test("a header written by the author beats the automatic one of the same name", () => {
    const plan = {
      method: "POST",
      headers: { authorization: "mine", "content-type": "x/y" },
      body: { a: 1 },
    };
    expect(headersOf(sent(plan, { auth: "bearer" }))).toEqual({
      authorization: "mine",
      "content-type": "x/y",
    });
  });

  test("A28: a token with a space is F-AUTHFORMAT of the connection", () => {
    expect(faultOf({}, { auth: "bearer", token: "a b" })).toBe("F-AUTHFORMAT Authentication");
    expect(faultOf({}, { auth: "basic", username: "a:b" })).toBe("F-AUTHFORMAT Authentication");
  });
});

describe("headers", () => {
  test("B2, B12: a header is filled from an encrypted value", () => {
    const plan = { headers: '{"d3key":"{{connector.restapi_bearertoken}}"}' };
    const request = sent(plan, { auth: "bearer" });
    expect(headersOf(request)).toMatchObject({ d3key: "t0k" });
    expect(request.headers.find(({ name }) => name === "d3key")?.isBound).toBe(true);
  });

  test("B13: malformed JSON is F-HEADER with line and column", () => {
    const prepared = prepare({ headers: '{"a":' });
    expect(prepared).toMatchObject({
      ok: false,
      fault: { class: "F-HEADER", place: { kind: "input", name: "Header" } },
    });
    if (!prepared.ok) expect(prepared.fault.message).toContain("1:6");
  });

  test.each([
    ["[1]", "F-HEADER Header"],
    ['{"Host":"x"}', "F-HEADER Header"],
    ['{"a b":"x"}', "F-HEADER Header"],
    ['{"a":{"b":1}}', "F-HEADER Header"],
    ['{"a":"x\\r\\nEvil: 1"}', "F-HEADER Header"],
    ['{"a":"{{connector.NOPE}}"}', "F-TEMPLATE Header"],
    ['{"a":"{{connector.NOPE"}', "F-TEMPLATE Header"],
    ['{"Host":"{{connector.NOPE}}"}', "F-TEMPLATE Header"],
  ])("%s is %s", (headers, expected) => {
    expect(faultOf({ headers })).toBe(expected);
  });

  test("a value with line breaks from a parameter is F-HEADER, and is not repeated", () => {
    const prepared = prepare(
      { headers: { a: "{{connector.P}}" } },
      { parameters: { P: "x\r\nEvil: yes" } },
    );
    expect(prepared).toMatchObject({ ok: false, fault: { class: "F-HEADER" } });
    expect(JSON.stringify(prepared)).not.toContain("Evil");
  });

  test("numbers and booleans are written as text", () => {
    expect(headersOf(sent({ headers: { a: 1, b: true } }))).toMatchObject({ a: "1", b: "true" });
    const id = "7615917337495251231";
    expect(headersOf(sent({ headers: `{"a":${id}}` }))).toMatchObject({ a: id });
  });

  test("null is no Header", () => {
    expect(faultOf({ headers: "null" })).toBe("F-HEADER Header");
  });
});

describe("the body", () => {
  const body = (input: Json, parameters: Record<string, Json> = {}): string | null =>
    sent({ method: "POST", body: input }, { parameters }).body;

  test("B3: a custom value is put in", () => {
    expect(body('{"a":"{{connector.DOC_TEST}}"}', { DOC_TEST: "v" })).toBe('{"a":"v"}');
    expect(body('{"a":"x {{ CONNECTOR.doc_test }} y"}', { DOC_TEST: 5 })).toBe('{"a":"x 5 y"}');
  });

  test("B4: a display name with a space is F-TEMPLATE", () => {
    expect(faultOf({ method: "POST", body: '{"a":"{{connector.DOC Test}}"}' })).toBe(
      "F-TEMPLATE Body",
    );
  });

  test("B14: is a JSON object; anything else is F-BODY", () => {
    expect(body('{"a":[1,2]}')).toBe('{"a":[1,2]}');
    for (const bad of [
      "[1]",
      '"x"',
      "1",
      "null",
      " null ",
      "{",
      "{'a':1}",
      '{"a":{{connector.X}}}',
    ]) {
      expect(faultOf({ method: "POST", body: bad }, { parameters: { X: 1 } })).toBe("F-BODY Body");
    }
  });

  test("numbers go out with the digits that were typed, or came", () => {
    const text = '{"id":7615917337495251231,"huge":1e400,"ratio":0.1234567890123456789}';
    expect(body(text)).toBe(text);
    const ID = new ExactNumber("7615917337495251231");
    expect(body({ id: ID, at: "{{connector.ID}}", url: "x/{{connector.ID}}" }, { ID })).toBe(
      '{"id":7615917337495251231,"at":7615917337495251231,"url":"x/7615917337495251231"}',
    );
    expect(faultOf({ method: "POST", body: '{"id":1e999999}' })).toBe("F-BODY Body");
  });

  test("B15: one bare template stands for the whole body", () => {
    expect(body("{{connector.body}}", { BODY: { a: 1 } })).toBe('{"a":1}');
    expect(body(" {{connector.body}} ", { BODY: '{"a":2}' })).toBe('{"a":2}');
    expect(
      faultOf({ method: "POST", body: "{{connector.body}}" }, { parameters: { BODY: [1] } }),
    ).toBe("F-BODY Body");
  });

  test("a string of exactly one expression takes the value's own type", () => {
    expect(body({ a: "{{connector.N}}", b: "{{connector.L}}" }, { N: 3, L: [true] })).toBe(
      '{"a":3,"b":[true]}',
    );
  });

  test("no value can break the JSON or be read as a template again", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 1 }), (value) => {
        const text = body('{"a":"<{{connector.P}}>"}', { P: value });
        expect(JSON.parse(text ?? "")).toEqual({ a: `<${value}>` });
      }),
    );
    expect(body({ a: "{{connector.P}}" }, { P: "{{connector.P}}" })).toBe(
      '{"a":"{{connector.P}}"}',
    );
  });

  test("brings its Content-Type; with GET or HEAD it is F-INPUT", () => {
    expect(headersOf(sent({ method: "POST", body: {} }))).toEqual({
      "Content-Type": "application/json",
    });
    expect(faultOf({ method: "GET", body: {} })).toBe("F-INPUT Body");
    expect(faultOf({ method: "head", body: "{}" })).toBe("F-INPUT Body");
  });
});

describe("the first fault wins", () => {
  const everything = {
    method: "POST",
    url: "ftp://x/{{connector.NO}}",
    headers: "{",
    body: "[",
  } as const;
  test.each([
    ["an empty URL", { ...everything, url: " " }, {}, "F-INPUT URL"],
    ["an unresolved template", everything, {}, "F-TEMPLATE URL"],
    ["a bad URL", { ...everything, url: "ftp://x/" }, {}, "F-URL URL"],
    [
      "a bad token",
      { ...everything, url: "x" },
      { auth: "bearer", token: "a b" },
      "F-AUTHFORMAT Authentication",
    ],
    ["a bad header", { ...everything, url: "x" }, {}, "F-HEADER Header"],
    ["a bad body", { ...everything, url: "x", headers: "{}" }, {}, "F-BODY Body"],
    [
      "an unresolved template in the body",
      { ...everything, url: "ftp://x/", headers: "{}", body: { a: "{{connector.NO}}" } },
      {},
      "F-TEMPLATE Body",
    ],
  ] as [string, Partial<RequestPlan>, Wish, string][])("%s", (_name, plan, wish, expected) => {
    expect(faultOf(plan, wish)).toBe(expected);
  });
});

describe("a request whose answer comes by callback", () => {
  test("carries the header Callback-URL when no template names callback.url", () => {
    const request = sent({ method: "POST", body: {} }, { isAsync: true });
    expect(headersOf(request)).toMatchObject({ "Callback-URL": callback.url });
    expect(request.headers.find(({ name }) => name === "Callback-URL")?.isBound).toBe(true);
  });

  test("carries the URL where the template says, and no header then", () => {
    const request = sent(
      {
        method: "POST",
        body: { to: "{{callback.url}}", id: "{{callback.id}}", until: "{{callback.expires_at}}" },
      },
      { isAsync: true },
    );
    expect(request.body).toBe(
      JSON.stringify({ to: callback.url, id: "7", until: callback.expiresAt }),
    );
    expect(headersOf(request)).not.toHaveProperty("Callback-URL");
  });

  test("callback.url without one is F-TEMPLATE", () => {
    expect(faultOf({ url: "x?u={{callback.url}}" })).toBe("F-TEMPLATE URL");
  });
});

test("every sensitive value is among the secrets that are masked", () => {
  const { values } = secretsOf(connectionOf({ auth: "basic", parameters: { KEY: "abc-def" } }));
  expect(values).toEqual(["p", "abc-def"]);
});

test("a request that writes carries the Idempotency-Key, one that reads does not", () => {
  expect(headersOf(sent({ method: "PATCH" }, { idempotencyKey: "k" }))).toEqual({
    "Idempotency-Key": "k",
  });
  expect(headersOf(sent({ method: "GET" }, { idempotencyKey: "k" }))).toEqual({});
});

describe("what an answer means", () => {
  const answer = (
    status: number,
    json: Json | undefined,
    text: string | null = null,
    headers = {},
  ) => classifyResponse("Send Request", { status, headers, json, text });

  test("2xx is no failure", () => {
    for (const status of [200, 201, 202, 204, 299]) expect(answer(status, undefined)).toBeNull();
  });

  test("C9: the three lines of a 500", () => {
    expect(answer(500, undefined, "Internal Server Error")).toMatchObject({
      failureIndicator: "Send Request failed.",
      statusCode: 500,
      message: "Internal Server Error",
      class: "F-5xx",
      step: "verdict",
    });
  });

  test("C5: the status code is the third party's", () => {
    expect(answer(418, undefined, "")).toMatchObject({
      statusCode: 418,
      class: "F-4xx",
      message: "Status 418",
    });
    expect(answer(304, undefined)).toMatchObject({
      statusCode: 304,
      class: "F-3xx",
      message: "Not Modified",
    });
  });

  test("C6: a 401 says to check the permission setting", () => {
    expect(answer(401, undefined)?.remedy).toMatch(/not authorised.*permission setting/);
  });

  test.each([
    ["2", "2 s"],
    ["1000000000", "a while"],
    ["-5", "a while"],
    ["Thu, 01 Jan 1970 00:00:00 GMT", "a while"],
    ["soon", "a while"],
  ])("Retry-After %s of a 429 is told as %s", (retryAfter, said) => {
    expect(answer(429, undefined, null, { "retry-after": retryAfter })?.remedy).toContain(
      `wait ${said}`,
    );
  });

  test.each<[string, Json | undefined, string | null, string]>([
    ["C8: error.message", { error: { message: "Bad key" }, message: "no" }, null, "Bad key"],
    [
      "error_description",
      { error: "invalid_grant", error_description: "Expired" },
      null,
      "Expired",
    ],
    ["message", { message: "m", detail: "d" }, null, "m"],
    ["detail before title", { title: "t", detail: "d" }, null, "d"],
    ["title", { title: "t", error: "e" }, null, "t"],
    ["error as text", { error: "e" }, null, "e"],
    ["errors[0].message", { errors: [{ message: "first" }, { message: "second" }] }, null, "first"],
    ["an unknown shape", { code: 7 }, null, '{"code":7}'],
    ["an empty object", {}, "{}", "Bad Request"],
    ["text", undefined, "  Out of\n order ", "Out of order"],
    [
      "HTML",
      undefined,
      "<!doctype html><head><title>x</title></head><body><h1>Not &amp; here</h1><script>a()</script></body>",
      "Not & here",
    ],
    ["nothing", undefined, "", "Bad Request"],
    ["binary", undefined, null, "Bad Request"],
    [
      "a long text, whole: it is cut once it is masked",
      undefined,
      "x".repeat(5000),
      "x".repeat(5000),
    ],
  ])("the message is taken from %s", (_name, json, text, message) => {
    expect(responseMessage(400, json, text)).toBe(message);
  });

  test("a hostile error page costs little time", () => {
    const hostile = `<html>${"<script>".repeat(100_000)}${"<".repeat(100_000)}`;
    expect(responseMessage(500, undefined, hostile).length).toBeLessThanOrEqual(2000);
  });
});

test("C4: the failure indicator names the input, the connection or the call", () => {
  const facts = { command: "Send Request", message: "m" } as const;
  const of = (place: Parameters<typeof makeFailure>[0]["place"]) =>
    makeFailure({ ...facts, class: "F-HEADER", place }).failureIndicator;
  expect(of({ kind: "input", name: "Header" })).toBe("Send Request failed. Input: Header.");
  expect(of({ kind: "connection", name: "c1", connectionId: 1, field: null })).toBe(
    "Send Request failed. Connection: c1.",
  );
  expect(of({ kind: "call" })).toBe("Send Request failed. API call.");
  expect(of({ kind: "command" })).toBe("Send Request failed.");
});
