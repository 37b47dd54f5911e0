import { describe, expect, test } from "vitest";
import { type Datapath, printDatapath } from "../datapath/index.ts";
import type { Json } from "../json/index.ts";
import { fill } from "./fill.ts";
import { parseTemplate } from "./parse.ts";
import { substitute } from "./substitute.ts";
import type { Template } from "./template.ts";
import { checkUrl, urlEncode } from "./url.ts";

const values: Record<string, Json> = {
  "playbook_input:ip": "1.1.1.1",
  "playbook_input:path": "a/b?c=d#e f%",
  "playbook_input:up": "..",
};
const read = (datapath: Datapath): Json | undefined => values[printDatapath(datapath)];
const lookup = (scope: string, name: string): Json | undefined =>
  scope === "connector" && name === "restapi_url" ? "https://h/api" : undefined;

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
