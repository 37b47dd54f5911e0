import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type {
  CommandOutcome,
  CommandRunner,
  ConnectionWithSecrets,
  RequestPlan,
} from "@callbook/core/integration";
import { beforeEach, describe, expect, it } from "vitest";
import { testDoor } from "../testing/door.ts";
import { serveHttp } from "../testing/servers.ts";
import { runCommand } from "./request-port.ts";

/** A secret of so many characters, which is found nowhere by chance. */
function secretOf(length: number): string {
  return randomBytes(length).toString("base64url").slice(0, length).replaceAll(/[-_]/g, "Q");
}

const secrets = [1, 4, 8, 40, 4_096].map((length) => [length, secretOf(length)] as const);
const long = secrets.filter(([length]) => length >= 6);

const b64 = (text: string) => Buffer.from(text).toString("base64");
/** Every way in which an echo may write it that promises to be found. */
const encodings: readonly (readonly [string, (secret: string) => string])[] = [
  ["as it is", (secret) => secret],
  ["in upper case", (secret) => secret.toUpperCase()],
  ["in hex", (secret) => Buffer.from(secret).toString("hex")],
  ["percent-encoded", (secret) => Buffer.from(secret).toString("hex").replaceAll(/../g, "%$&")],
  ["in base64", b64],
  ["in base64, trimmed", (secret) => b64(secret).replace(/=+$/, "").slice(0, -1)],
  ["in base64 without its first character", (secret) => b64(secret.slice(1))],
  ["in base64 without its first two", (secret) => b64(secret.slice(2))],
  ["in base64 amid other text", (secret) => b64(`x${secret}y`)],
  ["in base64url", (secret) => Buffer.from(secret).toString("base64url")],
];

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

/** What a third party says back, by the door it comes through. */
const doors: Readonly<Record<string, (echo: string, response: ServerResponse) => void>> = {
  answer: (echo, response) => json(response, 200, { echo, [echo]: [echo] }),
  error: (echo, response) => json(response, 500, { message: `no such key ${echo}` }),
  "long error": (echo, response) =>
    json(response, 500, { message: `${"x".repeat(1_990)} ${echo} end` }),
  "error in HTML that splits it": (echo, response) =>
    response
      .writeHead(500, { "content-type": "text/html" })
      .end(`<html><body>${echo.slice(0, 5)}<b>${echo.slice(5)}</b></body></html>`),
  "JSON that does not parse": (echo, response) =>
    response.writeHead(200, { "content-type": "application/json" }).end(`{"a":${echo}`),
  "charset parameter": (echo, response) =>
    response.writeHead(200, { "content-type": `text/plain; charset="${echo}"` }).end("x"),
  "media type": (echo, response) =>
    response.writeHead(200, { "content-type": `application/${echo}` }).end("\0\0"),
  "content coding": (echo, response) =>
    response.writeHead(200, { "content-encoding": echo }).end("x"),
  "value of a header": (echo, response) => response.writeHead(200, { "x-echo": echo }).end(),
  "name of a header": (echo, response) =>
    response.writeHead(200, { [`x-${echo.replaceAll(/[^A-Za-z0-9%]/g, "")}`]: "1" }).end(),
  redirect: (echo, response) =>
    response.writeHead(302, { location: `http://${echo.length < 64 ? echo : "x"}.invalid/` }).end(),
  "redirect that goes round": (echo, response) =>
    response.writeHead(302, { location: `/${echo}` }).end(),
  "redirect to a scheme": (echo, response) =>
    response.writeHead(302, { location: `a${echo.toLowerCase()}://x/` }).end(),
};
const inName = /upper|trimmed|base64/;

let door: string;
let echo: string;
let server: Awaited<ReturnType<typeof serveHttp>>;
beforeEach(async () => {
  server = await serveHttp((request: IncomingMessage, response: ServerResponse) => {
    request.resume();
    doors[door]?.(echo, response);
  });
});

function connectionWith(secret: string): ConnectionWithSecrets {
  return {
    connection: {
      id: 7,
      name: "c1",
      integrationId: 1,
      integrationKey: "rest-api-callback",
      integrationName: "REST API Callback",
      requestUrl: `http://127.0.0.1:${server.port}/base`,
      authMethod: "none",
      username: "",
      testPath: "",
      testMethod: "GET",
      allowedAddress: `127.0.0.1:${server.port}`,
      version: 1,
    },
    password: null,
    bearerToken: null,
    parameters: new Map([["KEY", { value: secret, sensitive: true }]]),
  };
}

