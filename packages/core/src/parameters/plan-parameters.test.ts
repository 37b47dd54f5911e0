import { describe, expect, test } from "vitest";
import { scopeWith } from "../datapath/testing/scope.ts";
import { type Block, newBlock, newDocument } from "../document/index.ts";
import type { CommandInput } from "../integration/index.ts";
import type { Json } from "../json/index.ts";
import { type ActionResult, resultsEntry } from "../results/index.ts";
import type { InputFault } from "./plan-input.ts";
import { planParameters } from "./plan-parameters.ts";

function input(name: string, given: Partial<CommandInput> = {}): CommandInput {
  return {
    name,
    displayName: name.toUpperCase(),
    required: false,
    dataType: "string",
    default: null,
    valueList: [],
    allowList: false,
    contains: [],
    primary: false,
    order: 0,
    description: "",
    example: "",
    connectorTemplates: false,
    multiline: false,
    ...given,
  };
}

function block(id: string, type: string, config: Block["config"]): Block {
  return newBlock({ id, type, version: 1, name: id.slice(2), config });
}

function startInput(name: string) {
  const rest = { dataType: "json", required: false, description: "", contains: [], default: null };
  return { id: `i_${name}`, name, ...rest };
}

interface Given {
  readonly inputs: readonly CommandInput[];
  readonly parameters?: Readonly<Record<string, string>>;
  /** Inputs of the run: ip, port and other are declared. */
  readonly given?: Readonly<Record<string, Json>>;
  /** `data` of each result of the block `lookup`; null: it has not run. */
  readonly lookup?: readonly Json[] | null;
}

const document = newDocument({
  name: "Test",
  blocks: [
    block("b_start", "start", { inputs: ["ip", "port", "other"].map(startInput) }),
    block("b_lookup", "action", {}),
  ],
});

function entryOf(data: readonly Json[]) {
  const context = { guid: "g", artifact_id: null, parent_action_run: [] };
  const results = data.map((one, row): ActionResult => {
    const parameter = { ip: `192.0.2.${row}`, context };
    return { status: "success", data: [one], message: "", parameter, summary: {}, error: null };
  });
  return resultsEntry({
    connection: { id: 1, name: "first" },
    integration: { id: 1, name: "Lookup" },
    command: "lookup ip",
    blockName: "lookup",
    actionRunId: 7,
    appRunId: 70,
    results,
  });
}

/** The parameter objects; the fault when there is none. */
function rows({
  inputs,
  parameters = {},
  given = {},
  lookup = null,
}: Given): readonly Json[] | InputFault {
  const results = lookup === null ? {} : { b_lookup: [entryOf(lookup)] };
  const scope = scopeWith({ document, inputs: given, results });
  const planned = planParameters({ document, inputs, texts: parameters, scope });
  return planned.ok ? planned.objects : planned.fault;
}

const IP = "{{playbook_input:#i_ip}}";
const PORT = "{{playbook_input:#i_port}}";
const DATA = "#b_lookup:action_result.data.*";

