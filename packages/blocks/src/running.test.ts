import { blockPath, executionSlot } from "@callbook/core/log";
import { describe, expect, test } from "vitest";
import { fail, ok } from "./testing/outcomes.ts";
import { action, callbackId, debug, decision, end, playbook, start } from "./testing/playbook.ts";
import { TestRun } from "./testing/run.ts";

const FAILED = ["#b_lookup:action_result.status", "==", "failed"] as const;

describe("a run", () => {
  test("D1: every callback that is called carries its arguments by reference", () => {
    const drawn = ["start > lookup", "lookup > log"];
    const run = new TestRun(playbook([start(), action("lookup"), debug("log")], drawn));
    run.finish("lookup", [ok]);
    for (const id of ["c_1", "c_2"]) expect(run.callback(id)?.args).not.toBeNull();
    expect(run.callback("c_2")?.args).toEqual({
      actionRunId: 101,
      success: true,
      handleOf: null,
      containerVersion: null,
      filtered: null,
    });
  });

  test("D2: an action's callbacks are called by the engine, those of pure blocks directly", () => {
    const drawn = ["start > lookup", "lookup > log", "log > choose", "choose.else > last"];
    const blocks = [
      start(),
      action("lookup"),
      debug("log"),
      decision("choose", [{ id: "yes", comparisons: [FAILED] }]),
      debug("last"),
    ];
    const run = new TestRun(playbook(blocks, drawn)).finish("lookup", [ok]);
    expect(drawn.map((_, index) => run.callback(`c_${index + 1}`)?.mode)).toEqual([
      "direct",
      "engine",
      "direct",
      "direct",
    ]);
  });

  test("D3: a decision calls only the target whose condition is true, the other one is skipped", () => {
    const drawn = ["start > choose", "choose.yes > hit", "choose.else > miss"];
    const blocks = [
      start(["ip"]),
      decision("choose", [{ id: "yes", comparisons: [["playbook_input:ip", "==", "192.0.2.1"]] }]),
      debug("hit"),
      debug("miss"),
    ];
    const run = new TestRun(playbook(blocks, drawn), { ip: "192.0.2.9" });
    expect(run.block("hit")?.state).toBe("skipped");
    expect(run.block("hit")?.skipReason).toBe("branch not taken");
    expect(run.callback("c_2")).toMatchObject({ state: "dead", reason: "branch not taken" });
    expect(run.block("miss")?.state).toBe("succeeded");
    expect(run.logs).toEqual(["miss"]);
    expect(run.state.state).toBe("succeeded");
  });

  test("D5: after Start an action sees the container only, which a run without one hands on as null", () => {
    const run = new TestRun(playbook([start(), action("lookup")], ["start > lookup"]));
    expect(run.callback("c_1")?.args).toEqual({
      actionRunId: null,
      success: null,
      handleOf: null,
      containerVersion: null,
      filtered: null,
    });
  });

  test("D5: a decision hands on the results that made its condition true", () => {
    const drawn = ["start > lookup", "lookup > choose", "choose.yes > next"];
    const comparisons = [["#b_lookup:action_result.data.*.score", ">", "5"]] as const;
    const blocks = [
      start(),
      action("lookup"),
      decision("choose", [{ id: "yes", comparisons }]),
      action("next"),
    ];
    const run = new TestRun(playbook(blocks, drawn));
    run.finish(
      "lookup",
      [{ data: [{ score: 9 }] }, { data: [{ score: 1 }] }],
      [{ data: [{ score: 6 }] }],
    );
    expect(run.callback("c_3")?.args).toEqual({
      actionRunId: 101,
      success: true,
      handleOf: null,
      containerVersion: null,
      filtered: { path: "b_choose", slot: "yes" },
    });
    expect(run.filtered("c_3")).toEqual([
      [1010, 0],
      [1011, 0],
    ]);
  });

  test("D30: a decision that compares no results hands on the filtered results it was given", () => {
    const drawn = ["start > lookup", "lookup > first", "first.yes > second", "second.yes > log"];
    const blocks = [
      start(["go"]),
      action("lookup"),
      decision("first", [
        { id: "yes", comparisons: [["#b_lookup:action_result.status", "==", "success"]] },
      ]),
      decision("second", [{ id: "yes", comparisons: [["playbook_input:go", "==", "True"]] }]),
      debug("log"),
    ];
    const run = new TestRun(playbook(blocks, drawn), { go: true }).finish("lookup", [ok, fail]);
    expect(run.filtered("c_3")).toEqual([[1010, 0]]);
    expect(run.callback("c_4")?.args).toEqual(run.callback("c_3")?.args);
  });

  test("D9: success is true or false on the callback", () => {
    const drawn = ["start > lookup", "lookup > log"];
    const document = playbook([start(), action("lookup"), debug("log")], drawn);
    expect(new TestRun(document).finish("lookup", [ok]).callback("c_2")?.args?.success).toBe(true);
    expect(new TestRun(document).finish("lookup", [fail]).callback("c_2")?.args?.success).toBe(
      false,
    );
  });

  test("D10: an action of 2 connections and 2 rows failed only if all 4 executions failed", () => {
    const drawn = ["start > lookup", "lookup > log"];
    const document = playbook([start(), action("lookup"), debug("log")], drawn);
    const four = new TestRun(document).finish("lookup", [fail, fail], [fail, fail]);
    expect(four.block("lookup")).toMatchObject({ outcome: "failed", succeeded: 0, total: 4 });
    expect(four.callback("c_2")?.args?.success).toBe(false);
    const three = new TestRun(document).finish("lookup", [fail, fail], [fail, ok]);
    expect(three.callback("c_2")?.args?.success).toBe(true);
  });

  test("D11: one success of four is enough, and the block is partly succeeded", () => {
    const document = playbook([start(), action("lookup")], ["start > lookup"]);
    const run = new TestRun(document).finish("lookup", [fail, fail], [fail, ok]);
    expect(run.block("lookup")).toMatchObject({
      state: "partly_succeeded",
      succeeded: 1,
      total: 4,
      failure: { class: "F-5xx", statusCode: 500 },
    });
    expect(run.state.state).toBe("succeeded");
  });

  test("an action without any execution failed", () => {
    const document = playbook([start(), action("lookup")], ["start > lookup"]);
    const run = new TestRun(document).finish("lookup");
    expect(run.block("lookup")).toMatchObject({
      outcome: "failed",
      total: 0,
      failure: { class: "F-INPUT" },
    });
    expect(run.state).toMatchObject({ state: "failed", unhandledFailures: 1 });
  });

  test("D19: callbacks of an action are called once, in the document's order", () => {
    const drawn = ["start > lookup", "lookup > b", "lookup > a", "lookup > c"];
    const blocks = [start(), action("lookup"), action("a"), action("b"), action("c")];
    const run = new TestRun(playbook(blocks, drawn)).finish("lookup", [ok], [ok]);
    const called = run.events.flatMap(({ event }) =>
      event.type === "CallbackCalled" && event.path === "b_lookup" ? [event.callbackId] : [],
    );
    expect(called).toEqual(["c_2", "c_3", "c_4"]);
    expect(run.performed).toEqual(["lookup", "b", "a", "c"]);
  });

  test("D26: the handle goes from the call to its callback, and is null without one", () => {
    const drawn = ["start > lookup", "lookup > log"];
    const withHandle = playbook(
      [start(), action("lookup", { handle: "abc" }), debug("log")],
      drawn,
    );
    const run = new TestRun(withHandle).finish("lookup", [ok]);
    const handleOf = run.callback("c_2")?.args?.handleOf ?? null;
    expect(handleOf).toBe(101);
    expect(run.reader.handle(101)).toBe("abc");
    const without = playbook([start(), action("lookup"), debug("log")], drawn);
    expect(new TestRun(without).finish("lookup", [ok]).callback("c_2")?.args?.handleOf).toBeNull();
  });

  test("D32: a block without targets ends its branch: the run succeeds, no callback stays open, outputs are saved once", () => {
    const drawn = ["start > lookup", "start > end"];
    const blocks = [start(["ip"]), action("lookup"), end({ ip: "playbook_input:ip" })];
    const run = new TestRun(playbook(blocks, drawn), { ip: "192.0.2.1" });
    expect(run.outputs).toBeNull();
    run.finish("lookup", [ok]);
    expect(run.state.state).toBe("succeeded");
    expect(Object.keys(run.state.callbacks)).toHaveLength(2);
    expect(run.outputs).toEqual({ ip: "192.0.2.1" });
    expect(run.types().filter((type) => type === "RunFinished")).toHaveLength(1);
  });

  test("D33: a line that is logged before an action stands before the action's start", () => {
    const drawn = ["start > log", "log > lookup"];
    const run = new TestRun(playbook([start(), debug("log", "before"), action("lookup")], drawn));
    expect(run.logs).toEqual(["before"]);
    const at = (type: string, blockId: string) =>
      run.events.findIndex(
        ({ event }) => event.type === type && "blockId" in event && event.blockId === blockId,
      );
    expect(at("BlockRan", "b_log")).toBeGreaterThan(-1);
    expect(at("BlockRan", "b_log")).toBeLessThan(at("BlockStarted", "b_lookup"));
  });

  test("D34: Debug passes all arguments on unchanged", () => {
    const drawn = ["start > lookup", "lookup > choose", "choose.yes > log", "log > next"];
    const blocks = [
      start(),
      action("lookup", { handle: "abc" }),
      decision("choose", [
        { id: "yes", comparisons: [["#b_lookup:action_result.status", "==", "success"]] },
      ]),
      debug("log"),
      action("next"),
    ];
    const run = new TestRun(playbook(blocks, drawn)).finish("lookup", [ok]);
    expect(run.callback("c_4")?.args).toEqual(run.callback("c_3")?.args);
    expect(run.callback("c_4")?.args).toMatchObject({ actionRunId: 101, handleOf: 101 });
  });

  test("a run in which everything waits is waiting, and running again when the answer is there", () => {
    const run = new TestRun(playbook([start(), action("lookup")], ["start > lookup"]));
    const slot = executionSlot(1010, 0);
    const wait = { v: 2, path: blockPath("b_lookup"), slot, waitId: "w1" } as const;
    const deadline = "2026-01-03T00:00:00.000Z";
    run.append({ ...wait, type: "BlockWaiting", kind: "callback", deadline });
    expect(run.state.state).toBe("waiting");
    expect(run.block("lookup")?.state).toBe("waiting");
    run.append({ ...wait, type: "CallbackReceived", deliveryId: "d1" });
    expect(run.state.state).toBe("running");
    expect(run.block("lookup")?.executions[slot]).toMatchObject({ deliveryId: "d1" });
  });

  test("a released action is named again until its start is recorded, and recorded things never are", () => {
    const document = playbook([start(), action("lookup")], ["start > lookup"]);
    const run = new TestRun(document);
    const before = run.events.length;
    run.advance();
    expect(run.events).toHaveLength(before);
    expect(run.performed).toEqual(["lookup"]);
  });
});

