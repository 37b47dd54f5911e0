import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Datapath, printDatapath } from "../datapath/index.ts";
import type { Json } from "../json/index.ts";
import {
  checkUrl,
  escapeTemplate,
  fill,
  fillJson,
  parseJsonTemplate,
  parseTemplate,
  render,
  scopedIn,
  substitute,
  substituteJson,
  type Template,
  urlEncode,
} from "./index.ts";

describe("A template is read into text and expressions", () => {
  test.each<[string, string[]]>([
    ["", []],
    ["plain } text }}", ["text:plain } text }}"]],
    ["{{connector.restapi_url}}/v1", ["connector.restapi_url", "text:/v1"]],
    ["{{ Connector.DOC_TEST }}", ["connector.DOC_TEST"]],
    ["{{callback.url}}", ["callback.url"]],
    ["{{callback.Expires_At}}", ["callback.Expires_At"]],
    ["{{playbook_input:ip}}", ["playbook_input:ip"]],
    [
      "a{{lookup_1:action_result.data.*.score}}b",
      ["text:a", "lookup_1:action_result.data.*.score", "text:b"],
    ],
    ["\\{{not.this}}", ["text:{{not.this}}"]],
    ["a\\{{b\\{{c", ["text:a{{b{{c"]],
    ["C:\\\\{{connector.x}}", ["text:C:\\", "connector.x"]],
    ["\\\\\\{{x", ["text:\\{{x"]],
    ["C:\\dir\\{x}", ["text:C:\\dir\\{x}"]],
    ["{{{connector.x}}}", ["text:{", "connector.x", "text:}"]],
    ["{ {{connector.x}} }", ["text:{ ", "connector.x", "text: }"]],
  ])("%j", (text, parts) => {
    const { template } = parsed(text);
    expect(template.parts.map(printed)).toEqual(parts);
    expect(template.parts.map(({ start }) => start)).toEqual(
      template.parts.map(({ start }) => start).toSorted((a, b) => a - b),
    );
  });
});

describe("A faulty template says what is wrong and where", () => {
  test.each<[string, [string, number, number][]]>([
    ["a {{connector.x", [["TEMPLATE_UNCLOSED", 2, 4]]],
    ["{{ {{connector.x}}", [["TEMPLATE_UNCLOSED", 0, 2]]],
    ["{{}}", [["TEMPLATE_EMPTY", 0, 4]]],
    ["{{ \t }}", [["TEMPLATE_EMPTY", 0, 7]]],
    ["{{vault.x}}", [["TEMPLATE_SCOPE", 0, 11]]],
    ["{{x}}", [["TEMPLATE_SCOPE", 0, 5]]],
    ["{{connector.a-b}}", [["TEMPLATE_NAME", 0, 17]]],
    ["{{connector.1a}}", [["TEMPLATE_NAME", 0, 16]]],
    ["{{connector.}}", [["TEMPLATE_NAME", 0, 14]]],
    ["{{callback.secret}}", [["TEMPLATE_NAME", 0, 19]]],
    ["{{ lookup_1:a..b }}", [["DATAPATH_PATH", 14, 14]]],
    [
      "{{}} {{vault.x}} {{",
      [
        ["TEMPLATE_EMPTY", 0, 4],
        ["TEMPLATE_SCOPE", 5, 16],
        ["TEMPLATE_UNCLOSED", 17, 19],
      ],
    ],
  ])("%j", (text, errors) => {
    const result = parseTemplate(text);
    expect(result.ok ? [] : result.errors.map((e) => [e.code, e.start, e.end])).toEqual(errors);
  });

  test("A text of a million opening braces is refused in linear time", () => {
    expect(parseTemplate("{{ ".repeat(350_000)).ok).toBe(false);
    expect(parseTemplate(`${"{{ ".repeat(350_000)}}}`).ok).toBe(false);
    expect(parseTemplate("\\{{".repeat(350_000)).ok).toBe(true);
  });
});

const values: Record<string, Json> = {
  "playbook_input:ip": "1.1.1.1",
  "playbook_input:n": 5,
  "playbook_input:list": [1, "{{connector.restapi_password}}"],
  "playbook_input:evil": "{{connector.restapi_password}}",
  "playbook_input:brace": "{",
  "playbook_input:slash": "C:\\",
  "playbook_input:null": null,
  "playbook_input:path": "a/b?c=d#e f%",
  "playbook_input:up": "..",
};
const read = (datapath: Datapath): Json | undefined => values[printDatapath(datapath)];

