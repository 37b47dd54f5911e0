import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { createLog } from "../process/log.ts";
import { SamplePortTaken, type SampleService, startSampleService } from "./service.ts";

const log = createLog("silent");
const token = "a-token-for-the-sample";
const started: SampleService[] = [];

async function start(port: number, withToken = token): Promise<SampleService> {
  const service = await startSampleService({ token: withToken, port, log });
  started.push(service);
  return service;
}

afterEach(async () => {
  for (const service of started.splice(0)) await service.stop();
});

async function status(service: SampleService): Promise<number> {
  const headers = { authorization: `Bearer ${token}` };
  const answer = await fetch(`${service.url}/v1/status`, { headers }).catch(() => null);
  return answer?.status ?? 0;
}

describe("the sample service as a process of its own", () => {
  it("is started again at its port when it dies", async () => {
    const service = await start(0);
    expect(await status(service)).toBe(200);
    const first = service.pid() ?? 0;
    process.kill(first, "SIGKILL");
    await expect.poll(() => service.pid()).not.toBe(first);
    await expect.poll(() => status(service), { timeout: 10_000 }).toBe(200);
  });

  it("ends when it is stopped, and is not started again", async () => {
    const service = await start(0);
    await service.stop();
    expect(await status(service)).toBe(0);
    expect(service.pid()).toBeNull();
  });

  it("a port that another program has is told, so that another one is chosen", async () => {
    const other = createServer((socket) => socket.end());
    other.listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as AddressInfo;
    await expect(start(port)).rejects.toBeInstanceOf(SamplePortTaken);
    other.close();
  });

  it("the service of another process is used, and its place taken when it goes", async () => {
    const first = await start(0);
    const second = await start(first.port);
    expect(second.pid()).toBeNull();
    await first.stop();
    await expect.poll(() => second.pid(), { timeout: 10_000 }).not.toBeNull();
    expect(await status(second)).toBe(200);
  });

  it("that of another installation, which takes another token, is not used", async () => {
    const first = await start(0, "somebody-elses-token");
    await expect(start(first.port)).rejects.toBeInstanceOf(SamplePortTaken);
  });
});
