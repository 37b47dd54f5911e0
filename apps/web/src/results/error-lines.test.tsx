import type { PrintedFailure } from "@callbook/core/results";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { ErrorLines } from "./error-lines.tsx";

/** The texts of the three values, without markup. */
function lines(failure: PrintedFailure, large = false): readonly string[] {
  const html = renderToStaticMarkup(<ErrorLines failure={failure} large={large} />);
  return [...html.matchAll(/<dd[^>]*>([\s\S]*?)<\/dd>/g)].map(([, inner = ""]) =>
    inner
      .replace(/<button[\s\S]*?<\/button>/g, "")
      .replace(/<[^>]+>/g, "")
      .replaceAll("&quot;", '"'),
  );
}

const failed500: PrintedFailure = {
  failureIndicator: "Send Request failed.",
  statusCode: 500,
  message: "Internal Server Error",
};

it("C9: a 500 reads in exactly three lines", () => {
  const exact = ["Send Request failed.", "Status Code: 500.", "Message: Internal Server Error."];
  expect(lines(failed500)).toEqual(exact);
  expect(lines(failed500, true)).toEqual(exact);
});

it("C4: the first line names the input at fault", () => {
  const header = { ...failed500, failureIndicator: "Send Request failed. Input: Header." };
  expect(lines(header)[0]).toBe("Send Request failed. Input: Header.");
});

it("C7: the status code links to the registry of status codes", () => {
  const html = renderToStaticMarkup(<ErrorLines failure={failed500} />);
  expect(html).toMatch(
    /href="https:\/\/www\.iana\.org\/assignments\/http-status-codes[^"]*"[^>]*>500</,
  );
});

it.each([
  ["Bad key", "Bad key."],
  ["Bad key.", "Bad key."],
  ["Bad key. ", "Bad key."],
])("C8: the final period of %j is added once", (message, sentence) => {
  expect(lines({ ...failed500, message })[2]).toBe(`Message: ${sentence}`);
});