describe("Stage one puts in the values of datapaths and leaves the rest", () => {
  test.each<[string, Json]>([
    ["ip={{playbook_input:ip}}&k={{connector.key}}", "ip=1.1.1.1&k={{connector.key}}"],
    ["{{playbook_input:n}}", 5],
    ["n={{playbook_input:n}}", "n=5"],
    ["{{playbook_input:null}}", null],
    ["{{playbook_input:unknown}}", null],
    ["x{{playbook_input:list}}", 'x[1,"\\{{connector.restapi_password}}"]'],
    ["{{playbook_input:list}}", [1, "\\{{connector.restapi_password}}"]],
    ["{{playbook_input:evil}}", "\\{{connector.restapi_password}}"],
    ["{{playbook_input:brace}}{connector.x}}", "\\{{connector.x}}"],
    ["{{playbook_input:slash}}{{connector.x}}", "C:\\\\{{connector.x}}"],
    ["{{connector.x}}", "{{connector.x}}"],
    ["\\{{literal", "\\{{literal"],
  ])("%j gives %j", (text, value) => {
    expect(substitute(parsed(text).template, read)).toEqual({ ok: true, value });
  });

  test("A missing value inside a text is an error that names the datapath, never the text undefined", () => {
    expect(substitute(parsed("ip={{playbook_input:unknown}}").template, read)).toEqual({
      ok: false,
      message: "No value at playbook_input:unknown",
      start: 3,
      end: 29,
    });
  });
});

describe("Without a second stage the text is final", () => {
  test.each<[string, Json]>([
    ["is {{playbook_input:evil}}", "is {{connector.restapi_password}}"],
    ["{{playbook_input:list}}", [1, "{{connector.restapi_password}}"]],
    ["\\{{x", "{{x"],
  ])("%j gives %j", (text, value) => {
    expect(render(parsed(text).template, read)).toEqual({ ok: true, value });
  });

  test("A connector or callback expression fails", () => {
    expect(render(parsed("a {{connector.x}}").template, read)).toMatchObject({
      ok: false,
      start: 2,
    });
  });
});

const connection: Record<string, Json> = {
  "connector.doc_test": "{{connector.restapi_password}}",
  "connector.body": { a: [1] },
  "connector.count": 3,
  "connector.flag": false,
  "connector.restapi_url": "https://h/api",
  "connector.unset": null,
  "callback.url": "https://me/cb",
};
const lookup = (scope: string, name: string): Json | undefined =>
  connection[`${scope}.${name.toLowerCase()}`];

describe("Stage two fills connector and callback, ignoring case and never twice", () => {
  test.each<[string, Json]>([
    ["x {{connector.DOC_TEST}} y", "x {{connector.restapi_password}} y"],
    ["{{connector.body}}", { a: [1] }],
    ["{{connector.Count}}", 3],
    ["{{connector.flag}}", false],
    ["n={{connector.count}}", "n=3"],
    ["\\{{connector.doc_test}}", "{{connector.doc_test}}"],
    ["{{CALLBACK.URL}}", "https://me/cb"],
  ])("%j gives %j", (text, value) => {
    expect(fill(text, lookup)).toEqual({ ok: true, value });
  });

  test.each([
    ["{{connector.FOO}}", "Unresolved template connector.FOO"],
    ["a{{connector.unset}}", "Unresolved template connector.unset"],
    ["{{playbook_input:ip}}", "Unresolved template playbook_input:ip"],
    ["{{connector.x", "{{ is not closed by }}. For two braces as text write \\{{."],
  ])("%j fails: %s", (text, message) => {
    expect(fill(text, lookup)).toMatchObject({ ok: false, message });
  });

  test("Each string in a JSON value is filled, keys are not, and a sole expression keeps its type", () => {
    const body = { "{{connector.count}}": ["{{connector.count}}", '{{connector.count}} " quotes'] };
    expect(fillJson(body, lookup)).toEqual({
      ok: true,
      value: { "{{connector.count}}": [3, '3 " quotes'] },
    });
  });

  test("The expressions that a text still has are listed with their positions", () => {
    expect(scopedIn("a{{connector.x}}{{callback.id}}")).toMatchObject([
      { scope: "connector", name: "x", start: 1, end: 16 },
      { scope: "callback", name: "id", start: 16, end: 31 },
    ]);
  });
});

