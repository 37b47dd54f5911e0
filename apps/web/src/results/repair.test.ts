import type { Failure } from "@callbook/core/failure";
import { expect, it } from "vitest";
import { repairOf } from "./repair.ts";

function failure(part: Partial<Failure>): Failure {
  return {
    class: "F-4xx",
    failureIndicator: "Send Request failed.",
    statusCode: 401,
    message: "Bad key",
    field: null,
    step: "request",
    remedy: "",
    target: { kind: "none" },
    ...part,
  };
}

it("C3: a wrong input is mended at that input, named by its label", () => {
  const wrong = failure({
    class: "F-HEADER",
    field: "Header",
    target: { kind: "input", input: "Header" },
  });
  expect(repairOf(wrong)).toEqual({ kind: "input", input: "Header", label: "Header" });
});

it("C3: a connection's field is named as the form names it", () => {
  const target = { kind: "connection", connectionId: 3, field: "allowedAddress" } as const;
  expect(repairOf(failure({ class: "F-SSRF", target }))).toMatchObject({
    label: "Allowed address",
  });
});

it.each([
  [{ statusCode: 401 }, "Authentication"],
  [{ statusCode: 404 }, "Test path"],
  [{ statusCode: 429 }, null],
  [{ class: "F-DNS" }, "Request URL"],
  [{ class: "F-REFUSED" }, "Request URL"],
  [{ class: "F-5xx", statusCode: 500 }, null],
] as const)("C6: an answer %j leads to the connection, field %s", (part, label) => {
  expect(repairOf(failure(part))).toMatchObject({ kind: "connection", label });
});

it("what no edit mends offers none", () => {
  expect(repairOf(failure({ class: "F-CANCEL" }))).toBeNull();
  expect(repairOf(failure({ class: "F-INTERNAL" }))).toBeNull();
});
