import { describe, expect, test } from "vitest";
import type { PlaybookDocument } from "../document/index.ts";
import { smallCatalogue } from "./testing/small-catalogue.ts";
import { action, block, branches, codes, documentOf } from "./testing/small-playbook.ts";
import { validate } from "./validate.ts";

const STATUS = "#b_lookup:action_result.status";

/** start -> lookup -> sift -(i_yes)-> note, and what else is drawn; the note reads `text`. */
function reading(
  text: string,
  wires = ["start>lookup", "lookup:success>sift", "sift:i_yes>note"],
): PlaybookDocument {
  return documentOf(
    [
      block("start", "start", { inputs: [{ id: "i_ip", name: "ip" }] }),
      block("lookup", "action", action({ URL: "/x" })),
      block("other", "action", action({ URL: "/x" })),
      block("sift", "filter", branches(STATUS, "success")),
      block("decide", "decision", branches("1", "1")),
      block("middle", "debug", { message: "x" }),
      block("note", "debug", { message: `{{${text}}}` }),
    ],
    wires,
  );
}

function found(document: PlaybookDocument) {
  return validate(document, smallCatalogue).filter(
    ({ blockId, code }) => blockId === "b_note" && code !== "BLOCK_UNREACHABLE",
  );
}

const BEHIND = "filtered-data:#b_sift:#i_yes:#b_lookup:action_result.data.*.x";
const OLDER = "#b_lookup:filtered-action_result.parameter.ip";

describe("A datapath behind a filter", () => {
  test("is sound behind a condition of a filter that leads to its block", () => {
    expect(found(reading(BEHIND))).toEqual([]);
    expect(found(reading("filtered-data:sift:condition_1:lookup:action_result.data"))).toEqual([]);
  });

  test.each([
    [
      "filtered-data:#b_gone:#i_yes:#b_lookup:action_result.status",
      "DATAPATH_UNKNOWN_BLOCK",
      "filtered-data:#b_gone:#i_yes:lookup:action_result.status names a filter that is gone. Pick another.",
    ],
    [
      "filtered-data:#b_sift:#i_gone:#b_lookup:action_result.status",
      "DATAPATH_UNKNOWN_CONDITION",
      "filtered-data:sift:#i_gone:lookup:action_result.status names a condition of sift that is gone. Pick another.",
    ],
    [
      "filtered-data:sift:condition_2:lookup:action_result.status",
      "DATAPATH_UNKNOWN_CONDITION",
      "sift has no condition_2. (filtered-data:sift:condition_2:lookup:action_result.status)",
    ],
    [
      "filtered-data:#b_decide:#i_yes:#b_lookup:action_result.status",
      "DATAPATH_UNAVAILABLE",
      "filtered-data:decide:condition_1:lookup:action_result.status cannot be read. What filtered-data: names is no filter.",
    ],
    [
      "filtered-data:#b_sift:#i_yes:artifact:*.cef.bytesIn",
      "DATAPATH_UNAVAILABLE",
      "filtered-data:sift:condition_1:artifact:*.cef.bytesIn cannot be read. A run has no artifacts, so there are none to read or to filter.",
    ],
    [
      "filtered_artifact:*.cef.bytesIn",
      "DATAPATH_UNAVAILABLE",
      "filtered_artifact:*.cef.bytesIn cannot be read. A run has no artifacts, so there are none to read or to filter.",
    ],
    [
      "filtered-data:#b_sift:#i_yes:playbook_input:#i_gone",
      "DATAPATH_UNKNOWN_INPUT",
      "filtered-data:sift:condition_1:playbook_input:#i_gone names an input that is gone. Pick another.",
    ],
  ])("%s is %s", (text, code, message) => {
    const errors = found(reading(text)).filter(({ level }) => level === "error");
    expect(errors).toMatchObject([{ code, message }]);
  });

  test("D30: deleting the filter's callback flags it not upstream, once", () => {
    const cut = reading(BEHIND, ["start>lookup", "lookup:success>sift", "lookup:success>note"]);
    expect(found(cut)).toMatchObject([
      {
        code: "DATAPATH_NOT_UPSTREAM",
        message:
          "filtered-data:sift:condition_1:lookup:action_result.data.*.x is not upstream: no callback leads from sift to this block.",
      },
    ]);
    expect(codes(found(reading(BEHIND, ["start>lookup", "lookup:success>sift"])))).toEqual([
      "DATAPATH_NOT_UPSTREAM",
    ]);
  });

  test("its block must be upstream too", () => {
    expect(
      codes(found(reading("filtered-data:#b_sift:#i_yes:#b_other:action_result.status"))),
    ).toEqual(["DATAPATH_NOT_COMPARED", "DATAPATH_NOT_UPSTREAM"]);
  });

  test("what the condition does not compare gives nothing, which is warned of", () => {
    expect(found(reading("filtered-data:#b_sift:#i_yes:playbook_input:#i_ip"))).toMatchObject([
      {
        code: "DATAPATH_NOT_COMPARED",
        level: "warning",
        message:
          "filtered-data:sift:condition_1:playbook_input:ip gives nothing: that condition of sift compares nothing of its source.",
      },
    ]);
  });
});

describe("D30: a datapath behind the filter that calls the block", () => {
  const wires = (...more: readonly string[]) => ["start>lookup", "lookup:success>sift", ...more];

  test.each([
    ["from the filter itself", wires("sift:i_yes>note")],
    [
      "through a block that passes on what it was called with",
      wires("sift:i_yes>middle", "middle>note"),
    ],
    [
      "from a decision, which hands on what made its branch true",
      ["start>lookup", "lookup:success>decide", "decide:i_yes>note"],
    ],
  ])("is sound %s", (_, drawn) => {
    expect(found(reading(OLDER, [...drawn]))).toEqual([]);
  });

  test.each([
    ["the filter's callback is deleted", wires("lookup:success>note")],
    ["an action comes between", wires("sift:i_yes>other", "other:success>note")],
    ["the block is a join", wires("sift:i_yes>note", "lookup:success>note")],
  ])("is not upstream when %s", (_, drawn) => {
    expect(found(reading(OLDER, [...drawn]))).toMatchObject([
      {
        code: "DATAPATH_NOT_UPSTREAM",
        level: "error",
        message:
          "lookup:filtered-action_result.parameter.ip is not upstream: no filter calls this block.",
      },
    ]);
  });
});
