import { lastPass } from "@callbook/core/log";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Fixture } from "./testing/fixture.ts";
import { action, end, playbook, start } from "./testing/playbook.ts";
import { reply } from "./testing/target.ts";

const ada = { userId: "u_1", name: "Ada" };
let fixture: Fixture;
beforeAll(async () => {
  fixture = await Fixture.open({
    timing: { cancelGraceMs: 300 },
    ports: (ports) => ({
      ...ports,
      execute: async (request) => {
        // One command that does not listen when it is told to stop.
        if (request.command !== "post") return ports.execute(request);
        return ports.execute({ ...request, signal: new AbortController().signal });
      },
    }),
  });
});
afterAll(() => fixture.close());

function one(command: string, path: string) {
  const drawn = [
    start(),
    action("call", command, path),
    action("next", "get", `${path}/next`),
    end(),
  ];
  return playbook(drawn, ["start > call", "call > next", "next > end"]);
}

describe("cancelling a run", () => {
  it("stops a call in flight, skips what has not run, and says who cancelled", async () => {
    fixture.target.on("/stops", () => undefined);
    const runId = await fixture.run(one("get", "/stops"));
    await fixture.target.called("/stops");
    expect(await fixture.engine.cancel(runId, ada)).toBe(true);
    expect(await fixture.ended(runId)).toMatchObject({ state: "cancelled" });
    const state = await fixture.state(runId);
    expect(lastPass(state, "b_call")).toMatchObject({
      state: "cancelled",
      failure: { class: "F-CANCEL", statusCode: 409, message: "Cancelled by Ada" },
    });
    expect(lastPass(state, "b_next")?.state).toBe("skipped");
    expect(fixture.target.callsOf("/stops/next")).toEqual([]);
  });

  it("keeps the outcome of a call that succeeds all the same", async () => {
    const answers: (() => void)[] = [];
    fixture.target.on("/succeeds", (_, response) => {
      answers.push(() => reply(response, 200, { kept: true }));
    });
    const runId = await fixture.run(one("post", "/succeeds"));
    await fixture.target.called("/succeeds");
    await fixture.engine.cancel(runId, ada);
    await fixture.until(runId, ({ cancelRequestedBy }) => cancelRequestedBy === "Ada");
    answers[0]?.();
    expect(await fixture.ended(runId)).toMatchObject({ state: "cancelled" });
    expect(await fixture.block(runId, "call")).toMatchObject({ state: "succeeded" });
    expect(fixture.target.callsOf("/succeeds/next")).toEqual([]);
  });

  it("does not wait for an unsafe call that does not stop: its outcome is unknown", async () => {
    fixture.target.on("/deaf", () => undefined);
    const runId = await fixture.run(one("post", "/deaf"));
    await fixture.target.called("/deaf");
    await fixture.engine.cancel(runId, ada);
    expect(await fixture.ended(runId)).toMatchObject({ state: "cancelled" });
    const [row] = await fixture.executions(runId);
    expect(row?.failure?.class).toBe("F-UNKNOWN");
    // The run itself tells of it, also where no result is read.
    const run = await fixture.engine.runs.readRun(runId);
    expect(run).toMatchObject({ requests: 1, failedRequests: 1, unknownRequests: 1 });
  });

  it("twice has one effect, and after the end none", async () => {
    fixture.target.on("/twice", () => undefined);
    const runId = await fixture.run(one("get", "/twice"));
    await fixture.target.called("/twice");
    const asked = await Promise.all([1, 2, 3].map(() => fixture.engine.cancel(runId, ada)));
    expect(asked).toContain(true);
    await fixture.ended(runId);
    expect(await fixture.engine.cancel(runId, ada)).toBe(false);
    const events = await fixture.events(runId);
    expect(events.filter(({ event }) => event.type === "CancelRequested")).toHaveLength(1);
    expect(events.filter(({ event }) => event.type === "RunFinished")).toHaveLength(1);
  });
});