describe("failures of a run", () => {
  test("a failure with a wired error port calls the error targets only, and is handled", () => {
    const drawn = ["start > lookup", "lookup.success > fine", "lookup.error > alarm"];
    const blocks = [start(), action("lookup"), debug("fine"), debug("alarm")];
    const run = new TestRun(playbook(blocks, drawn)).finish("lookup", [fail]);
    expect(run.logs).toEqual(["alarm"]);
    expect(run.callback("c_2")).toMatchObject({ state: "dead", reason: "source failed" });
    expect(run.state).toMatchObject({
      state: "succeeded",
      handledFailures: 1,
      unhandledFailures: 0,
    });
  });

  test("an error port of a success dies, and its target is skipped", () => {
    const drawn = ["start > lookup", "lookup.success > fine", "lookup.error > alarm"];
    const blocks = [start(), action("lookup"), debug("fine"), debug("alarm")];
    const run = new TestRun(playbook(blocks, drawn)).finish("lookup", [ok]);
    expect(run.logs).toEqual(["fine"]);
    expect(run.block("alarm")).toMatchObject({ state: "skipped", skipReason: "source succeeded" });
    expect(run.state.state).toBe("succeeded");
  });

  test("without an error port the normal targets are called, and the run fails with the block's name and cause", () => {
    const drawn = ["start > lookup", "lookup > fine"];
    const run = new TestRun(playbook([start(), action("lookup"), debug("fine")], drawn));
    run.finish("lookup", [fail]);
    expect(run.logs).toEqual(["fine"]);
    expect(run.state).toMatchObject({
      state: "failed",
      handledFailures: 0,
      unhandledFailures: 1,
      failure: {
        code: "F-5xx",
        blockId: "b_lookup",
        message: "Block lookup failed. lookup ip failed. Internal Server Error",
      },
    });
  });

  const readings = [
    ["its status", "#b_lookup:action_result.status"],
    ["its error", "#b_lookup:action_result.error.status_code"],
    ["its status on the connection", "#b_lookup:status"],
  ] as const;
  test.each(readings)("a failure is handled when a decision downstream reads %s", (_, left) => {
    const drawn = ["start > lookup", "lookup > log", "log > choose", "choose.yes > alarm"];
    const blocks = [
      start(),
      action("lookup"),
      debug("log"),
      decision("choose", [{ id: "yes", comparisons: [[left, "!=", "None"]] }]),
      debug("alarm"),
    ];
    const run = new TestRun(playbook(blocks, drawn)).finish("lookup", [fail]);
    expect(run.logs).toEqual(["log", "alarm"]);
    expect(run.state).toMatchObject({ state: "succeeded", handledFailures: 1 });
  });

  test("a decision that reads only the data of a failed block does not handle its failure", () => {
    const drawn = ["start > lookup", "lookup > choose"];
    const comparisons = [["#b_lookup:action_result.data.*.status", "==", "ok"]] as const;
    const blocks = [start(), action("lookup"), decision("choose", [{ id: "yes", comparisons }])];
    const run = new TestRun(playbook(blocks, drawn)).finish("lookup", [fail]);
    expect(run.state).toMatchObject({ state: "failed", unhandledFailures: 1 });
  });

  test("a decision that was skipped has handled nothing", () => {
    const drawn = ["start > lookup", "lookup > gate", "gate.yes > choose"];
    const blocks = [
      start(["go"]),
      action("lookup"),
      decision("gate", [{ id: "yes", comparisons: [["playbook_input:go", "==", "True"]] }]),
      decision("choose", [{ id: "yes", comparisons: [FAILED] }]),
    ];
    const run = new TestRun(playbook(blocks, drawn), { go: false }).finish("lookup", [fail]);
    expect(run.state).toMatchObject({ state: "failed", unhandledFailures: 1 });
  });

  test("the status of an action that failed before anything was executed is failed all the same", () => {
    const drawn = ["start > lookup", "lookup > choose", "choose.yes > alarm"];
    const blocks = [
      start(),
      action("lookup"),
      decision("choose", [{ id: "yes", comparisons: [FAILED] }]),
      debug("alarm"),
    ];
    const run = new TestRun(playbook(blocks, drawn)).finish("lookup");
    expect(run.logs).toEqual(["alarm"]);
    expect(run.state).toMatchObject({ state: "succeeded", handledFailures: 1 });
  });

  test("an End that cannot compute an output fails the run and names the output", () => {
    const blocks = [start(["ip"]), end({ text: "IP {{playbook_input:#i_ip}}" })];
    const run = new TestRun(playbook(blocks, ["start > end"]), {});
    expect(run.block("end")).toMatchObject({
      state: "failed",
      failure: { class: "F-TEMPLATE", field: "text" },
    });
    expect(run.state).toMatchObject({ state: "failed", failure: { blockId: "b_end" } });
    expect(run.state.failure?.message).toContain("No value at playbook_input:ip");
    expect(run.outputs).toEqual({});
  });

  test("a run of more than 1,000 block executions ends with a clear failure", () => {
    const names = Array.from({ length: 1_005 }, (_, index) => `log_${index}`);
    const drawn = names.map((name, index) => `${names[index - 1] ?? "start"} > ${name}`);
    const run = new TestRun(playbook([start(), ...names.map((name) => debug(name))], drawn));
    expect(run.state.blockExecutions).toBe(1_000);
    expect(run.state).toMatchObject({
      state: "failed",
      failure: { code: "BLOCK_EXECUTION_LIMIT" },
    });
    expect(run.state.failure?.message).toContain("1,000 block executions");
    expect(run.block("log_999")).toMatchObject({ state: "skipped" });
    expect(Object.keys(run.state.callbacks)).toHaveLength(drawn.length);
  });

  test("a cycle, which validation refuses, cannot make a run wait for ever", () => {
    const drawn = ["start > a", "a > b", "b > a"];
    const run = new TestRun(playbook([start(), debug("a"), debug("b")], drawn));
    expect(run.state).toMatchObject({ state: "failed", failure: { code: "CALLBACK_CYCLE" } });
    expect(Object.keys(run.state.callbacks)).toHaveLength(3);
  });
});

