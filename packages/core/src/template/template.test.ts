import { describe, expect, test } from "vitest";
import { printDatapath } from "../datapath/index.ts";
import { parseTemplate } from "./parse.ts";
import type { Template } from "./template.ts";

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

function parsed(text: string): { readonly ok: true; readonly template: Template } {
  const result = parseTemplate(text);
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  return result;
}

function printed(part: Template["parts"][number]): string {
  if (part.kind === "text") return `text:${part.text}`;
  return part.kind === "scoped" ? `${part.scope}.${part.name}` : printDatapath(part.datapath);
}
