import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Datapath, printDatapath } from "../datapath/index.ts";
import type { Json } from "../json/index.ts";
import { fill, fillJson, scopedIn } from "./fill.ts";
import { parseJsonTemplate, substituteJson } from "./json.ts";
import { parseTemplate } from "./parse.ts";
import { render, substitute } from "./substitute.ts";
import { escapeTemplate, type Template } from "./template.ts";

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

function parsed(text: string): { readonly ok: true; readonly template: Template } {
  const result = parseTemplate(text);
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  return result;
}
