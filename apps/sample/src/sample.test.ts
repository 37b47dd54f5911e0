import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { type Sample, startSample } from "./index.ts";

const token = "sample-test-token";
const eicar = "275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f";
let sample: Sample;
const received: unknown[] = [];
const receiver = createServer((request, response) => {
  let text = "";
  request.on("data", (chunk: Buffer) => {
    text += chunk.toString("utf8");
  });
  request.on("end", () => {
    received.push(JSON.parse(text));
    response.writeHead(202).end("{}");
  });
});
let callbackUrl = "";

beforeAll(async () => {
  sample = await startSample({ token, control: true });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  callbackUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/callback/secret-part`;
});
afterAll(async () => {
  await sample.close();
  receiver.closeAllConnections();
  await new Promise<void>((resolve) => receiver.close(() => resolve()));
});
afterEach(() => {
  received.length = 0;
});

async function call(
  path: string,
  init: RequestInit = {},
  credentials: Record<string, string> = { authorization: `Bearer ${token}` },
): Promise<{ status: number; body: unknown }> {
  const answer = await fetch(sample.url + path, {
    ...init,
    headers: { ...credentials, ...(init.headers as Record<string, string>) },
  });
  return { status: answer.status, body: await answer.json() };
}

function post(body: unknown, headers: Record<string, string> = {}): RequestInit {
  return { method: "POST", body: JSON.stringify(body), headers };
}

describe("lookups", () => {
  it("the same address always has the same place and the same reputation", async () => {
    const first = await call("/v1/geolocation/192.0.2.77");
    expect(first.status).toBe(200);
    expect(await call("/v1/geolocation/192.0.2.77")).toEqual(first);
    const bad = await call("/v1/ip-reputation/203.0.113.66");
    expect(bad.body).toMatchObject({ score: 97, verdict: "malicious" });
    expect(await call("/v1/ip-reputation/203.0.113.66")).toEqual(bad);
  });

  it.each([
    ["/v1/geolocation/not-an-ip"],
    ["/v1/ip-reputation/1.2.3"],
    ["/v1/file-reputation/xyz"],
    ["/sandbox/v1/file-reputation/xyz"],
  ])("%s is refused with the reason in error.message", async (path) => {
    const answer = await call(path);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({
      error: { message: expect.stringContaining("That is not a") },
    });
  });

  it("both services know the file that every scanner reports", async () => {
    expect((await call(`/v1/file-reputation/${eicar}`)).body).toMatchObject({
      verdict: "malicious",
    });
    expect((await call(`/sandbox/v1/file-reputation/${eicar}`)).body).toMatchObject({ risk: 100 });
  });
});

describe("credentials", () => {
  const basic = Buffer.from(`anyone:${token}`).toString("base64");
  it.each([
    ["bearer token", { authorization: `Bearer ${token}` }, 200],
    ["password of Basic", { authorization: `Basic ${basic}` }, 200],
    ["X-Api-Key", { "x-api-key": token }, 200],
    ["wrong bearer token", { authorization: "Bearer nope" }, 401],
    ["nothing", {}, 401],
  ])("%s answers %s", async (_name, headers, status) => {
    expect((await call("/v1/status", {}, headers as Record<string, string>)).status).toBe(status);
  });
});

describe("tickets", () => {
  it("the same idempotency key gives the same ticket, and one without key a new one", async () => {
    const again = post({ title: "Look" }, { "idempotency-key": "k-1" });
    const first = await call("/v1/tickets", again);
    const second = await call("/v1/tickets", again);
    const other = await call("/v1/tickets", post({ title: "Look" }));
    expect([first.status, second.status, other.status]).toEqual([201, 200, 201]);
    expect(second.body).toEqual(first.body);
    expect(other.body).not.toEqual(first.body);
  });

  it("a ticket without title is refused", async () => {
    expect((await call("/v1/tickets", post({}))).status).toBe(422);
  });
});

describe("detonate file answers by callback", () => {
  it("after its 202", async () => {
    const job = post({ hash: eicar, callback_url: callbackUrl, answer: "after", delay_ms: 0 });
    expect((await call("/v1/detonations", job)).status).toBe(202);
    await vi.waitFor(() => expect(received).toHaveLength(1));
    expect(received[0]).toMatchObject({ status: "finished", verdict: "malicious", score: 90 });
  });

  it("before its 202", async () => {
    await call(
      "/v1/detonations",
      post({ hash: eicar, callback_url: callbackUrl, answer: "before" }),
    );
    expect(received).toHaveLength(1);
  });

  it("twice", async () => {
    await call(
      "/v1/detonations",
      post({ hash: eicar, callback_url: callbackUrl, answer: "twice", delay_ms: 0 }),
    );
    await vi.waitFor(() => expect(received).toHaveLength(2));
    expect(received[1]).toEqual(received[0]);
  });

  it("only when the control endpoint says so, at the URL of the header Callback-URL", async () => {
    const job = await call(
      "/v1/detonations",
      post({ hash: eicar, answer: "manual" }, { "callback-url": callbackUrl }),
    );
    const { id } = job.body as { id: string };
    expect(received).toHaveLength(0);
    const finished = await call(`/control/detonations/${id}/finish`, { method: "POST" });
    expect(finished.body).toEqual({ id, deliveries: [202] });
    expect(received).toHaveLength(1);
  });

  it("the list of jobs does not show callback URLs", async () => {
    await call(
      "/v1/detonations",
      post({ hash: eicar, callback_url: callbackUrl, answer: "never" }),
    );
    const list = await call("/control/detonations");
    expect(JSON.stringify(list.body)).not.toContain("secret-part");
  });
});

describe("failures", () => {
  it("a failing endpoint answers with its status and a message", async () => {
    const answer = await fetch(`${sample.url}/v1/fail/429`);
    expect(answer.status).toBe(429);
    expect(answer.headers.get("retry-after")).toBe("2");
    expect(await answer.json()).toMatchObject({ error: { message: "Too many requests" } });
  });

  it("the malformed endpoint declares JSON that does not parse", async () => {
    const answer = await fetch(`${sample.url}/v1/fail/malformed`);
    expect(answer.headers.get("content-type")).toBe("application/json");
    await expect(answer.json()).rejects.toThrow();
  });
});

describe("the ledger", () => {
  it("counts every call by route, and keeps no header or body", async () => {
    await call("/control/reset", { method: "POST" });
    await call("/v1/tickets", post({ title: "confidential words" }, { "idempotency-key": "k-9" }));
    await call("/v1/status");
    const { body } = await call("/control/calls");
    expect(body).toMatchObject({
      total: 2,
      routes: { "POST /v1/tickets": 1, "GET /v1/status": 1 },
      calls: [{ idempotencyKey: "k-9", status: 201 }, { status: 200 }],
    });
    expect(JSON.stringify(body)).not.toMatch(new RegExp(`${token}|confidential`));
  });

  it("the control endpoints are not there unless asked for", async () => {
    const plain = await startSample({ token });
    expect((await fetch(`${plain.url}/control/calls`)).status).toBe(404);
    await plain.close();
  });
});
