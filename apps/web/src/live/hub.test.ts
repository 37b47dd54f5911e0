import type { RunEvent } from "@callbook/core/log";
import { expect, test } from "vitest";
import { LiveHub, type OpenStream } from "./hub.ts";
import type { LiveMessage, LiveState } from "./messages.ts";

/** Records every opening and lets the test send on the newest stream; tasks run when told to. */
function setUp() {
  const opened: { topics: readonly string[]; on: Parameters<OpenStream>[1]; closed: boolean }[] =
    [];
  const tasks: (() => void)[] = [];
  const retries: { ms: number; task: () => void }[] = [];
  const hub = new LiveHub(
    (topics, on) => {
      const stream = { topics, on, closed: false };
      opened.push(stream);
      return {
        close: () => {
          stream.closed = true;
        },
      };
    },
    { soon: (task) => tasks.push(task), after: (ms, task) => retries.push({ ms, task }) },
  );
  const settle = () => {
    for (const task of tasks.splice(0)) task();
  };
  const newest = () => {
    const stream = opened.at(-1);
    if (!stream) throw new Error("no stream was opened");
    return stream;
  };
  return { hub, opened, settle, newest, retries };
}

function tab() {
  const messages: LiveMessage[] = [];
  const statesSeen: LiveState[] = [];
  return {
    messages,
    statesSeen,
    seqs: () =>
      messages.flatMap((message) => ("events" in message ? message.events : [])).map((e) => e.seq),
    listener: {
      message: (message: LiveMessage) => messages.push(message),
      state: (state: LiveState) => statesSeen.push(state),
    },
  };
}

function events(topic: string, ...seqs: number[]): LiveMessage {
  const event: RunEvent["event"] = { v: 1, type: "CancelRequested", by: "u" };
  return { topic, events: seqs.map((seq) => ({ seq, at: "2026-11-21T10:00:00Z", event })) };
}

test("several tabs share one stream, and topics that change together open it once", () => {
  const { hub, opened, settle } = setUp();
  hub.setTopics({}, ["run:1@0"], tab().listener);
  hub.setTopics({}, ["runs:list", "playbook:3@7"], tab().listener);
  settle();
  expect(opened).toHaveLength(1);
  expect(opened[0]?.topics).toEqual(["run:1@0", "runs:list", "playbook:3@7"]);
});

test("a tab that comes later gets what it missed, and the first tab gets nothing twice", () => {
  const { hub, opened, settle, newest } = setUp();
  const first = tab();
  const second = tab();
  hub.setTopics(first, ["run:1@0"], first.listener);
  settle();
  newest().on.message(events("run:1", 1, 2, 3));
  hub.setTopics(second, ["run:1@1"], second.listener);
  settle();
  expect(opened[0]?.closed).toBe(true);
  expect(newest().topics).toEqual(["run:1@1"]);
  newest().on.message(events("run:1", 2, 3, 4));
  expect(first.seqs()).toEqual([1, 2, 3, 4]);
  expect(second.seqs()).toEqual([2, 3, 4]);
});

test("a tab that knows as much as the stream has passed on does not reopen it", () => {
  const { hub, opened, settle, newest } = setUp();
  const first = tab();
  hub.setTopics(first, ["run:1@0"], first.listener);
  settle();
  newest().on.message(events("run:1", 1, 2));
  hub.setTopics({}, ["run:1@2"], tab().listener);
  settle();
  expect(opened).toHaveLength(1);
});

test("a replaced stream that still answers is not listened to", () => {
  const { hub, opened, settle } = setUp();
  const first = tab();
  hub.setTopics(first, ["run:1@0"], first.listener);
  settle();
  hub.setTopics(first, ["run:1@0", "run:2@0"], first.listener);
  settle();
  opened[0]?.on.message(events("run:1", 9));
  expect(first.messages).toEqual([]);
});

test("when a stream is reopened it goes on after the last event that was passed on", () => {
  const { hub, settle, newest } = setUp();
  const first = tab();
  hub.setTopics(first, ["run:1@0"], first.listener);
  settle();
  newest().on.message(events("run:1", 1, 2, 3));
  hub.setTopics({}, ["runs:list"], tab().listener);
  settle();
  expect(newest().topics).toEqual(["run:1@3", "runs:list"]);
});

test("the stream closes with the last tab", () => {
  const { hub, opened, settle } = setUp();
  const only = tab();
  hub.setTopics(only, ["runs:list"], only.listener);
  settle();
  hub.leave(only);
  settle();
  expect(opened[0]?.closed).toBe(true);
  expect(opened).toHaveLength(1);
  expect(hub.state).toBe("idle");
});

test("signing out closes the stream at once and every tab is told", () => {
  const { hub, settle, newest } = setUp();
  const first = tab();
  const second = tab();
  hub.setTopics(first, ["runs:list"], first.listener);
  hub.setTopics(second, ["runs:list"], second.listener);
  settle();
  newest().on.message({ topic: "session", signedOut: true });
  expect(newest().closed).toBe(true);
  expect(first.statesSeen.at(-1)).toBe("signed-out");
  expect(second.statesSeen.at(-1)).toBe("signed-out");
});

test("a stream that ends for good is opened again after a growing wait, from where it stopped", () => {
  const { hub, opened, settle, newest, retries } = setUp();
  const only = tab();
  hub.setTopics(only, ["run:1@0"], only.listener);
  settle();
  newest().on.message(events("run:1", 1, 2));
  newest().on.ended();
  expect(only.statesSeen.at(-1)).toBe("lost");
  retries[0]?.task();
  expect(opened).toHaveLength(2);
  expect(newest().topics).toEqual(["run:1@2"]);
  newest().on.ended();
  expect(retries.map((retry) => retry.ms)).toEqual([1000, 2000]);
  retries[1]?.task();
  newest().on.state("open");
  newest().on.ended();
  expect(retries[2]?.ms).toBe(1000);
});

test("nothing is opened again for tabs that have gone", () => {
  const { hub, opened, settle, newest, retries } = setUp();
  const only = tab();
  hub.setTopics(only, ["runs:list"], only.listener);
  settle();
  newest().on.ended();
  hub.leave(only);
  retries[0]?.task();
  expect(opened).toHaveLength(1);
});
