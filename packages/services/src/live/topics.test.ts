import { expect, it } from "vitest";
import { parseCursors, parseTopic, printCursors } from "./topics.ts";

it.each<[string, object | null]>([
  ["run:12@40", { kind: "run", name: "run:12", id: 12, cursor: 40 }],
  ["run:12", { kind: "run", name: "run:12", id: 12, cursor: 0 }],
  ["playbook:3@0", { kind: "playbook", name: "playbook:3", id: 3, cursor: 0 }],
  ["run:9007199254740", { kind: "run", name: "run:9007199254740", id: 9007199254740, cursor: 0 }],
  ["runs:list", { kind: "runs", name: "runs:list" }],
  ["catalogue", { kind: "catalogue", name: "catalogue" }],
  [
    "connection-test:abcd1234",
    { kind: "test", name: "connection-test:abcd1234", testKey: "abcd1234" },
  ],
  ...[
    "",
    "run:0",
    "run:01",
    "run:1@-1",
    "run:1@1e9",
    "RUN:1",
    "playbook:1@2@3",
    "playbook:2147483648",
    "run:1234567890123456",
    "connection-test:x",
    "session",
    "catalogue:1",
  ].map((text): [string, null] => [text, null]),
])("reads the topic %j", (text, topic) => {
  expect(parseTopic(text, {})).toEqual(topic);
});

it("goes on after the later of what the page has and what the broken stream had", () => {
  expect(parseTopic("run:1@5", { "run:1": 9 })).toMatchObject({ cursor: 9 });
  expect(parseTopic("run:1@50", { "run:1": 9 })).toMatchObject({ cursor: 50 });
});

it("prints cursors as an event id and reads them again; what is not readable is none", () => {
  const topics = ["run:1@5", "playbook:2@7", "runs:list"].flatMap(
    (text) => parseTopic(text, {}) ?? [],
  );
  expect(parseCursors(printCursors(topics))).toEqual({ "run:1": 5, "playbook:2": 7 });
  for (const text of [null, "", "{", "7", '{"run:1":"x"}']) expect(parseCursors(text)).toEqual({});
});