/** Code that tells all it was given, as commands may. */
const talkative = (plan: Partial<RequestPlan>): CommandRunner => ({
  describe: () => ({ method: "GET", async: "none" }),
  run: async ({ request }): Promise<CommandOutcome> => {
    const outcome = await request.send({
      command: "Send Request",
      method: "GET",
      url: "x",
      headers: null,
      body: null,
      timeoutMs: 5_000,
      async: "none",
      fields: { url: "URL", headers: "Header", body: "Body" },
      allowNonJson: false,
      ...plan,
    });
    const { response, trace } = outcome;
    if (!outcome.ok) return { kind: "failed", failure: outcome.failure, response, trace };
    const { url, text } = outcome.response;
    return {
      kind: "succeeded",
      data: [outcome.response.json ?? null],
      summary: { url },
      message: `${text}`,
      response,
      trace,
    };
  },
});

/** All that leaves the door: the outcome and every trace on the way. */
async function told(secret: string, plan: Partial<RequestPlan> = {}): Promise<string> {
  const traces: unknown[] = [];
  const outcome = await runCommand(
    talkative(plan),
    {},
    {
      door: testDoor(),
      secrets: connectionWith(secret),
      policy: { ownEndpoints: [], localAddresses: () => [] },
      callback: null,
      idempotencyKey: null,
      honoursIdempotencyKey: false,
      signal: null,
      onTrace: (trace) => traces.push(trace),
    },
  );
  const body = Buffer.from(outcome.response?.body ?? []).toString("latin1");
  return JSON.stringify([outcome, traces]) + body;
}

/** Whether any eight characters of the echo in a row are to be read. */
function isReadable(text: string, secret: string): boolean {
  for (let at = 0; at + 8 <= secret.length; at += 1)
    if (text.includes(secret.slice(at, at + 8))) return true;
  return false;
}

describe("what a third party repeats is masked, whatever door it takes", () => {
  for (const [length, secret] of long)
    it.each(Object.keys(doors))(`a secret of ${length} characters: %s`, async (name) => {
      for (const [how, encode] of encodings) {
        // Names of headers are told in lower case, which no decoder reads any more; a tag in the middle of a code splits that.
        if (/name|scheme/.test(name) && inName.test(how)) continue;
        if (length > 4_000 && /header|type|coding|redirect|charset/.test(name)) {
          if (encode(secret).length > 12_000) continue;
        }
        door = name;
        echo = encode(secret);
        const text = await told(secret);
        // A host has at most 63 letters between two points: of a longer one nothing comes back.
        if (name !== "redirect") expect(text, how).toContain("•");
        expect(
          isReadable(text, echo.replaceAll(/[^A-Za-z0-9%]/g, "")),
          `${how}: ${text.slice(0, 500)}`,
        ).toBe(false);
        expect(isReadable(text.toLowerCase(), secret.toLowerCase()), how).toBe(false);
      }
    });
});

describe("where we put a secret, it is not shown, however short it is", () => {
  const needle = "{{connector.KEY}}";
  const plans: readonly (readonly [string, string])[] = [
    ["in the path", `a/${needle}/b`],
    ["in the query", `a?key=${needle}`],
    ["in a complete URL", `{{connector.restapi_url}}/${needle}`],
    ["in a URL that climbs", `../../../${needle}`],
    ["in a URL that climbs far out", `${"../".repeat(28)}${needle}`],
    ["in a URL that cannot be read", `http://[::1/${needle}`],
    ["in a URL without a scheme", `//host/${needle}`],
  ];
  for (const [length, secret] of secrets)
    it.each(plans)(`of ${length} characters %s`, async (_name, url) => {
      door = "answer";
      echo = "nothing";
      const [text, other] = [await told(secret, { url }), await told("####", { url })];
      const bare = (told: string) =>
        told.replaceAll(/"(durationMs|date)":("[^"]*"|[0-9.]+)/g, "").replaceAll(/:\d+/g, "");
      // With another secret the very same is told, so that nothing of it can be in it.
      expect(bare(text)).toBe(bare(other));
      expect(text).toContain("••••••••");
    });
});
