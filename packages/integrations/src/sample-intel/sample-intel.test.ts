import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Sample, startSample } from "@callbook/sample";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { connectionTo, runCommand } from "../testing/run-command.ts";

const token = "sample-token-4f7a2c";
const eicar = "44d88612fea8a8f36de82e1278abb02f";
let sample: Sample;

beforeAll(async () => {
  sample = await startSample({ token, control: true });
});
afterAll(() => sample.close());

const intel = (change = {}) =>
  connectionTo({
    requestUrl: sample.url,
    integrationKey: "sample-intel",
    authMethod: "bearer",
    bearerToken: token,
    testPath: "v1/status",
    ...change,
  });
const sandbox = () =>
  intel({ requestUrl: `${sample.url}/sandbox`, integrationKey: "sample-sandbox" });

describe("the commands for the sample service", () => {
  it("Test Connection passes with the token and fails without", async () => {
    expect((await runCommand("Test Connection", {}, intel())).kind).toBe("succeeded");
    expect((await runCommand("Test Connection", {}, sandbox())).kind).toBe("succeeded");
    const without = await runCommand("Test Connection", {}, intel({ authMethod: "none" }));
    expect(without).toMatchObject({
      kind: "failed",
      failure: { statusCode: 401, message: "The token is missing or not accepted" },
    });
  });

  it.each([
    [
      "geolocate ip",
      { ip: "1.1.1.1" },
      { country_iso_code: "AU" },
      "City: Brisbane, country: Australia",
    ],
    ["ip reputation", { ip: " 203.0.113.66 " }, { score: 97 }, "Verdict: malicious, score: 97"],
    [
      "file reputation",
      { hash: eicar.toUpperCase() },
      { hash: eicar, verdict: "malicious" },
      "Verdict: malicious, detections: 62",
    ],
  ])("%s %j", async (name, parameter, data, message) => {
    const outcome = await runCommand(name, parameter, intel());
    expect(outcome).toMatchObject({ kind: "succeeded", data: [data], message });
  });

  it("file reputation of the second integration has words of its own", async () => {
    const outcome = await runCommand("file reputation", { hash: eicar }, sandbox());
    expect(outcome).toMatchObject({
      kind: "succeeded",
      data: [{ risk: 100 }],
      message: "Verdict: malicious, risk: 100",
    });
  });

  it.each([
    ["geolocate ip", { ip: ".." }],
    ["geolocate ip", {}],
    ["ip reputation", { ip: "1.1.1.1/../../control" }],
    ["file reputation", { hash: "{{connector.restapi_bearertoken}}" }],
    ["detonate file", { hash: "x" }],
    ["create ticket", { title: " " }],
  ])("%s %j is F-INPUT", async (name, parameter) => {
    const outcome = await runCommand(name, parameter, intel());
    expect(outcome).toMatchObject({
      kind: "failed",
      failure: { class: "F-INPUT", statusCode: 400 },
    });
  });

  it("create ticket sends what looks like a template as text, and is not repeated by its key", async () => {
    const title = "{{connector.restapi_bearertoken}} \\{{callback.url}}";
    const first = await runCommand("create ticket", { title, severity: "high" }, intel());
    expect(first).toMatchObject({
      kind: "succeeded",
      data: [{ title, severity: "high", status: "open" }],
    });
    const again = await runCommand("create ticket", { title, severity: "high" }, intel());
    expect(again).toMatchObject({ summary: first.kind === "succeeded" ? first.summary : {} });
    expect(sample.memory.tickets.list()).toHaveLength(1);
  });

  it("detonate file waits, and the report comes to the callback URL", async () => {
    const received: string[] = [];
    const receiver = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => {
        body += chunk.toString();
      });
      request.on("end", () => {
        received.push(`${request.url} ${body}`);
        response.writeHead(202).end();
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/api/callbacks/3/t0ken-t0ken`;
    sample.memory.answer.delayMs = 0;
    const outcome = await runCommand("detonate file", { hash: eicar }, intel(), {
      url,
      id: "3",
      expiresAt: "2030-01-01T00:00:00Z",
    });
    expect(outcome).toMatchObject({ kind: "waiting", outboundStatusCode: 202 });
    await vi.waitFor(() => expect(received).toHaveLength(1));
    expect(received[0]).toContain("/api/callbacks/3/t0ken-t0ken");
    expect(received[0]).toContain('"verdict":"malicious"');
    receiver.closeAllConnections();
    await new Promise<void>((resolve) => receiver.close(() => resolve()));
  });
});
