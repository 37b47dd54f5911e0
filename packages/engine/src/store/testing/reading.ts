import { executionSlot, inPass, type Slot, slotNamed } from "@callbook/core/log";
import { describe, expect, it } from "vitest";
import { packBody } from "../body.ts";
import type { Append } from "../rows.ts";
import type { ResultHead } from "../views.ts";
import { at, newResult, newRun, next, type Open, path, slot, write } from "./world.ts";

export function reading(open: Open): void {
  describe("results", () => {
    it("are listed in the order in which their passes started and by the numbers of their executions, page by page, with what was asked", async () => {
      const { store } = open();
      const run = newRun(open());
      const appRuns = [9, 10].map(appRun);
      const parameters = Array.from({ length: 12 }, (_, index) => ({
        ip: `198.51.100.${index}`,
        context,
      }));
      const plan = { appRuns, parameters };
      const action = { id: 8, path, blockId: "b_1", name: "Look up", command: "c", handle: "h" };
      const actionRun = { ...action, plan, startedAt: at };
      const later = inPass(path, 2);
      const named: Slot[] = ["text", "a"].map(slotNamed);
      const results = [9, 10]
        .flatMap((id) => parameters.map((_, index) => executionSlot(id, index)))
        .map((one) => newResult({ slot: one }));
      const more = named.map((one) => newResult({ path: later, slot: one, connectionId: null }));
      const again = newResult({ slot: executionSlot(9, 3), attempt: 2, status: "failed" });
      const shuffled = [...more, again, ...results.toReversed()];
      await write(store, run, next(run, { actionRuns: [actionRun], results: shuffled }));
      const order = [...results.slice(0, 4), again, ...results.slice(4), ...more.toReversed()];
      const read: ResultHead[] = [];
      for (;;) {
        const page = await store.listResults(run.run, null, read.at(-1) ?? null, 5);
        read.push(...page);
        if (page.length < 5) break;
      }
      expect(read.map(addressOf)).toEqual(order.map(addressOf));
      expect(read[4]).toEqual({
        ...addressOf(again),
        connectionId: 3,
        status: "failed",
        statusCode: 200,
        message: "fine",
        summary: { rows: 1 },
        error: null,
        trace: [],
        size: 4,
        startedAt: at,
        finishedAt: at,
        actionRunId: 8,
        parameter: parameters[3],
        appRun: appRuns[0],
      });
      expect(read.at(-1)).toMatchObject({ actionRunId: null, parameter: null, appRun: null });
      const ofPass = await store.listResults(run.run, later, null, 100);
      expect(ofPass.map(({ slot: one }) => one)).toEqual(["a", "text"]);
      expect(await store.readActionRuns(run.run, null)).toEqual([actionRun]);
      expect(await store.readActionRuns(run.run, [later])).toEqual([]);
      expect(await store.readActionRunsById(run.run, [8, 7])).toEqual([actionRun]);
      expect(await store.readActionRunsOf(run.run, [10, 77])).toEqual([actionRun]);
      expect(await store.readActionRunsOf(run.run, [77])).toEqual([]);
      expect(await store.findActionRun(8)).toEqual(run.run);
    });

    it("are listed by those alone whose newest attempt failed, of a pass or of all", async () => {
      const { store } = open();
      const run = newRun(open());
      const later = inPass(path, 2);
      const first = executionSlot(9, 0);
      const second = executionSlot(9, 1);
      const third = executionSlot(9, 2);
      const results = [
        newResult({ slot: first, status: "failed" }),
        newResult({ slot: second }),
        newResult({ slot: third, status: "failed" }),
        newResult({ slot: third, attempt: 2 }),
        newResult({ path: later, slot: first, status: "failed" }),
        newResult({ path: later, slot: first, attempt: 2, status: "failed" }),
      ];
      await write(store, run, next(run, { results }));
      const failed = [results[0], results[5]].map((one) => one && addressOf(one));
      const all = await store.listResults(run.run, null, null, 10, "failed");
      expect(all.map(addressOf)).toEqual(failed);
      const [one] = all;
      const after = await store.listResults(run.run, null, one ?? null, 10, "failed");
      expect(after.map(addressOf)).toEqual(failed.slice(1));
      const ofPass = await store.listResults(run.run, later, null, 10, "failed");
      expect(ofPass.map(addressOf)).toEqual(failed.slice(1));
      expect(await store.listResults(run.run, later, ofPass[0] ?? null, 10, "failed")).toEqual([]);
    });

    it("are read with their values, every attempt; and one body, the newest unless another is asked for", async () => {
      const { store } = open();
      const run = newRun(open());
      const values = ["first", "second"];
      const results = await Promise.all(
        values.map(async (value, index) =>
          newResult({
            attempt: index + 1,
            data: await packBody([value]),
            raw: await packBody({ status: 200 }),
          }),
        ),
      );
      await write(store, run, next(run, { results }));
      const read = await store.readResults(run.run, [path]);
      expect(read.map(({ attempt, data }) => [attempt, data])).toEqual([
        [1, ["first"]],
        [2, ["second"]],
      ]);
      expect(await store.readResults(run.run, [])).toEqual([]);
      expect(await store.readResults(run.run, [inPass(path, 2)])).toEqual([]);
      const raw = { status: 200 };
      expect(await store.readResultBody(run.run, path, slot)).toEqual({ data: ["second"], raw });
      expect(await store.readResultBody(run.run, path, slot, 1)).toEqual({ data: ["first"], raw });
      expect(await store.readResultBody(run.run, null, slot)).toEqual({ data: ["second"], raw });
      expect(await store.readResultBody(run.run, path, slotNamed("70/1"))).toBeNull();
    });
  });

  describe("log lines", () => {
    it("are read line by line of each event, page by page", async () => {
      const { store } = open();
      const run = newRun(open());
      const lines = Array.from({ length: 7 }, (_, index) => ({
        seq: 2,
        line: index,
        path,
        blockId: "b_1",
        level: index === 0 ? ("error" as const) : ("info" as const),
        text: `line ${index}`,
      }));
      const second = next(run, { logs: lines });
      const third = {
        seq: 3,
        line: 0,
        path,
        blockId: "b_1",
        level: "warning",
        text: "last",
      } as const;
      await write(store, run, second, next(second, { logs: [third] }));
      const first = await store.listLogLines(run.run, null, 5);
      const rest = await store.listLogLines(run.run, first.at(-1) ?? null, 5);
      expect([...first, ...rest]).toEqual([...lines, third].map((line) => ({ ...line, at })));
    });
  });

  describe("calls of a callback", () => {
    it("are found newest first, however they were recorded", async () => {
      const { store } = open();
      const run = newRun(open());
      const args = {
        actionRunId: 5,
        success: true,
        handleOf: 5,
        containerVersion: null,
        filtered: null,
      };
      const { filtered, ...args1 } = { ...args, filteredResults: [[70, 0]] };
      const call = { type: "CallbackCalled", callbackId: "c_1", path } as const;
      const bodies = [
        { ...call, v: 1, mode: "engine", args: args1 },
        { ...call, v: 2, mode: "direct", callbackId: "c_2", args },
        { v: 2, type: "BlockSkipped", path, blockId: "b_1", reason: "c_1", died: ["c_1"] },
        {
          v: 1,
          type: "BlockRan",
          path: inPass(path, 2),
          blockId: "b_1",
          outcome: "succeeded",
          failure: null,
          taken: ["out"],
          mode: "direct",
          args,
          called: [
            ["c_3", null],
            ["c_1", slotNamed("kept")],
          ],
          died: [],
          lines: [],
        },
      ];
      const appends: Append[] = [];
      bodies.forEach((body, index) => {
        // Logs of version 1 lie on disk in shapes that nobody writes any more.
        const event: Append["events"][number]["event"] = JSON.parse(JSON.stringify(body));
        const before = appends.at(-1) ?? run;
        appends.push(next(before, { events: [{ seq: index + 2, at, event }] }));
      });
      await write(store, run, ...appends);
      const second = { path: inPass(path, 2), slot: "kept" };
      expect(await store.findCalls(run.run, "c_1", null, 10)).toEqual([
        { seq: 5, at, path: inPass(path, 2), mode: "direct", args: { ...args, filtered: second } },
        {
          seq: 2,
          at,
          path,
          mode: "engine",
          args: { ...args1, filteredResults: undefined, filtered: { results: [[70, 0]] } },
        },
      ]);
      expect(await store.findCalls(run.run, "c_1", path, 10)).toMatchObject([{ seq: 2 }]);
      expect(await store.findCalls(run.run, "c_1", null, 1)).toMatchObject([{ seq: 5 }]);
      expect(await store.findCalls(run.run, "c_9", null, 10)).toEqual([]);
    });
  });
}

const context = { guid: "g", artifact_id: null, parent_action_run: [] };

function appRun(appRunId: number) {
  const connection = { connectionId: 3, connection: "Three", integrationKey: "http" };
  return { appRunId, ...connection, appId: 1, app: "HTTP" };
}

function addressOf({
  path: of,
  slot: which,
  attempt,
}: {
  path: string;
  slot: string;
  attempt: number;
}) {
  return { path: of, slot: which, attempt };
}