describe("planParameters", () => {
  test("D17: one literal is one parameter object", () => {
    expect(rows({ inputs: [input("ip")], parameters: { ip: "1.1.1.1" } })).toEqual([
      { ip: "1.1.1.1" },
    ]);
  });

  test("D20: five IPs of one input give five parameter objects, in their order", () => {
    const ip = ["192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4", "192.0.2.5"];
    expect(rows({ inputs: [input("ip")], parameters: { ip: IP }, given: { ip } })).toEqual(
      ip.map((one) => ({ ip: one })),
    );
  });

  test("inputs from one source stay aligned row by row, and literals repeat", () => {
    const inputs = [input("a"), input("b"), input("c")];
    const parameters = { a: `{{${DATA}.host}}`, b: `{{${DATA}.user}}`, c: "fixed" };
    const lookup = [
      { host: "h1", user: "u1" },
      { host: "h2", user: "u2" },
    ];
    expect(rows({ inputs, parameters, lookup })).toEqual([
      { a: "h1", b: "u1", c: "fixed" },
      { a: "h2", b: "u2", c: "fixed" },
    ]);
  });

  test("different sources form the cartesian product, nested in the order of the inputs", () => {
    const inputs = [input("ip"), input("host")];
    const parameters = { ip: IP, host: `{{${DATA}.host}}` };
    const lookup = [{ host: "h1" }, { host: "h2" }];
    expect(rows({ inputs, parameters, lookup, given: { ip: ["1", "2"] } })).toEqual([
      { ip: "1", host: "h1" },
      { ip: "1", host: "h2" },
      { ip: "2", host: "h1" },
      { ip: "2", host: "h2" },
    ]);
  });

  test("exact duplicates stay", () => {
    const given = { ip: ["1.1.1.1", "1.1.1.1"] };
    expect(rows({ inputs: [input("ip")], parameters: { ip: IP }, given })).toHaveLength(2);
  });

  test("a row in which a required input is null is dropped, one without an optional input is kept", () => {
    const lookup = [
      { host: "h1", user: null },
      { host: null, user: "u2" },
    ];
    const parameters = { a: `{{${DATA}.host}}`, b: `{{${DATA}.user}}` };
    expect(
      rows({ inputs: [input("a", { required: true }), input("b")], parameters, lookup }),
    ).toEqual([{ a: "h1" }]);
    expect(rows({ inputs: [input("a"), input("b")], parameters, lookup })).toEqual([
      { a: "h1" },
      { b: "u2" },
    ]);
  });

  test("when every row is dropped, the plan fails with the input's name", () => {
    const required = [input("ip", { required: true })];
    expect(rows({ inputs: required, parameters: { ip: IP } })).toMatchObject({
      class: "F-INPUT",
      message: "IP is required",
      input: "IP",
    });
    expect(rows({ inputs: required, parameters: { ip: `{{${DATA}.ip}}` } })).toMatchObject({
      class: "F-INPUT",
      message: "IP is required",
    });
  });

  test("an optional input whose source has no rows is left out", () => {
    const parameters = { ip: "1.1.1.1", note: `{{${DATA}.note}}` };
    expect(rows({ inputs: [input("ip"), input("note")], parameters })).toEqual([{ ip: "1.1.1.1" }]);
  });

  test("text around a datapath is made for each row, and a missing value never reads undefined", () => {
    const parameters = { url: `/ip/${IP}?p=${PORT}` };
    const given = { ip: ["a", "b"], port: 80 };
    expect(rows({ inputs: [input("url")], parameters, given })).toEqual([
      { url: "/ip/a?p=80" },
      { url: "/ip/b?p=80" },
    ]);
    expect(rows({ inputs: [input("url")], parameters, given: { ip: ["a"] } })).toMatchObject({
      class: "F-TEMPLATE",
      message: "No value at playbook_input:port",
      input: "URL",
    });
  });

  test("B6: a required input that is empty fails before anything else", () => {
    const inputs = [input("ip", { required: true }), input("note")];
    expect(rows({ inputs, parameters: { ip: "  ", note: "{{broken" } })).toMatchObject({
      class: "F-INPUT",
      message: "IP is required",
    });
  });

  test("the default stands in for an input that was never written, not for one that was emptied", () => {
    const inputs = [
      input("url", {
        required: true,
        default: "{{connector.restapi_url}}",
        connectorTemplates: true,
      }),
    ];
    expect(rows({ inputs })).toEqual([{ url: "{{connector.restapi_url}}" }]);
    expect(rows({ inputs, parameters: { url: "" } })).toMatchObject({ class: "F-INPUT" });
  });

  test("a faulty template fails with the input's name", () => {
    expect(
      rows({ inputs: [input("ip")], parameters: { ip: "{{playbook_input:#i_ip" } }),
    ).toMatchObject({
      class: "F-TEMPLATE",
      input: "IP",
    });
    expect(
      rows({ inputs: [input("ip")], parameters: { ip: "{{connector.token}}" } }),
    ).toMatchObject({
      class: "F-TEMPLATE",
    });
  });

  const typed: readonly (readonly [CommandInput["dataType"], string, Json])[] = [
    ["string", "5", "5"],
    ["numeric", "5", 5],
    ["numeric", " 2.5 ", 2.5],
    ["boolean", "true", true],
    ["boolean", "False", false],
    ["json", '{"a":[1]}', { a: [1] }],
    ["json", "[1,2]", [1, 2]],
    ["password", "p4ss", "p4ss"],
  ];
  test.each(typed)("a %s input of text %j becomes %j", (dataType, text, value) => {
    expect(rows({ inputs: [input("x", { dataType })], parameters: { x: text } })).toEqual([
      { x: value },
    ]);
  });

  const mistyped: readonly (readonly [CommandInput["dataType"], string, string])[] = [
    ["numeric", "five", "X must be a number"],
    ["boolean", "yes", "X must be true or false"],
    ["json", '{"a":', "X is not valid JSON at 1:6"],
  ];
  test.each(mistyped)("a %s input of text %j fails as F-INPUT", (dataType, text, message) => {
    const failure = rows({ inputs: [input("x", { dataType })], parameters: { x: text } });
    expect(failure).toMatchObject({ class: "F-INPUT", input: "X" });
    expect("message" in failure && failure.message).toContain(message);
  });

  test("a numeric input takes the number of a datapath, a text input its text", () => {
    const parameters = { x: PORT };
    const given = { port: 443 };
    expect(rows({ inputs: [input("x", { dataType: "numeric" })], parameters, given })).toEqual([
      { x: 443 },
    ]);
    expect(rows({ inputs: [input("x")], parameters, given })).toEqual([{ x: "443" }]);
  });

  test("an input with a menu takes what it offers only", () => {
    const inputs = [input("method", { valueList: ["GET", "POST"] })];
    expect(rows({ inputs, parameters: { method: "GET" } })).toEqual([{ method: "GET" }]);
    expect(rows({ inputs, parameters: { method: "get" } })).toMatchObject({
      class: "F-INPUT",
      message: "METHOD must be one of GET, POST",
    });
  });

  test("a comma list gives one parameter object for each of its parts", () => {
    const inputs = [input("ip", { allowList: true }), input("note")];
    expect(rows({ inputs, parameters: { ip: "a, b,,c ", note: "n" } })).toEqual([
      { ip: "a", note: "n" },
      { ip: "b", note: "n" },
      { ip: "c", note: "n" },
    ]);
  });

  describe("inputs that are filled in again when the request is sent", () => {
    const body = input("body", { dataType: "json", connectorTemplates: true });
    const url = input("url", { connectorTemplates: true, contains: ["url"] });

    test("connector expressions stay, and data is never read as one", () => {
      const parameters = { body: `{"token":"{{connector.token}}","ip":"${IP}"}` };
      expect(rows({ inputs: [body], parameters, given: { ip: "{{connector.password}}" } })).toEqual(
        [{ body: { token: "{{connector.token}}", ip: "\\{{connector.password}}" } }],
      );
    });

    test("a value cannot break the JSON it is put into, and alone it keeps its type", () => {
      const parameters = { body: `{"ip":"${IP}","text":"is ${IP}"}` };
      expect(rows({ inputs: [body], parameters, given: { ip: 'a"b' } })).toEqual([
        { body: { ip: 'a"b', text: 'is a"b' } },
      ]);
      expect(rows({ inputs: [body], parameters, given: { ip: [7] } })).toEqual([
        { body: { ip: 7, text: "is 7" } },
      ]);
    });

    test("in the address of the request values are percent-encoded", () => {
      const parameters = { url: `{{connector.restapi_url}}/t/${IP}?q=${IP}` };
      expect(rows({ inputs: [url], parameters, given: { ip: "a b/c" } })).toEqual([
        { url: "{{connector.restapi_url}}/t/a%20b%2Fc?q=a%20b%2Fc" },
      ]);
    });

    test("text that is no JSON goes to the command, which says where it is at fault", () => {
      expect(rows({ inputs: [body], parameters: { body: '{"a":' } })).toEqual([{ body: '{"a":' }]);
    });
  });

  test("more than 2,000 rows fail instead of being cut unseen", () => {
    const given = { ip: Array.from({ length: 2_001 }, (_, row) => `host-${row}`) };
    expect(rows({ inputs: [input("ip")], parameters: { ip: IP }, given })).toMatchObject({
      message: expect.stringContaining("There are more than 2,000 rows"),
    });
  });
});

