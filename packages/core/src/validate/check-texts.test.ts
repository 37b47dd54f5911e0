import { describe, expect, test } from "vitest";
import type { Problem } from "../document/index.ts";
import { smallCatalogue } from "./testing/small-catalogue.ts";
import {
  action,
  block,
  branches,
  callback,
  codes,
  documentOf,
  sound,
  withConfig,
} from "./testing/small-playbook.ts";
import { validate } from "./validate.ts";

describe("Datapaths and templates", () => {
  const message = (text: string): Problem[] =>
    validate(withConfig(sound, "note", { message: text }), smallCatalogue);
  test.each([
    [
      "{{#b_gone:action_result.data}}",
      "DATAPATH_UNKNOWN_BLOCK",
      "#b_gone:action_result.data names a block that is gone. Pick another.",
    ],
    [
      "{{nobody:action_result.data}}",
      "DATAPATH_UNKNOWN_BLOCK",
      'There is no block named "nobody". (nobody:action_result.data)',
    ],
    [
      "{{playbook_input:#i_gone}}",
      "DATAPATH_UNKNOWN_INPUT",
      "playbook_input:#i_gone names an input that is gone. Pick another.",
    ],
    [
      "{{playbook_input:nope}}",
      "DATAPATH_UNKNOWN_INPUT",
      'The playbook has no input named "nope". (playbook_input:nope)',
    ],
    ["{{artifact:*.cef.ip}}", "DATAPATH_UNAVAILABLE", /^artifact:\*\.cef\.ip cannot be read/],
    [
      "{{#b_decide:action_result.data}}",
      "DATAPATH_NO_RESULTS",
      "decide:action_result.data cannot be read: decide gives no results.",
    ],
    ["{{#b_lookup:a..b}}", "DATAPATH_PATH", /Between the dots/],
    ["{{connector.x}}", "TEMPLATE_SCOPE", /inputs of a command/],
    ["{{vault.x}}", "TEMPLATE_SCOPE", /vault\.x/],
    ["{{", "TEMPLATE_UNCLOSED", /not closed/],
  ])("%s is %s", (text, code, expected) => {
    const problems = message(text);
    expect(codes(problems)).toEqual([code]);
    expect(problems[0]).toMatchObject({
      blockId: "b_note",
      path: ["blocks", "b_note", "config", "message"],
      field: "Message",
      level: "error",
    });
    expect(problems[0]?.message).toMatch(expected);
  });

  test("A block that is not upstream cannot be read, nor can a block read itself", () => {
    const after = documentOf([...sound.blocks, block("late", "action", action({ URL: "/x" }))], []);
    const wired = { ...after, callbacks: [...sound.callbacks, callback("c_late", "note>late")] };
    expect(
      codes(
        validate(
          withConfig(wired, "note", { message: "{{#b_late:action_result.status}}" }),
          smallCatalogue,
        ),
      ),
    ).toEqual(["DATAPATH_NOT_UPSTREAM"]);
    const self = withConfig(
      sound,
      "lookup",
      action({ URL: "/{{#b_lookup:action_result.status}}" }),
    );
    expect(codes(validate(self, smallCatalogue))).toEqual(["DATAPATH_NOT_UPSTREAM"]);
  });

  test("D30: deleting the callback in front of a datapath's block flags it not upstream", () => {
    const cut = {
      ...sound,
      callbacks: sound.callbacks.filter(({ source }) => source !== "b_lookup"),
    };
    const problems = validate(cut, smallCatalogue).filter(({ level }) => level === "error");
    expect(new Set(codes(problems))).toEqual(new Set(["DATAPATH_NOT_UPSTREAM"]));
    expect(problems.map(({ blockId }) => blockId)).toEqual(["b_decide", "b_note", "b_end"]);
  });

  test("A faulty expression in a JSON input is found in its string", () => {
    const faulty = withConfig(
      sound,
      "lookup",
      action({ URL: "/x", Body: '{"a": ["{{vault.x}}"]}' }),
    );
    expect(validate(faulty, smallCatalogue)).toMatchObject([
      {
        code: "TEMPLATE_SCOPE",
        path: ["blocks", "b_lookup", "config", "parameters", "Body"],
        field: "Body",
      },
    ]);
  });

  test("In a URL only restapi_url may stand before the path", () => {
    const faulty = withConfig(
      sound,
      "lookup",
      action({ URL: "https://{{playbook_input:#i_ip}}/x" }),
    );
    expect(validate(faulty, smallCatalogue)).toMatchObject([
      { code: "TEMPLATE_IN_ORIGIN", field: "URL" },
    ]);
  });

  test("An input that takes no connector parameters refuses them, a handle too", () => {
    const config = {
      ...action({ URL: "/x", Plain: "{{connector.x}}" }),
      handle: "{{callback.id}}",
    };
    expect(codes(validate(withConfig(sound, "lookup", config), smallCatalogue))).toEqual([
      "TEMPLATE_SCOPE",
      "TEMPLATE_SCOPE",
    ]);
  });

  test("A side of a comparison may be any literal; what was meant as a datapath is warned of", () => {
    const sides = (left: string, right: string): Problem[] =>
      validate(withConfig(sound, "decide", branches(left, right)), smallCatalogue);
    expect(sides("https://example.net/x", "10:30")).toEqual([]);
    expect(sides("{{#b_lookup:action_result.status}}", "{")).toEqual([]);
    expect(sides("lokup:action_result.status", "")).toMatchObject([
      { code: "DATAPATH_UNKNOWN_BLOCK", level: "warning" },
    ]);
    expect(sides("a {{#b_lookup:action_result.status}}", "")).toMatchObject([
      { code: "TEMPLATE_NOT_FILLED", level: "warning" },
    ]);
    expect(sides("#b_gone:action_result.status", "")).toMatchObject([
      { code: "DATAPATH_UNKNOWN_BLOCK", level: "error" },
    ]);
  });
});
