import { describe, expect, test } from "vitest";
import { errorLines } from "./error-lines.ts";

describe("errorLines", () => {
  test("a third party's 500 reads as exactly three lines", () => {
    expect(
      errorLines({
        failureIndicator: "Send Request failed.",
        statusCode: 500,
        message: "Internal Server Error",
      }),
    ).toEqual(["Send Request failed.", "Status Code: 500.", "Message: Internal Server Error."]);
  });

  test("a period that is there is not added again, and one that is missing is", () => {
    const failure = { failureIndicator: "Send Request failed", statusCode: 400, message: "Bad. " };
    expect(errorLines(failure)).toEqual([
      "Send Request failed.",
      "Status Code: 400.",
      "Message: Bad.",
    ]);
  });
});
