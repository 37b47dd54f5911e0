import { describe, expect, test } from "vitest";
import type { ConnectionWithSecrets, FilledInputs, RequestPlan } from "../integration/index.ts";
import { prepareRequest } from "./prepare.ts";

const secrets: ConnectionWithSecrets = {
  connection: {
    id: 3,
    name: "c1",
    integrationId: 1,
    integrationKey: "rest-api-callback",
    integrationName: "REST API Callback",
    requestUrl: "https://h.example/api",
    authMethod: "bearer",
    username: "",
    testPath: "",
    testMethod: "GET",
    allowedAddress: "",
    secretOrigins: ["https://login.example:8443"],
    version: 1,
  },
  password: null,
  bearerToken: "t0k",
  parameters: new Map([
    ["API_KEY", { value: "k3y", sensitive: true }],
    ["TENANT", { value: "lisbon", sensitive: false }],
  ]),
};

function prepare(given: Partial<RequestPlan>, filled?: FilledInputs) {
  const plan: RequestPlan = {
    command: "Send Request",
    method: "POST",
    url: "{{connector.restapi_url}}",
    headers: null,
    body: null,
    timeoutMs: 1000,
    async: "none",
    fields: { url: "URL", headers: "Header", body: "Body" },
    allowNonJson: false,
    ...given,
  };
  const material = { secrets, callback: null, idempotencyKey: null };
  return prepareRequest(plan, filled === undefined ? material : { ...material, filled });
}

describe("107: a sensitive value by template", () => {
  const foreign = "https://elsewhere.example/x";
  test.each<[string, Partial<RequestPlan>, string, string]>([
    ["in the query", { url: `${foreign}?k={{connector.API_KEY}}` }, "URL", "API_KEY"],
    ["in the path", { url: `${foreign}/{{connector.api_key}}` }, "URL", "api_key"],
    [
      "in a header",
      { url: foreign, headers: { "X-Key": "{{connector.API_KEY}}" } },
      "Header",
      "API_KEY",
    ],
    [
      "as the token of the connection",
      { url: foreign, headers: '{"X-Key": "Bearer {{ CONNECTOR.restapi_bearertoken }}"}' },
      "Header",
      "restapi_bearertoken",
    ],
    ["in the body", { url: foreign, body: { a: ["{{connector.API_KEY}}"] } }, "Body", "API_KEY"],
    [
      "to another port of the same host",
      { url: "https://h.example:444/", body: { a: "{{connector.API_KEY}}" } },
      "Body",
      "API_KEY",
    ],
    [
      "to the same host without TLS",
      { url: "http://h.example/", body: { a: "{{connector.API_KEY}}" } },
      "Body",
      "API_KEY",
    ],
  ])("%s does not go to an origin that the connection does not name", (_, plan, field, name) => {
    const prepared = prepare(plan);
    const origin = new URL(String(plan.url).replaceAll(/\{\{.*?\}\}/g, "x")).origin;
    expect(prepared).toEqual({
      ok: false,
      fault: {
        class: "F-SECRET",
        place: { kind: "input", name: field },
        message: `connector.${name} may not be sent to ${origin}`,
      },
    });
  });

  test.each<[string, Partial<RequestPlan>]>([
    ["its own origin", { url: "v1", body: { a: "{{connector.API_KEY}}" } }],
    ["its own origin, written whole", { url: "HTTPS://H.example:443/x?k={{connector.API_KEY}}" }],
    [
      "an origin that the connection names",
      { url: "https://LOGIN.example:8443/t", headers: { "X-Key": "{{connector.API_KEY}}" } },
    ],
  ])("goes to %s", (_, plan) => {
    expect(prepare(plan)).toMatchObject({ ok: true });
  });

  test("what is not sensitive goes anywhere, and the connection's own header to no other origin", () => {
    const there = prepare({ url: foreign, headers: { "X-Tenant": "{{connector.TENANT}}" } });
    expect(there).toMatchObject({ ok: true, request: { headers: [{ value: "lisbon" }] } });
    const named = prepare({ url: "https://login.example:8443/t" });
    expect(named).toMatchObject({ ok: true, request: { headers: [] } });
  });
});

describe("a header stays at its origin when redirected", () => {
  const headers = { "X-Ip": "192.0.2.7", Accept: "text/plain", "X-Key": "{{connector.API_KEY}}" };
  const bound = (filled?: FilledInputs) => {
    const prepared = prepare({ headers }, filled);
    if (!prepared.ok) throw new Error(prepared.fault.message);
    return prepared.request.headers.filter(({ isBound }) => isBound).map(({ name }) => name);
  };

  test("when a template or a datapath filled it", () => {
    expect(bound()).toEqual(["X-Key", "Authorization"]);
    expect(bound({ Header: ["X-Ip"] })).toEqual(["X-Ip", "X-Key", "Authorization"]);
    expect(bound({ Body: "all" })).toEqual(["X-Key", "Authorization"]);
    expect(bound({ Header: "all" })).toEqual(["X-Ip", "Accept", "X-Key", "Authorization"]);
  });
});