describe("Data can never become a template", () => {
  const nasty = fc
    .array(fc.constantFrom("{", "{{", "}}", "\\", "connector.x", "callback.url", " ", "a"), {
      maxLength: 8,
    })
    .map((parts) => parts.join(""));
  const piece = fc.oneof(
    nasty.map((text) => ({ kind: "text" as const, text })),
    nasty.map((value) => ({ kind: "data" as const, value })),
    fc.constant({ kind: "scoped" as const }),
  );

  test("whatever the data holds: after both stages it stands there letter by letter", () => {
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 8 }), (pieces) => {
        const data: string[] = [];
        let text = "";
        let literal = "";
        let expected = "";
        for (const one of pieces) {
          if (one.kind === "text") {
            literal += one.text;
            expected += one.text;
            continue;
          }
          text += escapeTemplate(literal, true);
          literal = "";
          text +=
            one.kind === "scoped" ? "{{connector.secret}}" : `{{playbook_input:d${data.length}}}`;
          if (one.kind === "data") data.push(one.value);
          expected += one.kind === "scoped" ? "S3CRET" : one.value;
        }
        text += escapeTemplate(literal);
        const one = substitute(parsed(text).template, (datapath) => {
          const match = /:d(\d+)$/.exec(printDatapath(datapath));
          return data[Number(match?.[1])];
        });
        expect(one.ok && typeof one.value).toBe("string");
        if (!one.ok || typeof one.value !== "string") return;
        expect(fill(one.value, (_, name) => (name === "secret" ? "S3CRET" : "LEAKED"))).toEqual({
          ok: true,
          value: expected,
        });
      }),
      { numRuns: 3000 },
    );
  });

  test("Any text at all can be escaped, and parsing never throws", () => {
    fc.assert(
      fc.property(fc.oneof(nasty, fc.string({ unit: "binary" })), (text) => {
        expect(fill(escapeTemplate(text), () => "LEAKED")).toEqual({ ok: true, value: text });
        parseTemplate(text);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("An input that holds JSON", () => {
  test("is parsed before its strings are filled, so that a quote cannot break it", () => {
    const json = parseJsonTemplate(
      '{"ip": "{{playbook_input:ip}}", "n": "{{playbook_input:n}}", "m": {"x": 1}}',
    );
    expect(json).toMatchObject({ ok: true });
    if (!json.ok) return;
    expect(json.templates).toHaveLength(2);
    expect(substituteJson(json.value, () => 'a"b')).toEqual({
      ok: true,
      value: { ip: 'a"b', n: 'a"b', m: { x: 1 } },
    });
  });

  test("may be one bare expression", () => {
    const json = parseJsonTemplate(" {{connector.body}} ");
    expect(json).toMatchObject({ ok: true, value: "{{connector.body}}" });
    expect(json.ok && fillJson(json.value, lookup)).toEqual({ ok: true, value: { a: [1] } });
  });

  test.each([
    ['{"a": {{connector.x}}}', { kind: "json", line: 1, column: 8 }],
    ['{\n "a": }', { kind: "json", line: 2, column: 7 }],
    ['{"a": "{{vault.x}}"}', { kind: "template" }],
    ["{{connector.body}} x", { kind: "json", line: 1 }],
    [`${"[".repeat(200)}"x"${"]".repeat(200)}`, { kind: "json" }],
  ])("%j is refused", (text, error) => {
    expect(parseJsonTemplate(text)).toMatchObject({ ok: false, ...error });
  });
});

describe("In a URL", () => {
  test.each([
    [
      "{{connector.restapi_url}}/v1/{{playbook_input:path}}?q={{playbook_input:path}}",
      "{{connector.restapi_url}}/v1/a%2Fb%3Fc%3Dd%23e%20f%25?q=a%2Fb%3Fc%3Dd%23e%20f%25",
    ],
    ["{{playbook_input:ip}}", "1.1.1.1"],
    ["?up={{playbook_input:up}}", "?up=.."],
  ])("values are percent-encoded: %s", (text, value) => {
    expect(substitute(parsed(text).template, read, urlEncode)).toEqual({ ok: true, value });
  });

  test("a value .. cannot climb the path", () => {
    expect(
      substitute(parsed("/a/{{playbook_input:up}}/b").template, read, urlEncode),
    ).toMatchObject({ ok: false });
  });

  test("restapi_url is raw at the start only", () => {
    expect(fill("{{connector.restapi_url}}/x", lookup, urlEncode)).toEqual({
      ok: true,
      value: "https://h/api/x",
    });
    expect(fill("/x?u={{connector.restapi_url}}", lookup, urlEncode)).toEqual({
      ok: true,
      value: "/x?u=https%3A%2F%2Fh%2Fapi",
    });
  });

  test.each([
    "{{connector.restapi_url}}",
    "  {{connector.RESTAPI_URL}}/x/{{connector.id}}",
    "{{connector.restapi_url}}?q={{playbook_input:ip}}",
    "https://h/{{connector.x}}",
    "https://h?{{connector.x}}",
    "/v1/{{playbook_input:ip}}",
    "v1{{playbook_input:ip}}",
    "?q={{playbook_input:ip}}",
    "",
  ])("%j may be written", (text) => {
    expect(checkUrl(parsed(text).template)).toEqual([]);
  });

  test.each<[string, number[]]>([
    ["{{connector.host}}/x", [0]],
    ["https://{{connector.host}}/x", [8]],
    ["https://h:{{connector.port}}/x", [10]],
    ["https://{{connector.user}}@h{{connector.x}}/", [8, 28]],
    ["{{connector.restapi_url}}{{connector.suffix}}/x", [25]],
    ["{{connector.restapi_url}}.evil{{connector.suffix}}", [30]],
    ["{{playbook_input:url}}", [0]],
    ["//{{connector.host}}/x", [2]],
  ])("%j is a problem: another host could be brought in", (text, starts) => {
    const errors = checkUrl(parsed(text).template);
    expect(errors.map(({ start }) => start)).toEqual(starts);
    expect(errors.every(({ code }) => code === "TEMPLATE_IN_ORIGIN")).toBe(true);
  });
});

function parsed(text: string): { readonly ok: true; readonly template: Template } {
  const result = parseTemplate(text);
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  return result;
}

function printed(part: Template["parts"][number]): string {
  if (part.kind === "text") return `text:${part.text}`;
  return part.kind === "scoped" ? `${part.scope}.${part.name}` : printDatapath(part.datapath);
}
