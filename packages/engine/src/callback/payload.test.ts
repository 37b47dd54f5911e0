import { ExactNumber } from "@callbook/core/json";
import { describe, expect, it } from "vitest";
import { readPayload } from "./payload.ts";

const json = "application/json";
const form = "application/x-www-form-urlencoded";

describe("the body of a callback", () => {
  it.each([
    ["JSON", json, '{"v":1}', { v: 1 }],
    ["JSON with a charset", "Application/JSON; charset=utf-8", "[1]", [1]],
    ["any +json", "application/vnd.x+json", '"text"', "text"],
    ["a form", form, "a=1&b=two%20words", { a: "1", b: "two words" }],
    ["a form with a repeated field", form, "a=1&a=2&a=3", { a: ["1", "2", "3"] }],
    ["an empty JSON body", json, "", null],
    [
      "an integer beyond a double",
      json,
      "[12345678901234567890]",
      [new ExactNumber("12345678901234567890")],
    ],
    ["NUL and a lone surrogate", json, '["\\u0000","\\ud800"]', ["\uFFFD", "\uFFFD"]],
  ])("reads %s", (_, contentType, body, view) => {
    expect(readPayload(contentType, Buffer.from(body))).toEqual({ ok: true, view });
  });

  it("reads nothing at all as null", () => {
    expect(readPayload(null, Buffer.of())).toEqual({ ok: true, view: null });
  });

  it.each([
    ["XML", "application/xml", "<a/>", 415],
    ["multipart", "multipart/form-data; boundary=x", "--x--", 415],
    ["text", "text/plain", "hello", 415],
    ["no type at all but a body", "", "{}", 415],
    ["half a document", json, '{"v":', 400],
    ["two documents", json, "{} {}", 400],
    ["bytes that are no UTF-8", json, "\xFF", 400],
    ["a document nested 100,000 deep", json, `${"[".repeat(100_000)}${"]".repeat(100_000)}`, 400],
    ["a form of 20,000 fields", form, "a=1&".repeat(20_000), 400],
  ])("refuses %s", (_, contentType, body, status) => {
    expect(readPayload(contentType, Buffer.from(body, "latin1"))).toMatchObject({
      ok: false,
      status,
    });
  });

  it("keeps a key named __proto__ as a key", () => {
    const read = readPayload(json, Buffer.from('{"__proto__":{"x":1}}'));
    expect(read.ok && JSON.stringify(read.view)).toBe('{"__proto__":{"x":1}}');
  });
});
