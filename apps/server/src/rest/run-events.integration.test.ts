import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { at, idIn } from "../testing/rest-client.ts";
import { makeRestWorld, oneAction, published, type RestWorld } from "./testing/rest-world.ts";

let world: RestWorld;
let waitingPlaybook = 0;
beforeAll(async () => {
  world = await makeRestWorld();
  world.sample.memory.answer = { mode: "manual", delayMs: 0 };
  const hash = "44d88612fea8a8f36de82e1278abb02f";
  const output = "#b_act:action_result.data.*.verdict";
  const document = oneAction(world.intel.connectionId, "detonate file", { hash }, output);
  waitingPlaybook = await published(world, document);
});
afterAll(() => world.close());

interface Message {
  /** null: the next ones have the same. */
  readonly id: number | null;
  readonly event: string;
  readonly data: unknown;
}

/** Opens the stream of a run; `next` resolves with its messages one by one, null at its end. */
async function follow(runId: number, headers: Record<string, string> = {}) {
  const gone = new AbortController();
  const response = await fetch(`${world.server.url}/api/runs/${runId}/events`, {
    headers: { authorization: `Bearer ${world.script.token}`, ...headers },
    signal: gone.signal,
  });
  const messages = response.body === null ? null : messagesOf(response.body);
  const next = async (): Promise<Message | null> => (await messages?.next())?.value ?? null;
  const rest = async (): Promise<Message[]> => {
    const all: Message[] = [];
    for (let one = await next(); one !== null; one = await next()) all.push(one);
    return all;
  };
  return { status: response.status, type: response.headers.get("content-type"), next, rest, gone };
}

async function* messagesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Message, void, void> {
  let text = "";
  const decoder = new TextDecoder();
  for await (const part of body) {
    text += decoder.decode(part, { stream: true });
    const blocks = text.split("\n\n");
    text = blocks.pop() ?? "";
    for (const block of blocks) {
      const fields = new Map(
        block.split("\n").map((line) => {
          const colon = line.indexOf(": ");
          return [line.slice(0, colon), line.slice(colon + 2)];
        }),
      );
      const data = fields.get("data");
      const id = fields.get("id");
      if (data !== undefined)
        yield {
          id: id === undefined ? null : Number(id),
          event: fields.get("event") ?? "",
          data: JSON.parse(data),
        };
    }
  }
}