describe("joins", () => {
  const drawn = ["start > a", "start > b", "a > join", "b > join", "join > next"];
  const blocks = [
    start(),
    action("a", { handle: "of a" }),
    action("b", { handle: "of b" }),
    debug("join"),
    action("next"),
  ];

  test("a block with two incoming callbacks runs once, after both were called", () => {
    const run = new TestRun(playbook(blocks, drawn)).finish("a", [ok]);
    expect(run.block("join")).toBeUndefined();
    run.finish("b", [ok]);
    expect(run.block("join")?.state).toBe("succeeded");
    expect(run.performed).toEqual(["a", "b", "next"]);
  });

  test("D5: a join gets the container and the handle of the callback that came last, and nothing else", () => {
    const run = new TestRun(playbook(blocks, drawn)).finish("b", [ok]).finish("a", [ok]);
    expect(run.callback(callbackId(drawn, "join > next"))?.args).toEqual({
      actionRunId: null,
      success: null,
      handleOf: 101,
      containerVersion: null,
      filtered: null,
    });
  });

  test("a join does not wait for a path that can no longer come", () => {
    const paths = [
      "start > choose",
      "choose.yes > left",
      "choose.else > right",
      "left > join",
      "right > join",
    ];
    const drawing = [
      start(["go"]),
      decision("choose", [{ id: "yes", comparisons: [["playbook_input:go", "==", "True"]] }]),
      action("left"),
      debug("right"),
      debug("join"),
    ];
    const run = new TestRun(playbook(drawing, paths), { go: false });
    expect(run.block("left")?.state).toBe("skipped");
    expect(run.logs).toEqual(["right", "join"]);
    expect(run.state.state).toBe("succeeded");
  });

  test("death travels down the graph at once: a block whose callbacks are all dead is skipped, and so is all behind it", () => {
    const paths = [
      "start > choose",
      "choose.yes > a",
      "a > b",
      "b > c",
      "choose.yes > c",
      "c > end",
    ];
    const drawing = [
      start(["go"]),
      decision("choose", [{ id: "yes", comparisons: [["playbook_input:go", "==", "True"]] }]),
      action("a"),
      debug("b"),
      action("c"),
      end({ text: "out" }),
    ];
    const run = new TestRun(playbook(drawing, paths), { go: false });
    expect(["a", "b", "c", "end"].map((name) => run.block(name)?.state)).toEqual(
      Array(4).fill("skipped"),
    );
    expect(run.performed).toEqual([]);
    expect(run.state.state).toBe("succeeded");
    expect(run.outputs).toEqual({});
  });

  test("a block that nothing calls is skipped, so that no join waits for it", () => {
    const run = new TestRun(playbook(blocks, ["start > a", "a > join", "b > join"])).finish("a", [
      ok,
    ]);
    expect(run.block("b")).toMatchObject({
      state: "skipped",
      skipReason: "no callback leads to it",
    });
    expect(run.block("join")?.state).toBe("succeeded");
  });

  test("two callbacks of one block into the same target are a join that they release together", () => {
    const paths = ["start > choose", "choose.yes > log", "choose.else > log"];
    const drawing = [
      start(["go"]),
      decision("choose", [{ id: "yes", comparisons: [["playbook_input:go", "==", "True"]] }]),
      debug("log"),
    ];
    expect(new TestRun(playbook(drawing, paths), { go: true }).logs).toEqual(["log"]);
    expect(new TestRun(playbook(drawing, paths), { go: false }).logs).toEqual(["log"]);
  });
});