describe("117: what all rows send is limited, and the refusal names the input and the limit", () => {
  const url = (given: Partial<CommandInput> = {}) => [input("url", given)];
  const sent = (given: Given) => {
    const planned = rows(given);
    return Array.isArray(planned) ? planned.length : planned;
  };

  test("rows of 10 KiB", () => {
    const given = (count: number): Given => ({
      inputs: url(),
      parameters: { url: "{{#b_lookup:action_result.data.*.text}}" },
      lookup: Array.from({ length: count }, () => ({ text: "x".repeat(32 * 1024) })),
    });
    expect(sent(given(1024))).toBe(1024);
    expect(sent(given(1025))).toEqual({
      class: "F-INPUT",
      input: "URL",
      message: "What all rows send grows beyond 32 MiB",
    });
  });

  test("a text that holds a value many times", () => {
    const parameters = { url: "{{playbook_input:#i_ip}}".repeat(11) };
    const given = { inputs: url(), parameters, given: { ip: "x".repeat(1024 * 1024) } };
    expect(sent(given)).toEqual({
      class: "F-TEMPLATE",
      input: "URL",
      message: "The text with its values grows beyond 10 MiB",
    });
    expect(sent({ ...given, parameters: { url: "{{playbook_input:#i_ip}}".repeat(10) } })).toBe(1);
  });

  test("a JSON input whose strings hold a value many times", () => {
    const body = (count: number) =>
      JSON.stringify(Array.from({ length: count }, () => "{{playbook_input:#i_ip}}"));
    const given = (count: number): Given => ({
      inputs: url({ dataType: "json" }),
      parameters: { url: body(count) },
      given: { ip: "x".repeat(1024 * 1024) },
    });
    expect(sent(given(10))).toBe(1);
    expect(sent(given(11))).toMatchObject({
      message: "The text with its values grows beyond 10 MiB",
    });
  });

  test("comma lists that are multiplied", () => {
    const list = Array.from({ length: 2000 }, (_, n) => n).join(",");
    const inputs = [input("url", { allowList: true }), input("port", { allowList: true })];
    expect(sent({ inputs, parameters: { url: list, port: "1" } })).toBe(2000);
    expect(sent({ inputs, parameters: { url: list, port: list } })).toMatchObject({
      class: "F-INPUT",
      input: "PORT",
      message: expect.stringMatching(/^There are more than 2,000 parameter objects to send$/),
    });
  });
});