describe("following a run", () => {
  it("tells every event in its order, callbacks with their arguments, and ends with the run", async () => {
    const { script, sample } = world;
    const started = await script.call("POST", `/api/playbooks/${waitingPlaybook}/runs`);
    const runId = idIn(started.body);
    const stream = await follow(runId);
    expect([stream.status, stream.type]).toEqual([200, "text/event-stream"]);
    const seen: Message[] = [];
    while (seen.at(-1)?.event !== "BlockWaiting") {
      const one = await stream.next();
      if (one === null) throw new Error("the stream ended before the wait");
      seen.push(one);
    }
    const { detonations } = sample.memory;
    await detonations.finish(detonations.list().at(-1)?.id ?? "");
    seen.push(...(await stream.rest()));
    const ids = seen.flatMap(({ id }) => (id === null ? [] : [id]));
    expect(ids).toEqual(ids.map((_, index) => index + 1));
    expect(seen.at(-1)?.event).toBe("RunFinished");
    const called = seen.filter(({ event }) => event === "CallbackCalled");
    const last = called.find(({ data }) => at(data, "event", "callbackId") === "c_2");
    expect(at(last?.data, "arguments", "handle")).toBe("a handle");
    expect(at(last?.data, "arguments", "results", 0, "asset")).toBe("intel");
    expect(Object.keys(Object(at(last?.data, "arguments")))).toHaveLength(8);
  });

  it("tells what a block did in one moment thing by thing, with the id at the last of them", async () => {
    const { script, intel } = world;
    const id = await published(world, oneAction(intel.connectionId));
    const run = await script.call("POST", `/api/playbooks/${id}/runs?wait=30`);
    const messages = await (await follow(idIn(run.body))).rest();
    const ofStart = messages.filter(({ data }) => at(data, "seq") === 2);
    expect(ofStart.map((message) => [message.event, message.id])).toEqual([
      ["BlockStarted", null],
      ["BlockFinished", null],
      ["CallbackCalled", 2],
    ]);
    const types = messages.map(({ event }) => event);
    for (const type of ["BlockStarted", "BlockFinished"])
      expect(types.filter((one) => one === type)).toHaveLength(3);
    expect(types).not.toContain("BlockRan");
  });

  it("goes on after Last-Event-ID, and has nothing more for who knows everything", async () => {
    const { script, intel } = world;
    const id = await published(world, oneAction(intel.connectionId));
    const run = await script.call("POST", `/api/playbooks/${id}/runs?wait=30`);
    const runId = idIn(run.body);
    const all = await (await follow(runId)).rest();
    const some = await (await follow(runId, { "Last-Event-ID": "3" })).rest();
    expect(some).toEqual(all.slice(all.findIndex((message) => message.id === 3) + 1));
    const none = await follow(runId, { "Last-Event-ID": String(all.at(-1)?.id) });
    expect(none.status).toBe(204);
  });

  it("tells log lines with their text", async () => {
    const { script, intel } = world;
    const document = oneAction(intel.connectionId);
    const debug = {
      id: "b_say",
      type: "debug",
      version: 1,
      name: "say",
      position: { x: 192, y: 0 },
      note: "",
      config: { message: "looked at {{playbook_input:#i_ip}}", level: "warning" },
    };
    const id = await published(world, {
      ...document,
      blocks: [...document.blocks, debug],
      callbacks: [
        ...document.callbacks,
        { id: "c_3", source: "b_start", port: "next", target: "b_say" },
      ],
    });
    const run = await script.call("POST", `/api/playbooks/${id}/runs?wait=30`);
    const messages = await (await follow(idIn(run.body))).rest();
    const line = messages.find(({ event }) => event === "LogWritten");
    expect(at(line?.data, "text")).toBe("looked at 203.0.113.66");
  });

  it("ends when the token is revoked or the right to read the run is gone, also while events come", async () => {
    const { script, analyst, server, sites } = world;
    const prisma = server.database.prisma;
    const started = await script.call("POST", `/api/playbooks/${waitingPlaybook}/runs`);
    const runId = idIn(started.body);
    const stream = await follow(runId, { authorization: `Bearer ${analyst.token}` });
    expect((await stream.next())?.event).toBe("RunStarted");
    const { userId } = await prisma.apiToken.findFirstOrThrow({
      where: { user: { name: "Anna Analyst" } },
    });
    await prisma.membership.deleteMany({ where: { userId, siteId: sites.berlin } });
    await expect
      .poll(async () => (await analyst.call("GET", `/api/runs/${runId}`)).status, {
        timeout: 20_000,
      })
      .not.toBe(200);
    // The cancel brings further events, of which none is told.
    await script.call("POST", `/api/runs/${runId}/cancel`);
    const told = (await stream.rest()).map(({ event }) => event);
    await prisma.membership.create({ data: { userId, siteId: sites.berlin, role: "analyst" } });
    expect(told).not.toContain("CancelRequested");
    expect(told).not.toContain("RunFinished");
  });

  it("is refused to who may not read the run, and leaves nothing behind when the reader goes", async () => {
    const { script, stranger } = world;
    const started = await script.call("POST", `/api/playbooks/${waitingPlaybook}/runs`);
    const runId = idIn(started.body);
    const refused = await stranger.call("GET", `/api/runs/${runId}/events`);
    expect(refused.status).toBe(404);
    const stream = await follow(runId);
    expect((await stream.next())?.event).toBe("RunStarted");
    stream.gone.abort();
    await script.call("POST", `/api/runs/${runId}/cancel`);
    await expect
      .poll(async () => at((await script.call("GET", `/api/runs/${runId}`)).body, "state"))
      .toBe("cancelled");
  });
});