describe("cancelling", () => {
  const drawn = ["start > a", "start > b", "a > join", "b > join", "join > end"];
  const blocks = [start(), action("a"), action("b"), debug("join"), end({ text: "x" })];

  test("blocks that run end as cancelled, nothing else is released, and the run ends as cancelled", () => {
    const run = new TestRun(playbook(blocks, drawn)).cancel("Ada");
    expect(run.block("a")).toMatchObject({
      state: "cancelled",
      failure: { class: "F-CANCEL", message: "Cancelled by Ada" },
    });
    expect(run.block("join")).toMatchObject({
      state: "skipped",
      skipReason: "the run was cancelled",
    });
    expect(run.state).toMatchObject({ state: "cancelled", failure: null });
    expect(Object.keys(run.state.callbacks)).toHaveLength(drawn.length);
    expect(run.outputs).toEqual({});
  });

  test("the outcome of an action that ended before the cancel is kept", () => {
    const run = new TestRun(playbook(blocks, drawn)).finish("a", [ok]).cancel();
    expect(run.block("a")?.state).toBe("succeeded");
    expect(run.callback("c_3")?.state).toBe("called");
    expect(run.block("b")?.state).toBe("cancelled");
    expect(run.callback("c_4")).toMatchObject({ state: "dead", reason: "cancelled" });
  });

  test("while a block is still live nothing is recorded, and no new block is released", () => {
    const run = new TestRun(playbook(blocks, drawn));
    run.append({ v: 1, type: "CancelRequested", by: "Ada" });
    const before = run.events.length;
    run.advance();
    expect(run.events).toHaveLength(before);
    run.finish("a", [ok]);
    expect(run.state.state).toBe("running");
    run.finish("b", [ok]);
    expect(run.state.state).toBe("cancelled");
    expect(run.block("join")?.state).toBe("skipped");
  });
});
